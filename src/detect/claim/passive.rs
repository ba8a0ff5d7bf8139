//! Claims in the passive: “was described by Cole as”, “it was reported that”, “is being called a folly”.

use super::{
    Draft, Scan, clause,
    content::{self, Left, Right},
    cue::{self, Cue},
    source,
    verb::{class_of, emit, in_subordinate},
    view::Run,
    words::{self, AS, AUX, BY, EXPLETIVE, S, STOP},
};
use crate::{
    annotation::CueClass,
    lexicon::{CueForm, Takes},
};

/// “was described by Cole as”, “it is believed that”, “was quoted as saying”.
pub(super) fn passive(scan: &mut Scan<'_, '_>, cue: &Cue<'_>) {
    let (view, unit) = (scan.view, scan.unit);
    let to = cue.group.to;
    let subject = source::left(view, &unit, cue.group.from);
    if view.key(to) == AS && view.forms(to + 1).iter().any(|form| form.is(CueForm::PRESENT)) {
        let quoted_as = Cue { group: Run::new(cue.group.from, to + 2), ..*cue };
        let right = cue::verb_at(view, &unit, to + 1).and_then(|inner| content::right(view, &unit, &inner, to + 2));
        if let (Some(_), Some(_)) = (subject, &right) {
            emit(scan, &quoted_as, subject, None, right, "claim.quoted-as-saying");
        }
        return;
    }
    if view.key(to) == BY {
        let Some(agent) = source::right(view, &unit, to + 1).or_else(|| agent(scan, to + 1)) else { return };
        by_agent(scan, cue, subject, agent);
        return;
    }
    if cue.form.takes(Takes::Naming) && !cue.form.takes(Takes::Passive) {
        if let Some(subject) = subject {
            being_called(scan, cue, subject);
        }
        return;
    }
    if !cue.form.takes(Takes::Passive) {
        return;
    }
    let right = content::right(view, &unit, cue, to);
    let infinitive = view.key(to) == words::TO;
    let impersonal = subject.is_some_and(|run| run.len() == 1 && view.at(run.from).is(EXPLETIVE));
    match right {
        Some(right) if !right.quoted => {
            let speech = matches!(right.takes, Takes::Clause | Takes::Infinitive);
            let left = subject.filter(|_| !impersonal && infinitive).map(aside_of);
            let asked = subject.is_none() || cue.group.from == cue.verb;
            let right = if asked { in_subordinate(scan, cue.group.from, cue.group, right) } else { right };
            if speech && (impersonal || infinitive || asked)
                || subject.is_some() && right.class == CueClass::Directive && speech
            {
                emit(scan, cue, None, left, Some(right), "claim.passive");
            }
        }
        _ if infinitive && !impersonal => {
            let content = Run::new(to, clause::clause_end(view, &unit, to, Takes::Infinitive));
            let class = cue.form.class(Takes::Passive).unwrap_or(CueClass::Neutral);
            let right = Right { content, class, quoted: false, colon: false, takes: Takes::Infinitive };
            emit(scan, cue, None, subject.map(aside_of), Some(right), "claim.passive");
        }
        _ => {}
    }
}

/// “is being called a folly”: somebody does so, and nobody is named. What “is called” something has that name.
fn being_called(scan: &mut Scan<'_, '_>, cue: &Cue<'_>, subject: Run) {
    let (view, unit, to) = (scan.view, scan.unit, cue.group.to);
    let by_some = (cue.group.from..cue.verb).any(|at| matches!(view.text(at), "being" | "been"));
    let quoted = view.at(to).depth > unit.level;
    let judged = quoted || view.at(to).is(words::DETERMINER);
    let end = if quoted { clause::quote_end(view, &unit, to) } else { clause::clause_end(view, &unit, to, Takes::As) };
    let class = class_of(cue.form).filter(|_| by_some && judged && to < unit.run.to && end > to);
    if let Some(class) = class {
        let right = Right { content: Run::new(to, end), class, quoted, colon: false, takes: Takes::As };
        emit(scan, cue, None, Some(aside_of(subject)), Some(right), "claim.passive");
    }
}

/// A subject as a piece of content: “the sale” in “the sale is expected to fail”.
const fn aside_of(content: Run) -> Left {
    Left { content, quoted: false, interrupted: false }
}

/// Returns a noun phrase after `by` that inversion would not accept: lower-case, or with a verb after it.
fn agent(scan: &Scan<'_, '_>, from: usize) -> Option<Run> {
    let (view, unit) = (scan.view, &scan.unit);
    let mut at = from;
    while at < unit.run.to && at - from < 10 {
        let word = view.at(at);
        let stop =
            word.sign != 0 || word.depth > unit.level || word.is(STOP | AUX) || at > from && word.key == words::TO;
        if stop || word.key == AS {
            break;
        }
        at += 1;
    }
    let first = view.at(from);
    let noun = first.capital || first.is(words::DETERMINER | words::PERSON | S);
    (at > from && noun).then_some(Run::new(from, at))
}

/// A passive with its agent: what is said of the subject is the content.
fn by_agent(scan: &mut Scan<'_, '_>, cue: &Cue<'_>, subject: Option<Run>, agent: Run) {
    let (view, unit) = (scan.view, scan.unit);
    let class = class_of(cue.form).unwrap_or(CueClass::Neutral);
    let next = view.at(agent.to);
    let mut content: Vec<Run> = vec![];
    let mut quoted = false;
    if next.key == AS || next.key == words::TO || next.key == words::THAT || next.depth > unit.level {
        let start = if next.key == AS && view.at(agent.to + 1).depth > unit.level { agent.to + 1 } else { agent.to };
        quoted = view.at(start).depth > unit.level;
        let end = if quoted {
            view.quote(start, unit.level).map_or(start, |quote| quote.run.to)
        } else {
            clause::clause_end(view, &unit, start, Takes::As)
        };
        content.push(Run::new(start, end));
    }
    let said_of = if content.is_empty() { cue.form.takes(Takes::Object) } else { !quoted };
    if let Some(subject) = subject.filter(|run| said_of && !view.at(run.from).is(EXPLETIVE)) {
        content.insert(0, subject);
    }
    scan.push(Draft {
        source: Some(agent),
        cue: cue.group,
        content,
        class,
        rule: "claim.passive",
        quoted,
        verb: cue.verb,
        unit: scan.unit,
    });
}
