//! What claims state, one thing at a time: a quotation of five sentences is five statements, each of which another
//! document may have by itself.

use super::{entry::View, words};
use crate::{
    annotation::Claim,
    document::{Prose, Source, Span, fold},
    report::{html::speakers::prose_of, markdown::words::cut},
};
use std::collections::BTreeSet;

/// Statements of fewer features say too little to be known again.
const FEWEST: usize = 3;

/// How much of a statement is shown, in characters.
const SHOWN: usize = 160;

/// Words that join one statement to another one, when a statement follows.
const JOINTS: &[&str] = &["and", "but", "while"];

/// Words with which a statement begins behind a joint, besides verbs of the past.
const BEGINNINGS: &[&str] = &["he", "i", "it", "she", "that", "they", "we"];

/// One thing that a claim states.
pub(super) struct Stated<'v> {
    pub(super) document: usize,
    pub(super) claim: &'v Claim<Span<Source>>,
    /// The number of its claim in its document.
    pub(super) number: usize,
    /// Its words: one place, or several where its source stands between them.
    pub(super) places: Vec<Span<Prose>>,
    /// Of the statement with its source, its cue and those who hand it on: “invited” and “an invitation” are told
    /// apart there.
    pub(super) features: BTreeSet<String>,
    /// Of what is stated.
    pub(super) content: BTreeSet<String>,
}

impl Stated<'_> {
    /// Returns its words.
    pub(super) fn words(&self, view: &View<'_>) -> String {
        let parts: Vec<&str> = self.places.iter().map(|span| view.document().words(*span).trim()).collect();
        cut(&parts.join(" … "), SHOWN)
    }
}

/// Returns what the claims of all documents state, each once, for its innermost speaker.
pub(super) fn stated<'v>(views: &'v [View<'_>]) -> Vec<Stated<'v>> {
    let mut all = vec![];
    for (document, view) in views.iter().enumerate() {
        let claims = &view.annotations().claims;
        let around: BTreeSet<_> = claims.iter().filter_map(|claim| claim.within.as_ref()).collect();
        for (number, claim) in claims.iter().enumerate().filter(|(_, claim)| !around.contains(&claim.id)) {
            let (names, cues) = view.speakers(claim);
            let cues: BTreeSet<String> = cues.iter().flat_map(|cue| words::features(view.document(), *cue)).collect();
            for (at, places) in parts(view, claim).into_iter().enumerate() {
                let content: BTreeSet<String> =
                    places.iter().flat_map(|span| words::features(view.document(), *span)).collect();
                let mut features = content.clone();
                features.extend(names.iter().cloned());
                if at == 0 {
                    features.extend(cues.iter().cloned());
                }
                if features.len() >= FEWEST {
                    all.push(Stated { document, claim, number, places, features, content });
                }
            }
        }
    }
    all
}

/// Cuts a claim's content at the ends of sentences, and where a joint stands between two statements.
fn parts(view: &View<'_>, claim: &Claim<Span<Source>>) -> Vec<Vec<Span<Prose>>> {
    let document = view.document();
    let mut parts: Vec<(usize, Vec<Span<Prose>>)> = vec![];
    for span in claim.content.iter().filter_map(|span| prose_of(document, *span)) {
        let first = document.sentence_at(span.start());
        let sentences = document.sentences().iter().enumerate().skip(first);
        for (number, sentence) in sentences.take_while(|(_, sentence)| sentence.span.start() < span.end()) {
            let Some(within) = sentence.span.intersection(span).filter(|within| !within.is_empty()) else { continue };
            for (at, piece) in clauses(view, within).into_iter().enumerate() {
                match parts.last_mut().filter(|(last, _)| *last == number && at == 0) {
                    Some((_, pieces)) => pieces.push(piece),
                    None => parts.push((number, vec![piece])),
                }
            }
        }
    }
    parts.into_iter().map(|(_, pieces)| pieces).collect()
}

/// Cuts a sentence where both sides of a joint say enough to be known again.
fn clauses(view: &View<'_>, sentence: Span<Prose>) -> Vec<Span<Prose>> {
    let document = view.document();
    let tokens = document.tokens().get(document.tokens_in(sentence)).unwrap_or_default();
    let word = |at: usize| tokens.get(at).map(|token| fold(document.words(token.span))).unwrap_or_default();
    let says = |span: Span<Prose>| words::features(document, span).len() >= FEWEST;
    let mut clauses = vec![];
    let mut from = sentence.start();
    for (at, token) in tokens.iter().enumerate() {
        let next = word(at + 1);
        let begins = next.len() > 4 && next.ends_with("ed") || BEGINNINGS.contains(&next.as_str());
        if !begins || !JOINTS.contains(&word(at).as_str()) {
            continue;
        }
        let before = Span::clamped(from, token.span.start());
        if says(before) && says(Span::clamped(token.span.end(), sentence.end())) {
            clauses.push(before);
            from = token.span.end();
        }
    }
    clauses.push(Span::clamped(from, sentence.end()));
    clauses
}
