//! The words by which passages of different documents are held together.

use super::deeds::deed;
use crate::document::{Document, Prose, Span, Token, TokenKind, fold};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap},
};

/// Words that say nothing of what a passage is about.
const STOP: &[&str] = &[
    "a", "about", "after", "all", "also", "although", "an", "and", "any", "are", "as", "at", "be", "been", "before",
    "being", "but", "by", "can", "could", "did", "do", "does", "even", "for", "from", "had", "has", "have", "he",
    "her", "him", "his", "however", "i", "if", "in", "into", "is", "it", "its", "just", "may", "me", "more", "most",
    "my", "no", "not", "now", "of", "on", "one", "only", "or", "other", "our", "out", "over", "said", "say", "says",
    "she", "should", "so", "some", "such", "than", "that", "the", "their", "them", "then", "there", "these", "they",
    "this", "those", "though", "to", "too", "two", "up", "us", "very", "was", "we", "were", "what", "when", "which",
    "while", "who", "will", "with", "would", "yet", "you", "your",
];

/// Numbers in words.
const NUMBERS: &[(&str, u64)] = &[
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("dozen", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
    ("hundred", 100),
];

/// Returns the number that a word is; “two” and less are rather words than numbers.
pub(super) fn number(word: &str, kind: TokenKind) -> Option<u64> {
    match kind {
        TokenKind::Number => {
            let digits: String = word.chars().filter(|c| *c != ',').collect();
            digits.parse().ok().filter(|number| *number > 2)
        }
        TokenKind::Word => {
            let word = fold(word);
            NUMBERS.iter().find(|(name, _)| *name == word).map(|(_, number)| *number)
        }
        _ => None,
    }
}

/// Endings that are taken off, the longest first: “invited” and “invitations” become one.
const ENDINGS: &[&str] = &["ations", "ation", "ings", "ing", "ed", "es", "e", "s"];

/// How many bytes of a word stay, whatever its ending.
const STEM: usize = 4;

pub(super) fn stem(word: &str) -> &str {
    let stems = ENDINGS.iter().filter_map(|ending| word.strip_suffix(ending));
    stems.into_iter().find(|stem| stem.len() >= STEM && !stem.ends_with('s')).unwrap_or(word)
}

/// Endings by which a people's name differs from its country's: “Ostrenian”, “Ostrenia”. The longest first.
const PEOPLES: &[&str] = &["ians", "ian", "ans", "an", "ia", "a", "e", "s"];

/// Shorter names keep their endings: too much would be the same.
const SHORTEST_NAME: usize = 6;

/// Returns a name without what makes it a people's or a country's.
fn place_of(name: &str) -> &str {
    let mut name = name;
    while let Some(shorter) =
        PEOPLES.iter().filter_map(|ending| name.strip_suffix(ending)).find(|rest| rest.len() >= STEM)
    {
        name = shorter;
    }
    name
}

/// Returns a word without its ending, if it says something; the deed that it tells of, if it is one of news.
pub(super) fn feature(word: &str) -> Option<String> {
    let capital = word.starts_with(char::is_uppercase);
    let word = fold(word);
    if word.len() <= 2 || STOP.binary_search(&word.as_str()).is_ok() {
        return None;
    }
    let stem = stem(&word);
    if let Some(deed) = deed(stem) {
        return Some(deed.to_owned());
    }
    let name = capital && word.len() >= SHORTEST_NAME;
    Some(if name { place_of(stem) } else { stem }.to_owned())
}

fn of_token(document: &Document, token: &Token) -> Option<String> {
    let word = document.words(token.span);
    number(word, token.kind).map_or_else(|| feature(word), |number| Some(number.to_string()))
}

/// Returns what a passage is about: its words without those that say nothing, numbers as digits, endings
/// taken off, deeds by one name. Crude on purpose: what two passages share is shown, so that a reader sees when it
/// says little.
pub(super) fn features(document: &Document, span: Span<Prose>) -> BTreeSet<String> {
    let tokens = document.tokens().get(document.tokens_in(span)).unwrap_or_default();
    tokens.iter().filter(|token| token.is_word()).filter_map(|token| of_token(document, token)).collect()
}

/// How the documents write the features: of the words that come down to one, the commonest.
pub(super) struct Faces(HashMap<String, String>);

impl Faces {
    pub(super) fn of<'d>(documents: impl Iterator<Item = &'d Document>) -> Self {
        let mut counts: HashMap<String, BTreeMap<String, usize>> = HashMap::new();
        for document in documents {
            for token in document.tokens().iter().filter(|token| token.kind == TokenKind::Word) {
                let word = document.words(token.span);
                let Some(feature) = feature(word) else { continue };
                let word = fold(word);
                // Deeds have names of their own.
                if word.starts_with(feature.as_str()) {
                    *counts.entry(feature).or_default().entry(word).or_default() += 1;
                }
            }
        }
        let commonest = |words: BTreeMap<String, usize>| {
            words.into_iter().max_by_key(|(word, count)| (*count, Reverse(word.len()))).map(|(word, _)| word)
        };
        Self(counts.into_iter().filter_map(|(feature, words)| Some((feature, commonest(words)?))).collect())
    }

    pub(super) fn shown<'f>(&'f self, feature: &'f str) -> &'f str {
        self.0.get(feature).map_or(feature, String::as_str)
    }
}

/// Words that point at something told before.
const POINTERS: &[&str] = &["that", "the", "this"];

/// How many words may stand between one of those and the deed: “the rare invitation”.
const POINTED: usize = 3;

/// Returns the deeds that a passage speaks of as known, each with the words that do so: “the invitation”.
pub(super) fn known_deeds(document: &Document, span: Span<Prose>) -> Vec<(&'static str, String)> {
    let tokens = document.tokens().get(document.tokens_in(span)).unwrap_or_default();
    let mut known = vec![];
    for (at, token) in tokens.iter().enumerate() {
        if !POINTERS.contains(&fold(document.words(token.span)).as_str()) {
            continue;
        }
        let word = |at: usize| tokens.get(at).filter(|token| token.kind == TokenKind::Word);
        let found = (at + 1..=at + POINTED)
            .map_while(|at| Some((at, word(at)?)))
            .find_map(|(at, word)| Some((deed(stem(&fold(document.words(word.span))))?, at, word)));
        let Some((deed, last, word_of_it)) = found else { continue };
        // “The release of 40 men” says which one it is, and refers to nothing.
        if word(last + 1).is_none_or(|next| fold(document.words(next.span)) != "of") {
            let words = document.words(Span::clamped(token.span.start(), word_of_it.span.end()));
            known.push((deed, words.to_owned()));
        }
    }
    known
}

/// How rare each feature is among many passages, and which passages have it.
pub(super) struct Index {
    by_feature: HashMap<String, Vec<usize>>,
    passages: usize,
}

/// A feature of more passages than this one in so many (and of more than [`COMMON_FROM`]) brings no two together.
const COMMON_SHARE: usize = 20;

/// However few passages there are, a feature may be in so many of them and still bring two together.
const COMMON_FROM: usize = 40;

impl Index {
    pub(super) fn of<'f>(all: impl Iterator<Item = &'f BTreeSet<String>>) -> Self {
        let mut index = Self { by_feature: HashMap::new(), passages: 0 };
        for features in all {
            for feature in features {
                index.by_feature.entry(feature.clone()).or_default().push(index.passages);
            }
            index.passages += 1;
        }
        index
    }

    /// Returns the passages before `passage` that share something rare with it.
    pub(super) fn candidates(&self, passage: usize, features: &BTreeSet<String>) -> BTreeSet<usize> {
        let most = COMMON_FROM.max(self.passages / COMMON_SHARE).min(400);
        let lists =
            features.iter().filter_map(|feature| self.by_feature.get(feature)).filter(|list| list.len() <= most);
        lists.flat_map(|list| list.iter().copied().take_while(|other| *other < passage)).collect()
    }

    fn weight(&self, feature: &str) -> f64 {
        let having = self.by_feature.get(feature).map_or(1, Vec::len);
        (1.0 + self.passages as f64 / having as f64).ln()
    }

    /// Returns how much two passages share, from 0 to 1: the mean of Dice’s coefficient and of the share of the lighter
    /// one that the other has, by weight. The second lets a short claim be known again in a long one, the first
    /// keeps it from being known in every one.
    pub(super) fn likeness(&self, a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
        let sum = |features: &BTreeSet<String>| features.iter().map(|feature| self.weight(feature)).sum::<f64>();
        let shared: f64 = a.intersection(b).map(|feature| self.weight(feature)).sum();
        let (a, b) = (sum(a), sum(b));
        if a.min(b) > 0.0 { (2.0 * shared / (a + b) + shared / a.min(b)) / 2.0 } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_words_are_sorted() {
        assert!(STOP.is_sorted());
    }

    #[test]
    fn a_people_and_its_country_are_one_word() {
        assert_eq!(feature("Ostrenian"), feature("Ostrenia"));
        assert_eq!(feature("Ostrenians"), feature("Ostrenia"));
        assert_ne!(feature("Susan"), feature("Sus"));
        assert_eq!(feature("Prisoners"), feature("prisoner"), "at the start of a sentence");
    }
}
