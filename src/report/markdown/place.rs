//! Where marks and references stand.
//!
//! A mark stands around the words of a framing term: around a whole emphasis or link when the term has all
//! of it, in several pieces when the term begins in one element and ends in another, so that the HTML
//! always nests. A reference stands after the last word, outside the outermost inline element.

use super::{
    edge::{Edges, Guards},
    inline::{Element, Ground, Run, RunKind},
};
use crate::document::{Source, Span};
use std::{cmp::Reverse, collections::BinaryHeap};

/// The runs that a term may touch and still be marked. Longer ones are no terms, and many of them would
/// make work that grows with their number times their length.
const LONGEST_TERM: usize = 64;

/// How deep marks and elements may nest where a mark stands.
const DEEPEST: u32 = 16;

/// How many runs at its end are looked at for a place of the reference.
const FARTHEST: usize = 64;

/// The pieces that a mark may have; each has a letter.
const MOST_PIECES: usize = 20;

/// Where a reference stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reference {
    pub(super) at: u32,
    pub(super) guards: Guards,
}

/// Where an annotation shows in the text.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    /// The pieces of the mark, in order; none when it cannot be marked.
    pub(super) marks: Vec<Span<Source>>,
    /// The reference to its footnote; `None` when only the tables tell of it.
    pub(super) reference: Option<Reference>,
}

pub(super) struct Placer<'t> {
    source: &'t str,
    ground: &'t Ground,
    edges: &'t Edges<'t>,
}

impl<'t> Placer<'t> {
    pub(super) fn new(source: &'t str, ground: &'t Ground, edges: &'t Edges<'t>) -> Self {
        Self { source, ground, edges }
    }

    /// Places the mark and the reference of a framing term.
    pub(super) fn term(&self, span: Span<Source>) -> Place {
        Place { marks: self.pieces(span).unwrap_or_default(), reference: self.reference(span) }
    }

    /// Cuts a term into the pieces of its mark; `None` when it cannot be marked.
    fn pieces(&self, span: Span<Source>) -> Option<Vec<Span<Source>>> {
        let runs = self.ground.runs_in(span);
        let cut = |climb| Cut { placer: self, span, end: runs.end, climb }.pieces(runs.start);
        if runs.len() > LONGEST_TERM { None } else { cut(true).or_else(|| cut(false)) }
    }

    /// Places the reference to what ends with `span`.
    pub(super) fn reference(&self, span: Span<Source>) -> Option<Reference> {
        let runs = self.ground.runs_in(span);
        let found = self.ground.runs.get(runs)?.iter().rev().take(FARTHEST).find_map(|run| match run.kind {
            RunKind::Text => self.words(run, span).map(|words| (run, words.end())),
            RunKind::Whole | RunKind::Picture => Some((run, run.outer.end())),
            RunKind::Break | RunKind::Html | RunKind::Shut => None,
        });
        let (run, inside) = found?;
        let top = self.ground.element(run.element).and_then(|element| self.ground.element(Some(element.top)));
        let at = top.map_or(inside, |top| top.span.end());
        let closed = self.edges.closed_at(at).map_or(at, |closed| closed.span.end());
        [at, closed].into_iter().find_map(|at| self.edges.may_refer(at).map(|guards| Reference { at, guards }))
    }

    /// Returns what `span` covers of a text run, without blanks at its ends.
    fn words(&self, run: &Run, span: Span<Source>) -> Option<Span<Source>> {
        let both = run.inner.intersection(span)?;
        let text = both.of(self.source)?;
        let cut = |rest: &str| u32::try_from(text.len() - rest.len()).unwrap_or(0);
        let words = Span::new(both.start() + cut(text.trim_start()), both.end() - cut(text.trim_end()))?;
        (!words.is_empty()).then_some(words)
    }
}

/// Cuts one term into pieces.
struct Cut<'p, 't> {
    placer: &'p Placer<'t>,
    span: Span<Source>,
    /// The first run after the term.
    end: usize,
    /// Whether a piece goes around an element that it has all of.
    climb: bool,
}

impl Cut<'_, '_> {
    /// Returns the pieces; `None` when one of them cannot stand.
    fn pieces(&self, mut at: usize) -> Option<Vec<Span<Source>>> {
        let mut pieces = vec![];
        while at < self.end {
            let Some((piece, next)) = self.piece(at)? else {
                at += 1;
                continue;
            };
            let edges = self.placer.edges;
            if pieces.len() == MOST_PIECES || !edges.may_close(piece.end()) {
                return None;
            }
            // Between a back-slash and what it escapes nothing can stand, but before both it can.
            let start =
                [piece.start(), piece.start().saturating_sub(1)].into_iter().enumerate().find(|(back, start)| {
                    let escape = Span::<Source>::clamped(*start, piece.start()).of(self.placer.source);
                    (*back == 0 || escape == Some("\\")) && edges.may_open(*start)
                });
            pieces.push(Span::clamped(start?.1, piece.end()));
            at = next;
        }
        Some(pieces)
    }

    /// Returns the piece that begins at the run `at`, and the run after it; nothing when no piece begins
    /// there, and `None` when one would have to but cannot.
    fn piece(&self, at: usize) -> Option<Option<(Span<Source>, usize)>> {
        let Some(run) = self.run(at) else { return Some(None) };
        let Some(mut span) = self.covered(run) else { return Some(None) };
        let mut element = run.element;
        if self.element(element).is_some_and(|around| around.depth > DEEPEST) {
            return None;
        }
        let mut last = at;
        while let Some(around) = self.element(element).filter(|e| self.climb && e.first == at && self.has_all(e)) {
            span = around.span;
            last = around.last;
            element = around.parent;
        }
        if self.element(element).is_some_and(|around| around.sealed) {
            return None;
        }
        let mut next = last + 1;
        let mut ahead = next;
        while let Some((covered, last)) = self.sibling(ahead, element, run.leaf) {
            ahead = last + 1;
            if let Some(covered) = covered {
                span = span.hull(covered);
                next = ahead;
            }
        }
        Some(Some((span, next)))
    }

    /// Returns what the term covers of the run or element at `at`, if that follows directly under
    /// `element`, and its last run.
    fn sibling(&self, at: usize, element: Option<u32>, leaf: u32) -> Option<(Option<Span<Source>>, usize)> {
        let run = self.run(at).filter(|run| run.leaf == leaf)?;
        if self.element(run.element).is_some_and(|around| around.depth > DEEPEST) {
            return None;
        }
        let mut child = None;
        let mut around = run.element;
        while around != element {
            child = self.element(around);
            around = child?.parent;
        }
        match (child, run.kind) {
            (Some(child), _) => {
                (self.climb && child.first == at && self.has_all(child)).then_some((Some(child.span), child.last))
            }
            (None, RunKind::Break) => Some((None, at)),
            (None, RunKind::Text) => Some((self.covered(run), at)),
            (None, _) => Some((Some(self.covered(run)?), at)),
        }
    }

    fn run(&self, at: usize) -> Option<&Run> {
        self.placer.ground.runs.get(at).filter(|_| at < self.end)
    }

    fn element(&self, index: Option<u32>) -> Option<&Element> {
        self.placer.ground.element(index)
    }

    fn covered(&self, run: &Run) -> Option<Span<Source>> {
        match run.kind {
            RunKind::Text => self.placer.words(run, self.span),
            RunKind::Whole => self.span.contains(run.inner).then_some(run.outer),
            RunKind::Break | RunKind::Picture | RunKind::Html | RunKind::Shut => None,
        }
    }

    /// Tells whether the term has all the words of an element.
    fn has_all(&self, element: &Element) -> bool {
        let runs = &self.placer.ground.runs;
        let inside = runs.get(element.first..=element.last).unwrap_or_default();
        element.last < self.end
            && inside.first().is_some_and(|run| self.span.start() <= run.inner.start())
            && inside.last().is_some_and(|run| run.inner.end() <= self.span.end())
            && inside.iter().all(|run| run.kind != RunKind::Html)
    }
}

/// Cuts marks that would cross another one in two, and drops those that cannot be cut or would nest too
/// deep: their terms keep the reference alone.
pub(super) fn untangle(places: &mut [Place], placer: &Placer<'_>) {
    let key = |span: Span<Source>, index| Reverse((span.start(), Reverse(span.end()), index));
    let mut waiting: BinaryHeap<_> = BinaryHeap::new();
    for (index, place) in places.iter_mut().enumerate() {
        waiting.extend(place.marks.drain(..).map(|mark| key(mark, index)));
    }
    let mut dropped = vec![false; places.len()];
    let mut open: Vec<u32> = vec![];
    while let Some(Reverse((start, Reverse(end), index))) = waiting.pop() {
        let (Some(place), Some(dropped)) = (places.get_mut(index), dropped.get_mut(index)) else { continue };
        while open.last().is_some_and(|around| *around <= start) {
            open.pop();
        }
        let around = open.last().copied().unwrap_or(u32::MAX);
        let rest = if around < end { placer.pieces(Span::clamped(around, end)) } else { Some(vec![]) };
        match rest {
            Some(rest) if !*dropped && open.len() < DEEPEST as usize && place.marks.len() < MOST_PIECES => {
                waiting.extend(rest.into_iter().map(|mark| key(mark, index)));
                place.marks.push(Span::clamped(start, end.min(around)));
                open.push(end.min(around));
            }
            _ => *dropped = true,
        }
    }
    for (place, _) in places.iter_mut().zip(dropped).filter(|(_, dropped)| *dropped) {
        place.marks.clear();
    }
}
