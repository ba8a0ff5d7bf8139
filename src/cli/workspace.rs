//! Which documents, and where their annotation files and reports are.

use super::{Ended, args::Folders, files, output::Output};
use std::{
    collections::BTreeMap,
    path::{Component, Path, PathBuf},
};

/// The endings of the files that are taken for documents in a folder.
const ENDINGS: [&str; 3] = ["md", "markdown", "txt"];

/// A document and the files that belong to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) document: PathBuf,
    pub(super) sidecar: PathBuf,
    pub(super) report: PathBuf,
}

/// Returns the documents at `paths`, sorted, with the places of their files. What cannot be a target is
/// told, and the others are returned.
///
/// A document below `corpus` keeps its path below it, however it is named. Others keep their path below
/// the folder that was named, and only their name when they were named by themselves.
pub(super) fn targets(paths: &[PathBuf], folders: &Folders, output: &mut Output) -> (Vec<Target>, Ended) {
    let mut found: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
    let mut ended = Ended::Done;
    for path in paths {
        let listed = if path.is_dir() { below(path, folders, output, &mut ended) } else { vec![alone(path)] };
        if let Some((message, help)) = missing(path, &listed) {
            output.error(&message, help);
            ended = ended.and(Ended::Unable);
            continue;
        }
        for (name, document) in listed {
            let same = |other: &PathBuf| absolute(other).ok() == absolute(&document).ok();
            let documents = found.entry(name).or_default();
            if !documents.iter().any(same) {
                documents.push(document);
            }
        }
    }
    let mut targets = vec![];
    for (name, documents) in found {
        let refused = match documents.as_slice() {
            [document] if name.to_str().is_none() => {
                let message = format!("{}: the file's name is not UTF-8", document.display());
                (message, "rename it: annotation files name their document in UTF-8")
            }
            [document] => {
                targets.push(folders.target(name, document.clone()));
                continue;
            }
            _ => {
                let documents: Vec<String> = documents.iter().map(|document| document.display().to_string()).collect();
                let message =
                    format!("{} would share one annotation file, {}.yaml", documents.join(" and "), name.display());
                (message, "annotate each in a run of its own, with --annotations and --reports")
            }
        };
        output.error(&refused.0, Some(refused.1));
        ended = ended.and(Ended::Unable);
    }
    (targets, ended)
}

/// Returns what is wrong with a path that was named, and what to do.
fn missing(path: &Path, listed: &[(PathBuf, PathBuf)]) -> Option<(String, Option<&'static str>)> {
    if !files::is_there(path) {
        let help = match path == Path::new("corpus") {
            true => "run `ibid init`, or name the documents: `ibid annotate PATH…`",
            false => "check how the name is spelled",
        };
        return Some((format!("{}: no such file or folder", path.display()), Some(help)));
    }
    let help = "documents end in .md, .markdown or .txt; links, hidden and git-ignored files are left out";
    listed.is_empty().then(|| (format!("{}: no documents in this folder", path.display()), Some(help)))
}

/// Returns the documents at `paths` as [`targets`] does; what cannot be one is left out and not told.
pub(super) fn targets_quietly(paths: &[PathBuf], folders: &Folders) -> Vec<Target> {
    let mut found: BTreeMap<PathBuf, PathBuf> = BTreeMap::new();
    for path in paths {
        let listed = match path {
            path if path.is_dir() => documents_of(path, folders, files_quietly(path)),
            path if files::is_there(path) => vec![alone(path)],
            _ => vec![],
        };
        for (name, document) in listed.into_iter().filter(|(name, _)| name.to_str().is_some()) {
            found.entry(name).or_insert(document);
        }
    }
    found.into_iter().map(|(name, document)| folders.target(name, document)).collect()
}

impl Folders {
    /// Returns a document with the places of its files.
    fn target(&self, name: PathBuf, document: PathBuf) -> Target {
        let mut sidecar = self.annotations.join(&name).into_os_string();
        sidecar.push(".yaml");
        Target { document, sidecar: sidecar.into(), report: self.reports.join(&name) }
    }

    /// Returns the target of a document that is named by itself.
    pub(super) fn target_of(&self, document: &Path) -> Target {
        let (name, document) = alone(document);
        self.target(name, document)
    }
}

fn alone(path: &Path) -> (PathBuf, PathBuf) {
    let below = below_corpus(path).or_else(|| behind_corpus(path));
    let name = below.unwrap_or_else(|| path.file_name().map_or_else(|| path.to_owned(), PathBuf::from));
    (name, path.to_owned())
}

/// Returns the path of a document below the workspace's own `corpus`.
fn below_corpus(path: &Path) -> Option<PathBuf> {
    let corpus = absolute(Path::new("corpus")).ok()?;
    plain(absolute(path).ok()?.strip_prefix(corpus).ok()?.to_owned())
}

/// Returns what stands behind the last `corpus` of a path.
fn behind_corpus(path: &Path) -> Option<PathBuf> {
    let parts: Vec<Component<'_>> = path.components().collect();
    let corpus = parts.iter().rposition(|part| part.as_os_str() == "corpus")?;
    plain(parts.get(corpus + 1..)?.iter().collect())
}

fn plain(name: PathBuf) -> Option<PathBuf> {
    let plain = name.components().all(|part| matches!(part, Component::Normal(_)));
    (plain && !name.as_os_str().is_empty()).then_some(name)
}

/// Returns the documents below a folder, with the paths that their files get.
fn below(folder: &Path, folders: &Folders, output: &mut Output, ended: &mut Ended) -> Vec<(PathBuf, PathBuf)> {
    documents_of(folder, folders, files_below(folder, output, ended))
}

fn documents_of(folder: &Path, folders: &Folders, files: Vec<PathBuf>) -> Vec<(PathBuf, PathBuf)> {
    let ours: Vec<PathBuf> =
        [&folders.annotations, &folders.reports].into_iter().filter_map(|f| absolute(f).ok()).collect();
    let is_ours = |path: &Path| absolute(path).is_ok_and(|path| ours.iter().any(|folder| path.starts_with(folder)));
    let outer = behind_corpus(folder).unwrap_or_default();
    let name = |path: &Path| below_corpus(path).or_else(|| Some(outer.join(path.strip_prefix(folder).ok()?)));
    files
        .into_iter()
        .filter(|path| is_document(path) && !is_ours(path))
        .filter_map(|path| Some((name(&path)?, path)))
        .collect()
}

pub(super) fn is_document(path: &Path) -> bool {
    ends_in(path, &ENDINGS)
}

pub(super) fn is_sidecar(path: &Path) -> bool {
    ends_in(path, &["yaml", "yml"])
}

fn ends_in(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| endings.iter().any(|known| known.eq_ignore_ascii_case(ending)))
}

/// Returns the files below a folder, sorted; hidden and git-ignored ones and links are left out. A folder
/// that cannot be read is told.
pub(super) fn files_below(folder: &Path, output: &mut Output, ended: &mut Ended) -> Vec<PathBuf> {
    let mut files = vec![];
    for entry in ignore::WalkBuilder::new(folder).require_git(true).build() {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => files.push(entry.into_path()),
            Ok(_) => {}
            Err(error) => {
                output.error(&error.to_string(), Some("check the permissions of the folder"));
                *ended = ended.and(Ended::Unable);
            }
        }
    }
    files.sort();
    files
}

/// Returns the files below a folder, sorted, whatever cannot be read left out.
pub(super) fn files_quietly(folder: &Path) -> Vec<PathBuf> {
    let entries = ignore::WalkBuilder::new(folder).require_git(true).build();
    let is_file = |entry: &ignore::DirEntry| entry.file_type().is_some_and(|kind| kind.is_file());
    let mut files: Vec<PathBuf> =
        entries.filter_map(Result::ok).filter(is_file).map(ignore::DirEntry::into_path).collect();
    files.sort();
    files
}

/// Returns the way from the folder that holds `from` to `to`, with forward slashes: as a sidecar states it.
pub(super) fn way(from: &Path, to: &Path) -> std::io::Result<String> {
    let (from, to) = (absolute(from)?, absolute(to)?);
    let from: Vec<Component<'_>> = from.parent().unwrap_or(&from).components().collect();
    let to: Vec<Component<'_>> = to.components().collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let ups = std::iter::repeat_n("..".to_owned(), from.len() - shared);
    let downs = to.iter().skip(shared).map(|part| part.as_os_str().to_string_lossy().into_owned());
    Ok(ups.chain(downs).collect::<Vec<_>>().join("/"))
}

/// Returns an absolute path without `.` and `..`; links are not followed, the file need not be there.
pub(super) fn absolute(path: &Path) -> std::io::Result<PathBuf> {
    let mut out = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::ParentDir => {
                out.pop();
            }
            Component::CurDir => {}
            part => out.push(part),
        }
    }
    Ok(out)
}
