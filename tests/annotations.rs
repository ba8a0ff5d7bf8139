//! Holds the engine and the files in `annotations/` together, and people's work in them.
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
    detect::{self, Mode},
    document::{Document, Format},
    lexicon::Lexicon,
    sidecar::{self, Engine},
    verify,
};
use std::path::{Path, PathBuf};

/// How many entries are people's at least, in all files. It only grows: a file that was generated anew, without
/// what an editor had written in it, makes this test fail.
const PEOPLES: usize = 83;

/// How many of them are verdicts, and how many were written without the engine.
const ACCEPTED: usize = 9;
const REJECTED: usize = 17;
const OWN: usize = 7;

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A document of the corpus and its annotation file.
struct Pair {
    name: String,
    document: Document,
    text: String,
}

fn pairs() -> Vec<Pair> {
    let mut names: Vec<String> = std::fs::read_dir(here("corpus"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let pair = |name: String| {
        let bytes = std::fs::read(here("corpus").join(&name)).unwrap();
        let text = std::fs::read_to_string(here("annotations").join(format!("{name}.yaml")))
            .unwrap_or_else(|error| panic!("annotations/{name}.yaml: {error}; run `cargo run -- annotate`"));
        Pair { document: Document::read(&bytes, Format::Markdown).unwrap(), name, text }
    };
    names.into_iter().map(pair).collect()
}

fn merge(pair: &Pair) -> sidecar::Merged {
    let path = format!("../corpus/{}", pair.name);
    let engine = Engine { version: env!("CARGO_PKG_VERSION").to_owned(), lexicon: Lexicon::digest() };
    let found = detect::annotate(&pair.document, Lexicon::builtin(), Mode::default());
    let proposals = found.map(|span| Selector::of(&pair.document, *span));
    sidecar::merge(&pair.text, &path, &pair.document, &engine, &proposals).unwrap()
}

/// What `ibid annotate --check` holds, without the reports.
#[test]
fn the_engine_would_change_nothing() {
    let stale: Vec<String> = pairs()
        .iter()
        .map(|pair| (pair, merge(pair)))
        .filter(|(pair, merged)| merged.text != pair.text)
        .map(|(pair, merged)| {
            let sidecar::Merged { added, updated, removed, .. } = merged;
            format!("annotations/{}.yaml: {added} to add, {updated} to update, {removed} to remove", pair.name)
        })
        .collect();
    assert!(stale.is_empty(), "run `cargo run -- annotate` and read what it changed:\n{}", stale.join("\n"));
}

#[test]
fn every_place_has_its_words() {
    for pair in pairs() {
        let said = sidecar::read(&pair.text).unwrap_or_else(|problem| panic!("{}: {problem}", pair.name));
        let check = verify::check_sidecar(&said, &pair.document);
        for place in &check.places {
            assert_eq!(place.anchor.state(), State::Intact, "{}: {} {:?}", pair.name, place.entry, place.exact);
        }
        assert!(check.holds(), "{}", pair.name);
    }
}

/// Context is what finds the words again when the document changes; a wrong one is worse than none.
#[test]
fn what_people_wrote_stands_in_its_context() {
    for pair in pairs() {
        let said = sidecar::read(&pair.text).unwrap().annotations;
        let contents = said.claims.iter().flat_map(|claim| &claim.content);
        for at in contents.chain(said.framing.iter().map(|term| &term.at)).chain(said.damage.iter().map(|d| &d.at)) {
            let here = Selector::of(&pair.document, at.bytes.0);
            assert_eq!((&at.prefix, &at.suffix), (&here.prefix, &here.suffix), "{}: {}", pair.name, at.exact);
        }
    }
}

#[test]
fn nobody_regenerated_what_people_wrote() {
    let pairs = pairs();
    let peoples: usize = pairs.iter().map(|pair| merge(pair).people).sum();
    assert!(peoples >= PEOPLES, "{peoples} entries are people's, there were {PEOPLES}");
    let lines = |line: &str| pairs.iter().flat_map(|pair| pair.text.lines()).filter(|l| l.trim() == line).count();
    let (accepted, rejected) = (lines("review: accepted"), lines("review: rejected"));
    assert!(accepted >= ACCEPTED, "{accepted} entries are accepted, there were {ACCEPTED}");
    assert!(rejected >= REJECTED, "{rejected} entries are rejected, there were {REJECTED}");
    let own = pairs
        .iter()
        .map(|pair| sidecar::read(&pair.text).unwrap().annotations)
        .flat_map(|said| said.claims.into_iter().map(|c| c.rule).chain(said.framing.into_iter().map(|f| f.rule)))
        .filter(|rule| rule == "person")
        .count();
    assert!(own >= OWN, "{own} entries are a person's own, there were {OWN}");
    let comments = |pair: &&Pair| pair.text.lines().skip(2).any(|line| line.contains("# "));
    assert!(pairs.iter().filter(comments).count() >= 6, "people's comments are gone");
}
