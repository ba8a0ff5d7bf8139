//! Reading and writing files whole, or not at all.

use crate::document::MAX_BYTES;
use std::{
    fs::{self, File},
    io::{self, Read as _, Write as _},
    path::Path,
};

/// Reads a file of at most [`MAX_BYTES`].
///
/// # Errors
///
/// Returns the message for people: what is wrong with the file and what to do.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, (String, Option<String>)> {
    let unreadable = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => ("no such file".to_owned(), None),
        io::ErrorKind::PermissionDenied => {
            ("the file cannot be read: permission denied".to_owned(), Some("check its permissions".to_owned()))
        }
        _ => (format!("the file cannot be read: {error}"), None),
    };
    let metadata = fs::metadata(path).map_err(unreadable)?;
    if metadata.is_dir() {
        return Err(("this is a directory, not a file".to_owned(), None));
    }
    let mut bytes = vec![];
    let limit = MAX_BYTES as u64 + 1;
    File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes)).map_err(unreadable)?;
    if bytes.len() > MAX_BYTES {
        let message = format!("the file has {} MiB; at most {} are read", metadata.len() >> 20, MAX_BYTES >> 20);
        return Err((message, Some("split it into one file a document".to_owned())));
    }
    Ok(bytes)
}

/// Writes a file so that at any moment either the old or the new one is there, whole.
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".ibid-").suffix(".tmp");
    let permissions = match fs::metadata(path) {
        Ok(metadata) => Some(metadata.permissions()),
        Err(_) => default_permissions(),
    };
    if let Some(permissions) = permissions {
        builder.permissions(permissions);
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    sync_folder(folder)
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
