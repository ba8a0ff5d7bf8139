//! Where a paper cites, and which words it quotes there.

use crate::{
    citation::{Citation, scan},
    document::{Document, Problem, Quotation, Source, Span, markdown_options},
};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::{collections::BTreeMap, ops::Range};

/// A citation in a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Where.
    pub at: Span<Source>,
    /// The citation, or what is wrong with it.
    pub citation: Result<Citation, Problem>,
    /// The words that are quoted for it: in its note, and before each reference to the note.
    pub quotes: Vec<Quote>,
}

/// Quoted words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// Where they stand in the paper, quotation marks included.
    pub at: Span<Source>,
    /// The words without the marks, as they are read.
    pub words: String,
}

/// Returns the citations of a paper, in order.
pub fn mentions(paper: &Document) -> Vec<Mention> {
    let found = scan(paper.source());
    if found.is_empty() {
        return vec![];
    }
    let layout = Layout::of(paper);
    let anchors: Vec<Vec<u32>> = found.iter().map(|(at, _)| layout.anchors(at.start())).collect();
    let mut all: Vec<u32> = anchors.iter().flatten().copied().collect();
    all.sort_unstable();
    let quotes = |anchors: &[u32]| anchors.iter().filter_map(|at| layout.quote_before(*at, &all)).collect();
    found
        .iter()
        .zip(&anchors)
        .map(|((at, citation), anchors)| Mention { at: *at, citation: citation.clone(), quotes: quotes(anchors) })
        .collect()
}

/// A paragraph, an item, a cell: what holds text directly.
struct Leaf {
    range: Range<u32>,
    /// The label of the note that it is part of.
    note: Option<String>,
    /// Whether it stands in a block quotation.
    quoted: bool,
}

/// What a paper's Markdown says about where its text stands.
struct Layout<'d> {
    paper: &'d Document,
    leaves: Vec<Leaf>,
    /// References to notes, by label.
    references: BTreeMap<String, Vec<u32>>,
    /// Quotations with their places, by where they end.
    quotations: Vec<(Span<Source>, &'d Quotation)>,
}

impl<'d> Layout<'d> {
    fn of(paper: &'d Document) -> Self {
        let body = paper.parts().body;
        let mut layout = Self { paper, leaves: vec![], references: BTreeMap::new(), quotations: vec![] };
        let (mut notes, mut depth) = (vec![], 0_usize);
        for (event, range) in Parser::new_ext(paper.bytes(body), markdown_options()).into_offset_iter() {
            let offset = |at: usize| body.start() + u32::try_from(at).unwrap_or(0);
            let range = offset(range.start)..offset(range.end);
            match event {
                Event::Start(Tag::FootnoteDefinition(label)) => notes.push(label.to_string()),
                Event::End(TagEnd::FootnoteDefinition) => drop(notes.pop()),
                Event::Start(Tag::BlockQuote(_)) => depth += 1,
                Event::End(TagEnd::BlockQuote(_)) => depth = depth.saturating_sub(1),
                Event::Start(Tag::Paragraph | Tag::Item | Tag::TableCell | Tag::Heading { .. } | Tag::CodeBlock(_)) => {
                    layout.leaves.push(Leaf { range, note: notes.last().cloned(), quoted: depth > 0 });
                }
                Event::FootnoteReference(label) => {
                    layout.references.entry(label.to_string()).or_default().push(range.start);
                }
                _ => {}
            }
        }
        let outer = paper.quotations().iter().filter(|quotation| quotation.closed && quotation.within.is_none());
        layout.quotations = outer.filter_map(|q| Some((paper.map().to_source(q.span)?, q))).collect();
        layout.quotations.sort_by_key(|(at, _)| at.end());
        layout
    }

    /// Returns the innermost leaf that holds a byte: of those that do, the last to begin.
    fn leaf(&self, at: u32) -> Option<usize> {
        let upto = self.leaves.partition_point(|leaf| leaf.range.start <= at);
        // Leaves nest only as items in items.
        (0..upto).rev().take(64).find(|index| self.leaves.get(*index).is_some_and(|leaf| leaf.range.contains(&at)))
    }

    /// Returns where words may be quoted for a citation: before itself, before the references to its note.
    fn anchors(&self, at: u32) -> Vec<u32> {
        let note = self.leaf(at).and_then(|index| self.leaves.get(index)).and_then(|leaf| leaf.note.as_ref());
        let references = note.and_then(|label| self.references.get(label)).into_iter().flatten().copied();
        std::iter::once(at).chain(references).collect()
    }

    /// Returns the words that are quoted right before a place: the last quotation in its block, unless it
    /// stands before another citation already; the block quotation that it ends, or follows.
    fn quote_before(&self, at: u32, anchors: &[u32]) -> Option<Quote> {
        let index = self.leaf(at)?;
        let leaf = self.leaves.get(index)?;
        let last = self.quotations.partition_point(|(span, _)| span.end() <= at).checked_sub(1);
        let last = last.and_then(|last| self.quotations.get(last)).filter(|(span, _)| span.start() >= leaf.range.start);
        if let Some((span, quotation)) = last {
            let taken = anchors.partition_point(|anchor| *anchor < span.end());
            let first = anchors.get(taken).is_none_or(|anchor| *anchor >= at);
            let words = self.paper.words(quotation.inner);
            return first.then(|| Quote { at: *span, words: line(words) });
        }
        if leaf.quoted {
            return self.block(leaf.range.start, at);
        }
        // "> words" and then "— Dana Roth [^1]".
        let before = Span::<Source>::clamped(leaf.range.start, at).of(self.paper.source())?.trim_start();
        let credit = before.is_empty() || before.starts_with(['—', '–', '-', '(', '`']);
        let previous = self.leaves.get(index.checked_sub(1)?).filter(|previous| previous.quoted && credit)?;
        self.block(previous.range.start, previous.range.end)
    }

    fn block(&self, from: u32, to: u32) -> Option<Quote> {
        let at = Span::clamped(from, to);
        let words = self.paper.words(self.paper.map().to_prose(at)?).trim();
        let words = words.trim_matches(['“', '”', '"', '(', '[', ' ']);
        words.contains(char::is_alphanumeric).then(|| Quote { at, words: line(words) })
    }
}

fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
