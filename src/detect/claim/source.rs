//! Sources: the noun phrase that a cue belongs to, found by its borders.

use super::{
    content::clause_like,
    unit::Unit,
    view::{Quote, Run, View},
    words::{
        ADVERB, AND, AUX, COORDINATOR, DATE, DETERMINER, ED, EXPLETIVE, FEMALE, FIRST, FOR, ING, LY, MALE, NEGATION,
        NOR, OF, PERSON, PLURAL, POSSESSIVE, PREPOSITION, PRONOUN, RELATIVE, S, STOP, THAT, TITLE, VERB, WHO, YOU,
    },
};
use crate::lexicon::{CueForm, Part, Takes};

/// The longest noun phrase without its apposition, in tokens.
const MAX_PHRASE: usize = 20;
/// The longest apposition or relative clause between commas.
const MAX_APPOSITION: usize = 28;
/// How many asides may follow one another: “Cory James, 22, of Flint, Mich., said”.
const MAX_ASIDES: usize = 3;
/// The longest party tag or age in brackets: (R-Utah), (D-Ohio, 54).
const MAX_BRACKET: usize = 8;

/// Returns the noun phrase that ends before `at`, with its apposition.
pub(super) fn left(view: &View<'_>, unit: &Unit, at: usize) -> Option<Run> {
    let from = unit.run.from;
    if at <= from || view.before(at).depth > unit.level {
        return None;
    }
    let previous = view.before(at);
    if previous.is(RELATIVE) {
        let noun = at >= from + 2 && view.at(at - 2).sign != b'.';
        return noun.then_some(Run::new(at - 1, at));
    }
    let pronoun = previous.is(MALE | FEMALE | PLURAL | FIRST | EXPLETIVE) || previous.key == YOU;
    if previous.is(PRONOUN) && pronoun && !previous.is(DETERMINER) {
        return Some(Run::new(at - 1, at));
    }
    let (end, kept) = match previous.sign {
        b',' | b'-' => aside(view, unit, at - 1)?,
        _ => {
            let end = without_date(view, unit, at);
            (end, end == at)
        }
    };
    let (mut end, mut start) = (end, phrase_start(view, unit, end));
    for _ in 0..MAX_ASIDES {
        let Some(noun) = apposed_noun(view, unit, start, end) else { break };
        (end, start) = (noun, phrase_start(view, unit, noun));
    }
    let start = without_lead(view, start, end);
    valid(view, unit, Run::new(start, end)).then_some(Run::new(start, if kept { at } else { end }))
}

/// Returns where a noun phrase ends before the day it is followed by: “The aide on Friday said”.
fn without_date(view: &View<'_>, unit: &Unit, at: usize) -> usize {
    let mut end = at;
    while end > unit.run.from + 1 && view.before(end).is(DATE) && view.before(end).sign == 0 {
        end -= 1;
    }
    let prepositional =
        end < at && end > unit.run.from + 1 && matches!(view.text(end - 1), "on" | "in" | "late" | "since");
    if prepositional { end - 1 } else { end }
}

/// Returns where the noun ends that a phrase stands in apposition to: “Vian, the editor of the paper, Post, said”.
fn apposed_noun(view: &View<'_>, unit: &Unit, start: usize, end: usize) -> Option<usize> {
    let comma = start
        .checked_sub(1)
        .filter(|comma| *comma > unit.run.from && view.sign(*comma) == b',' && end < unit.run.to)?;
    let (first, noun) = (view.at(start), view.before(comma));
    let number = view.text(start).starts_with(|c: char| c.is_ascii_digit());
    let opens = first.is(DETERMINER | PREPOSITION | ADVERB | RELATIVE) && !first.is(PRONOUN & !RELATIVE) || number;
    let follows = (view.sign(end) == b',' || first.is(DETERMINER) && !first.is(POSSESSIVE))
        && noun.depth <= unit.level
        && noun.is_name()
        && !noun.is(DATE | ADVERB);
    (opens && follows).then_some(comma)
}

/// Returns where the aside that ends with the comma or dash at `closing` begins, and whether it belongs to the source:
/// “Strother, a lawyer,” does, “Strother, meanwhile,” does not.
fn aside(view: &View<'_>, unit: &Unit, closing: usize) -> Option<(usize, bool)> {
    let sign = view.sign(closing);
    let floor = unit.run.from.max(closing.saturating_sub(MAX_APPOSITION));
    let mut at = closing;
    let mut brackets = 0_u8;
    while at > floor {
        at -= 1;
        let word = view.at(at);
        if word.depth > unit.level && view.quote(at, unit.level).is_some_and(|quote| quote.run.len() > 12) {
            return None;
        }
        match word.sign {
            b')' => brackets += 1,
            b'(' => brackets = brackets.saturating_sub(1),
            b';' | b':' => return None,
            s if s == sign && brackets == 0 && word.depth <= unit.level => {
                if let Some(kept) = apposes(view, unit, at, closing) {
                    return Some((at, kept));
                }
            }
            _ => {}
        }
    }
    None
}

/// Tells whether what stands between two commas says more about the noun before; the answer holds whether it identifies.
fn apposes(view: &View<'_>, unit: &Unit, open: usize, close: usize) -> Option<bool> {
    if open <= unit.run.from || !view.at(open - 1).word && view.sign(open - 1) != b')' {
        return None;
    }
    let first = view.at(open + 1);
    if open + 1 >= close || first.is(PRONOUN) && !first.is(RELATIVE | DETERMINER) {
        return None;
    }
    if first.is(COORDINATOR) || first.is(STOP) && !first.is(RELATIVE) && view.text(open + 1) != "whose" {
        return (close - open <= 6 && !first.is(COORDINATOR)).then_some(false);
    }
    if first.is(RELATIVE) || view.text(open + 1) == "whose" {
        return Some(true);
    }
    let circumstance = first.is(ING) || first.is(ED) && !first.is(TITLE);
    let relative = (open + 1..close).find(|at| view.at(*at).is(RELATIVE)).unwrap_or(close);
    if !circumstance && (open + 1..relative).any(|at| finite(view, at)) {
        return None;
    }
    Some(!(circumstance || first.is(PREPOSITION | ADVERB | DATE)))
}

/// Tells whether a finite verb stands at a place, as far as closed classes and the lexicon tell.
pub(in crate::detect) fn finite(view: &View<'_>, at: usize) -> bool {
    let word = view.at(at);
    if word.is(AUX | VERB) && word.sign == 0 {
        return view.text(at) != "’s" && view.text(at) != "'s";
    }
    if word.is(ED)
        && !word.capital
        && view.at(at + 1).is(DETERMINER)
        && view.before(at).word
        && !view.before(at).is(DETERMINER | ADVERB | PREPOSITION)
    {
        return true;
    }
    word.cue
        && !word.capital
        && !view.before(at).is(DETERMINER | POSSESSIVE | PREPOSITION)
        && view
            .forms(at)
            .iter()
            .any(|form| form.part == Part::Verb && !form.homograph && form.is(CueForm::PAST | CueForm::THIRD))
}

/// Tells whether a finite verb stands at a place, or behind an adverb there.
pub(super) fn finite_next(view: &View<'_>, at: usize) -> bool {
    finite(view, at + usize::from(view.at(at).is(ADVERB)))
}

/// Tells whether no finite verb stands before a place in its unit.
pub(super) fn verbless(view: &View<'_>, unit: &Unit, at: usize) -> bool {
    !(unit.run.from..at).any(|n| finite(view, n))
}

/// Returns where the noun phrase that ends at `end` begins.
fn phrase_start(view: &View<'_>, unit: &Unit, end: usize) -> usize {
    let mut start = end;
    while start > unit.run.from && end - start < MAX_PHRASE {
        let at = start - 1;
        let word = view.at(at);
        if word.depth > unit.level {
            // “The plan is “dead,” Cole said”: what ends with a comma is no epithet of Cole's.
            let epithet =
                |quote: &&Quote| !matches!(view.sign(quote.inner.to.wrapping_sub(1)), b',' | b'.' | b'?' | b'!');
            let quote = view.quote(at, unit.level).filter(epithet).map(|quote| quote.run);
            match quote {
                Some(run)
                    if start < end && run.len() <= 6 && run.from > unit.run.from && view.before(run.from).word =>
                {
                    start = run.from
                }
                _ => break,
            }
            continue;
        }
        match word.sign {
            0 => {}
            b')' | b']' => match bracket(view, unit, at) {
                Some(open) => {
                    start = open;
                    continue;
                }
                None => break,
            },
            b'&' | b'/' | b'\'' | b'$' | b'%' => {}
            b',' if listed(view, unit, at, end) => {}
            b'"' if !word.spaced => {}
            _ => break,
        }
        let joins = word.key == AND || word.key == NOR;
        if word.is(STOP) && !(joins && coordinates(view, at, end)) {
            break;
        }
        if at + 1 < end && finite(view, at) {
            match relative_before(view, unit, at) {
                Some(pronoun) => {
                    start = pronoun;
                    continue;
                }
                None => break,
            }
        }
        start = at;
    }
    start
}

/// Returns the opening bracket of a short aside.
fn bracket(view: &View<'_>, unit: &Unit, close: usize) -> Option<usize> {
    let floor = unit.run.from.max(close.saturating_sub(MAX_BRACKET));
    let opening = if view.sign(close) == b']' { b'[' } else { b'(' };
    (floor..close).rev().find(|at| view.sign(*at) == opening)
}

/// Tells whether a comma stands between the items of a list of names: “Ryan, Cole and Moss”.
fn listed(view: &View<'_>, unit: &Unit, at: usize, end: usize) -> bool {
    let (before, after) = (view.before(at), view.at(at + 1));
    at > unit.run.from
        && at + 1 < end
        && (before.is_name() && (after.is_name() || after.is(COORDINATOR)))
        && (at + 1..end.min(at + 8)).any(|n| view.key(n) == AND)
}

/// Tells whether an `and` joins two nouns rather than two clauses.
fn coordinates(view: &View<'_>, at: usize, end: usize) -> bool {
    let (before, after) = (view.before(at), view.at(at + 1));
    at + 1 < end
        && (before.word || before.sign == b',' || before.sign == b')')
        && !before.is(PRONOUN | AUX | VERB)
        && (!after.is(PRONOUN) || after.is(DETERMINER))
        && (before.capital == after.capital || after.is(PERSON | DETERMINER) && at + 2 < end && !before.capital)
}

/// Returns the `who` that a verb at `at` belongs to, when a noun stands before it.
fn relative_before(view: &View<'_>, unit: &Unit, at: usize) -> Option<usize> {
    let floor = (unit.run.from + 1).max(at.saturating_sub(8));
    for n in (floor..at).rev() {
        let word = view.at(n);
        if word.sign != 0 || word.depth > unit.level {
            return None;
        }
        if word.is(RELATIVE) {
            return (view.before(n).word && !finite(view, n - 1)).then_some(n);
        }
    }
    None
}

/// Returns where a phrase begins without what only says when or how.
fn without_lead(view: &View<'_>, from: usize, to: usize) -> usize {
    let mut start = from;
    while start + 1 < to {
        let word = view.at(start);
        let leads = word.is(DATE | COORDINATOR) && !word.capital
            || word.is(DATE) && (view.at(start + 1).is(DETERMINER | PRONOUN) || view.at(start + 1).capital)
            || word.is(ADVERB) && !word.is(DETERMINER | PERSON)
            || word.is(COORDINATOR)
            || word.cue && word.is(ING) && view.at(start + 1).capital
            || word.is(PREPOSITION) && word.key != OF
            || word.sign != 0 && word.sign != b'$'
            || !word.word && !word.is(AUX);
        if !leads {
            break;
        }
        start += 1;
    }
    start
}

fn valid(view: &View<'_>, unit: &Unit, run: Run) -> bool {
    if run.is_empty() {
        return false;
    }
    let (first, last) = (view.at(run.from), view.before(run.to));
    let ends = (last.word || matches!(last.sign, b')' | b']' | b'"'))
        && (!last.is(PREPOSITION | AUX) || last.capital)
        && !last.is(DATE)
        || last.is(POSSESSIVE);
    let begins = first.capital
        || first.is(PRONOUN | DETERMINER | PERSON | TITLE | POSSESSIVE)
        || first.word && view.text(run.from).starts_with(|c: char| c.is_ascii_digit())
        || last.is(S | PERSON)
        || run.from > unit.run.from && first.word;
    let nobody = run.len() == 1 && first.is(EXPLETIVE) && view.text(run.from).eq_ignore_ascii_case("there");
    let bare = run.len() == 1 && first.is(DETERMINER) && !first.is(PRONOUN | RELATIVE | PERSON);
    ends && begins && !nobody && !bare
}

/// Returns the noun phrase that follows an inverted cue: “said Lena Brandt, the team's captain”.
pub(super) fn right(view: &View<'_>, unit: &Unit, at: usize) -> Option<Run> {
    let first = view.at(at);
    if at >= unit.run.to || first.depth > unit.level || !(first.word || first.sign == 0) {
        return None;
    }
    if first.is(PRONOUN) && !first.is(DETERMINER | PERSON) {
        let next = view.at(at + 1);
        let closed =
            at + 1 >= unit.run.to || next.sign != 0 || next.depth > unit.level || next.is(PREPOSITION | DATE | STOP);
        return closed.then_some(Run::new(at, at + 1));
    }
    let lower = first.is(DETERMINER | TITLE | PERSON) || first.word && !first.capital && leads_to_name(view, at);
    if !(first.is_name() || lower) || first.is(STOP) && !first.capital {
        return None;
    }
    let end = phrase_end(view, unit, at)?;
    Some(Run::new(at, apposition_end(view, unit, end)))
}

/// Tells whether a few lower-case nouns lead to a name: “opposition activist Liska Orn”, “master of ceremonies Liska Orn”.
fn leads_to_name(view: &View<'_>, at: usize) -> bool {
    let noun = |n: usize| view.at(n).word && !view.at(n).is(STOP | PREPOSITION | AUX) || n > at && view.key(n) == OF;
    (at + 1..at + 4).any(|n| view.at(n).capital && (at..n).all(noun))
}

/// Returns where the noun phrase that begins at `at` ends, or `None` when a verb shows that it is a subject.
fn phrase_end(view: &View<'_>, unit: &Unit, at: usize) -> Option<usize> {
    let mut end = at;
    while end < unit.run.to && end - at < MAX_PHRASE {
        let word = view.at(end);
        if word.depth > unit.level {
            break;
        }
        match word.sign {
            0 => {}
            b'(' => {
                let close = (end..unit.run.to.min(end + MAX_BRACKET)).find(|n| view.sign(*n) == b')');
                match close {
                    Some(close) => {
                        end = close + 1;
                        continue;
                    }
                    None => break,
                }
            }
            b'&' | b'/' | b'$' | b'\'' => {}
            b'"' if !word.spaced && view.at(end + 1).word => {}
            _ => break,
        }
        if end > at && finite(view, end) {
            return None;
        }
        let of = word.key == OF || word.key == FOR || matches!(view.text(end), "at" | "with" | "from");
        let stops = word.is(STOP) && !(word.key == AND && view.before(end).is_name() && view.at(end + 1).is_name())
            || word.is(PREPOSITION) && !of
            || word.is(DATE) && end > at;
        if stops && word.key != FOR {
            break;
        }
        end += 1;
    }
    if view.key(end) == WHO && !speaks(view, unit, end) {
        let mut n = end;
        while n < unit.run.to && !matches!(view.sign(n), b',' | b'.' | b';' | b':') && view.at(n).depth <= unit.level {
            n += 1;
        }
        while n < unit.run.to
            && view.at(n).depth > unit.level
            && view.quote(n, unit.level).is_some_and(|quote| quote.run.len() <= 8)
        {
            n += 1;
        }
        end = n;
    }
    (end > at).then_some(end)
}

/// Tells whether a relative clause says what its noun says, which is a claim of its own and names nobody: “Moss, who
/// added that the board was rattled”.
fn speaks(view: &View<'_>, unit: &Unit, relative: usize) -> bool {
    let verb = (relative + 1..unit.run.to).find(|at| !view.at(*at).is(AUX | ADVERB | LY)).unwrap_or(unit.run.to);
    let says = |form: &CueForm| {
        let whole = form.rest.iter().zip(verb + 1..).all(|(key, at)| view.key(at) == *key);
        whole && form.part == Part::Verb && form.takes(Takes::Quotation) && form.takes(Takes::Clause)
    };
    let next = view.at(verb + 1);
    view.at(verb).depth <= unit.level
        && view.forms(verb).iter().any(says)
        && !next.is(NEGATION)
        && (next.key == THAT || quotes(view, unit, verb + 1) || clause_like(view, unit, verb + 1))
}

/// Tells whether marks open in what follows a verb.
fn quotes(view: &View<'_>, unit: &Unit, from: usize) -> bool {
    let limit = unit.run.to.min(from + MAX_BRACKET);
    let until =
        (from..limit).find(|at| view.at(*at).depth > unit.level || matches!(view.sign(*at), b',' | b'.' | b';'));
    until.is_some_and(|at| view.at(at).depth > unit.level)
}

/// Extends a phrase over the apposition that follows it.
fn apposition_end(view: &View<'_>, unit: &Unit, end: usize) -> usize {
    let first = view.at(end + 1);
    let opens = view.sign(end) == b',' && end + 1 < unit.run.to && first.depth <= unit.level && first.word;
    if !opens
        || !(first.is(DETERMINER | TITLE | RELATIVE | PERSON) || first.capital)
        || first.is(PRONOUN) && !first.is(DETERMINER | RELATIVE)
    {
        return end;
    }
    if first.is(RELATIVE) && speaks(view, unit, end + 1) {
        return end;
    }
    let limit = unit.run.to.min(end + MAX_APPOSITION);
    let mut at = end + 1;
    while at < limit
        && !matches!(view.sign(at), b',' | b'.' | b';' | b':' | b'-' | b'!' | b'?')
        && view.at(at).depth <= unit.level
    {
        if finite(view, at) && !first.is(RELATIVE) && !(end..at).any(|n| view.at(n).is(RELATIVE)) {
            return end;
        }
        at += 1;
    }
    if at == limit && limit < unit.run.to { end } else { at }
}

/// Returns the subject of a unit: the noun phrase before its first finite verb.
pub(super) fn subject(view: &View<'_>, unit: &Unit, before: usize) -> Option<Run> {
    let limit = before.min(unit.run.from + MAX_APPOSITION);
    let verb = (unit.run.from + 1..limit).find(|at| {
        let word = view.at(*at);
        word.depth <= unit.level
            && (finite(view, *at) || word.is(ED) && !word.capital && !view.before(*at).is(DETERMINER))
    });
    let found = verb.and_then(|verb| {
        let adverbs = (unit.run.from..verb).rev().take_while(|at| view.at(*at).is(ADVERB)).count();
        left(view, unit, verb - adverbs)
    });
    let named = |run: &Run| view.at(run.from).is(PRONOUN | DETERMINER | TITLE | PERSON) || view.at(run.from).capital;
    found.filter(named).or_else(|| opening_noun(view, unit, before))
}

/// Returns the name or pronoun that opens the unit, or the clause after its introduction: “Asked on Monday, Cole …”.
fn opening_noun(view: &View<'_>, unit: &Unit, before: usize) -> Option<Run> {
    let mut from = unit.run.from;
    loop {
        let first = view.at(from);
        let introduces = first.is(PREPOSITION | STOP | ADVERB | DATE) && !first.is(PRONOUN)
            || first.is(ED | ING) && !first.is(TITLE);
        if first.depth <= unit.level && !introduces {
            let mut to = from;
            while to < before && (view.at(to).is_name() || view.at(to).is(TITLE | DETERMINER) && to == from) {
                to += 1;
            }
            if first.is(PRONOUN) {
                to = from + 1;
            }
            return (to > from && to < before && !view.at(to - 1).is(DETERMINER & !PRONOUN))
                .then_some(Run::new(from, to));
        }
        from = (from..before.min(from + MAX_APPOSITION))
            .find(|at| view.sign(*at) == b',' && view.at(*at).depth <= unit.level)?
            + 1;
    }
}
