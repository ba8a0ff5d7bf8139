//! Claims by citing: “according to X”, “per X”, “in the words of X”, “in X's words”.

use super::{
    Draft, Scan, clause, content, source,
    view::{Run, View},
    words::{self, ACCORDING, DETERMINER, PERSON, POSSESSIVE, POSSESSIVE_S, STOP, TITLE, TO},
};
use crate::{annotation::CueClass, document::key, lexicon::Takes};

/// The rule of “according to”.
pub(super) const ACCORDING_TO: &str = "claim.according-to";
/// The key of “per”.
pub(super) const PER: u64 = key("per");
/// The longest source after “according to”.
const MAX_SOURCE: usize = 30;
/// How far “words” may stand from its “in”.
const MAX_WORDS: usize = 9;

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
    if view.at(at).depth > unit.level {
        return;
    }
    let Some(cue) = citing(view, at) else {
        in_words(scan, at);
        return;
    };
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
        // “per the Post”, and not “per week”
        PER if view.at(at + 1 + usize::from(view.text(at + 1) == "the")).is_name() => Some(Run::new(at, at + 1)),
        _ => None,
    }
}

/// “It was, in Cole's words, “a disgrace””, “in his own words, “a disgrace””: only what stands in marks beside it.
fn in_words(scan: &mut Scan<'_, '_>, at: usize) {
    let (view, unit) = (scan.view, scan.unit);
    if view.key(at) != words::IN {
        return;
    }
    let limit = unit.run.to.min(at + MAX_WORDS);
    let Some(noun) = (at + 2..limit).find(|n| view.text(*n) == "words") else { return };
    let owner = Run::new(at + 1, noun - usize::from(view.text(noun - 1) == "own"));
    let pronoun = owner.len() == 1 && view.at(owner.from).is(POSSESSIVE);
    let named = |n: usize| view.at(n).is_name() || view.at(n).is(DETERMINER | TITLE | PERSON) || view.sign(n) == b'.';
    let possessor = view.key(owner.to - 1) == POSSESSIVE_S && owner.len() > 1 && (owner.from..owner.to - 1).all(named);
    let next = noun + 1 + usize::from(view.sign(noun + 1) == b',');
    let last = at.wrapping_sub(1 + usize::from(view.before(at).sign == b',' && view.before(at).depth <= unit.level));
    let beside = [next, last].into_iter().filter(|n| unit.run.holds(*n)).find_map(|n| view.quote(n, unit.level));
    let (Some(quote), true) = (beside, pronoun || possessor) else { return };
    scan.push(Draft {
        source: Some(owner),
        cue: Run::new(owner.to, noun + 1),
        content: vec![quote.run],
        class: CueClass::Neutral,
        rule: ACCORDING_TO,
        quoted: true,
        verb: at,
        unit,
    });
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
