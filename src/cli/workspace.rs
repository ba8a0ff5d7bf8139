//! Which documents, and where their annotation files and reports are.

use super::{
    Ended,
    args::Folders,
    files,
    output::Output,
    targets::{Place, Places, Targets},
};
use std::{
    ffi::OsStr,
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
pub(super) fn targets<'a>(paths: &[PathBuf], folders: &'a Folders, output: &mut Output) -> (Targets<'a>, Ended) {
    let (mut found, mut ended) = (Places::default(), Ended::Done);
    for path in paths {
        let before = found.len();
        if path.is_dir() {
            let files = each_below(path, output, &mut ended);
            documents_of(path, folders, files).for_each(|(name, document)| found.add(name, document));
        } else if files::is_there(path) {
            let (name, document) = alone(path);
            found.add(name, document);
        }
        if found.len() == before {
            let (message, help) = missing(path);
            output.error(&message, Some(help));
            ended = ended.and(Ended::Unable);
        }
    }
    let (mut places, mut found) = (vec![], found.sorted().into_iter().peekable());
    while let Some(place) = found.next() {
        let mut others = vec![];
        while let Some(other) = found.next_if(|other| other.name == place.name) {
            others.push(other.document());
        }
        match refused(&place, others) {
            None => places.push(place),
            Some((message, help)) => {
                output.error(&message, Some(help));
                ended = ended.and(Ended::Unable);
            }
        }
    }
    (Targets::new(places, folders), ended)
}

/// Returns why a document cannot be a target beside the others of the same name, and what to do.
fn refused(place: &Place, others: Vec<PathBuf>) -> Option<(String, &'static str)> {
    let mut documents = vec![place.document()];
    for document in others {
        let same = |other: &PathBuf| absolute(other).ok() == absolute(&document).ok();
        if !documents.iter().any(same) {
            documents.push(document);
        }
    }
    let mut names = documents.iter().map(|document| document.display().to_string());
    if documents.len() > 1 {
        let (names, name) = (names.collect::<Vec<_>>().join(" and "), place.name.display());
        let message = format!("{names} would share one annotation file, {name}.yaml");
        return Some((message, "annotate each in a run of its own, with --annotations and --reports"));
    }
    let unnamed = names.next().filter(|_| place.name.to_str().is_none())?;
    let help = "rename it: annotation files name their document in UTF-8";
    Some((format!("{unnamed}: the file's name is not UTF-8"), help))
}

/// Returns what is wrong with a path at which there are no documents, and what to do.
fn missing(path: &Path) -> (String, &'static str) {
    if files::is_there(path) {
        let help = "documents end in .md, .markdown or .txt; links, hidden and git-ignored files are left out";
        return (format!("{}: no documents in this folder", path.display()), help);
    }
    let help = match path == Path::new("corpus") {
        true => "run `ibid init`, or name the documents: `ibid annotate PATH…`",
        false => "check how the name is spelled",
    };
    (format!("{}: no such file or folder", path.display()), help)
}

/// Returns the documents at `paths` as [`targets`] does; what cannot be one is left out and not told.
pub(super) fn targets_quietly<'a>(paths: &[PathBuf], folders: &'a Folders) -> Targets<'a> {
    let mut found = Places::default();
    for path in paths {
        if path.is_dir() {
            let files = walk(path).filter_map(Result::ok);
            documents_of(path, folders, files).for_each(|(name, document)| found.add(name, document));
        } else if files::is_there(path) {
            let (name, document) = alone(path);
            found.add(name, document);
        }
    }
    let mut places = found.sorted();
    places.dedup_by(|later, first| later.name == first.name);
    places.retain(|place| place.name.to_str().is_some());
    Targets::new(places, folders)
}

impl Folders {
    /// Returns a document with the places of its files.
    pub(super) fn target(&self, name: &Path, document: PathBuf) -> Target {
        let mut sidecar = self.annotations.join(name).into_os_string();
        sidecar.push(".yaml");
        Target { document, sidecar: sidecar.into(), report: self.reports.join(name) }
    }

    /// Returns the target of a document that is named by itself.
    pub(super) fn target_of(&self, document: &Path) -> Target {
        let (name, document) = alone(document);
        self.target(&name, document)
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

/// Returns the documents among the files below a folder, with the names that their files get.
fn documents_of(
    folder: &Path,
    folders: &Folders,
    files: impl Iterator<Item = PathBuf>,
) -> impl Iterator<Item = (PathBuf, PathBuf)> {
    let ours: Vec<PathBuf> =
        [&folders.annotations, &folders.reports].into_iter().filter_map(|f| absolute(f).ok()).collect();
    let is_ours =
        move |path: &Path| absolute(path).is_ok_and(|path| ours.iter().any(|folder| path.starts_with(folder)));
    let outer = behind_corpus(folder).unwrap_or_default();
    let name = move |path: &Path| below_corpus(path).or_else(|| Some(outer.join(path.strip_prefix(folder).ok()?)));
    files.filter(move |path| is_document(path) && !is_ours(path)).filter_map(move |path| Some((name(&path)?, path)))
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
    each_below(folder, output, ended).collect()
}

/// Returns them one by one.
pub(super) fn each_below(folder: &Path, output: &mut Output, ended: &mut Ended) -> impl Iterator<Item = PathBuf> {
    let mut tell = |error: ignore::Error| {
        output.error(&error.to_string(), Some("check the permissions of the folder"));
        *ended = ended.and(Ended::Unable);
    };
    walk(folder).filter_map(move |file| file.map_err(&mut tell).ok())
}

/// Returns the files below a folder, sorted, whatever cannot be read left out.
pub(super) fn files_quietly(folder: &Path) -> Vec<PathBuf> {
    walk(folder).filter_map(Result::ok).collect()
}

/// Goes through the files below a folder as paths are sorted: by the names of their folders first.
fn walk(folder: &Path) -> impl Iterator<Item = Result<PathBuf, ignore::Error>> {
    let entries = ignore::WalkBuilder::new(folder).require_git(true).sort_by_file_name(OsStr::cmp).build();
    let is_file = |entry: &ignore::DirEntry| entry.file_type().is_some_and(|kind| kind.is_file());
    entries
        .filter(move |entry| entry.as_ref().map_or(true, is_file))
        .map(|entry| entry.map(ignore::DirEntry::into_path))
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
