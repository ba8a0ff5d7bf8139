//! The example of `docs/sidecar.md` is an annotation file, and files in every style keep their shape.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test that cannot run must fail"
)]

use ibid::{
    annotation::{Annotations, Review, Selector, State},
    document::{Digest, Document, Format},
    lexicon::Lexicon,
    sidecar::{self, Draft, Engine, Level},
    verify,
};
use std::{fs, path::Path};

fn page() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/sidecar.md")).unwrap()
}

/// A fenced block of the page.
fn block(page: &str, language: &str) -> String {
    let (_, rest) = page.split_once(&format!("```{language}\n")).unwrap();
    rest.split_once("```").unwrap().0.to_owned()
}

fn document() -> Document {
    Document::read(block(&page(), "markdown").as_bytes(), Format::Markdown).unwrap()
}

fn engine() -> Engine {
    Engine { version: "0.1.0".to_owned(), lexicon: Lexicon::digest() }
}

/// The file of the page, with the digests of the document of the page.
fn file() -> String {
    let digests = *document().digests();
    let mut text = block(&page(), "yaml");
    for (name, digest) in
        [("raw", digests.raw), ("text", digests.text), ("root", digests.root), ("lexicon", Lexicon::digest())]
    {
        text = text.replace(&format!("sha256:{{{name}}}"), &digest.to_string());
    }
    text
}

#[test]
fn the_example_is_an_annotation_file() {
    let (file, document) = (file(), document());
    let said = sidecar::read(&file).unwrap();
    assert_eq!((said.annotations.claims.len(), said.annotations.framing.len(), said.rejected), (1, 1, 1));
    let check = verify::check_sidecar(&said, &document);
    assert!(check.holds() && check.places.iter().all(|place| place.anchor.state() == State::Intact), "{check:#?}");
    let schema = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/annotation.schema.json"));
    let schema = serde_json::from_str(&schema.unwrap()).unwrap();
    let found = Draft::of(&file).check(&schema, Some(&document), Some(&engine()));
    assert!(found.iter().all(|finding| finding.level < Level::Warning), "{found:#?}");
    // It speaks of every entry as a person's: an engine that finds nothing takes nothing out.
    let merged = sidecar::merge(&file, "../corpus/ferry.md", &document, &engine(), &Annotations::default()).unwrap();
    assert_eq!((merged.text.as_str(), merged.people), (file.as_str(), 3));
}

#[test]
fn the_page_names_every_key() {
    let (page, file) = (page(), file());
    for key in ["outlet", "authors", "published", "cites", "claims", "framing", "damage", "now", "reviewer", "x-"] {
        assert!(page.contains(&format!("`{key}`")), "{key}");
    }
    let verdicts: [&str; 2] = [Review::Accepted, Review::Rejected].map(|review| match review {
        Review::Accepted => "accepted",
        Review::Rejected => "rejected",
    });
    assert!(verdicts.iter().all(|verdict| page.contains(&format!("`review: {verdict}`"))));
    assert!(file.contains("by: ibid"));
}

/// Every style of YAML that people use: a person's entry in it stays byte for byte, and so does the file when
/// nothing changed.
#[test]
fn every_style_keeps_its_shape() {
    let document = document();
    let head = file().split("claims:\n").next().unwrap().to_owned();
    let long = "very long words ".repeat(40);
    let styles = [
        "framing:\n- id: f-a\n  term: so-called\n  at: {bytes: 20-28}\n  category: label\n  voice: outlet\n".to_owned(),
        "framing:\n    -   id: 'f-a'\n        term: \"so-called\"\n        at:\n            bytes: 20-28\n\n        category: label   # why\t港\n        voice: outlet\n".to_owned(),
        "framing:\n  - {id: f-a, term: so-called, at: {bytes: 20-28}, category: label, voice: outlet}\n".to_owned(),
        "framing:\n  - {\n      id: f-a, # 🙂\n      \"term\": 'so-called',\n      at: {bytes: 20-28,}, category: label, voice: outlet\n    }\n".to_owned(),
        "framing:\n  -\n    id: f-a\n    term: so-called\n    at: {bytes: 20-28}\n    category: label\n    voice: outlet\n    note: |+\n      kept\n\n\n".to_owned(),
        "framing:\n  - ? id\n    : f-a\n    term: >-\n      so-called\n    at: {bytes: 20-28}\n    category: label\n    voice: outlet\n    note: >\n      one\n\n        two\n      three\n".to_owned(),
        format!("framing:\n  - id: f-a\n    note: {long}\n      {long}\n    term: so-called\n    at: {{bytes: 20-28}}\n    category: label\n    voice: outlet\n    x-long: \"{long} \\\n      {long}\"\n"),
        "x-voice: &voice outlet\nframing:\n  - id: f-a\n    term: so-called\n    at: {bytes: 20-28}\n    category: label\n    voice: *voice\n".to_owned(),
        "framing: # none but mine\n  # above\n  - !!map\n    id: !!str f-a\n    term: so-called\n    at: {bytes: 20-28}\n    category: label\n    voice: outlet\n  # below\n...\n".to_owned(),
    ];
    for style in styles {
        for text in
            [format!("{head}{style}"), format!("{head}{style}").replace('\n', "\r\n"), format!("---\n{head}{style}")]
        {
            sidecar::read(&text).unwrap_or_else(|problem| panic!("{problem}\n{text}"));
            let none = Annotations::<Selector>::default();
            let merge = |document: &Document, text: &str| {
                sidecar::merge(text, "../corpus/ferry.md", document, &engine(), &none).unwrap().text
            };
            assert_eq!(merge(&document, &text), text, "nothing changed");
            // The document is edited there and back: the line that says so comes and goes, nothing else.
            let edited =
                Document::read(format!("News.\n\n{}", document.source()).as_bytes(), Format::Markdown).unwrap();
            let moved = merge(&edited, &text);
            sidecar::read(&moved).unwrap_or_else(|problem| panic!("{problem}\n{moved}"));
            assert!(moved.contains(&Digest::of(edited.source().as_bytes()).to_string()));
            let back = merge(&document, &moved);
            let in_flow = text.contains("- {");
            assert!(back == text || in_flow && back.contains("state: intact"), "{text}\n---\n{back}");
        }
    }
}
