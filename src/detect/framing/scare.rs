//! A word or two in quotation marks that nobody is said to have said.
//!
//! Shown in the broad mode only: experts who read for bias mark one such snippet in ten (BABE train, 161
//! snippets), and no cue beside the marks tells which.

use super::Hit;
use crate::{
    annotation::Category,
    document::{Document, Prose, Quotation, Span, TokenKind, Use},
    lexicon::Typographic,
};

const RULE: &str = "typographic.scare-quotes";

/// Finds the snippets that are nobody's, and in which no other term was found. `is_traced` is asked in
/// document order.
pub(super) fn snippets<'l>(
    document: &Document,
    words: &Typographic,
    hits: &[Hit<'_>],
    mut is_traced: impl FnMut(Span<Prose>) -> bool,
) -> Vec<Hit<'l>> {
    let mut out = vec![];
    for quotation in document.quotations() {
        if !quotation.opened || !quotation.closed || quotation.purpose != Use::Snippet || quotation.within.is_some() {
            continue;
        }
        let holds_hit = hits
            .get(hits.partition_point(|hit| hit.span.end() <= quotation.span.start()))
            .is_some_and(|hit| hit.span.overlaps(quotation.span));
        if !holds_hit && is_marked(document, words, quotation) && !is_traced(quotation.inner) {
            out.push(Hit {
                tokens: document.tokens_in(quotation.inner),
                span: quotation.inner,
                category: Category::Typographic,
                rule: RULE,
                broad: true,
            });
        }
    }
    out
}

/// Tells whether the words are used and held off, not mentioned, named or counted.
fn is_marked(document: &Document, words: &Typographic, quotation: &Quotation) -> bool {
    let block = document.blocks().get(document.block_at(quotation.span.start()));
    if !block.is_some_and(|block| super::is_read(block.kind) && !block.kind.is_headline()) {
        return false;
    }
    let inside = document.tokens().get(document.tokens_in(quotation.inner)).unwrap_or_default();
    let small = inside.first().is_some_and(|token| token.kind == TokenKind::Word && !token.capital);
    let before = document.tokens_in(quotation.span).start.checked_sub(1).and_then(|at| document.tokens().get(at));
    let mentioned = before.is_some_and(|token| {
        words.mention_before.has(token.key)
            || matches!(document.words(token.span), "," | ":")
            || block.is_some_and(|block| !block.span.contains(token.span))
    });
    let ends = document.words(quotation.inner).ends_with([',', '.', '!', '?', ';', ':']);
    small && !mentioned && !ends
}
