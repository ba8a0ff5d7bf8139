//! What stands before a name: titles, roles, countries, judgements; and a role to which the name is apposed.

use super::{Mention, Named, Run, Text};
use crate::{
    annotation::Referent,
    detect::claim::{
        source::finite,
        speaker::names::name_at,
        words::{
            ACCORDING, ADVERB, AND, AUX, DATE, DETERMINER, LY, OF, POSSESSIVE, POSSESSIVE_S, PREPOSITION, PRONOUN,
            STOP, TITLE, VERB,
        },
    },
    document::Use,
};

/// The most words before a name that belong to it.
const REACH: usize = 8;

/// How many words may stand between an article and the first sure attribute of a name.
const UNSURE: usize = 4;

/// The longest role to which a name is apposed, in tokens.
const ROLE: usize = 12;

/// Returns the designators of a mention that end with its name or before it.
pub(super) fn named<'t>(text: &Text<'t, '_>, mention: &Mention<'t>) -> Vec<Named<'t>> {
    let from = start(text, mention);
    let run = Run::new(from, mention.core.to);
    let rule = if from == mention.core.from { "naming.name" } else { "naming.title" };
    let mut out = vec![Text::named(mention, run, rule)];
    out.extend(snippet(text, mention, from).map(|run| Text::named(mention, run, "naming.called")));
    if mention.kind == Referent::Person {
        out.extend(role(text, mention).map(|run| Text::named(mention, run, "naming.apposed")));
    }
    out
}

/// Returns where the words begin that belong to the name.
fn start(text: &Text<'_, '_>, mention: &Mention<'_>) -> usize {
    let view = text.view;
    let core = mention.core;
    let mut sure = titles(text, mention);
    let mut at = sure;
    let floor = mention.block.from.max(core.from.saturating_sub(REACH));
    while at > floor {
        let before = at - 1;
        let word = view.at(before);
        if !text.same_depth(before, core.from) || word.sign != 0 {
            break;
        }
        if word.is(DETERMINER) || word.key == POSSESSIVE_S {
            return if at < core.from && text_between_is_attribute(text, at, core.from) {
                possessor(text, before, at)
            } else {
                sure
            };
        }
        let head = text.is_head(before, mention.kind) || text.is_role(before);
        let other = word.cue || word.is(AUX | STOP | PREPOSITION | PRONOUN | DATE) || finite(view, before);
        if other && !head {
            break;
        }
        let role_follows = (at..core.from).any(|at| text.is_head(at, mention.kind) || text.is_role(at));
        if let Some(role) = country(text, at, floor) {
            (sure, at) = (role, role);
            continue;
        }
        let certain = head
            || text.is_modifier(before) && (at < core.from || is_after_article(text, before, floor))
            || word.capital && role_follows && (!is_first(text, before, mention) || is_named(text, before))
            || word.is(LY) && at < core.from;
        let spans_one = text.words.modifiers.has(word.key) && sure - before == 2 && text.is_role(sure);
        if certain && (at == sure || spans_one) {
            sure = before;
        } else if sure - before > UNSURE || word.capital || word.is(ADVERB) {
            break;
        }
        at = before;
    }
    sure
}

/// Returns where the titles of a run of capitals begin: a word that only begins the sentence is none of them.
fn titles(text: &Text<'_, '_>, mention: &Mention<'_>) -> usize {
    let (view, run, core) = (text.view, mention.run, mention.core);
    let Some(first) = (run.from..core.from).find(|at| view.at(*at).is(TITLE)) else { return core.from };
    let from = (run.from..first).rev().find(|at| view.key(*at) == OF).map_or(run.from, |of| of + 1);
    let begins = is_first(text, from, mention) && !is_origin(view.text(from));
    if begins && from < first { from + 1 } else { from }
}

fn is_first(text: &Text<'_, '_>, at: usize, mention: &Mention<'_>) -> bool {
    at == mention.block.from || matches!(text.view.before(at).sign, b'.' | b'!' | b'?' | b'"' | b':' | b'-')
}

/// Returns where the role begins to which a country before the name at `at` belongs: “leader of Ostrenia”.
fn country(text: &Text<'_, '_>, at: usize, floor: usize) -> Option<usize> {
    let role = at.checked_sub(3).filter(|role| *role >= floor)?;
    (text.view.at(at - 1).capital && text.view.key(at - 2) == OF && text.is_role(role)).then_some(role)
}

/// Tells whether a capital that begins a sentence begins a name: “Kestrel House spokesman”.
fn is_named(text: &Text<'_, '_>, at: usize) -> bool {
    name_at(text.view, at).is_some_and(|run| run.len() > 1 || text.names.expand(text.view.text(at)).is_some())
}

/// Tells whether a word is shaped like a country's or a city's adjective.
fn is_origin(word: &str) -> bool {
    word.ends_with('.') || ["an", "ish", "ese", "ch", "i"].iter().any(|end| word.ends_with(end))
}

fn is_after_article(text: &Text<'_, '_>, at: usize, floor: usize) -> bool {
    at > floor && text.is_article(at - 1)
}

/// Tells whether what stands between an article and a name can all be said of the name.
fn text_between_is_attribute(text: &Text<'_, '_>, from: usize, to: usize) -> bool {
    let last = to - 1;
    text.is_role(last)
        || text.view.at(last).capital
        || text.words.bodies.has(text.view.key(last))
        || (from..to).all(|at| text.is_modifier(at) || text.view.at(at).is(LY))
}

/// Takes the owner in where a possessive stands before the role: “Vask’s press secretary”, “his wife”.
fn possessor(text: &Text<'_, '_>, before: usize, at: usize) -> usize {
    let view = text.view;
    if view.key(before) == POSSESSIVE_S {
        let mut owner = before;
        while owner > 0 && before - owner < 3 && view.at(owner - 1).is_name() {
            owner -= 1;
        }
        return if owner == before { before.saturating_sub(1) } else { owner };
    }
    let own = view.at(before).is(POSSESSIVE) && !text.is_article(before);
    if own { before } else { at }
}

/// Returns the few words in quotation marks directly before the name: “powerful leader” Vask.
fn snippet(text: &Text<'_, '_>, mention: &Mention<'_>, from: usize) -> Option<Run> {
    let view = text.view;
    let to = before_source(text, from, mention.block.from);
    let close = to.checked_sub(1).filter(|close| *close > mention.block.from && view.sign(*close) == b'"')?;
    let depth = view.at(from).depth;
    let quote = view.quote(close, depth)?;
    let fits = quote.run.to == to && quote.closed && quote.purpose == Use::Snippet && is_name(text, quote.inner);
    fits.then(|| text.without_article(quote.inner))
}

/// Tells whether words in quotation marks can stand before a name as its attribute, and are no short speech.
fn is_name(text: &Text<'_, '_>, words: Run) -> bool {
    let last = words.to.wrapping_sub(1);
    text.is_role(last) || text.is_modifier(last)
}

/// Returns where the bracket opens that ends at `at`, when it says whose words stand before it: “X” (according to N).
fn before_source(text: &Text<'_, '_>, at: usize, block: usize) -> usize {
    let view = text.view;
    let closes = at > block && view.sign(at - 1) == b')';
    let floor = block.max(at.saturating_sub(ROLE));
    let open = (floor..at).rev().find(|at| view.sign(*at) == b'(').filter(|_| closes);
    open.filter(|open| view.key(open + 1) == ACCORDING).unwrap_or(at)
}

/// Returns the role to which the name is apposed: “the president of Averon, Alden Marrick,”.
pub(super) fn role(text: &Text<'_, '_>, mention: &Mention<'_>) -> Option<Run> {
    let (view, core) = (text.view, mention.core);
    let comma = core.from.checked_sub(1).filter(|at| view.sign(*at) == b',' && mention.run.from == core.from)?;
    let closed = core.to >= mention.block.to || matches!(view.sign(core.to), b',' | b'.' | b';' | b')' | b'"' | b'-');
    let listed = view.sign(core.to) == b',' && view.key(core.to + 1) == AND;
    if !closed || listed {
        return None;
    }
    let floor = mention.block.from.max(comma.saturating_sub(ROLE));
    for at in (floor..comma).rev() {
        let word = view.at(at);
        if !text.same_depth(at, core.from) || word.sign != 0 || word.is(AUX | VERB) && word.key != POSSESSIVE_S {
            return None;
        }
        if word.is(DETERMINER) || word.key == POSSESSIVE_S {
            let run = Run::new(possessor(text, at, at + 1), comma);
            let inner = Run::new(at + 1, comma);
            let plain = !inner.is_empty() && text.is_role(text.head(inner));
            return plain.then_some(run);
        }
        if word.key == AND || word.is(PRONOUN) {
            return None;
        }
    }
    None
}
