//! The way back from prose to source, made while the prose is made.
//!
//! Prose is built by appending, so the map is a list of pieces in prose order, each saying which source
//! bytes gave which prose bytes. A *verbatim* piece maps byte by byte; any other (an entity, a folded
//! line end, an escaped quotation mark) is all or nothing. Nobody searches for a text again: a search
//! finds the wrong one as soon as the words stand there twice.

use super::span::{Prose, Source, Span};

/// One run of prose and the source bytes that gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Where it stands in the prose.
    pub prose: Span<Prose>,
    /// Where it came from.
    pub source: Span<Source>,
    /// Whether the bytes are the same, one for one.
    pub verbatim: bool,
}

impl Piece {
    fn source_start(&self, offset: u32) -> u32 {
        if self.verbatim {
            self.source.start() + offset.saturating_sub(self.prose.start())
        } else {
            self.source.start()
        }
    }

    fn source_end(&self, offset: u32) -> u32 {
        if self.verbatim {
            self.source.start() + offset.min(self.prose.end()).saturating_sub(self.prose.start())
        } else {
            self.source.end()
        }
    }
}

/// Maps spans of the prose to spans of the source, and back.
///
/// Pieces are sorted by their place in the prose. They are sorted by their place in the source too, but for
/// the fields of the front matter, which stand in the prose in an order of their own.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    pieces: Vec<Piece>,
    /// From this one on, pieces are sorted by their place in the source.
    sorted_from: usize,
}

impl SourceMap {
    /// Appends a piece; verbatim pieces that continue the one before are joined to it.
    pub(super) fn push(&mut self, piece: Piece) {
        if piece.prose.is_empty() {
            return;
        }
        if let Some(last) = self.pieces.last_mut() {
            debug_assert!(last.prose.end() <= piece.prose.start(), "pieces are appended in prose order");
            if last.verbatim
                && piece.verbatim
                && last.prose.end() == piece.prose.start()
                && last.source.end() == piece.source.start()
            {
                last.prose = last.prose.hull(piece.prose);
                last.source = last.source.hull(piece.source);
                return;
            }
            if piece.source.start() < last.source.end() {
                self.sorted_from = self.pieces.len();
            }
        }
        self.pieces.push(piece);
    }

    fn overlapping(&self, span: Span<Prose>) -> &[Piece] {
        let from = self.pieces.partition_point(|piece| piece.prose.end() <= span.start());
        let rest = self.pieces.get(from..).unwrap_or_default();
        // Nearly every span lies within one piece.
        let within = rest.get(1).is_none_or(|next| next.prose.start() >= span.end());
        let one = usize::from(rest.first().is_some_and(|piece| piece.prose.start() < span.end()));
        let count = if within { one } else { rest.partition_point(|piece| piece.prose.start() < span.end()) };
        rest.get(..count).unwrap_or_default()
    }

    /// Returns the smallest source span that holds all the bytes which gave `span`, markup between them
    /// included; `None` when no source byte did (an empty span, or the gap between two blocks).
    pub fn to_source(&self, span: Span<Prose>) -> Option<Span<Source>> {
        let pieces = self.overlapping(span);
        let (first, last) = (pieces.first()?, pieces.last()?);
        Span::new(first.source_start(span.start()), last.source_end(span.end()))
    }

    /// Returns what tells where [`to_source`](Self::to_source) begins, of spans one behind the other.
    pub fn starts(&self) -> impl FnMut(Span<Prose>) -> Option<u32> + '_ {
        let mut rest = self.pieces.as_slice();
        move |span| loop {
            let (piece, after) = rest.split_first()?;
            if piece.prose.end() > span.start() {
                return (piece.prose.start() < span.end()).then(|| piece.source_start(span.start()));
            }
            rest = after;
        }
    }

    /// Returns the runs of source bytes which gave `span`, in prose order, each with the prose it gave.
    /// Two runs are apart where markup stands between them.
    pub fn runs(&self, span: Span<Prose>) -> impl Iterator<Item = Piece> + '_ {
        self.overlapping(span).iter().filter_map(move |piece| {
            let prose = piece.prose.intersection(span)?;
            let source = Span::new(piece.source_start(span.start()), piece.source_end(span.end()))?;
            Some(Piece { prose, source, verbatim: piece.verbatim })
        })
    }

    /// Returns the prose that came from within `span`, from its first byte to its last; `None` when
    /// none did (markup, a URL, an unread front-matter field).
    pub fn to_prose(&self, span: Span<Source>) -> Option<Span<Prose>> {
        let (front, sorted) = self.pieces.split_at_checked(self.sorted_from)?;
        let from = sorted.partition_point(|piece| piece.source.end() <= span.start());
        let to = sorted.partition_point(|piece| piece.source.start() < span.end());
        let sorted = sorted.get(from..to).unwrap_or_default();
        let inside = |piece: &&Piece| piece.source.overlaps(span);
        let first = front.iter().find(inside).or_else(|| sorted.first())?;
        let last = sorted.last().or_else(|| front.iter().rev().find(inside))?;
        let offset = |piece: &Piece, at: u32| piece.prose.start() + at.saturating_sub(piece.source.start());
        let start =
            if first.verbatim { offset(first, span.start().max(first.source.start())) } else { first.prose.start() };
        let end = if last.verbatim { offset(last, span.end().min(last.source.end())) } else { last.prose.end() };
        Span::new(start, end)
    }

    /// Returns all pieces, in prose order.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Format};
    use proptest::prelude::*;

    /// What [`SourceMap::to_prose`] answers, found by looking at every piece.
    fn one_by_one(map: &SourceMap, span: Span<Source>) -> Option<Span<Prose>> {
        let inside = || map.pieces.iter().filter(|piece| piece.source.overlaps(span));
        let (first, last) = (inside().next()?, inside().next_back()?);
        let skipped = if first.verbatim { span.start().saturating_sub(first.source.start()) } else { 0 };
        let left = if last.verbatim { last.source.end().saturating_sub(span.end()) } else { 0 };
        Span::new(first.prose.start() + skipped, last.prose.end() - left)
    }

    /// Fields that are read, and one that is not.
    const FIELDS: [&str; 4] =
        ["keypoints:\n  - one\n  - two\n", "title: >\n  A\n  title\n", "author: X\n", "description: It\n"];

    /// A block with what Markdown makes of a text: emphasis, entities, references, line ends, lists, cells.
    const BLOCK: &str = "[a-c]{1,4}( \\*[a-c]\\*| &amp; | \\[\\^1\\]|\r\n|\n> |\n- |\n\\| |\u{e9}){0,4}";

    proptest! {
        /// Front matter in any order; the pieces of the body keep the order of the source.
        #[test]
        fn every_span_has_the_prose_that_a_walk_finds(
            front in prop::sample::subsequence(FIELDS.to_vec(), 0..=4).prop_shuffle(),
            blocks in prop::collection::vec(BLOCK, 0..6),
            note in any::<bool>(),
            ends in (0_u32..200, 0_u32..60),
        ) {
            let note = if note { "[^1]: the *note*\n\n" } else { "" };
            let (front, blocks) = (front.concat(), blocks.join("\n\n"));
            let source = format!("---\n{front}---\n\n{note}{blocks}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n");
            let document = Document::read(source.as_bytes(), Format::Markdown).unwrap();
            let map = document.map();
            prop_assert!(map.sorted_from <= 6, "{:?}", map.pieces());
            let span = Span::clamped(ends.0, ends.0 + ends.1);
            prop_assert_eq!(map.to_prose(span), one_by_one(map, span));
            let mut starts = map.starts();
            for token in document.tokens() {
                prop_assert_eq!(starts(token.span), map.to_source(token.span).map(|span| span.start()));
            }
        }
    }
}
