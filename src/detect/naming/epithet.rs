//! Roles with an article that stand for somebody named before: “the Ostrenian leader”.

use super::{Mention, Named, Run, Text};
use crate::{
    annotation::Referent,
    detect::claim::words::{ADVERB, AUX, OF, PREPOSITION, STOP, THE, TITLE},
    document::Token,
};
use std::{cell::LazyCell, collections::BTreeMap};

/// The most words between the article and the role.
const ATTRIBUTES: usize = 4;

/// Returns the roles that stand for exactly one person who was named before.
pub(super) fn named<'t>(text: &Text<'t, '_>, mentions: &[Mention<'t>]) -> Vec<Named<'t>> {
    let people = || mentions.iter().filter(|mention| mention.kind == Referent::Person);
    let mut out = vec![];
    if people().next().is_none() {
        return out;
    }
    let first: LazyCell<BTreeMap<&str, &Mention<'t>>, _> =
        LazyCell::new(|| people().rev().map(|mention| (mention.referent, mention)).collect());
    let tokens = text.view.document.tokens();
    for (_, range) in text.blocks() {
        let the = |(_, token): &(usize, &Token)| token.key == THE;
        for (at, _) in range.clone().zip(tokens.get(range.clone()).unwrap_or_default()).filter(the) {
            if !matches!(text.view.text(at), "the" | "The") {
                continue;
            }
            let Some(run) = role(text, at + 1, range.end) else { continue };
            let Some(referent) = bearer(text, run) else { continue };
            if let Some(mention) = first.get(referent).filter(|mention| mention.core.from < at) {
                out.push(Text::named(mention, run, "naming.epithet"));
            }
        }
    }
    out
}

/// Returns the role that begins at `from`, if it is one by itself: no name follows, and no “of”.
fn role(text: &Text<'_, '_>, from: usize, end: usize) -> Option<Run> {
    let view = text.view;
    let limit = end.min(from + ATTRIBUTES + 1);
    let head = (from..limit).find(|at| view.at(*at).is(TITLE) && text.is_role(*at))?;
    let attribute = |at: usize| {
        let word = view.at(at);
        word.word && !word.is(AUX | STOP | PREPOSITION) && (word.capital || text.is_modifier(at))
    };
    let before_another = text.words.not_roles.has(view.key(head.wrapping_sub(1))) && head > from;
    let next = view.at(head + 1);
    let ends = head + 1 >= end
        || next.sign != 0 && next.sign != b'&' && !(next.sign == b',' && view.at(head + 2).is_name())
        || next.is(AUX | STOP | PREPOSITION | ADVERB)
        || !next.capital && !text.is_role(head + 1) && !text.words.attributive.has(next.key) && is_verb(text, head + 1);
    let whole = (from..head).all(attribute) && !before_another && ends && next.key != OF;
    whole.then(|| Run::new(from, head + 1))
}

fn is_verb(text: &Text<'_, '_>, at: usize) -> bool {
    use crate::detect::claim::{source::finite, words::ED};
    let word = text.view.at(at);
    word.cue || word.is(ED) || finite(text.view, at)
}

/// Returns who alone in the text was introduced in the role, with the same country beside it.
fn bearer<'t>(text: &Text<'t, '_>, run: Run) -> Option<&'t str> {
    let view = text.view;
    let head = run.to - 1;
    let origin: Vec<u64> = (run.from..head).filter(|at| view.at(*at).capital).map(|at| view.key(at)).collect();
    let bearer = text.names.by_role(&origin, view.key(head))?;
    bearer.is_person().then_some(bearer.full.as_str())
}
