//! Who speaks in a document: each speaker's letter, classes and figures.

use crate::{
    annotation::{Annotations, Claim},
    document::{Document, Piece, Prose, Source, Span},
    report::markdown::words::short,
};
use std::collections::HashMap;

/// How many ways there are to underline; speakers beyond share them, and keep their own letters.
const STYLES: usize = 8;

/// What a claim's source is called when the text does not say.
pub(in crate::report) const UNNAMED: &str = "not named";

/// Somebody to whom the document attributes something.
#[derive(Debug)]
pub(super) struct Speaker {
    pub(super) name: String,
    pub(super) claims: usize,
    pub(super) terms: usize,
}

/// All speakers, in the order in which they first speak.
pub(super) struct Speakers {
    pub(super) all: Vec<Speaker>,
    index: HashMap<String, usize>,
}

impl Speakers {
    pub(super) fn of(document: &Document, annotations: &Annotations<Span<Source>>) -> Self {
        let mut found = Self { all: vec![], index: HashMap::new() };
        for claim in &annotations.claims {
            found.entry(&who(document, claim)).claims += 1;
        }
        for term in &annotations.framing {
            if let Some(name) = &term.speaker {
                found.entry(name).terms += 1;
            }
        }
        found
    }

    fn entry(&mut self, name: &str) -> &mut Speaker {
        let next = self.all.len();
        let index = *self.index.entry(name.to_owned()).or_insert(next);
        if index == next {
            let name = name.to_owned();
            self.all.push(Speaker { name, claims: 0, terms: 0 });
        }
        // The index was given out by this function alone.
        self.all.get_mut(index).unwrap_or_else(|| unreachable!("internal error: a speaker without an entry"))
    }

    /// Returns the number of a speaker, the first being 0.
    pub(super) fn number(&self, name: &str) -> Option<usize> {
        self.index.get(name).copied()
    }
}

/// Returns who makes a claim: the resolved name, else the words that stand there.
pub(in crate::report) fn who(document: &Document, claim: &Claim<Span<Source>>) -> String {
    match (&claim.speaker, claim.source) {
        (Some(speaker), _) => speaker.clone(),
        (None, Some(source)) => short(document, source),
        (None, None) => UNNAMED.to_owned(),
    }
}

/// Returns the prose that came from a place, from its first byte to its last.
pub(in crate::report) fn prose_of(document: &Document, span: Span<Source>) -> Option<Span<Prose>> {
    let pieces = document.map().pieces();
    // Pieces are sorted by source within the front matter and within the body, not across both.
    let (front, body) =
        pieces.split_at_checked(pieces.partition_point(|p| p.source.start() < document.parts().body.start()))?;
    let part = if span.start() < document.parts().body.start() { front } else { body };
    let from = part.partition_point(|piece| piece.source.end() <= span.start());
    let to = part.partition_point(|piece| piece.source.start() < span.end());
    let inside = part.get(from..to)?;
    let (first, last) = (inside.first()?, inside.last()?);
    let offset = |piece: &Piece, at: u32| piece.prose.start() + at.saturating_sub(piece.source.start());
    let start = if first.verbatim { offset(first, span.start()) } else { first.prose.start() };
    let end = if last.verbatim { offset(last, span.end().min(last.source.end())) } else { last.prose.end() };
    Span::new(start, end)
}

/// Counts the words of a place.
pub(in crate::report) fn words_in(document: &Document, span: Span<Source>) -> usize {
    let Some(prose) = prose_of(document, span) else { return 0 };
    let tokens = document.tokens().get(document.tokens_in(prose)).unwrap_or_default();
    tokens.iter().filter(|token| document.words(token.span).contains(char::is_alphanumeric)).count()
}

/// Returns the letter of a speaker: A to Z, then AA.
pub(super) fn letter(number: usize) -> String {
    let last = char::from(b'A' + u8::try_from(number % 26).unwrap_or(0));
    if number < 26 { last.to_string() } else { letter(number / 26 - 1) + &last.to_string() }
}

/// Returns the rules by which the claims of each speaker are underlined, as long as `page.css` has ways to do it.
pub(super) fn style(speakers: &Speakers) -> String {
    let ways = STYLES.min(speakers.all.len());
    let rule = |way: usize| {
        let those: Vec<String> =
            (way..speakers.all.len()).step_by(STYLES).map(|number| format!(".s{number}")).collect();
        let (colour, line) = (char::from(b'a' + u8::try_from(way).unwrap_or(0)), way);
        format!("{}{{--s:var(--{colour});--way:var(--way-{line})}}\n", those.join(","))
    };
    (0..ways).map(rule).collect()
}
