//! Damage: text that lost or changed letters on its way.
//!
//! A reader who quotes a damaged word quotes something that nobody wrote, and a detector that reads
//! "leer" for "leader" judges the wrong word. So damage is reported with what probably stood there; the
//! document itself is never changed. Three kinds are found: letters removed throughout
//! ([`lost`]), UTF-8 read as Windows-1252 and characters replaced by U+FFFD ([`encoding`]).
//!
//! Plain misspellings are not damage: they are the writer's own, and part of the record.

mod encoding;
mod lost;

use crate::{
    annotation::{Damage, DamageKind},
    document::{Document, Prose, Source, Span},
};

/// Finds the damaged places of a document, in document order.
pub fn damage(document: &Document) -> Vec<Damage<Span<Source>>> {
    let mut found = encoding::mojibake(document);
    found.extend(encoding::replaced(document));
    found.extend(lost::letters(document));
    let mut placed: Vec<Damage<Span<Source>>> = found
        .into_iter()
        .filter_map(|Found { span, kind, suggestion, rule }| {
            let at = document.map().to_source(span)?;
            Some(Damage { at, kind, suggestion, rule: rule.to_owned() })
        })
        .collect();
    placed.sort_by_key(|damage| damage.at);
    placed
}

/// A damaged place in the prose.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Found {
    span: Span<Prose>,
    kind: DamageKind,
    suggestion: Option<String>,
    rule: &'static str,
}

#[cfg(test)]
mod tests;
