//! The text runs of a document's body, and the inline elements around them: the ground on which marks
//! and references are placed.

use crate::document::{Source, Span, markdown_options};
use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};
use std::ops::Range;

/// What a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RunKind {
    /// Text that stands in the source as it is read: it may be cut anywhere.
    Text,
    /// Something that is read as one: an entity, inline code, a reference to a footnote.
    Whole,
    /// A line end.
    Break,
    /// A picture: nothing is marked, but a reference may follow.
    Picture,
    /// Raw inline HTML: marks do not reach across it, because it may open or close anything.
    Html,
    /// A block of code or of HTML, where nothing can be added.
    Shut,
}

/// A run of the source within one leaf block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    pub(super) kind: RunKind,
    /// Where it stands, its own markup included.
    pub(super) outer: Span<Source>,
    /// Its content, without the back-ticks of code.
    pub(super) inner: Span<Source>,
    /// The innermost inline element around it.
    pub(super) element: Option<u32>,
    /// A number that no other leaf block shares.
    pub(super) leaf: u32,
}

/// An emphasis, a link and the like.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element {
    pub(super) span: Span<Source>,
    pub(super) parent: Option<u32>,
    /// The outermost element around it, or itself.
    pub(super) top: u32,
    /// Whether its text may not be touched: the text of `[name]` is also the key to its target.
    pub(super) sealed: bool,
    /// The first run in it.
    pub(super) first: usize,
    /// The last run in it.
    pub(super) last: usize,
    /// How many elements there are around it.
    pub(super) depth: u32,
}

/// All runs and elements of a body, in source order.
#[derive(Debug, Default)]
pub(super) struct Ground {
    pub(super) runs: Vec<Run>,
    pub(super) elements: Vec<Element>,
}

impl Ground {
    pub(super) fn element(&self, index: Option<u32>) -> Option<&Element> {
        self.elements.get(index? as usize)
    }

    /// Returns the indices of the runs that `span` touches.
    pub(super) fn runs_in(&self, span: Span<Source>) -> Range<usize> {
        let from = self.runs.partition_point(|run| run.inner.end() <= span.start());
        let to = self.runs.partition_point(|run| run.inner.start() < span.end());
        from..to.max(from)
    }

    /// Reads the body at `body` of `source`.
    pub(super) fn read(source: &str, body: Span<Source>) -> Self {
        let text = body.of(source).unwrap_or_default();
        let mut walk =
            Walk { text, base: body.start(), ground: Self::default(), open: vec![], leaf: 0, shut: 0, raw: None };
        for (event, range) in Parser::new_ext(text, markdown_options()).into_offset_iter() {
            walk.event(event, range);
        }
        walk.ground
    }
}

/// HTML elements whose content is not text.
const RAW_TEXT: [&str; 8] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

struct Walk<'t> {
    text: &'t str,
    base: u32,
    ground: Ground,
    open: Vec<u32>,
    leaf: u32,
    /// How many pictures and blocks of code or HTML are open.
    shut: u32,
    /// The name of the open inline HTML element whose content is not text.
    raw: Option<&'static str>,
}

impl<'t> Walk<'t> {
    fn event(&mut self, event: Event<'t>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag),
            _ if self.shut > 0 => {}
            Event::InlineHtml(html) => {
                self.raw_text(&html);
                self.push(RunKind::Html, range.clone(), range);
            }
            _ if self.raw.is_some() => {}
            Event::Text(text) => {
                let verbatim = self.text.get(range.clone()) == Some(text.as_ref());
                let kind = if verbatim { RunKind::Text } else { RunKind::Whole };
                self.push(kind, range.clone(), range);
            }
            Event::Code(_) => {
                let inner = self.without_fence(&range);
                self.push(RunKind::Whole, range, inner);
            }
            Event::FootnoteReference(_) => self.push(RunKind::Whole, range.clone(), range),
            Event::SoftBreak | Event::HardBreak => self.push(RunKind::Break, range.clone(), range),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'t>, range: Range<usize>) {
        match tag {
            _ if self.shut > 0 && !matches!(tag, Tag::Image { .. }) => {}
            Tag::Image { .. } => {
                if self.shut == 0 {
                    self.push(RunKind::Picture, range.clone(), range);
                }
                self.shut += 1;
            }
            Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_) => {
                self.next_leaf();
                self.push(RunKind::Shut, range.clone(), range);
                self.shut += 1;
            }
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => self.open_element(range, false),
            Tag::Link { link_type, .. } => {
                // The parser leaves the brackets of `[name][]` out of its range.
                let rest = self.text.get(range.end..).unwrap_or_default();
                let empty = if *link_type == LinkType::Collapsed && rest.starts_with("[]") { 2 } else { 0 };
                let range = range.start..range.end + empty;
                self.open_element(range, !matches!(link_type, LinkType::Inline | LinkType::Reference));
            }
            _ => self.next_leaf(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Image | TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => {
                self.shut = self.shut.saturating_sub(1);
            }
            _ if self.shut > 0 => {}
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link => {
                let last = self.ground.runs.len().saturating_sub(1);
                if let Some(element) = self.open.pop().and_then(|index| self.ground.elements.get_mut(index as usize)) {
                    element.last = last;
                }
            }
            _ => self.next_leaf(),
        }
    }

    fn next_leaf(&mut self) {
        self.leaf += 1;
        self.raw = None;
    }

    fn open_element(&mut self, range: Range<usize>, sealed: bool) {
        let index = u32::try_from(self.ground.elements.len()).unwrap_or(u32::MAX);
        let parent = self.open.last().copied();
        let (top, depth, sealed) = self
            .ground
            .element(parent)
            .map_or((index, 0, sealed), |parent| (parent.top, parent.depth + 1, sealed || parent.sealed));
        let first = self.ground.runs.len();
        let span = self.source(&range);
        self.ground.elements.push(Element { span, parent, top, sealed, first, last: first, depth });
        self.open.push(index);
    }

    fn push(&mut self, kind: RunKind, outer: Range<usize>, inner: Range<usize>) {
        let element = self.open.last().copied();
        let (outer, inner) = (self.source(&outer), self.source(&inner));
        self.ground.runs.push(Run { kind, outer, inner, element, leaf: self.leaf });
    }

    fn source(&self, range: &Range<usize>) -> Span<Source> {
        let offset = |at: usize| self.base + u32::try_from(at).unwrap_or(u32::MAX - self.base);
        Span::clamped(offset(range.start), offset(range.end))
    }

    fn without_fence(&self, range: &Range<usize>) -> Range<usize> {
        let code = self.text.get(range.clone()).unwrap_or_default();
        let fence = |c: char| c == '`' || c == ' ';
        let (front, back) =
            (code.len() - code.trim_start_matches(fence).len(), code.len() - code.trim_end_matches(fence).len());
        if front + back >= code.len() { range.clone() } else { range.start + front..range.end - back }
    }

    fn raw_text(&mut self, html: &str) {
        let is = |tag: &str, name: &str| {
            let head = tag.get(..name.len()).unwrap_or_default();
            let next = tag.get(name.len()..).and_then(|rest| rest.chars().next());
            head.eq_ignore_ascii_case(name) && next.is_none_or(|c| !c.is_ascii_alphanumeric() && c != '-')
        };
        match self.raw {
            Some(name) if html.strip_prefix("</").is_some_and(|tag| is(tag, name)) => self.raw = None,
            Some(_) => {}
            None => {
                let tag = html.strip_prefix('<').unwrap_or_default();
                self.raw = RAW_TEXT.into_iter().find(|name| is(tag, name));
            }
        }
    }
}
