//! Puts marks, references, head and tail into the source.

use super::{head, place::Place, tail::Tail};
use crate::verify::Tokens;

/// Where the tables and footnotes go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Frame {
    /// After the text.
    Around,
    /// Before it, because the text ends within something that would swallow them.
    Ahead,
}

/// A report, and where in it its parts are.
pub(super) struct Composed {
    pub(super) text: String,
    /// The byte after the head block.
    pub(super) head_ends: usize,
    /// Where the tail begins.
    pub(super) tail: Option<usize>,
}

/// What comes first where several things are put at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    MarkEnds,
    Reference,
    MarkBegins,
}

struct Insertion {
    at: u32,
    turn: Turn,
    /// Among those of one turn: the outer mark first, else in the order of the annotations.
    order: u32,
    text: String,
}

/// Composes the report of what `tail` tells of.
pub(super) fn compose(tail: &Tail<'_>, frame: Frame) -> Composed {
    let (source, tokens) = (tail.document.source(), tail.tokens);
    let insertions = insertions(tail);
    let inserted: usize = insertions.iter().map(|insertion| insertion.text.len()).sum();
    let after = tail.write();
    let mut text = String::with_capacity(source.len() + inserted + after.len() + 4096);
    let body = tail.document.parts().body.start() as usize;
    let mut kept = body;
    text.push_str(source.get(..body).unwrap_or_default());
    if tail.document.parts().front.is_some() {
        text.push('\n');
    }
    text.push_str(&tokens.head_opens());
    text.push_str("\n\n");
    text.push_str(&head::write(tail.document, tail.annotations, tokens));
    if frame == Frame::Ahead {
        text.push('\n');
        text.push_str(&after);
    } else {
        text.push('\n');
    }
    text.push_str(&tokens.head_closes());
    text.push_str("\n\n");
    let head_ends = text.len();
    for insertion in insertions {
        text.push_str(source.get(kept..insertion.at as usize).unwrap_or_default());
        text.push_str(&insertion.text);
        kept = insertion.at as usize;
    }
    text.push_str(source.get(kept..).unwrap_or_default());
    let begins = (frame == Frame::Around).then(|| {
        text.push_str("\n\n");
        let begins = text.len();
        text.push_str(&format!("{}\n\n{after}{}\n", tokens.tail_opens(), tokens.end()));
        begins
    });
    Composed { text, head_ends, tail: begins }
}

fn insertions(tail: &Tail<'_>) -> Vec<Insertion> {
    let mut all = vec![];
    for (index, place) in tail.terms.iter().enumerate() {
        let name = format!("f{}", index + 1);
        for (letter, mark) in ('a'..='z').zip(&place.marks) {
            let piece = if letter == 'a' { name.clone() } else { format!("{name}{letter}") };
            let (begins, ends) = (tail.tokens.mark(&piece), tail.tokens.mark_ends());
            all.push(Insertion {
                at: mark.start(),
                turn: Turn::MarkBegins,
                order: u32::MAX - mark.end(),
                text: begins,
            });
            all.push(Insertion { at: mark.end(), turn: Turn::MarkEnds, order: 0, text: ends });
        }
        all.extend(reference(tail.tokens, place, &name));
    }
    for (index, place) in tail.claims.iter().enumerate() {
        all.extend(reference(tail.tokens, place, &format!("c{}", index + 1)));
    }
    all.sort_by_key(|insertion| (insertion.at, insertion.turn, insertion.order));
    guard(&mut all, tail);
    all
}

fn reference(tokens: &Tokens, place: &Place, name: &str) -> Option<Insertion> {
    let at = place.reference?.at;
    Some(Insertion { at, turn: Turn::Reference, order: 0, text: tokens.reference(name) })
}

/// Keeps the first and the last reference of each place apart from what stands around them.
fn guard(all: &mut [Insertion], tail: &Tail<'_>) {
    let guards: std::collections::HashMap<u32, super::edge::Guards> = tail
        .terms
        .iter()
        .chain(tail.claims)
        .filter_map(|place| place.reference)
        .map(|reference| (reference.at, reference.guards))
        .collect();
    let token = tail.tokens.guard();
    for group in all.chunk_by_mut(|a, b| a.at == b.at) {
        let marks_end = group.first().is_some_and(|first| first.turn == Turn::MarkEnds);
        let mut references = group.iter_mut().filter(|insertion| insertion.turn == Turn::Reference);
        let Some(first) = references.next() else { continue };
        let Some(guards) = guards.get(&first.at) else { continue };
        if guards.before && !marks_end {
            first.text.insert_str(0, &token);
        }
        let last = references.next_back().unwrap_or(first);
        if guards.after {
            last.text.push_str(&token);
        }
    }
}
