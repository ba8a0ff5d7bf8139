//! What people decided on the entries of an annotation file.

use crate::{
    annotation::Review,
    document::Problem,
    sidecar::{self, Part},
};
use serde_json::Value;
use std::collections::BTreeMap;

/// How much of a claim's words is shown, in code points.
const SHOWN: usize = 160;

/// The decisions of an annotation file.
#[derive(Debug, Default)]
pub(super) struct Verdicts {
    /// By the id of the entry.
    pub(super) decided: BTreeMap<String, Review>,
    /// The rejected claims and framing terms, in the order of the file: their ids and words.
    pub(super) rejected: Vec<(String, String)>,
}

impl Verdicts {
    pub(super) fn of(text: &str) -> Result<Self, Problem> {
        let mut found = Self::default();
        for part in sidecar::parts(text)?.iter().filter(|part| matches!(part.list.as_str(), "claims" | "framing")) {
            let id = word(part.keys.get("id")).to_owned();
            match word(part.keys.get("review")) {
                "accepted" => _ = found.decided.insert(id, Review::Accepted),
                "rejected" => {
                    found.rejected.push((id.clone(), words(part)));
                    found.decided.insert(id, Review::Rejected);
                }
                _ => {}
            }
        }
        Ok(found)
    }
}

fn word(value: Option<&Value>) -> &str {
    value.and_then(Value::as_str).unwrap_or_default()
}

/// Returns what an entry says: the term, or who says what.
fn words(part: &Part) -> String {
    if let Some(term) = part.keys.get("term") {
        return word(Some(term)).to_owned();
    }
    let content = match part.keys.get("content") {
        Some(Value::Array(pieces)) => pieces.first(),
        content => content,
    };
    let said = word(content.and_then(|content| content.get("exact")));
    let said: String = match said.char_indices().nth(SHOWN) {
        Some((cut, _)) => format!("{}…", said.get(..cut).unwrap_or_default()),
        None => said.to_owned(),
    };
    match word(part.keys.get("speaker")) {
        "" => said,
        speaker => format!("{speaker}: {said}"),
    }
}
