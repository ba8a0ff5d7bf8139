//! Which documents, and where their annotation files and reports are.

use super::{Stop, args::Folders, output::Output};
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

/// Returns the documents at `paths`, sorted, with the places of their files.
///
/// A document in a folder keeps its path below that folder; one named by itself keeps its path below
/// `corpus`, else only its name.
pub(super) fn targets(paths: &[PathBuf], folders: &Folders, output: &mut Output) -> Result<Vec<Target>, Stop> {
    let mut found: BTreeMap<PathBuf, PathBuf> = BTreeMap::new();
    for path in paths {
        let listed = if path.is_dir() { below(path, folders) } else { vec![(name_of(path), path.clone())] };
        if listed.is_empty() {
            output.error(
                &format!("no documents in {}", path.display()),
                Some(
                    "documents are files that end in .md, .markdown or .txt; hidden and git-ignored ones are left out",
                ),
            );
            return Err(Stop::Unable);
        }
        if !path.exists() {
            let help =
                (path == Path::new("corpus")).then_some("run `ibid init`, or name the documents: ibid annotate PATH…");
            output.error(&format!("{}: no such file or folder", path.display()), help);
            return Err(Stop::Unable);
        }
        for (name, document) in listed {
            if let Some(other) = found.insert(name.clone(), document.clone()).filter(|other| *other != document) {
                output.error(
                    &format!(
                        "{} and {} would share the annotation file {}.yaml",
                        other.display(),
                        document.display(),
                        name.display()
                    ),
                    Some("annotate them in two runs, with --annotations and --reports"),
                );
                return Err(Stop::Unable);
            }
        }
    }
    let target = |(name, document): (PathBuf, PathBuf)| {
        let mut sidecar = folders.annotations.join(&name).into_os_string();
        sidecar.push(".yaml");
        Target { document, sidecar: sidecar.into(), report: folders.reports.join(&name) }
    };
    Ok(found.into_iter().map(target).collect())
}

/// Returns the name of a document that was named by itself.
fn name_of(path: &Path) -> PathBuf {
    let parts: Vec<Component<'_>> = path.components().collect();
    let corpus = parts.iter().rposition(|part| part.as_os_str() == "corpus");
    let below: Option<PathBuf> = corpus.and_then(|at| parts.get(at + 1..)).map(|rest| rest.iter().collect());
    let plain = |name: &PathBuf| {
        !name.as_os_str().is_empty() && name.components().all(|part| matches!(part, Component::Normal(_)))
    };
    below.filter(plain).unwrap_or_else(|| path.file_name().map_or_else(|| path.to_owned(), PathBuf::from))
}

/// Returns the documents below a folder, by their path below it.
fn below(folder: &Path, folders: &Folders) -> Vec<(PathBuf, PathBuf)> {
    let ours = |path: &Path| path.starts_with(&folders.annotations) || path.starts_with(&folders.reports);
    files_below(folder)
        .into_iter()
        .filter(|path| {
            path.extension()
                .and_then(|e| e.to_str())
                .is_some_and(|e| ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(e)))
        })
        .filter(|path| !ours(path.strip_prefix(".").unwrap_or(path)))
        .filter_map(|path| Some((path.strip_prefix(folder).ok()?.to_owned(), path)))
        .collect()
}

/// Returns the files below a folder, sorted; hidden and git-ignored ones and links are left out.
pub(super) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = ignore::WalkBuilder::new(folder)
        .require_git(true)
        .build()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()))
        .map(ignore::DirEntry::into_path)
        .collect();
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
