//! Manifests and bags against the files that they list.

use super::{
    checked::{Checked, Finding},
    files, harmless,
    store::Wrong,
    workspace,
};
use crate::{
    document::{Digest, Problem, Variant, sha512_of},
    manifest::{self, Algorithm, Entry, Kind},
};
use rayon::prelude::*;
use serde_json::json;
use std::{
    collections::BTreeSet,
    ffi::OsStr,
    fs::File,
    io::BufReader,
    path::{Path, PathBuf},
};

/// How many files of one kind are named.
const NAMED: usize = 20;

/// Tells how a file is to be read as a manifest, by its name.
pub(super) fn kind_of(path: &Path) -> Option<(Kind, Algorithm)> {
    let name = path.file_name()?.to_str()?;
    let lower = name.to_ascii_lowercase();
    match lower.as_str() {
        "manifest-sha256.txt" => Some((Kind::BagPayload, Algorithm::Sha256)),
        "manifest-sha512.txt" => Some((Kind::BagPayload, Algorithm::Sha512)),
        "tagmanifest-sha256.txt" => Some((Kind::BagTags, Algorithm::Sha256)),
        "tagmanifest-sha512.txt" => Some((Kind::BagTags, Algorithm::Sha512)),
        "sha512sums" => Some((Kind::Sums, Algorithm::Sha512)),
        _ if lower.starts_with("sha256sum") && !lower.contains('.') || lower.ends_with(".sha256") => {
            Some((Kind::Sums, Algorithm::Sha256))
        }
        "sha256sums.txt" => Some((Kind::Sums, Algorithm::Sha256)),
        _ => None,
    }
}

/// Tells whether a text is a manifest of SHA-256 whatever its name: by its first line.
pub(super) fn is_sums(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    let line = first.strip_prefix('\\').unwrap_or(first);
    let digits = |hex: &str| hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    line.split_at_checked(64).is_some_and(|(hex, name)| {
        digits(hex) && name.len() > 2 && [" *", "  "].contains(&name.get(..2).unwrap_or_default())
    })
}

/// Tells whether a folder is a bag.
pub(super) fn is_bag(folder: &Path) -> bool {
    folder.join("bagit.txt").is_file()
}

/// Returns the manifests of a bag that can be checked.
pub(super) fn of_bag(folder: &Path) -> Vec<PathBuf> {
    let names = ["manifest-sha512.txt", "manifest-sha256.txt", "tagmanifest-sha512.txt", "tagmanifest-sha256.txt"];
    names.iter().map(|name| folder.join(name)).filter(|path| path.is_file()).collect()
}

/// What became of a listed file.
enum Found {
    Same,
    /// Other bytes; perhaps only line ends, a byte order mark or normalisation differ.
    Differs(Option<Variant>),
    Missing,
    Unreadable(String),
}

/// Checks every file that a manifest lists, and looks for files that it does not.
pub(super) fn check(path: &Path, (kind, algorithm): (Kind, Algorithm)) -> Result<Checked, Wrong> {
    let bytes = files::read(path).map_err(|problem| Wrong::whole(path, problem))?;
    let entries = match manifest::read(&bytes, kind, algorithm) {
        Ok(entries) => entries,
        Err(problem) => return Err(Wrong::at(path, bytes, problem)),
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let root =
        folder.canonicalize().map_err(|error| Wrong::whole(path, Problem::new("file.nowhere", error.to_string())))?;
    let found: Vec<Found> = entries.par_iter().map(|entry| look(entry, &root, algorithm)).collect();
    let extra = extra(path, folder, &entries, kind);
    Ok(tell(path, folder, &entries, &found, &extra))
}

fn look(entry: &Entry, root: &Path, algorithm: Algorithm) -> Found {
    let full = root.join(os_name(&entry.name));
    let Ok(real) = full.canonicalize() else {
        return if files::is_there(&full) {
            Found::Unreadable("a link that leads nowhere".into())
        } else {
            Found::Missing
        };
    };
    if !real.starts_with(root) {
        return Found::Unreadable("a link that leads out of the folder".into());
    }
    if !real.is_file() {
        return Found::Unreadable("not a file".into());
    }
    let hex = File::open(&real).and_then(|file| match algorithm {
        Algorithm::Sha256 => Digest::of_reader(BufReader::new(file)).map(|digest| digest.hex()),
        Algorithm::Sha512 => sha512_of(BufReader::new(file)),
    });
    match hex {
        Err(error) => Found::Unreadable(error.to_string()),
        Ok(hex) if hex == entry.hex => Found::Same,
        Ok(_) => Found::Differs(variant(&real, &entry.hex)),
    }
}

fn variant(path: &Path, hex: &str) -> Option<Variant> {
    let wanted = format!("sha256:{hex}").parse().ok()?;
    Variant::of(&files::read(path).ok()?, wanted)
}

/// Returns the files that lie where listed ones do but are not listed. The manifest itself, what signs it
/// (`SHA256SUMS.sig`) and a bag's own files do not count.
fn extra(path: &Path, folder: &Path, entries: &[Entry], kind: Kind) -> Vec<PathBuf> {
    // A tag manifest need not name all tag files; `a.md.sha256` is about one file, not about its folder.
    if kind == Kind::BagTags || path.extension() == Some(OsStr::new("sha256")) {
        return vec![];
    }
    let listed: BTreeSet<&[u8]> = entries.iter().map(|entry| entry.name.as_slice()).collect();
    let tops: BTreeSet<&[u8]> = entries.iter().filter_map(|entry| top(&entry.name)).collect();
    let here = entries.iter().any(|entry| top(&entry.name).is_none());
    let own = path.file_name().unwrap_or_default().as_encoded_bytes();
    let mut extra = vec![];
    let roots = match kind {
        Kind::BagPayload => vec![folder.join("data")],
        _ if here => vec![folder.to_owned()],
        _ => tops.iter().map(|top| folder.join(os_name(top))).collect(),
    };
    for file in roots.iter().flat_map(|root| workspace::files_quietly(root)) {
        let Ok(name) = file.strip_prefix(folder) else { continue };
        let bytes = slashes(name);
        let in_reach =
            top(&bytes).map_or(here || kind == Kind::BagPayload, |top| tops.contains(top) || kind == Kind::BagPayload);
        let companion = !own.is_empty() && bytes.starts_with(own);
        if in_reach && !companion && !listed.contains(bytes.as_slice()) {
            extra.push(file);
        }
    }
    extra
}

/// Returns the first folder of a name; `None` when the name has none.
fn top(name: &[u8]) -> Option<&[u8]> {
    name.iter().position(|byte| *byte == b'/').and_then(|at| name.get(..at))
}

/// Returns a path as manifests write it.
pub(super) fn slashes(path: &Path) -> Vec<u8> {
    let parts: Vec<&[u8]> = path.iter().map(OsStr::as_encoded_bytes).collect();
    parts.join(&b'/')
}

#[cfg(unix)]
fn os_name(name: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    OsStr::from_bytes(name).into()
}

#[cfg(not(unix))]
fn os_name(name: &[u8]) -> PathBuf {
    String::from_utf8_lossy(name).into_owned().into()
}

fn tell(path: &Path, folder: &Path, entries: &[Entry], found: &[Found], extra: &[PathBuf]) -> Checked {
    let mut details = vec![];
    let mut findings = vec![];
    let mut counts = [0_usize; 4];
    let mut differing = vec![];
    for (entry, found) in entries.iter().zip(found) {
        let name = folder.join(os_name(&entry.name));
        let (kind, rule, words) = match found {
            Found::Same => {
                counts[0] += 1;
                continue;
            }
            Found::Differs(None) => (1, "manifest.differs", "its bytes differ".to_owned()),
            Found::Differs(Some(variant)) => {
                (1, "manifest.differs", format!("its bytes differ, its text does not: {}", variant.words()))
            }
            Found::Missing => (2, "manifest.missing", "missing".to_owned()),
            Found::Unreadable(why) => (3, "manifest.unreadable", why.clone()),
        };
        if let Some(count) = counts.get_mut(kind) {
            *count += 1;
        }
        let shown = harmless::line(&String::from_utf8_lossy(&entry.name));
        details.push(format!("{shown}: {words}"));
        let variant = if let Found::Differs(variant) = found { *variant } else { None };
        differing.push(json!({"name": String::from_utf8_lossy(&entry.name), "state": rule, "variant": variant}));
        findings.push(Finding { rule, message: format!("{shown}: {words}"), path: name, place: None });
    }
    for file in extra {
        let shown = harmless::name(file.strip_prefix(folder).unwrap_or(file));
        details.push(format!("{shown}: not listed"));
        let message = format!("{shown}: not listed in {}", harmless::name(path));
        findings.push(Finding { rule: "manifest.extra", message, path: file.clone(), place: None });
    }
    if let Some(more) = details.len().checked_sub(NAMED).filter(|more| *more > 1) {
        details.truncate(NAMED);
        details.push(format!("and {more} more"));
    }
    let [same, differs, missing, unreadable] = counts;
    let states = [(differs, "differ"), (missing, "missing"), (unreadable, "unreadable"), (extra.len(), "not listed")];
    let words: String =
        states.iter().filter(|(count, _)| *count > 0).map(|(count, state)| format!(", {count} {state}")).collect();
    let line = format!("{}: {same} of {} the same{words}", harmless::name(path), super::count(entries.len(), "file"));
    let extra: Vec<String> = extra.iter().map(|file| file.to_string_lossy().into_owned()).collect();
    let json = json!({
        "manifest": path.to_string_lossy(), "holds": findings.is_empty(), "files": entries.len(), "same": same,
        "astray": differing, "extra": extra,
    });
    Checked::new(path, findings.is_empty(), line, details, json).with_findings(findings)
}
