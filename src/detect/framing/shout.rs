//! Words in capitals.

use super::Hit;
use crate::{
    annotation::Category,
    detect::Mode,
    document::{Block, Document, Token, TokenKind},
    lexicon::Typographic,
};
use std::ops::Range;

const RULE: &str = "typographic.capitals";

/// How many tokens a place, a date and an agency take before the dash of a place line.
const PLACE_LINE: usize = 10;

/// What a word in capitals counts for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A word one reads: it makes a run.
    Plain,
    /// Always in capitals, or too short to tell.
    Acronym,
    /// Says what a piece of text is.
    Label,
}

/// Finds runs of words in capitals, and verbs of force in capitals.
pub(super) fn capitals(document: &Document, words: &Typographic, mode: Mode) -> Vec<Hit<'static>> {
    let mut hits = vec![];
    for (block, range) in document.blocks_with_tokens().filter(|(block, _)| super::is_read(block.kind)) {
        let tokens = document.tokens().get(range.clone()).unwrap_or_default();
        if !is_mixed(document, *block) {
            continue;
        }
        let mut at = 0;
        while let Some(next) = tokens.get(at..).and_then(|rest| rest.iter().position(|token| token.capital)) {
            at += next;
            let len = run(document, tokens.get(at..).unwrap_or_default());
            if len > 0 {
                let found = at..at + len;
                let hit = (!is_apparatus(document, tokens, &found)).then(|| shout(document, words, tokens, found));
                hits.extend(hit.flatten().and_then(|(found, broad)| {
                    let span = tokens.get(found.start)?.span.hull(tokens.get(found.end.checked_sub(1)?)?.span);
                    let tokens = range.start + found.start..range.start + found.end;
                    Some(Hit { tokens, span, category: Category::Typographic, rule: RULE, broad })
                }));
            }
            at += len.max(1);
        }
    }
    hits.retain(|hit| mode == Mode::Broad || !hit.broad);
    hits
}

/// Returns how many tokens, from the first on, are words in capitals.
fn run(document: &Document, tokens: &[Token]) -> usize {
    tokens
        .iter()
        .enumerate()
        .take_while(|(at, token)| {
            token.kind == TokenKind::Word && (*at == 0 || token.spaced) && is_capitals(document.words(token.span))
                || token.kind == TokenKind::Clitic && *at > 0 && is_capitals(document.words(token.span))
        })
        .count()
}

fn is_capitals(word: &str) -> bool {
    // Nearly every word with a capital goes on in small letters.
    if let [_, b'a'..=b'z', ..] = word.as_bytes() {
        return false;
    }
    word.chars().any(char::is_uppercase) && !word.chars().any(char::is_lowercase)
}

/// Tells whether the block has words in small letters too; one without is a heading, not a voice raised.
fn is_mixed(document: &Document, block: Block) -> bool {
    document.words(block.span).chars().any(char::is_lowercase)
}

/// Tells whether the run is part of a place line, a speaker's tag, or all there is between brackets.
fn is_apparatus(document: &Document, tokens: &[Token], run: &Range<usize>) -> bool {
    let is = |at: Option<usize>, mark: &[&str]| {
        at.and_then(|at| tokens.get(at)).is_some_and(|token| mark.contains(&document.words(token.span)))
    };
    let before = run.start.checked_sub(1);
    if is(before, &["(", "["]) && is(Some(run.end), &[")", "]"]) {
        return true;
    }
    if !(run.start == 0 || is(before, &[".", "/", "”", "\""])) {
        return false;
    }
    let dash = || (run.end..run.end + PLACE_LINE).any(|at| is(Some(at), &["—", "–", "--", "-"]));
    let place = is(Some(run.end), &["—", "–", "--", "-", ",", "("]) && dash();
    let headline = tokens
        .first()
        .and_then(|token| document.blocks().get(document.block_at(token.span.start())))
        .is_some_and(|block| block.kind.is_headline());
    let tag = is(Some(run.end), &[":"]) && !headline;
    place || tag
}

/// Returns the part of the run that shouts, and whether only the broad mode shows it.
fn shout(
    document: &Document,
    words: &Typographic,
    tokens: &[Token],
    mut run: Range<usize>,
) -> Option<(Range<usize>, bool)> {
    let kind = |at: usize| tokens.get(at).map_or(Kind::Acronym, |token| kind(document, words, token));
    while run.start < run.end && kind(run.start) == Kind::Acronym {
        run.start += 1;
    }
    while run.start < run.end && kind(run.end - 1) == Kind::Acronym {
        run.end -= 1;
    }
    let plain = run.clone().filter(|at| kind(*at) == Kind::Plain).count();
    let counted = run.clone().filter(|at| kind(*at) != Kind::Acronym).count();
    if run.len() > 1 {
        let letters: usize =
            run.clone().filter_map(|at| tokens.get(at)).map(|token| document.words(token.span).chars().count()).sum();
        return (plain > 0 && counted > 1 && letters > 6).then_some((run, false));
    }
    let token = tokens.get(run.start).filter(|_| !run.is_empty())?;
    words.verbs.has(token.key).then_some((run, true))
}

/// Words of five letters are the shortest that are words far oftener than acronyms.
const PLAIN_LETTERS: usize = 4;

fn kind(document: &Document, words: &Typographic, token: &Token) -> Kind {
    if words.acronyms.has(token.key) {
        Kind::Acronym
    } else if words.labels.has(token.key) {
        Kind::Label
    } else if token.kind == TokenKind::Clitic
        || words.small_words.has(token.key)
        || document.words(token.span).chars().filter(|c| c.is_alphabetic()).count() >= PLAIN_LETTERS
    {
        Kind::Plain
    } else {
        Kind::Acronym
    }
}
