//! Where terms of the lexicon stand.

use super::Hit;
use crate::{
    detect::Mode,
    document::{Document, Token, TokenKind},
    lexicon::{Case, Term, Terms, Tier},
};
use std::ops::Range;

/// How far a sentence is read for a word that rules a term out, in tokens to either side. Few sentences are
/// longer; a text without any full stop must not cost more than linear time.
const SENTENCE: usize = 64;

/// Finds all terms the mode shows, overlapping ones included.
pub(super) fn terms<'l>(document: &Document, terms: &'l Terms, mode: Mode) -> Vec<Hit<'l>> {
    let mut hits = vec![];
    for block in document.blocks().iter().filter(|block| super::is_read(block.kind)) {
        let range = document.tokens_in(block.span);
        let block = document.tokens().get(range.clone()).unwrap_or_default();
        for at in 0..block.len() {
            let rest = block.get(at..).unwrap_or_default();
            let found = terms.phrases().at(rest).find_map(|(len, owner)| {
                let term = terms.term(owner)?;
                let shown = mode == Mode::Broad || term.tier == Tier::Precise;
                (shown && guards_allow(document, term, block, range.start, at..at + len)).then_some((len, term))
            });
            if let (Some((len, term)), Some(first)) = (found, rest.first()) {
                let last = rest.get(len - 1).unwrap_or(first);
                hits.push(Hit {
                    tokens: range.start + at..range.start + at + len,
                    span: first.span.hull(last.span),
                    category: term.category,
                    rule: &term.id,
                    broad: term.tier == Tier::Broad,
                });
            }
        }
    }
    hits
}

/// Tells whether a term is meant at `hit`, a range of the block's tokens, which begin at `base`.
fn guards_allow(document: &Document, term: &Term, block: &[Token], base: usize, hit: Range<usize>) -> bool {
    let guards = &term.guards;
    let before = block.get(..hit.start).unwrap_or_default().iter().rev().find(|token| token.kind != TokenKind::Mark);
    let after = block.get(hit.end..).unwrap_or_default().iter().find(|token| token.kind != TokenKind::Mark);
    let beside = |keys: &crate::lexicon::Keys, token: Option<&Token>| token.is_some_and(|token| keys.has(token.key));
    if beside(&guards.unless_before, before)
        || beside(&guards.unless_after, after)
        || !guards.only_before.is_empty() && !beside(&guards.only_before, before)
        || !guards.only_after.is_empty() && !beside(&guards.only_after, after)
    {
        return false;
    }
    let Some(first) = block.get(hit.start) else { return false };
    let needs_sentence = term.case == Case::Lower && first.capital || !guards.unless_sentence.is_empty();
    let sentence = if needs_sentence { sentence(document, first) } else { 0..0 };
    let case = match term.case {
        Case::Any => true,
        Case::Upper => first.capital,
        Case::Lower => !first.capital || sentence.start == base + hit.start,
    };
    let from = sentence.start.max((base + hit.start).saturating_sub(SENTENCE));
    let to = sentence.end.min(base + hit.end + SENTENCE);
    let around = document.tokens().get(from..to.max(from)).unwrap_or_default();
    case && !(!guards.unless_sentence.is_empty() && around.iter().any(|token| guards.unless_sentence.has(token.key)))
}

fn sentence(document: &Document, token: &Token) -> Range<usize> {
    let sentence = document.sentences().get(document.sentence_at(token.span.start()));
    sentence.map_or(0..0, |sentence| sentence.tokens.start as usize..sentence.tokens.end as usize)
}
