//! A passage that a person selected, as an entry of theirs: where it stands, whose words it is, and, for a claim, the
//! nearest word that attributes it. The person corrects what was read wrong; the entry is theirs.

use super::reading::Reading;
use crate::{
    annotation::{Category, Claim, ClaimKind, Cue, Framing, Id, Selector},
    detect,
    document::{Problem, Prose, Source, Span},
    lexicon::Lexicon,
    sidecar,
};

/// The longest passage that is taken for a term, in bytes: a clause. More is a claim, or nothing.
const LONGEST_TERM: u32 = 200;

/// Returns a selection without the white space at its ends; nothing when nothing readable is in it.
pub(super) fn passage(reading: &Reading, selection: Span<Source>) -> Option<Span<Source>> {
    let words = selection.of(reading.document.source())?;
    let blank = u32::try_from(words.len() - words.trim_start().len()).ok()?;
    let start = selection.start() + blank;
    let passage = Span::clamped(start, start + u32::try_from(words.trim().len()).ok()?);
    (!passage.is_empty() && reading.document.map().to_prose(passage).is_some()).then_some(passage)
}

/// Tells whether a passage can be a framing term.
pub(super) const fn may_be_term(passage: Span<Source>) -> bool {
    passage.len() <= LONGEST_TERM
}

/// Returns the word that attributes a passage, if one stands in its sentence.
pub(super) fn cue(reading: &Reading, lexicon: &Lexicon, passage: Span<Source>) -> Option<Cue<Span<Source>>> {
    let prose = reading.document.map().to_prose(passage)?;
    let (at, class) = detect::cue_beside(&reading.document, lexicon, prose)?;
    Some(Cue { at: reading.document.map().to_source(at)?, class })
}

/// Returns a passage as a framing term of a person's. `text` is the annotation file that it goes into.
///
/// # Errors
///
/// Returns a problem when nothing is there to read, or the file cannot be read.
pub(super) fn term(
    reading: &Reading,
    lexicon: &Lexicon,
    place: Span<Source>,
    category: Category,
    text: &str,
) -> Result<Framing<Selector>, Problem> {
    let prose = readable(reading, place)?;
    let (voice, speaker) = detect::voice_at(&reading.document, lexicon, prose);
    let term = reading.document.words(prose).split_whitespace().collect::<Vec<_>>().join(" ");
    let claim = reading.annotations.claims.iter().filter(|claim| claim.content.iter().any(|at| at.contains(place)));
    // Of claims within one another the innermost has the shortest content.
    let claim = claim.min_by_key(|claim| claim.content.iter().map(Span::len).sum::<u32>());
    Ok(Framing {
        id: sidecar::free_id(text, 'f', &term)?,
        term,
        at: Selector::of(&reading.document, place),
        category,
        voice,
        speaker,
        relay: None,
        claim: claim.map(|claim| claim.id.clone()).filter(|id| is_in(text, id)),
        rule: String::new(),
        broad: false,
    })
}

/// Returns a passage as a claim of a person's. `text` is the annotation file that it goes into.
///
/// # Errors
///
/// Returns a problem when nothing attributes the passage, or the file cannot be read.
pub(super) fn claim(
    reading: &Reading,
    lexicon: &Lexicon,
    place: Span<Source>,
    text: &str,
) -> Result<Claim<Selector>, Problem> {
    let prose = readable(reading, place)?;
    let document = &reading.document;
    let cue = cue(reading, lexicon, place)
        .ok_or_else(|| Problem::new("add.no-cue", "no word of saying stands in the sentence outside the selection"))?;
    let source = source(reading, place, cue.at);
    let select = |span: Span<Source>| Selector::of(document, span);
    Ok(Claim {
        id: sidecar::free_id(text, 'c', document.words(prose))?,
        kind: kind(reading, prose),
        speaker: source.as_ref().map(|(speaker, _)| speaker.clone()),
        source: source.map(|(_, at)| select(at)),
        cue: Cue { at: select(cue.at), class: cue.class },
        content: vec![select(place)],
        within: None,
        rule: String::new(),
        confidence: None,
    })
}

fn readable(reading: &Reading, place: Span<Source>) -> Result<Span<Prose>, Problem> {
    let prose = reading.document.map().to_prose(place).filter(|_| !place.is_empty());
    prose.ok_or_else(|| Problem::new("add.nothing", "nothing readable is selected"))
}

fn is_in(text: &str, id: &Id) -> bool {
    sidecar::entries(text).is_ok_and(|all| all.iter().any(|entry| entry.id.as_deref() == Some(&id.0)))
}

/// How much of a passage stands in quotation marks.
fn kind(reading: &Reading, prose: Span<Prose>) -> ClaimKind {
    let outermost = reading.document.quotations().iter().filter(|quotation| quotation.within.is_none());
    let quoted = |span: Span<Prose>| -> usize {
        let words = |span: Span<Prose>| reading.document.words(span).chars().filter(|c| c.is_alphanumeric()).count();
        outermost.clone().filter_map(|quotation| quotation.span.intersection(span)).map(words).sum()
    };
    let all = reading.document.words(prose).chars().filter(|c| c.is_alphanumeric()).count();
    match quoted(prose) {
        0 => ClaimKind::Indirect,
        // The share that makes a claim direct: see `ClaimKind`.
        part if part * 5 >= all * 4 => ClaimKind::Direct,
        _ => ClaimKind::Mixed,
    }
}

/// A known speaker who is named in the sentence outside the passage, nearest to the cue, and where.
fn source(reading: &Reading, place: Span<Source>, cue: Span<Source>) -> Option<(String, Span<Source>)> {
    let document = &reading.document;
    let prose = document.map().to_prose(cue)?;
    let sentence = document.sentences().get(document.sentence_at(prose.start()))?;
    let around = document.map().to_source(sentence.span)?;
    let text = document.bytes(around);
    let mut found: Vec<(u32, std::cmp::Reverse<u32>, String, Span<Source>)> = vec![];
    for name in reading.speakers() {
        let last = name.split_whitespace().next_back().unwrap_or(name);
        for words in [name, last] {
            for (at, _) in text.match_indices(words) {
                let start = around.start() + u32::try_from(at).unwrap_or(0);
                let here = Span::clamped(start, start + u32::try_from(words.len()).unwrap_or(0));
                if here.overlaps(place) || here.overlaps(cue) || !is_whole(text, at, words.len()) {
                    continue;
                }
                let far = if here.end() <= cue.start() { cue.start() - here.end() } else { here.start() - cue.end() };
                found.push((far, std::cmp::Reverse(here.len()), name.to_owned(), here));
            }
        }
    }
    found.sort_by_key(|(far, len, ..)| (*far, *len));
    found.into_iter().next().map(|(_, _, name, at)| (name, at))
}

fn is_whole(text: &str, at: usize, len: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    let after = text.get(at + len..).and_then(|after| after.chars().next());
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}
