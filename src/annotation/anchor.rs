//! Where a selector's words are now.

use super::Selector;
use crate::document::{Document, Source, Span};
use memchr::memmem;
use serde::Serialize;

/// The share of the context by which the best of several places must lead the next, else the words are
/// ambiguous. Measured on two public revision histories; see `docs/architecture.md`.
const LEAD: f64 = 0.02;

/// A selector with fewer bytes and no context finds its words anywhere.
const SHORT: usize = 8;

/// How many places are listed for words that stand in many.
const LISTED: usize = 16;

/// Where a selector's words are in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Where they were.
    Intact(Span<Source>),
    /// Elsewhere, and only there.
    Moved(Span<Source>),
    /// In several places, none of them likelier than the others.
    Ambiguous(Vec<Span<Source>>),
    /// Nowhere.
    Lost,
}

/// What became of an annotated place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// The words stand where they stood.
    Intact,
    /// They stand elsewhere.
    Moved,
    /// They stand in several places.
    Ambiguous,
    /// They are gone, or changed.
    Lost,
}

impl Anchor {
    /// Returns the one place, when there is one.
    pub fn span(&self) -> Option<Span<Source>> {
        match self {
            Self::Intact(span) | Self::Moved(span) => Some(*span),
            Self::Ambiguous(_) | Self::Lost => None,
        }
    }

    /// Returns the state without the places.
    pub const fn state(&self) -> State {
        match self {
            Self::Intact(_) => State::Intact,
            Self::Moved(_) => State::Moved,
            Self::Ambiguous(_) => State::Ambiguous,
            Self::Lost => State::Lost,
        }
    }
}

impl Selector {
    /// Finds the selector's words: at their bytes, else the one other place where the same words stand,
    /// else the place whose surroundings are most like the recorded ones.
    pub fn resolve(&self, document: &Document) -> Anchor {
        if self.intact(document) {
            return Anchor::Intact(self.bytes.0);
        }
        if self.exact.is_empty() {
            return Anchor::Lost;
        }
        let source = document.source();
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let mut places: Vec<(Span<Source>, f64)> = memmem::find_iter(source.as_bytes(), self.exact.as_bytes())
            .map(|at| Span::clamped(offset(at), offset(at + self.exact.len())))
            .map(|span| (span, self.likeness(source, span)))
            .collect();
        places.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        match places.as_slice() {
            [] => Anchor::Lost,
            [(span, likeness)] if self.exact.len() >= SHORT || *likeness > LEAD => Anchor::Moved(*span),
            [(first, best), (_, next), ..] if best - next >= LEAD => Anchor::Moved(*first),
            _ => Anchor::Ambiguous(places.iter().take(LISTED).map(|place| place.0).collect()),
        }
    }

    /// Returns which share of the recorded context stands around `span` too, from 0 to 1.
    fn likeness(&self, source: &str, span: Span<Source>) -> f64 {
        let before = source.get(..span.start() as usize).unwrap_or_default();
        let after = source.get(span.end() as usize..).unwrap_or_default();
        let left = self.prefix.chars().rev().zip(before.chars().rev()).take_while(|(a, b)| a == b).count();
        let right = self.suffix.chars().zip(after.chars()).take_while(|(a, b)| a == b).count();
        let all = self.prefix.chars().count() + self.suffix.chars().count();
        if all == 0 { 0.0 } else { (left + right) as f64 / all as f64 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;

    fn read(text: &str) -> Document {
        Document::read(text.as_bytes(), Format::Markdown).unwrap()
    }

    fn select(text: &str, words: &str) -> Selector {
        let at = u32::try_from(text.find(words).unwrap()).unwrap();
        Selector::of(&read(text), Span::clamped(at, at + u32::try_from(words.len()).unwrap()))
    }

    #[test]
    fn finds_moved_words_and_refuses_to_guess() {
        let old = "The ferry sails at noon. The mayor of the town objects.";
        let selector = select(old, "The mayor of the town");
        assert_eq!(selector.resolve(&read(old)).state(), State::Intact);
        assert_eq!(selector.resolve(&read(&format!("News. {old}"))).state(), State::Moved);
        assert_eq!(selector.resolve(&read("The ferry sails at noon.")), Anchor::Lost);
        let twice = "x The mayor of the town x The mayor of the town x";
        assert_eq!(selector.resolve(&read(twice)).state(), State::Ambiguous);
        let likelier = format!("A. The mayor of the town left. {old}");
        assert_eq!(selector.resolve(&read(&likelier)).state(), State::Moved);
    }
}
