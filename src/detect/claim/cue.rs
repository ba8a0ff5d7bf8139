//! Cues: which words attribute, and how far their verb group reaches.

use super::{
    source,
    unit::Unit,
    view::{Run, View},
    words::{
        self, ADVERB, AUX, BE, CATENATIVE, COORDINATOR, DATE, DETERMINER, EXPLETIVE, HAVE, LY, MODAL, NEGATION, PERSON,
        POSSESSIVE, PREPOSITION, PRONOUN, RELATIVE, S, STOP, TO,
    },
};
use crate::lexicon::{CueForm, Part, Takes};

/// How a cue stands in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mood {
    /// It is the sentence's own verb, or one of them: said, has denied, would argue.
    Finite,
    /// `be` and a past participle: was told, is believed.
    Passive,
    /// A present participle without `be`: saying.
    Participle,
    /// `to` and a base form that no other verb carries: to call on.
    Infinitive,
}

/// A verb that attributes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cue<'d> {
    pub(super) form: &'d CueForm,
    /// The verb itself.
    pub(super) verb: usize,
    /// With auxiliaries, negation, adverbs and particles.
    pub(super) group: Run,
    pub(super) mood: Mood,
}

/// The longest verb group before its verb: “has never once publicly been known to”.
const MAX_GROUP: usize = 8;

/// Returns the verb cue at a place, if one stands there.
pub(super) fn verb_at<'d>(view: &View<'d>, unit: &Unit, at: usize) -> Option<Cue<'d>> {
    let word = view.at(at);
    if !word.cue || word.depth > unit.level || word.capital && at > unit.run.from && !unit.headline {
        return None;
    }
    let (form, end) = view.forms(at).iter().filter(|form| form.part == Part::Verb).find_map(|form| {
        let end = at + 1 + form.rest.len();
        let follows = form.rest.iter().enumerate().all(|(n, key)| view.key(at + 1 + n) == *key);
        (follows && end <= unit.run.to).then_some((form, end))
    })?;
    let (group, last) = group(view, unit, at);
    let mood = mood(view, unit, at, form, group, last)?;
    Some(Cue { form, verb: at, group: Run::new(group, end), mood })
}

/// Returns the adjective cue at a place, with the form of `be` before it.
pub(super) fn adjective_at<'d>(view: &View<'d>, unit: &Unit, at: usize) -> Option<Cue<'d>> {
    let form = view.forms(at).iter().find(|form| {
        let follows = form.rest.iter().enumerate().all(|(n, key)| view.key(at + 1 + n) == *key);
        form.part == Part::Adjective && follows
    })?;
    let (from, last) = group(view, unit, at);
    let feels = matches!(view.text(at.wrapping_sub(1)), "feel" | "feels" | "felt" | "remains" | "remained");
    let from = if last & BE != 0 { from } else { from.saturating_sub(usize::from(feels)) };
    (last & BE != 0 || feels).then(|| Cue {
        form,
        verb: at,
        group: Run::new(from, at + 1 + form.rest.len()),
        mood: Mood::Finite,
    })
}

/// Returns where the verb group begins, and the flags of its last auxiliary.
fn group(view: &View<'_>, unit: &Unit, at: usize) -> (usize, u32) {
    let (mut from, mut last) = (at, 0);
    while from > unit.run.from && at - from < MAX_GROUP {
        let word = view.before(from);
        if word.depth > unit.level {
            break;
        }
        if word.key == TO {
            let carrier = view.before(from - 1);
            if from < 2 || !carrier.is(CATENATIVE | ADVERB) || carrier.depth > unit.level {
                break;
            }
            last |= MODAL;
            from -= 2;
            continue;
        }
        let inner = word.is(AUX | ADVERB | NEGATION | LY) && !word.is(DETERMINER) && word.sign == 0
            || word.is(NEGATION) && word.sign == 0;
        if !inner
            || word.is(PRONOUN | DATE) && !word.is(AUX | ADVERB)
            || view.text(from - 1).ends_with("’s") && !is_verbal_s(view, from - 1)
        {
            break;
        }
        if last == 0 {
            last = word.flags & (BE | HAVE | MODAL);
        }
        from -= 1;
    }
    (from, last)
}

/// Tells whether a clitic 's is a verb: after a pronoun, or before a participle.
fn is_verbal_s(view: &View<'_>, at: usize) -> bool {
    view.before(at).is(PRONOUN | RELATIVE | EXPLETIVE)
}

/// Tells in which mood a form stands, or that it is no verb here.
fn mood(view: &View<'_>, unit: &Unit, at: usize, form: &CueForm, group: usize, last: u32) -> Option<Mood> {
    let previous = view.before(at);
    let close = unit.before(view, at);
    if form.is(CueForm::PRESENT) && !form.is(CueForm::PAST) {
        return match () {
            () if last & BE != 0 => Some(Mood::Finite),
            () if close.is(DETERMINER | POSSESSIVE) && close.sign == 0 => None,
            () => Some(Mood::Participle),
        };
    }
    if form.is(CueForm::PARTICIPLE) && last & BE != 0 && last & HAVE == 0 {
        return Some(Mood::Passive);
    }
    if form.is(CueForm::PAST | CueForm::PARTICIPLE) && (last & HAVE != 0 || last & MODAL == 0) {
        if form.is(CueForm::PARTICIPLE) && last == 0 && asked(view, unit, at, form) {
            return Some(Mood::Passive);
        }
        let before = unit.before(view, group);
        let adjective =
            before.is(DETERMINER | POSSESSIVE | PREPOSITION) && before.sign == 0 && last == 0 && !before.is(PRONOUN);
        return (!adjective && (form.is(CueForm::PAST) || last & HAVE != 0)).then_some(Mood::Finite);
    }
    if form.is(CueForm::BASE) && last & MODAL != 0 {
        return Some(Mood::Finite);
    }
    if form.is(CueForm::BASE) && previous.key == TO {
        return Some(Mood::Infinitive);
    }
    agrees(view, unit, at, form, group).then_some(Mood::Finite)
}

/// Tells whether a present-tense form agrees with a subject before its group, so that it is a verb and no noun.
fn agrees(view: &View<'_>, unit: &Unit, at: usize, form: &CueForm, group: usize) -> bool {
    let (close, subject) = (unit.before(view, at), unit.before(view, group));
    let noun = close.is(DETERMINER | POSSESSIVE | PREPOSITION) && !close.is(PRONOUN | RELATIVE);
    if noun || !subject.word && !matches!(subject.sign, b',' | b')' | b'"' | b'-') {
        return false;
    }
    if form.is(CueForm::THIRD) {
        let next = view.at(at + 1 + form.rest.len());
        let governs = next.is(words::OBJECT) || next.key == words::THAT || next.depth > unit.level;
        let named = subject.capital || subject.is(PRONOUN | RELATIVE | PERSON) || matches!(subject.sign, b',' | b'"');
        let fits = !form.homograph || named || governs && subject.word || follows_quotation(view, unit, group);
        return fits && !subject.is(STOP) || subject.is(RELATIVE) || subject.key == words::AND;
    }
    let plural =
        subject.is(S | PERSON | RELATIVE) || subject.is(PRONOUN) && !is_third(view, group) || subject.key == words::AND;
    let distant = || plural_aside(view, unit, group) || subject.word && plural_head(view, unit, group);
    form.is(CueForm::BASE) && (plural || !form.homograph && distant())
}

/// Tells whether the noun phrase that ends at `end` follows a quotation: ““It is late,” a sign on the quay states”.
fn follows_quotation(view: &View<'_>, unit: &Unit, end: usize) -> bool {
    let phrase = source::left(view, unit, end).filter(|run| run.from > unit.run.from + 1);
    phrase.is_some_and(|run| {
        let first = view.at(run.from);
        let comma = view.before(run.from).depth > unit.level && view.sign(run.from - 2) == b',';
        comma && (first.capital || first.is(DETERMINER | PERSON))
    })
}

/// Tells whether a plural noun stands before the aside that ends at `end`: “Cement makers, for instance, argue”.
fn plural_aside(view: &View<'_>, unit: &Unit, end: usize) -> bool {
    matches!(unit.before(view, end).sign, b',' | b')')
        && source::left(view, unit, end).is_some_and(|run| {
            (run.from..run.to).any(|at| view.at(at).is(S | PERSON)) && !view.before(run.to).is(DETERMINER)
        })
}

/// Tells whether a plural noun stands before the prepositions of the phrase that ends at `end`: “Critics in the capital”.
fn plural_head(view: &View<'_>, unit: &Unit, end: usize) -> bool {
    let floor = unit.run.from.max(end.saturating_sub(MAX_GROUP));
    for at in (floor..end).rev() {
        let (word, next) = (view.at(at), view.at(at + 1));
        if word.sign != 0 || word.is(STOP) || word.depth > unit.level {
            return false;
        }
        if word.is(S | PERSON) && next.is(PREPOSITION) {
            return true;
        }
    }
    false
}

/// Tells whether a verb asks somebody, so that its participle says who was asked.
pub(super) fn inquires(view: &View<'_>, verb: usize) -> bool {
    matches!(view.text(verb), "asked" | "pressed" | "questioned")
}

/// Tells whether a participle without `be` opens a clause: “Asked whether …”, “when asked by a reporter about …”.
fn asked(view: &View<'_>, unit: &Unit, at: usize, form: &CueForm) -> bool {
    let previous = unit.before(view, at);
    // “Cole, asked about it, said”: the only verb comes after a comma.
    let aside = || {
        previous.sign == b','
            && inquires(view, at)
            && source::verbless(view, unit, at)
            && (at + 1..unit.run.to).any(|n| view.sign(n) == b',' && source::finite_next(view, n + 1))
    };
    let opens = previous.key == 0 || previous.is(STOP) && !previous.is(RELATIVE | COORDINATOR) || aside();
    let next = view.at(at + 1);
    let follows = next.key == words::BY || next.is(STOP) || next.key == words::ABOUT || !form.rest.is_empty();
    opens && follows && form.takes(Takes::Addressee)
}

/// Tells whether a third-person pronoun stands before a place.
fn is_third(view: &View<'_>, at: usize) -> bool {
    [words::HE, words::SHE, words::IT].contains(&view.before(at).key)
}
