//! Who said what: attributed claims, by a scanner of tokens.
//!
//! Every cue of the lexicon is tried where it stands: what mood it is in, which noun phrase it belongs to, what
//! stands in quotation marks or as a clause beside it. The insides of quotations are read the same way afterwards,
//! so that chains (“Belta quoted Cole as saying that Trump told …”) come out as claims within claims.
//!
//! There is no parser and no model. Closed word classes, capitals, endings and punctuation find the borders of noun
//! phrases and clauses nearly as well in news text, each decision can be explained by naming its rule, and a
//! gigabyte takes a minute instead of a day. Every scan is bounded by its [`Unit`], so that time is linear in the
//! length of the document whatever stands in it.

mod according;
mod below;
mod chain;
mod clause;
mod content;
mod credit;
mod cue;
mod passive;
mod sign;
pub(super) mod source;
pub(super) mod speaker;
mod tag;
#[cfg(test)]
mod tests;
mod unit;
mod verb;
pub(super) mod view;
pub(super) mod words;

pub(super) use chain::{Claimed, assemble};
pub(super) use speaker::resolve;
pub use speaker::speakers;

use super::FoundClaim;
use crate::{
    annotation::CueClass,
    document::{BlockKind, Document, Use},
    lexicon::Lexicon,
};
use speaker::names::Names;
use tag::Tags;
use unit::Unit;
use view::{Run, View};

/// Quotations of fewer tokens hold no claim of their own.
const MIN_REGION: usize = 6;
/// How many tokens may follow the last claim of a paragraph whose speaker goes on in the next: “in a statement.”
const MAX_TAIL: usize = 40;
/// How deep claims are looked for inside quotations.
const MAX_LEVEL: u8 = 2;

/// A claim before its speaker and its place in a chain are known.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    source: Option<Run>,
    cue: Run,
    content: Vec<Run>,
    class: CueClass,
    rule: &'static str,
    /// Whether quotation marks are part of the content, so that more of them may follow.
    quoted: bool,
    /// The word that made the claim.
    verb: usize,
    /// Where it was found.
    unit: Unit,
}

impl Draft {
    /// Returns where the first of its pieces begins.
    fn start(&self) -> usize {
        let content = self.content.iter().map(|run| run.from).min().unwrap_or(usize::MAX);
        content.min(self.cue.from).min(self.source.map_or(usize::MAX, |run| run.from))
    }

    /// Returns where the last of its pieces ends.
    fn end(&self) -> usize {
        let content = self.content.iter().map(|run| run.to).max().unwrap_or(0);
        content.max(self.cue.to).max(self.source.map_or(0, |run| run.to))
    }
}

/// The state of the scan: the unit at hand, and what was found so far.
struct Scan<'v, 'd> {
    view: &'v View<'d>,
    tags: &'v Tags,
    unit: Unit,
    /// The units of the last region; kept for its room.
    units: Vec<Unit>,
    /// Where the units of the region end, sorted.
    ends: Vec<usize>,
    found: Vec<Draft>,
    /// The first claim of the unit.
    first: usize,
}

/// Finds the claims of a document, sorted by their first position.
pub fn claims(document: &Document, lexicon: &Lexicon) -> Vec<FoundClaim> {
    read(&View::new(document, lexicon)).0
}

/// Finds the claims, and returns the names that their speakers were resolved by.
pub(super) fn read(view: &View<'_>) -> (Vec<FoundClaim>, Names) {
    let drafts = drafts(view);
    let mut found = assemble(view, drafts);
    let names = resolve(view, &mut found);
    (found.into_iter().map(|(claim, _)| claim).collect(), names)
}

/// Finds the claims in the order in which they are come upon, some of them twice.
pub(super) fn drafts(view: &View<'_>) -> Vec<Draft> {
    let tags = Tags::of(view);
    let unit = Unit { run: Run::default(), region: Run::default(), level: 0, headline: false };
    let mut scan = Scan { view, tags: &tags, unit, units: vec![], ends: vec![], found: vec![], first: 0 };
    let mut title_seen = false;
    let mut above = None;
    for (block, range) in view.document.blocks_with_tokens() {
        // The first line of a text without markup is its headline.
        let headline = block.kind.is_headline()
            || !title_seen && block.kind == BlockKind::Paragraph && range.len() < 30 && !ends_sentence(view, range.end);
        title_seen = true;
        let run = Run::new(range.start, range.end);
        if block.kind.is_language() {
            scan.region(run, 0, headline);
        }
        let first = scan.found.len();
        if let Some(above) = above {
            credit::line(&mut scan, run, above);
        }
        let credits = scan.found.len() > first;
        above = credit::quotation(view, block, run, above).filter(|_| !credits);
    }
    adopt(view, &mut scan.found);
    for quote in &view.quotes {
        let speech = quote.purpose == Use::Speech || quote.purpose == Use::Snippet;
        if speech && quote.depth < MAX_LEVEL && quote.inner.len() >= MIN_REGION {
            scan.region(quote.inner, quote.depth + 1, false);
        }
    }
    scan.found
}

/// Gives a paragraph that is one quotation, and names nobody, to who was quoted at the end of the paragraph before.
fn adopt(view: &View<'_>, found: &mut [Draft]) {
    let mut quoted_by: Option<usize> = None;
    let mut next = 0;
    for (_, range) in view.document.blocks_with_tokens() {
        let whole = view.quote(range.start, 0).filter(|quote| quote.run == Run::new(range.start, range.end));
        let first = next;
        while found.get(next).is_some_and(|draft| draft.verb < range.end) {
            next += 1;
        }
        let here = found.get(first..next).unwrap_or_default();
        let taken = |run: Run| {
            found.iter().take(next).rev().take(8).any(|draft| draft.content.iter().any(|piece| piece.overlaps(run)))
        };
        match (whole, quoted_by) {
            (Some(quote), Some(index)) if here.is_empty() && !taken(quote.run) => {
                let run = quote.run;
                if let Some(draft) = found.get_mut(index) {
                    draft.content.push(run);
                }
            }
            (Some(_), _) if here.is_empty() => {}
            _ => {
                let ends = |draft: &&Draft| draft.quoted && draft.end() + MAX_TAIL >= range.end;
                quoted_by = here.iter().rposition(|draft| ends(&draft)).map(|at| first + at);
            }
        }
    }
}

/// Tells whether a claim says that somebody said something, and not only thought or meant it.
fn is_speech(draft: &Draft) -> bool {
    draft.source.is_some() && !matches!(draft.class, CueClass::Belief | CueClass::Intention)
}

fn ends_sentence(view: &View<'_>, end: usize) -> bool {
    matches!(view.sign(end.wrapping_sub(1)), b'.' | b'!' | b'"')
}

impl Scan<'_, '_> {
    fn region(&mut self, region: Run, level: u8, headline: bool) {
        let mut units = std::mem::take(&mut self.units);
        Unit::all(self.view, region, level, headline, &mut units);
        self.ends.clear();
        self.ends.extend(units.iter().map(|unit| unit.run.to));
        for unit in &units {
            self.unit = *unit;
            self.first = self.found.len();
            for at in unit.run.from..unit.run.to {
                let word = self.view.at(at);
                if word.cue {
                    if !self.ends_cited(at) {
                        verb::scan(self, at);
                    }
                    sign::noun(self, at);
                    sign::adjective(self, at);
                } else if word.sign == b':' {
                    sign::colon(self, at);
                } else if word.sign == b'-' {
                    credit::dash(self, at);
                } else if [words::ACCORDING, words::IN, according::PER].contains(&word.key) {
                    according::according(self, at);
                }
            }
            self.goes_on();
        }
        self.units = units;
    }

    /// Gives a sentence that is one quotation to who said the sentence before: “Cole said it was over. “It is.””
    fn goes_on(&mut self) {
        let (view, unit) = (self.view, self.unit);
        let next = view.quote(unit.run.to, unit.level).map(|quote| quote.run);
        let whole = next.filter(|next| next.from == unit.run.to && self.ends.binary_search(&next.to).is_ok());
        let (Some(next), false) = (whole, unit.headline) else { return };
        let claims = self.unit_claims();
        let Some(last) = claims.iter().rposition(|draft| self.closes(draft)) else { return };
        let takes = |draft: &Draft| draft.content.iter().any(|run| run.contains(next));
        let cited = claims.get(last).filter(|draft| draft.rule == according::ACCORDING_TO);
        if cited.is_none() && claims.iter().any(takes) {
            return;
        }
        // What a paper says that somebody said, both say.
        let told = |draft: &Draft| {
            cited.is_some_and(|outer| outer.content.iter().any(|run| run.contains(draft.cue))) && is_speech(draft)
        };
        let inner = claims.iter().rposition(told);
        let mut content = vec![];
        below::continuations(view, &unit, unit.run.to, &self.ends, &mut content);
        let missing = |index: &usize| !claims.get(*index).is_some_and(takes);
        let speakers: Vec<usize> = [Some(last), inner].into_iter().flatten().filter(missing).collect();
        for index in speakers {
            if let Some(draft) = self.found.get_mut(self.first + index) {
                draft.content.extend_from_slice(&content);
                draft.quoted = true;
            }
        }
    }

    /// Tells whether a claim is what its sentence says, by somebody, up to its end.
    fn closes(&self, draft: &Draft) -> bool {
        let nested = |outer: &Draft| outer.content.iter().any(|run| run.contains(draft.cue));
        let end = content::skip_circumstance(self.view, &self.unit, draft.end());
        let turns = || draft.content.last().is_some_and(|run| clause::turns(self.view, &self.unit, *run));
        is_speech(draft) && end + 1 >= self.unit.run.to && !self.unit_claims().iter().any(nested) && !turns()
    }

    /// The claims of the unit so far.
    fn unit_claims(&self) -> &[Draft] {
        self.found.get(self.first..).unwrap_or_default()
    }

    /// Returns where the last claim ends that ends before `at`; the unit's start when there is none.
    fn floor(&self, at: usize) -> usize {
        let ends = self.unit_claims().iter().map(Draft::end).filter(|end| *end <= at);
        ends.max().unwrap_or(self.unit.run.from).max(self.unit.run.from)
    }

    fn has_claim_before(&self, at: usize) -> bool {
        self.unit_claims().iter().any(|draft| draft.cue.to <= at)
    }

    /// Tells whether a place stands in the cue or the quoted content of a claim.
    fn covered(&self, at: usize) -> bool {
        self.unit_claims()
            .iter()
            .any(|draft| draft.cue.holds(at) || draft.quoted && draft.content.iter().any(|run| run.holds(at)))
    }

    /// Returns the source that a coordinated verb or a participle shares: that of the claim before it, or
    /// the subject of the sentence.
    fn shared(&self, at: usize) -> Option<Run> {
        let earlier = || self.unit_claims().iter().filter(|draft| draft.cue.to <= at && draft.source.is_some());
        let nested = |draft: &Draft| earlier().any(|outer| outer.content.iter().any(|run| run.contains(draft.cue)));
        match earlier().rfind(|draft| !nested(draft)) {
            Some(draft) => draft.source,
            None => source::subject(self.view, &self.unit, at),
        }
    }

    /// Tells whether a word is the last of what things are according to: “according to a police report”.
    fn ends_cited(&self, at: usize) -> bool {
        let cited =
            |draft: &Draft| draft.rule == according::ACCORDING_TO && draft.source.is_some_and(|run| run.to == at + 1);
        self.unit_claims().iter().any(cited)
    }

    /// Drops the claims of the unit whose cue turns out to be part of another: “declined” in “declined to say”.
    fn drop_within(&mut self, cue: Run) {
        let mut unit = self.found.split_off(self.first);
        unit.retain(|draft| draft.cue == cue || !cue.contains(draft.cue));
        self.found.append(&mut unit);
    }

    /// Tells whether a source is the speaker of the quotation it stands in, or the listener: neither is named by it.
    fn is_own_voice(&self, source: Run) -> bool {
        let word = self.view.at(source.from);
        self.unit.level > 0 && source.len() == 1 && (word.is(words::FIRST) || word.key == words::YOU)
    }

    /// Keeps a claim: its content without its own source and cue, and with the quotations that go on.
    fn push(&mut self, mut draft: Draft) {
        if draft.source.is_some_and(|source| self.is_own_voice(source)) {
            return;
        }
        let own = match draft.source {
            Some(source) if source.overlaps(draft.cue) => {
                Run::new(source.from.min(draft.cue.from), source.to.max(draft.cue.to))
            }
            _ => draft.cue,
        };
        draft.content.retain(|run| !run.is_empty() && run.len() < usize::MAX);
        let mut pieces = vec![];
        for run in &draft.content {
            if run.overlaps(own) && run.from < own.from && own.to < run.to {
                pieces.push(Run::new(run.from, own.from));
                pieces.push(Run::new(own.to, run.to));
            } else {
                pieces.push(*run);
            }
        }
        draft.content = pieces;
        let Some(last) = draft.content.last().map(|run| run.to) else { return };
        if draft.quoted {
            let at = last.max(draft.cue.to);
            below::continuations(self.view, &self.unit, at, &self.ends, &mut draft.content);
        }
        let lead = draft.content.iter().filter(|run| run.to <= draft.cue.from).map(|run| run.to).max();
        if let Some(lead) = lead {
            self.clip(lead, &draft);
        }
        self.drop_within(draft.cue);
        self.found.push(draft);
    }

    /// Ends the contents of earlier claims where the clause ends that a later claim takes as its own:
    /// in “Moss believes it is over, Cole said” the belief ends before Cole.
    fn clip(&mut self, lead: usize, later: &Draft) {
        let view = self.view;
        for draft in self.found.get_mut(self.first..).unwrap_or_default() {
            if !later.content.iter().any(|run| run.contains(draft.cue)) {
                continue;
            }
            for run in &mut draft.content {
                if run.from < lead && run.to > lead {
                    run.to = lead;
                }
                while run.to > run.from + 1
                    && view.sign(run.to - 1) == b','
                    && view.at(run.to - 1).depth <= self.unit.level
                {
                    run.to -= 1;
                }
            }
        }
    }
}
