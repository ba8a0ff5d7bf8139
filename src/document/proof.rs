//! Inclusion proofs of RFC 6962 (the algorithm as RFC 9162 words it), and which bytes a block has.
//!
//! A proof shows that one block belongs to the text with a known root, without the rest of the text.

use super::{
    digest::Digest,
    front_matter,
    span::{self, Source, Span},
};
use std::fmt;

/// That a leaf stands at a place in a tree, and the hashes that show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inclusion {
    /// The leaf, 0-based.
    pub index: u64,
    /// How many leaves the tree has.
    pub size: u64,
    /// The hashes beside the way from the leaf to the root, from the leaf up.
    pub path: Vec<Digest>,
}

/// Why a proof shows nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotIncluded {
    /// The tree has no such leaf.
    Index,
    /// The proof has too few or too many hashes for that leaf of such a tree.
    Length,
    /// The hashes lead to another root.
    Root,
}

impl fmt::Display for NotIncluded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Index => "the tree has no such leaf",
            Self::Length => "the number of hashes is not that of a proof for this leaf",
            Self::Root => "the hashes lead to another root",
        })
    }
}

impl std::error::Error for NotIncluded {}

impl Inclusion {
    /// Checks that the leaf belongs to the tree with this root (RFC 9162, 2.1.3.2).
    ///
    /// # Errors
    ///
    /// Returns why the proof does not show it.
    pub fn check(&self, leaf: Digest, root: Digest) -> Result<(), NotIncluded> {
        if self.index >= self.size {
            return Err(NotIncluded::Index);
        }
        let (mut node, mut last) = (self.index, self.size - 1);
        let mut hash = leaf;
        for sibling in &self.path {
            if last == 0 {
                return Err(NotIncluded::Length);
            }
            if node & 1 == 1 || node == last {
                hash = Digest::tagged(1, &[sibling.bytes(), hash.bytes()]);
                while node & 1 == 0 && node != 0 {
                    (node, last) = (node >> 1, last >> 1);
                }
            } else {
                hash = Digest::tagged(1, &[hash.bytes(), sibling.bytes()]);
            }
            (node, last) = (node >> 1, last >> 1);
        }
        match (last, hash == root) {
            (0, true) => Ok(()),
            (0, false) => Err(NotIncluded::Root),
            _ => Err(NotIncluded::Length),
        }
    }
}

/// Returns where the blocks of a file's body lie: the leaves of its tree, in order. Line ends and blanks at
/// either end of a block are left out.
pub fn block_spans(source: &str) -> Vec<Span<Source>> {
    let body = front_matter::split(source).body;
    let mut blocks: Vec<Span<Source>> = vec![];
    let mut open = false;
    let mut at = body.start();
    for line in span::lines(body.of(source).unwrap_or_default()) {
        let words = line.trim_end_matches(['\n', '\r']).trim_end_matches([' ', '\t']);
        let here = Span::clamped(at, at + span::length(words));
        at += span::length(line);
        match blocks.last_mut().filter(|_| open) {
            _ if words.is_empty() => open = false,
            Some(block) => *block = block.hull(here),
            None => {
                blocks.push(here);
                open = true;
            }
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Merkle, canonical_body, split};
    use proptest::prelude::*;

    fn leaves(source: &str) -> Vec<Digest> {
        let body = canonical_body(split(source).body.of(source).unwrap());
        Merkle::of_body(&body).leaves().to_vec()
    }

    proptest! {
        /// Every block, cut from the source and made canonical, gives its leaf.
        #[test]
        fn blocks_are_the_leaves(source in "(\u{feff})?(---\na: b\n---\n)?([a-cé\t \r\n\u{301}]|\n\n|\r\n){0,60}") {
            let found: Vec<Digest> = block_spans(&source)
                .into_iter()
                .map(|span| Merkle::leaf(canonical_body(span.of(&source).unwrap()).trim_end_matches('\n')))
                .collect();
            prop_assert_eq!(found, leaves(&source));
        }

        #[test]
        fn every_block_is_proven_and_no_other(count in 1_usize..40, pick in 0_usize..40, other in 0_usize..40) {
            let body: String = (0..count).map(|n| format!("block {n}\n\n")).collect();
            let tree = Merkle::of_body(&canonical_body(&body));
            let (index, other) = (pick % count, other % count);
            let path = tree.proof(index).unwrap();
            let proof = Inclusion { index: index as u64, size: count as u64, path };
            let leaf = tree.leaves()[other];
            prop_assert_eq!(proof.check(leaf, tree.root()).is_ok(), index == other);
        }
    }
}
