//! How a report says things: the words for places, kinds and counts.

use super::escape::escape_to;
use crate::{
    annotation::{ByteRange, Claim, ClaimKind, CueClass, DamageKind, Id},
    document::{Document, Source, Span},
};

/// How much of a claim a table shows, in characters.
const SHORT: usize = 80;

/// How many claims a chain goes up: beyond it, an ellipsis.
const LONGEST_CHAIN: usize = 8;

/// Returns who reports a claim, the outermost first: `find` finds the claim around one, `who` names a claim's speaker.
pub(in crate::report) fn chain<'c>(
    claim: &'c Claim<Span<Source>>,
    find: impl Fn(&Id) -> Option<&'c Claim<Span<Source>>>,
    who: impl Fn(&'c Claim<Span<Source>>) -> String,
) -> String {
    let mut names = vec![];
    let mut around = claim.within.as_ref();
    while let Some(outer) = around.and_then(&find) {
        if names.len() == LONGEST_CHAIN {
            names.push("…".to_owned());
            break;
        }
        names.push(who(outer));
        around = outer.within.as_ref();
    }
    names.reverse();
    names.join(" › ")
}

/// Returns the words at a place as a reader reads them: the prose that came from there, cut where it is
/// long.
pub(in crate::report) fn short(document: &Document, span: Span<Source>) -> String {
    let mut text = String::new();
    let pieces = document.map().pieces();
    // Pieces are sorted by source within the front matter and within the body, not across both.
    let body = pieces.partition_point(|piece| piece.source.start() < document.parts().body.start());
    let (front, body) = pieces.split_at_checked(body).unwrap_or_default();
    for part in [front, body] {
        let from = part.partition_point(|piece| piece.source.end() <= span.start());
        for piece in part.get(from..).unwrap_or_default() {
            let Some(both) = piece.source.intersection(span).filter(|_| text.len() < 8 * SHORT) else { break };
            let words = if piece.verbatim { document.bytes(both) } else { document.words(piece.prose) };
            if !text.is_empty() && words.starts_with(char::is_alphanumeric) && ends_block(document, piece.prose.start())
            {
                text.push(' ');
            }
            text.push_str(words);
        }
    }
    cut(if text.is_empty() { document.bytes(span) } else { &text }, SHORT)
}

fn ends_block(document: &Document, prose: u32) -> bool {
    let before = Span::clamped(prose.saturating_sub(1), prose);
    document.words(before) == "\n"
}

/// Returns a text, or its first words and an ellipsis when it has more than `most` characters.
pub(in crate::report) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.trim().to_owned(),
        Some((at, _)) => {
            let head = text.get(..at).unwrap_or_default();
            let words = head.rsplit_once(char::is_whitespace).map_or(head, |(words, _)| words);
            format!("{} …", words.trim())
        }
    }
}

/// Writes `text` in curly quotation marks, escaped.
pub(super) fn quoted(out: &mut String, text: &str) {
    out.push('“');
    escape_to(out, text);
    out.push('”');
}

/// Returns “bytes 12-40, 44-60”.
pub(in crate::report) fn bytes(spans: &[Span<Source>]) -> String {
    let mut out = String::new();
    bytes_to(&mut out, spans);
    out
}

/// Writes what [`bytes`] returns.
pub(super) fn bytes_to(out: &mut String, spans: &[Span<Source>]) {
    out.push_str("bytes ");
    for (index, span) in spans.iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        ByteRange(*span).write(out);
    }
}

/// Writes a number.
pub(super) fn number(out: &mut String, number: usize) {
    out.push_str(itoa::Buffer::new().format(number));
}

/// Returns “1 claim”, “2 claims”.
pub(in crate::report) fn count(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}

pub(in crate::report) const fn kind(kind: ClaimKind) -> &'static str {
    match kind {
        ClaimKind::Direct => "direct",
        ClaimKind::Indirect => "indirect",
        ClaimKind::Mixed => "mixed",
    }
}

pub(in crate::report) const fn class(class: CueClass) -> &'static str {
    match class {
        CueClass::Neutral => "neutral",
        CueClass::Claim => "claim",
        CueClass::Concede => "concede",
        CueClass::Assert => "assert",
        CueClass::Emotive => "emotive",
        CueClass::Directive => "directive",
        CueClass::Belief => "belief",
        CueClass::Intention => "intention",
        CueClass::Citation => "citation",
    }
}

pub(in crate::report) const fn damage(kind: DamageKind) -> &'static str {
    match kind {
        DamageKind::LostLetters => "lost letters",
        DamageKind::Mojibake => "wrong encoding",
        DamageKind::Replaced => "replaced character",
    }
}
