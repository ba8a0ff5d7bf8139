//! How people, bodies and contested groups are named, and whose words the names are.
//!
//! A mention is a name of the text; what stands before it (`lead`), behind it (`behind`), what it is called
//! outright (`called`) and the roles that stand for it later (`epithet`) are its designators. Whoever is named
//! only once has no variants and is left out. Nothing is guessed: a surname two people share, a role two people
//! hold, an epithet only the world knows (“the 47th president”) name nobody here. Each scan is bounded by
//! constants, so that time is linear in the text.

mod behind;
mod called;
mod contested;
mod epithet;
mod lead;
mod mention;

use super::{
    FoundClaim, FoundNaming,
    claim::{
        self,
        speaker::names::Names,
        view::{Run, View},
        words::{self, TITLE},
    },
};
use crate::{
    annotation::Referent,
    document::{Block, Document},
    lexicon::{Designators, Lexicon},
};
use mention::Mention;
use std::ops::Range;

/// Finds every place where somebody is named who is named more than once, and the contested nouns of which
/// a text uses several, in document order.
pub fn naming(document: &Document, lexicon: &Lexicon) -> Vec<FoundNaming> {
    let view = View::new(document, lexicon);
    let (claims, names) = claim::read(&view);
    found(&view, &names, lexicon, &claims)
}

/// The same, from what the claims detector read already.
pub(super) fn found(view: &View<'_>, names: &Names, lexicon: &Lexicon, claims: &[FoundClaim]) -> Vec<FoundNaming> {
    let text = Text { view, names, words: &lexicon.designators, lexicon };
    let mut named = text.people_and_bodies(claims);
    named.extend(contested::nouns(&text));
    named.sort_by_key(|named| (named.run, named.rule));
    let spans: Vec<_> = named.iter().map(|named| view.span(named.run)).collect();
    let voices = super::framing::voices(view.document, lexicon, claims, spans.iter().copied());
    let found = named.into_iter().zip(spans).zip(voices);
    found
        .map(|((named, span), (voice, speaker))| FoundNaming {
            span,
            referent: named.referent.to_owned(),
            kind: named.kind,
            voice,
            speaker,
            rule: named.rule.to_owned(),
        })
        .collect()
}

/// Words that name somebody, with no voice yet.
#[derive(Clone, Copy, Debug)]
struct Named<'t> {
    run: Run,
    referent: &'t str,
    /// See [`Mention`]; 0 for contested nouns.
    who: usize,
    kind: Referent,
    rule: &'t str,
}

/// The text as the rules about names see it.
struct Text<'t, 'd> {
    view: &'t View<'d>,
    names: &'t Names,
    words: &'t Designators,
    lexicon: &'t Lexicon,
}

impl<'t> Text<'t, '_> {
    fn people_and_bodies(&self, claims: &[FoundClaim]) -> Vec<Named<'t>> {
        let mentions = mention::all(self, claims);
        let mut out = vec![];
        for mention in &mentions {
            out.extend(lead::named(self, mention));
            out.extend(behind::named(self, mention));
        }
        out.extend(called::named(self, &mentions));
        out.extend(epithet::named(self, &mentions));
        let mut times = vec![0_usize; mentions.iter().map(|mention| mention.who + 1).max().unwrap_or(0)];
        let once = |named: &Named| matches!(named.rule, "naming.name" | "naming.title" | "naming.epithet");
        for named in out.iter().filter(|named| once(named)) {
            times.get_mut(named.who).into_iter().for_each(|times| *times += 1);
        }
        out.retain(|named| times.get(named.who).is_some_and(|times| *times > 1));
        out
    }

    /// Returns the blocks that are read for names, each with the indices of its tokens.
    fn blocks(&self) -> impl Iterator<Item = (&'t Block, Range<usize>)> + use<'t> {
        self.view.document.blocks_with_tokens().filter(|(block, _)| super::framing::is_read(block.kind))
    }

    /// Tells whether a word is a noun for a person in a role.
    fn is_role(&self, at: usize) -> bool {
        let word = self.view.at(at);
        word.word && (word.is(TITLE) || self.words.roles.has(word.key)) && !self.words.not_roles.has(word.key)
    }

    /// Tells whether a word is a noun for what is named.
    fn is_head(&self, at: usize, kind: Referent) -> bool {
        match kind {
            Referent::Person => self.is_role(at),
            _ => self.words.bodies.has(self.view.key(at)),
        }
    }

    /// Tells whether a word before a role says more about it.
    fn is_modifier(&self, at: usize) -> bool {
        let (word, text) = (self.view.at(at), self.view.text(at));
        let shaped = ["ful", "ous", "ive", "less", "ial", "ical", "ish", "able", "ible"];
        if self.words.modifiers.has(word.key) {
            return word.word;
        }
        word.word
            && !word.cue
            && !word.is(words::VERB | words::AUX | words::PREPOSITION | words::STOP | words::PRONOUN)
            && (text.contains('-')
                || text.len() > 5 && shaped.iter().any(|end| text.ends_with(end))
                || self.is_judgement(at))
    }

    /// Tells whether the framing lexicon knows the word as a judgement that may stand before a noun.
    fn is_judgement(&self, at: usize) -> bool {
        use crate::annotation::Category::{Delegitimiser, Evaluative, Honorific, Label};
        let tokens = self.view.document.tokens().get(at..=at).unwrap_or_default();
        self.lexicon.framing.phrases().at(tokens).any(|(_, owner)| {
            let term = self.lexicon.framing.term(owner);
            term.is_some_and(|term| matches!(term.category, Delegitimiser | Evaluative | Honorific | Label))
        })
    }

    /// Returns the head of a noun phrase: its last word before a preposition, a mark or a clause.
    fn head(&self, run: Run) -> usize {
        let view = self.view;
        let ends = |at: &usize| {
            let word = view.at(*at);
            let possessive = word.key == words::POSSESSIVE_S;
            word.sign != 0 || word.is(words::PREPOSITION | words::RELATIVE | words::STOP) && !possessive
        };
        let end = (run.from..run.to).find(ends).unwrap_or(run.to);
        end.saturating_sub(1).max(run.from)
    }

    /// Tells whether two places stand in the same quotation, or both in none.
    fn same_depth(&self, a: usize, b: usize) -> bool {
        self.view.at(a).depth == self.view.at(b).depth
    }

    fn is_article(&self, at: usize) -> bool {
        matches!(self.view.text(at), "the" | "The" | "a" | "an" | "A" | "An")
    }

    fn without_article(&self, run: Run) -> Run {
        Run::new(run.from + usize::from(self.is_article(run.from)), run.to)
    }

    fn named(mention: &Mention<'t>, run: Run, rule: &'static str) -> Named<'t> {
        Named { run, referent: mention.referent, who: mention.who, kind: mention.kind, rule }
    }
}
