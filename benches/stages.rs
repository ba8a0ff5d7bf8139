//! Each stage of the line over the corpus, by divan: `cargo bench --bench stages`.
//! How many times slower than the floor each is, `cargo bench --bench floor` says.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a bench that cannot run must stop"
)]

mod common;

/// That of the command, which the figures are about.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use divan::{Bencher, counter::BytesCount};
use ibid::{
    annotation::{Annotations, Selector},
    detect::{self, Mode},
    document::{Digest, Digests, Document, Format, Source, Span},
    lexicon::Lexicon,
    report,
    sidecar::{self, DocumentRef, Engine},
    verify,
};
use std::collections::BTreeMap;

const SIZE: usize = 1 << 20;

fn main() {
    divan::main();
}

struct Input {
    texts: Vec<String>,
    read: Vec<Document>,
    found: Vec<Annotations<Span<Source>>>,
}

fn input() -> Input {
    let texts = common::documents(SIZE);
    let read: Vec<Document> =
        texts.iter().map(|text| Document::read(text.as_bytes(), Format::Markdown).unwrap()).collect();
    let found = read.iter().map(|document| detect::annotate(document, Lexicon::builtin(), Mode::Precise)).collect();
    Input { texts, read, found }
}

fn run<T>(bencher: Bencher, stage: impl Fn(&Input, usize) -> T + Sync) {
    let input = input();
    let bytes: usize = input.texts.iter().map(String::len).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        for index in 0..input.texts.len() {
            divan::black_box(stage(&input, index));
        }
    });
}

#[divan::bench(sample_count = 10)]
fn floor_sha256_and_pulldown(bencher: Bencher) {
    run(bencher, |input, index| {
        let text = &input.texts[index];
        let events =
            pulldown_cmark::Parser::new_ext(text, ibid::document::markdown_options()).into_offset_iter().count();
        (Digest::of(text.as_bytes()), events)
    });
}

#[divan::bench(sample_count = 10)]
fn digests(bencher: Bencher) {
    run(bencher, |input, index| Digests::of(&input.texts[index]));
}

#[divan::bench(sample_count = 10)]
fn document(bencher: Bencher) {
    run(bencher, |input, index| Document::read(input.texts[index].as_bytes(), Format::Markdown));
}

#[divan::bench(sample_count = 10)]
fn claims(bencher: Bencher) {
    run(bencher, |input, index| detect::claims(&input.read[index], Lexicon::builtin()));
}

#[divan::bench(sample_count = 10)]
fn framing(bencher: Bencher) {
    run(bencher, |input, index| detect::framing(&input.read[index], Lexicon::builtin(), &[], Mode::Precise));
}

#[divan::bench(sample_count = 10)]
fn damage(bencher: Bencher) {
    run(bencher, |input, index| detect::damage(&input.read[index]));
}

#[divan::bench(sample_count = 10)]
fn all_detectors(bencher: Bencher) {
    run(bencher, |input, index| detect::annotate(&input.read[index], Lexicon::builtin(), Mode::Precise));
}

#[divan::bench(sample_count = 10)]
fn json_record(bencher: Bencher) {
    run(bencher, |input, index| {
        report::json::record(&serde_json::Value::Null, &input.read[index], &input.found[index])
    });
}

#[divan::bench(sample_count = 10)]
fn sidecar_text(bencher: Bencher) {
    run(bencher, |input, index| sidecar_of(&input.read[index], &input.found[index]));
}

#[divan::bench(sample_count = 10)]
fn sidecar_read_and_merge(bencher: Bencher) {
    let sidecars: Vec<String> =
        input().read.iter().zip(&input().found).map(|(read, found)| sidecar_of(read, found)).collect();
    run(bencher, move |input, index| {
        let (document, found) = (&input.read[index], &input.found[index]);
        let selectors = found.map(|span| Selector::of(document, *span));
        let (_, engine) = references(document);
        let text = &sidecars[index];
        (sidecar::read(text), sidecar::merge(text, "a.md", document, &engine, &selectors))
    });
}

#[divan::bench(sample_count = 10)]
fn annotated_markdown(bencher: Bencher) {
    run(bencher, |input, index| report::markdown::write(&input.read[index], &input.found[index], &BTreeMap::new()));
}

#[divan::bench(sample_count = 10)]
fn strip_and_check(bencher: Bencher) {
    let input = input();
    let reports: Vec<String> = input
        .read
        .iter()
        .zip(&input.found)
        .map(|(read, found)| report::markdown::write(read, found, &BTreeMap::new()))
        .collect();
    run(bencher, move |_, index| verify::check_report(&reports[index]));
}

#[divan::bench(sample_count = 10)]
fn whole_line_in_memory(bencher: Bencher) {
    run(bencher, |input, index| {
        let document = Document::read(input.texts[index].as_bytes(), Format::Markdown).unwrap();
        let found = detect::annotate(&document, Lexicon::builtin(), Mode::Precise);
        let report = report::markdown::write(&document, &found, &BTreeMap::new());
        (sidecar_of(&document, &found), report)
    });
}

fn references(document: &Document) -> (DocumentRef, Engine) {
    let engine = Engine { version: "0".to_owned(), lexicon: Lexicon::digest() };
    (DocumentRef::of("a.md", document), engine)
}

fn sidecar_of(document: &Document, found: &Annotations<Span<Source>>) -> String {
    let (reference, engine) = references(document);
    sidecar::new_text(&reference, &engine, &found.map(|span| Selector::of(document, *span)), "schema.json")
}
