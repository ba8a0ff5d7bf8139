//! What somebody is called outright: “called Vask a tyrant”, “hailed Vask as ‘highly respected’”.

use super::{Mention, Named, Run, Text};
use crate::detect::claim::{
    source::finite,
    words::{AS, BY, PREPOSITION, STOP},
};

/// The most words between the verb and the name: “referred to the long-serving President”.
const TITLES: usize = 6;

/// The longest name that is given without quotation marks, in tokens.
const NAME: usize = 8;

/// Returns the names that verbs of naming give to mentions.
pub(super) fn named<'t>(text: &Text<'t, '_>, mentions: &[Mention<'t>]) -> Vec<Named<'t>> {
    mentions
        .iter()
        .filter_map(|mention| given(text, mention).map(|run| Text::named(mention, run, "naming.called")))
        .collect()
}

fn given(text: &Text<'_, '_>, mention: &Mention<'_>) -> Option<Run> {
    let (view, naming) = (text.view, &text.lexicon.relay.naming);
    let as_ = view.key(mention.core.to) == AS;
    let from = mention.core.to + usize::from(as_);
    if from >= mention.block.to {
        return None;
    }
    let verbs = if as_ { &naming.as_verbs } else { &naming.direct_verbs };
    let floor = mention.block.from.max(mention.core.from.saturating_sub(TITLES));
    let between = (floor..mention.core.from).rev().find(|at| !view.at(*at).word || verbs.has(view.key(*at)))?;
    let passive = (between..mention.core.from).any(|at| view.key(at) == BY);
    if passive || !verbs.has(view.key(between)) {
        return None;
    }
    let from = from + usize::from(text.is_article(from));
    if view.sign(from) == b'"' {
        let quote = view.quote(from, view.at(mention.core.from).depth)?;
        return (quote.run.from == from && quote.closed).then(|| text.without_article(quote.inner));
    }
    if !as_ && !text.is_article(from.wrapping_sub(1)) {
        return None;
    }
    let end = (from..mention.block.to.min(from + NAME)).find(|at| {
        let word = view.at(*at);
        word.sign != 0 || word.is(PREPOSITION | STOP) || finite(view, *at)
    });
    let run = Run::new(from, end?);
    (!run.is_empty() && text.is_head(run.to - 1, mention.kind)).then_some(run)
}
