//! Quotations: what stands between quotation marks.
//!
//! `mark` tells what each mark can be, `pair` which belong together, `purpose` what for. Nothing is
//! carried from one block to the next but this: a quotation that is left open at a block's end goes on
//! when the next block begins with the same mark, as convention has it, or when the first thing the next
//! one does is to close it. One odd mark costs at most its own block.
//!
//! A document may be a passage cut out of a text, such as one sentence of a quotation: when its first block closes
//! what it did not open, it began inside.

mod mark;
mod pair;
mod purpose;
#[cfg(test)]
mod tests;

use super::{Token, TokenKind, view::View};
use crate::document::{Block, BlockKind, Problem, Prose, Span};
use mark::Family;
use pair::Pair;

/// Which marks delimit a quotation; mixtures go by the one that opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Marks {
    /// “ ”, " ", „ “, `` '', '' ''
    Double,
    /// ‘ ’, ' '
    Single,
    /// « », » «, ‹ ›
    Angle,
}

/// What the quotation marks are there for, as far as the words themselves tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
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
    /// From the opening mark to the closing one, both included. When unclosed: to the block's end, or to
    /// the end of the last sentence before the next mark that opens. When unopened: from the block's start.
    pub span: Span<Prose>,
    /// The same without the marks.
    pub inner: Span<Prose>,
    /// Which marks.
    pub marks: Marks,
    /// What for.
    pub purpose: Use,
    /// Whether it has an opening mark in its block.
    pub opened: bool,
    /// Whether a closing mark was found.
    pub closed: bool,
    /// Whether it continues the quotation of the block before, which was left open there.
    pub continues: bool,
    /// The index of the quotation it stands in.
    pub within: Option<u32>,
}

/// How many unclosed quotations of a document are told; the rest would drown them.
const MAX_TOLD: usize = 100;

/// Finds the quotations of all blocks, in the order in which they open, and what is odd about them.
pub(in crate::document) fn quotations(
    prose: &str,
    blocks: &[Block],
    tokens: &[Token],
) -> (Vec<Quotation>, Vec<(Span<Prose>, Problem)>) {
    let mut found: Vec<Quotation> = vec![];
    let mut odd = vec![];
    let mut left_open = false;
    let mut inside = true;
    let mut views = View::of_blocks(prose, blocks, tokens).filter(|view| view.block.kind != BlockKind::Code).peekable();
    while let Some(view) = views.next() {
        let next = views.peek();
        let single_goes_on = next.is_some_and(|next| reopens(next, "‘"));
        let continues = std::mem::take(&mut left_open);
        let begins_inside = std::mem::take(&mut inside);
        let base = found.len();
        for pair in pair::pairs(&view, begins_inside, single_goes_on) {
            let Some(mut quotation) = quotation(&view, &pair) else { continue };
            quotation.continues = continues && pair.open == 0;
            let reopened = pair.to_end && next.is_some_and(|next| reopens(next, view.text(pair.open)));
            let closed_below = pair.to_end && !reopened && next.is_some_and(pair::closes_first);
            let goes_on = reopened || closed_below;
            left_open |= goes_on;
            inside |= closed_below;
            if !quotation.closed && !goes_on && odd.len() < MAX_TOLD {
                odd.push((view.span(pair.open, pair.open), unclosed(view.text(pair.open))));
            }
            found.push(quotation);
        }
        nest(found.get_mut(base..).unwrap_or_default(), base);
    }
    (found, odd)
}

/// Tells whether a block begins with `mark`, touching its first word.
fn reopens(view: &View<'_>, mark: &str) -> bool {
    view.text(0) == mark && !view.gap(1)
}

fn unclosed(mark: &str) -> Problem {
    Problem::new("quotation.unclosed", format!("the quotation that {mark} opens is never closed"))
        .help("what stands in it is read as quoted up to the end of the paragraph, or of its last sentence")
}

/// Makes a quotation of a pair; nothing when no token stands between the marks.
fn quotation(view: &View<'_>, pair: &Pair) -> Option<Quotation> {
    let last_inside = if pair.closed { pair.last.checked_sub(1)? } else { pair.last };
    let first_inside = pair.open + usize::from(pair.opened);
    if last_inside < first_inside {
        return None;
    }
    Some(Quotation {
        span: view.span(pair.open, pair.last),
        inner: view.span(first_inside, last_inside),
        marks: match pair.family {
            Family::Double => Marks::Double,
            Family::Single => Marks::Single,
            Family::Angle => Marks::Angle,
        },
        purpose: if pair.opened { purpose::purpose(view, pair.open, pair.last, last_inside) } else { Use::Speech },
        opened: pair.opened,
        closed: pair.closed,
        continues: false,
        within: None,
    })
}

/// Sets `within` of a block's quotations; the first has the index `base`.
fn nest(quotations: &mut [Quotation], base: usize) {
    let mut around: Vec<(usize, Span<Prose>)> = vec![];
    for (index, quotation) in quotations.iter_mut().enumerate() {
        while around.last().is_some_and(|(_, span)| !span.contains(quotation.span)) {
            around.pop();
        }
        quotation.within = around.last().and_then(|(parent, _)| u32::try_from(*parent).ok());
        around.push((base + index, quotation.span));
    }
}

/// Tells whether the token is a word, a number, a clitic: something that is said.
fn is_said(view: &View<'_>, token: usize) -> bool {
    matches!(view.kind(token), Some(TokenKind::Word | TokenKind::Number | TokenKind::Link))
}
