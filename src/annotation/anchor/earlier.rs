//! The text in which the words were annotated, where it is still at hand.
//!
//! It says two things that a selector alone cannot: where a passage is to be expected, by the lines around
//! it that are still there, and whether words that look like the passage were already there beside it.
//! Lines are matched when each text holds them once: this is linear in the texts, and a diff is not.

use super::{Selector, wanted::Wanted};
use crate::document::{Folded, Source, Span};
use memchr::memmem;
use std::collections::HashMap;

/// How many places of the same words are compared.
const COMPARED: usize = 16;

/// An earlier text, held against a newer one.
#[derive(Clone, Debug)]
pub struct Earlier<'t> {
    old: &'t str,
    folded: Folded,
    /// Lines that stand once in each text, in the order of the old one.
    lines: Vec<Line>,
}

#[derive(Clone, Copy, Debug)]
struct Line {
    old: Span<Source>,
    new: u32,
}

impl<'t> Earlier<'t> {
    /// Holds `old` against `new`.
    pub fn of(old: &'t str, new: &str) -> Self {
        let there: HashMap<&str, Option<u32>> = once(new);
        let here = once(old);
        let mut lines = vec![];
        for (at, line) in lines_of(old) {
            if here.get(line).is_some_and(Option::is_some)
                && let Some(Some(new)) = there.get(line)
            {
                let end = at + u32::try_from(line.len()).unwrap_or(u32::MAX);
                lines.push(Line { old: Span::clamped(at, end), new: *new });
            }
        }
        Self { old, folded: Folded::of(old), lines }
    }

    /// Returns where in the new text a passage of the old one is to be expected.
    pub(super) fn predict(&self, passage: Span<Source>) -> u32 {
        let at = passage.start();
        let next = self.lines.partition_point(|line| line.old.start() <= at);
        let before = next.checked_sub(1).and_then(|last| self.lines.get(last));
        let after = self.lines.get(next);
        let from = |line: &Line| (line.new + at).saturating_sub(line.old.start());
        match (before, after) {
            (Some(before), Some(after)) => {
                let near = at.saturating_sub(before.old.end()) <= after.old.start().saturating_sub(passage.end());
                from(if near { before } else { after })
            }
            (Some(line), None) | (None, Some(line)) => from(line),
            (None, None) => at,
        }
    }

    /// Returns where the passage is now, if the line that holds it is still there.
    pub(super) fn unchanged(&self, passage: Span<Source>) -> Option<Span<Source>> {
        let line = self.lines.partition_point(|line| line.old.start() <= passage.start()).checked_sub(1)?;
        let line = self.lines.get(line).filter(|line| line.old.covers(passage.start()))?;
        let start = line.new + (passage.start() - line.old.start());
        Some(Span::clamped(start, start.saturating_add(passage.len())))
    }

    /// Tells whether the very words at `span` of `text` stood in the old text already, outside the passage,
    /// among surroundings that are as like theirs now as the passage is: then they are not the passage,
    /// but what is left beside it.
    pub(super) fn had(&self, text: &str, span: Span<Folded>, passage: Span<Source>, score: f64) -> bool {
        let Some(words) = span.of(text) else { return false };
        memmem::find_iter(self.folded.text().as_bytes(), words.as_bytes()).take(COMPARED).any(|at| {
            let start = u32::try_from(at).unwrap_or(u32::MAX);
            let there = self.folded.to_source(Span::clamped(start, start.saturating_add(span.len())));
            !there.overlaps(passage) && {
                let other = Wanted::of(&Selector::within(self.old, there));
                other.likeness(text, span, span.start()).score >= score
            }
        })
    }
}

/// Returns the lines that are not blank, without the blanks around them, with their first byte.
fn lines_of(text: &str) -> impl Iterator<Item = (u32, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let start = at + line.len() - line.trim_start().len();
        at += line.len();
        (!line.trim().is_empty()).then(|| (u32::try_from(start).unwrap_or(u32::MAX), line.trim()))
    })
}

/// Returns the place of every line that stands once, and `None` for those that stand more often.
fn once(text: &str) -> HashMap<&str, Option<u32>> {
    let mut places = HashMap::new();
    for (at, line) in lines_of(text) {
        places.entry(line).and_modify(|place| *place = None).or_insert(Some(at));
    }
    places
}
