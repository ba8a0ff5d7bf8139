//! Contents that go on: in the sentences after their cue, and in the paragraphs below.

use super::{
    unit::Unit,
    view::{Run, View},
};
use crate::document::BlockKind;

/// How many block quotations one cue introduces.
const MAX_BLOCKS: usize = 32;

/// Returns the quotations that go on after a quoted content: whole sentences in marks, and the blocks after that
/// reopen them. `ends` holds where the units of the region end, sorted.
pub(super) fn continuations(view: &View<'_>, unit: &Unit, last: usize, ends: &[usize], out: &mut Vec<Run>) {
    let mut at = unit.run.to.max(last);
    let mut open =
        view.before(last).depth > unit.level && view.quote(last - 1, unit.level).is_some_and(|quote| !quote.closed);
    while at < unit.region.to {
        let Some(quote) = view.quote(at, unit.level).filter(|quote| quote.run.from == at) else { break };
        let to = quote.run.to;
        if ends.binary_search(&to).is_err() {
            break;
        }
        open = !quote.closed;
        out.push(quote.run);
        at = to;
    }
    let mut next = view.quotes.partition_point(|quote| quote.run.from < unit.region.to.max(at));
    while at >= unit.region.to && (open || next > 0) {
        let Some(quote) = view.quotes.get(next).filter(|quote| quote.continues && quote.depth == unit.level) else {
            break;
        };
        out.push(quote.run);
        next = view.quotes.partition_point(|other| other.run.from < quote.run.to);
        at = quote.run.to;
        open = !quote.closed;
    }
}

/// Returns the block quotations below a paragraph that ends at `end`, or the quotation that opens the next one.
pub(super) fn blocks_below(view: &View<'_>, end: usize) -> Vec<Run> {
    let Some(next) = view.document.tokens().get(end) else { return vec![] };
    let first = view.document.block_at(next.span.start());
    let blocks = view.document.blocks().iter().skip(first);
    let quoted = blocks.take_while(|block| block.kind == BlockKind::Quotation).map(|block| {
        let range = view.document.tokens_in(block.span);
        Run::new(range.start, range.end)
    });
    let found: Vec<Run> = quoted.take(MAX_BLOCKS).collect();
    if found.is_empty() {
        view.quote(end, 0).filter(|quote| quote.run.from == end).map(|quote| quote.run).into_iter().collect()
    } else {
        found
    }
}
