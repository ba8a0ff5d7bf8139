//! Words that no list has, found because they stand near seed terms of the lexicon.
//!
//! Only the broad mode asks: at no score is the table right as often as the default mode must be.

use super::Hit;
use crate::{
    detect::Mode,
    document::{Document, Token, TokenKind},
    lexicon::{Loadedness, Terms},
};

/// Finds the words that the table alone knows.
pub(super) fn words(document: &Document, terms: &Terms, mode: Mode) -> Vec<Hit<'static>> {
    if mode != Mode::Broad {
        return vec![];
    }
    let table = Loadedness::builtin();
    let mut hits = vec![];
    for (_, range) in document.blocks_with_tokens().filter(|(block, _)| super::is_read(block.kind)) {
        for (at, token) in range.clone().zip(document.tokens().get(range).unwrap_or_default()) {
            let Some(loaded) = table.get(token.key).filter(|_| token.kind == TokenKind::Word) else { continue };
            let Some(rule) = loaded.rule() else { continue };
            if is_listed(terms, token) || is_name(document, at, token) {
                continue;
            }
            hits.push(Hit { tokens: at..at + 1, span: token.span, category: loaded.category, rule, broad: true });
        }
    }
    hits
}

/// Tells whether the lexicon has the word: then its guards have ruled it out here, and they know better.
fn is_listed(terms: &Terms, token: &Token) -> bool {
    terms.phrases().at(std::slice::from_ref(token)).next().is_some()
}

/// Tells whether a word is written like a name: with a capital elsewhere than first in its sentence, or
/// with more than one.
fn is_name(document: &Document, at: usize, token: &Token) -> bool {
    if !token.capital {
        return false;
    }
    let sentence = super::place::sentence(document, token);
    let first = sentence.clone().find(|at| document.tokens().get(*at).is_some_and(Token::is_word));
    first != Some(at) || document.words(token.span).chars().skip(1).any(char::is_uppercase)
}
