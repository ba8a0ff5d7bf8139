//! Sentences.

use super::Token;
use crate::document::{Block, Prose, Span};
use std::ops::Range;

/// A sentence: never crosses a block's ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Where, from its first character to its final mark and the quotation mark that follows it.
    pub span: Span<Prose>,
    /// Its tokens, as indices into [`Document::tokens`](crate::document::Document::tokens).
    pub tokens: Range<u32>,
    /// The index of its block.
    pub block: u32,
}

/// Splits every block into sentences.
pub(in crate::document) fn sentences(_prose: &str, blocks: &[Block], tokens: &[Token]) -> Vec<Sentence> {
    let mut out = vec![];
    for (index, block) in blocks.iter().enumerate() {
        let from = tokens.partition_point(|t| t.span.start() < block.span.start());
        let to = tokens.partition_point(|t| t.span.start() < block.span.end());
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        out.push(Sentence { span: block.span, tokens: number(from)..number(to), block: number(index) });
    }
    out
}
