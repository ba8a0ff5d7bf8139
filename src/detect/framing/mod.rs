//! Framing terms, and whose words they are.
//!
//! Three steps, each linear in the text: *where* (terms of the lexicon, words near them, words in capitals, scare
//! quotes, frames), *which* (of overlapping finds the longest; an adverb of force joins what it heightens), and
//! *whose* (exactly one voice each, from quotations, claims, and the kind of block). The voice is judged
//! last and for every find, because a term nobody answers for and a term in a quotation are the same
//! words; prose linters that skip quotations lose the scare quotes, and those that read through them blame
//! the writer.

mod around;
mod loaded;
mod mention;
mod place;
mod relay;
mod scare;
mod shout;
#[cfg(test)]
mod tests;
mod trace;
mod voice;

use super::{FoundClaim, FoundFraming, Mode};
use crate::{
    annotation::{Category, Voice},
    document::{BlockKind, Document, Prose, Span},
    lexicon::Lexicon,
};
use std::ops::Range;

/// Something found, with no voice yet.
#[derive(Clone, Debug)]
struct Hit<'l> {
    tokens: Range<usize>,
    span: Span<Prose>,
    category: Category,
    rule: &'l str,
    broad: bool,
}

/// Finds the framing terms of a document, in document order, none overlapping another, each with one
/// voice. `claims` are those of the same document.
pub fn framing(document: &Document, lexicon: &Lexicon, claims: &[FoundClaim], mode: Mode) -> Vec<FoundFraming> {
    if mode == Mode::Off {
        return vec![];
    }
    let frames = relay::frames(document, &lexicon.relay);
    let mut hits = place::terms(document, &lexicon.framing, mode);
    hits.extend(shout::capitals(document, &lexicon.framing.typographic, mode));
    hits.extend(relay::hits(&frames));
    hits.extend(loaded::words(document, &lexicon.framing, mode));
    hits.sort_by_key(|hit| hit.span);
    mention::without(document, &lexicon.framing.typographic, &mut hits);
    let mut hits = join(longest(hits, document.tokens().len()), document, lexicon);
    if mode == Mode::Broad {
        let mut judge = voice::Judge::new(document, lexicon, claims, &frames);
        let typographic = &lexicon.framing.typographic;
        hits.extend(scare::snippets(document, typographic, &hits, |span| judge.is_traced(span)));
        hits.sort_by_key(|hit| hit.span);
    }
    let mut judge = voice::Judge::new(document, lexicon, claims, &frames);
    hits.into_iter().map(|hit| judge.found(hit)).collect()
}

/// Returns whose words stand at each of these places, which must come in document order, and who that is.
pub(super) fn voices(
    document: &Document,
    lexicon: &Lexicon,
    claims: &[FoundClaim],
    places: impl Iterator<Item = Span<Prose>>,
) -> Vec<(Voice, Option<String>)> {
    // Frames only say how words are handed on, which is not asked here.
    let mut judge = voice::Judge::new(document, lexicon, claims, &[]);
    let hit = |span| Hit { tokens: 0..0, span, category: Category::Label, rule: "", broad: false };
    let found = places.map(|span| judge.found(hit(span)));
    found.map(|found| (found.voice, found.speaker)).collect()
}

/// Tells whether detectors of framing read a block of this kind.
pub(super) const fn is_read(kind: BlockKind) -> bool {
    kind.is_language() && !matches!(kind, BlockKind::Boilerplate)
}

/// Keeps, of finds that overlap, the longest, then the more precise, then the first.
fn longest(mut hits: Vec<Hit<'_>>, tokens: usize) -> Vec<Hit<'_>> {
    hits.sort_by_key(|hit| (std::cmp::Reverse(hit.span.len()), hit.broad, hit.span.start()));
    let mut taken = vec![false; tokens];
    hits.retain(|hit| {
        let Some(place) = taken.get_mut(hit.tokens.clone()) else { return false };
        let free = !place.contains(&true);
        if free {
            place.fill(true);
        }
        free
    });
    hits.sort_by_key(|hit| hit.span);
    hits
}

/// Joins an adverb of force to the find directly behind it: `extremely rash` is one judgement, and it
/// is the head's.
fn join<'l>(hits: Vec<Hit<'l>>, document: &Document, lexicon: &Lexicon) -> Vec<Hit<'l>> {
    let mut out: Vec<Hit<'l>> = Vec::with_capacity(hits.len());
    for mut hit in hits {
        let before = hit.tokens.start.checked_sub(1).and_then(|at| document.tokens().get(at).map(|token| (at, token)));
        let block = document.block_at(hit.span.start());
        if let Some((at, token)) = before {
            let heightens = lexicon.framing.intensifies(token.key)
                && hit.category != Category::Intensifier
                && hit.category != Category::Typographic
                && document.blocks().get(block).is_some_and(|block| block.span.contains(token.span));
            let free = out.last().is_none_or(|last| last.tokens.end <= at);
            let alone = out.last().is_some_and(|last| last.tokens == (at..at + 1));
            if heightens && (free || alone) {
                if alone {
                    hit.broad &= out.pop().is_none_or(|last| last.broad);
                }
                hit.tokens.start = at;
                hit.span = hit.span.hull(token.span);
            }
        }
        out.push(hit);
    }
    out
}
