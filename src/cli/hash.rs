//! `ibid hash`: the lines of `sha256sum`, in an order that does not depend on the machine.

use super::{
    Ended, Stop,
    args::{self, Format},
    files,
    output::Output,
    workspace,
};
use crate::document::{Digest, Digests, Problem};
use std::path::PathBuf;

pub(super) fn run(args: &args::Hash, output: &mut Output) -> Result<Ended, Stop> {
    let mut paths: Vec<PathBuf> = vec![];
    for path in &args.paths {
        if path.is_dir() {
            paths.extend(workspace::files_below(path));
        } else {
            paths.push(path.clone());
        }
    }
    paths.sort_by(|a, b| a.as_os_str().as_encoded_bytes().cmp(b.as_os_str().as_encoded_bytes()));
    paths.dedup();
    let mut ended = Ended::Done;
    for path in &paths {
        let bytes = match files::read(path) {
            Ok(bytes) => bytes,
            Err((message, help)) => {
                output.problem(path, &[], &Problem { help, ..Problem::new("file", message) });
                ended = Ended::Unable;
                continue;
            }
        };
        match args.format {
            Format::Human => output.bytes(&line(path, &Digest::of(&bytes)))?,
            Format::Json => {
                let Ok(text) = std::str::from_utf8(&bytes) else {
                    output.problem(
                        path,
                        &bytes,
                        &Problem::new("document.not-utf-8", "not UTF-8: only its raw digest exists"),
                    );
                    ended = Ended::Unable;
                    continue;
                };
                let digests = Digests::of(text);
                let record = serde_json::json!({
                    "path": path, "raw": digests.raw, "text": digests.text, "front": digests.front, "root": digests.root,
                });
                output.line(&record.to_string())?;
            }
        }
    }
    Ok(ended)
}

/// One line as coreutils writes it: a name with a backslash or a line end is escaped and the line begins
/// with a backslash.
fn line(path: &std::path::Path, digest: &Digest) -> Vec<u8> {
    let name = path.as_os_str().as_encoded_bytes();
    let escaped = name.iter().any(|byte| matches!(byte, b'\\' | b'\n' | b'\r'));
    let mut out = vec![];
    if escaped {
        out.push(b'\\');
    }
    out.extend_from_slice(digest.hex().as_bytes());
    out.extend_from_slice(b"  ");
    for byte in name {
        match byte {
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            byte => out.push(*byte),
        }
    }
    out.push(b'\n');
    out
}
