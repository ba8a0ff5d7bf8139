//! What pulldown-cmark, the parser that ibid itself reads with, makes of a text.

use super::outline::{LineCounter, Outline, Scribe, View};
use crate::document::markdown_options;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

/// Reads a text and takes out what is a report's.
pub(crate) fn outline(view: View<'_>) -> Outline {
    let head_ends = view.ours.map_or(0, |ours| ours.head_ends);
    let tail = view.ours.and_then(|ours| ours.tail);
    let mut scribe = Scribe::new(view.ours);
    let mut counter = LineCounter::new(view.text);
    let offset = counter.line_of(head_ends);
    let mut depth = 0_usize;
    let mut after_break = true;
    for (event, range) in Parser::new_ext(view.text, markdown_options()).into_offset_iter() {
        if range.end <= head_ends {
            continue;
        }
        if depth == 0 && tail == Some(range.start) && matches!(event, Event::Start(Tag::HtmlBlock)) {
            return scribe.finish(true);
        }
        if after_break || begins_block(&event) {
            scribe.line(counter.line_of(range.start).saturating_sub(offset));
        }
        after_break = matches!(event, Event::SoftBreak | Event::HardBreak);
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        write_down(&event, &mut scribe);
    }
    scribe.finish(tail.is_none())
}

fn begins_block(event: &Event<'_>) -> bool {
    match event {
        Event::Rule => true,
        Event::Start(tag) => {
            !matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
        }
        _ => false,
    }
}

fn write_down(event: &Event<'_>, scribe: &mut Scribe<'_>) {
    match event {
        Event::Text(text) => scribe.text(text),
        Event::Code(code) => scribe.note("code", &[code]),
        Event::Html(html) => scribe.note("block", &[html]),
        Event::InlineHtml(html) => scribe.inline_html(html),
        Event::FootnoteReference(label) => scribe.reference(label),
        Event::Start(Tag::Link { link_type, dest_url, title, id } | Tag::Image { link_type, dest_url, title, id }) => {
            let kind = if matches!(event, Event::Start(Tag::Link { .. })) { "link" } else { "image" };
            scribe.note(kind, &[dest_url, title, id]);
            scribe.debug(link_type);
        }
        Event::Start(Tag::CodeBlock(kind)) => match kind {
            CodeBlockKind::Indented => scribe.note("indented", &[]),
            CodeBlockKind::Fenced(info) => scribe.note("fenced", &[info]),
        },
        // What there is most of is not worth being printed each time.
        Event::Start(Tag::Paragraph) => scribe.note("paragraph", &[]),
        Event::End(TagEnd::Paragraph) => scribe.note("end", &[]),
        Event::SoftBreak => scribe.note("break", &[]),
        Event::Start(Tag::FootnoteDefinition(label)) => scribe.note("footnote", &[label]),
        other => scribe.debug(other),
    }
}
