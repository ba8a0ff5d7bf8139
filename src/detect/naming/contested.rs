//! Contested nouns: where a text uses several of a set, each of them.

use super::{Named, Run, Text};
use crate::annotation::Referent;
use std::collections::BTreeMap;

/// Returns every contested noun of the sets of which the text uses at least two.
pub(super) fn nouns<'t>(text: &Text<'t, '_>) -> Vec<Named<'t>> {
    let phrases = text.words.phrases();
    let mut found: BTreeMap<usize, Vec<(usize, Run)>> = BTreeMap::new();
    let tokens = text.view.document.tokens();
    for (_, range) in text.blocks() {
        let mut at = range.start;
        while let Some(rest) = tokens.get(at..range.end) {
            let Some(next) = rest.iter().position(|token| phrases.may_begin(token.key)) else { break };
            at += next;
            let hit = phrases.at(rest.get(next..).unwrap_or_default()).find_map(|(len, owner)| {
                let variant = text.words.variant(owner)?;
                let key = |at: usize| tokens.get(at).map(|token| token.key);
                let before = at.checked_sub(1).filter(|before| *before >= range.start).and_then(key);
                let after = (at + len < range.end).then(|| key(at + len)).flatten();
                (!text.words.is_ruled_out(variant.set, before, after)).then_some((len, variant))
            });
            let Some((len, variant)) = hit else {
                at += 1;
                continue;
            };
            found.entry(variant.set).or_default().push((variant.noun, Run::new(at, at + len)));
            at += len;
        }
    }
    let several =
        |nouns: &Vec<(usize, Run)>| nouns.iter().any(|(noun, _)| nouns.first().is_some_and(|first| first.0 != *noun));
    found.retain(|_, nouns| several(nouns));
    let sets = found.into_iter().filter_map(|(set, nouns)| Some((text.words.sets().get(set)?, nouns)));
    sets.flat_map(|(set, nouns)| {
        nouns.into_iter().map(move |(_, run)| Named {
            run,
            referent: set.about.as_str(),
            who: 0,
            kind: Referent::Group,
            rule: set.id.as_str(),
        })
    })
    .collect()
}
