//! Claims by punctuation or phrase instead of a verb: “according to”, a colon, a dash, a noun of saying.

use super::{
    Draft, Scan, clause, content, source,
    view::{Run, View},
    words::{self, ACCORDING, BE, DATE, DETERMINER, POSSESSIVE, POSSESSIVE_S, PREPOSITION, STOP, THAT, TITLE, TO},
};
use crate::{
    annotation::CueClass,
    lexicon::{CueForm, Part, Takes},
};

/// The longest name before a colon or after a dash, in tokens.
const MAX_NAME: usize = 7;
/// The longest act before a colon and a quotation: “delivered a blunt message to the board”.
const MAX_ACT: usize = 14;
/// What follows a tag must begin with words, not with a score: at least half of these tokens.
const MIN_SPEECH: usize = 4;
/// How many adjectives may stand between possessor and noun: “his only public statement”.
const MAX_ADJECTIVES: usize = 2;
/// Words that stand before a colon in headlines and are nobody.
const NOBODY: &[&str] = &[
    "watch",
    "read",
    "video",
    "videos",
    "photo",
    "photos",
    "update",
    "updated",
    "breaking",
    "exclusive",
    "opinion",
    "analysis",
    "note",
    "related",
    "more",
    "source",
    "sources",
    "correction",
    "live",
    "also",
    "listen",
    "see",
    "editorial",
    "column",
    "review",
    "subject",
    "date",
    "time",
    "fact",
    "warning",
    "question",
    "part",
    "chapter",
    "tags",
    "topics",
    "contact",
    "transcript",
    "by",
    "re",
    "topics",
    "category",
    "published",
    "look",
    "just",
    "election",
    "debate",
    "politics",
    "campaign",
    "contributing",
    "byline",
    "revealed",
    "bombshell",
    "boom",
    "busted",
    "wow",
];

/// “X: “…””, “Ortiz: Bridge will reopen”, and speaker tags.
pub(super) fn colon(scan: &mut Scan<'_, '_>, at: usize) {
    let (view, unit) = (scan.view, scan.unit);
    if view.sign(at) != b':' || view.at(at).depth > unit.level || at + 1 >= unit.run.to || at <= unit.run.from {
        return;
    }
    if scan.covered(at) {
        return;
    }
    if view.at(at + 1).depth > unit.level {
        if view.key(unit.run.from) == ACCORDING {
            return;
        }
        before_quotation(scan, at);
        return;
    }
    let name = Run::new(unit.run.from, at);
    let opens_region = unit.run.from == unit.region.from;
    let headline = unit.headline && opens_region;
    let tag = opens_region && scan.tags.is_tag(view, name) && !unit.headline;
    if name.len() > MAX_NAME || !is_name(scan, name) || !(headline || tag) {
        return;
    }
    if (at + 1..unit.region.to)
        .take(MIN_SPEECH)
        .filter(|n| view.at(*n).word && !view.text(*n).starts_with(|c: char| c.is_ascii_digit()))
        .count()
        < MIN_SPEECH / 2
    {
        return;
    }
    let end = if tag { unit.region.to } else { clause::clause_end(view, &unit, at + 1, Takes::Clause) };
    let rule = if tag { "claim.speaker-tag" } else { "claim.headline-colon" };
    let quoted = false;
    scan.push(Draft {
        source: Some(name),
        cue: Run::new(at, at + 1),
        content: vec![Run::new(at + 1, end)],
        class: CueClass::Neutral,
        rule,
        quoted,
        verb: at,
        unit: scan.unit,
    });
}

/// Tells whether a run is a name, perhaps with a title, and not “Watch” or “Update”.
fn is_name(scan: &Scan<'_, '_>, run: Run) -> bool {
    let view = scan.view;
    let word = |at: usize| {
        let w = view.at(at);
        w.is_name()
            || w.sign == b'.'
            || w.key == POSSESSIVE_S
            || w.is(TITLE)
            || matches!(w.sign, b'(' | b')' | b'-' | b'&')
            || at > run.from && (w.key == words::OF || view.text(at) == "on")
            || w.is(DETERMINER) && view.before(at).is(PREPOSITION)
    };
    view.at(run.from).capital
        && (run.from..run.to).all(word)
        && !is_nobody(scan, run)
        && !view.at(run.from).is(DATE | PREPOSITION | STOP | DETERMINER)
        && !(run.from..run.to).any(|at| view.text(at).starts_with(|c: char| c.is_ascii_digit()))
}

fn is_nobody(scan: &Scan<'_, '_>, run: Run) -> bool {
    let first = scan.view.text(run.from);
    NOBODY.iter().any(|word| word.eq_ignore_ascii_case(first))
}

/// A colon before a quotation, without a verb: “Vask to Marrick: ‘…’”, “The statement: “…””.
fn before_quotation(scan: &mut Scan<'_, '_>, at: usize) {
    let (view, unit) = (scan.view, scan.unit);
    let floor = at.saturating_sub(MAX_NAME).max(unit.run.from);
    let listener = (floor + 1..at).rev().find(|n| view.key(*n) == TO && view.at(n + 1).is_name());
    let (start, end) = (listener.unwrap_or(at), clause::quoted_end(view, &unit, at + 1, Takes::Clause));
    let opens = |run: &Run| run.from == unit.run.from || view.before(run.from).sign == b'-' && listener.is_none();
    let named = source::left(view, &unit, start)
        .filter(|run| opens(run) && run.len() <= MAX_NAME + 3 && !is_nobody(scan, *run))
        .map(|run| {
            let owned = saying(view, run).map(|owner| (owner, Run::new(owner.to, at + 1)));
            turned(view, run).or(owned).unwrap_or((run, Run::new(start, at + 1)))
        });
    let Some((source, cue)) = named.or_else(|| whoever_acts(scan, at)) else { return };
    scan.push(Draft {
        source: Some(source),
        cue,
        content: vec![Run::new(at + 1, end)],
        class: CueClass::Neutral,
        rule: "claim.colon-quotation",
        quoted: true,
        verb: at,
        unit: scan.unit,
    });
}

/// Returns source and cue of “Added Cole: “…””.
fn turned(view: &View<'_>, run: Run) -> Option<(Run, Run)> {
    let (verb, name) = (Run::new(run.from, run.from + 1), Run::new(run.from + 1, run.to));
    let says = view.forms(run.from).iter().any(|form| form.is(CueForm::PAST | CueForm::THIRD));
    (says && !name.is_empty() && is_somebody(view, name)).then_some((name, verb))
}

/// Returns source and cue of “Cole went further: “…””: the subject of the clause and what it does, whatever its verb.
fn whoever_acts(scan: &Scan<'_, '_>, colon: usize) -> Option<(Run, Run)> {
    let (view, unit) = (scan.view, &scan.unit);
    let subject = source::subject(view, unit, colon)?;
    let head = (subject.from..subject.to).find(|at| matches!(view.sign(*at), b',' | b'('));
    let head = head.unwrap_or(subject.to);
    let somebody = is_somebody(view, Run::new(subject.from, head));
    let source = if somebody { subject } else { saying(view, subject)? };
    let cue = Run::new(source.to, colon + 1);
    let aside = (cue.from..colon)
        .any(|at| matches!(view.sign(at), b'-' | b';' | b',') || source::finite(view, at) && view.at(at).cue);
    (!unit.headline && cue.len() <= MAX_ACT && !aside).then_some((source, cue))
}

/// Returns whose a noun of saying is: “his” of “his answer”, “Cole's” of “Cole's blunt reply”.
fn saying(view: &View<'_>, run: Run) -> Option<Run> {
    let noun = run.to.checked_sub(1).filter(|at| view.forms(*at).iter().any(|form| form.part == Part::Noun))?;
    let mark =
        (run.from..noun).find(|at| view.key(*at) == POSSESSIVE_S || *at == run.from && view.at(*at).is(POSSESSIVE))?;
    Some(Run::new(run.from, mark + 1))
}

/// Tells whether a run is a name or a personal pronoun and nothing else.
fn is_somebody(view: &View<'_>, run: Run) -> bool {
    let first = view.at(run.from);
    let pronoun = run.len() == 1 && first.is(words::PRONOUN) && first.is(words::MALE | words::FEMALE | words::PLURAL);
    let named = |at: usize| view.at(at).is_name() || view.at(at).is(TITLE) || view.sign(at) == b'.';
    pronoun || (run.from..run.to).all(named)
}

/// “her claim that”, “his advice was to”.
pub(super) fn noun(scan: &mut Scan<'_, '_>, at: usize) {
    let (view, unit) = (scan.view, scan.unit);
    if view.at(at).depth > unit.level {
        return;
    }
    let Some(form) = view.forms(at).iter().find(|form| form.part == Part::Noun && form.rest.is_empty()) else { return };
    let Some(possessor) = possessor(scan, at) else { return };
    let mut to = at + 1;
    while view.at(to).is(BE) && to - at < 3 {
        to += 1;
    }
    let next = view.at(to);
    // “her message to voters was clear”
    let object = view.at(to + 1).is(words::S | words::PERSON | DETERMINER | words::OBJECT) || view.at(to + 1).capital;
    let said = next.key == THAT && form.takes(Takes::Clause)
        || next.key == TO && form.takes(Takes::Infinitive) && !object
        || to > at + 1 && next.depth > unit.level;
    if !said || to >= unit.run.to {
        return;
    }
    let takes = if next.key == TO { Takes::Infinitive } else { Takes::Clause };
    let class = form.class(takes).unwrap_or(CueClass::Neutral);
    let mut end = clause::clause_end(view, &unit, to, takes);
    if to == at + 1 {
        end = other_clause(scan, to, main_verb(scan, to, end, usize::from(takes != Takes::Infinitive)));
    }
    let quoted = next.depth > unit.level;
    scan.push(Draft {
        source: Some(possessor),
        cue: Run::new(possessor.to, to),
        content: vec![Run::new(to, end)],
        class,
        rule: "claim.noun",
        quoted,
        verb: at,
        unit: scan.unit,
    });
}

/// Returns where the clause after “the claim that” ends when the sentence goes on with its own verb: before the finite verb
/// after the clause's `own` ones.
fn main_verb(scan: &Scan<'_, '_>, from: usize, to: usize, own: usize) -> usize {
    let view = scan.view;
    // After “to” comes the infinitive itself: “to be”.
    let mut verbs = (from + 2 - own..to).filter(|at| {
        source::finite(view, *at) && !source::finite(view, at - 1) && view.at(*at).depth <= scan.unit.level
    });
    match verbs.nth(own) {
        Some(at) if !(from + 1..at).any(|n| view.at(n).is(STOP) || view.sign(n) == b',') => at,
        _ => to,
    }
}

/// Returns where the clause ends before that of another subject: “… that the dam broke, Cole said he knew nothing”.
fn other_clause(scan: &Scan<'_, '_>, from: usize, to: usize) -> usize {
    let (view, level) = (scan.view, scan.unit.level);
    let begins = |at: usize| view.at(at).is_name() || view.at(at).is(words::PRONOUN) && !view.at(at).is(DETERMINER);
    let comma = (from + 1..to).find(|at| {
        let apart = view.sign(*at) == b',' && view.at(*at).depth <= level && begins(at + 1);
        apart && (at + 2..to.min(at + 2 + MAX_ADJECTIVES)).any(|n| view.at(n).cue && source::finite(view, n))
    });
    comma.unwrap_or(to)
}

/// Returns the possessor before a noun: a pronoun, or a noun phrase with its 's.
fn possessor(scan: &Scan<'_, '_>, noun: usize) -> Option<Run> {
    let (view, unit) = (scan.view, &scan.unit);
    for back in 0..=MAX_ADJECTIVES {
        let at = noun.checked_sub(back + 1).filter(|at| *at >= unit.run.from)?;
        let word = view.at(at);
        if word.key == POSSESSIVE_S || word.sign == b'"' && !word.spaced && back == 0 {
            let owner = source::left(view, unit, at).filter(|run| !view.at(run.from).is(words::EXPLETIVE))?;
            let verb = (owner.from..at).rev().find(|n| view.at(*n).is(PREPOSITION));
            return Some(Run::new(verb.map_or(owner.from, |n| n + 1), at + 1));
        }
        if word.is(POSSESSIVE) && word.word {
            return Some(Run::new(at, at + 1));
        }
        if !word.word || word.is(STOP | PREPOSITION) {
            return None;
        }
    }
    None
}

/// “is confident that”, “were reluctant to”, “was critical of”.
pub(super) fn adjective(scan: &mut Scan<'_, '_>, at: usize) {
    let (view, unit) = (scan.view, scan.unit);
    if view.at(at).depth > unit.level {
        return;
    }
    let Some(cue) = super::cue::adjective_at(view, &unit, at) else { return };
    let Some(source) = source::left(view, &unit, cue.group.from) else { return };
    if view.at(source.from).is(words::EXPLETIVE) {
        return;
    }
    if let Some(right) = content::right(view, &unit, &cue, cue.group.to) {
        let marked = right.quoted || right.takes != Takes::Object || !cue.form.rest.is_empty();
        if marked {
            scan.push(Draft {
                source: Some(source),
                cue: cue.group,
                content: vec![right.content],
                class: right.class,
                rule: "claim.said",
                quoted: right.quoted,
                verb: at,
                unit,
            });
        }
    }
}
