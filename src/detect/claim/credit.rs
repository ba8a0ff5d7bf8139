//! Claims by credit: a dash and a name behind a quotation, or on a line of its own below it.

use super::{
    Draft, Scan,
    unit::Unit,
    view::{Run, View},
    words::{self, TITLE},
};
use crate::{
    annotation::CueClass,
    document::{Block, BlockKind},
};

/// The rule of a dash and a name.
const DASH_NAME: &str = "claim.dash-name";
/// The longest name, in tokens.
const MAX_NAME: usize = 7;
/// The longest line of credit: a name and who that is.
const MAX_CREDIT: usize = 24;
/// How many claims are asked whether the quotation is theirs, and how many pieces of each.
const MAX_BEFORE: usize = 8;
const MAX_PIECES: usize = 64;
/// The shortest quotation that a dash behind it credits to somebody, with its marks.
const MIN_QUOTE: usize = 4;

/// “…” — Name.
pub(super) fn dash(scan: &mut Scan<'_, '_>, at: usize) {
    let (view, unit) = (scan.view, scan.unit);
    let dash = view.sign(at) == b'-' && view.at(at).depth <= unit.level;
    if !dash || at <= unit.region.from || view.before(at).depth <= unit.level || scan.covered(at - 1) {
        return;
    }
    let quote = view.quote(at - 1, unit.level).filter(|quote| quote.run.len() >= MIN_QUOTE);
    let (Some(quote), Some(name)) = (quote, name(view, &unit, at + 1)) else { return };
    credit(scan, name, quote.run);
}

/// “— Name, who that is” as a paragraph of its own that goes from `line`, below the quotation `above`.
pub(super) fn line(scan: &mut Scan<'_, '_>, line: Run, above: Run) {
    let view = scan.view;
    let unit = Unit { run: line, region: line, level: 0, headline: false };
    if view.sign(line.from) != b'-' || line.len() > MAX_CREDIT {
        return;
    }
    let taken = |draft: &Draft| draft.content.iter().rev().take(MAX_PIECES).any(|run| run.overlaps(above));
    if scan.found.iter().rev().take(MAX_BEFORE).any(taken) {
        return;
    }
    let Some(name) = name(view, &unit, line.from + 1) else { return };
    (scan.unit, scan.first) = (unit, scan.found.len());
    credit(scan, name, above);
}

/// Returns the quotation that ends with this block: a paragraph that is nothing else, or a quoted block with the quoted
/// ones right before it, which are `above`.
pub(super) fn quotation(view: &View<'_>, block: &Block, run: Run, above: Option<Run>) -> Option<Run> {
    if block.kind == BlockKind::Quotation {
        let before = above.filter(|above| above.to == run.from).map_or(run.from, |above| above.from);
        return Some(Run::new(before, run.to));
    }
    view.quote(run.from, 0).map(|quote| quote.run).filter(|quote| *quote == run)
}

/// Returns the name that begins at `from` when nothing follows it but who that is.
fn name(view: &View<'_>, unit: &Unit, from: usize) -> Option<Run> {
    let mut end = from;
    while end < unit.region.to && end - from < MAX_NAME {
        let word = view.at(end);
        let lower = word.is(TITLE) || word.key == words::OF;
        if word.depth > unit.level || !(word.is_name() || lower) {
            break;
        }
        end += 1;
    }
    let closed =
        end >= unit.run.to || matches!(view.sign(end), b'.' | b',' | b'(' | b'-') || view.at(end).depth > unit.level;
    (end > from && closed).then_some(Run::new(from, end))
}

/// Gives a quotation to the name behind a dash.
fn credit(scan: &mut Scan<'_, '_>, name: Run, quotation: Run) {
    let dash = name.from - 1;
    scan.push(Draft {
        source: Some(name),
        cue: Run::new(dash, name.from),
        content: vec![quotation],
        class: CueClass::Neutral,
        rule: DASH_NAME,
        quoted: true,
        verb: dash,
        unit: scan.unit,
    });
}
