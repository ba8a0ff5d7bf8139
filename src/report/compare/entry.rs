//! One of the documents that are compared.

use super::{
    sheet::{Cell, Passage, Piece},
    words,
};
use crate::{
    annotation::{Annotations, Claim, Id, Voice},
    document::{Document, Positions, Prose, Source, Span},
    report::{
        html::speakers::{prose_of, who},
        markdown::words::short,
    },
};
use std::collections::HashMap;

/// A document, its annotations, and the name by which a comparison calls it.
pub struct Entry {
    /// Where it lies, for people.
    pub path: String,
    /// The document.
    pub document: Document,
    /// What is known of it.
    pub annotations: Annotations<Span<Source>>,
}

/// How many claims a chain goes up.
const LONGEST_CHAIN: usize = 8;

/// How much context is shown on either side of a word, in bytes.
const AROUND: u32 = 60;

/// An entry with what is looked up in it often.
pub(super) struct View<'e> {
    pub(super) entry: &'e Entry,
    /// Among those that are compared, the first being 0.
    pub(super) index: usize,
    /// `1`, `2` and so on.
    pub(super) number: String,
    by_id: HashMap<&'e Id, &'e Claim<Span<Source>>>,
    positions: Positions<'e>,
    /// The prose of each claim's contents, and the number of the claim; sorted.
    contents: Vec<(Span<Prose>, usize)>,
    /// Where the framing terms stand in the prose; sorted.
    terms: Vec<(Span<Prose>, Voice)>,
}

impl<'e> View<'e> {
    pub(super) fn of(entry: &'e Entry, index: usize) -> Self {
        let claims = &entry.annotations.claims;
        let mut contents: Vec<(Span<Prose>, usize)> = claims
            .iter()
            .enumerate()
            .flat_map(|(index, claim)| claim.content.iter().map(move |span| (*span, index)))
            .filter_map(|(span, index)| Some((prose_of(&entry.document, span)?, index)))
            .collect();
        contents.sort_by_key(|(span, index)| (span.start(), span.end(), *index));
        let terms = entry.annotations.framing.iter();
        let mut terms: Vec<(Span<Prose>, Voice)> =
            terms.filter_map(|term| Some((prose_of(&entry.document, term.at)?, term.voice))).collect();
        terms.sort_by_key(|(span, _)| (span.start(), span.end()));
        Self {
            entry,
            index,
            number: (index + 1).to_string(),
            by_id: claims.iter().map(|claim| (&claim.id, claim)).collect(),
            positions: Positions::of(entry.document.source()),
            contents,
            terms,
        }
    }

    pub(super) fn document(&self) -> &'e Document {
        &self.entry.document
    }

    pub(super) fn annotations(&self) -> &'e Annotations<Span<Source>> {
        &self.entry.annotations
    }

    /// Returns the outlet, or that it is unknown.
    pub(super) fn outlet(&self) -> &'e str {
        self.annotations().outlet.as_ref().map_or("unknown outlet", |outlet| &outlet.name)
    }

    /// Returns “1 The Harbor Post”.
    pub(super) fn label(&self) -> String {
        format!("{} {}", self.number, self.outlet())
    }

    pub(super) fn published(&self) -> Option<&'e str> {
        self.annotations().published.as_ref().map(|published| published.date.as_str())
    }

    /// Returns “1 line 12”, which leads to the passage.
    pub(super) fn place(&self, span: Span<Source>) -> Piece {
        self.link(span, |line| format!("{} line {line}", self.number))
    }

    /// Returns “line 12”, which leads to the passage.
    pub(super) fn line(&self, span: Span<Source>) -> Piece {
        self.link(span, |line| format!("line {line}"))
    }

    /// Returns “1 line 12” of a place of the prose.
    pub(super) fn place_of(&self, span: Span<Prose>) -> Piece {
        let source = self.document().map().to_source(span);
        source.map_or_else(|| Piece::from(self.number.clone()), |source| self.place(source))
    }

    /// Returns the line on which a place begins, 1-based.
    pub(super) fn line_number(&self, span: Span<Source>) -> usize {
        self.positions.line(span.start())
    }

    fn link(&self, span: Span<Source>, told: impl Fn(usize) -> String) -> Piece {
        let told = told(self.line_number(span));
        match prose_of(self.document(), span) {
            None => Piece::Text(told),
            Some(prose) => {
                let sentence = self.document().sentence_at(prose.start());
                Piece::Link(told, Passage { document: self.index, sentence })
            }
        }
    }

    /// Returns the line of a sentence, and its words with the framing terms in them.
    pub(super) fn sentence(&self, number: usize) -> (String, Cell) {
        let document = self.document();
        let Some(span) = document.sentences().get(number).map(|sentence| sentence.span) else {
            return (String::new(), vec![]);
        };
        let source = document.map().to_source(span);
        let line = source.map(|source| format!("line {}", self.positions.line(source.start()))).unwrap_or_default();
        let mut cell: Cell = vec![];
        let mut from = span.start();
        let first = self.terms.partition_point(|(term, _)| term.start() < span.start());
        let within = self.terms.iter().skip(first).take_while(|(term, _)| term.start() < span.end());
        for (term, voice) in within.filter(|(term, _)| span.contains(*term)) {
            if term.start() >= from {
                cell.push(Piece::Text(document.words(Span::clamped(from, term.start())).to_owned()));
                cell.push(Piece::Voiced(*voice, document.words(*term).to_owned()));
                from = term.end();
            }
        }
        cell.push(Piece::Text(document.words(Span::clamped(from, span.end())).to_owned()));
        (line, cell)
    }

    /// Returns who says something, behind those who hand it on: “Meridian Wire › Dana Roth”.
    pub(super) fn chain(&self, claim: &Claim<Span<Source>>) -> String {
        self.names(claim).join(" › ")
    }

    /// Returns those who hand a claim on, the outermost first, and who says it.
    pub(super) fn names(&self, claim: &Claim<Span<Source>>) -> Vec<String> {
        let mut names = vec![who(self.document(), claim)];
        let mut around = claim.within.as_ref();
        while let Some(outer) = around.and_then(|id| self.by_id.get(id)).filter(|_| names.len() < LONGEST_CHAIN) {
            names.push(who(self.document(), outer));
            around = outer.within.as_ref();
        }
        names.reverse();
        names.dedup();
        names
    }

    /// Returns the last names of those who say a claim and hand it on, and the places of their cues, the innermost first.
    pub(super) fn speakers(&self, claim: &'e Claim<Span<Source>>) -> (Vec<String>, Vec<Span<Prose>>) {
        let (mut names, mut cues) = (vec![], vec![]);
        let mut at = Some(claim);
        while let Some(claim) = at.filter(|_| names.len() < LONGEST_CHAIN) {
            cues.extend(prose_of(self.document(), claim.cue.at));
            names.push(who(self.document(), claim));
            at = claim.within.as_ref().and_then(|id| self.by_id.get(id)).copied();
        }
        (names.iter().filter_map(|name| words::feature(name.split_whitespace().next_back()?)).collect(), cues)
    }

    /// Returns the claims whose content holds a place of the prose, the innermost first.
    pub(super) fn claims_at(&self, span: Span<Prose>) -> Vec<&'e Claim<Span<Source>>> {
        let to = self.contents.partition_point(|(content, _)| content.start() <= span.start());
        let before = self.contents.get(..to).unwrap_or_default();
        let mut around: Vec<&(Span<Prose>, usize)> =
            before.iter().rev().take(64).filter(|(content, _)| content.contains(span)).collect();
        around.sort_by_key(|(content, _)| content.len());
        around.iter().filter_map(|(_, index)| self.annotations().claims.get(*index)).collect()
    }

    /// Returns who says what stands at a place of the prose: a chain of speakers, or the outlet itself.
    pub(super) fn voice_at(&self, span: Span<Prose>) -> String {
        self.claims_at(span).first().map_or_else(|| "the outlet itself".to_owned(), |claim| self.chain(claim))
    }

    /// Returns the words of a claim, cut where they are long.
    pub(super) fn words_of(&self, claim: &Claim<Span<Source>>) -> String {
        let parts: Vec<String> = claim.content.iter().map(|span| short(self.document(), *span)).collect();
        parts.join(" … ")
    }

    /// Returns the words at a place of the prose and some before and after them, from one edge of a word to another.
    pub(super) fn around(&self, span: Span<Prose>) -> String {
        let document = self.document();
        let block = document.blocks().get(document.block_at(span.start()));
        let block = block.map_or(span, |block| block.span);
        let near = Span::clamped(
            block.start().max(span.start().saturating_sub(AROUND)),
            block.end().min(span.end().saturating_add(AROUND)),
        );
        let tokens = document.tokens().get(document.tokens_in(near)).unwrap_or_default();
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return String::new() };
        let words = document.words(Span::clamped(first.span.start(), last.span.end()));
        let (before, after) = (first.span.start() > block.start(), last.span.end() < block.end());
        format!("{}{words}{}", if before { "… " } else { "" }, if after { " …" } else { "" })
    }
}
