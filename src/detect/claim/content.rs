//! Contents: what a cue attributes, on its left, on its right, or on both sides.
//!
//! Conventions follow the corpora annotators agree on: quotation marks with all they hold belong to the content, and so
//! do “that”, “whether” and “to”; the sentence's own full stop does not, nor does a comma outside the marks.

use super::{
    cue::Cue,
    source,
    unit::Unit,
    view::{Run, View},
    words::{
        ACCORDING, ADVERB, AND, AS, AUX, BUT, CATENATIVE, COORDINATOR, DATE, DETERMINER, IF, OBJECT, PERSON,
        PREPOSITION, PRONOUN, S, STOP, THAT, TO, VERB, WHETHER,
    },
};
use crate::{
    annotation::CueClass,
    document::BlockKind,
    lexicon::{CueForm, Part, Takes},
};

/// A clause on the left needs this many words; fewer are an adverbial (“On Tuesday,”).
const MIN_CLAUSE: usize = 3;
/// How far a listener (“told the three reporters at the gate”) or a circumstance may reach.
const MAX_LISTENER: usize = 10;
const MAX_CIRCUMSTANCE: usize = 14;
/// Marks around at least this many tokens, or a whole sentence, end the content with them.
const LONG_QUOTE: usize = 6;
/// How far into a content its `to` may stand: after the one who is to do something.
const MAX_TO: usize = 4;
/// How many block quotations one cue introduces.
const MAX_BLOCKS: usize = 32;
/// How far an `as` may stand from its verb.
const MAX_AS: usize = 24;

/// What stands on the right of a cue.
#[derive(Clone, Debug)]
pub(super) struct Right {
    pub(super) content: Run,
    pub(super) class: CueClass,
    /// Whether it begins with quotation marks.
    pub(super) quoted: bool,
    /// Whether a colon right after the cue introduces it.
    pub(super) colon: bool,
    pub(super) takes: Takes,
}

/// What stands on the left of a cue.
#[derive(Clone, Copy, Debug)]
pub(super) struct Left {
    pub(super) content: Run,
    /// Whether it ends with quotation marks.
    pub(super) quoted: bool,
    /// Whether source and cue are put in between commas, so that the clause goes on after them.
    pub(super) interrupted: bool,
}

/// Returns the content that ends before `lead`, where source and cue begin. `floor` is where an earlier claim of the
/// unit ends, `after` where source and cue end.
pub(super) fn left(view: &View<'_>, unit: &Unit, lead: usize, floor: usize, after: usize) -> Option<Left> {
    let (from, last) = (floor.max(unit.run.from), lead.wrapping_sub(1));
    if lead <= from {
        return None;
    }
    let outside = view.at(last).depth <= unit.level;
    let comma = outside && view.sign(last) == b',';
    let edge = if comma || outside && view.sign(last) == b'-' { last } else { lead };
    let tail = skip_circumstance(view, unit, after);
    let closed = tail >= unit.run.to
        || matches!(view.sign(tail), b'.' | b',' | b';' | b'-' | b'!' | b'?' | b')' | b'"')
        || view.at(tail).depth > unit.level;
    if edge > from && view.before(edge).depth > unit.level {
        let quote = view.quote(edge - 1, unit.level)?;
        let speech = quote.run.len() >= LONG_QUOTE
            || matches!(view.before(quote.inner.to).sign, b',' | b'?' | b'!' | b'.')
            || comma;
        if !speech {
            return None;
        }
        let whole = quote.run.from <= from;
        let start = match () {
            () if whole && floor > unit.run.from => from,
            () if whole => quote.run.from.max(unit.region.from),
            () => clause_start(view, from, quote.run.from),
        };
        let scare = !whole && start < quote.run.from && !closed;
        return (!scare).then_some(Left { content: Run::new(start, edge), quoted: true, interrupted: false });
    }
    if edge == lead && !matches!(view.sign(last), b'?' | b'!') {
        return None;
    }
    let content = Run::new(clause_start(view, from, edge), edge);
    let words = (content.from..edge).filter(|at| view.at(*at).word).count();
    let interrupted =
        view.sign(after) == b',' && outside && after + 2 < unit.run.to && view.at(after + 1).depth <= unit.level;
    (closed && (words >= MIN_CLAUSE || words > 0 && interrupted)).then_some(Left {
        content,
        quoted: false,
        interrupted,
    })
}

/// Returns where a clause begins after what an earlier claim left: commas and coordinators.
fn clause_start(view: &View<'_>, from: usize, to: usize) -> usize {
    let mut start = from;
    while start < to
        && (matches!(view.sign(start), b',' | b';' | b'-' | b'.')
            || start > from && view.at(start).is(COORDINATOR) && view.sign(start - 1) != 0)
    {
        start += 1;
    }
    start
}

/// Skips when and where something was said: “on Monday”, “in a statement”, “at the gate”.
pub(super) fn skip_circumstance(view: &View<'_>, unit: &Unit, from: usize) -> usize {
    let mut at = from;
    loop {
        let word = view.at(at);
        if at >= unit.run.to || word.depth > unit.level || at - from > MAX_CIRCUMSTANCE {
            return at;
        }
        let number = word.word && view.text(at).starts_with(|c: char| c.is_ascii_digit());
        if word.is(DATE) || number && at > from || word.is(ADVERB) && word.key != AS && !word.is(DETERMINER) {
            at += 1;
            continue;
        }
        if !word.is(PREPOSITION) || word.is(STOP) || matches!(view.text(at), "for" | "against" | "like") && at == from {
            return at;
        }
        match phrase_after(view, unit, at + 1) {
            Some(end) => at = end,
            None => return at,
        }
    }
}

/// Returns where the noun phrase after a preposition ends.
fn phrase_after(view: &View<'_>, unit: &Unit, from: usize) -> Option<usize> {
    let mut at = from;
    while at < unit.run.to && at - from < MAX_LISTENER {
        let word = view.at(at);
        let name_mark =
            matches!(word.sign, b'&' | b'\'') || word.sign == b'"' && !word.spaced && word.depth <= unit.level;
        if word.depth > unit.level
            || word.sign != 0 && !name_mark
            || word.is(STOP | PREPOSITION) && at > from
            || word.is(PRONOUN) && !word.is(DETERMINER | PERSON)
        {
            break;
        }
        if at > from && source::finite(view, at)
            || word.is(AUX) && word.sign == 0 && word.key != super::words::POSSESSIVE_S
        {
            break;
        }
        at += 1;
    }
    (at > from).then_some(at)
}

/// Returns the content that begins after `after`.
pub(super) fn right(view: &View<'_>, unit: &Unit, cue: &Cue<'_>, after: usize) -> Option<Right> {
    let form = cue.form;
    let (start, colon, takes) = opening(view, unit, form, after)?;
    let class = form.class(takes)?;
    let quoted = view.at(start).depth > unit.level;
    let end = if quoted { quoted_end(view, unit, start, takes) } else { clause_end(view, unit, start, takes) };
    (end > start).then(|| Right {
        content: Run::new(start, end),
        class,
        quoted,
        colon: colon && view.sign(after) == b':',
        takes,
    })
}

/// Tells whether marks after “told” hold a name (`told "Fox and Friends"`) and not what was said.
pub(super) fn names_listener(view: &View<'_>, unit: &Unit, right: &Right) -> bool {
    right.quoted
        && view
            .quote(right.content.from, unit.level)
            .is_some_and(|quote| quote.inner.len() < LONG_QUOTE && view.at(quote.inner.from).capital)
}

/// Returns the rest of a clause that source and cue interrupt: “The cuts, she said, will hurt.”
pub(super) fn rest(view: &View<'_>, unit: &Unit, cue: &Cue<'_>, after: usize) -> Option<Right> {
    let class = cue.form.class(Takes::Clause)?;
    let end = clause_end(view, unit, after + 1, Takes::Clause);
    let content = Run::new(after + 1, end);
    (!content.is_empty()).then_some(Right { content, class, quoted: false, colon: false, takes: Takes::Clause })
}

/// Returns where the content begins, whether a colon introduces it, and in which construction.
fn opening(view: &View<'_>, unit: &Unit, form: &CueForm, after: usize) -> Option<(usize, bool, Takes)> {
    let direct = at_opening(view, unit, form, after);
    if form.takes(Takes::Addressee) {
        if let Some(found) = past_listener(view, unit, form, after) {
            return Some(found);
        }
    }
    if direct.is_some() {
        return direct;
    }
    let past = skip_circumstance(view, unit, after);
    if past > after {
        let found = at_opening(view, unit, form, past);
        if let Some((_, _, takes)) = found {
            let marked =
                view.key(past) == THAT || matches!(view.sign(past), b':' | b',') || view.at(past).depth > unit.level;
            let dated = view.before(past).is(DATE | ADVERB);
            if marked || dated && takes != Takes::Object || takes == Takes::Clause && form.takes(Takes::Passive) {
                return found;
            }
        }
    }
    None
}

/// Tells how a content may begin right at `at`.
fn at_opening(view: &View<'_>, unit: &Unit, form: &CueForm, at: usize) -> Option<(usize, bool, Takes)> {
    if at >= unit.run.to {
        return None;
    }
    let word = view.at(at);
    let any = [Takes::Quotation, Takes::Clause, Takes::Object, Takes::As, Takes::Infinitive]
        .into_iter()
        .find(|t| form.takes(*t));
    if word.depth > unit.level {
        return Some((at, false, any?));
    }
    match word.sign {
        b':' => {
            return (at + 1 < unit.run.to && (form.takes(Takes::Clause) || form.takes(Takes::Quotation))).then_some((
                at + 1,
                true,
                any?,
            ));
        }
        b',' | b'-' => {
            let quoted = view.at(at + 1).depth > unit.level && at + 1 < unit.run.to;
            return quoted.then_some((at + 1, false, any?));
        }
        0 | b'$' | b'[' | b'#' => {}
        _ => return None,
    }
    if word.is(DATE) && (word.capital || !word.is(DETERMINER | ADVERB)) {
        return None;
    }
    if word.is(ADVERB)
        && !word.is(DETERMINER | PRONOUN | STOP)
        && (view.key(at + 1) == THAT || view.at(at + 1).depth > unit.level)
    {
        return None;
    }
    if word.key == TO {
        return form.takes(Takes::Infinitive).then_some((at, false, Takes::Infinitive));
    }
    let clause_word = [THAT, WHETHER, IF].contains(&word.key)
        || word.is(STOP) && matches!(view.text(at), "how" | "why" | "what" | "who" | "where" | "when" | "which");
    if clause_word {
        let takes = [Takes::Clause, Takes::Object].into_iter().find(|t| form.takes(*t))?;
        let cut = takes == Takes::Object && view.text(at) == "when";
        return (!cut).then_some((at, false, takes));
    }
    if form.takes(Takes::As) {
        if let Some(found) = as_opening(view, unit, form, at) {
            return Some(found);
        }
    }
    if word.is(STOP | PREPOSITION) && !word.is(DETERMINER | PRONOUN) || word.key == AS {
        return None;
    }
    if form.takes(Takes::Clause)
        && (form.takes(Takes::Passive)
            && form.class(Takes::Clause) == Some(CueClass::Neutral)
            && !form.takes(Takes::Object)
            || clause_like(view, unit, at))
    {
        return Some((at, false, Takes::Clause));
    }
    let nominal = word.is(DETERMINER | OBJECT | PRONOUN | S | PERSON) || word.capital || word.word;
    (form.takes(Takes::Object) && nominal).then_some((at, false, Takes::Object))
}

/// Finds the content of “described X as Y” and “called X Y”.
fn as_opening(view: &View<'_>, unit: &Unit, form: &CueForm, at: usize) -> Option<(usize, bool, Takes)> {
    let limit = unit.run.to.min(at + MAX_AS);
    let mut n = at;
    while n < limit && !matches!(view.sign(n), b';' | b':' | b'.') {
        let word = view.at(n);
        if word.depth <= unit.level && word.key == AS || word.depth > unit.level {
            return Some((at, false, Takes::As));
        }
        n += 1;
    }
    let names = view.cues.forms(crate::document::key("call")).iter().find(|call| call.rest.is_empty());
    let calls = names.is_some_and(|call| std::ptr::eq(call, form))
        || form.rest.is_empty()
            && view.text(at.wrapping_sub(1)).starts_with(['c', 'C'])
            && view.text(at.wrapping_sub(1)).get(1..4).is_some_and(|t| t == "all");
    let first = view.at(at);
    let object = first.is(OBJECT | DETERMINER | PRONOUN) || first.capital;
    (calls && object && at + 2 < unit.run.to).then_some((at, false, Takes::As))
}

/// Tells whether a finite verb follows soon, so that what begins at `at` is a clause and not a noun phrase.
fn clause_like(view: &View<'_>, unit: &Unit, at: usize) -> bool {
    let first = view.at(at);
    if first.is(PRONOUN) && !first.is(DETERMINER | OBJECT) {
        return true;
    }
    let mut n = at + 1;
    while n < unit.run.to && n - at < MAX_CIRCUMSTANCE {
        let word = view.at(n);
        if word.depth > unit.level || word.sign != 0 && !matches!(word.sign, b'&' | b'\'' | b'$') {
            return false;
        }
        if word.is(STOP) && word.key != AND {
            return false;
        }
        if source::finite(view, n) {
            return true;
        }
        n += 1;
    }
    false
}

/// Skips a listener: the content begins with `that`, `whether`, a quotation, `to`, or a clause after a pronoun or
/// “reporters”.
fn past_listener(view: &View<'_>, unit: &Unit, form: &CueForm, after: usize) -> Option<(usize, bool, Takes)> {
    let first = view.at(after);
    if first.sign != 0 || first.depth > unit.level || [THAT, WHETHER, IF, TO].contains(&first.key) {
        return None;
    }
    let listener = first.capital || first.is(OBJECT | DETERMINER | PERSON | S);
    if !listener {
        return None;
    }
    let mut end =
        if first.is(OBJECT) && !view.at(after).is(DETERMINER) { after + 1 } else { phrase_after(view, unit, after)? };
    end = skip_circumstance(view, unit, end);
    if view.sign(end) == b',' && view.at(end + 1).depth <= unit.level {
        return None;
    }
    let (start, colon, takes) = at_opening(view, unit, form, end)?;
    let word = view.at(start);
    let marked = [THAT, WHETHER, IF].contains(&word.key) || word.depth > unit.level || colon || word.is(STOP);
    let tells = view.text(after.wrapping_sub(1)).starts_with(['t', 'T'])
        && !form.takes(Takes::Infinitive)
        && !form.takes(Takes::Object);
    (marked || tells && takes == Takes::Clause).then_some((start, colon, takes))
}

/// Returns where a content that begins with quotation marks ends: with the marks, or with the clause they begin.
fn quoted_end(view: &View<'_>, unit: &Unit, start: usize, takes: Takes) -> usize {
    let Some(quote) = view.quote(start, unit.level) else { return clause_end(view, unit, start, takes) };
    let end = quote.run.to;
    let next = view.at(end);
    let whole = quote.run.len() >= LONG_QUOTE || matches!(view.before(quote.inner.to).sign, b'.' | b'?' | b'!' | b',');
    let circumstance = next.is(PREPOSITION | DATE | STOP | ADVERB) || next.sign != 0 || next.depth > unit.level;
    if end >= unit.run.to || whole && circumstance || next.sign == b',' || next.sign == b'.' {
        return end;
    }
    clause_end(view, unit, start, takes)
}

/// Returns where a clause that begins at `start` ends: before the next claim of the sentence, or with it.
pub(super) fn clause_end(view: &View<'_>, unit: &Unit, start: usize, takes: Takes) -> usize {
    let mut end = unit.run.to;
    let mut at = start + 1;
    let mut brackets = 0_u8;
    while at < end {
        let word = view.at(at);
        let unopened = word.sign == b')' && brackets == 0;
        brackets = match word.sign {
            b'(' => brackets.saturating_add(1),
            b')' => brackets.saturating_sub(1),
            _ => brackets,
        };
        if word.depth <= unit.level && (unopened || ends_clause(view, unit, at, takes)) {
            end = at;
        } else if to_quoted(view, unit, start, at) {
            end = quote_end(view, unit, at);
        }
        at += 1;
    }
    while end > start + 1 {
        let last = view.before(end);
        let stop =
            matches!(last.sign, b'.' | b'!' | b'?' | b',' | b';' | b'-' | b':' | b'(') && last.depth <= unit.level;
        if !stop {
            break;
        }
        end -= 1;
    }
    end
}

/// Tells whether marks open right after the `to` of the content: “urged her to ‘stay committed’ to the talks”. What
/// follows them is the writer's sentence again.
fn to_quoted(view: &View<'_>, unit: &Unit, start: usize, at: usize) -> bool {
    at <= start + MAX_TO
        && view.key(at - 1) == TO
        && view.at(at).depth > unit.level
        && view.at(at - 1).depth <= unit.level
}

fn ends_clause(view: &View<'_>, unit: &Unit, at: usize, takes: Takes) -> bool {
    let (word, next) = (view.at(at), view.at(at + 1));
    if word.sign == b';' || word.link {
        return true;
    }
    let closes = view.before(at).depth > unit.level && word.depth <= unit.level;
    if closes && takes == Takes::As && !(word.key == AND && next.depth > unit.level) && word.sign == 0 {
        return true;
    }
    if closes
        && word.word
        && view.sign(at - 2) == b','
        && view.forms(at).iter().any(|form| form.part == Part::Verb && form.is(CueForm::PRESENT))
    {
        return true;
    }
    if word.sign == b',' {
        let participle = view.forms(at + 1).iter().any(|form| form.part == Part::Verb && form.is(CueForm::PRESENT));
        if participle || next.key == ACCORDING || new_claim(view, unit, at + 1) {
            return true;
        }
        if view.text(at + 1) == "which" && view.at(at + 2).is(super::words::BE) {
            return true;
        }
        let clause = next.is(COORDINATOR) && clause_like(view, unit, at + 2);
        if clause && matches!(takes, Takes::Object | Takes::Infinitive | Takes::As) {
            return true;
        }
        let adjunct = next.is(STOP | PREPOSITION) && !next.is(COORDINATOR) || next.is(super::words::ING);
        return takes == Takes::Object && adjunct;
    }
    if word.key == ACCORDING && next.key == TO {
        return true;
    }
    if word.sign == b'-' && (next.is(super::words::RELATIVE) || clause_like(view, unit, at + 1)) {
        return true;
    }
    if matches!(takes, Takes::Object | Takes::As)
        && word.key == AND
        && (view.at(at + 1).is(PRONOUN) && !view.at(at + 1).is(DETERMINER))
    {
        return true;
    }
    if matches!(takes, Takes::Object | Takes::As)
        && word.is(STOP)
        && matches!(view.text(at), "after" | "before" | "while" | "when" | "because" | "although" | "though" | "since")
    {
        return true;
    }
    new_claim(view, unit, at)
}

/// Tells whether a coordinated verb begins a claim of the same source: “and said”, “but has denied”.
fn new_claim(view: &View<'_>, unit: &Unit, at: usize) -> bool {
    let word = view.at(at);
    if word.key != AND && word.key != BUT {
        return false;
    }
    let mut n = at + 1;
    while n < unit.run.to && n - at < 6 && view.at(n).is(AUX | ADVERB | CATENATIVE | super::words::LY)
        || n > at + 1 && view.key(n) == TO && n - at < 6
    {
        n += 1;
    }
    let verb = view.at(n);
    if verb.depth > unit.level || verb.is(VERB) && !verb.cue {
        return false;
    }
    view.forms(n).iter().any(|form| {
        let shape = form.is(CueForm::PAST | CueForm::THIRD) || form.is(CueForm::BASE) && n > at + 1;
        form.part == Part::Verb
            && shape
            && form.rest.iter().enumerate().all(|(i, key)| view.key(n + 1 + i) == *key)
            && (!form.homograph || n > at + 1 || form.is(CueForm::PAST))
    })
}

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

/// Returns where the quotation that begins at `at` ends.
pub(super) fn quote_end(view: &View<'_>, unit: &Unit, at: usize) -> usize {
    view.quote(at, unit.level).map_or(at + 1, |quote| quote.run.to)
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
