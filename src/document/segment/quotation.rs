//! Quotations: what stands between quotation marks.

use super::Token;
use crate::document::{Block, Problem, Prose, Span};

/// Which marks delimit a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marks {
    /// “ ”, " ", „ “, `` '', '' ''
    Double,
    /// ‘ ’, ' '
    Single,
    /// « », ‹ ›
    Angle,
}

/// What the quotation marks are there for, as far as the words themselves tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Somebody's words: a sentence or a good part of one.
    Speech,
    /// One to four words: a snippet of speech, or scare quotes; context decides.
    Snippet,
    /// A name somebody goes by: `goes by “Shorty”`, `Thomas “Tip” O'Neill`.
    Nickname,
    /// The title of a work: `the film “Jaws”`, `in “The Art of War,”`.
    Title,
}

/// A stretch of prose between quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// From the opening mark to the closing one, both included; to the block's end when unclosed.
    pub span: Span<Prose>,
    /// The same without the marks.
    pub inner: Span<Prose>,
    /// Which marks.
    pub marks: Marks,
    /// What for.
    pub purpose: Use,
    /// Whether a closing mark was found.
    pub closed: bool,
    /// Whether it continues the quotation of the block before, which was left open there.
    pub continues: bool,
    /// The index of the quotation it stands in.
    pub within: Option<u32>,
}

/// Finds the quotations of all blocks, in the order in which they open, and what is odd about them.
pub(in crate::document) fn quotations(
    _prose: &str,
    _blocks: &[Block],
    _tokens: &[Token],
) -> (Vec<Quotation>, Vec<(Span<Prose>, Problem)>) {
    (vec![], vec![])
}
