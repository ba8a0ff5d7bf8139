//! What became of an annotated passage, for people and as JSON.

use crate::{
    annotation::{Anchor, ByteRange, Candidate, Changed, Words},
    document::{Source, Span},
    verify::PlaceCheck,
};
use serde_json::{Value, json};

/// How many words around a change are shown.
const AROUND: usize = 5;

/// Returns the lines that tell where a passage that is not intact is now.
pub(super) fn lines(entry: &str, bytes: ByteRange, exact: &str, anchor: &Anchor) -> Vec<String> {
    let words = short(exact);
    match anchor {
        Anchor::Intact(_) => vec![],
        Anchor::Moved(to) => vec![format!("{entry}: moved from bytes {bytes} to {}: {words}", ByteRange(*to))],
        Anchor::Changed(changed) => changed_lines(entry, bytes, changed),
        Anchor::Ambiguous(all) => {
            vec![format!("{entry}: not at bytes {bytes}, and in {} other places: {words}", all.len())]
        }
        Anchor::Lost(candidates) => {
            let line = format!("{entry}: lost from bytes {bytes}: {words}");
            let like = candidates
                .iter()
                .map(|place| format!("  like it, {} of 1: bytes {}", place.score, ByteRange(place.span)));
            std::iter::once(line).chain(like).collect()
        }
    }
}

fn changed_lines(entry: &str, bytes: ByteRange, changed: &Changed) -> Vec<String> {
    let to = ByteRange(changed.span);
    let flags: Vec<&str> = changed.flags.iter().map(|flag| flag.words()).collect();
    let warning = if flags.is_empty() { String::new() } else { format!("; {}", flags.join(", ")) };
    vec![
        format!("{entry}: changed, from bytes {bytes} to {to}, {} of 1 alike{warning}", changed.score),
        format!("  {}", word_diff(&changed.words)),
    ]
}

/// Writes a diff as `git diff --word-diff` does: `[-gone-]{+new+}`.
pub(super) fn word_diff(words: &[Words]) -> String {
    let count = words.len();
    let pieces = words.iter().enumerate().map(|(at, words)| match words {
        Words::Gone(text) => format!("[-{text}-]"),
        Words::New(text) => format!("{{+{text}+}}"),
        Words::Same(text) => shortened(text, at > 0, at + 1 < count),
    });
    pieces.collect()
}

/// Leaves out the middle of a long unchanged piece; what is next to a change is kept.
fn shortened(text: &str, change_before: bool, change_after: bool) -> String {
    let words: Vec<&str> = text.split_inclusive(' ').collect();
    let (head, tail) = (if change_before { AROUND } else { 0 }, if change_after { AROUND } else { 0 });
    if words.len() <= head + tail + 1 {
        return text.to_owned();
    }
    let first = words.iter().take(head).copied();
    let last = words.iter().skip(words.len() - tail).copied();
    first.chain(["… "]).chain(last).collect()
}

/// Returns what `verify --format json` says of one passage.
pub(super) fn json(place: &PlaceCheck) -> Value {
    let now: Vec<ByteRange> = match &place.anchor {
        Anchor::Intact(span) | Anchor::Moved(span) => vec![ByteRange(*span)],
        Anchor::Ambiguous(all) => all.iter().copied().map(ByteRange).collect(),
        Anchor::Changed(_) | Anchor::Lost(_) => vec![],
    };
    let mut value = json!({
        "entry": place.entry, "bytes": place.bytes, "exact": place.exact, "state": place.anchor.state(), "now": now,
    });
    let more = match &place.anchor {
        Anchor::Changed(changed) => Some(("changed", changed_json(changed))),
        Anchor::Lost(candidates) if !candidates.is_empty() => Some(("candidates", candidates_json(candidates))),
        _ => None,
    };
    if let (Some((key, more)), Some(value)) = (more, value.as_object_mut()) {
        value.insert(key.to_owned(), more);
    }
    value
}

fn changed_json(changed: &Changed) -> Value {
    json!({
        "bytes": ByteRange(changed.span),
        "score": changed.score,
        "flags": changed.flags,
        "words": word_diff(&changed.words),
    })
}

fn candidates_json(candidates: &[Candidate]) -> Value {
    let bytes = |span: Span<Source>| ByteRange(span);
    candidates.iter().map(|place| json!({"bytes": bytes(place.span), "score": place.score})).collect()
}

/// The first words of a passage, for a line on the terminal.
fn short(text: &str) -> String {
    let folded: Vec<&str> = text.split_whitespace().collect();
    let folded = folded.join(" ");
    let cut: String = folded.chars().take(60).collect();
    if cut.len() < folded.len() { format!("{cut}…") } else { cut }
}
