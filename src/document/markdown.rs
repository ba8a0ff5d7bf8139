//! Markdown (or plain text) to prose and map. Knows nothing of findings.
//!
//! The walk happens once: everyone after it sees only prose. Smart punctuation stays off, because prose
//! must show the characters that stand in the file.

use super::{
    lines,
    prose::{BlockKind, Builder},
    span::{self, Source, Span},
};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The extensions with which ibid reads Markdown: those of GitHub, and footnotes.
pub fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
}

/// Appends the prose of the Markdown at `body` in `source`, and returns where its HTML comments stand.
pub(super) fn read(source: &str, body: Span<Source>, out: &mut Builder) -> Vec<Span<Source>> {
    let text = body.of(source).unwrap_or_default();
    let mut walk = Walk {
        text,
        base: body.start(),
        out,
        kinds: vec![],
        silent: 0,
        paragraph: Paragraph::default(),
        comments: vec![],
    };
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        walk.event(event, range);
    }
    walk.flush(BlockKind::Paragraph);
    walk.comments
}

/// Appends the prose of plain text: no markup, blocks apart by empty lines and by line ends that end a
/// block.
pub(super) fn read_plain(source: &str, body: Span<Source>, out: &mut Builder) {
    let text = body.of(source).unwrap_or_default();
    let mut paragraph = Paragraph::default();
    let mut at = body.start();
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        if content.trim().is_empty() {
            paragraph.flush(BlockKind::Paragraph, out);
        } else {
            paragraph.line_end(Span::clamped(at, at));
            paragraph.text(content, Span::clamped(at, at + span::length(content)), true);
        }
        at += span::length(line);
    }
    paragraph.flush(BlockKind::Paragraph, out);
}

/// A paragraph whose line ends are still to be judged.
#[derive(Default)]
struct Paragraph<'t> {
    parts: Vec<Part<'t>>,
}

enum Part<'t> {
    Text(std::borrow::Cow<'t, str>, Span<Source>, bool),
    LineEnd(Span<Source>),
}

impl<'t> Paragraph<'t> {
    fn text(&mut self, text: impl Into<std::borrow::Cow<'t, str>>, source: Span<Source>, verbatim: bool) {
        self.parts.push(Part::Text(text.into(), source, verbatim));
    }

    fn line_end(&mut self, source: Span<Source>) {
        if !self.parts.is_empty() {
            self.parts.push(Part::LineEnd(source));
        }
    }

    /// Hands the parts to the builder, as one block or as one a line, and ends the last.
    fn flush(&mut self, kind: BlockKind, out: &mut Builder) {
        let ends = self.judge();
        let mut ends = ends.iter();
        for part in self.parts.drain(..) {
            match part {
                Part::Text(text, source, verbatim) => out.push(&text, source, verbatim),
                Part::LineEnd(_) if ends.next() == Some(&true) => out.end_block(kind),
                Part::LineEnd(source) => out.push(" ", source, false),
            }
        }
        if !out.at_block_start() {
            out.end_block(kind);
        }
    }

    fn judge(&self) -> Vec<bool> {
        if !self.parts.iter().any(|part| matches!(part, Part::LineEnd(_))) {
            return vec![];
        }
        let mut lines = vec![String::new()];
        for part in &self.parts {
            match part {
                Part::Text(text, ..) => lines.last_mut().map_or((), |line| line.push_str(text)),
                Part::LineEnd(_) => lines.push(String::new()),
            }
        }
        lines::line_ends_end_blocks(&lines.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

struct Walk<'t, 'b> {
    text: &'t str,
    base: u32,
    out: &'b mut Builder,
    /// The kinds of the blocks that are open around the current place.
    kinds: Vec<BlockKind>,
    /// How many elements are open whose text no reader reads (raw HTML, metadata, pictures).
    silent: u32,
    paragraph: Paragraph<'t>,
    comments: Vec<Span<Source>>,
}

impl<'t> Walk<'t, '_> {
    fn event(&mut self, event: Event<'t>, range: std::ops::Range<usize>) {
        let source = self.source(&range);
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) if self.silent == 0 => self.words(text, range),
            Event::SoftBreak | Event::HardBreak if self.silent == 0 => self.paragraph.line_end(source),
            Event::InlineHtml(_) | Event::Html(_) => self.comments(range),
            Event::FootnoteReference(_) => {}
            Event::Rule => self.flush(BlockKind::Paragraph),
            _ => {}
        }
    }

    fn source(&self, range: &std::ops::Range<usize>) -> Span<Source> {
        let offset = |at: usize| self.base + u32::try_from(at).unwrap_or(u32::MAX - self.base);
        Span::clamped(offset(range.start), offset(range.end))
    }

    /// Notes the comments of a piece of HTML; one that runs over several lines is none.
    fn comments(&mut self, range: std::ops::Range<usize>) {
        let mut at = range.start;
        while let Some(from) = self.text.get(at..range.end).and_then(|html| html.find("<!--")).map(|from| at + from) {
            let Some(len) = self.text.get(from..range.end).and_then(|html| html.find("-->")) else { return };
            at = from + len + "-->".len();
            self.comments.push(self.source(&(from..at)));
        }
    }

    /// Text is verbatim when the parser gave the very bytes; else it is sought inside its own event's
    /// range (inline code without its back-ticks), else it is one piece (an entity).
    fn words(&mut self, text: pulldown_cmark::CowStr<'t>, range: std::ops::Range<usize>) {
        let raw = self.text.get(range.clone()).unwrap_or_default();
        let mut source = self.source(&range);
        let mut verbatim = raw == text.as_ref();
        if !verbatim
            && raw.starts_with('`')
            && let Some(at) = raw.find(text.as_ref())
        {
            source = self.source(&(range.start + at..range.start + at + text.len()));
            verbatim = true;
        }
        let text: std::borrow::Cow<'t, str> = text.into();
        self.paragraph.text(text, source, verbatim);
    }

    fn start(&mut self, tag: &Tag<'t>) {
        let kind = match tag {
            Tag::Heading { .. } => BlockKind::Heading,
            Tag::Item => BlockKind::ListItem,
            Tag::BlockQuote(_) => BlockKind::Quotation,
            Tag::TableCell => BlockKind::Cell,
            Tag::CodeBlock(_) => BlockKind::Code,
            Tag::Image { .. } | Tag::HtmlBlock | Tag::MetadataBlock(_) => {
                self.silent += 1;
                return;
            }
            _ => return,
        };
        self.flush(self.kind());
        self.kinds.push(kind);
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.flush(self.kind()),
            TagEnd::Heading(_) | TagEnd::Item | TagEnd::BlockQuote(_) | TagEnd::TableCell | TagEnd::CodeBlock => {
                self.flush(self.kind());
                self.kinds.pop();
            }
            TagEnd::Image | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => self.silent = self.silent.saturating_sub(1),
            _ => {}
        }
    }

    fn kind(&self) -> BlockKind {
        self.kinds.last().copied().unwrap_or(BlockKind::Paragraph)
    }

    fn flush(&mut self, kind: BlockKind) {
        self.paragraph.flush(kind, self.out);
    }
}
