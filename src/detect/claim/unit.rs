//! The stretches in which a claim is looked for: sentences, joined again where a cue follows a quotation
//! that ended in its own full stop or question mark.
//!
//! `“Who pays?” Ruiz asked.` is one sentence to a reader and two to a splitter. Scans never leave a unit,
//! and units are bounded, so that the whole stage stays linear even without a single full stop.

use super::{
    view::{NOTHING, Quote, Run, View, Word},
    words::DATE,
};

/// The longest unit, in tokens. The longest sentence of some 40,000 in news text had 186; what is longer is a list
/// or noise, and may be cut anywhere.
const MAX_UNIT: usize = 256;
/// The longest place line, in tokens.
const MAX_DATELINE: usize = 14;

/// Sentences and their surroundings.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    /// Its tokens.
    pub(super) run: Run,
    /// The tokens of its region: a block, or the inside of a quotation.
    pub(super) region: Run,
    /// How many quotations the region stands in.
    pub(super) level: u8,
    /// Whether it is headline matter, or written as such: most words with capitals.
    pub(super) headline: bool,
}

impl Unit {
    /// Returns the token before a place, or one that is nothing at the unit's start.
    pub(super) fn before<'v>(&self, view: &'v View<'_>, at: usize) -> &'v Word {
        if at > self.run.from { view.before(at) } else { &NOTHING }
    }

    /// Splits a region of the document, read at quotation depth `level`, into units, and writes them over `out`.
    pub(super) fn all(view: &View<'_>, region: Run, level: u8, headline: bool, out: &mut Vec<Self>) {
        let sentences = view.document.sentences();
        let first = sentences.partition_point(|s| (s.tokens.end as usize) <= region.from);
        let unit = |run| Self { run, region, level, headline };
        out.clear();
        for sentence in sentences.iter().skip(first) {
            let (from, to) = (sentence.tokens.start as usize, sentence.tokens.end as usize);
            if from >= region.to {
                break;
            }
            let mut run = Run::new(from.max(region.from), to.min(region.to));
            while let Some(cut) = quoted_stop(view, run, level) {
                out.push(unit(Run::new(run.from, cut)));
                run.from = cut;
            }
            match out.last_mut() {
                Some(last) if run.to - last.run.from <= MAX_UNIT && joins(view, last.run, run, level) => {
                    last.run.to = run.to;
                }
                _ => {
                    while run.len() > MAX_UNIT {
                        out.push(unit(Run::new(run.from, run.from + MAX_UNIT)));
                        run.from += MAX_UNIT;
                    }
                    out.push(unit(run));
                }
            }
        }
        if let Some(first) = out.first_mut().filter(|_| level == 0) {
            first.run.from = after_dateline(view, first.run);
        }
        out.retain(|unit| !unit.run.is_empty());
        out.iter_mut().for_each(|unit| unit.headline = headline || titled(view, unit.run));
    }
}

/// Returns where a new sentence begins after a full stop inside closing marks. American printers put a comma there when
/// the sentence goes on.
fn quoted_stop(view: &View<'_>, run: Run, level: u8) -> Option<usize> {
    if !view.is_quoted(run, level) {
        return None;
    }
    (run.from + 2..run.to).find(|at| {
        if view.before(*at).depth <= level {
            return false;
        }
        let word = view.at(*at);
        let opens = word.is_name() && word.depth <= level
            || word.depth > level && view.quote(*at, level).is_some_and(|quote| quote.run.from == *at);
        let stop = |quote: &Quote| quote.run.to == *at && view.sign(quote.inner.to.wrapping_sub(1)) == b'.';
        opens && view.quote(*at - 1, level).is_some_and(stop)
    })
}

/// Returns where the text begins after a place line: `SEL, 15 March (NPA) – `, `SELMARK, March 13. /OST/. `.
fn after_dateline(view: &View<'_>, run: Run) -> usize {
    let limit = run.to.min(run.from + MAX_DATELINE);
    let mut at = run.from;
    while at < limit {
        let word = view.at(at);
        let next = view.at(at + 1);
        if word.sign == b'-' && word.spaced && at > run.from && next.spaced && at + 1 < run.to {
            return if next.capital || next.depth > 0 { at + 1 } else { run.from };
        }
        let number = word.word && view.text(at).starts_with(|c: char| c.is_ascii_digit());
        let part = word.is_name() || number || word.is(DATE) || matches!(word.sign, b',' | b'(' | b')' | b'/' | b'.');
        if !part || word.depth > 0 {
            break;
        }
        at += 1;
    }
    run.from
}

/// Tells whether the second sentence goes on with the first: after a quotation or a bracket, in lower case.
fn joins(view: &View<'_>, first: Run, second: Run, level: u8) -> bool {
    let (end, start) = (view.before(first.to), view.at(second.from));
    let lower = start.word && !start.capital && start.depth <= level;
    lower && (end.depth > level || end.sign == b')')
}

/// Tells whether a run is written like a headline: nearly all of its longer words begin with a capital.
fn titled(view: &View<'_>, run: Run) -> bool {
    let run = Run::new(run.from, run.to.min(run.from + 40));
    // Without a branch a word: which are long and which have capitals cannot be foreseen.
    let longer = view.words(run).iter().map(|word| (word.word & word.long, word.capital));
    let (all, capitals) = longer.fold((0, 0), |(all, capitals), (longer, capital)| {
        (all + usize::from(longer), capitals + usize::from(longer & capital))
    });
    all >= 3 && capitals >= (all - capitals) * 3
}
