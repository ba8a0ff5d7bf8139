//! Headline matter: what of the front matter a reader reads above the text.

use super::{Field, FrontMatter, meaning};
use crate::document::{
    prose::{BlockKind, Builder},
    span::{self, Span},
};

/// The keys of the line under the headline, the first that says something counting.
const DEK: &[&str] = &["description", "dek", "subtitle", "summary", "excerpt", "standfirst"];

/// Appends headline matter (title, description, key points) to the prose, a block each.
pub(in crate::document) fn append_headlines(front: &FrontMatter, out: &mut Builder) {
    if let Some(title) = front.title() {
        append(title.field, BlockKind::Title, out);
    }
    if let Some(dek) = front.first(DEK) {
        append(dek.field, BlockKind::Dek, out);
    }
    for field in front.fields.iter().filter(|field| is_key_point(&field.route)) {
        if !field.value.trim().is_empty() {
            append(field, BlockKind::KeyPoint, out);
        }
    }
}

/// Tells whether a route is `key_points[n]`, or a text within such an item.
fn is_key_point(route: &str) -> bool {
    let Some((list, item)) = route.split_once('[') else { return false };
    let Some((_, within)) = item.split_once(']') else { return false };
    meaning::is(list, "keypoints") && matches!(within, "" | ".text" | ".point")
}

/// Appends a value run by run. In a block scalar a line end is a space and an empty line ends a block,
/// as in Markdown.
fn append(field: &Field, kind: BlockKind, out: &mut Builder) {
    let mut ends = 0;
    for run in &field.runs {
        let mut rest = run.source;
        // What the next bytes of the run came from: themselves, or the whole of what is not verbatim.
        let mut take = |text: &str| {
            let middle = if run.verbatim { (rest.start() + span::length(text)).min(rest.end()) } else { rest.end() };
            let taken = Span::clamped(rest.start(), middle);
            rest = if run.verbatim { Span::clamped(middle, rest.end()) } else { rest };
            taken
        };
        for line in run.of(&field.value).split_inclusive('\n') {
            let words = line.strip_suffix('\n').unwrap_or(line);
            if !words.is_empty() {
                ends = 0;
                out.push(words, take(words), run.verbatim);
            }
            if words.len() < line.len() {
                ends += 1;
                let end = take("\n");
                match ends {
                    1 => out.push(" ", end, false),
                    2 => out.end_block(kind),
                    _ => {}
                }
            }
        }
    }
    if !out.at_block_start() {
        out.end_block(kind);
    }
}
