//! Whose words a find is.
//!
//! The innermost attribution around it answers: a snippet that somebody is said to have used inside a
//! wire's quotation is that somebody's, not the wire's. A quotation of one to four words that nothing
//! ties to anybody is scare quotes; a longer one is somebody's speech, even where the text names nobody.

use super::{
    Hit,
    around::Innermost,
    relay::{Around, Framed, framed},
    trace::{Trace, trace},
};
use crate::{
    annotation::{ClaimKind, CueClass, Relay, Voice},
    detect::{FoundClaim, FoundFraming},
    document::{Block, BlockKind, Document, Prose, Quotation, Span, Use, key_of},
    lexicon::{KeyMap, Lexicon, Takes},
};
use std::cell::OnceCell;

/// Gives voices to finds, which must come in document order.
pub(super) struct Judge<'a> {
    document: &'a Document,
    lexicon: &'a Lexicon,
    claims: &'a [FoundClaim],
    frames: &'a [Framed<'a>],
    contents: Innermost,
    quotations: Innermost,
    traces: KeyMap<Option<Trace>>,
    /// Speakers of claims by the last word of their names; few finds ask for them.
    people: OnceCell<KeyMap<&'a str>>,
    /// The outlet, as the front matter names it.
    outlet: Option<&'a str>,
}

/// What attributes a find to somebody.
#[derive(Clone, Copy)]
enum Source {
    Claim(usize),
    Trace(Trace),
}

/// What stands around a find.
struct Surroundings {
    block: Option<Block>,
    quotation: Option<Quotation>,
    claim: Option<usize>,
    source: Option<Source>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(
        document: &'a Document,
        lexicon: &'a Lexicon,
        claims: &'a [FoundClaim],
        frames: &'a [Framed<'a>],
    ) -> Self {
        let contents = claims.iter().enumerate().filter(|(_, claim)| claim.class != CueClass::Intention);
        let mut contents: Vec<(Span<Prose>, usize)> =
            contents.flat_map(|(index, claim)| claim.content.iter().map(move |piece| (*piece, index))).collect();
        // Of two claims with the same content, the one inside the other answers.
        contents.sort_by_key(|(_, index)| claims.get(*index).is_some_and(|claim| claim.within.is_some()));
        let quotations = document.quotations().iter().enumerate();
        Self {
            document,
            lexicon,
            claims,
            frames,
            contents: Innermost::new(contents),
            quotations: Innermost::new(quotations.map(|(index, quotation)| (quotation.span, index)).collect()),
            traces: KeyMap::default(),
            people: OnceCell::new(),
            outlet: document.front().outlet().map(|named| named.value),
        }
    }

    /// Tells whether the words at `span` are tied to somebody.
    pub(super) fn is_traced(&mut self, span: Span<Prose>) -> bool {
        let around = self.look(span);
        around.source.is_some() || around.block.is_some_and(|block| is_anothers(block.kind))
    }

    /// Returns the find with its voice, speaker and relay.
    pub(super) fn found(&mut self, hit: Hit<'_>) -> FoundFraming {
        let around = self.look(hit.span);
        let voice = self.voice(hit.span, &around);
        let (speaker, relay) = match voice {
            Voice::Outlet | Voice::Headline | Voice::Scare => (None, None),
            Voice::Quoted | Voice::Attributed => {
                (around.source.and_then(|source| self.speaker(source)), Some(self.relay(hit.span, &around)))
            }
        };
        FoundFraming {
            span: hit.span,
            category: hit.category,
            voice,
            speaker,
            relay,
            claim: around.claim,
            rule: hit.rule.to_owned(),
            broad: hit.broad,
        }
    }

    fn look(&mut self, span: Span<Prose>) -> Surroundings {
        let document = self.document;
        let block = document.blocks().get(document.block_at(span.start())).copied();
        let content = self.contents.around(span);
        let quoted = self.quotations.around(span).map(|(_, index)| index);
        let quotation = quoted.and_then(|index| document.quotations().get(index)).copied();
        let quotation = quotation.filter(|quotation| matches!(quotation.purpose, Use::Speech | Use::Snippet));
        let trace = match (quoted, quotation) {
            (Some(index), Some(quotation)) => self.trace(index, &quotation),
            _ => None,
        };
        let source = match (content, trace) {
            (Some((piece, index)), Some(trace)) if self.is_outside(piece, index, quotation, trace) => {
                Some(Source::Trace(trace))
            }
            (Some((_, index)), _) => Some(Source::Claim(index)),
            (None, trace) => trace.map(Source::Trace),
        };
        Surroundings { block, quotation, claim: content.map(|(_, index)| index), source }
    }

    fn trace(&mut self, index: usize, quotation: &Quotation) -> Option<Trace> {
        let (document, naming) = (self.document, &self.lexicon.relay.naming);
        let number = u64::try_from(index).unwrap_or(u64::MAX);
        *self.traces.entry(number).or_insert_with(|| trace(document, naming, quotation))
    }

    /// Tells whether the claim only reports somebody who uses the quotation, who is traced himself.
    fn is_outside(&self, piece: Span<Prose>, claim: usize, quotation: Option<Quotation>, trace: Trace) -> bool {
        let same_cue = self.claims.get(claim).is_some_and(|claim| claim.cue.overlaps(trace.cue));
        let wider = quotation.is_some_and(|quotation| {
            piece.contains(quotation.span) && piece.len() > quotation.span.len() + 1 && piece.contains(trace.cue)
        });
        wider && !same_cue
    }

    fn voice(&self, span: Span<Prose>, around: &Surroundings) -> Voice {
        let block = around.block.map_or(BlockKind::Paragraph, |block| block.kind);
        let claim = around.claim.and_then(|index| self.claims.get(index));
        match around.quotation.map(|quotation| quotation.purpose) {
            Some(Use::Snippet) if around.source.is_none() && !is_anothers(block) => Voice::Scare,
            Some(_) => Voice::Quoted,
            None if is_anothers(block) => Voice::Quoted,
            None if claim.is_some_and(|claim| self.is_turn(claim, span)) => {
                if claim.is_some_and(|claim| self.is_outlets(claim)) { Voice::Outlet } else { Voice::Quoted }
            }
            None if block.is_headline() => Voice::Headline,
            None if claim.is_some() => Voice::Attributed,
            None => Voice::Outlet,
        }
    }

    /// Tells whether a claim is direct without quotation marks: a turn of an interview.
    fn is_turn(&self, claim: &FoundClaim, span: Span<Prose>) -> bool {
        let at = claim.content.partition_point(|piece| piece.end() < span.end());
        let piece = claim.content.get(at);
        claim.kind == ClaimKind::Direct
            && piece.is_some_and(|piece| !self.document.words(*piece).starts_with(crate::document::is_mark))
    }

    /// Tells whether the speaker of a claim is the outlet that the front matter names.
    fn is_outlets(&self, claim: &FoundClaim) -> bool {
        let source = claim.source.map(|span| self.document.words(span));
        self.outlet.zip(source).is_some_and(|(outlet, source)| !source.is_empty() && outlet.contains(source))
    }

    fn speaker(&self, source: Source) -> Option<String> {
        let claim_speaker = |index: usize| {
            let claim = self.claims.get(index)?;
            claim.speaker.clone().or_else(|| Some(self.document.words(claim.source?).to_owned()))
        };
        match source {
            Source::Claim(index) => claim_speaker(index),
            Source::Trace(trace) => self.name(trace.source?),
        }
    }

    /// Returns the name at `span`, fuller where a claim's speaker ends alike; a pronoun is whom a claim of
    /// the same sentence or the sentence before takes it for.
    fn name(&self, span: Span<Prose>) -> Option<String> {
        let words = self.document.words(span);
        if self.lexicon.relay.naming.pronouns.has(key_of(words)) {
            let sentence = self.document.sentence_at(span.start());
            let near = |claim: &&FoundClaim| {
                claim.cue.start() < span.start() && self.document.sentence_at(claim.cue.start()) + 1 >= sentence
            };
            let before = self.claims.partition_point(|claim| claim.cue.start() < span.start());
            let claims = self.claims.get(before.saturating_sub(4)..before).unwrap_or_default();
            return claims.iter().rev().filter(near).find_map(|claim| claim.speaker.clone());
        }
        let last = words.split_whitespace().next_back()?;
        let known = self.people.get_or_init(|| people(self.claims)).get(&key_of(last));
        Some(known.copied().unwrap_or(words).to_owned())
    }

    /// Returns how the word that ties a quotation to somebody hands it on, when it is a known cue.
    fn stance(&self, cue: Span<Prose>) -> Option<Relay> {
        let token = self.document.tokens().get(self.document.tokens_in(cue).start)?;
        let class = self.lexicon.cues.forms(token.key).iter().find_map(|form| {
            [Takes::As, Takes::Object, Takes::Quotation, Takes::Clause].into_iter().find_map(|takes| form.class(takes))
        });
        class.map(|class| self.lexicon.relay.of_cue(class))
    }

    fn relay(&self, span: Span<Prose>, around: &Surroundings) -> Relay {
        let own = around.quotation.map_or(span, |quotation| quotation.span);
        let snippet = around.quotation.is_some_and(|quotation| quotation.purpose == Use::Snippet);
        let words = if snippet { own } else { span };
        let (cue, prior) = match around.source {
            Some(Source::Claim(index)) => {
                let claim = self.claims.get(index);
                (claim.map(|claim| claim.cue), claim.map(|claim| self.lexicon.relay.of_cue(claim.class)))
            }
            Some(Source::Trace(trace)) => (Some(trace.cue), self.stance(trace.cue)),
            None => (None, None),
        };
        framed(self.document, self.frames, Around { words, own, cue }).or(prior).unwrap_or(Relay::Neutral)
    }
}

/// Returns the speakers of claims by the last word of their names.
fn people(claims: &[FoundClaim]) -> KeyMap<&str> {
    let mut people = KeyMap::default();
    for speaker in claims.iter().filter_map(|claim| claim.speaker.as_deref()).filter(|name| name.contains(' ')) {
        if let Some(last) = speaker.split_whitespace().next_back() {
            people.entry(key_of(last)).or_insert(speaker);
        }
    }
    people
}

/// Tells whether a block is somebody else's words as a whole.
const fn is_anothers(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Quotation | BlockKind::Embedded)
}
