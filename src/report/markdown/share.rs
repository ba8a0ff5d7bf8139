//! Whose words the text is made of, and how many framing terms stand in them.
//!
//! Counts and densities, no score: they describe this text, and say nothing about whether a term is fair.
//! `docs/framing.md` defines each figure.

use crate::{
    annotation::{Annotations, ClaimKind, CueClass, Voice},
    document::{BlockKind, Document, Source, Span, Use},
};
use std::collections::BTreeMap;

/// How many words a density is for.
const PER: usize = 1000;

/// Of fewer words no density is given: one term more would change it by ten.
const FEW: usize = 100;

/// The words of a document by whose they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::report) struct Words {
    pub(in crate::report) outlet: usize,
    pub(in crate::report) headline: usize,
    /// In quotation marks, whoever is quoted: scare quotes are among them.
    pub(in crate::report) quoted: usize,
    pub(in crate::report) attributed: usize,
}

impl Words {
    pub(in crate::report) const fn all(&self) -> usize {
        self.outlet + self.headline + self.quoted + self.attributed
    }

    /// Counts the words of the article: not those of bylines, datelines, code and boilerplate.
    pub(in crate::report) fn of(document: &Document, annotations: &Annotations<Span<Source>>) -> Self {
        let contents = |direct: bool| {
            let claims = annotations.claims.iter().filter(|claim| claim.cue.class != CueClass::Intention);
            let own = annotations.outlet.as_ref().map(|outlet| outlet.name.as_str());
            let others = claims.filter(|claim| claim.speaker.is_none() || claim.speaker.as_deref() != own);
            let of_kind = others.filter(|claim| (claim.kind == ClaimKind::Direct) == direct);
            union(of_kind.flat_map(|claim| claim.content.iter().map(|at| (at.start(), at.end()))).collect())
        };
        let (mut direct, mut indirect) = (Sweep::new(contents(true)), Sweep::new(contents(false)));
        let used = document.quotations().iter().filter(|one| matches!(one.purpose, Use::Speech | Use::Snippet));
        let mut marked = Sweep::new(union(used.map(|one| (one.span.start(), one.span.end())).collect()));
        let mut source = document.map().starts();
        let mut words = Self::default();
        for (block, tokens) in document.blocks_with_tokens() {
            let boilerplate = block.kind == BlockKind::Boilerplate || !block.kind.is_language();
            if boilerplate {
                continue;
            }
            let anothers = matches!(block.kind, BlockKind::Quotation | BlockKind::Embedded);
            for token in document.tokens().get(tokens).unwrap_or_default() {
                if !token.is_word() {
                    continue;
                }
                let mut within = |sweep: &mut Sweep| source(token.span).is_some_and(|at| sweep.holds(at));
                let count = match () {
                    () if anothers || marked.holds(token.span.start()) || within(&mut direct) => &mut words.quoted,
                    () if block.kind.is_headline() => &mut words.headline,
                    () if within(&mut indirect) => &mut words.attributed,
                    () => &mut words.outlet,
                };
                *count += 1;
            }
        }
        words
    }
}

/// Returns ranges that overlap as one, sorted.
fn union(mut ranges: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    ranges.sort_unstable();
    let mut out: Vec<(u32, u32)> = vec![];
    for (from, to) in ranges {
        match out.last_mut().filter(|last| from <= last.1) {
            Some(last) => last.1 = last.1.max(to),
            None => out.push((from, to)),
        }
    }
    out
}

/// Ranges, sorted and apart, that are asked about one place after the other.
struct Sweep {
    ranges: Vec<(u32, u32)>,
    /// How many of them end before the place that was asked about last.
    passed: usize,
}

impl Sweep {
    const fn new(ranges: Vec<(u32, u32)>) -> Self {
        Self { ranges, passed: 0 }
    }

    fn holds(&mut self, at: u32) -> bool {
        let before = self.passed.checked_sub(1).and_then(|last| self.ranges.get(last));
        if before.is_some_and(|range| range.1 > at) {
            self.passed = self.ranges.partition_point(|range| range.1 <= at);
        }
        while self.ranges.get(self.passed).is_some_and(|range| range.1 <= at) {
            self.passed += 1;
        }
        self.ranges.get(self.passed).is_some_and(|range| range.0 <= at)
    }
}

pub(super) const HEAD: &str =
    "| whose words | words | share | terms | per 1,000 of these words |\n|:--|--:|--:|--:|--:|\n";

/// Returns a row for each voice with words in it, and one for all.
pub(super) fn rows(words: &Words, annotations: &Annotations<Span<Source>>) -> Vec<String> {
    let terms = |voices: &[Voice]| annotations.framing.iter().filter(|term| voices.contains(&term.voice)).count();
    let parts = [
        ("the outlet’s own", words.outlet, terms(&[Voice::Outlet])),
        ("the outlet’s own, in headlines", words.headline, terms(&[Voice::Headline])),
        ("in quotation marks", words.quoted, terms(&[Voice::Quoted, Voice::Scare])),
        ("attributed without quotation marks", words.attributed, terms(&[Voice::Attributed])),
        ("all", words.all(), annotations.framing.len()),
    ];
    let row = |(name, count, terms): &(&str, usize, usize)| {
        let share = percent(*count, words.all());
        format!("| {name} | {count} | {share} | {terms} | {} |\n", density(*terms, *count))
    };
    parts.iter().filter(|(_, count, terms)| count + terms > 0).map(row).collect()
}

pub(super) const BY_CATEGORY: &str = "| voice | category | terms | per 1,000 words of the text |\n|:--|:--|--:|--:|\n";

/// Returns a row for each voice and category with a term.
pub(super) fn by_category(words: &Words, annotations: &Annotations<Span<Source>>) -> Vec<String> {
    let all = words.all();
    let mut counts: BTreeMap<(Voice, &str), usize> = BTreeMap::new();
    for term in &annotations.framing {
        *counts.entry((term.voice, term.category.name())).or_default() += 1;
    }
    let row = |((voice, category), terms): ((Voice, &str), usize)| {
        format!("| {} | {category} | {terms} | {} |\n", voice.name(), density(terms, all))
    };
    counts.into_iter().map(row).collect()
}

/// Returns “37 %”; rounded, in whole numbers, so that every machine prints the same.
fn percent(part: usize, whole: usize) -> String {
    let rounded = (part * 100 + whole / 2).checked_div(whole);
    rounded.map_or_else(|| "–".to_owned(), |percent| format!("{percent} %"))
}

/// Returns how many there are in a thousand words, to one decimal; a dash where there are too few words to say.
fn density(terms: usize, words: usize) -> String {
    let tenths = (terms * PER * 10 + words / 2).checked_div(words).filter(|_| words >= FEW);
    tenths.map_or_else(|| "–".to_owned(), |tenths| format!("{}.{}", tenths / 10, tenths % 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_rounded_and_never_divide_by_nothing() {
        assert_eq!(percent(1, 3), "33 %");
        assert_eq!(percent(2, 3), "67 %");
        assert_eq!(percent(0, 0), "–");
        assert_eq!(density(3, 410), "7.3");
        assert_eq!(density(0, 410), "0.0");
        assert_eq!((density(2, 0), density(2, 99)), ("–".to_owned(), "–".to_owned()));
    }

    #[test]
    fn a_place_is_in_a_range_or_not() {
        let ranges = union(vec![(10, 20), (30, 40), (15, 25)]);
        assert_eq!(ranges, [(10, 25), (30, 40)]);
        let mut sweep = Sweep::new(ranges);
        // Headlines of the front matter may come from behind one another, so that places go back too.
        for at in [10, 24, 39, 10, 30, 12] {
            assert!(sweep.holds(at), "{at}");
        }
        for at in [9, 25, 40, 29, 9, 41, 25] {
            assert!(!sweep.holds(at), "{at}");
        }
    }
}
