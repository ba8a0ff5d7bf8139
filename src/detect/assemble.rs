//! What the detectors found in the prose, as annotations of the source with ids.

use super::{FoundClaim, FoundFraming, FoundNaming};
use crate::{
    annotation::{Claim, Cue, Framing, Id, Ids, Naming},
    document::{Document, Prose, Source, Span, fold},
    lexicon::Lexicon,
};
use foldhash::HashMap;

/// Turns found claims into annotations, in document order. An id is made from cue and content.
pub(super) fn claims(
    document: &Document,
    lexicon: &Lexicon,
    found: &[FoundClaim],
    ids: &mut Ids,
) -> Vec<(usize, Claim<Span<Source>>)> {
    let mut words = String::new();
    let names: Vec<Id> = found
        .iter()
        .map(|claim| {
            words.clear();
            words.push_str(document.words(claim.cue));
            for piece in &claim.content {
                words.push('\n');
                words.push_str(document.words(*piece));
            }
            ids.give('c', &words)
        })
        .collect();
    let place = |span: Span<Prose>| document.map().to_source(span);
    found
        .iter()
        .zip(&names)
        .enumerate()
        .filter_map(|(index, (claim, id))| {
            let content: Vec<Span<Source>> = claim.content.iter().filter_map(|piece| place(*piece)).collect();
            let claim = Claim {
                id: id.clone(),
                kind: claim.kind,
                speaker: claim.speaker.clone(),
                source: claim.source.and_then(place),
                cue: Cue { at: place(claim.cue)?, class: claim.class },
                content,
                within: claim.within.and_then(|outer| names.get(outer)).cloned(),
                rule: claim.rule.to_owned(),
                confidence: lexicon.rules.confidence(claim.rule, claim.kind, claim.class),
            };
            (!claim.content.is_empty()).then_some((index, claim))
        })
        .collect()
}

/// Turns found framing terms into annotations, in document order. An id is made from the term and the
/// sentence it stands in.
pub(super) fn framing(
    document: &Document,
    found: Vec<FoundFraming>,
    claims: &[(usize, Claim<Span<Source>>)],
    ids: &mut Ids,
) -> Vec<Framing<Span<Source>>> {
    found
        .into_iter()
        .filter_map(|term| {
            let words = document.words(term.span);
            let sentence = document.sentences().get(document.sentence_at(term.span.start()));
            let around = sentence.map_or("", |sentence| document.words(sentence.span));
            let claim = term.claim.and_then(|wanted| {
                let at = claims.binary_search_by_key(&wanted, |(index, _)| *index).ok()?;
                claims.get(at)
            });
            Some(Framing {
                id: ids.give('f', &format!("{words}\n{}", beginning(around))),
                term: words.to_owned(),
                at: document.map().to_source(term.span)?,
                category: term.category,
                voice: term.voice,
                speaker: term.speaker,
                relay: term.relay,
                claim: claim.map(|(_, claim)| claim.id.clone()),
                rule: term.rule,
                broad: term.broad,
            })
        })
        .collect()
}

/// How much of a sentence makes an id, in bytes: longer than all but tables and lists without a full stop, which must
/// not be read once for each term in them.
const SENTENCE: usize = 4096;

fn beginning(sentence: &str) -> &str {
    let end = (0..=SENTENCE.min(sentence.len())).rev().find(|at| sentence.is_char_boundary(*at));
    end.and_then(|end| sentence.get(..end)).unwrap_or(sentence)
}

/// Gathers the places where somebody is named in the same words and the same voice, in the order of the
/// first of each. An id is made from who is named how, and by whom.
pub(super) fn naming(document: &Document, found: Vec<FoundNaming>, ids: &mut Ids) -> Vec<Naming<Span<Source>>> {
    let mut known: HashMap<String, usize> = HashMap::default();
    let (mut designator, mut key) = (String::new(), String::new());
    let mut out: Vec<Naming<Span<Source>>> = vec![];
    for naming in found {
        let Some(at) = document.map().to_source(naming.span) else { continue };
        join(&mut designator, document.words(naming.span).split_whitespace(), ' ');
        let speaker = naming.speaker.as_deref().unwrap_or_default();
        let words = fold(&designator);
        join(&mut key, [&naming.referent, words.as_str(), naming.voice.name(), speaker, &naming.rule], '\n');
        if let Some(one) = known.get(&key).and_then(|index| out.get_mut(*index)) {
            one.at.push(at);
            continue;
        }
        let id = ids.give('n', &key);
        known.insert(key.clone(), out.len());
        out.push(Naming {
            id,
            referent: naming.referent,
            kind: naming.kind,
            designator: designator.clone(),
            at: vec![at],
            voice: naming.voice,
            speaker: naming.speaker,
            rule: naming.rule,
        });
    }
    out
}

/// Writes some words over `out`, with a character between each two.
fn join<'w>(out: &mut String, words: impl IntoIterator<Item = &'w str>, between: char) {
    out.clear();
    for (number, word) in words.into_iter().enumerate() {
        if number > 0 {
            out.push(between);
        }
        out.push_str(word);
    }
}
