//! Letters that were removed throughout a document: a filter meant for one word ("ad") cut it out of all
//! others, and "leader" became "leer".
//!
//! One such string is looked for a document, in two steps. First it is *established*: the string must be
//! common in English and (nearly) missing from the document's body, and putting it back must turn many
//! different odd words into common ones. Either sign alone fails on real text (short texts miss strings
//! by chance; almost every misspelling is some word without two of its letters); together they gave no
//! false alarm on 924 news articles and 510 posts. Then every odd word is *repaired* with the
//! established string, on weaker evidence, because now the loss is known.
//!
//! Why not look in the vocabulary for all words that give an odd word when letters are cut out of them?
//! It finds the same strings, but takes as long for every document as reading a few hundred others.
//!
//! How much is found: one string was cut out of every sixth of 840 articles (those that had it six times or more). The
//! loss was seen in 134 of 138 for "er", 123 of 138 "on", 107 of 129 "ing", 90 of 94 "tion", 96 of 138 "an",
//! 67 of 92 "ad", 61 of 132 "st", in none for "the", whose words leave too little; a wrong string was
//! named twice in all.
//!
//! Out of reach: a word of which nothing is left, and one that became another common word ("soon", "so").

use super::Found;
use crate::{
    annotation::DamageKind,
    document::{Document, Prose, Span, Token, TokenKind, fold, key, key_on},
    lexicon::{Gram, KeySet, Vocabulary},
};
use std::borrow::Cow;

/// The rule that reports a repaired word.
const RULE: &str = "damage.lost-letters";

/// How many different lower-case words that are in no vocabulary a body must hold before a lost string
/// is looked for. Most sound articles have fewer, so that they cost one look-up a word.
const LEAST_NON_WORDS: usize = 3;

/// How many different odd words a string must explain; three are reached by chance in long texts.
const LEAST_EXPLAINED: usize = 4;

/// How many are enough when the string is expected at least [`STRONGLY_EXPECTED`] times.
const LEAST_EXPLAINED_STRONGLY: usize = 3;

/// A string that English expects so often is not missing by chance (Poisson: one text in twenty thousand).
const STRONGLY_EXPECTED: f64 = 10.0;

/// The winner explains at least this many times as many words as any other string that is missing.
const LEAD: f64 = 1.5;

/// What part of the different lower-case words in no vocabulary the string must explain. In a text that is
/// not English nearly every word is odd, and a few are always English words less "tion".
const LEAST_SHARE: f64 = 0.25;

/// How often English expects a string in the body for its absence to mean something: by Poisson's law a
/// string expected four times is missing by chance in two texts of a hundred.
const LEAST_EXPECTED: f64 = 4.0;

/// What part of the expected number may be there all the same (a name that the filter spared).
const SPARED: f64 = 0.05;

/// From this rank on a word that is in the vocabulary may still be a damaged one: "heed", "rey". Below it
/// stand words that any text may hold.
const RARE: u32 = Vocabulary::COMMONEST;

/// How many times commoner than a rare word its repaired form must be.
const RATIO: u32 = 5;

/// The last rank at which a word counts as common, when a string is being established.
const COMMON: u32 = 30_000;

/// The last rank of the word that a remnant of one or two letters is repaired to: nearly all of them
/// become something, and only a common word is a fair guess.
const COMMON_FOR_REMNANTS: u32 = 3_000;

/// Longer words are not tried with two strings put back: the work grows with the square of the length.
const LONGEST_TWICE: usize = 24;

/// The words of two letters that English text has; any other (“re”, “de”) may be what is left of one.
const TWO_LETTERS: &[&str] = &[
    "ad", "ah", "am", "an", "as", "at", "be", "by", "do", "eh", "ex", "go", "ha", "he", "hi", "id", "if", "in", "is",
    "it", "ma", "me", "mr", "ms", "my", "no", "of", "oh", "ok", "on", "or", "ox", "pa", "so", "to", "tv", "uk", "un",
    "up", "us", "vs", "we",
];

/// Words with an inner apostrophe that the tokens keep whole once letters before it are lost.
const CONTRACTIONS: &[&str] = &[
    "aren't",
    "can't",
    "couldn't",
    "didn't",
    "doesn't",
    "don't",
    "hadn't",
    "hasn't",
    "haven't",
    "isn't",
    "shouldn't",
    "wasn't",
    "weren't",
    "won't",
    "wouldn't",
];

/// A word of the body.
struct Word<'d> {
    /// Its token's index.
    index: usize,
    token: &'d Token,
    /// Lower case; ASCII letters and straight apostrophes only.
    letters: Cow<'d, str>,
    rank: Option<u32>,
}

/// Finds the words that lost letters, in document order.
pub(super) fn letters(document: &Document) -> Vec<Found> {
    let vocabulary = Vocabulary::builtin();
    if non_words(document, vocabulary) < LEAST_NON_WORDS {
        return vec![];
    }
    match established(document, vocabulary) {
        Some(lost) => repairs(document, lost, vocabulary),
        None => vec![],
    }
}

/// Returns the tokens of the body that are words, with their indices; front matter is another text, and
/// passed through no filter of the body.
fn body_words(document: &Document) -> impl Iterator<Item = (usize, &Token)> {
    let (body, tokens) = (document.parts().body.start(), document.tokens());
    let in_body = |token: &Token| document.map().to_source(token.span).is_some_and(|source| source.start() >= body);
    // Headline matter comes first in the prose, so that the map is asked only until the body begins.
    let start = tokens.iter().position(in_body).unwrap_or(tokens.len());
    let body = (start..).zip(tokens.get(start..).unwrap_or_default());
    body.filter(|(_, token)| token.kind == TokenKind::Word)
}

fn is_plain(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_alphabetic())
}

/// Counts the different lower-case words of three letters or more that are in no vocabulary; stops when
/// there are enough.
fn non_words(document: &Document, vocabulary: &Vocabulary) -> usize {
    let mut seen = Vec::with_capacity(LEAST_NON_WORDS);
    for (_, token) in body_words(document) {
        let known = vocabulary.is_common(token.key);
        let odd = !known && !token.capital && token.span.len() >= 3 && vocabulary.rank(token.key).is_none();
        if odd && !seen.contains(&token.key) && is_plain(document.words(token.span)) {
            seen.push(token.key);
            if seen.len() == LEAST_NON_WORDS {
                break;
            }
        }
    }
    seen.len()
}

fn words<'d>(document: &'d Document, vocabulary: &Vocabulary) -> impl Iterator<Item = Word<'d>> {
    body_words(document).filter_map(|(index, token)| {
        let letters = small(document.words(token.span))?;
        Some(Word { index, token, rank: vocabulary.rank(token.key), letters })
    })
}

/// Returns a word in small letters; `None` when there is more to it than ASCII letters and apostrophes.
fn small(word: &str) -> Option<Cow<'_, str>> {
    let is_small = |word: &str| word.bytes().all(|b| b.is_ascii_lowercase() || b == b'\'');
    if is_small(word) {
        return Some(Cow::Borrowed(word));
    }
    let folded = fold(word);
    is_small(&folded).then_some(Cow::Owned(folded))
}

/// Returns the string that was removed throughout, if there is one.
fn established(document: &Document, vocabulary: &Vocabulary) -> Option<&'static str> {
    let Body { number: length, missing, odd } = Body::of(document, vocabulary);
    let (non_words, others): (Vec<Word>, Vec<Word>) =
        odd.into_iter().partition(|word| word.rank.is_none() && !word.token.capital);
    let count =
        |lost: &Gram, among: &[Word]| among.iter().filter(|word| explains(lost.letters, word, vocabulary)).count();
    let mut scores: Vec<(usize, &Gram)> = missing
        .into_iter()
        // What explains no plain non-word at all need not be tried on the many rare words and names.
        .map(|lost| (count(lost, &non_words), lost))
        .filter(|(count, _)| *count > 0)
        .map(|(found, lost)| (found + count(lost, &others), lost))
        .collect();
    scores.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.letters.cmp(b.1.letters)));
    let (best, lost) = *scores.first()?;
    let next = scores.get(1).map_or(0, |(count, _)| *count);
    let strongly = lost.rate * number(length) >= STRONGLY_EXPECTED;
    let least = if strongly { LEAST_EXPLAINED_STRONGLY } else { LEAST_EXPLAINED };
    let enough = best >= least && number(best) >= LEAST_SHARE * number(non_words.len());
    (enough && number(best) >= LEAD * number(next)).then_some(lost.letters)
}

fn number(count: usize) -> f64 {
    count as f64
}

/// What the words of a body say about a loss.
struct Body<'d> {
    /// How many words there are.
    number: usize,
    /// The strings that English expects in so many words and that these hardly have.
    missing: Vec<&'static Gram>,
    /// The different words that are unknown or rare: those that a loss can explain.
    odd: Vec<Word<'d>>,
}

impl<'d> Body<'d> {
    fn of(document: &'d Document, vocabulary: &Vocabulary) -> Self {
        let grams = Vocabulary::grams();
        let (mut counter, mut seen) = (grams.counter(), KeySet::default());
        let (mut length, mut odd) = (0, vec![]);
        for (index, token) in body_words(document) {
            let written = document.words(token.span);
            let common = vocabulary.is_common(token.key);
            // The words of the vocabulary are letters and nothing else.
            if common || is_plain(written) {
                counter.add(written.as_bytes());
            } else if let Some(letters) = small(written) {
                letters.split('\'').for_each(|letters| counter.add(letters.as_bytes()));
            } else {
                continue;
            }
            length += 1;
            if !common
                && !seen.contains(&token.key)
                && let Some(letters) = small(written).filter(|letters| letters.len() >= 3)
            {
                seen.insert(token.key);
                odd.push(Word { index, token, rank: vocabulary.rank(token.key), letters });
            }
        }
        let all = grams.all().iter().zip(counter.counts());
        let missing = all.filter(|(gram, count)| {
            let expected = gram.rate * number(length);
            expected >= LEAST_EXPECTED && f64::from(*count) <= SPARED * expected
        });
        Self { number: length, missing: missing.map(|(gram, _)| gram).collect(), odd }
    }
}

fn explains(lost: &str, word: &Word, vocabulary: &Vocabulary) -> bool {
    insertion(&word.letters, lost, vocabulary).is_some_and(|(_, rank)| match word.rank {
        None => rank <= COMMON,
        Some(own) => rank.saturating_mul(RATIO) <= own,
    })
}

/// Returns the commonest word that `lost` makes of `word` when it is put back in one place.
fn insert(word: &str, lost: &str, vocabulary: &Vocabulary) -> Option<(String, u32)> {
    let (at, rank) = insertion(word, lost, vocabulary)?;
    let (head, tail) = word.split_at_checked(at)?;
    Some(([head, lost, tail].concat(), rank))
}

/// Returns where the string goes in to give the commonest word, and that word's rank.
fn insertion(word: &str, lost: &str, vocabulary: &Vocabulary) -> Option<(usize, u32)> {
    // The key of what stands before is carried on, not made anew for each place.
    let mut head = key("");
    (0..=word.len())
        .filter_map(|at| {
            let rank = vocabulary.rank(key_on(key_on(head, lost), word.get(at..)?));
            head = key_on(head, word.get(at..=at).unwrap_or_default());
            Some((at, rank?))
        })
        .min_by_key(|(_, rank)| *rank)
}

/// The same when it is put back in two places.
fn insert_twice(word: &str, lost: &str, vocabulary: &Vocabulary) -> Option<(String, u32)> {
    if word.len() > LONGEST_TWICE {
        return None;
    }
    (0..=word.len())
        .filter_map(|at| {
            let (head, tail) = word.split_at_checked(at)?;
            insert(&[head, lost, tail].concat(), lost, vocabulary)
        })
        .min_by_key(|(_, rank)| *rank)
}

/// Repairs every word that the established string explains.
fn repairs(document: &Document, lost: &str, vocabulary: &Vocabulary) -> Vec<Found> {
    words(document, vocabulary)
        .filter_map(|word| {
            let repaired = repair(document, &word, lost, vocabulary)?;
            let written = document.words(word.token.span);
            let suggestion = with_case_of(written, &repaired);
            let suggestion = if written.contains('’') { suggestion.replace('\'', "’") } else { suggestion };
            let (span, suggestion) = match word.letters.len() {
                1 => with_neighbour(document, &word, suggestion),
                _ => (word.token.span, suggestion),
            };
            Some(Found { span, kind: DamageKind::LostLetters, suggestion: Some(suggestion), rule: RULE })
        })
        .collect()
}

/// Returns what a word was before `lost` was cut out of it; `None` when it is probably whole.
fn repair(document: &Document, word: &Word, lost: &str, vocabulary: &Vocabulary) -> Option<String> {
    let letters = word.letters.as_ref();
    if letters.contains('\'') {
        let whole = |at| letters.split_at_checked(at).map(|(head, tail)| [head, lost, tail].concat());
        return (0..=letters.len()).filter_map(whole).find(|whole| CONTRACTIONS.contains(&whole.as_str()));
    }
    if letters.len() <= 2 {
        let known = matches!(letters, "a" | "i") || TWO_LETTERS.contains(&letters);
        let (whole, rank) = (!known && is_remnant(document, word)).then(|| insert(letters, lost, vocabulary))??;
        return (rank <= COMMON_FOR_REMNANTS).then_some(whole);
    }
    match word.rank {
        None => insert(letters, lost, vocabulary).or_else(|| insert_twice(letters, lost, vocabulary)),
        Some(own) if own >= RARE => {
            insert(letters, lost, vocabulary).filter(|(_, rank)| rank.saturating_mul(RATIO) <= own)
        }
        Some(_) => None,
    }
    .map(|(whole, _)| whole)
}

/// Tells whether one or two letters can be what is left of a word: no initial, no abbreviation, no particle
/// of a name (“de Gaulle”).
fn is_remnant(document: &Document, word: &Word) -> bool {
    let written = document.words(word.token.span);
    let next = document.tokens().get(word.index + 1);
    let before_name = next.is_some_and(|next| next.kind == TokenKind::Word && next.capital);
    let shouted = written.bytes().all(|b| b.is_ascii_uppercase());
    !shouted && !before_name
}

/// Returns the span of a lone letter and the word next to it (a lone letter could not be found again),
/// with the suggestion for both.
fn with_neighbour(document: &Document, word: &Word, suggestion: String) -> (Span<Prose>, String) {
    let tokens = document.tokens();
    let block = document.block_at(word.token.span.start());
    let fits = |token: &&Token| token.is_word() && document.block_at(token.span.start()) == block;
    if let Some(next) = tokens.get(word.index + 1).filter(fits) {
        return (word.token.span.hull(next.span), format!("{suggestion} {}", document.words(next.span)));
    }
    match word.index.checked_sub(1).and_then(|at| tokens.get(at)).filter(fits) {
        Some(last) => (last.span.hull(word.token.span), format!("{} {suggestion}", document.words(last.span))),
        None => (word.token.span, suggestion),
    }
}

/// Writes a word in the case of another: all capitals, a first capital, or none.
fn with_case_of(written: &str, word: &str) -> String {
    let mut letters = written.chars();
    let first = letters.next().is_some_and(char::is_uppercase);
    if first && written.len() > 1 && !written.chars().any(char::is_lowercase) {
        return word.to_uppercase();
    }
    let mut chars = word.chars();
    match chars.next() {
        Some(head) if first => head.to_uppercase().chain(chars).collect(),
        _ => word.to_owned(),
    }
}
