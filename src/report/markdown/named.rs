//! The table of how people, bodies and contested groups are named.

use super::{row::Row, words::bytes_to};
use crate::{
    annotation::{Naming, Referent},
    document::{Source, Span},
};
use std::collections::BTreeMap;

pub(super) const HEAD: &str = "| who or what | named | voice | speaker | times | place |\n|:--|:--|:--|:--|--:|:--|\n";

/// Returns what the table tells of: persons first, then bodies, then groups; each of them in the order in which the
/// text comes to them, and their names in the order of the text. Plain names are left out, and who has no other.
pub(super) fn telling(naming: &[Naming<Span<Source>>]) -> Vec<&Naming<Span<Source>>> {
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
    order
}

/// Writes the row of one.
pub(super) fn row(out: &mut String, one: &Naming<Span<Source>>) {
    Row::begin(out)
        .foreign(&one.referent)
        .foreign(&one.designator)
        .word(one.voice.name())
        .foreign(one.speaker.as_deref().unwrap_or_default())
        .number(one.at.len())
        .cell(|out| bytes_to(out, &one.at))
        .end();
}
