//! Inclusion proofs that must fail: the ways in which the public vectors for RFC 6962 and RFC 9162 spoil
//! good ones (transparency-dev/merkle, `testdata/inclusion`), as our own table over our own leaves.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test that cannot run must fail"
)]

use ibid::document::{Digest, Inclusion, Merkle};

/// Leaf and size of the trees: alone, first, last, in the middle, in trees that are and are not full.
const CASES: [(usize, usize); 9] = [(0, 1), (0, 2), (1, 2), (2, 3), (0, 8), (5, 8), (1, 5), (4, 5), (6, 7)];

struct Good {
    leaf: Digest,
    root: Digest,
    proof: Inclusion,
}

fn good(index: usize, size: usize) -> Good {
    let body: String = (0..size).map(|n| format!("leaf {n}\n\n")).collect();
    let tree = Merkle::of_body(&body);
    let proof = Inclusion { index: index as u64, size: size as u64, path: tree.proof(index).unwrap() };
    Good { leaf: tree.leaves()[index], root: tree.root(), proof }
}

/// What is spoiled, and how; `None` where this proof cannot be spoiled so.
type Spoil = fn(Good) -> Option<Good>;

fn with(good: Good, change: impl FnOnce(&mut Good)) -> Option<Good> {
    let mut bad = good;
    change(&mut bad);
    Some(bad)
}

fn flipped(digest: Digest, byte: usize, bit: u8) -> Digest {
    let mut bytes = *digest.bytes();
    bytes[byte] ^= 1 << bit;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{hex}").parse().unwrap()
}

const SPOILS: [(&str, Spoil); 17] = [
    ("leaf index - 1", |g| with(g, |b| b.proof.index = b.proof.index.wrapping_sub(1))),
    ("leaf index + 1", |g| with(g, |b| b.proof.index += 1)),
    ("leaf index ^ 2", |g| with(g, |b| b.proof.index ^= 2)),
    ("tree size * 2", |g| with(g, |b| b.proof.size *= 2)),
    ("tree size / 2", |g| with(g, |b| b.proof.size /= 2)),
    ("tree size 0", |g| with(g, |b| b.proof.size = 0)),
    ("largest numbers", |g| with(g, |b| (b.proof.index, b.proof.size) = (u64::MAX - 1, u64::MAX))),
    ("another leaf", |g| with(g, |b| b.leaf = Digest::of(b"another"))),
    ("the root of nothing", |g| with(g, |b| b.root = Digest::of(b""))),
    ("another root", |g| with(g, |b| b.root = flipped(b.root, 0, 0))),
    ("garbage behind", |g| with(g, |b| b.proof.path.push(Digest::of(b"garbage")))),
    ("the root behind", |g| with(g, |b| b.proof.path.push(b.root))),
    ("garbage in front", |g| with(g, |b| b.proof.path.insert(0, Digest::of(b"garbage")))),
    ("the root in front", |g| with(g, |b| b.proof.path.insert(0, b.root))),
    ("a hash put in", |g| with(g, |b| b.proof.path.insert(b.proof.path.len() / 2, b.leaf))),
    ("a hash taken out", |g| {
        if g.proof.path.is_empty() { None } else { with(g, |b| b.proof.path.truncate(b.proof.path.len() - 1)) }
    }),
    ("the leaf as its parent", |g| if g.proof.path.is_empty() { None } else { with(g, |b| b.leaf = b.root) }),
];

#[test]
fn good_proofs_hold_and_spoiled_ones_fail() {
    let mut failed = 0;
    for (index, size) in CASES {
        let right = good(index, size);
        assert_eq!(right.proof.check(right.leaf, right.root), Ok(()), "leaf {index} of {size}");
        for (name, spoil) in SPOILS {
            let Some(bad) = spoil(good(index, size)) else { continue };
            assert!(bad.proof.check(bad.leaf, bad.root).is_err(), "leaf {index} of {size}: {name}");
            failed += 1;
        }
        for place in 0..right.proof.path.len() {
            for (byte, bit) in [(0, 3), (17, 0), (31, 7)] {
                let mut bad = good(index, size);
                bad.proof.path[place] = flipped(bad.proof.path[place], byte, bit);
                assert!(bad.proof.check(bad.leaf, bad.root).is_err(), "leaf {index} of {size}: hash {place}");
                failed += 1;
            }
        }
    }
    assert!(failed >= 190, "only {failed} proofs were spoiled");
}
