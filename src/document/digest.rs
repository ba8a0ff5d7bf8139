//! SHA-256 digests of a document and of its parts: format `ibid-text/1`.
//!
//! Four digests answer four questions: is it the same file (`raw`), the same text (`text`), the same
//! metadata (`front`), the same words (`root`)? Each can be checked with coreutils or OpenSSL; nothing
//! is case-folded, NFKC-folded or quote-folded, because that would change quotations.
//! `root` is the tree of RFC 6962, section 2.1, over the blocks of the canonical body.

use super::front_matter;
use sha2::{Digest as _, Sha256};
use std::{borrow::Cow, fmt, str::FromStr};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// A SHA-256 digest, printed as `sha256:` and 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// Returns the digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Returns the 64 hexadecimal digits alone, as `sha256sum` prints them.
    pub fn hex(&self) -> String {
        data_encoding::HEXLOWER.encode(&self.0)
    }

    /// Returns the digest of all that `reader` gives.
    ///
    /// # Errors
    ///
    /// Returns the reader's error.
    pub fn of_reader(mut reader: impl std::io::Read) -> std::io::Result<Self> {
        let mut hash = Sha256::new();
        std::io::copy(&mut reader, &mut Hasher(&mut hash))?;
        Ok(Self(hash.finalize().into()))
    }

    /// Returns the 32 bytes.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub(super) fn tagged(tag: u8, parts: &[&[u8]]) -> Self {
        let mut hash = Sha256::new_with_prefix([tag]);
        for part in parts {
            hash.update(part);
        }
        Self(hash.finalize().into())
    }
}

/// Hands what is written to a hash.
struct Hasher<'h, D>(&'h mut D);

impl<D: sha2::digest::Update> std::io::Write for Hasher<'_, D> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Returns the SHA-512 of all that `reader` gives, as 128 hexadecimal digits: BagIt's usual manifest.
///
/// # Errors
///
/// Returns the reader's error.
pub fn sha512_of(mut reader: impl std::io::Read) -> std::io::Result<String> {
    let mut hash = sha2::Sha512::new();
    std::io::copy(&mut reader, &mut Hasher(&mut hash))?;
    Ok(data_encoding::HEXLOWER.encode(&hash.finalize()))
}

/// Returns the name that git gives a file with these bytes, as 40 hexadecimal digits. It is SHA-1: an
/// identifier that any clone resolves, not a proof.
pub fn git_blob_id(bytes: &[u8]) -> String {
    let mut hash = sha1::Sha1::new_with_prefix(format!("blob {}\0", bytes.len()));
    hash.update(bytes);
    data_encoding::HEXLOWER.encode(&hash.finalize())
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sha256:{}", self.hex())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is not `sha256:` and 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotADigest;

impl fmt::Display for NotADigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a digest: expected `sha256:` and 64 hexadecimal digits")
    }
}

impl std::error::Error for NotADigest {}

impl FromStr for Digest {
    type Err = NotADigest;

    fn from_str(text: &str) -> Result<Self, NotADigest> {
        let hex = text.strip_prefix("sha256:").ok_or(NotADigest)?;
        let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).map_err(|_| NotADigest)?;
        bytes.try_into().map(Self).map_err(|_| NotADigest)
    }
}

impl serde::Serialize for Digest {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Digest {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for Digest {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Digest".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": "^sha256:[0-9a-f]{64}$",
            "description": "A SHA-256 digest; the part after the colon is what `sha256sum` prints.",
        })
    }
}

/// The four digests of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digests {
    /// Of the file's bytes, front matter included: what `sha256sum FILE` prints.
    pub raw: Digest,
    /// Of the canonical body.
    pub text: Digest,
    /// Of the front matter between its fences; `None` when there is none.
    pub front: Option<Digest>,
    /// The Merkle root over the blocks of the canonical body.
    pub root: Digest,
}

impl Digests {
    /// Returns the digests of a file.
    pub fn of(source: &str) -> Self {
        let parts = front_matter::split(source);
        let body = canonical_body(parts.body.of(source).unwrap_or_default());
        let (raw, text) = raw_and_text(source, &body);
        Self {
            raw,
            text,
            front: parts.front.map(|span| Digest::of(unix_lines(span.of(source).unwrap_or_default()).as_bytes())),
            root: Merkle::of_body(&body).root(),
        }
    }

    /// Tells how alike two documents are, by the highest rung of the ladder on which they agree.
    pub fn compare(&self, other: &Self) -> Rung {
        match () {
            () if self.raw == other.raw => Rung::Identical,
            () if self.text == other.text && self.front == other.front => Rung::SameText,
            () if self.text == other.text => Rung::MetadataChanged,
            () if self.root == other.root => Rung::SameWords,
            () => Rung::Changed,
        }
    }
}

/// How alike two versions of a document are, from most to least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rung {
    /// `raw` is equal: the same bytes.
    Identical,
    /// `text` and `front` are equal: other line ends, BOM, normalisation or trailing blanks.
    SameText,
    /// `text` is equal, `front` is not.
    MetadataChanged,
    /// `root` is equal: only white space inside blocks differs.
    SameWords,
    /// None of them is equal.
    Changed,
}

impl Rung {
    /// Returns the rung as a person reads it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Identical => "identical",
            Self::SameText => "same text",
            Self::MetadataChanged => "metadata changed",
            Self::SameWords => "same words",
            Self::Changed => "changed",
        }
    }
}

/// Returns the digests of a file and of its canonical body. Where that is the file but for a last line end, as much of
/// the web's text is, the bytes are hashed once.
fn raw_and_text(source: &str, body: &str) -> (Digest, Digest) {
    let Some(rest) = body.strip_prefix(source) else {
        return (Digest::of(source.as_bytes()), Digest::of(body.as_bytes()));
    };
    let mut hash = Sha256::new_with_prefix(source);
    let raw = Digest(hash.clone().finalize().into());
    hash.update(rest);
    (raw, Digest(hash.finalize().into()))
}

fn unix_lines(text: &str) -> Cow<'_, str> {
    match memchr::memchr(b'\r', text.as_bytes()) {
        None => Cow::Borrowed(text),
        Some(_) => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
    }
}

/// Tells whether the text is surely in NFC. ASCII always is, and each of its characters begins anew what is composed,
/// so that only the runs between are looked at.
fn is_composed(text: &str) -> bool {
    if text.is_ascii() {
        return true;
    }
    let mut rest = text;
    while let Some(from) = rest.bytes().position(|byte| !byte.is_ascii()) {
        let tail = rest.get(from..).unwrap_or_default();
        let len = tail.bytes().position(|byte| byte.is_ascii()).unwrap_or(tail.len());
        let (run, behind) = tail.split_at_checked(len).unwrap_or_default();
        // Dashes and quotation marks, U+2010 to U+203F, never compose.
        let mark = matches!(run.as_bytes(), [0xe2, 0x80, 0x90..=0xbf]);
        if !mark && is_nfc_quick(run.chars()) != IsNormalized::Yes {
            return false;
        }
        rest = behind;
    }
    true
}

/// Returns the canonical form of a body (the text after BOM and front matter): LF line ends, NFC, no
/// blanks at line ends, no empty lines at either end, one final LF. An empty body stays empty.
///
/// The function is idempotent.
pub fn canonical_body(body: &str) -> String {
    let lines = unix_lines(body);
    let mut out = String::with_capacity(lines.len() + 1);
    let mut gap = 0;
    // Nothing composes with a line end, a blank or a tab, nor decomposes to one.
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', lines.as_bytes()).chain([lines.len()]) {
        let line = lines.get(start..end).unwrap_or_default().trim_end_matches([' ', '\t']);
        start = end + 1;
        if line.is_empty() {
            gap += 1;
            continue;
        }
        if !out.is_empty() {
            out.extend(std::iter::repeat_n('\n', gap));
        }
        if is_composed(line) {
            out.push_str(line);
        } else {
            out.extend(line.nfc());
        }
        out.push('\n');
        gap = 0;
    }
    out
}

/// Returns a block as its leaf hashes it: each run of ASCII white space is one space.
pub fn folded_block(block: &str) -> Cow<'_, str> {
    let bytes = block.as_bytes();
    // Without a branch a byte, so that several are looked at at once. Where no byte is less than a space, two of them
    // together are one only when both are.
    let least = bytes.iter().fold(u8::MAX, |least, byte| least.min(*byte));
    let pairs = || bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    if least > b' ' || least == b' ' && pairs().fold(u8::MAX, |least, (a, b)| least.min(a | b)) > b' ' {
        return Cow::Borrowed(block);
    }
    let mut folded = String::with_capacity(block.len());
    let mut blank = false;
    for c in block.chars() {
        if c.is_ascii_whitespace() {
            blank = true;
            continue;
        }
        if std::mem::take(&mut blank) {
            folded.push(' ');
        }
        folded.push(c);
    }
    Cow::Owned(folded)
}

/// The Merkle tree of RFC 6962 over the blocks of a canonical body.
#[derive(Clone, Debug)]
pub struct Merkle {
    leaves: Vec<Digest>,
}

impl Merkle {
    /// Builds the tree over the blocks of `body`, which must be canonical: blocks stand apart by empty
    /// lines, and each run of ASCII white space in one counts as a single space.
    pub fn of_body(body: &str) -> Self {
        let gaps = memchr::memmem::find_iter(body.as_bytes(), "\n\n");
        let mut from = 0;
        let blocks = gaps.chain([body.len()]).filter_map(|to| body.get(std::mem::replace(&mut from, to)..to));
        let blocks = blocks.map(|block| block.trim_matches('\n')).filter(|block| !block.is_empty());
        Self { leaves: blocks.map(Self::leaf).collect() }
    }

    /// Returns the leaf hash of a block.
    pub fn leaf(block: &str) -> Digest {
        Digest::tagged(0, &[folded_block(block).as_bytes()])
    }

    /// Returns the leaf hashes, one a block.
    pub fn leaves(&self) -> &[Digest] {
        &self.leaves
    }

    /// Returns the root; of an empty tree the digest of nothing (RFC 6962, 2.1).
    pub fn root(&self) -> Digest {
        subtree(&self.leaves)
    }

    /// Returns the inclusion proof for the block at `index` (0-based), from the leaf up, or `None` when
    /// there is no such block (RFC 6962, 2.1.1).
    pub fn proof(&self, index: usize) -> Option<Vec<Digest>> {
        (index < self.leaves.len()).then(|| path(index, &self.leaves))
    }
}

/// The largest power of two smaller than `count`, which must be at least 2.
fn split_point(count: usize) -> usize {
    count.next_power_of_two() / 2
}

fn subtree(leaves: &[Digest]) -> Digest {
    match leaves {
        [] => Digest::of(b""),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(split_point(leaves.len()));
            Digest::tagged(1, &[&subtree(left).0, &subtree(right).0])
        }
    }
}

fn path(index: usize, leaves: &[Digest]) -> Vec<Digest> {
    if leaves.len() < 2 {
        return vec![];
    }
    let middle = split_point(leaves.len());
    let (left, right) = leaves.split_at(middle);
    let (mut proof, sibling) =
        if index < middle { (path(index, left), subtree(right)) } else { (path(index - middle, right), subtree(left)) };
    proof.push(sibling);
    proof
}
