//! A report for readers who may not have the text: what was found, where, and the digest of the words.

use super::markdown::escape::escape;
use crate::{
    annotation::{Annotations, Selector},
    document::Digest,
    sidecar::DocumentRef,
};
use std::fmt::Write as _;

/// Writes the report. `name` is the document's.
pub fn write(name: &str, document: &DocumentRef, annotations: &Annotations<Selector>) -> String {
    let mut out = String::new();
    // Writing to a string does not fail.
    let _ = writeln!(out, "# Annotations of {}, without its text\n", escape(name));
    let _ = writeln!(
        out,
        "Words are given by their digest and length in bytes. `ibid hydrate` fills them in from the document.\n"
    );
    let _ = writeln!(out, "| digest | sha256 |\n|---|---|");
    let front = document.front.map_or_else(|| "none".to_owned(), |front| front.hex());
    for (key, value) in
        [("raw", document.raw.hex()), ("text", document.text.hex()), ("front", front), ("root", document.root.hex())]
    {
        let _ = writeln!(out, "| {key} | `{value}` |");
    }
    if let Some(outlet) = &annotations.outlet {
        let _ = writeln!(out, "\nOutlet: {}", escape(&outlet.name));
    }
    if let Some(published) = &annotations.published {
        let _ = writeln!(out, "\nPublished: {}", escape(&published.date));
    }
    if !annotations.claims.is_empty() {
        let _ =
            writeln!(out, "\n## Claims\n\n| id | kind | speaker | cue | bytes | words |\n|---|---|---|---|---|---|");
        for claim in &annotations.claims {
            let speaker = claim.speaker.as_deref().map_or_else(|| "not said".to_owned(), escape);
            for content in &claim.content {
                let (kind, class) = (claim.kind.name(), claim.cue.class.name());
                let _ = writeln!(out, "| {} | {kind} | {speaker} | {class} | {} |", claim.id, place(content));
            }
        }
    }
    if !annotations.framing.is_empty() {
        let _ = writeln!(
            out,
            "\n## Framing terms\n\n| id | category | voice | speaker | bytes | words |\n|---|---|---|---|---|---|"
        );
        for term in &annotations.framing {
            let speaker = term.speaker.as_deref().map_or_else(String::new, escape);
            let (category, voice) = (term.category.name(), term.voice.name());
            let _ = writeln!(out, "| {} | {category} | {voice} | {speaker} | {} |", term.id, place(&term.at));
        }
    }
    out
}

fn place(at: &Selector) -> String {
    format!("{} | `{};length={}`", at.bytes, Digest::of(at.exact.as_bytes()), at.exact.len())
}
