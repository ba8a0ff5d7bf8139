//! Reading and writing files whole, or not at all.

use crate::document::{MAX_BYTES, Problem};
use std::{
    fs::{self, File},
    io::{self, Read as _, Write as _},
    path::Path,
};
use tempfile::NamedTempFile;

/// The largest file of ours that is read: in news, annotation files and reports are three times their document.
const MAX_OURS: usize = 8 * MAX_BYTES;

/// Reads a file of at most [`MAX_BYTES`].
///
/// # Errors
///
/// Returns what is wrong with the file and what to do.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, Problem> {
    read_up_to(path, MAX_BYTES)
}

/// Reads a file that ibid may have made: an annotation file, a report.
pub(super) fn read_ours(path: &Path) -> Result<Vec<u8>, Problem> {
    read_up_to(path, MAX_OURS)
}

/// Reads standard input, to its end.
pub(super) fn read_stdin() -> Result<Vec<u8>, Problem> {
    let mut bytes = vec![];
    io::stdin().lock().take(MAX_OURS as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() > MAX_OURS { Err(too_large(bytes.len() as u64, MAX_OURS)) } else { Ok(bytes) }
}

fn read_up_to(path: &Path, limit: usize) -> Result<Vec<u8>, Problem> {
    let metadata = fs::metadata(path).map_err(unreadable)?;
    if metadata.is_dir() {
        return Err(Problem::new("file.directory", "this is a directory, not a file")
            .help("name a file, or move the directory away"));
    }
    if metadata.len() > limit as u64 {
        return Err(too_large(metadata.len(), limit));
    }
    // What a device or a pipe holds is not known before; of a file, one read more finds the end.
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default() + 1);
    File::open(path).and_then(|file| file.take(limit as u64 + 1).read_to_end(&mut bytes)).map_err(unreadable)?;
    if bytes.len() > limit { Err(too_large(bytes.len() as u64, limit)) } else { Ok(bytes) }
}

fn too_large(size: u64, limit: usize) -> Problem {
    let message = format!("the file has {} MiB; at most {} are read", size >> 20, limit >> 20);
    Problem::new("file.too-large", message).help("split it into one file a document")
}

pub(super) fn unreadable(error: io::Error) -> Problem {
    match error.kind() {
        io::ErrorKind::NotFound => Problem::new("file.missing", "no such file").help("check how the name is spelled"),
        io::ErrorKind::PermissionDenied => {
            Problem::new("file.unreadable", "the file cannot be read: permission denied").help("check its permissions")
        }
        _ => Problem::new("file.unreadable", format!("the file cannot be read: {error}")),
    }
}

/// Returns what is wrong with a file that cannot be written.
pub(super) fn unwritable(path: &Path, error: &io::Error) -> Problem {
    let problem = Problem::new("file.unwritable", format!("the file cannot be written: {error}"));
    let folder = folder_of(path);
    match error.kind() {
        _ if fs::metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.permissions().readonly()) => {
            problem.help("make it writable, for example with `chmod u+w FILE`; it is as it was")
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            problem.help("make room and run the command again; the file is as it was")
        }
        _ => problem.help(format!("make {} a folder that you may write to", folder.display())),
    }
}

/// Tells whether anything has this name, even a link that leads nowhere or a file that cannot be read.
pub(super) fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).map_or_else(|error| error.kind() == io::ErrorKind::PermissionDenied, |_| true)
}

const PREFIX: &str = ".ibid-";
const SUFFIX: &str = ".tmp";

/// Tells whether a file is one that [`write()`] had not finished.
pub(super) fn is_temporary(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX))
}

/// Writes a file so that at any moment either the old or the new one is there, whole, even if the power fails.
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_with(path, bytes, finish)
}

/// Writes a file that can be made again: whole as well, but where the power fails it may be empty afterwards, and the
/// next run says so. To wait for the disk twice a file would take most of the time of a large run.
pub(super) fn write_derived(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_with(path, bytes, finish_derived)
}

/// The same where there is no file yet. One that came into being in the meantime is left as it is: that is an error of
/// the kind [`io::ErrorKind::AlreadyExists`].
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_with(path, bytes, finish_new)
}

fn write_with(path: &Path, bytes: &[u8], finish: fn(NamedTempFile, &Path) -> io::Result<()>) -> io::Result<()> {
    let mut file = begin(path)?;
    file.write_all(bytes)?;
    finish(file, path)
}

/// Begins a file that [`finish`] puts in its place.
pub(super) fn begin(path: &Path) -> io::Result<NamedTempFile> {
    let folder = folder_of(path);
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    let permissions = match fs::metadata(path) {
        // Renaming would get around it, and whoever made it read-only meant it.
        Ok(metadata) if metadata.permissions().readonly() => {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only"));
        }
        Ok(metadata) => Some(metadata.permissions()),
        Err(_) => default_permissions(),
    };
    if let Some(permissions) = permissions {
        builder.permissions(permissions);
    }
    builder.tempfile_in(folder).or_else(|error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
            fs::create_dir_all(folder)?;
            builder.tempfile_in(folder)
        }
        _ => Err(error),
    })
}

/// Puts a file in its place, whole.
pub(super) fn finish(file: NamedTempFile, path: &Path) -> io::Result<()> {
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    sync_folder(folder_of(path))
}

/// Puts a file that can be made again in its place.
pub(super) fn finish_derived(file: NamedTempFile, path: &Path) -> io::Result<()> {
    file.persist(path).map(|_| ()).map_err(|error| error.error)
}

/// Puts a file in a place where there is none.
fn finish_new(file: NamedTempFile, path: &Path) -> io::Result<()> {
    match file.persist_noclobber(path) {
        Ok(_) => Ok(()),
        // Not every file system can do it in one step.
        Err(failed) if failed.error.kind() != io::ErrorKind::AlreadyExists && !is_there(path) => {
            finish_derived(failed.file, path)
        }
        Err(failed) => Err(failed.error),
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
}

#[cfg(unix)]
fn default_permissions() -> Option<fs::Permissions> {
    use std::os::unix::fs::PermissionsExt as _;
    Some(fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn default_permissions() -> Option<fs::Permissions> {
    None
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
