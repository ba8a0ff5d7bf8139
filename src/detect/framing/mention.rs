//! Terms that nobody uses: they stand in the title of a work, or are spoken of as words.

use super::Hit;
use crate::{
    document::{Document, Quotation, Use},
    lexicon::Typographic,
};

/// Leaves out the finds within titles of works (`the song “Shameless”`) and those that are the very word
/// that is spoken of (`the word “thug” comes from Hindi`).
pub(super) fn without(document: &Document, words: &Typographic, hits: &mut Vec<Hit<'_>>) {
    let mut named = document.quotations().iter().filter(|quotation| is_named(document, words, quotation)).peekable();
    hits.retain(|hit| {
        while named.next_if(|quotation| quotation.span.end() <= hit.span.start()).is_some() {}
        named.peek().is_none_or(|quotation| !quotation.span.contains(hit.span))
    });
}

fn is_named(document: &Document, words: &Typographic, quotation: &Quotation) -> bool {
    if !quotation.opened || !quotation.closed {
        return false;
    }
    match quotation.purpose {
        Use::Title => true,
        Use::Snippet => {
            let tokens = document.tokens_in(quotation.span);
            let key = |at: Option<usize>| at.and_then(|at| document.tokens().get(at)).map(|token| token.key);
            key(tokens.start.checked_sub(1)).is_some_and(|key| words.mention_before.has(key))
                && key(Some(tokens.end)).is_some_and(|key| words.of_words_after.has(key))
        }
        Use::Speech | Use::Nickname => false,
    }
}
