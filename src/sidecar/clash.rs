//! The ids of people's entries that the engine would now give to other passages.
//!
//! An id is made from words, so the words that repeat share a row of ids, given out in document order: when a
//! passage goes, or one like it is put in before it, the id that a person's entry holds falls to another
//! passage. That entry must not stand for a passage that nobody has looked at; the passage gets an id of its own.

use super::{edit::Existing, print::Section};
use crate::{
    annotation::{Annotations, Id, Selector},
    document::{Document, Source, Span},
};
use std::collections::{BTreeMap, BTreeSet};

/// Returns the annotations under ids that no person's entry holds for something else; `None` when all ids may
/// stay. It depends on people's entries and on the document only, so that a second run gives the same ids.
pub(super) fn apart(
    annotations: &Annotations<Selector>,
    entries: &[Existing],
    document: &Document,
) -> Option<Annotations<Selector>> {
    let people = entries.iter().filter(|entry| !entry.owned && !entry.name.is_empty());
    let people: BTreeMap<&str, &Existing> = people.map(|entry| (entry.name.as_str(), entry)).collect();
    let proposed = proposed(annotations);
    let is_other = |(section, id, places): &&(Section, &Id, Vec<(u32, u32)>)| {
        let entry = people.get(id.0.as_str());
        entry.is_some_and(|entry| entry.section != *section || speaks_of_another(entry, places, document))
    };
    let clashing: Vec<&Id> = proposed.iter().filter(is_other).map(|(_, id, _)| *id).collect();
    if clashing.is_empty() {
        return None;
    }
    let mut taken: BTreeSet<String> = proposed.iter().map(|(_, id, _)| id.0.clone()).collect();
    taken.extend(people.keys().map(|name| (*name).to_owned()));
    let mut new: BTreeMap<Id, Id> = BTreeMap::new();
    for id in clashing {
        let free = (2_u32..).map(|n| format!("{id}{n}")).find(|name| !taken.contains(name))?;
        taken.insert(free.clone());
        new.insert(id.clone(), Id(free));
    }
    Some(renamed(annotations.clone(), &new))
}

/// A section, an id in it, and the places of its words.
type Proposed<'a> = (Section, &'a Id, Vec<(u32, u32)>);

/// What has an id, with every place it speaks of.
fn proposed(annotations: &Annotations<Selector>) -> Vec<Proposed<'_>> {
    let ends = |selector: &Selector| (selector.bytes.0.start(), selector.bytes.0.end());
    let claims = annotations.claims.iter().map(|claim| {
        let words = claim.content.iter().chain(claim.source.as_ref()).chain([&claim.cue.at]);
        (Section::Claims, &claim.id, words.map(ends).collect())
    });
    let framing = annotations.framing.iter().map(|term| (Section::Framing, &term.id, vec![ends(&term.at)]));
    let naming = annotations.naming.iter();
    let naming = naming.map(|name| (Section::Naming, &name.id, name.at.iter().map(ends).collect()));
    claims.chain(framing).chain(naming).collect()
}

/// Tells whether a person's entry speaks of a passage other than the one at these places. An entry whose words
/// stand at its bytes keeps its id, for a person may have set it to other words; not so when the same words
/// stand at both, which are then two passages.
fn speaks_of_another(entry: &Existing, places: &[(u32, u32)], document: &Document) -> bool {
    let reach = if entry.reach.is_empty() { &entry.places } else { &entry.reach };
    if reach.iter().any(|a| places.iter().any(|b| a.0 < b.1 && b.0 < a.1)) {
        return false;
    }
    let words = |places: &[(u32, u32)]| -> BTreeSet<String> {
        places.iter().map(|(from, to)| document.bytes(Span::<Source>::clamped(*from, *to)).to_owned()).collect()
    };
    !entry.intact || words(&entry.places) == words(places)
}

fn renamed(mut annotations: Annotations<Selector>, new: &BTreeMap<Id, Id>) -> Annotations<Selector> {
    let rename = |id: &mut Id| {
        if let Some(other) = new.get(id) {
            *id = other.clone();
        }
    };
    for claim in &mut annotations.claims {
        rename(&mut claim.id);
        claim.within.iter_mut().for_each(rename);
    }
    for term in &mut annotations.framing {
        rename(&mut term.id);
        term.claim.iter_mut().for_each(rename);
    }
    annotations.naming.iter_mut().for_each(|name| rename(&mut name.id));
    annotations
}
