//! Names of outlets where they stand in the prose.
//!
//! A name is *listed* when the registry has it. Most outlets of the world are not listed, so form counts
//! too: a run of capitals with the head of a newspaper's name ("Tidewater Courier", "Gazette of Sel"), an
//! acronym, or any run of capitals. The weaker the form, the more the context must say; which forms it
//! accepts is each rule's own choice.

use crate::{
    document::{Block, Document, Prose, Span, Token, TokenKind},
    lexicon::{Keys, Lexicon, Row},
};
use std::ops::Range;

/// The longest run of capitals that is taken for one name, in tokens.
const LONGEST_NAME: usize = 8;

/// The longest acronym, in letters.
const LONGEST_ACRONYM: usize = 6;

/// The keys of folded words, made by the compiler: `keys!["views", "opinions"]`.
macro_rules! keys {
    ($($word:literal),+ $(,)?) => {
        const { &[$($crate::document::key($word)),+] }
    };
}

pub(in crate::detect) use keys;

/// A document as the press detectors read it: tokens by index, never out of bounds.
#[derive(Clone, Copy)]
pub(in crate::detect) struct View<'d> {
    pub(in crate::detect) document: &'d Document,
    pub(in crate::detect) lexicon: &'d Lexicon,
}

/// A name of an outlet in the prose.
#[derive(Clone, Debug)]
pub(in crate::detect) struct Mention<'d> {
    /// Its tokens, a "The" with a capital included.
    pub(in crate::detect) tokens: Range<usize>,
    /// Its row in the registry.
    pub(in crate::detect) row: Option<&'d Row>,
}

impl<'d> View<'d> {
    pub(in crate::detect) fn token(&self, at: usize) -> Option<&'d Token> {
        self.document.tokens().get(at)
    }

    pub(in crate::detect) fn word(&self, at: usize) -> &'d str {
        self.token(at).map_or("", |token| self.document.words(token.span))
    }

    /// Tells whether the token at `at` is one of these words; see [`keys`].
    pub(in crate::detect) fn is(&self, at: usize, words: &[u64]) -> bool {
        self.token(at).is_some_and(|token| words.contains(&token.key))
    }

    pub(in crate::detect) fn among(&self, at: usize, words: &Keys) -> bool {
        self.token(at).is_some_and(|token| words.has(token.key))
    }

    /// Returns the tokens of the block that holds the token at `at`.
    pub(in crate::detect) fn block_of(&self, at: usize) -> Range<usize> {
        self.document.tokens_around(at)
    }

    pub(in crate::detect) fn is_capital(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| token.kind == TokenKind::Word && token.capital)
    }

    /// Returns the span of some tokens.
    pub(in crate::detect) fn span(&self, tokens: &Range<usize>) -> Option<Span<Prose>> {
        let last = tokens.end.checked_sub(1)?;
        Some(self.token(tokens.start)?.span.hull(self.token(last)?.span))
    }

    /// Returns the blocks of the body, with their indices; front matter's own come before them.
    pub(in crate::detect) fn body(&self) -> impl DoubleEndedIterator<Item = &'d Block> + use<'d> {
        let document = self.document;
        let start = document.parts().body.start();
        document
            .blocks()
            .iter()
            .filter(move |block| document.map().to_source(block.span).is_some_and(|source| source.start() >= start))
    }

    /// Returns the listed name that begins at `at`; "The" may come first.
    pub(in crate::detect) fn listed(&self, at: usize) -> Option<Mention<'d>> {
        let the = usize::from(self.is(at, keys!["the"]));
        let (tokens, row) = self.lexicon.outlets.named_at(self.document, at + the)?;
        let start = if the == 1 && self.is_capital(at) { at } else { tokens.start };
        Some(Mention { tokens: start..tokens.end, row: Some(row) })
    }

    /// Returns the run of capitals that begins at `at`: "Gazette of Sel", "The Harbor Post".
    pub(in crate::detect) fn run(&self, at: usize) -> Option<Range<usize>> {
        let the = usize::from(self.is(at, keys!["the"]) && self.is_capital(at));
        let first = at + the;
        if !self.is_capital(first) || self.among(first, &self.lexicon.press.openers) {
            return None;
        }
        let joined = |at| self.is_capital(at) && self.token(at).is_some_and(|token| token.spaced);
        let connects = |at| self.is(at, keys!["of", "and", "&", "for", "de", "the"]);
        let mut end = first + 1;
        if !joined(end) && !connects(end) {
            return Some(at..end);
        }
        let limit = self.block_of(at).end.min(at + LONGEST_NAME);
        while end < limit {
            if joined(end) && !self.is(end, keys!["the"]) {
                end += 1;
            } else if connects(end) && end + 1 < limit && joined(end + 1) {
                end += 2;
            } else {
                break;
            }
        }
        Some(at..end)
    }

    /// Returns the name at `at` that has the form of an outlet's: two words or more, a head among them.
    pub(in crate::detect) fn headed(&self, at: usize) -> Option<Mention<'d>> {
        let heads = &self.lexicon.press.heads;
        let run = self.run(at).filter(|run| run.len() > 1)?;
        let first = run.start + usize::from(self.is(run.start, keys!["the"]));
        let of = self.among(first, heads) && self.is(first + 1, keys!["of"]) && run.end > first + 2;
        let last = (first..run.end).rev().find(|at| self.is_head(*at));
        let end = if of { run.end } else { last? + 1 };
        // "Megyn Kelly of Fox News" is no outlet; the listed name in it is found where it stands.
        let holds_listed = (first + 1..end).any(|at| self.lexicon.outlets.named_at(self.document, at).is_some());
        (end >= first + 2 && !holds_listed).then_some(Mention { tokens: run.start..end, row: None })
    }

    /// Tells whether a word ends an outlet's name; "Agency" does after "News" or "Press".
    fn is_head(&self, at: usize) -> bool {
        let agency = self.is(at, keys!["agency", "service", "network", "corporation", "institute"])
            && at.checked_sub(1).is_some_and(|before| {
                self.is(before, keys!["news", "press", "wire", "telegraph", "information", "broadcasting", "media"])
            });
        self.among(at, &self.lexicon.press.heads) || agency
    }

    /// Returns the acronym at `at`.
    pub(in crate::detect) fn acronym(&self, at: usize) -> Option<Mention<'d>> {
        let word = self.word(at);
        let fits = (2..=LONGEST_ACRONYM).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase());
        fits.then_some(Mention { tokens: at..at + 1, row: None })
    }

    /// Returns the listed or headed name at `at`, listed first.
    pub(in crate::detect) fn outlet_name(&self, at: usize) -> Option<Mention<'d>> {
        self.listed(at).or_else(|| self.headed(at))
    }

    /// Returns a mention's name: the registry's, else its words with white space folded, in title case
    /// when they are all capitals.
    pub(in crate::detect) fn name(&self, mention: &Mention) -> String {
        if let Some(row) = mention.row {
            return row.name.clone();
        }
        let words = self.span(&mention.tokens).map_or("", |span| self.document.words(span));
        let folded = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if mention.tokens.len() > 1 && !folded.chars().any(char::is_lowercase) { title_case(&folded) } else { folded }
    }

    /// Tells whether emphasis marks or a link stand directly around the mention: names of papers are set in italics.
    pub(in crate::detect) fn is_emphasised(&self, mention: &Mention) -> bool {
        let source = self.span(&mention.tokens).and_then(|span| self.document.map().to_source(span));
        source
            .and_then(|source| self.document.source().get(..source.start() as usize))
            .is_some_and(|before| before.ends_with(['*', '_']))
    }
}

/// Writes words in capitals as a title: "GAZETTE OF SEL" is "Gazette of Sel".
fn title_case(words: &str) -> String {
    let word = |word: &str| {
        let lower = word.to_lowercase();
        if matches!(lower.as_str(), "of" | "and" | "for" | "de") {
            return lower;
        }
        let mut chars = lower.chars();
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
    };
    words.split(' ').map(word).collect::<Vec<_>>().join(" ")
}
