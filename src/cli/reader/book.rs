//! An annotation file that lies open, with its document: its entries, and where they stand in the text.

use crate::{
    annotation::{Category, ClaimKind, Relay, Selector, Voice},
    cli::{annotate::placed_entries, entry::Read},
    document::{Document, Problem, Source, Span},
    sidecar::{self, Listed, Sidecar, Standing},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

/// An annotation file and its document.
pub(super) struct Book {
    /// The annotation file's text.
    pub(super) text: String,
    pub(super) read: Read,
    /// The claims and framing terms, in the order of the document.
    pub(super) items: Vec<Item>,
    /// Where they stand, sorted by the first byte.
    marks: Vec<Mark>,
    /// For each mark, the furthest byte that it or one before it reaches.
    reach: Vec<u32>,
}

/// A claim or a framing term.
pub(super) struct Item {
    pub(super) listed: Listed,
    pub(super) says: Says,
    pub(super) speaker: Option<String>,
    /// Where its words are; none where they are gone.
    pub(super) places: Vec<(Span<Source>, Role)>,
    /// Where it was written down to begin.
    start: u32,
    /// What a search looks in, in lower case.
    searched: String,
}

/// What an entry says beyond who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Says {
    Claim { kind: ClaimKind },
    Term { category: Category, voice: Voice, relay: Option<Relay> },
}

/// What words are to their entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Term,
    Source,
    Cue,
    Content,
}

/// Words of an entry in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) span: Span<Source>,
    pub(super) role: Role,
    /// Which of the book's items.
    pub(super) item: usize,
}

impl Item {
    pub(super) fn id(&self) -> &str {
        &self.listed.id
    }

    pub(super) const fn voice(&self) -> Option<Voice> {
        match self.says {
            Says::Term { voice, .. } => Some(voice),
            Says::Claim { .. } => None,
        }
    }

    pub(super) const fn category(&self) -> Option<Category> {
        match self.says {
            Says::Term { category, .. } => Some(category),
            Says::Claim { .. } => None,
        }
    }

    pub(super) const fn what(&self) -> &'static str {
        match self.says {
            Says::Term { .. } => "framing term",
            Says::Claim { .. } => "claim",
        }
    }

    pub(super) fn is_undecided(&self) -> bool {
        self.listed.standing == Standing::Undecided
    }

    /// Tells whether the words, in lower case, are in anything that the entry says.
    pub(super) fn has(&self, words: &str) -> bool {
        self.searched.contains(words)
    }

    /// The sign of its standing: `?` doubtful, `+` accepted, `-` rejected, `*` a person's; a blank for the rest.
    pub(super) fn sign(&self) -> char {
        match self.listed.standing {
            Standing::Undecided if self.listed.doubts.is_empty() => ' ',
            Standing::Undecided => '?',
            Standing::Accepted => '+',
            Standing::Rejected => '-',
            Standing::Edited => '*',
        }
    }

    /// What stands behind its words in the text: the letter of its voice, `c` for a claim, and its sign.
    pub(super) fn tag(&self) -> String {
        let letter = self.voice().map_or('c', letter);
        match self.sign() {
            ' ' => format!("[{letter}]"),
            sign => format!("[{letter}{sign}]"),
        }
    }
}

/// The letter that stands for a voice: its first.
pub(super) fn letter(voice: Voice) -> char {
    voice.name().chars().next().unwrap_or(' ')
}

impl Book {
    /// Opens an annotation file on its document.
    ///
    /// # Errors
    ///
    /// Returns a problem when the annotation file cannot be read.
    pub(super) fn of(sidecar: PathBuf, path: PathBuf, document: Document, text: String) -> Result<Self, Problem> {
        let said = sidecar::read_with_rejected(&text)?;
        let annotations = placed_entries(&said, &document).0;
        let read = Read { sidecar, path, document, annotations };
        let mut book = Self { text, read, items: vec![], marks: vec![], reach: vec![] };
        book.list(&said)?;
        Ok(book)
    }

    /// Takes another text of the annotation file for its own.
    ///
    /// # Errors
    ///
    /// Returns a problem when it cannot be read; the book is as it was then.
    pub(super) fn edited(&mut self, text: String) -> Result<(), Problem> {
        let said = sidecar::read_with_rejected(&text)?;
        let old = std::mem::replace(&mut self.text, text);
        let annotations = placed_entries(&said, &self.read.document).0;
        let before = std::mem::replace(&mut self.read.annotations, annotations);
        if let Err(problem) = self.list(&said) {
            (self.text, self.read.annotations) = (old, before);
            return Err(problem);
        }
        Ok(())
    }

    fn list(&mut self, said: &Sidecar) -> Result<(), Problem> {
        let listed = sidecar::listed(&self.text)?;
        let mut known: BTreeMap<String, Listed> = listed.into_iter().map(|entry| (entry.id.clone(), entry)).collect();
        let mut places = self.places();
        let mut items = vec![];
        for claim in &said.annotations.claims {
            let Some(listed) = known.remove(&claim.id.0) else { continue };
            let start = claim.content.iter().chain(&claim.source).chain([&claim.cue.at]).map(first).min();
            let (says, speaker) = (Says::Claim { kind: claim.kind }, claim.speaker.clone());
            let words = claim.content.iter().map(|piece| piece.exact.as_str()).chain([claim.rule.as_str()]);
            let searched = searched(&listed, &[claim.kind.name(), claim.cue.class.name()], words);
            let places = places.remove(&claim.id.0).unwrap_or_default();
            items.push(Item { listed, says, speaker, places, start: start.unwrap_or(0), searched });
        }
        for term in &said.annotations.framing {
            let Some(listed) = known.remove(&term.id.0) else { continue };
            let says = Says::Term { category: term.category, voice: term.voice, relay: term.relay };
            let words = term.speaker.iter().map(String::as_str).chain([term.rule.as_str()]);
            let relay = term.relay.map_or("", Relay::name);
            let searched = searched(&listed, &[term.category.name(), term.voice.name(), relay], words);
            let places = places.remove(&term.id.0).unwrap_or_default();
            items.push(Item { listed, says, speaker: term.speaker.clone(), places, start: first(&term.at), searched });
        }
        items.sort_by_key(|item| {
            (item.places.iter().map(|place| place.0.start()).min().unwrap_or(item.start), item.start)
        });
        self.items = items;
        self.mark();
        Ok(())
    }

    /// Returns where the words of each entry are, by its id.
    fn places(&self) -> BTreeMap<String, Vec<(Span<Source>, Role)>> {
        let found = &self.read.annotations;
        let claims = found.claims.iter().map(|claim| {
            let content = claim.content.iter().map(|piece| (*piece, Role::Content));
            let source = claim.source.iter().map(|source| (*source, Role::Source));
            (claim.id.0.clone(), source.chain([(claim.cue.at, Role::Cue)]).chain(content).collect())
        });
        claims.chain(found.framing.iter().map(|term| (term.id.0.clone(), vec![(term.at, Role::Term)]))).collect()
    }

    fn mark(&mut self) {
        let places = self.items.iter().enumerate().flat_map(|(item, entry)| {
            entry.places.iter().map(move |(span, role)| Mark { span: *span, role: *role, item })
        });
        self.marks = places.collect();
        self.marks.sort_by_key(|mark| (mark.span.start(), mark.span.end()));
        let mut reach = 0;
        self.reach = self
            .marks
            .iter()
            .map(|mark| {
                reach = mark.span.end().max(reach);
                reach
            })
            .collect();
    }

    /// The document's text.
    pub(super) fn source(&self) -> &str {
        self.read.document.source()
    }

    /// Returns the marks that touch some bytes.
    pub(super) fn marks_in(&self, span: Span<Source>) -> impl Iterator<Item = &Mark> {
        let behind = self.marks.partition_point(|mark| mark.span.start() < span.end());
        let before = self.marks.iter().zip(&self.reach).take(behind).rev();
        before
            .take_while(move |(_, reach)| **reach > span.start())
            .map(|(mark, _)| mark)
            .filter(move |m| m.span.overlaps(span))
    }

    /// Returns what stands behind the words of entries: the byte behind which, and the tag; sorted.
    pub(super) fn tags(&self) -> Vec<(u32, String)> {
        let tagged = self.marks.iter().filter(|mark| matches!(mark.role, Role::Term | Role::Cue));
        let mut tags: Vec<(u32, String)> =
            tagged.filter_map(|mark| Some((mark.span.end(), self.items.get(mark.item)?.tag()))).collect();
        tags.sort_by_key(|tag| tag.0);
        tags
    }

    /// Returns who speaks anywhere in the document, sorted.
    pub(super) fn speakers(&self) -> Vec<String> {
        let names: BTreeSet<&String> = self.items.iter().filter_map(|item| item.speaker.as_ref()).collect();
        names.into_iter().cloned().collect()
    }

    /// Returns the item with this id.
    pub(super) fn find(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id() == id)
    }

    /// Returns the lines of an entry of the annotation file.
    pub(super) fn lines(&self, id: &str) -> Option<&str> {
        self.find(id)?.listed.lines.of(&self.text)
    }
}

fn first(selector: &Selector) -> u32 {
    selector.bytes.0.start()
}

fn searched<'w>(listed: &'w Listed, names: &[&'w str], words: impl Iterator<Item = &'w str>) -> String {
    let aside = [Some(&listed.id), Some(&listed.words), listed.note.as_ref(), listed.reviewer.as_ref()];
    let all = aside.into_iter().flatten().map(String::as_str).chain(names.iter().copied()).chain(words);
    all.collect::<Vec<_>>().join("\n").to_lowercase()
}
