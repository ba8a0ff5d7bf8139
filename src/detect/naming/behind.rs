//! What stands behind a name: appositions and relative clauses.

use super::{Mention, Named, Run, Text};
use crate::{
    annotation::Referent,
    detect::claim::{
        source::finite,
        words::{AND, AUX, DATE, DETERMINER, POSSESSIVE_S, PREPOSITION, RELATIVE, VERB, WHO},
    },
    document::key,
};

/// The longest apposition, in tokens.
const APPOSITION: usize = 24;

/// The longest relative clause, in tokens.
const CLAUSE: usize = 32;

/// The fewest words of a relative clause.
const MIN_CLAUSE: usize = 3;

/// Returns the appositions and clauses behind a mention.
pub(super) fn named<'t>(text: &Text<'t, '_>, mention: &Mention<'t>) -> Vec<Named<'t>> {
    let mut out = vec![];
    let mut at = mention.core.to;
    if let Some(run) = apposition(text, mention) {
        at = run.to;
        out.push(Text::named(mention, text.without_article(run), "naming.apposition"));
    }
    out.extend(relative(text, mention, at).map(|run| Text::named(mention, run, "naming.relative")));
    out
}

/// Returns where a stretch ends that begins at `from`: before the mark that closes it at the same depth.
fn end(text: &Text<'_, '_>, from: usize, depth: u8, most: usize, block: Run) -> Option<usize> {
    let view = text.view;
    let limit = block.to.min(from + most);
    let closes = |at: &usize| {
        let word = view.at(*at);
        word.depth < depth
            || word.depth == depth && matches!(word.sign, b',' | b'.' | b';' | b'-' | b')' | b':' | b'?' | b'!')
    };
    (from..limit).find(closes).or_else(|| (limit == block.to).then_some(limit))
}

fn apposition(text: &Text<'_, '_>, mention: &Mention<'_>) -> Option<Run> {
    let (view, to) = (text.view, mention.core.to);
    let opening = to < mention.block.to && matches!(view.sign(to), b',' | b'-');
    let from = to + 1;
    if !opening || from >= mention.block.to || !text.same_depth(mention.core.from, from) {
        return None;
    }
    let end = end(text, from, view.at(from).depth, APPOSITION, mention.block)?;
    let run = Run::new(from, end);
    let clause = (run.from..run.to).find(|at| view.at(*at).is(RELATIVE)).unwrap_or(run.to);
    let phrase = Run::new(run.from, clause);
    let head = text.head(phrase);
    let good = opens(text, phrase)
        && text.is_head(head, mention.kind)
        && !has_verb(text, phrase, head)
        && !is_list(text, phrase, end);
    good.then_some(run)
}

/// Tells whether a verb stands in a phrase. Before its head, what looks like one may be a participle: “highly
/// respected president”.
fn has_verb(text: &Text<'_, '_>, phrase: Run, head: usize) -> bool {
    let view = text.view;
    let verb = |at: usize| view.at(at).is(AUX | VERB) || at > head && finite(view, at);
    (phrase.from..phrase.to).any(|at| verb(at) && view.key(at) != POSSESSIVE_S)
}

/// Tells whether a phrase begins as an apposition does: with an article, a possessive, a role, an attribute.
fn opens(text: &Text<'_, '_>, phrase: Run) -> bool {
    let first = text.view.at(phrase.from);
    let possessed = (phrase.from + 1..phrase.to.min(phrase.from + 4)).any(|at| text.view.key(at) == POSSESSIVE_S);
    let determined = first.is(DETERMINER) && !first.is(DATE) && first.word;
    let bare = !first.capital && (text.is_role(phrase.from) || text.is_modifier(phrase.from));
    !first.is(PREPOSITION) && (determined || possessed || bare)
}

/// Tells whether the phrase is the next item of a list of people.
fn is_list(text: &Text<'_, '_>, phrase: Run, end: usize) -> bool {
    let view = text.view;
    let and = |at: usize| view.key(at) == AND;
    let next_named =
        |at: usize| view.at(at + 1).capital || matches!(view.text(at + 1), "the" | "his" | "her" | "their");
    let inner = (phrase.from..phrase.to).any(|at| and(at) && next_named(at));
    let bare = phrase.len() <= 2 && view.sign(end) == b',' && and(end + 1);
    inner || bare
}

/// Returns the clause with “who” or “which” behind a comma at `at`.
fn relative(text: &Text<'_, '_>, mention: &Mention<'_>, at: usize) -> Option<Run> {
    let view = text.view;
    let from = at + 1;
    let pronoun = view.key(from);
    let wanted = match mention.kind {
        Referent::Person => pronoun == WHO || pronoun == key("whose"),
        _ => pronoun == key("which") && at == mention.core.to,
    };
    if at >= mention.block.to || view.sign(at) != b',' || !wanted || !text.same_depth(mention.core.from, from) {
        return None;
    }
    let end = end(text, from, view.at(from).depth, CLAUSE, mention.block)?;
    (end - from >= MIN_CLAUSE).then(|| Run::new(from, end))
}
