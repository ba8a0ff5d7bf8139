//! Names of files in manifests: how they are written, and which are refused.

use crate::document::Problem;

/// Escapes a name as coreutils does, and tells whether anything had to be.
pub(super) fn escape(name: &[u8]) -> (bool, Vec<u8>) {
    let mut out = Vec::with_capacity(name.len());
    for byte in name {
        match byte {
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            byte => out.push(*byte),
        }
    }
    (out.len() > name.len(), out)
}

pub(super) fn unescape(name: &[u8]) -> Result<Vec<u8>, Problem> {
    let mut out = Vec::with_capacity(name.len());
    let mut bytes = name.iter();
    while let Some(byte) = bytes.next() {
        if *byte != b'\\' {
            out.push(*byte);
            continue;
        }
        out.push(match bytes.next() {
            Some(b'\\') => b'\\',
            Some(b'n') => b'\n',
            Some(b'r') => b'\r',
            _ => {
                let message = "a backslash in an escaped name must be followed by `\\`, `n` or `r`";
                return Err(Problem::new("manifest.escape", message).help("write the manifest again"));
            }
        });
    }
    Ok(out)
}

/// Decodes the three escapes that BagIt 1.0 has.
pub(super) fn bag_decoded(name: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(name.len());
    let mut rest = name;
    while let Some((first, tail)) = rest.split_first() {
        let escape = tail.get(..2).filter(|_| *first == b'%').map(<[u8]>::to_ascii_uppercase);
        let (byte, used) = match escape.as_deref() {
            Some(b"0A") => (b'\n', 3),
            Some(b"0D") => (b'\r', 3),
            Some(b"25") => (b'%', 3),
            _ => (*first, 1),
        };
        out.push(byte);
        rest = rest.get(used..).unwrap_or_default();
    }
    out
}

/// Returns a name without `.` and double slashes.
///
/// # Errors
///
/// Refuses names that lead out of the folder on any system, and those that are no names.
pub(super) fn checked(name: &[u8]) -> Result<Vec<u8>, Problem> {
    let refuse = |why: &str| {
        let message = format!("the name {} {why}", String::from_utf8_lossy(name));
        let help = "a manifest may name only files below its own folder; do not trust this one";
        Err(Problem::new("manifest.name", message).help(help))
    };
    if name.is_empty() || name.ends_with(b"/") {
        return refuse("is not that of a file");
    }
    if name.contains(&0) {
        return refuse("holds a NUL byte");
    }
    if name.starts_with(b"/") || name.starts_with(b"\\") {
        return refuse("is absolute");
    }
    if name.starts_with(b"~") {
        return refuse("begins with `~`: a home folder");
    }
    if name.first().is_some_and(u8::is_ascii_alphabetic) && name.get(1) == Some(&b':') {
        return refuse("begins with a drive");
    }
    if name.split(|byte| matches!(byte, b'/' | b'\\')).any(|part| part == b"..") {
        return refuse("leads out of the folder");
    }
    let parts: Vec<&[u8]> = name.split(|byte| *byte == b'/').filter(|part| !matches!(*part, b"" | b".")).collect();
    if parts.is_empty() {
        return refuse("is not that of a file");
    }
    Ok(parts.join(&b'/'))
}
