//! The documents and what the index knows of them, kept in step with the files.

use super::super::{
    Stop,
    annotate::placed,
    args,
    lexicon::Words,
    output::Output,
    store::{self, Wrong},
    workspace::{self, Target},
};
use crate::{
    annotation::{Annotations, Id},
    detect,
    document::{Document, Source, Span},
    lexicon::Lexicon,
    reader::index::{self, Found, Index, Item, Search},
    sidecar,
};
use rayon::prelude::*;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

/// By what a change of a file is seen: when it was written, and its size. Pages are made of the files themselves.
type Stamp = Option<(SystemTime, u64)>;

/// A document and its annotation file, and what they were when the index read them.
struct Known {
    target: Target,
    stamps: [Stamp; 2],
}

/// The documents by their names, and the index.
pub(super) struct Shelf {
    paths: Vec<PathBuf>,
    folders: args::Folders,
    words: Words,
    known: BTreeMap<String, Known>,
    index: Index,
}

impl Shelf {
    /// Reads all documents.
    pub(super) fn open(args: &args::Serve, words: Words, output: &mut Output) -> Result<Self, Stop> {
        let (targets, _) = workspace::targets(&args.paths, &args.folders, output);
        if targets.is_empty() {
            return Err(Stop::Unable);
        }
        let (paths, folders) = (args.paths.clone(), args.folders.clone());
        let opened = Index::new().and_then(|index| {
            let mut shelf = Self { paths, folders, words, known: BTreeMap::new(), index };
            shelf.take(targets.iter().collect()).map(|()| shelf)
        });
        opened.map_err(|error| {
            output.error(&format!("the documents cannot be listed: {error}"), None);
            Stop::Unable
        })
    }

    /// Reads what was added, changed or taken away since.
    pub(super) fn refresh(&mut self) -> index::Result<()> {
        self.take(workspace::targets_quietly(&self.paths, &self.folders).iter().collect())
    }

    fn take(&mut self, targets: Vec<Target>) -> index::Result<()> {
        let now: BTreeMap<String, Known> = targets
            .into_iter()
            .map(|target| {
                let stamps = [stamp(&target.document), stamp(&target.sidecar)];
                (target.document.to_string_lossy().into_owned(), Known { target, stamps })
            })
            .collect();
        let same = |name: &String, known: &Known| {
            self.known.get(name).is_some_and(|before| before.stamps == known.stamps && before.target == known.target)
        };
        let changed: Vec<(&String, &Known)> = now.iter().filter(|(name, known)| !same(name, known)).collect();
        let words = self.words.get();
        let items: Vec<Item> = changed.par_iter().map(|(name, known)| item(name, &known.target, words)).collect();
        let gone = self.known.keys().filter(|name| !now.contains_key(*name)).map(String::as_str);
        self.index.update(gone, &items)?;
        self.known = now;
        Ok(())
    }

    /// Looks for documents.
    pub(super) fn find(&mut self, search: &Search) -> index::Result<Found> {
        self.index.find(search)
    }

    /// Returns all documents that a search finds.
    pub(super) fn all(&mut self, search: &Search) -> index::Result<Vec<Target>> {
        let names = self.index.names(search)?;
        Ok(names.iter().filter_map(|name| self.target(name)).collect())
    }

    /// Returns the document of this name, if it is one of those that are served: no name leads to another file.
    pub(super) fn target(&self, name: &str) -> Option<Target> {
        self.known.get(name).map(|known| known.target.clone())
    }

    pub(super) fn words(&self) -> &Lexicon {
        self.words.get()
    }
}

fn stamp(path: &Path) -> Stamp {
    let known = fs::metadata(path).ok()?;
    Some((known.modified().ok()?, known.len()))
}

/// A document with what is known of it.
pub(super) struct Read {
    pub(super) document: Document,
    pub(super) annotations: Annotations<Span<Source>>,
    pub(super) notes: BTreeMap<Id, String>,
    /// The text of its annotation file, if it has one.
    pub(super) sidecar: Option<String>,
}

/// Reads a document as `ibid compare` does: without an annotation file it is annotated here, and nothing is written.
pub(super) fn read(target: &Target, words: &Lexicon) -> Result<Read, Wrong> {
    let (_, document) = store::document(&target.document)?;
    match store::sidecar_of(target)? {
        Some((text, said)) => {
            let annotations = placed(&said, &document).0;
            Ok(Read { document, annotations, notes: said.notes, sidecar: Some(text) })
        }
        None => {
            let annotations = detect::annotate(&document, words, detect::Mode::Precise);
            Ok(Read { document, annotations, notes: BTreeMap::new(), sidecar: None })
        }
    }
}

fn item(name: &str, target: &Target, words: &Lexicon) -> Item {
    match read(target, words) {
        Ok(read) => {
            let undecided = read.sidecar.and_then(|text| Some(sidecar::undecided(&text).ok()?.len()));
            Item::of(name, &read.document, &read.annotations, undecided)
        }
        Err(wrong) => Item::broken(name, &wrong.words().join("; ")),
    }
}
