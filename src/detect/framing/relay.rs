//! How the outlet hands on another's words.

use super::Hit;
use crate::{
    annotation::Relay,
    document::{Document, Prose, Span, Token},
    lexicon::{Frame, Frames, Near},
};

/// A frame in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Framed<'l> {
    pub(super) span: Span<Prose>,
    from: usize,
    to: usize,
    frame: &'l Frame,
}

impl Framed<'_> {
    /// Returns the name of the frame.
    #[cfg(test)]
    pub(super) fn id(&self) -> &str {
        &self.frame.id
    }
}

/// How many frames to either side of a term are looked at; a sentence has hardly ever two.
const FRAMES: usize = 8;

/// How many tokens may stand between a frame and its cue: an auxiliary, a name.
const CUE_TOKENS: usize = 3;

/// How many tokens may stand between a frame and its term: an article, a mark.
const TERM_TOKENS: usize = 2;

/// Finds all frames, in document order.
pub(super) fn frames<'l>(document: &Document, frames: &'l Frames) -> Vec<Framed<'l>> {
    let mut out = vec![];
    for (_, range) in document.blocks_with_tokens().filter(|(block, _)| super::is_read(block.kind)) {
        let tokens = document.tokens().get(range.clone()).unwrap_or_default();
        let mut at = 0;
        let may_begin = |rest: &[Token]| rest.iter().position(|token| frames.may_begin(token.key));
        while let Some(next) = tokens.get(at..).and_then(may_begin) {
            at += next;
            let rest = tokens.get(at..).unwrap_or_default();
            let Some((len, frame)) = frames.at(rest) else {
                at += 1;
                continue;
            };
            let len = len.max(1);
            let from = range.start + at;
            if let (Some(first), Some(last)) = (rest.first(), rest.get(len - 1)) {
                out.push(Framed { span: first.span.hull(last.span), from, to: from + len, frame });
            }
            at += len;
        }
    }
    out
}

/// Returns the frames that are framing terms themselves.
pub(super) fn hits<'f, 'l>(frames: &'f [Framed<'l>]) -> impl Iterator<Item = Hit<'l>> + use<'f, 'l> {
    frames.iter().filter_map(|framed| {
        Some(Hit {
            tokens: framed.from..framed.to,
            span: framed.span,
            category: framed.frame.category?,
            rule: &framed.frame.id,
            broad: false,
        })
    })
}

/// What a frame could belong to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around {
    /// The term, with the marks around it when it is all or most of what they hold.
    pub(super) words: Span<Prose>,
    /// What the speaker says, whose frames are not the outlet's.
    pub(super) own: Span<Prose>,
    /// The words that attribute it.
    pub(super) cue: Option<Span<Prose>>,
}

/// Returns what the closest frame says of the words; nothing when they stand in none.
pub(super) fn framed(document: &Document, frames: &[Framed<'_>], around: Around) -> Option<Relay> {
    if frames.is_empty() {
        return None;
    }
    let places = [Some(around.words), around.cue];
    let candidates = places.into_iter().flatten().flat_map(|place| {
        let at = frames.partition_point(|framed| framed.span.start() < place.start());
        frames.get(at.saturating_sub(FRAMES)..frames.len().min(at + FRAMES)).unwrap_or_default()
    });
    candidates
        .filter(|framed| !around.own.contains(framed.span))
        .filter_map(|framed| Some((nearness(document, framed, around)?, framed.frame.relay)))
        .max_by_key(|(near, _)| *near)
        .map(|(_, relay)| relay)
}

/// Returns how near the frame stands, when it stands where it must.
fn nearness(document: &Document, framed: &Framed<'_>, around: Around) -> Option<Near> {
    let term = document.tokens_in(around.words);
    let beside = |range: &std::ops::Range<usize>, gap: usize| {
        framed.to <= range.start && range.start - framed.to <= gap
            || range.end <= framed.from && framed.from - range.end <= gap
            || range.start <= framed.from && framed.to <= range.end
    };
    if beside(&term, TERM_TOKENS) && framed.frame.near == Near::Term {
        return Some(Near::Term);
    }
    let cue = around.cue.map(|cue| document.tokens_in(cue));
    if framed.frame.near == Near::Cue && cue.is_some_and(|cue| beside(&cue, CUE_TOKENS)) {
        return Some(Near::Cue);
    }
    let sentence = document.sentence_at(framed.span.start());
    let same = |span: Span<Prose>| document.sentence_at(span.start()) == sentence;
    (framed.frame.near == Near::Sentence && (same(around.words) || around.cue.is_some_and(same)))
        .then_some(Near::Sentence)
}
