//! Citations: one line that names a passage so that anyone can check it with ordinary tools.
//!
//! ```text
//! sha256:4378…b08f;bytes=171-193;quote=sha256:fdd3…b9c1
//! ```
//!
//! The first digest is that of the file (`sha256sum FILE`), `bytes` its first and last byte, 0-based and
//! both included (`tail -c +172 FILE | head -c 23`), `quote` the digest of those bytes. Further keys may
//! follow, in this order: `block` (the paragraph, 0-based, for a proof), `origin` and `archived` (addresses),
//! `path`, and `check` behind any of these (eight digits over the line before it, so that a slip in an address
//! is told). `;` and `%` in values are percent-encoded; unknown keys are ignored and never written, but one
//! that is a letter from a known one is an error. The grammar is that of SWHIDs, over SHA-256.

mod check;
mod escape;
mod fragment;
mod passage;
mod scan;
mod work;

pub use fragment::{Directive, Page, directives};
pub use passage::{Plain, places, words};
pub use scan::scan;
pub use work::Work;

use crate::{
    annotation::ByteRange,
    document::{Digest, Problem, Source, Span, git_blob_id},
};
use std::{fmt, str::FromStr};

/// A passage of a document, named by digests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The digest of the document's file.
    pub raw: Digest,
    /// Where the passage stands in the file.
    pub bytes: ByteRange,
    /// The digest of the passage's bytes.
    pub quote: Digest,
    /// The paragraph that holds the passage, 0-based: a leaf of the document's tree.
    pub block: Option<u32>,
    /// The address of the original.
    pub origin: Option<String>,
    /// The address of an archived copy.
    pub archived: Option<String>,
    /// Where the file lay when it was cited.
    pub path: Option<String>,
}

impl Citation {
    /// Cites a passage of a file; `None` when the span is empty or lies outside.
    pub fn of(source: &str, raw: Digest, span: Span<Source>) -> Option<Self> {
        let words = span.of(source).filter(|words| !words.is_empty())?;
        let (quote, bytes) = (Digest::of(words.as_bytes()), ByteRange(span));
        Some(Self { raw, bytes, quote, block: None, origin: None, archived: None, path: None })
    }

    /// Returns the passage as a SWHID: git's name of the file, which any clone resolves. SHA-1, not proof.
    pub fn swhid(&self, file: &[u8]) -> String {
        let origin = self.origin.as_deref().map_or_else(String::new, |url| format!(";origin={}", escape_value(url)));
        format!("swh:1:cnt:{}{origin};bytes={}", git_blob_id(file), self.bytes)
    }

    /// Returns the document as a URI of RFC 6920.
    pub fn ni(&self) -> String {
        format!("ni:///sha-256;{}", data_encoding::BASE64URL_NOPAD.encode(self.raw.bytes()))
    }

    /// Returns a name for notes and bibliographies: `ibid-`, the first digits of the file's digest, the
    /// first byte.
    pub fn key(&self) -> String {
        let digits: String = self.raw.hex().chars().take(8).collect();
        format!("ibid-{digits}-{}", self.bytes.0.start())
    }
}

impl fmt::Display for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{};bytes={};quote={}", self.raw, self.bytes, self.quote)?;
        let block = self.block.map(|block| format!(";block={block}"));
        let texts = [("origin", &self.origin), ("archived", &self.archived), ("path", &self.path)];
        let texts =
            texts.into_iter().filter_map(|(key, value)| Some(format!(";{key}={}", escape_value(value.as_ref()?))));
        let more: String = block.into_iter().chain(texts).collect();
        if more.is_empty() {
            return Ok(());
        }
        let line = format!("{};bytes={};quote={}{more}", self.raw, self.bytes, self.quote);
        write!(f, "{more};check={}", check::digits(&line))
    }
}

/// Encodes what the grammar needs, and what would end a citation in running text or be read as Markdown.
fn escape_value(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-./:@!$&+,=?#~".contains(&byte);
    let text = escape::encode(value, plain);
    // A point that ends a sentence is not part of a citation.
    let last = text.chars().next_back().filter(|last| scan::ENDS_SENTENCES.contains(last));
    match last.and_then(|last| Some((text.strip_suffix(last)?, last))) {
        Some((head, last)) => format!("{head}%{:02X}", u32::from(last)),
        None => text,
    }
}

/// Returns a problem at a part of a citation's text.
fn wrong(code: &'static str, message: impl Into<String>, from: usize, length: usize) -> Problem {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Problem::new(code, message)
        .at(Span::clamped(offset(from), offset(from.saturating_add(length))))
        .help("a citation is `sha256:HEX;bytes=FIRST-LAST;quote=sha256:HEX`; `ibid cite` writes one")
}

/// Reads a digest as citations write it: in lower case.
fn digest(text: &str, at: usize) -> Result<Digest, Problem> {
    let same = |digest: &Digest| digest.to_string() == text;
    text.parse::<Digest>().ok().filter(same).ok_or_else(|| {
        wrong("citation.digest", "not a digest: expected `sha256:` and 64 digits 0-9 or a-f", at, text.len())
    })
}

impl FromStr for Citation {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        let mut parts = text.split(';');
        let first = parts.next().unwrap_or_default();
        let raw = digest(first, 0)?;
        let mut at = first.len();
        let mut seen: Vec<&str> = vec![];
        let (mut bytes, mut quote, mut block) = (None, None, None);
        let (mut origin, mut archived, mut path) = (None, None, None);
        for part in parts {
            let from = at + 1;
            at = from + part.len();
            let (key, value) = part
                .split_once('=')
                .filter(|(key, _)| !key.is_empty())
                .ok_or_else(|| wrong("citation.key", "expected `key=value` after `;`", from, part.len()))?;
            if seen.contains(&key) {
                return Err(wrong("citation.twice", format!("`{key}` is given twice"), from, part.len()));
            }
            seen.push(key);
            let value_at = from + key.len() + 1;
            let plain = || {
                let message = "a `%` that is not followed by two hexadecimal digits of UTF-8";
                escape::decode(value).ok_or_else(|| wrong("citation.percent", message, value_at, value.len()))
            };
            match key {
                "bytes" => bytes = Some(range(value, value_at)?),
                "quote" => quote = Some(digest(value, value_at)?),
                "block" => block = Some(number(value, value_at)?),
                "origin" => origin = Some(plain()?),
                "archived" => archived = Some(plain()?),
                "path" => path = Some(plain()?),
                "check" => {}
                _ => check::known(key, from)?,
            }
        }
        check::held(text)?;
        let missing = |key: &str| wrong("citation.missing", format!("`{key}=` is missing"), 0, text.len());
        Ok(Self {
            raw,
            bytes: bytes.ok_or_else(|| missing("bytes"))?,
            quote: quote.ok_or_else(|| missing("quote"))?,
            block,
            origin,
            archived,
            path,
        })
    }
}

fn range(value: &str, at: usize) -> Result<ByteRange, Problem> {
    let range = value.parse::<ByteRange>().map_err(|message| wrong("citation.bytes", message, at, value.len()))?;
    if range.to_string() == value {
        Ok(range)
    } else {
        Err(wrong("citation.bytes", format!("`{value}` has zeros in front; write {range}"), at, value.len()))
    }
}

fn number(value: &str, at: usize) -> Result<u32, Problem> {
    let number = value.parse::<u32>().ok().filter(|number| number.to_string() == value);
    number.ok_or_else(|| wrong("citation.block", format!("`{value}` is not the number of a block"), at, value.len()))
}

#[cfg(test)]
mod tests;
