//! What the detectors can say of a passage that a person chose: whose words it is, and which word attributes it.

use super::{claim, framing};
use crate::{
    annotation::{CueClass, Voice},
    document::{Document, Prose, Span},
    lexicon::{CueForm, Lexicon, Part, Takes},
};

/// Returns whose words stand at a place, and who that is, as far as the text tells.
pub fn voice_at(document: &Document, lexicon: &Lexicon, place: Span<Prose>) -> (Voice, Option<String>) {
    let claims = claim::claims(document, lexicon);
    let found = framing::voices(document, lexicon, &claims, std::iter::once(place)).into_iter().next();
    found.unwrap_or((Voice::Outlet, None))
}

/// Returns the verb of saying that is nearest to a place, in the sentence that the place begins in or in the one that it
/// ends in, and how it attributes. Nothing when there is none outside the place.
pub fn cue_beside(document: &Document, lexicon: &Lexicon, place: Span<Prose>) -> Option<(Span<Prose>, CueClass)> {
    let sentence = |at: u32| document.sentences().get(document.sentence_at(at)).map(|sentence| sentence.span);
    let around = sentence(place.start())?.hull(sentence(place.end().saturating_sub(1))?);
    let tokens = document.tokens().get(document.tokens_in(around)).unwrap_or_default();
    let mut nearest: Option<(u32, Span<Prose>, CueClass)> = None;
    for (at, token) in tokens.iter().enumerate() {
        for form in lexicon.cues.forms(token.key) {
            let Some(words) = tokens.get(at..at + 1 + form.rest.len()) else { continue };
            let follows = words.iter().skip(1).map(|token| token.key).eq(form.rest.iter().copied());
            let span = words.last().map_or(token.span, |last| token.span.hull(last.span));
            let Some(class) = attributes(form).filter(|_| follows && !span.overlaps(place)) else { continue };
            let far = if span.end() <= place.start() { place.start() - span.end() } else { span.start() - place.end() };
            if nearest.is_none_or(|(least, ..)| far < least) {
                nearest = Some((far, span, class));
            }
        }
    }
    nearest.map(|(_, span, class)| (span, class))
}

/// Verbs before or behind words that somebody said; nouns and adjectives need more than their own place.
fn attributes(form: &CueForm) -> Option<CueClass> {
    let takes = [Takes::Quotation, Takes::Clause, Takes::Addressee, Takes::Object];
    takes.into_iter().find_map(|takes| form.class(takes)).filter(|_| form.part == Part::Verb && !form.homograph)
}
