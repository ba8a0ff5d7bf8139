//! Papers: texts that cite. Which citations stand in them, which words they quote for each, and whether both
//! are true to the cited document.

mod mention;
mod quote;
mod stated;

pub use mention::{Mention, Quote, mentions};
pub use quote::{Compared, Likeness, compare};
pub use stated::{Denied, Stated};

use crate::{
    annotation::{Anchor, Anchors, Candidate, Selector, State},
    citation::{Citation, words},
    document::{Digest, Document, Source, Span},
};

/// How many bytes are hashed, at most, to find a passage by its digest alone: some hundredths of a second.
const HASHED: usize = 1 << 26;

/// How like quoted words a place must be to be shown as what they became.
const LIKE: f64 = 0.65;

/// How many places of one passage are listed.
const LISTED: usize = 8;

/// Where a cited passage is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// At its bytes, with its digest.
    Intact(Span<Source>),
    /// Elsewhere, with its digest.
    Moved(Span<Source>),
    /// The passage is gone, but the quoted words, or nearly these, stand here.
    Changed(Span<Source>),
    /// In several places, with its digest.
    Ambiguous(Vec<Span<Source>>),
    /// Nowhere; the places most like the quoted words.
    Lost(Vec<Candidate>),
}

impl Standing {
    /// Returns the state without the places.
    pub const fn state(&self) -> State {
        match self {
            Self::Intact(_) => State::Intact,
            Self::Moved(_) => State::Moved,
            Self::Changed(_) => State::Changed,
            Self::Ambiguous(_) => State::Ambiguous,
            Self::Lost(_) => State::Lost,
        }
    }

    /// Returns the one place where the passage is, or what became of it.
    pub fn span(&self) -> Option<Span<Source>> {
        match self {
            Self::Intact(span) | Self::Moved(span) | Self::Changed(span) => Some(*span),
            Self::Ambiguous(all) => all.first().copied(),
            Self::Lost(_) => None,
        }
    }
}

/// Finds a cited passage in a document. `quotes` are the words that the paper quotes, to look for when the
/// passage's digest is nowhere.
pub fn standing(citation: &Citation, quotes: &[Quote], source: &str) -> Standing {
    let span = citation.bytes.0;
    let same = |span: Span<Source>| span.of(source).is_some_and(|words| Digest::of(words.as_bytes()) == citation.quote);
    if same(span) {
        return Standing::Intact(span);
    }
    let found = by_digest(citation, source);
    match found.as_slice() {
        [] => by_words(citation, quotes, source),
        [only] => Standing::Moved(*only),
        _ => Standing::Ambiguous(found),
    }
}

/// Looks for the passage by its digest wherever a word begins.
fn by_digest(citation: &Citation, source: &str) -> Vec<Span<Source>> {
    let length = citation.bytes.0.len() as usize;
    let mut room = HASHED;
    let mut found = vec![];
    let mut in_word = false;
    for (at, c) in source.char_indices() {
        let letter = c.is_alphanumeric();
        let begins = !(in_word && letter);
        in_word = letter;
        let Some(window) = source.get(at..at + length).filter(|_| begins) else { continue };
        let Some(left) = room.checked_sub(length) else { break };
        room = left;
        if Digest::of(window.as_bytes()) == citation.quote && found.len() < LISTED {
            let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            found.push(Span::clamped(offset(at), offset(at + length)));
        }
    }
    found
}

/// Looks for the words that the paper quotes.
fn by_words(citation: &Citation, quotes: &[Quote], source: &str) -> Standing {
    let anchors = Anchors::of(source);
    let mut lost = vec![];
    // Of each quotation the longest piece that nothing was left out of; the longest first.
    let mut pieces: Vec<&str> = quotes.iter().map(|quote| longest_piece(&quote.words)).collect();
    pieces.sort_by_key(|piece| std::cmp::Reverse(piece.len()));
    for piece in pieces {
        let exact = piece.to_owned();
        let selector = Selector { bytes: citation.bytes, exact, prefix: String::new(), suffix: String::new() };
        match anchors.find(&selector) {
            Anchor::Intact(span) | Anchor::Moved(span) => return Standing::Changed(span),
            Anchor::Ambiguous(all) => return Standing::Ambiguous(all.into_iter().take(LISTED).collect()),
            Anchor::Changed(changed) => return Standing::Changed(changed.span),
            Anchor::Lost(candidates) => match candidates.first() {
                Some(best) if best.score.share() >= LIKE => return Standing::Changed(best.span),
                _ => lost.extend(candidates),
            },
        }
    }
    Standing::Lost(lost)
}

fn longest_piece(words: &str) -> &str {
    let pieces = words.split(['…', '[', ']']).flat_map(|piece| piece.split("...")).map(str::trim);
    pieces.max_by_key(|piece| piece.len()).unwrap_or(words)
}

/// Holds each quotation of a mention against the words of the document at a place.
pub fn compared(quotes: &[Quote], document: &Document, span: Span<Source>) -> Vec<Compared> {
    let there = words(document, span);
    let source = document.bytes(span);
    quotes
        .iter()
        .map(|quote| {
            let read = compare(&quote.words, &there);
            // A quotation of markup, or of front matter, is held against the file's own characters too.
            let raw = compare(&quote.words, source);
            if raw.likeness < read.likeness { raw } else { read }
        })
        .collect()
}

#[cfg(test)]
mod tests;
