//! `ibid hash`: the lines of `sha256sum`, in an order that does not depend on the machine.

use super::{
    Ended, Stop,
    args::{self, Format},
    files, manifests,
    output::Output,
    workspace,
};
use crate::{
    document::{self, Digest, Digests, Problem},
    manifest,
};
use std::{
    collections::BTreeMap,
    ffi::OsStr,
    fs::File,
    path::{Path, PathBuf},
};

pub(super) fn run(args: &args::Hash, output: &mut Output) -> Result<Ended, Stop> {
    let mut ended = Ended::Done;
    let named = named(args, output, &mut ended);
    let leads_out = |name: &Vec<u8>| name.starts_with(b"/") || name.starts_with(b"../");
    if output.format() == Format::Human && named.keys().any(leads_out) {
        output.note("some names lead out of this folder, which `ibid verify` refuses in a manifest; run this where the files lie");
    }
    for (name, path) in named {
        let done = match output.format() {
            Format::Human | Format::Sarif | Format::Html | Format::Csv => line(&name, &path, output)?,
            Format::Json => digests(&path, output)?,
        };
        ended = ended.and(done);
    }
    Ok(ended)
}

/// Returns the files to hash by their names in a manifest, sorted by the bytes of these. A folder's manifest
/// is not listed in itself.
fn named(args: &args::Hash, output: &mut Output, ended: &mut Ended) -> BTreeMap<Vec<u8>, PathBuf> {
    let mut found = BTreeMap::new();
    for path in &args.paths {
        let is_manifest = |file: &PathBuf| file.file_name() == Some(OsStr::new("SHA256SUMS"));
        let files = match path.is_dir() {
            true => workspace::files_below(path, output, ended).into_iter().filter(|file| !is_manifest(file)).collect(),
            false => vec![path.clone()],
        };
        found.extend(files.into_iter().map(|file| (name(&file), file)));
    }
    found
}

/// Returns a path as it stands in a manifest: `./` in front is left out.
fn name(path: &Path) -> Vec<u8> {
    let absolute = path.is_absolute();
    let plain: PathBuf = path.components().filter(|part| *part != std::path::Component::CurDir).collect();
    if absolute { path.as_os_str().as_encoded_bytes().to_vec() } else { manifests::slashes(&plain) }
}

fn line(name: &[u8], path: &Path, output: &mut Output) -> Result<Ended, Stop> {
    if path.is_dir() {
        // Its own error says what to do.
        if let Err(problem) = files::read(path) {
            output.problem(path, &[], &problem);
        }
        return Ok(Ended::Unable);
    }
    match File::open(path).and_then(Digest::of_reader) {
        Ok(digest) => {
            output.bytes(&manifest::line(name, &digest))?;
            Ok(Ended::Done)
        }
        Err(error) => {
            let problem = files::read(path).err();
            let problem = problem.unwrap_or_else(|| Problem::new("file.unreadable", error.to_string()));
            output.problem(path, &[], &problem);
            Ok(Ended::Unable)
        }
    }
}

fn digests(path: &Path, output: &mut Output) -> Result<Ended, Stop> {
    let bytes = match files::read(path) {
        Ok(bytes) => bytes,
        Err(problem) => {
            output.problem(path, &[], &problem);
            return Ok(Ended::Unable);
        }
    };
    let text = match std::str::from_utf8(&bytes) {
        Ok(text) => text,
        Err(error) => {
            let what = "only the digest of its bytes exists: the file";
            output.problem(path, &bytes, &document::not_utf_8("document.not-utf-8", what, error));
            return Ok(Ended::Unable);
        }
    };
    let digests = Digests::of(text);
    output.json(&serde_json::json!({
        "path": path.to_string_lossy(), "raw": digests.raw, "text": digests.text, "front": digests.front, "root": digests.root,
    }))?;
    Ok(Ended::Done)
}
