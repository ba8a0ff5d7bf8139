//! Contents: what a cue attributes, on its left, on its right, or on both sides.
//!
//! Conventions follow the corpora annotators agree on: quotation marks with all they hold belong to the content, and so
//! do “that”, “whether” and “to”; the sentence's own full stop does not, nor does a comma outside the marks.

use super::{
    clause,
    cue::Cue,
    source,
    unit::Unit,
    view::{Run, View},
    words::{
        self, ADVERB, AND, AS, AUX, COORDINATOR, DATE, DETERMINER, IF, OBJECT, PERSON, PREPOSITION, PRONOUN, S, STOP,
        THAT, TO, WHETHER,
    },
};
use crate::{
    annotation::CueClass,
    lexicon::{CueForm, Takes},
};

/// A clause on the left needs this many words; fewer are an adverbial (“On Tuesday,”).
const MIN_CLAUSE: usize = 3;
/// How far a listener (“told the three reporters at the gate”) or a circumstance may reach.
const MAX_LISTENER: usize = 10;
const MAX_CIRCUMSTANCE: usize = 14;
/// Marks around at least this many tokens, or a whole sentence, end the content with them.
pub(super) const LONG_QUOTE: usize = 6;
/// How far a `that` may stand from its verb when a listener stands between them.
const MAX_FAR: usize = 24;
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
        || view.at(tail).depth > unit.level
        || tail > after && view.key(after) == words::IN && is_participle(view, tail);
    if edge > from && view.before(edge).depth > unit.level {
        let quote = view.quote(edge - 1, unit.level)?;
        let speech = quote.run.len() >= LONG_QUOTE
            || matches!(view.before(quote.inner.to).sign, b',' | b'?' | b'!' | b'.')
            || comma;
        if !speech {
            return None;
        }
        let whole = quote.run.from <= from;
        // “… nobody – “not one,” Cole said – came”
        let aside = view.before(quote.run.from).sign == b'-' && view.sign(after) == b'-';
        let start = match () {
            () if whole && floor > unit.run.from => from,
            () if whole || aside => quote.run.from.max(unit.region.from),
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
    let closes = view.sign(after) == b',' || view.sign(after) == b'-' && view.sign(last) == b'-';
    let goes_on = after + 2 < unit.run.to && view.at(after + 1).depth <= unit.level;
    let interrupted = closes && outside && goes_on && !clause::begins_claim(view, after + 1);
    let answer = words > 0
        && (tail >= unit.run.to || view.sign(tail) == b'.')
        && tail == after
        && !view.at(content.from).is(PREPOSITION | ADVERB | DATE | COORDINATOR);
    (closed && (words >= MIN_CLAUSE || words > 0 && interrupted || answer)).then_some(Left {
        content,
        quoted: false,
        interrupted,
    })
}

/// Returns where a clause begins after what an earlier claim left: commas and coordinators.
fn clause_start(view: &View<'_>, from: usize, to: usize) -> usize {
    let mut start = (from..to).rev().find(|at| view.sign(*at) == b';').map_or(from, |at| at + 1);
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
        if at > from && source::finite(view, at) || word.is(AUX) && word.sign == 0 && word.key != words::POSSESSIVE_S {
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
    let end = if quoted {
        clause::quoted_end(view, unit, start, takes)
    } else {
        clause::clause_end(view, unit, start, takes)
    };
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
    let end = clause::clause_end(view, unit, after + 1, Takes::Clause);
    let content = Run::new(after + 1, end);
    (!content.is_empty()).then_some(Right { content, class, quoted: false, colon: false, takes: Takes::Clause })
}

/// Returns where the content begins, whether a colon introduces it, and in which construction.
fn opening(view: &View<'_>, unit: &Unit, form: &CueForm, after: usize) -> Option<(usize, bool, Takes)> {
    // What follows a verb with a listener is the listener, unless a verb of its own shows a clause.
    let heard = |takes: Takes| takes == Takes::Clause && tells(form);
    let direct = at_opening(view, unit, form, after).filter(|(start, _, takes)| {
        !heard(*takes)
            || view.at(*start).depth > unit.level
            || begins_clause(view, *start)
            || clause_like(view, unit, *start)
    });
    if let Some(found) = past_listener(view, unit, form, after) {
        return Some(found);
    }
    if direct.is_none() && tells(form) {
        let found = far_clause(view, unit, after).and_then(|at| at_opening(view, unit, form, at));
        if found.is_some() {
            return found;
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
            let described = takes == Takes::Clause && is_participle(view, past);
            let loose = dated && takes != Takes::Object || takes == Takes::Clause && form.takes(Takes::Passive);
            if marked || !described && loose {
                return found;
            }
        }
    }
    None
}

/// Tells whether a participle goes on describing a circumstance: “in a statement emailed to the paper”.
fn is_participle(view: &View<'_>, at: usize) -> bool {
    let word = view.at(at);
    word.is(words::ED) && !word.capital && !view.text(at).ends_with("eed") && view.before(at).word
}

/// Tells how a content may begin right at `at`.
fn at_opening(view: &View<'_>, unit: &Unit, form: &CueForm, at: usize) -> Option<(usize, bool, Takes)> {
    if at >= unit.run.to {
        return None;
    }
    let word = view.at(at);
    let any = || {
        let order = [Takes::Quotation, Takes::Clause, Takes::Object, Takes::As, Takes::Infinitive];
        order.into_iter().find(|takes| form.takes(*takes))
    };
    if word.depth > unit.level {
        return Some((at, false, any()?));
    }
    match word.sign {
        b':' => {
            let introduces = form.takes(Takes::Clause) || form.takes(Takes::Quotation);
            (at + 1 < unit.run.to && introduces).then_some((at + 1, true, any()?))
        }
        b',' | b'-' => {
            let quoted = view.at(at + 1).depth > unit.level && at + 1 < unit.run.to;
            quoted.then_some((at + 1, false, any()?))
        }
        0 | b'$' | b'[' | b'#' => by_words(view, unit, form, at).map(|takes| (at, false, takes)),
        _ => None,
    }
}

/// Tells in which construction a content without marks begins at `at`.
fn by_words(view: &View<'_>, unit: &Unit, form: &CueForm, at: usize) -> Option<Takes> {
    let (word, next) = (view.at(at), view.at(at + 1));
    if word.is(DATE) && (word.capital || !word.is(DETERMINER | ADVERB)) {
        return None;
    }
    let adverb = word.is(ADVERB) && !word.is(DETERMINER | PRONOUN | STOP);
    if adverb && (next.key == THAT || next.depth > unit.level) {
        return None;
    }
    if word.key == TO {
        return form.takes(Takes::Infinitive).then_some(Takes::Infinitive);
    }
    if begins_clause(view, at) {
        let takes = [Takes::Clause, Takes::Object].into_iter().find(|takes| form.takes(*takes))?;
        let cut = takes == Takes::Object && view.text(at) == "when";
        return (!cut).then_some(takes);
    }
    if names(view, unit, form, at) {
        return Some(Takes::As);
    }
    if word.is(STOP | PREPOSITION) && !word.is(DETERMINER | PRONOUN) || word.key == AS {
        return None;
    }
    if form.takes(Takes::Clause) && (form.takes(Takes::Bare) || clause_like(view, unit, at)) {
        return Some(Takes::Clause);
    }
    let nominal = word.is(DETERMINER | OBJECT | PRONOUN | S | PERSON) || word.capital || word.word;
    (form.takes(Takes::Object) && nominal).then_some(Takes::Object)
}

/// Tells whether a word opens a clause that can be a content: that, whether, and the question words.
fn begins_clause(view: &View<'_>, at: usize) -> bool {
    let word = view.at(at);
    [THAT, WHETHER, IF].contains(&word.key)
        || word.is(STOP) && matches!(view.text(at), "how" | "why" | "what" | "who" | "where" | "when" | "which")
}

/// Tells whether “X as Y” begins here, or “X Y” after a cue that names (“called him a friend”).
fn names(view: &View<'_>, unit: &Unit, form: &CueForm, at: usize) -> bool {
    if !form.takes(Takes::As) {
        return false;
    }
    let limit = unit.run.to.min(at + MAX_AS);
    let mark = (at..limit).take_while(|n| !matches!(view.sign(*n), b';' | b':' | b'.')).find(|n| {
        let word = view.at(*n);
        word.depth > unit.level || word.key == AS
    });
    mark.is_some() || form.takes(Takes::Naming) && names_bare(view, at, limit)
}

/// Tells whether an object and its name stand side by side: “him a friend”, “Brandt unfit”, “the plan a
/// farce”; not “her sister twice”.
fn names_bare(view: &View<'_>, at: usize, limit: usize) -> bool {
    let first = view.at(at);
    let article = |n: usize| matches!(view.text(n), "a" | "an" | "the");
    if first.is(DETERMINER) {
        return (at + 2..limit).take_while(|n| view.sign(*n) == 0).any(article);
    }
    let names = (at..limit).take_while(|n| view.at(*n).capital).count();
    let next = at + names.max(usize::from(first.is(OBJECT | PRONOUN)));
    let word = view.at(next);
    let begins = word.sign == 0 && !word.is(PREPOSITION | DATE | STOP | AUX | COORDINATOR | ADVERB);
    next > at && next < limit && (begins || article(next))
}

/// Tells whether a finite verb follows soon, so that what begins at `at` is a clause and not a noun phrase.
pub(super) fn clause_like(view: &View<'_>, unit: &Unit, at: usize) -> bool {
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

/// Tells whether a verb needs its listener, as “told” does.
fn tells(form: &CueForm) -> bool {
    form.takes(Takes::Addressee) && form.takes(Takes::Bare)
}

/// Returns where the content begins behind a listener with more than a name: “told a town hall in Selmark, Ostrenia, that”.
fn far_clause(view: &View<'_>, unit: &Unit, after: usize) -> Option<usize> {
    let limit = if view.at(after).word { unit.run.to.min(after + MAX_FAR) } else { after };
    let begins = |at: &usize| {
        let word = view.at(*at);
        let to = word.key == TO
            && view.at(at + 1).word
            && !view.at(at + 1).is(DETERMINER | OBJECT)
            && !view.at(at + 1).capital;
        [THAT, WHETHER].contains(&word.key) || to
    };
    let stops = |at: &usize| {
        let word = view.at(*at);
        let sign = !matches!(word.sign, 0 | b',' | b'(' | b')' | b'\'' | b'"' | b'&' | b'#');
        word.depth > unit.level || sign || source::finite(view, *at) || word.is(STOP) && word.key != AND
    };
    let at = (after + 1..limit).find(|at| begins(at) || stops(at))?;
    (begins(&at) && (view.key(at) != TO || view.sign(at - 1) == 0)).then_some(at)
}

/// Returns where a listener ends with whom the clause ends: “…, a source told the paper.”
pub(super) fn listener_end(view: &View<'_>, unit: &Unit, form: &CueForm, after: usize) -> usize {
    let first = view.at(after);
    let named = first.capital || first.is(OBJECT | DETERMINER | PERSON | S);
    if !tells(form) || !named || first.sign != 0 || first.depth > unit.level {
        return after;
    }
    let end = if first.is(OBJECT) && !first.is(DETERMINER) { Some(after + 1) } else { phrase_after(view, unit, after) };
    let end = end.map_or(after, |end| skip_circumstance(view, unit, end));
    let closed = end >= unit.run.to || matches!(view.sign(end), b',' | b'.' | b';' | b'-');
    if closed { end } else { after }
}

/// Returns where a listener's name ends when a clause follows without `that`: “told Marrick the border was open”.
fn named_listener(view: &View<'_>, unit: &Unit, after: usize) -> Option<usize> {
    let from = after + usize::from(matches!(view.text(after), "the" | "The"));
    let end = (from..unit.run.to.min(after + MAX_LISTENER)).find(|at| !view.at(*at).is_name())?;
    let next = view.at(end);
    let dated = next.is(DATE | STOP) || view.at(end + 1).is(DATE);
    (end > from && next.is(DETERMINER) && !dated && clause_like(view, unit, end)).then_some(end)
}

/// Skips a listener: the content begins with `that`, `whether`, a quotation, `to`, or a clause after a pronoun or
/// “reporters”.
fn past_listener(view: &View<'_>, unit: &Unit, form: &CueForm, after: usize) -> Option<(usize, bool, Takes)> {
    let first = view.at(after);
    if !form.takes(Takes::Addressee)
        || first.sign != 0
        || first.depth > unit.level
        || [THAT, WHETHER, IF, TO].contains(&first.key)
    {
        return None;
    }
    let address = || view.text(after).contains('.');
    let listener = first.capital || first.is(OBJECT | DETERMINER | PERSON | S) || address();
    if !listener {
        return None;
    }
    let mut end = match named_listener(view, unit, after) {
        Some(end) => end,
        None if first.is(OBJECT) && !view.at(after).is(DETERMINER) => after + 1,
        None => phrase_after(view, unit, after)?,
    };
    end = skip_circumstance(view, unit, end);
    if view.sign(end) == b',' && view.at(end + 1).depth <= unit.level {
        return None;
    }
    let (start, colon, takes) = at_opening(view, unit, form, end)?;
    let word = view.at(start);
    let marked = [THAT, WHETHER, IF].contains(&word.key) || word.depth > unit.level || colon || word.is(STOP);
    (marked || form.takes(Takes::Bare) && takes == Takes::Clause).then_some((start, colon, takes))
}
