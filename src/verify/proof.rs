//! Proofs that one paragraph belongs to a text, for readers who may not have the text.
//!
//! A proof file holds the paragraph, its number, the hashes beside its way to the root, and the root. Whoever
//! knows the root from elsewhere (an annotation file, a signed list) can check it without the document. What
//! it says of the document's file is stated, not proven; its last line is the digest of all others, so that a
//! damaged file is told from a false one.

use crate::document::{
    Digest, Document, Inclusion, Merkle, NotIncluded, Problem, block_spans, canonical_body, folded_block,
};
use serde::{Deserialize, Serialize};

/// The version of the format.
const VERSION: u32 = 1;

/// A proof that a paragraph belongs to a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    #[serde(rename = "ibid-proof")]
    version: u32,
    /// The digest of the document's file; stated, not proven.
    pub document: Digest,
    /// The root of the tree over the text's blocks.
    pub root: Digest,
    /// How many blocks the text has.
    pub blocks: u64,
    /// Which one this is, 0-based.
    pub block: u64,
    /// The paragraph; each run of white space is one space.
    pub text: String,
    /// The hashes beside the way from the paragraph to the root, from the paragraph up.
    pub path: Vec<Digest>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    digest: Option<Digest>,
}

impl Proof {
    /// Proves that a document's block belongs to it; `None` when there is no such block.
    pub fn of(document: &Document, block: u32) -> Option<Self> {
        let source = document.source();
        let index = block as usize;
        let body = canonical_body(document.bytes(document.parts().body));
        let tree = Merkle::of_body(&body);
        let own = block_spans(source).get(index)?.of(source)?;
        let own = canonical_body(own);
        let mut proof = Self {
            version: VERSION,
            document: document.digests().raw,
            root: tree.root(),
            blocks: tree.leaves().len() as u64,
            block: u64::from(block),
            text: folded_block(own.trim_end_matches('\n')).into_owned(),
            path: tree.proof(index)?,
            digest: None,
        };
        proof.digest = Some(proof.own_digest());
        Some(proof)
    }

    /// Returns the text of the file.
    pub fn print(&self) -> String {
        // Nothing in it cannot be written as JSON.
        let text = serde_json::to_string_pretty(self).unwrap_or_default();
        format!("{text}\n")
    }

    fn own_digest(&self) -> Digest {
        Digest::of(Self { digest: None, ..self.clone() }.print().as_bytes())
    }

    /// Reads a proof file.
    ///
    /// # Errors
    ///
    /// Returns a problem when the bytes are no proof, or not byte for byte as it was written.
    pub fn read(bytes: &[u8]) -> Result<Self, Problem> {
        let help = "ask for the proof again; `ibid prove` writes it";
        let proof: Self = serde_json::from_slice(bytes)
            .map_err(|error| Problem::new("proof.not-a-proof", format!("not a proof: {error}")).help(help))?;
        if proof.version != VERSION {
            let message = format!("format {} is not known; this ibid reads format {VERSION}", proof.version);
            return Err(Problem::new("proof.version", message).help("update ibid"));
        }
        if proof.digest != Some(proof.own_digest()) || proof.print().as_bytes() != bytes {
            return Err(Problem::new("proof.damaged", "the proof is damaged: it is not as it was written").help(help));
        }
        Ok(proof)
    }

    /// Checks that the paragraph belongs to the text with this root.
    ///
    /// # Errors
    ///
    /// Returns why it is not shown.
    pub fn check(&self, root: Digest) -> Result<(), NotIncluded> {
        let inclusion = Inclusion { index: self.block, size: self.blocks, path: self.path.clone() };
        inclusion.check(Merkle::leaf(&self.text), root)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;
    use proptest::prelude::*;

    const TEXT: &str = "---\na: b\n---\nOne.\r\n\r\nTwo \t words  \r\nand “more”.\r\n\r\nThre\u{301}e.\r\n";

    fn proof(block: u32) -> Proof {
        Proof::of(&Document::read(TEXT.as_bytes(), Format::Markdown).unwrap(), block).unwrap()
    }

    #[test]
    fn a_paragraph_is_proven_without_the_text() {
        let document = Document::read(TEXT.as_bytes(), Format::Markdown).unwrap();
        for (block, text) in ["One.", "Two words and “more”.", "Thrée."].into_iter().enumerate() {
            let proof = proof(u32::try_from(block).unwrap());
            assert_eq!((proof.text.as_str(), proof.blocks), (text, 3));
            assert_eq!(proof.check(document.digests().root), Ok(()));
            assert_eq!(proof.check(document.digests().raw), Err(NotIncluded::Root));
            assert_eq!(Proof::read(proof.print().as_bytes()), Ok(proof));
        }
        assert_eq!(Proof::of(&document, 3), None);
    }

    /// Any changed byte is told: the file is damaged, or it proves nothing.
    #[test]
    fn every_byte_counts() {
        let bytes = proof(1).print().into_bytes();
        for at in 0..bytes.len() {
            for flip in [1, 2, 4, 8, 16, 32, 64, 128] {
                let mut changed = bytes.clone();
                changed[at] ^= flip;
                assert!(Proof::read(&changed).is_err(), "byte {at}, bit {flip}");
            }
        }
        for cut in 0..bytes.len() {
            assert!(Proof::read(&bytes[..cut]).is_err(), "{cut} bytes");
        }
        assert!(Proof::read(&[bytes.as_slice(), b"\n"].concat()).is_err());
    }

    /// A liar recomputes the last line; the tree still tells.
    #[test]
    fn a_false_proof_is_told_by_the_root() {
        let good = proof(2);
        let lies: [fn(&mut Proof); 6] = [
            |proof| proof.text.push('!'),
            |proof| proof.block = 1,
            |proof| proof.blocks = 2,
            |proof| proof.path.clear(),
            |proof| proof.path.push(proof.root),
            |proof| proof.path.swap_with_slice(&mut [Digest::of(b"")]),
        ];
        for (number, lie) in lies.into_iter().enumerate() {
            let mut proof = good.clone();
            lie(&mut proof);
            proof.digest = Some(proof.own_digest());
            let read = Proof::read(proof.print().as_bytes()).unwrap();
            assert!(read.check(good.root).is_err(), "lie {number}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_an_error(bytes: Vec<u8>) {
            prop_assert!(Proof::read(&bytes).is_err());
        }
    }
}
