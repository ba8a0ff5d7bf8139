//! One run at a time: two that merge into the same files would each take the other's work for a person's.
//!
//! The lock is the operating system's, on a file in the folder of annotation files, so that it goes with the
//! process however that ends. The file says who holds it, and goes when the run is done.

use super::{files, store::Wrong};
use crate::document::Problem;
use std::{
    fs::{self, File, TryLockError},
    io::{self, Read as _, Seek as _, Write as _},
    path::{Path, PathBuf},
};

const NAME: &str = ".ibid.lock";

/// Holds the lock until it is dropped.
pub(super) struct Lock(Option<Held>);

struct Held {
    folder: PathBuf,
    /// Whether the folder was made for the lock.
    made: bool,
    _file: File,
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(held) = self.0.as_ref().filter(|_| cfg!(unix)) {
            let _ = fs::remove_file(held.folder.join(NAME));
            if held.made {
                // Fails, as it should, when something was written.
                let _ = fs::remove_dir(&held.folder);
            }
        }
    }
}

/// Takes the lock of a folder, unless nothing will be written.
pub(super) fn take_unless(nothing: bool, folder: &Path) -> Result<Lock, Wrong> {
    if nothing { Ok(Lock(None)) } else { take(folder) }
}

/// Takes the lock of a folder, and clears away what a run that was killed left half written in it.
///
/// # Errors
///
/// Returns a problem when another run holds it. A folder that cannot be written needs no lock.
pub(super) fn take(folder: &Path) -> Result<Lock, Wrong> {
    let (path, made) = (folder.join(NAME), !files::is_there(folder));
    let wrong = |error: &io::Error| Wrong::whole(&path, files::unwritable(&path, error));
    loop {
        let opened = fs::create_dir_all(folder)
            .and_then(|()| File::options().read(true).write(true).create(true).truncate(false).open(&path));
        let mut file = match opened {
            Ok(file) => file,
            Err(error) if is_refused(&error) => return Ok(Lock(None)),
            Err(error) => return Err(wrong(&error)),
        };
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => return Err(Wrong::whole(&path, held(&mut file))),
            // A file system without locks: better without than not at all.
            Err(TryLockError::Error(_)) => return Ok(Lock(None)),
            Ok(()) if !is_still_there(&path, &file) => {} // The one who held it took it away: again.
            Ok(()) => {
                let said = file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id()));
                said.map_err(|error| wrong(&error))?;
                clear(folder);
                return Ok(Lock(Some(Held { folder: folder.to_owned(), made, _file: file })));
            }
        }
    }
}

fn is_refused(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}

fn held(file: &mut File) -> Problem {
    let mut said = String::new();
    let _ = file.rewind().and_then(|()| file.take(32).read_to_string(&mut said));
    let who = match said.trim().parse::<u32>() {
        Ok(process) => format!("another run of ibid, process {process}, is at work on this folder"),
        Err(_) => "another run of ibid is at work on this folder".to_owned(),
    };
    Problem::new("file.locked", who).help("wait until it is done, then run the command again")
}

#[cfg(unix)]
fn is_still_there(path: &Path, file: &File) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let same = |there: fs::Metadata, ours: fs::Metadata| (there.dev(), there.ino()) == (ours.dev(), ours.ino());
    fs::metadata(path).and_then(|there| Ok(same(there, file.metadata()?))).unwrap_or(false)
}

#[cfg(not(unix))]
fn is_still_there(_: &Path, _: &File) -> bool {
    true
}

/// Removes temporary files of runs that were killed: whoever holds the lock has none yet.
pub(super) fn clear(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.filter_map(Result::ok) {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => clear(&entry.path()),
            Ok(kind) if kind.is_file() && files::is_temporary(&entry.path()) => _ = fs::remove_file(entry.path()),
            _ => {}
        }
    }
}
