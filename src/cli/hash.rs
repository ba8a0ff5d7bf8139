//! `ibid hash`: the lines of `sha256sum`, in an order that does not depend on the machine.

use super::{
    Ended, Stop,
    args::{self, Format},
    files,
    output::Output,
    workspace,
};
use crate::document::{self, Digest, Digests};
use std::path::PathBuf;

pub(super) fn run(args: &args::Hash, output: &mut Output) -> Result<Ended, Stop> {
    let mut paths: Vec<PathBuf> = vec![];
    let mut ended = Ended::Done;
    for path in &args.paths {
        if path.is_dir() {
            paths.extend(workspace::files_below(path, output, &mut ended));
        } else {
            paths.push(path.clone());
        }
    }
    paths.sort_by(|a, b| a.as_os_str().as_encoded_bytes().cmp(b.as_os_str().as_encoded_bytes()));
    paths.dedup();
    for path in &paths {
        let bytes = match files::read(path) {
            Ok(bytes) => bytes,
            Err(problem) => {
                output.problem(path, &[], &problem);
                ended = Ended::Unable;
                continue;
            }
        };
        match output.format() {
            Format::Human => output.bytes(&line(path, &Digest::of(&bytes)))?,
            Format::Json | Format::Sarif => {
                let text = match std::str::from_utf8(&bytes) {
                    Ok(text) => text,
                    Err(error) => {
                        let what = "only the digest of its bytes exists: the file";
                        let problem = document::not_utf_8("document.not-utf-8", what, error);
                        output.problem(path, &bytes, &problem);
                        ended = Ended::Unable;
                        continue;
                    }
                };
                let digests = Digests::of(text);
                let record = serde_json::json!({
                    "path": path.to_string_lossy(), "raw": digests.raw, "text": digests.text, "front": digests.front, "root": digests.root,
                });
                output.json(&record)?;
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
