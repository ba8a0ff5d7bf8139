//! One of the documents that are compared.

use super::words;
use crate::{
    annotation::{Annotations, Claim, Id},
    document::{Document, Positions, Prose, Source, Span},
    report::{
        html::speakers::{prose_of, who},
        markdown::words::short,
    },
};
use std::collections::{BTreeSet, HashMap};

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
    /// `1`, `2` and so on.
    pub(super) number: String,
    by_id: HashMap<&'e Id, &'e Claim<Span<Source>>>,
    positions: Positions<'e>,
    /// The prose of each claim's contents, and the number of the claim; sorted.
    contents: Vec<(Span<Prose>, usize)>,
}

impl<'e> View<'e> {
    pub(super) fn of(entry: &'e Entry, number: usize) -> Self {
        let claims = &entry.annotations.claims;
        let mut contents: Vec<(Span<Prose>, usize)> = claims
            .iter()
            .enumerate()
            .flat_map(|(index, claim)| claim.content.iter().map(move |span| (*span, index)))
            .filter_map(|(span, index)| Some((prose_of(&entry.document, span)?, index)))
            .collect();
        contents.sort_by_key(|(span, index)| (span.start(), span.end(), *index));
        Self {
            entry,
            number: (number + 1).to_string(),
            by_id: claims.iter().map(|claim| (&claim.id, claim)).collect(),
            positions: Positions::of(entry.document.source()),
            contents,
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

    /// Returns “1 line 12”.
    pub(super) fn place(&self, span: Span<Source>) -> String {
        format!("{} line {}", self.number, self.line(span))
    }

    /// Returns the line on which a place begins, 1-based.
    pub(super) fn line(&self, span: Span<Source>) -> usize {
        self.positions.line(span.start())
    }

    /// Returns who says something, behind those who hand it on: “Meridian Wire › Dana Roth”.
    pub(super) fn chain(&self, claim: &Claim<Span<Source>>) -> String {
        let mut names = vec![who(self.document(), claim)];
        let mut around = claim.within.as_ref();
        while let Some(outer) = around.and_then(|id| self.by_id.get(id)).filter(|_| names.len() < LONGEST_CHAIN) {
            names.push(who(self.document(), outer));
            around = outer.within.as_ref();
        }
        names.reverse();
        names.dedup();
        names.join(" › ")
    }

    /// Returns what a claim is about, with its cue and the last names of those who say it and hand it on.
    pub(super) fn features(&self, claim: &'e Claim<Span<Source>>) -> BTreeSet<String> {
        let document = self.document();
        let mut spans: Vec<Span<Source>> = claim.content.clone();
        let mut at = Some(claim);
        let mut names = vec![];
        for _ in 0..LONGEST_CHAIN {
            let Some(claim) = at else { break };
            spans.push(claim.cue.at);
            names.push(who(document, claim));
            at = claim.within.as_ref().and_then(|id| self.by_id.get(id)).copied();
        }
        let prose = spans.into_iter().filter_map(|span| prose_of(document, span));
        let last = names.iter().filter_map(|name| words::feature(name.split_whitespace().next_back()?));
        prose.flat_map(|span| words::features(document, span)).chain(last).collect()
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
