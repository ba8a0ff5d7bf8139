//! Many phrases, one look-up a token.
//!
//! A phrase is a sequence of token keys. The table is entered by a phrase's first key; a bitmap small
//! enough for the first-level cache turns nearly all tokens away before the map is asked. Not an
//! automaton over characters: tokens already carry their keys, so a text is hashed once, whatever the
//! number of phrases, and word bounds need no check.

use super::{filter::Filter, table::Lists};
use crate::document::Token;
use std::collections::BTreeMap;

/// Phrases with their owners, by first token; 2^`BITS` bits turn away what is none.
#[derive(Clone, Debug)]
pub(crate) struct Phrases<const BITS: u32> {
    /// The first words.
    filter: Filter<BITS>,
    /// The first two words, or the only one: many phrases begin with “the”, but few go on as a text does.
    beginnings: Filter<BITS>,
    by_first: Lists<Phrase>,
}

#[derive(Clone, Debug)]
struct Phrase {
    rest: Box<[u64]>,
    owner: u32,
}

impl<const BITS: u32> Phrases<BITS> {
    /// Builds the table. Empty phrases are left out; phrases that begin alike are tried longest first,
    /// then in the order given.
    pub(crate) fn new(phrases: impl IntoIterator<Item = (Vec<u64>, u32)>) -> Self {
        let mut by_first: BTreeMap<u64, Vec<Phrase>> = BTreeMap::new();
        let mut beginnings = vec![];
        for (keys, owner) in phrases {
            match keys.as_slice() {
                [] => {}
                [only] => beginnings.push(*only),
                [first, second, ..] => beginnings.push(pair(*first, *second)),
            }
            if let Some((first, rest)) = keys.split_first() {
                by_first.entry(*first).or_default().push(Phrase { rest: rest.into(), owner });
            }
        }
        by_first.values_mut().for_each(|list| list.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len())));
        let filter = Filter::of(by_first.keys().copied());
        Self { filter, beginnings: Filter::of(beginnings), by_first: Lists::of(by_first) }
    }

    /// Tells whether a phrase may begin with the token of this key; most tokens are turned away.
    pub(crate) fn may_begin(&self, key: u64) -> bool {
        self.filter.passes(key)
    }

    /// Tells whether `tokens` may begin with a phrase; nearly all are turned away.
    pub(crate) fn may_be_at(&self, tokens: &[Token]) -> bool {
        let Some((first, rest)) = tokens.split_first() else { return false };
        self.beginnings.passes(first.key)
            || rest.first().is_some_and(|second| self.beginnings.passes(pair(first.key, second.key)))
    }

    /// Returns the phrases that `tokens` begins with, longest first: (number of tokens, owner).
    pub(crate) fn at<'a>(&'a self, tokens: &'a [Token]) -> impl Iterator<Item = (usize, u32)> + 'a {
        let candidates = tokens
            .split_first()
            .filter(|_| self.may_be_at(tokens))
            .map(|(first, rest)| (self.by_first.get(first.key), rest));
        candidates.into_iter().flat_map(|(list, rest)| {
            list.iter().filter_map(move |phrase| {
                let there = rest.get(..phrase.rest.len())?;
                let same = there.iter().zip(&phrase.rest).all(|(token, key)| token.key == *key);
                same.then_some((1 + phrase.rest.len(), phrase.owner))
            })
        })
    }
}

/// Returns a key for two words in a row.
const fn pair(first: u64, second: u64) -> u64 {
    first.rotate_left(1) ^ second
}
