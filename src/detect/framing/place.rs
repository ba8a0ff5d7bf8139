//! Where terms of the lexicon stand.

use super::Hit;
use crate::{
    annotation::Category,
    detect::Mode,
    document::{Document, Token},
    lexicon::{Case, Keys, Term, Terms, Tier},
};
use std::ops::Range;

/// How far a sentence is read for a word that rules a term out, in tokens to either side. Few sentences are
/// longer; a text without any full stop must not cost more than linear time.
const SENTENCE: usize = 64;

/// Finds all terms the mode shows, overlapping ones included.
pub(super) fn terms<'l>(document: &Document, terms: &'l Terms, mode: Mode) -> Vec<Hit<'l>> {
    let mut hits = vec![];
    for (_, range) in document.blocks_with_tokens().filter(|(block, _)| super::is_read(block.kind)) {
        let block = document.tokens().get(range.clone()).unwrap_or_default();
        for (at, first) in block.iter().enumerate() {
            let rest = block.get(at..).unwrap_or_default();
            if !terms.phrases().may_be_at(rest) {
                continue;
            }
            let found = terms.phrases().at(rest).find_map(|(len, owner)| {
                let term = terms.term(owner)?;
                let shown = mode == Mode::Broad || term.tier == Tier::Precise;
                let meant =
                    |hit| guards_allow(document, term, heightened(terms, term, block, at), block, range.start, hit);
                (shown && meant(at..at + len)).then_some((len, term))
            });
            if let Some((len, term)) = found {
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

/// Tells whether an adverb of force stands before a judgement at `at`. Then it is the judgement that is
/// meant, whatever follows: a rash of thefts is none, but `extremely rash of them` is.
fn heightened(terms: &Terms, term: &Term, block: &[Token], at: usize) -> bool {
    matches!(term.category, Category::Evaluative | Category::Honorific)
        && at.checked_sub(1).and_then(|before| block.get(before)).is_some_and(|token| terms.intensifies(token.key))
}

/// Tells whether a term is meant at `hit`, a range of the block's tokens, which begin at `base`. Marks in
/// between part a fixed expression: a “contested” election is no contested election.
fn guards_allow(
    document: &Document,
    term: &Term,
    heightened: bool,
    block: &[Token],
    base: usize,
    hit: Range<usize>,
) -> bool {
    let guards = &term.guards;
    let before = hit.start.checked_sub(1).and_then(|at| block.get(at));
    let after = block.get(hit.end);
    let beside = |keys: &Keys, token: Option<&Token>| token.is_some_and(|token| keys.has(token.key));
    let wanted = |keys: &Keys, token: Option<&Token>| keys.is_empty() || beside(keys, token);
    let innocent = beside(&guards.unless_before, before) || !heightened && beside(&guards.unless_after, after);
    if innocent || !wanted(&guards.only_before, before) || !wanted(&guards.only_after, after) {
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
    case && !around.iter().any(|token| guards.unless_sentence.has(token.key))
}

/// Returns the tokens of the sentence around a token.
pub(super) fn sentence(document: &Document, token: &Token) -> Range<usize> {
    let sentence = document.sentences().get(document.sentence_at(token.span.start()));
    sentence.map_or(0..0, |sentence| sentence.tokens.start as usize..sentence.tokens.end as usize)
}
