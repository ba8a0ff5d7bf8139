//! Manifests: lists of files with their digests, as `sha256sum` writes them and as BagIt bags hold them.
//!
//! What is written depends on names and bytes alone: sorted by the bytes of the names, LF, coreutils' escapes.
//! What is read comes from strangers: a name that could lead out of the manifest's folder, on any system,
//! refuses the whole manifest, as does a name that stands there twice.

mod name;

use crate::document::{Digest, Problem, Source, Span};
use std::collections::BTreeMap;

/// How a manifest is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `sha256sum`'s: `HEX  NAME`, a backslash before lines with escapes; `SHA256 (NAME) = HEX` is read too.
    Sums,
    /// A BagIt manifest of the payload: names begin with `data/`; `%0A`, `%0D` and `%25` are decoded.
    BagPayload,
    /// A BagIt manifest of everything else.
    BagTags,
}

/// Which digest a manifest lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Algorithm {
    /// 64 hexadecimal digits.
    Sha256,
    /// 128 hexadecimal digits.
    Sha512,
}

impl Algorithm {
    /// Returns how many hexadecimal digits a digest has.
    pub const fn digits(self) -> usize {
        match self {
            Self::Sha256 => 64,
            Self::Sha512 => 128,
        }
    }

    /// Returns the name in manifests.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sha256 => "sha256",
            Self::Sha512 => "sha512",
        }
    }
}

/// A file and the digest it must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The digest, as lower-case hexadecimal digits.
    pub hex: String,
    /// The file's name below the manifest's folder: parts set apart by `/`, without `.` and `..`.
    pub name: Vec<u8>,
    /// Its line in the manifest.
    pub at: Span<Source>,
}

/// Returns the text of a manifest.
pub fn write(files: &BTreeMap<Vec<u8>, Digest>) -> Vec<u8> {
    let mut out = vec![];
    for (name, digest) in files {
        out.extend(line(name, digest));
    }
    out
}

/// Returns one line as coreutils writes it: a name with a backslash or a line end is escaped, and the line
/// begins with a backslash.
pub fn line(name: &[u8], digest: &Digest) -> Vec<u8> {
    let (escaped, name) = name::escape(name);
    let mut out = if escaped { vec![b'\\'] } else { vec![] };
    out.extend_from_slice(digest.hex().as_bytes());
    out.extend_from_slice(b"  ");
    out.extend(name);
    out.push(b'\n');
    out
}

/// Reads a manifest.
///
/// # Errors
///
/// Returns a problem with its place: a line of another form, a digest of another length, a name that leads
/// out of the folder or stands there twice.
pub fn read(bytes: &[u8], kind: Kind, algorithm: Algorithm) -> Result<Vec<Entry>, Problem> {
    let mut entries: Vec<Entry> = vec![];
    let mut seen: BTreeMap<Vec<u8>, ()> = BTreeMap::new();
    let mut at = 0;
    for whole in bytes.split_inclusive(|byte| *byte == b'\n' || (*byte == b'\r' && kind != Kind::Sums)) {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let here = Span::clamped(offset(at), offset(at + whole.len()));
        at += whole.len();
        let text = whole.strip_suffix(b"\n").unwrap_or(whole);
        let text = if kind == Kind::Sums { text } else { text.strip_suffix(b"\r").unwrap_or(text) };
        if text.trim_ascii().is_empty() || (kind == Kind::Sums && text.starts_with(b"#")) {
            continue;
        }
        let (hex, name) = match kind {
            Kind::Sums => sums_line(text, algorithm),
            Kind::BagPayload | Kind::BagTags => bag_line(text, algorithm),
        }
        .map_err(|problem| problem.at(here))?;
        let name = name::checked(&name).map_err(|problem| problem.at(here))?;
        if kind == Kind::BagPayload && !name.starts_with(b"data/") {
            let problem = Problem::new("manifest.not-payload", "a payload manifest may name only files below data/");
            return Err(problem.at(here).help("list other files in a tagmanifest"));
        }
        if seen.insert(name.clone(), ()).is_some() {
            let message = format!("{} is listed twice", String::from_utf8_lossy(&name));
            return Err(Problem::new("manifest.twice", message).at(here).help("remove one of the two lines"));
        }
        entries.push(Entry { hex, name, at: here });
    }
    Ok(entries)
}

fn other_form(algorithm: Algorithm) -> Problem {
    let message = format!("not a line of a manifest: expected {} hexadecimal digits and a name", algorithm.digits());
    Problem::new("manifest.line", message).help("`ibid hash FOLDER > SHA256SUMS` writes a manifest")
}

fn hex(digits: &[u8], algorithm: Algorithm) -> Option<String> {
    let text = std::str::from_utf8(digits).ok()?;
    let all = digits.len() == algorithm.digits() && digits.iter().all(u8::is_ascii_hexdigit);
    all.then(|| text.to_ascii_lowercase())
}

fn sums_line(text: &[u8], algorithm: Algorithm) -> Result<(String, Vec<u8>), Problem> {
    if text.ends_with(b"\r") {
        return Err(Problem::new("manifest.crlf", "the manifest's lines end in CRLF: every name would end in CR")
            .help(
                "convert it with `dos2unix`; git's core.autocrlf is the usual cause: put `* -text` into .gitattributes",
            ));
    }
    let (escaped, text) = text.strip_prefix(b"\\").map_or((false, text), |rest| (true, rest));
    let tagged = text.strip_prefix(b"SHA256 (").filter(|_| algorithm == Algorithm::Sha256);
    let parts = match tagged {
        Some(rest) => {
            let at = memchr::memmem::rfind(rest, b") = ").ok_or_else(|| other_form(algorithm))?;
            rest.split_at_checked(at).and_then(|(name, rest)| Some((hex(rest.get(4..)?, algorithm)?, name)))
        }
        None => text.split_at_checked(algorithm.digits()).and_then(|(digits, rest)| {
            let name = rest.strip_prefix(b"  ").or_else(|| rest.strip_prefix(b" *"))?;
            Some((hex(digits, algorithm)?, name))
        }),
    };
    let (hex, name) = parts.ok_or_else(|| other_form(algorithm))?;
    let name = if escaped { name::unescape(name)? } else { name.to_vec() };
    Ok((hex, name))
}

fn bag_line(text: &[u8], algorithm: Algorithm) -> Result<(String, Vec<u8>), Problem> {
    let parts = text.split_at_checked(algorithm.digits()).and_then(|(digits, rest)| {
        let name = rest.trim_ascii_start();
        let name = name.strip_prefix(b"*").unwrap_or(name);
        (name.len() < rest.len()).then_some(())?;
        Some((hex(digits, algorithm)?, name))
    });
    let (hex, name) = parts.ok_or_else(|| other_form(algorithm))?;
    Ok((hex, name::bag_decoded(name)))
}

#[cfg(test)]
mod tests;
