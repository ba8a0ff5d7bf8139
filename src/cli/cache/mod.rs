//! What `ibid annotate` left behind, so that the next run need not do again what would come to the same.
//!
//! One line a document in `.ibid/annotated`, beside the folder of annotation files: what the engine and the options
//! were, the digests of document, annotation file and report, and what is told of them at the end. It is safe to
//! delete, and git does not see it.
//!
//! Files are believed, not the cache. One counts as unchanged when its size, its time and its inode are those that were
//! noted, as in git's index; when only the size is, or the file had been changed so shortly before it was noted that a
//! second change could have the same time, it is read, and its digest decides.

mod log;

use super::{files, lock, workspace::Target};
use crate::document::Digest;
use log::Log;
use std::{
    fs::{self, File},
    io::Read as _,
    path::Path,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// The version of the format, part of every line's context.
const VERSION: u32 = 1;

const FOLDER: &str = ".ibid";
const NAME: &str = "annotated";

/// How long after its last change a file may be changed again without its time showing it: the coarsest clock of a
/// file system in use, that of FAT.
const COARSE: Duration = Duration::from_secs(2);

/// How many numbers a line keeps of what is told of a document.
pub(super) const TOLD: usize = 8;

/// What was noted of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Noted {
    stamp: Stamp,
    /// Whether the stamp alone cannot show that the file is as it was.
    young: bool,
    digest: Digest,
}

/// What the file system says of a file without its being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    size: u64,
    /// Nanoseconds since 1970.
    changed: u128,
    inode: u64,
}

impl Stamp {
    /// Returns the stamp of a file; `None` when there is no such file, or the file system keeps no times.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let file = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
        let changed = file.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos();
        Some(Self { size: file.len(), changed, inode: inode(&file) })
    }

    /// Tells whether the file may have been changed since without another stamp. Times in the future say nothing.
    fn is_young(self) -> bool {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        self.changed.saturating_add(COARSE.as_nanos()) >= now.as_nanos()
    }

    fn noted(self, digest: Digest) -> Noted {
        Noted { stamp: self, young: self.is_young(), digest }
    }
}

#[cfg(unix)]
fn inode(file: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(file)
}

#[cfg(not(unix))]
fn inode(_: &fs::Metadata) -> u64 {
    0
}

/// A document that was annotated, its three files, and what is told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    files: [Noted; 3],
    pub(super) told: [usize; TOLD],
}

impl Entry {
    /// Makes the entry of a target from the digests of what its document, annotation file and report hold, and the
    /// stamps that these had when they were read; a file that was written has none yet.
    pub(super) fn of(
        target: &Target,
        digests: [Digest; 3],
        stamps: [Option<Stamp>; 3],
        told: [usize; TOLD],
    ) -> Option<Self> {
        let [a, b, c] = paths(target);
        let [x, y, z] = digests;
        let [k, l, m] = stamps;
        let note = |path, digest, stamp: Option<Stamp>| Some(stamp.or_else(|| Stamp::of(path))?.noted(digest));
        Some(Self { files: [note(a, x, k)?, note(b, y, l)?, note(c, z, m)?], told })
    }

    /// Returns the entry if the files are still what they were, as they are to be noted now.
    fn still(mut self, target: &Target) -> Option<Self> {
        for (noted, path) in self.files.iter_mut().zip(paths(target)) {
            let stamp = Stamp::of(path).filter(|stamp| stamp.size == noted.stamp.size)?;
            if stamp != noted.stamp || noted.young {
                let file = File::open(path).ok()?.take(stamp.size + 1);
                let same = Digest::of_reader(file).ok()? == noted.digest;
                *noted = same.then(|| stamp.noted(noted.digest))?;
            }
        }
        Some(self)
    }

    /// Returns what stands behind the key.
    fn line(&self, context: &str) -> String {
        let files = self.files.map(|Noted { stamp: Stamp { size, changed, inode }, young, digest }| {
            format!("{size} {changed} {inode} {} {}", u8::from(young), digest.hex())
        });
        let told: Vec<String> = self.told.iter().map(usize::to_string).collect();
        format!("{context} {} {}", files.join(" "), told.join(" "))
    }

    /// Reads what [`line`](Self::line) wrote.
    fn read(line: &str, context: &str) -> Option<Self> {
        let mut words = line.strip_prefix(context)?.split_ascii_whitespace();
        let mut noted = || {
            let stamp = Stamp {
                size: words.next()?.parse().ok()?,
                changed: words.next()?.parse().ok()?,
                inode: words.next()?.parse().ok()?,
            };
            let young = words.next()? != "0";
            Some(Noted { stamp, young, digest: format!("sha256:{}", words.next()?).parse().ok()? })
        };
        let files = [noted()?, noted()?, noted()?];
        let mut told = [0; TOLD];
        for number in &mut told {
            *number = words.next()?.parse().ok()?;
        }
        Some(Self { files, told })
    }
}

fn paths(target: &Target) -> [&Path; 3] {
    [&target.document, &target.sidecar, &target.report]
}

/// What becomes of the line of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// There is to be none.
    None,
    /// It says what is so.
    Stands,
    New(Box<Entry>),
}

/// What is known of earlier runs.
pub(super) struct Cache {
    context: String,
    log: Log,
}

impl Cache {
    /// Reads the cache beside the folder of annotation files. `parts` is all beside the files that decides what is
    /// written: another engine, lexicon or option is another context, and nothing is known of it.
    pub(super) fn open(annotations: &Path, parts: &[String], is_written: bool) -> Self {
        let folder = annotations.parent().unwrap_or_else(|| Path::new("")).join(FOLDER);
        if is_written {
            lock::clear(&folder);
        }
        let here = std::env::current_dir().unwrap_or_default();
        let program = std::env::current_exe().ok().and_then(|path| Stamp::of(&path));
        let engine = format!("{VERSION}\0{}\0{program:?}\0{}", env!("CARGO_PKG_VERSION"), here.display());
        let context = Digest::of([&engine, "\0", &parts.join("\0")].concat().as_bytes()).hex();
        Self { context, log: Log::open(folder.join(NAME), is_written) }
    }

    /// Returns what is told of a target whose files are all as they were, under the same engine and options.
    pub(super) fn hit(&self, target: &Target) -> Option<([usize; TOLD], Line)> {
        let old = Entry::read(&self.log.line(&key(target)?)?, &self.context)?;
        let now = old.clone().still(target)?;
        Some((now.told, if now == old { Line::Stands } else { Line::New(Box::new(now)) }))
    }

    /// Writes what became of some documents: where the run is killed, the next one knows of them. A cache that cannot
    /// be written costs the next run its time and nothing else.
    pub(super) fn note<'a>(&mut self, lines: impl Iterator<Item = (&'a Target, &'a Line)>) {
        for (target, line) in lines {
            let Some(key) = key(target) else { continue };
            match line {
                Line::None => self.log.remove(&key),
                Line::Stands => self.log.keep(&key),
                Line::New(entry) => self.log.put(&key, &entry.line(&self.context)),
            }
        }
        self.log.write();
    }

    /// Ends the run. Lines of documents outside it stay while there is such a document.
    pub(super) fn close(self) {
        self.log.close(|key| key.split('\t').next().is_some_and(|document| files::is_there(Path::new(document))));
    }
}

/// Returns the name of a target's line; `None` for paths that a line cannot hold.
fn key(target: &Target) -> Option<String> {
    let [a, b, c] = paths(target).map(|path| path.to_str().filter(|path| !path.contains(char::is_control)));
    Some([a?, b?, c?].join("\t"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workspace() -> (tempfile::TempDir, Target) {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let target = Target { document: path("a.md"), sidecar: path("a.yaml"), report: path("r.md") };
        for file in paths(&target) {
            fs::write(file, "It rained.\n").unwrap();
        }
        (folder, target)
    }

    fn entry(target: &Target) -> Entry {
        Entry::of(target, [Digest::of(b"It rained.\n"); 3], [None; 3], [7; TOLD]).unwrap()
    }

    #[test]
    fn a_line_says_what_was_noted() {
        let (_folder, target) = workspace();
        let entry = entry(&target);
        let line = entry.line("c0ffee");
        assert_eq!(Entry::read(&line, "c0ffee"), Some(entry));
        assert_eq!(Entry::read(&line, "decaf"), None);
    }

    #[test]
    fn a_file_changed_at_once_and_to_the_same_size_is_seen() {
        let (_folder, target) = workspace();
        for file in paths(&target) {
            let noted = entry(&target);
            assert!(noted.clone().still(&target).is_some());
            let time = fs::metadata(file).unwrap().modified().unwrap();
            fs::write(file, "It snowed.\n").unwrap();
            fs::File::options().write(true).open(file).unwrap().set_modified(time).unwrap();
            assert!(noted.files.iter().all(|noted| noted.young), "{noted:?}");
            assert_eq!(noted.still(&target), None);
            fs::write(file, "It rained.\n").unwrap();
        }
    }

    #[test]
    fn a_file_that_is_old_is_not_read_and_one_that_was_touched_is() {
        let (_folder, target) = workspace();
        let set = |seconds| {
            for file in paths(&target) {
                let time = UNIX_EPOCH + Duration::from_secs(seconds);
                fs::File::options().write(true).open(file).unwrap().set_modified(time).unwrap();
            }
        };
        set(1_000_000);
        let noted = entry(&target);
        assert!(noted.files.iter().all(|noted| !noted.young));
        assert_eq!(noted.clone().still(&target), Some(noted.clone()));
        set(2_000_000);
        let again = noted.clone().still(&target).unwrap();
        assert_ne!(again, noted);
        assert_eq!(again.still(&target).unwrap().told, [7; TOLD]);
        fs::write(&target.sidecar, "It snowed.\n").unwrap();
        assert_eq!(noted.still(&target), None);
    }
}
