//! Citations in running text.

use super::{Citation, check, wrong};
use crate::document::{Problem, Source, Span};

/// What ends a sentence after a citation and is not part of it.
pub(super) const ENDS_SENTENCES: [char; 6] = ['.', ',', ':', ';', '!', '?'];

/// What stands around a citation, beside white space.
const AROUND: [char; 18] = ['`', '"', '\'', '<', '>', '(', ')', '[', ']', '{', '}', '|', '*', '\\', '“', '”', '‘', '’'];

/// A run of hexadecimal digits as long as this is half of a digest.
const HALF: usize = 32;

/// Returns what in a text is a citation, or was one before it was damaged, with its place.
///
/// A changed byte must not make a citation look like any other word. So a word is taken for one when it
/// holds at least half of a digest and one of the keys that every citation has: no change of one byte takes
/// all of that away.
pub fn scan(text: &str) -> Vec<(Span<Source>, Result<Citation, Problem>)> {
    let mut found: Vec<(Span<Source>, Result<Citation, Problem>)> = vec![];
    let mut at = 0;
    let mut after_citation = false;
    for word in text.split_inclusive(is_around) {
        let from = at;
        at += word.len();
        let is_next = std::mem::replace(&mut after_citation, false);
        if word.len() <= HALF || !looks_like_one(word) {
            let rest = word.trim_end_matches(is_around).trim_end_matches(ENDS_SENTENCES);
            if let Some((span, read)) = found.last_mut().filter(|_| is_next && check::is_rest(rest)) {
                let message = "the citation is broken in two: what follows it is its end";
                *read = Err(wrong("citation.broken", message, 0, 0).at(*span));
            }
            continue;
        }
        after_citation = true;
        let word = word.trim_end_matches(is_around);
        let word = word.trim_end_matches(ENDS_SENTENCES);
        let skipped = word.find("sha256:").filter(|at| !word.get(..*at).is_some_and(|head| head.contains(';')));
        let (start, cited) = (from + skipped.unwrap_or(0), word.get(skipped.unwrap_or(0)..).unwrap_or_default());
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let span = Span::clamped(offset(start), offset(start + cited.len()));
        let read = cited.parse::<Citation>().map_err(|problem| {
            let at = problem.at.map_or(span, |at| {
                Span::clamped(span.start().saturating_add(at.start()), span.start().saturating_add(at.end()))
            });
            problem.at(at)
        });
        found.push((span, read));
    }
    found
}

fn is_around(c: char) -> bool {
    c.is_whitespace() || AROUND.contains(&c)
}

fn looks_like_one(word: &str) -> bool {
    let mut run = 0;
    let half = word.bytes().any(|byte| {
        run = if byte.is_ascii_hexdigit() { run + 1 } else { 0 };
        run >= HALF
    });
    half && (word.contains("bytes=") || word.contains("quote="))
}
