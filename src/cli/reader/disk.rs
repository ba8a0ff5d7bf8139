//! The files of the reader: read whole, written as `ibid review accept` writes them, under the same lock.

use super::{
    book::Book,
    deciding::Wrote,
    state::{Ask, State},
};
use crate::{
    cli::{
        files, lock,
        store::{self, Wrong},
        verify,
    },
    sidecar,
};
use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

/// How often, and how long apart, the lock is tried before the person is told who holds it.
const TRIES: usize = 10;
const WAIT: Duration = Duration::from_millis(50);

/// Where annotation files are; for tests, a place in memory.
pub(super) trait Disk {
    fn open(&mut self, file: usize) -> Result<Book, String>;
    fn write(&mut self, file: usize, old: &str, new: &str) -> Wrote;
    /// Tells whether something in a file is undecided.
    fn is_undecided(&mut self, file: usize) -> bool;
    fn count(&self) -> usize;
}

/// What the screen is to do after what was asked was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After {
    Draw,
    Redraw,
    Quit,
}

/// Does what a key asked for, and what follows from that.
pub(super) fn answer(state: &mut State, ask: Option<Ask>, disk: &mut impl Disk) -> After {
    let (mut ask, mut after) = (ask, After::Draw);
    while let Some(asked) = ask.take() {
        ask = match asked {
            Ask::Open(file) => state.opened(file, disk.open(file)),
            Ask::Seek { from, forward } => state.found(seek(disk, from, forward)),
            Ask::Write { file, old, new } => state.wrote(disk.write(file, &old, &new)),
            Ask::Redraw => {
                after = After::Redraw;
                None
            }
            Ask::Quit => return After::Quit,
        };
    }
    after
}

/// Returns the next file in which something is undecided, around the end; `from` itself comes last.
fn seek(disk: &mut impl Disk, from: usize, forward: bool) -> Option<usize> {
    let count = disk.count();
    let at = |step: usize| if forward { (from + step) % count } else { (from + count - step % count) % count };
    (1..=count).map(at).find(|file| disk.is_undecided(*file))
}

/// Annotation files on disk.
pub(super) struct Files {
    pub(super) paths: Vec<PathBuf>,
    /// The folder whose lock is taken.
    pub(super) annotations: PathBuf,
    /// Folders outside this one whose documents annotation files may name.
    pub(super) corpus: Vec<PathBuf>,
    /// Which file is open, and its and its document's stamps when it was read or written.
    open: Option<(usize, Vec<PathBuf>, Vec<Stamp>)>,
}

/// When a file was written, and how long it is.
type Stamp = Option<(SystemTime, u64)>;

fn stamp(path: &Path) -> Stamp {
    fs::metadata(path).ok().and_then(|found| Some((found.modified().ok()?, found.len())))
}

impl Files {
    pub(super) fn new(paths: Vec<PathBuf>, annotations: PathBuf, corpus: Vec<PathBuf>) -> Self {
        Self { paths, annotations, corpus, open: None }
    }

    /// Reads the open file again if it or its document is not as it was.
    pub(super) fn changed(&mut self) -> Option<Result<Book, String>> {
        let (file, paths, stamps) = self.open.as_ref()?;
        let now: Vec<Stamp> = paths.iter().map(|path| stamp(path)).collect();
        if now == *stamps {
            return None;
        }
        let file = *file;
        Some(self.open(file))
    }

    fn read(&self, path: &Path) -> Result<(Book, PathBuf), Wrong> {
        let (text, said) = store::sidecar(path)?;
        let (place, document) = match verify::document_of(path, &said, &self.corpus) {
            Ok(found) => found,
            Err(missing) => return Err(missing.into_wrong(path, text)),
        };
        let wrong = |problem| Wrong::whole(path, problem);
        let book = Book::of(path.to_owned(), place.clone(), document, text).map_err(wrong)?;
        Ok((book, place))
    }

    fn replace(&self, path: &Path, old: &str, new: &str) -> Result<(), Wrong> {
        let _lock = self.lock()?;
        store::replace(path, old, new)
    }

    fn lock(&self) -> Result<lock::Lock, Wrong> {
        let take = || lock::take_unless(!self.annotations.is_dir(), &self.annotations);
        for _ in 1..TRIES {
            match take() {
                Err(wrong) if wrong.code() == "file.locked" => std::thread::sleep(WAIT),
                taken => return taken,
            }
        }
        take()
    }
}

impl Disk for Files {
    fn open(&mut self, file: usize) -> Result<Book, String> {
        let Some(path) = self.paths.get(file).cloned() else { return Err("there is no such file".to_owned()) };
        // Before reading: what is written in between shows at the next look.
        let before = stamp(&path);
        match self.read(&path) {
            Ok((book, document)) => {
                let stamps = vec![before, stamp(&document)];
                self.open = Some((file, vec![path, document], stamps));
                Ok(book)
            }
            Err(wrong) => {
                self.open = Some((file, vec![path], vec![before]));
                Err(wrong.words().join("; "))
            }
        }
    }

    fn write(&mut self, file: usize, old: &str, new: &str) -> Wrote {
        let Some(path) = self.paths.get(file).cloned() else {
            return Wrote::Refused("there is no such file".to_owned());
        };
        match self.replace(&path, old, new) {
            Ok(()) => {
                if let Some((_, paths, stamps)) = &mut self.open
                    && let (Some(path), Some(first)) = (paths.first(), stamps.first_mut())
                {
                    *first = stamp(path);
                }
                Wrote::Done
            }
            Err(wrong) if wrong.code() == "file.changed" => Wrote::Changed(Box::new(self.open(file))),
            Err(wrong) => Wrote::Refused(wrong.words().join("; ")),
        }
    }

    fn is_undecided(&mut self, file: usize) -> bool {
        let text = self.paths.get(file).and_then(|path| files::read_ours(path).ok());
        let text = text.and_then(|bytes| String::from_utf8(bytes).ok());
        text.and_then(|text| sidecar::undecided(&text).ok()).is_some_and(|found| !found.is_empty())
    }

    fn count(&self) -> usize {
        self.paths.len()
    }
}
