//! Where a content ends: with its quotation marks, with its clause, or before the next claim of the sentence.
//!
//! Clauses are not parsed. A content runs to the end of its sentence unless something says that the writer, or another
//! claim, takes over: a coordinated verb of saying, a participle of saying, “according to”, a semicolon, a dash before a
//! clause. A bare “, which” or “, and” does not: readers disagree about those, too.

use super::{
    content::{LONG_QUOTE, clause_like},
    unit::Unit,
    view::{Run, View},
    words::{
        self, ACCORDING, ADVERB, AND, AUX, BUT, CATENATIVE, COORDINATOR, DATE, DETERMINER, PREPOSITION, PRONOUN, STOP,
        TO, VERB,
    },
};
use crate::{
    annotation::CueClass,
    lexicon::{CueForm, Part, Takes},
};

/// The longest name of another speaker in the sentence, in tokens.
const MAX_SPEAKER: usize = 5;
/// How far into a content its `to` may stand: after the one who is to do something.
const MAX_TO: usize = 4;

/// Returns where a content that begins with quotation marks ends: with the marks, or with the clause they begin.
pub(super) fn quoted_end(view: &View<'_>, unit: &Unit, start: usize, takes: Takes) -> usize {
    let Some(quote) = view.quote(start, unit.level) else { return clause_end(view, unit, start, takes) };
    let end = quote.run.to;
    let next = view.at(end);
    let whole = quote.run.len() >= LONG_QUOTE || matches!(view.before(quote.inner.to).sign, b'.' | b'?' | b'!' | b',');
    let circumstance = next.is(PREPOSITION | DATE | STOP | ADVERB) || next.sign != 0 || next.depth > unit.level;
    let set_off = view.before(quote.inner.to).sign == b',' || matches!(next.sign, b',' | b'.');
    if end >= unit.run.to || whole && circumstance || set_off {
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

/// Tells whether the clause ends before the token at `at`.
fn ends_clause(view: &View<'_>, unit: &Unit, at: usize, takes: Takes) -> bool {
    let (word, next) = (view.at(at), view.at(at + 1));
    match word.sign {
        b';' => return true,
        b',' => return ends_at_comma(view, unit, at, takes),
        b'-' if next.is(words::RELATIVE) || clause_like(view, unit, at + 1) => return true,
        _ if word.link || word.key == ACCORDING && next.key == TO => return true,
        _ => {}
    }
    let after_marks = view.before(at).depth > unit.level;
    if after_marks && takes == Takes::As && word.sign == 0 && !(word.key == AND && next.depth > unit.level) {
        return true;
    }
    if after_marks && word.word && view.sign(at.wrapping_sub(2)) == b',' && participle(view, at) {
        return true;
    }
    let nominal = matches!(takes, Takes::Object | Takes::As);
    if nominal && word.key == AND && next.is(PRONOUN) && !next.is(DETERMINER) {
        return true;
    }
    let subordinates =
        || matches!(view.text(at), "after" | "before" | "while" | "when" | "because" | "although" | "though" | "since");
    nominal && word.is(STOP) && subordinates() || new_claim(view, unit, at)
}

fn ends_at_comma(view: &View<'_>, unit: &Unit, at: usize, takes: Takes) -> bool {
    let next = view.at(at + 1);
    if begins_claim(view, at + 1) || new_claim(view, unit, at + 1) {
        return true;
    }
    // “, which is even higher than …”: the writer comments.
    if view.text(at + 1) == "which" && view.at(at + 2).is(words::BE) {
        return true;
    }
    let clause = next.is(COORDINATOR) && clause_like(view, unit, at + 2);
    if clause && matches!(takes, Takes::Object | Takes::Infinitive | Takes::As) {
        return true;
    }
    takes == Takes::Object && (next.is(STOP | PREPOSITION) && !next.is(COORDINATOR) || next.is(words::ING))
}

/// Tells whether what follows a comma is another claim: “, adding that …”, “, according to …”.
pub(super) fn begins_claim(view: &View<'_>, at: usize) -> bool {
    participle(view, at) || view.key(at) == ACCORDING
}

/// Tells whether a content without marks goes on with a clause that may be the writer's: “she would go, but the board
/// voted against it”.
pub(super) fn turns(view: &View<'_>, unit: &Unit, content: Run) -> bool {
    let turn = |at: usize| {
        let comma = view.sign(at) == b',' && view.at(at).depth <= unit.level;
        let subject = view.at(at + 2);
        comma && view.at(at + 1).is(COORDINATOR) && (subject.is(DETERMINER | PRONOUN) || subject.is_name())
    };
    view.at(content.from).depth <= unit.level && (content.from..content.to).any(turn)
}

/// Tells whether a participle of saying stands at a place: saying, adding, citing.
fn participle(view: &View<'_>, at: usize) -> bool {
    view.forms(at).iter().any(|form| form.part == Part::Verb && form.is(CueForm::PRESENT))
}

/// Tells whether a coordinated verb begins a claim of the same source: “and said”, “but has denied”.
fn new_claim(view: &View<'_>, unit: &Unit, at: usize) -> bool {
    let word = view.at(at);
    if word.key != AND && word.key != BUT {
        return false;
    }
    let speaker = other_speaker(view, unit, at + 1);
    let mut n = speaker.unwrap_or(at + 1);
    let from = n;
    while n < unit.run.to && n - from < 5 && view.at(n).is(AUX | ADVERB | CATENATIVE | words::LY)
        || n > from && view.key(n) == TO && n - from < 5
    {
        n += 1;
    }
    let verb = view.at(n);
    if verb.depth > unit.level || verb.is(VERB) && !verb.cue {
        return false;
    }
    view.forms(n).iter().any(|form| {
        let shape = form.is(CueForm::PAST | CueForm::THIRD) || form.is(CueForm::BASE) && n > from;
        let says = speaker.is_none()
            || word.key == BUT && !form.homograph
            || form.takes(Takes::Clause) && form.class(Takes::Clause) != Some(CueClass::Belief);
        form.part == Part::Verb
            && shape
            && says
            && form.rest.iter().enumerate().all(|(i, key)| view.key(n + 1 + i) == *key)
            && (!form.homograph || n > from || form.is(CueForm::PAST))
    })
}

/// Returns where the name of another speaker ends: “… and Pell said it was not”.
fn other_speaker(view: &View<'_>, unit: &Unit, from: usize) -> Option<usize> {
    let end = (from..unit.run.to.min(from + MAX_SPEAKER)).find(|at| !view.at(*at).is_name())?;
    (end > from && view.at(from).depth <= unit.level).then_some(end)
}

/// Returns where the quotation that begins at `at` ends.
pub(super) fn quote_end(view: &View<'_>, unit: &Unit, at: usize) -> usize {
    view.quote(at, unit.level).map_or(at + 1, |quote| quote.run.to)
}
