//! Entries that a person adds: laid out as the engine lays out its own, without its signature.

use super::{
    edit::Layout,
    merge::put_in,
    print::{self, Proposal},
    read,
};
use crate::{
    annotation::{Claim, Framing, Id, Ids, Selector},
    document::Problem,
};

/// Returns a sidecar's text with a framing term of a person's, behind the one that stands before it in the document.
///
/// # Errors
///
/// Returns a problem when the file cannot be read, before or after: the id is taken, or the list is in flow style.
pub fn add_framing(text: &str, term: &Framing<Selector>) -> Result<String, Problem> {
    add(text, print::framing(term))
}

/// Returns a sidecar's text with a claim of a person's, behind the one that stands before it in the document.
///
/// # Errors
///
/// Returns a problem when the file cannot be read, before or after: the id is taken, or the list is in flow style.
pub fn add_claim(text: &str, claim: &Claim<Selector>) -> Result<String, Problem> {
    add(text, print::claim(claim))
}

/// Returns an id for a person's entry on these words that no entry of the file has. It is not one that the engine
/// gives to the same words: when the engine finds them one day too, both entries have to stand side by side.
///
/// # Errors
///
/// Returns a problem when the text is not laid out as [`read`](super::read()) wants it.
pub fn free_id(text: &str, kind: char, words: &str) -> Result<Id, Problem> {
    let mut ids = Ids::default();
    for entry in Layout::of(text)?.entries {
        ids.take(Id(entry.name));
    }
    Ok(ids.give(kind, &format!("{words}\nby a person")))
}

fn add(text: &str, entry: Proposal<'_>) -> Result<String, Problem> {
    read(text)?;
    let out = put_in(text, &entry.by_a_person())?;
    read(&out)?;
    Ok(out)
}
