//! One block's tokens with their words: what the rules of this folder look at.

use super::{Token, TokenKind};
use crate::document::{Block, Prose, Span};

/// The tokens of one block, each within reach of its text.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'a> {
    prose: &'a str,
    tokens: &'a [Token],
    /// The index of the first of them among the document's tokens.
    pub(super) first: usize,
    /// The block.
    pub(super) block: Block,
}

impl<'a> View<'a> {
    /// Returns a view of each block, in order. `tokens` are those of all blocks, in order.
    pub(super) fn of_blocks(
        prose: &'a str,
        blocks: &'a [Block],
        tokens: &'a [Token],
    ) -> impl Iterator<Item = Self> + 'a {
        let mut first = 0;
        blocks.iter().map(move |&block| {
            let rest = tokens.get(first..).unwrap_or_default();
            let (tokens, _) = rest.split_at(rest.partition_point(|t| t.span.start() < block.span.end()));
            let view = View { prose, tokens, first, block };
            first += tokens.len();
            view
        })
    }

    #[inline]
    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    #[inline]
    pub(super) fn get(&self, index: usize) -> Option<&'a Token> {
        self.tokens.get(index)
    }

    /// Returns the token's text; nothing when there is no such token.
    #[inline]
    pub(super) fn text(&self, index: usize) -> &'a str {
        self.get(index).and_then(|token| token.span.of(self.prose)).unwrap_or_default()
    }

    /// Tells whether the token ends with a point.
    #[inline]
    pub(super) fn ends_with_point(&self, index: usize) -> bool {
        let last = self.get(index).and_then(|token| token.span.end().checked_sub(1));
        last.and_then(|last| self.prose.as_bytes().get(last as usize)) == Some(&b'.')
    }

    /// Returns the text of the token before; nothing at the block's start.
    pub(super) fn before(&self, index: usize) -> &'a str {
        index.checked_sub(1).map_or("", |at| self.text(at))
    }

    #[inline]
    pub(super) fn kind(&self, index: usize) -> Option<TokenKind> {
        self.get(index).map(|token| token.kind)
    }

    /// Tells whether white space, or an end of the block, stands before the token.
    #[inline]
    pub(super) fn gap(&self, index: usize) -> bool {
        self.get(index).is_none_or(|token| token.spaced || index == 0)
    }

    /// Returns the tokens that are quotation marks or apostrophes, by index.
    pub(super) fn marks(&self) -> impl Iterator<Item = usize> + 'a {
        self.tokens.iter().enumerate().filter(|(_, token)| token.kind == TokenKind::Mark).map(|(index, _)| index)
    }

    #[inline]
    pub(super) fn is_word(&self, index: usize) -> bool {
        self.get(index).is_some_and(Token::is_word)
    }

    /// Tells whether the token is a word with a capital.
    #[inline]
    pub(super) fn capital(&self, index: usize) -> bool {
        self.get(index).is_some_and(|token| token.kind == TokenKind::Word && token.capital)
    }

    /// Tells whether the token is one of `words`, whatever its case.
    pub(super) fn is_any(&self, index: usize, words: &[&str]) -> bool {
        is_any(self.text(index), words)
    }

    /// Returns what tokens `from..=to` cover.
    pub(super) fn span(&self, from: usize, to: usize) -> Span<Prose> {
        let end = self.block.span.end();
        let start = self.get(from).map_or(end, |token| token.span.start());
        Span::clamped(start, self.get(to).map_or(end, |token| token.span.end()))
    }
}

/// Tells whether `word` is one of `words`, whatever its case.
pub(super) fn is_any(word: &str, words: &[&str]) -> bool {
    words.iter().any(|known| known.eq_ignore_ascii_case(word))
}
