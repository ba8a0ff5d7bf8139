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

/// The rule of “according to”.
pub(super) const ACCORDING_TO: &str = "claim.according-to";
/// The longest name before a colon or after a dash, in tokens.
const MAX_NAME: usize = 7;
/// The longest act before a colon and a quotation: “delivered a blunt message to the board”.
const MAX_ACT: usize = 14;
/// What follows a tag must begin with words, not with a score: at least half of these tokens.
const MIN_SPEECH: usize = 4;
/// The longest source after “according to”.
const MAX_SOURCE: usize = 30;
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

/// What things go according to without anybody saying so.
const MEASURES: &[&str] = &[
    "plan",
    "law",
    "schedule",
    "custom",
    "tradition",
    "size",
    "form",
    "type",
    "merit",
    "rank",
    "need",
    "taste",
    "rule",
];

/// “According to X, …”, “…, according to X”, “…, according to X, …”, and the same with “in the words of”.
pub(super) fn according(scan: &mut Scan<'_, '_>, at: usize) {
    let (view, unit) = (scan.view, scan.unit);
    let Some(cue) = citing(view, at).filter(|_| view.at(at).depth <= unit.level) else { return };
    let front = at <= unit.run.from + 1 || at == scan.floor(at) || view.before(at).sign == b';';
    let bracketed = view.before(at).sign == b'(';
    let end = source_end(scan, cue.to, front);
    let mut source = Run::new(cue.to, end);
    if view.before(source.to).sign == b',' {
        source.to -= 1;
    }
    let idiom = source.len() == 1 && MEASURES.contains(&view.text(source.from));
    if source.is_empty() || idiom {
        return;
    }
    let before = if front { None } else { said_before(scan, at) };
    let mut quoted = before.is_some_and(|(_, quoted)| quoted);
    let mut content: Vec<Run> = before.into_iter().map(|(run, _)| run).collect();
    let next = view.sign(end);
    if front || next == b',' && !bracketed && !quoted {
        let start = if matches!(next, b',' | b':') { end + 1 } else { end };
        let marked = view.at(start).depth > unit.level;
        let stop = if marked {
            clause::quoted_end(view, &unit, start, Takes::Clause)
        } else {
            clause::clause_end(view, &unit, start, Takes::Clause)
        };
        if start < stop && stop > start + 1 {
            quoted |= marked;
            content.push(Run::new(start, stop));
        }
    }
    scan.push(Draft {
        source: Some(source),
        cue,
        content,
        class: CueClass::Neutral,
        rule: ACCORDING_TO,
        quoted,
        verb: at,
        unit: scan.unit,
    });
}

/// Returns “according to” or “in the words of” where it begins.
fn citing(view: &View<'_>, at: usize) -> Option<Run> {
    let words = |from: usize, all: [&str; 3]| (from..).zip(all).all(|(n, word)| view.text(n) == word);
    match view.key(at) {
        ACCORDING if view.key(at + 1) == TO => Some(Run::new(at, at + 2)),
        words::IN if words(at + 1, ["the", "words", "of"]) => Some(Run::new(at, at + 4)),
        _ => None,
    }
}

/// Returns the content before “according to”, and whether it is quoted.
fn said_before(scan: &Scan<'_, '_>, at: usize) -> Option<(Run, bool)> {
    let (view, unit) = (scan.view, &scan.unit);
    let sign = view.before(at).sign;
    let to = if matches!(sign, b',' | b'(' | b'-') { at - 1 } else { at };
    let floor = scan.floor(at);
    if to <= floor {
        // “…,” Cole said, according to the paper: the paper has it that Cole said so.
        let claim = scan.unit_claims().iter().rfind(|draft| draft.end() == floor)?;
        return Some((Run::new(claim.start(), to), false));
    }
    if view.before(to).depth <= unit.level {
        return Some((Run::new(left_edge(scan, floor, to), to), false));
    }
    let quote = view.quote(to - 1, unit.level).map_or(Run::new(floor, to), |quote| quote.run);
    let alone = sign == b'(' || quote.len() > content::LONG_QUOTE;
    Some((Run::new(if alone { quote.from } else { floor.min(quote.from) }, to), true))
}

/// Returns where the content before “according to” begins: after a semicolon, or with the sentence.
fn left_edge(scan: &Scan<'_, '_>, floor: usize, to: usize) -> usize {
    let view = scan.view;
    let mut from = floor;
    while from < to && matches!(view.sign(from), b',' | b';' | b'-' | b'.') {
        from += 1;
    }
    (from..to).rev().find(|at| view.sign(*at) == b';').map_or(from, |at| at + 1)
}

/// Returns where the source of “according to” ends; in front, at the comma before the clause.
fn source_end(scan: &Scan<'_, '_>, from: usize, front: bool) -> usize {
    let (view, unit) = (scan.view, &scan.unit);
    let mut at = from;
    let mut relative = false;
    while at < unit.run.to && at - from < MAX_SOURCE {
        let word = view.at(at);
        if word.depth > unit.level && view.quote(at, unit.level).is_some_and(|quote| quote.run.len() > 8) {
            break;
        }
        match word.sign {
            b'.' | b';' | b':' | b'-' | b')' | b'!' | b'?' => break,
            b'(' => match (at..unit.run.to.min(at + 8)).find(|n| view.sign(*n) == b')') {
                Some(close) => at = close,
                None => break,
            },
            b',' => {
                let next = view.at(at + 1);
                let apposition = next.is(DETERMINER) && closes(scan, at + 1) || next.is(words::RELATIVE);
                if !apposition || relative {
                    break;
                }
                relative = true;
            }
            _ => {}
        }
        let clause = word.is(STOP) && !word.is(words::RELATIVE | words::COORDINATOR) && word.key != words::FOR;
        if at > from && clause && !front {
            break;
        }
        at += 1;
    }
    at
}

/// Tells whether an apposition that begins at `from` ends with a comma before any verb.
fn closes(scan: &Scan<'_, '_>, from: usize) -> bool {
    let view = scan.view;
    let end = (from..scan.unit.run.to.min(from + 14)).find(|at| matches!(view.sign(*at), b',' | b'.'));
    end.is_some_and(|end| view.sign(end) == b',' && !(from..end).any(|at| source::finite(view, at)))
}

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
        .map(|run| turned(view, run).unwrap_or((run, Run::new(start, at + 1))));
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
    let source = source::subject(view, unit, colon).filter(|run| is_somebody(view, *run))?;
    let cue = Run::new(source.to, colon + 1);
    let aside = (cue.from..colon).any(|at| matches!(view.sign(at), b'-' | b';' | b',') || view.at(at).cue);
    (!unit.headline && cue.len() <= MAX_ACT && !aside).then_some((source, cue))
}

/// Tells whether a run is a name or a personal pronoun and nothing else.
fn is_somebody(view: &View<'_>, run: Run) -> bool {
    let first = view.at(run.from);
    let pronoun = run.len() == 1 && first.is(words::PRONOUN) && first.is(words::MALE | words::FEMALE | words::PLURAL);
    let named = |at: usize| view.at(at).is_name() || view.at(at).is(TITLE) || view.sign(at) == b'.';
    pronoun || (run.from..run.to).all(named)
}

/// “…” — Name.
pub(super) fn dash(scan: &mut Scan<'_, '_>, at: usize) {
    let (view, unit) = (scan.view, scan.unit);
    let dash = view.sign(at) == b'-' && view.at(at).depth <= unit.level;
    if !dash || at <= unit.region.from || view.before(at).depth <= unit.level || scan.covered(at - 1) {
        return;
    }
    let Some(quote) = view.quote(at - 1, unit.level) else { return };
    let mut end = at + 1;
    while end < unit.region.to && end - at <= MAX_NAME {
        let word = view.at(end);
        let lower = word.is(TITLE) || word.key == words::OF;
        if word.depth > unit.level || !(word.is_name() || lower) {
            break;
        }
        end += 1;
    }
    let closed =
        end >= unit.run.to || matches!(view.sign(end), b'.' | b',' | b'(' | b'-') || view.at(end).depth > unit.level;
    if end == at + 1 || !closed || quote.run.len() < 4 {
        return;
    }
    let content = vec![quote.run];
    scan.push(Draft {
        source: Some(Run::new(at + 1, end)),
        cue: Run::new(at, at + 1),
        content,
        class: CueClass::Neutral,
        rule: "claim.dash-name",
        quoted: true,
        verb: at,
        unit: scan.unit,
    });
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
    let said = next.key == THAT && form.takes(Takes::Clause)
        || next.key == TO && form.takes(Takes::Infinitive)
        || to > at + 1 && next.depth > unit.level;
    if !said || to >= unit.run.to {
        return;
    }
    let takes = if next.key == TO { Takes::Infinitive } else { Takes::Clause };
    let class = form.class(takes).unwrap_or(CueClass::Neutral);
    let mut end = clause::clause_end(view, &unit, to, takes);
    if to == at + 1 {
        end = other_clause(scan, to, main_verb(scan, to, end));
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

/// Returns where the clause after “the claim that” ends when the sentence goes on with its own verb: before the second finite verb.
fn main_verb(scan: &Scan<'_, '_>, from: usize, to: usize) -> usize {
    let view = scan.view;
    let mut verbs = (from + 1..to).filter(|at| {
        source::finite(view, *at) && !source::finite(view, at - 1) && view.at(*at).depth <= scan.unit.level
    });
    let _first = verbs.next();
    let last = verbs.next();
    match last {
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
