//! The documents that citations may speak of, found by their digests wherever they lie.

use super::{args, files, store, workspace};
use crate::{
    citation::Citation,
    document::{Digest, key},
    verify::Quote,
};
use rayon::prelude::*;
use std::{
    collections::{BTreeMap, HashMap},
    path::{Path, PathBuf},
    sync::OnceLock,
};

/// How many words in a row tell documents apart.
const SHINGLE: usize = 4;

/// Words in a row that stand in more documents tell nothing.
const COMMON: usize = 64;

/// The share of a quotation's words in a row that a document must hold to be the one that was quoted.
const SHARE: f64 = 0.3;

/// Every file of the folders that citations may speak of.
pub(super) struct Corpus {
    by_raw: HashMap<Digest, PathBuf>,
    files: Vec<PathBuf>,
    /// Documents now, by the digests that annotation files recorded.
    annotated: BTreeMap<Digest, PathBuf>,
    words: OnceLock<HashMap<u64, Vec<u32>>>,
}

impl Corpus {
    /// Hashes the files below `--corpus`, or below `corpus`.
    pub(super) fn of(args: &args::Verify) -> Self {
        let folders = match args.corpus.as_slice() {
            [] => vec![PathBuf::from("corpus")],
            named => named.to_vec(),
        };
        let mut files: Vec<PathBuf> = vec![];
        for folder in folders {
            if folder.is_file() { files.push(folder) } else { files.extend(workspace::files_quietly(&folder)) }
        }
        let hash = |path: &PathBuf| Some((Digest::of(&files::read(path).ok()?), path.clone()));
        let mut hashed: Vec<(Digest, PathBuf)> = files.par_iter().filter_map(hash).collect();
        // Of copies, the first by name.
        hashed.reverse();
        Self { by_raw: hashed.into_iter().collect(), annotated: annotated(args, &files), files, words: OnceLock::new() }
    }

    /// Returns the file with this digest.
    pub(super) fn with(&self, raw: Digest) -> Option<&Path> {
        self.by_raw.get(&raw).map(PathBuf::as_path)
    }

    /// Returns the file that a citation most likely spoke of before it was changed: by an annotation file, by
    /// the path, by the quoted words.
    pub(super) fn successor(&self, citation: &Citation, quotes: &[Quote]) -> Option<&Path> {
        if let Some(path) = self.annotated.get(&citation.raw) {
            return Some(path);
        }
        let hint = citation.path.as_ref().map(Path::new);
        let by_path = hint.and_then(|hint| {
            let whole = self.files.iter().find(|path| path.ends_with(hint));
            whole.or_else(|| {
                self.files.iter().find(|path| path.file_name().is_some() && path.file_name() == hint.file_name())
            })
        });
        by_path.or_else(|| self.quoted(quotes)).map(PathBuf::as_path)
    }

    fn quoted(&self, quotes: &[Quote]) -> Option<&PathBuf> {
        let index = self.words.get_or_init(|| shingles_of(&self.files));
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        let mut all = 0_usize;
        for shingle in quotes.iter().flat_map(|quote| shingles(&quote.words)) {
            all += 1;
            for file in index.get(&shingle).into_iter().flatten() {
                *counts.entry(*file).or_default() += 1;
            }
        }
        let (file, count) = counts.into_iter().max_by_key(|(file, count)| (*count, std::cmp::Reverse(*file)))?;
        (count as f64 >= SHARE * all as f64).then(|| self.files.get(file as usize)).flatten()
    }
}

fn annotated(args: &args::Verify, files: &[PathBuf]) -> BTreeMap<Digest, PathBuf> {
    let known: BTreeMap<PathBuf, &PathBuf> =
        files.iter().filter_map(|path| Some((workspace::absolute(path).ok()?, path))).collect();
    let mut found = BTreeMap::new();
    for sidecar in workspace::files_quietly(&args.folders.annotations).iter().filter(|path| workspace::is_sidecar(path))
    {
        let Ok((_, said)) = store::sidecar(sidecar) else { continue };
        let folder = sidecar.parent().unwrap_or_else(|| Path::new(""));
        let full = workspace::absolute(&folder.join(&said.document.path)).ok();
        if let Some(path) = full.and_then(|full| known.get(&full)) {
            found.insert(said.document.raw, (*path).clone());
        }
    }
    found
}

fn shingles_of(files: &[PathBuf]) -> HashMap<u64, Vec<u32>> {
    let read = |(number, path): (usize, &PathBuf)| {
        let text = String::from_utf8(files::read(path).ok()?).ok()?;
        let mut all: Vec<u64> = shingles(&text).collect();
        all.sort_unstable();
        all.dedup();
        Some((u32::try_from(number).ok()?, all))
    };
    let all: Vec<(u32, Vec<u64>)> = files.par_iter().enumerate().filter_map(read).collect();
    let mut index: HashMap<u64, Vec<u32>> = HashMap::new();
    for (number, shingles) in all {
        for shingle in shingles {
            let places = index.entry(shingle).or_default();
            if places.len() < COMMON {
                places.push(number);
            }
        }
    }
    index
}

/// Returns the keys of all words in a row, fewer where the text has fewer.
fn shingles(text: &str) -> impl Iterator<Item = u64> {
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let size = SHINGLE.min(words.len()).max(1);
    let keys: Vec<u64> = words.windows(size).map(|words| key(&words.join(" "))).collect();
    keys.into_iter()
}
