//! The digests against vectors made with coreutils, OpenSSL, git and pymerkle, against another
//! implementation of the tree, and under every change that must or must not show.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test that cannot run must fail"
)]

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ibid::document::{Digest, Digests, Merkle, Rung, canonical_body, split};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization as _;

const A: &str = "Council approves budget\n\nThe council voted 7\u{2013}2 on Tuesday.\n\n“We had no choice,” Mayor Ana López said.\n";
const B: &str = "\u{feff}Council approves budget\r\n\r\nThe council voted 7\u{2013}2 on Tuesday.  \r\n\r\n“We had no choice,” Mayor Ana Lo\u{301}pez said.\r\n";
const FRONT: &str = "---\ntitle: Council approves budget\noutlet: Example Courier\npublished: 2024-03-05\ntags: [council, budget]\n---\n";
const ROOT: &str = "fa4806121ce15250a6906e885c344fa66b89cdf64991ba7bcc88a5aa11398ef7";

#[test]
fn vectors() {
    let c = format!("{FRONT}{A}");
    assert_eq!((A.len(), B.len(), c.len()), (109, 120, 218));
    let [a, b, c] = [A, B, &c].map(Digests::of);
    assert_eq!(a.raw.hex(), "35ae2cacb8de61fa61ba09a6b35419061c88cfbddb100bf1e0b9885da80a682a");
    assert_eq!(b.raw.hex(), "967faa1a9185c961bdc1ab63fcba4e267be2cb5acbe23efb0c2861c49229de91");
    assert_eq!(c.raw.hex(), "437814f909be1e2b92e173f87b802e4f74d62e5d78ab152ada9fbc5fd85af08b");
    for digests in [a, b, c] {
        assert_eq!(digests.text, a.raw);
        assert_eq!(digests.root.hex(), ROOT);
    }
    assert_eq!((a.front, b.front), (None, None));
    assert_eq!(c.front.unwrap().hex(), "8ac35fa2a1c52da02f132b9558265d3114f0b2cd996ebbd81c2b2770c7976a00");
}

#[test]
fn tree_vectors() {
    let tree = Merkle::of_body(A);
    let leaves: Vec<String> = tree.leaves().iter().map(Digest::hex).collect();
    assert_eq!(
        leaves,
        [
            "5e74f91689d921774f3934abf566ba99498e0f517d22f6ff8e66815a12f06ec6",
            "4111966acd635bbf772b8940bfcf5b5c4a13bf88efc8b02ad851dbfffa819474",
            "db54cb3c9199de1f0f4bab7a97a7e2cecdc1f7568a247348cd17605ae1600ac5",
        ]
    );
    let proof: Vec<String> = tree.proof(2).unwrap().iter().map(Digest::hex).collect();
    assert_eq!(proof, ["18677d60542fdacf6f79cb304847a5b0470e175831a98d95cc24125d58173064"]);
    assert_eq!(tree.proof(3), None);
    assert_eq!(Digests::of("").root, Digest::of(b""), "the empty tree");
}

#[test]
fn ladder() {
    let base = Digests::of(&format!("{FRONT}{A}"));
    let rung = |text: &str| base.compare(&Digests::of(text));
    assert_eq!(rung(&format!("{FRONT}{A}")), Rung::Identical);
    assert_eq!(rung(&format!("{FRONT}{A}").replace('\n', "\r\n")), Rung::SameText);
    assert_eq!(rung(A), Rung::MetadataChanged);
    assert_eq!(rung(&format!("{FRONT}{}", A.replace("7\u{2013}2 on", "7\u{2013}2\non"))), Rung::SameWords);
    assert_eq!(rung(&format!("{FRONT}{}", A.replace('7', "8"))), Rung::Changed);
}

#[test]
fn front_matter_ends_as_specified() {
    for (text, front) in [
        ("---\na: 1\n---\nx\n", true),
        ("---\na: 1\n...\nx\n", true),
        ("---\r\na: 1\r\n---\r\nx\r\n", true),
        ("\u{feff}---\na: 1\n---\nx\n", true),
        ("---\na: 1\nx\n", false),
        (" ---\na: 1\n---\nx\n", false),
        ("+++\na = 1\n+++\nx\n", false),
        ("x\n---\na: 1\n---\n", false),
    ] {
        assert_eq!(Digests::of(text).front.is_some(), front, "{text:?}");
    }
}

/// Text of letters, marks and blanks in which line ends, normalisation and fences may go wrong.
fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "b",
        "é",
        "e\u{301}",
        "\u{212b}",
        "ﬁ",
        " ",
        "  ",
        "\t",
        "\u{a0}",
        "\n",
        "\n\n",
        "---",
        "...",
        "“",
        "”",
        "7",
        "\u{1100}\u{1161}",
        "🙂",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn canonicalisation_is_idempotent(text in text()) {
        let once = canonical_body(&text);
        prop_assert_eq!(canonical_body(&once), once);
    }

    #[test]
    fn each_digest_is_of_its_own_bytes(text in text(), end in "\n{0,3}") {
        let text = format!("{text}{end}");
        for source in [canonical_body(&text), canonical_body(&text).trim_end().to_owned(), text] {
            let digests = Digests::of(&source);
            let body = &source[split(&source).body.start() as usize..];
            prop_assert_eq!(digests.raw, Digest::of(source.as_bytes()));
            prop_assert_eq!(digests.text, Digest::of(canonical_body(body).as_bytes()), "{:?}", source);
        }
    }

    #[test]
    fn text_is_unmoved_by_what_editors_do(text in text(), front in "[a-z]{1,8}") {
        let body = format!("x{text}");
        let wanted = Digests::of(&body);
        let changed = [
            format!("\u{feff}{body}"),
            body.replace('\n', "\r\n"),
            body.replace('\n', "\r"),
            body.nfd().collect(),
            body.replace('\n', " \t\n"),
            format!("\n\n{body}\n\n"),
            format!("---\ntitle: {front}\n---\n{body}"),
        ];
        for other in changed {
            let digests = Digests::of(&other);
            prop_assert_eq!(digests.text, wanted.text, "{:?}", other);
            prop_assert_eq!(digests.root, wanted.root);
        }
    }

    #[test]
    fn text_shows_every_other_change_of_one_character(text in text(), at in 0_usize..60, new in prop::sample::select(vec!['a', 'z', '8', 'É', '“', '"', '🙂'])) {
        let body = format!("x{text}x");
        let chars: Vec<char> = body.chars().collect();
        let at = at % chars.len();
        let mut edited = chars.clone();
        edited[at] = new;
        let edited: String = edited.into_iter().collect();
        let same = canonical_body(&body) == canonical_body(&edited);
        prop_assert_eq!(Digests::of(&body).text == Digests::of(&edited).text, same);
        if chars[at].is_alphanumeric() && chars[at].is_ascii() && chars[at] != new && !chars.get(at + 1).is_some_and(|c| ('\u{300}'..='\u{36f}').contains(c)) {
            prop_assert!(!same);
        }
    }

    #[test]
    fn the_tree_is_that_of_rfc_6962(blocks in prop::collection::vec("[a-z]{1,6}", 0..40)) {
        let body = canonical_body(&blocks.join("\n\n"));
        let tree = Merkle::of_body(&body);
        let mut oracle: MemoryBackedTree<sha2::Sha256, Vec<u8>> = MemoryBackedTree::new();
        for block in &blocks {
            oracle.push(block.clone().into_bytes());
        }
        prop_assert_eq!(tree.root().hex(), data_encoding::HEXLOWER.encode(oracle.root().as_bytes()));
        for index in 0..blocks.len() {
            let proof: Vec<u8> = oracle.prove_inclusion(index).as_bytes().to_vec();
            let ours: Vec<u8> = tree.proof(index).unwrap().iter().flat_map(|digest| data_encoding::HEXLOWER.decode(digest.hex().as_bytes()).unwrap()).collect();
            prop_assert_eq!(ours, proof);
        }
    }

    #[test]
    fn digests_round_trip(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
        let digest = Digest::of(&bytes);
        prop_assert_eq!(digest.to_string().parse::<Digest>(), Ok(digest));
    }
}
