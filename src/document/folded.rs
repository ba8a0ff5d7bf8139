//! A text as its words are compared: every run of white space one space, NFC, with the way back.
//!
//! An editor that re-wraps a quotation, or a system that composes its accents, changes no word. The way
//! back is made while the text is folded; nothing is searched for afterwards.

use super::span::{Source, Span, length};
use unicode_normalization::{IsNormalized, UnicodeNormalization, char::canonical_combining_class, is_nfc_quick};

/// A folded text; a [`Span<Folded>`](Span) indexes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    text: String,
    steps: Vec<Step>,
    /// The length of the source.
    end: u32,
}

/// From here to the next step, folded and source text are the same bytes, or stand for each other as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Step {
    folded: u32,
    source: u32,
    whole: bool,
}

impl Folded {
    /// Folds a text.
    pub fn of(source: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(source.len()), steps: vec![], end: length(source) };
        let composed = is_nfc_quick(source.chars()) == IsNormalized::Yes;
        let mut rest = source;
        while let Some(first) = rest.chars().next() {
            let at = length(source) - length(rest);
            let (cut, whole) = if first.is_whitespace() {
                (run(rest, char::is_whitespace), true)
            } else if composed {
                (run(rest, |c| !c.is_whitespace()), false)
            } else {
                let cut = cluster(rest);
                let alone = rest.get(..cut).is_some_and(|text| is_nfc_quick(text.chars()) == IsNormalized::Yes);
                (cut, !alone)
            };
            let Some((piece, tail)) = rest.split_at_checked(cut) else { break };
            folded.push(at, piece, whole);
            rest = tail;
        }
        folded
    }

    fn push(&mut self, at: u32, piece: &str, whole: bool) {
        let here = length(&self.text);
        let blank = piece.starts_with(char::is_whitespace);
        let whole = whole && piece != " ";
        let goes_on = !whole
            && self
                .steps
                .last()
                .is_some_and(|last| !last.whole && at.checked_sub(last.source) == here.checked_sub(last.folded));
        if !goes_on {
            self.steps.push(Step { folded: here, source: at, whole });
        }
        match (blank, whole) {
            (true, _) => self.text.push(' '),
            (_, true) => self.text.extend(piece.nfc()),
            _ => self.text.push_str(piece),
        }
    }

    /// Returns the folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the source that folds to `span`, out to the edges of what was folded as a whole.
    pub fn to_source(&self, span: Span<Self>) -> Span<Source> {
        let start = self
            .step(|step| step.folded <= span.start())
            .map_or(0, |(step, _)| step.source + if step.whole { 0 } else { span.start() - step.folded });
        let end = self
            .step(|step| step.folded < span.end())
            .map_or(start, |(step, next)| if step.whole { next } else { step.source + (span.end() - step.folded) });
        Span::clamped(start.min(self.end), end.min(self.end))
    }

    /// Returns where the source at `span` went.
    pub fn from_source(&self, span: Span<Source>) -> Span<Self> {
        let all = length(&self.text);
        let place = |at: u32| {
            let index = self.steps.partition_point(|step| step.source <= at).checked_sub(1)?;
            let step = self.steps.get(index)?;
            let next = self.steps.get(index + 1).map_or(all, |next| next.folded);
            Some((*step, next))
        };
        let start = place(span.start()).map_or(0, |(step, next)| {
            if step.whole { step.folded } else { (step.folded + (span.start() - step.source)).min(next) }
        });
        let end = span.end().checked_sub(1).and_then(place).map_or(0, |(step, next)| {
            if step.whole { next } else { (step.folded + (span.end() - step.source)).min(next) }
        });
        Span::clamped(start, end)
    }

    /// Returns the last step that `is_before`, and where the source of the next begins.
    fn step(&self, is_before: impl Fn(&Step) -> bool) -> Option<(Step, u32)> {
        let index = self.steps.partition_point(is_before).checked_sub(1)?;
        let next = self.steps.get(index + 1).map_or(self.end, |next| next.source);
        Some((*self.steps.get(index)?, next))
    }
}

/// Returns the length of the characters at the start of `text` that are `such`.
fn run(text: &str, such: impl Fn(char) -> bool) -> usize {
    text.find(|c| !such(c)).unwrap_or(text.len())
}

/// Returns the length of the first character with all that may compose with it.
fn cluster(text: &str) -> usize {
    let begins = |c: char| {
        c.is_whitespace() || canonical_combining_class(c) == 0 && is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes
    };
    text.char_indices().skip(1).find(|(_, c)| begins(*c)).map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn span<T>(text: &str, words: &str) -> Span<T> {
        let at = u32::try_from(text.find(words).unwrap()).unwrap();
        Span::clamped(at, at + length(words))
    }

    #[test]
    fn folds_and_finds_the_way_back() {
        let source = "A\r\n  cafe\u{301} in  Łódź,\u{a0}한\u{1112}\u{1161}\u{11ab} 👩\u{200d}🚒.\n";
        let folded = Folded::of(source);
        assert_eq!(folded.text(), "A café in Łódź, 한한 👩\u{200d}🚒. ");
        for (words, was) in [
            ("A", "A"),
            ("A café", "A\r\n  cafe\u{301}"),
            ("café in Łódź", "cafe\u{301} in  Łódź"),
            (" ", "\r\n  "),
            ("한한", "한\u{1112}\u{1161}\u{11ab}"),
            ("👩\u{200d}🚒.", "👩\u{200d}🚒."),
        ] {
            let source_span = folded.to_source(span(folded.text(), words));
            assert_eq!(source_span.of(source), Some(was), "{words}");
            assert_eq!(folded.from_source(source_span).of(folded.text()), Some(words), "{words}");
        }
    }

    proptest! {
        #[test]
        fn folds_as_a_simple_program_would(source in "[a-c \\n\u{301}\u{323}é한\u{1112}\u{1161}\u{11ab}👍\u{a0}]{0,40}") {
            let folded = Folded::of(&source);
            let mut simple = String::new();
            for c in source.nfc() {
                if !c.is_whitespace() { simple.push(c) } else if !simple.ends_with(' ') { simple.push(' ') }
            }
            prop_assert_eq!(folded.text(), &simple);
            for (at, c) in simple.char_indices() {
                let at = u32::try_from(at).unwrap();
                let back = folded.to_source(Span::clamped(at, at + u32::try_from(c.len_utf8()).unwrap()));
                let text = back.of(&source);
                prop_assert!(text.is_some_and(|text| !text.is_empty()), "{:?} {:?}", back, source);
                prop_assert!(folded.from_source(back).covers(at));
            }
        }
    }
}
