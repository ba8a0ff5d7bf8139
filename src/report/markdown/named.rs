//! The table of how people, bodies and contested groups are named.

use super::{escape::escape, words::bytes};
use crate::{
    annotation::{Naming, Referent},
    document::{Source, Span},
};
use std::collections::BTreeMap;

pub(super) const HEAD: &str = "| who or what | named | voice | speaker | times | place |\n|:--|:--|:--|:--|--:|:--|\n";

/// Returns the rows, persons first, then bodies, then groups; each of them in the order in which the text
/// comes to them, and their names in the order of the text. Plain names are left out, and who has no other.
pub(super) fn rows(naming: &[Naming<Span<Source>>]) -> Vec<String> {
    let mut first: BTreeMap<(&str, Referent), u32> = BTreeMap::new();
    let start = |naming: &Naming<Span<Source>>| naming.at.first().map_or(0, Span::start);
    for one in naming {
        let at = first.entry((&one.referent, one.kind)).or_insert(u32::MAX);
        *at = start(one).min(*at);
    }
    let mut order: Vec<&Naming<Span<Source>>> = naming.iter().filter(|naming| naming.is_telling()).collect();
    order.sort_by_key(|one| {
        let begins = first.get(&(one.referent.as_str(), one.kind)).copied().unwrap_or_default();
        (one.kind, begins, one.referent.as_str(), start(one))
    });
    let row = |one: &Naming<Span<Source>>| {
        format!(
            "| {} | {} | {} | {} | {} | {} |\n",
            escape(&one.referent),
            escape(&one.designator),
            one.voice.name(),
            one.speaker.as_deref().map(escape).unwrap_or_default(),
            one.at.len(),
            bytes(&one.at),
        )
    };
    order.into_iter().map(row).collect()
}
