//! A document as it is in the editor, and what its annotation file says of it: merged in memory, nothing written.

use super::{disk::Belongs, positions::Text};
use crate::{
    annotation::{Anchors, Annotations, Confidence, Id, Selector},
    detect::{self, Mode},
    document::{Document, Problem, Source, Span},
    lexicon::Lexicon,
    sidecar::{self, Astray, DocumentRef, Engine, Entry},
};
use std::{collections::BTreeMap, sync::Arc};

/// The annotation file of a document, as it is open or lies on disk.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub(super) belongs: Belongs,
    /// `None` when it is not there yet.
    pub(super) text: Option<Text>,
}

impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        self.belongs == other.belongs && self.words() == other.words()
    }
}

impl Kept {
    fn words(&self) -> Option<&str> {
        self.text.as_ref().map(Text::as_str)
    }
}

/// What there is to say of a document.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) document: Arc<Document>,
    /// What is annotated now: the engine's proposals for this very text, and what people wrote.
    pub(super) annotations: Annotations<Span<Source>>,
    /// People's notes.
    pub(super) notes: BTreeMap<Id, String>,
    /// The annotation file, when the document has one or may have one.
    pub(super) kept: Option<Kept>,
    /// The entries of the annotation file as it stands; none when it cannot be read.
    pub(super) entries: Arc<Vec<Entry>>,
    /// The annotation file as `ibid annotate` would write it for this very text.
    pub(super) merged: Option<String>,
    /// Entries of people whose words are no longer in one place.
    pub(super) astray: Vec<Astray>,
    /// What is odd about the document.
    pub(super) warnings: Vec<Problem>,
}

impl Reading {
    /// Annotates a document. `before` is what was read of it last: while its annotation file stays as it is, that is not
    /// read again.
    pub(super) fn of(
        document: Arc<Document>,
        kept: Option<Kept>,
        (lexicon, mode, least): (&Lexicon, Mode, Confidence),
        before: Option<&Self>,
    ) -> Self {
        let mut annotations = detect::annotate(&document, lexicon, mode);
        annotations.only_claims_from(least);
        let warnings =
            document.warnings().iter().cloned().chain(detect::comment_problems(&document, lexicon)).collect();
        let mut reading = Self {
            document,
            annotations,
            notes: BTreeMap::new(),
            kept,
            entries: Arc::default(),
            merged: None,
            astray: vec![],
            warnings,
        };
        reading.merge(lexicon, before);
        reading
    }

    /// Takes over what people wrote. An annotation file that cannot be read, or is another document's, has no say.
    fn merge(&mut self, lexicon: &Lexicon, before: Option<&Self>) {
        let Some(Kept { belongs, text }) = &self.kept else { return };
        let proposals = self.annotations.map(|span| Selector::of(&self.document, *span));
        let engine = Engine { version: env!("CARGO_PKG_VERSION").to_owned(), lexicon: lexicon.whole_digest() };
        let Some(old) = text.as_ref().map(Text::as_str) else {
            let header = DocumentRef::of(&belongs.way, &self.document);
            self.merged = Some(sidecar::new_text(&header, &engine, &proposals, &belongs.schema));
            return;
        };
        // What was merged once was read.
        let before = before.filter(|before| before.merged.is_some() && before.kept.as_ref() == self.kept.as_ref());
        if before.is_none() && !sidecar::read(old).is_ok_and(|said| said.document.path == belongs.way) {
            return;
        }
        let merged = sidecar::merge(old, &belongs.way, &self.document, &engine, &proposals);
        let Ok(merged) = merged.map(|merged| merged.text) else { return };
        let Ok(said) = sidecar::read(&merged) else { return };
        let anchors = Anchors::of(self.document.source());
        self.annotations = said.annotations.placed(&anchors).0;
        self.notes = said.notes;
        let entries = before.map(|before| Arc::clone(&before.entries));
        self.entries = entries.unwrap_or_else(|| Arc::new(sidecar::entries(old).unwrap_or_default()));
        // The merge says `now:` in every entry that is astray.
        if merged.contains("now:") {
            self.astray = sidecar::astray(&merged, &anchors).unwrap_or_default();
        }
        self.merged = Some(merged);
    }

    /// Tells whether this was read from this document and this annotation file.
    pub(super) fn is_of(&self, document: &Arc<Document>, kept: Option<&Kept>) -> bool {
        Arc::ptr_eq(&self.document, document) && self.kept.as_ref() == kept
    }

    /// Tells whether `ibid annotate` would write anything.
    pub(super) fn is_stale(&self) -> bool {
        let old = self.kept.as_ref().and_then(Kept::words);
        self.merged.as_deref().is_some_and(|new| Some(new) != old)
    }

    /// Returns an entry of the annotation file as it stands.
    pub(super) fn entry(&self, id: &Id) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id.as_deref() == Some(&id.0))
    }

    /// Returns the names of those who speak, in the order in which they first do, then those of cited outlets.
    pub(super) fn speakers(&self) -> Vec<&str> {
        let claims = self.annotations.claims.iter().filter_map(|claim| claim.speaker.as_deref());
        let mut names: Vec<&str> = vec![];
        for name in claims.chain(self.annotations.cites.iter().map(|cited| cited.name.as_str())) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}
