//! Where nearly the wanted words stand: spans of the folded text, the fewest errors first.

use super::{
    myers::From,
    wanted::{Wanted, is_within_word},
};
use crate::document::{Folded, Span};
use memchr::memmem;

/// The most errors that are searched for, and, in longer words, every second character.
const MOST_ERRORS: usize = 256;

/// How many places of one search are looked at; the fewest errors first.
const PLACES: usize = 16;

/// How many code points next to the words are taken to find where these began or ended.
const EDGE: usize = 12;

/// How far off, in code points, the edges of a word are looked for that an end cuts.
const WORD: usize = 24;

/// Returns the places within `window` where nearly the wanted words stand: those with the fewest errors, and
/// those that reach from what stood before the words to what stood after them. Fewest errors alone would
/// cut off the words' end where much was put in before it.
pub(super) fn nearly(wanted: &Wanted, text: &str, window: Span<Folded>) -> Vec<Span<Folded>> {
    let window = on_borders(text, window);
    let mut spans = fewest(wanted, text, window);
    let between = between(wanted, text, window, &spans);
    spans.extend(between);
    spans.sort_unstable();
    spans.dedup();
    spans
}

/// Returns the places between pieces of the surroundings, or between one of them and an end of those found.
fn between(wanted: &Wanted, text: &str, window: Span<Folded>, found: &[Span<Folded>]) -> Vec<Span<Folded>> {
    let words = window.of(text).unwrap_or_default();
    let place = |at: usize| window.start().saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
    let (before, after) = wanted.edges(EDGE);
    let places = |edge: &str| {
        let at = memmem::find_iter(words.as_bytes(), edge.as_bytes());
        at.take(if edge.is_empty() { 0 } else { PLACES }).collect::<Vec<usize>>()
    };
    let starts: Vec<u32> = places(&before).into_iter().map(|at| place(at + before.len())).collect();
    let ends: Vec<u32> = places(&after).into_iter().map(place).collect();
    let length = u32::try_from(wanted.text.len()).unwrap_or(u32::MAX);
    let pairs = |starts: &[u32], ends: &[u32]| {
        let pairs = starts.iter().flat_map(|start| ends.iter().map(|end| Span::<Folded>::clamped(*start, *end)));
        pairs.filter(|span| (length / 2..=length.saturating_mul(2)).contains(&span.len())).collect::<Vec<_>>()
    };
    let (found_starts, found_ends): (Vec<u32>, Vec<u32>) = found.iter().map(|span| (span.start(), span.end())).unzip();
    [pairs(&starts, &ends), pairs(&starts, &found_ends), pairs(&found_starts, &ends)].concat()
}

/// Returns the places within `window` that differ from the words by the fewest errors.
fn fewest(wanted: &Wanted, text: &str, window: Span<Folded>) -> Vec<Span<Folded>> {
    let characters: Vec<(usize, char)> = window.of(text).unwrap_or_default().char_indices().collect();
    let mut ends = ends(wanted, &characters);
    ends.sort_unstable();
    let apart = (wanted.length / 2).max(1);
    let mut kept: Vec<(usize, usize)> = vec![];
    for (errors, _, end) in ends {
        if kept.len() < PLACES && kept.iter().all(|(_, other)| other.abs_diff(end) >= apart) {
            kept.push((errors, end));
        }
    }
    let byte = |at: usize| {
        let inside = characters.get(at).map_or(window.len() as usize, |(at, _)| *at);
        window.start() + u32::try_from(inside).unwrap_or(u32::MAX)
    };
    let mut spans = vec![];
    for (errors, end) in kept {
        let Some(start) = start_of(wanted, &characters, errors, end) else { continue };
        for start in word_edges(&characters, start) {
            let ends = word_edges(&characters, end).map(|end| Span::clamped(byte(start), byte(end)));
            spans.extend(ends.filter(|span| !span.is_empty()));
        }
    }
    spans
}

/// Returns, for each stretch of half the words' length, the end with the fewest errors: errors, whether it
/// cuts a word, and the end.
fn ends(wanted: &Wanted, characters: &[(usize, char)]) -> Vec<(usize, bool, usize)> {
    let stretch = (wanted.length / 2).max(1);
    let limit = MOST_ERRORS.min(wanted.length / 2);
    let mut ends: Vec<(usize, bool, usize)> = vec![];
    wanted.quote.search(characters.iter().map(|(_, c)| *c), From::Anywhere, limit, |end, errors| {
        let here = (errors, cuts_word(characters, end), end);
        match ends.last_mut().filter(|last| last.2 / stretch == end / stretch) {
            Some(last) => *last = here.min(*last),
            None => ends.push(here),
        }
    });
    ends
}

/// Returns where the match that ends at `end` begins: of several beginnings the one that makes it as long
/// as the words are, nearly.
fn start_of(wanted: &Wanted, characters: &[(usize, char)], errors: usize, end: usize) -> Option<usize> {
    let before = characters.get(..end)?.iter().rev().map(|(_, c)| *c).take(wanted.length + errors);
    let mut best = None;
    wanted.quote_back.search(before, From::Start, errors, |length, errors| {
        let start = end.saturating_sub(length);
        let key = (errors, cuts_word(characters, start), length.abs_diff(wanted.length), start);
        best = Some(best.map_or(key, |other| key.min(other)));
    });
    best.map(|key| key.3)
}

/// Returns the edges of the word that `at` cuts; `at` itself, twice, when it cuts none or a very long one.
fn word_edges(characters: &[(usize, char)], at: usize) -> impl Iterator<Item = usize> {
    let left = (at.saturating_sub(WORD)..=at).rev().find(|at| !cuts_word(characters, *at));
    let right = (at..=at.saturating_add(WORD)).find(|at| !cuts_word(characters, *at));
    let edges = left.zip(right).unwrap_or((at, at));
    [edges.0, edges.1.min(characters.len())].into_iter()
}

fn cuts_word(characters: &[(usize, char)], at: usize) -> bool {
    let character = |at: Option<usize>| at.and_then(|at| characters.get(at)).map(|(_, c)| *c);
    is_within_word(character(at.checked_sub(1)), character(Some(at)))
}

/// Puts a window's ends out to the borders of characters.
fn on_borders(text: &str, window: Span<Folded>) -> Span<Folded> {
    let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
    let (mut from, mut to) = (window.start().min(end), window.end().min(end));
    while !text.is_char_boundary(from as usize) {
        from -= 1;
    }
    while !text.is_char_boundary(to as usize) {
        to += 1;
    }
    Span::clamped(from, to)
}
