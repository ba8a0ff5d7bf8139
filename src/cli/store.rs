//! Documents, annotation files and reports on disk: what is read from them, and what is wrong with them.

use super::{
    Ended, files, harmless,
    output::Output,
    targets::Targets,
    workspace::{self, Target},
};
use crate::{
    document::{self, Digest, Document, Format, Problem},
    sidecar::{self, Draft, Sidecar},
    verify,
};
use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
};

/// What is wrong, and with which file. Boxed: answers that are good stay small.
pub(super) struct Wrong(Box<Place>);

struct Place {
    path: PathBuf,
    bytes: Vec<u8>,
    problem: Problem,
}

impl Wrong {
    /// Something is wrong at a place in a file's bytes.
    pub(super) fn at(path: &Path, bytes: Vec<u8>, problem: Problem) -> Self {
        Self(Box::new(Place { path: path.to_owned(), bytes, problem }))
    }

    /// Something is wrong with a file as a whole.
    pub(super) fn whole(path: &Path, problem: Problem) -> Self {
        Self::at(path, vec![], problem)
    }

    /// Returns the name of what is wrong.
    pub(super) fn code(&self) -> &'static str {
        self.0.problem.code
    }

    /// Leaves out the file's bytes, which are read again when it is told: those of many files are as large as the corpus.
    pub(super) fn light(mut self) -> Self {
        self.0.bytes = vec![];
        self
    }

    pub(super) fn tell(&self, output: &mut Output) {
        let Place { path, bytes, problem } = &*self.0;
        if bytes.is_empty() && problem.at.is_some() {
            return output.problem(path, &files::read_ours(path).unwrap_or_default(), problem);
        }
        output.problem(path, bytes, problem);
    }

    /// Says it without a picture: where (path, line and column, 1-based) and what, then what to do.
    pub(super) fn words(&self) -> Vec<String> {
        let Place { path, bytes, problem } = &*self.0;
        let path = harmless::name(path);
        let place = match (problem.at, std::str::from_utf8(bytes)) {
            (Some(at), Ok(text)) => {
                let positions = document::Positions::of(text);
                format!("{path}:{}:{}", positions.line(at.start()), positions.column(at.start()))
            }
            _ => path,
        };
        let what = format!("{place}: {}", harmless::line(&problem.message));
        std::iter::once(what).chain(problem.help.as_deref().map(harmless::line)).collect()
    }
}

/// Reads a document, and returns its bytes too.
pub(super) fn document(path: &Path) -> Result<(Vec<u8>, Document), Wrong> {
    let bytes = files::read(path).map_err(|problem| Wrong::whole(path, problem))?;
    match Document::read(&bytes, Format::Markdown) {
        Ok(document) => Ok((bytes, document)),
        Err(problem) => Err(Wrong::at(path, bytes, problem)),
    }
}

/// Reads an annotation file, and returns its text too.
pub(super) fn sidecar(path: &Path) -> Result<(String, Sidecar), Wrong> {
    let bytes = files::read_ours(path).map_err(|problem| Wrong::whole(path, problem))?;
    let text = text_of(path, bytes, "sidecar.not-utf-8", "the annotation file")?;
    match sidecar::read(&text) {
        Ok(said) => Ok((text, said)),
        Err(problem) => Err(Wrong::at(path, text.into_bytes(), problem)),
    }
}

/// Takes a file's bytes for text. `what` names the file in the message.
pub(super) fn text_of(path: &Path, bytes: Vec<u8>, code: &'static str, what: &str) -> Result<String, Wrong> {
    String::from_utf8(bytes).map_err(|error| {
        let problem = document::not_utf_8(code, what, error.utf8_error());
        Wrong::at(path, error.into_bytes(), problem)
    })
}

/// Reads the annotation file of a document, if there is one; it must speak of that document.
pub(super) fn sidecar_of(target: &Target) -> Result<Option<(String, Sidecar)>, Wrong> {
    if !files::is_there(&target.sidecar) {
        return Ok(None);
    }
    let (text, said) = sidecar(&target.sidecar)?;
    let way = way_to(target)?;
    if said.document.path == way {
        return Ok(Some((text, said)));
    }
    let other = harmless::line(&said.document.path);
    let problem = Problem::new("sidecar.other-document", format!("this belongs to another document: {other}"))
        .help(format!("if {other} was moved or renamed to {way}, set `path: {way}`"));
    let problem = Problem { at: said.path_at, ..problem };
    Err(Wrong::at(&target.sidecar, text.into_bytes(), problem))
}

/// Returns the way from a document's annotation file to the document.
pub(super) fn way_to(target: &Target) -> Result<String, Wrong> {
    workspace::way(&target.sidecar, &target.document).map_err(|error| {
        Wrong::whole(&target.document, Problem::new("file.nowhere", format!("cannot tell where this is: {error}")))
    })
}

/// Returns the report that is there, empty when there is none. What people wrote is not overwritten: the
/// file must be a report, and not the document itself.
pub(super) fn old_report(target: &Target) -> Result<Vec<u8>, Wrong> {
    let path = &target.report;
    if !files::is_there(path) {
        return Ok(vec![]);
    }
    let refuse = |message: &str| {
        let problem = Problem::new("report.not-ours", message);
        Err(Wrong::whole(path, problem.help("move it away, or name another folder with --reports")))
    };
    if path.canonicalize().ok() == target.document.canonicalize().ok() {
        return refuse("the report would overwrite its document");
    }
    let old = files::read_ours(path).map_err(|problem| Wrong::whole(path, problem))?;
    let ours = old.is_empty()
        || std::str::from_utf8(&old).map(verify::strip).is_ok_and(|stripped| match stripped {
            Ok(_) => true,
            Err(problem) => problem.code != "report.no-head",
        });
    if ours { Ok(old) } else { refuse("this is no report of ibid; a report would overwrite it") }
}

/// Writes a file, unless it says so already.
pub(super) fn write(path: &Path, new: &[u8], same: bool) -> Result<(), Wrong> {
    if same {
        return Ok(());
    }
    files::write(path, new).map_err(|error| Wrong::whole(path, files::unwritable(path, &error)))
}

/// Writes a file that can be made again, unless it says so already.
pub(super) fn write_derived(path: &Path, new: &[u8], same: bool) -> Result<(), Wrong> {
    if same {
        return Ok(());
    }
    files::write_derived(path, new).map_err(|error| Wrong::whole(path, files::unwritable(path, &error)))
}

/// Writes a file that people may edit from now on, unless somebody else made one in between.
pub(super) fn write_new(path: &Path, new: &str) -> Result<(), Wrong> {
    files::write_new(path, new.as_bytes()).map_err(|error| {
        let problem = match error.kind() {
            io::ErrorKind::AlreadyExists => {
                let message = "the file came into being while ibid was at work; it is left as it is";
                Problem::new("file.changed", message).help("run the command again")
            }
            _ => files::unwritable(path, &error),
        };
        Wrong::whole(path, problem)
    })
}

/// Annotation files whose documents are gone, by the digest of what these held.
pub(super) struct Orphans(BTreeMap<Digest, PathBuf>);

impl Orphans {
    /// Looks for them below the folder of annotation files, if a document has none.
    pub(super) fn of(targets: &Targets<'_>, folder: &Path, output: &mut Output) -> Self {
        if targets.iter().all(|target| files::is_there(&target.sidecar)) || !folder.is_dir() {
            return Self(BTreeMap::new());
        }
        let name = |path: &Path| Some(path.strip_prefix(folder).ok()?.to_str()?.strip_suffix(".yaml")?.to_owned());
        let is_known = |path: &Path| name(path).is_some_and(|name| targets.has(Path::new(&name)));
        let mut ended = Ended::Done;
        let files = workspace::each_below(folder, output, &mut ended);
        let files = files.filter(|path| workspace::is_sidecar(path) && !is_known(path));
        Self(files.filter_map(|path| Some((orphaned(&path)?, path))).collect())
    }

    /// Refuses a document that has no annotation file while there is one of the very same bytes, whose
    /// document is gone: it was renamed, and only a person knows.
    pub(super) fn refuse(&self, target: &Target, document: &Document) -> Result<(), Wrong> {
        let Some(old) = self.0.get(&document.digests().raw).filter(|_| !files::is_there(&target.sidecar)) else {
            return Ok(());
        };
        let (old, new) = (harmless::name(old), harmless::name(&target.sidecar));
        let message = format!("{old} is of this very text, and its document is gone");
        let help =
            format!("if the document was renamed: `mv {old} {new} && ibid check --fix {new}`; else delete {old}");
        Err(Wrong::whole(&target.document, Problem::new("sidecar.renamed", message).help(help)))
    }
}

/// Returns the digest that an annotation file states, if its document is gone.
fn orphaned(path: &Path) -> Option<Digest> {
    let text = String::from_utf8(files::read_ours(path).ok()?).ok()?;
    let draft = Draft::of(&text);
    let document = path.parent()?.join(draft.document_path()?.0);
    draft.raw_digest().filter(|_| !files::is_there(&document))
}

/// Writes what became of a file that people edit, if it is still the text that was read: an editor may have
/// saved it in between.
pub(super) fn replace(path: &Path, old: &str, new: &str) -> Result<(), Wrong> {
    if old == new {
        return Ok(());
    }
    let now = files::read_ours(path).map_err(|problem| Wrong::whole(path, problem))?;
    if now != old.as_bytes() {
        let problem = Problem::new("file.changed", "the file was changed while ibid was at work; it is left as it is");
        return Err(Wrong::whole(path, problem.help("run the command again")));
    }
    write(path, new.as_bytes(), false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_somebody_made_in_between_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md.yaml");
        assert!(write_new(&path, "ours\n").is_ok());
        std::fs::write(&path, "theirs\n").unwrap();
        assert_eq!(write_new(&path, "ours again\n").unwrap_err().code(), "file.changed");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "theirs\n");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
