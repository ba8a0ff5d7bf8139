//! One changed byte, wherever it is, is told: in a document, in a report's text, in a citation, in a manifest.
//! (For proofs, see `src/verify/proof.rs`.)
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test that cannot run must fail"
)]

use ibid::{
    annotation::{Selector, State},
    citation::Citation,
    detect::{self, Mode},
    document::{Digest, Document, Format, Span},
    lexicon::Lexicon,
    manifest::{self, Algorithm, Kind},
    report,
    sidecar::{self, DocumentRef, Engine},
    verify::{check_report, check_sidecar, standing},
};
use std::collections::BTreeMap;

const FERRY: &str = "---\ntitle: Ferry strike\nsitename: The Harbor Gazette\nurl: https://gazette.example/1\n---\n\nThe regime's so-called \
                     reform was “rejected”, Mayor Dána Roth said on Friday.\n\n> The *port* is closed &mdash; all of it.\n\n| a | b |\n\
                     |---|---|\n| 1 | 2 |\n";

const PLAIN: &str = "Bridge opens\r\n\r\n“The bridge is safe,” engineer Tomas Vell said. 🚢\r\n";

fn read(text: &str) -> Document {
    Document::read(text.as_bytes(), Format::Markdown).unwrap()
}

/// Calls `check` with every text in which one bit of one byte is another.
fn each_flip(bytes: &[u8], mut check: impl FnMut(usize, &[u8])) {
    for at in 0..bytes.len() {
        for bit in [0x01, 0x20, 0x80] {
            let mut changed = bytes.to_vec();
            changed[at] ^= bit;
            check(at, &changed);
        }
    }
}

#[test]
fn in_a_document() {
    for text in [FERRY, PLAIN] {
        let document = read(text);
        let found = detect::annotate(&document, Lexicon::builtin(), Mode::Precise);
        let (d, lexicon) = (*document.digests(), Lexicon::digest());
        let reference = DocumentRef { path: "a.md".into(), raw: d.raw, text: d.text, front: d.front, root: d.root };
        let engine = Engine { version: "0".into(), lexicon };
        let selectors = found.map(|span| Selector::of(&document, *span));
        let said = sidecar::read(&sidecar::new_text(&reference, &engine, &selectors, "s")).unwrap();
        assert!(check_sidecar(&said, &document).holds());
        each_flip(text.as_bytes(), |at, changed| {
            let holds =
                Document::read(changed, Format::Markdown).is_ok_and(|document| check_sidecar(&said, &document).holds());
            assert!(!holds, "byte {at}");
        });
    }
}

#[test]
fn in_a_reports_text() {
    for text in [FERRY, PLAIN] {
        let document = read(text);
        let found = detect::annotate(&document, Lexicon::builtin(), Mode::Precise);
        let report = report::markdown::write(&document, &found, &BTreeMap::new());
        assert!(check_report(&report).holds());
        // The text is what stands between the head and the tables.
        let head = report.find("-head-->\n\n").map(|first| first + report[first..].find("-->\n\n").unwrap());
        let start = head.filter(|_| text == PLAIN).unwrap_or(0);
        let end = report.find("-tail-->").unwrap_or(report.len());
        let mut told = 0;
        for at in start..end {
            for bit in [0x01, 0x20] {
                let mut changed = report.clone().into_bytes();
                changed[at] ^= bit;
                let Ok(changed) = String::from_utf8(changed) else { continue };
                let check = check_report(&changed);
                // What is put in may be spoiled without the text: the annotation file tells that.
                let same = check.stripped.as_ref().is_ok_and(|stripped| stripped.source == text);
                assert!(same || !check.holds(), "byte {at}: {:?}", &changed[at.saturating_sub(20)..]);
                told += usize::from(!same);
            }
        }
        assert!(told > text.len(), "{told} changes of the text were told");
    }
}

#[test]
fn in_a_citation() {
    let raw = Digest::of(FERRY.as_bytes());
    let at = FERRY.find("The *port*").unwrap() as u32;
    let citation = Citation::of(FERRY, raw, Span::clamped(at, at + 20)).unwrap();
    let intact = |citation: &Citation| citation.raw == raw && standing(citation, &[], FERRY).state() == State::Intact;
    assert!(intact(&citation));
    each_flip(citation.to_string().as_bytes(), |at, changed| {
        let read = std::str::from_utf8(changed).ok().and_then(|line| line.parse::<Citation>().ok());
        assert!(!read.is_some_and(|read| intact(&read)), "byte {at}");
    });
}

#[test]
fn in_a_manifest_or_what_it_lists() {
    let files: BTreeMap<Vec<u8>, Digest> =
        [("a.md", FERRY), ("b.md", PLAIN)].map(|(name, text)| (name.into(), Digest::of(text.as_bytes()))).into();
    let text = manifest::write(&files);
    let holds = |text: &[u8]| {
        let listed = manifest::read(text, Kind::Sums, Algorithm::Sha256).unwrap_or_default();
        let found =
            listed.iter().filter(|entry| files.get(&entry.name).is_some_and(|digest| digest.hex() == entry.hex));
        found.count() == files.len()
    };
    assert!(holds(&text));
    // What coreutils takes for the same changes nothing: capital digits, the star before a name.
    let same = |at: usize, changed: &[u8]| changed[at].eq_ignore_ascii_case(&text[at]) && text[at].is_ascii_hexdigit();
    each_flip(&text, |at, changed| assert!(!holds(changed) || same(at, changed), "byte {at}"));
    each_flip(PLAIN.as_bytes(), |at, changed| assert_ne!(Digest::of(changed), files[b"b.md".as_slice()], "byte {at}"));
}
