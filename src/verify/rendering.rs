//! What comrak, a second and independent Markdown implementation, makes of a text.
//!
//! Two parsers that agree say more than one: a mark that stands well for pulldown-cmark but not for the
//! parser of a reader's viewer would show as a broken page. The outline holds what comrak's HTML would
//! show, and where it links to, but not the numbers of footnotes, which a report's own shift.

use super::outline::{LineCounter, Outline, Scribe, View};
use comrak::{
    Arena, Options,
    arena_tree::NodeEdge,
    nodes::{AstNode, NodeValue},
    parse_document,
};
use std::borrow::Cow;

/// The options of comrak that come nearest to GitHub.
pub(crate) fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.alerts = true;
    options.parse.leave_footnote_definitions = true;
    options
}

/// The byte order mark.
const MARK: char = '\u{feff}';

/// Reads a text and takes out what is a report's.
pub(crate) fn outline(view: View<'_>) -> Outline {
    let mut counter = LineCounter::new(view.text);
    let head_lines = counter.line_of(view.ours.map_or(0, |ours| ours.head_ends));
    let tail = view.ours.and_then(|ours| ours.tail);
    let tail_line = tail.map(|tail| counter.line_of(tail));
    let mut scribe = Scribe::new(view.ours);
    let arena = Arena::new();
    // comrak drops a byte order mark; the file's own is not part of the text, so this one is a character.
    let text = if view.text.starts_with(MARK) { Cow::Owned(format!("{MARK}{}", view.text)) } else { view.text.into() };
    let root = parse_document(&arena, &text, &options());
    for block in root.children() {
        // comrak counts lines from 1.
        let line = first_line(block).saturating_sub(1);
        if line < head_lines {
            continue;
        }
        if tail_line == Some(line) && matches!(block.data().value, NodeValue::HtmlBlock(_)) {
            return scribe.finish(true);
        }
        read(block, head_lines, &mut scribe);
    }
    scribe.finish(tail.is_none())
}

fn first_line<'a>(node: &'a AstNode<'a>) -> u32 {
    u32::try_from(node.data().sourcepos.start.line).unwrap_or(u32::MAX)
}

fn read<'a>(block: &'a AstNode<'a>, head_lines: u32, scribe: &mut Scribe<'_>) {
    let mut after_break = true;
    for edge in block.traverse() {
        let (node, starts) = match edge {
            NodeEdge::Start(node) => (node, true),
            NodeEdge::End(node) => (node, false),
        };
        if starts && (after_break || node.data().value.block()) {
            scribe.line(first_line(node).saturating_sub(1 + head_lines));
        }
        let value = &node.data().value;
        if starts {
            after_break = matches!(value, NodeValue::SoftBreak | NodeValue::LineBreak);
            write_down(value, scribe);
        } else if node.first_child().is_some() {
            scribe.note("end", &[]);
        }
    }
}

fn write_down(value: &NodeValue, scribe: &mut Scribe<'_>) {
    match value {
        NodeValue::Text(text) => scribe.text(text),
        NodeValue::Code(code) => scribe.note("code", &[&code.literal]),
        NodeValue::HtmlInline(html) => scribe.inline_html(html),
        NodeValue::FootnoteReference(reference) => scribe.reference(&reference.name),
        NodeValue::FootnoteDefinition(definition) => scribe.note("footnote", &[&definition.name]),
        NodeValue::CodeBlock(code) => scribe.note("code block", &[&code.info, &code.literal]),
        NodeValue::HtmlBlock(html) => scribe.note("block", &[&html.literal]),
        NodeValue::Heading(heading) => scribe.debug(&("heading", heading.level)),
        NodeValue::List(list) => scribe.debug(&("list", list.list_type, list.start, list.tight)),
        // What there is most of is not worth being printed each time.
        NodeValue::Paragraph => scribe.note("paragraph", &[]),
        NodeValue::SoftBreak => scribe.note("break", &[]),
        NodeValue::Item(_) => scribe.note("item", &[]),
        NodeValue::TaskItem(item) => scribe.debug(&("task", item.symbol)),
        other => scribe.debug(other),
    }
}
