//! How many times slower than the floor each stage is, and whether any is worse than linear:
//! `cargo bench --bench floor`.
//!
//! On our own corpus, which is denser in claims and framing terms than a newspaper, and on news where it is at hand.
//! The floor is SHA-256 plus pulldown-cmark parsing of the same bytes, measured in the same rounds, so that
//! the figure holds on any machine, busy or not. Medians of [`ROUNDS`] interleaved rounds.
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

use ibid::{
    annotation::{Annotations, Selector},
    detect::{self, Mode},
    document::{Digest, Document, Format, Source, Span},
    lexicon::Lexicon,
    report,
    sidecar::{self, DocumentRef, Engine},
};
use std::{collections::BTreeMap, hint::black_box, time::Instant};

const ROUNDS: usize = 9;
const SIZE: usize = 1 << 20;

/// The sizes of one document whose times give the exponent.
const DOUBLINGS: [usize; 8] = [100_000, 200_000, 400_000, 800_000, 1_600_000, 3_200_000, 6_400_000, 12_800_000];

/// How many quotation marks one paragraph holds whose times give the other exponent.
const MARKS: [usize; 6] = [3_125, 6_250, 12_500, 25_000, 50_000, 100_000];

/// Returns one document of about `size` bytes: the bodies of the corpus, one behind the other.
fn one_document(size: usize) -> String {
    let mut out = String::with_capacity(size + 4096);
    for text in common::documents(size) {
        let body = ibid::document::split(&text).body;
        out.push_str(body.of(&text).unwrap());
        out.push_str("\n\n");
        if out.len() >= size {
            break;
        }
    }
    out
}

fn floor(group: &[String]) {
    for text in group {
        black_box(Digest::of(text.as_bytes()));
        black_box(pulldown_cmark::Parser::new_ext(text, ibid::document::markdown_options()).into_offset_iter().count());
    }
}

fn read(group: &[String]) -> Vec<Document> {
    group.iter().map(|text| Document::read(text.as_bytes(), Format::Markdown).unwrap()).collect()
}

fn annotate(documents: &[Document]) -> Vec<Annotations<Span<Source>>> {
    detect::annotate_all(documents, Lexicon::builtin(), Mode::Precise)
}

fn sidecar_text(document: &Document, found: &Annotations<Span<Source>>) -> String {
    let reference = DocumentRef::of("a.md", document);
    let engine = Engine { version: "0".to_owned(), lexicon: Lexicon::digest() };
    sidecar::new_text(&reference, &engine, &found.map(|span| Selector::of(document, *span)), "s.json")
}

fn stream(group: &[String]) {
    let documents = read(group);
    let record = |(document, found)| report::json::record(&serde_json::Value::Null, document, &found);
    black_box(documents.iter().zip(annotate(&documents)).map(record).collect::<Vec<String>>());
}

fn files(group: &[String]) {
    let documents = read(group);
    let found = annotate(&documents);
    let both = || documents.iter().zip(&found);
    black_box(both().map(|(document, found)| sidecar_text(document, found)).collect::<Vec<String>>());
    let report = |(document, found)| report::markdown::write(document, found, &BTreeMap::new());
    black_box(both().map(report).collect::<Vec<String>>());
}

/// A stage's name and what it does with some texts.
type Stage = (&'static str, fn(&[String]));

const STAGES: [Stage; 5] = [
    ("floor: SHA-256 and pulldown-cmark", floor),
    ("document", |group| {
        black_box(read(group));
    }),
    ("document and detection", |group| {
        black_box(annotate(&read(group)));
    }),
    ("the same with its JSON record", stream),
    ("the same with annotation file and report", files),
];

/// Returns the time of a stage over all texts, in groups of `size`.
fn seconds(stage: fn(&[String]), texts: &[String], size: usize) -> f64 {
    let start = Instant::now();
    texts.chunks(size).for_each(stage);
    start.elapsed().as_secs_f64()
}

/// Returns how many texts are taken together: as many as the command takes, but no text twice, which would be read for
/// nothing the second time.
fn group(texts: &[String]) -> usize {
    detect::GROUP.min(texts.iter().collect::<std::collections::BTreeSet<_>>().len())
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn main() {
    let texts = common::documents(SIZE);
    multiples(&texts);
    shares(&texts);
    match common::news() {
        Some(news) => multiples(&news),
        None => println!("\nNo news to measure on: {} is not there.", common::NEWS),
    }
    exponents("one document, kB", &DOUBLINGS.map(|size| (size / 1000, one_document(size))));
    exponents("one paragraph, quotation marks", &MARKS.map(|count| (count, marks(count))));
}

/// Prints how many times the floor each stage takes.
fn multiples(texts: &[String]) {
    let bytes: usize = texts.iter().map(String::len).sum();
    let group = group(texts);
    for (_, stage) in STAGES {
        let _warm = seconds(stage, texts, group);
    }
    let mut times = vec![vec![]; STAGES.len()];
    for _ in 0..ROUNDS {
        for (times, (_, stage)) in times.iter_mut().zip(STAGES) {
            times.push(seconds(stage, texts, group));
        }
    }
    println!(
        "\n| stage, {} documents of {} kB in all, {group} at a time | MB/s | times the floor |\n|:--|--:|--:|",
        texts.len(),
        bytes / 1000
    );
    for (index, (name, _)) in STAGES.iter().enumerate() {
        let multiple = median(times[index].iter().zip(&times[0]).map(|(time, floor)| time / floor).collect());
        println!("| {name} | {:.1} | {multiple:.1} |", bytes as f64 / 1e6 / median(times[index].clone()));
    }
}

/// Returns one paragraph of so many quotation marks, curly, straight, single and wrong, few of which fit together.
fn marks(count: usize) -> String {
    "“We said ‘no,” he said. \"It is ”late“ he’s „gone «She said. "
        .split_inclusive(' ')
        .cycle()
        .scan(0, |seen, word| {
            *seen += word.matches(['“', '”', '‘', '’', '"', '„', '«']).count();
            (*seen <= count).then_some(word)
        })
        .collect()
}

/// Prints the times of each stage on texts of doubled sizes, and the exponent over the last three doublings, where
/// fixed costs no longer show.
fn exponents(what: &str, texts: &[(usize, String)]) {
    let sizes: Vec<String> = texts.iter().map(|(size, _)| size.to_string()).collect();
    println!("\n| stage; {what} | {} | exponent |\n|:--|{}--:|", sizes.join(" | "), "--:|".repeat(sizes.len()));
    for (name, stage) in STAGES {
        let time = |(_, text): &(usize, String)| {
            let text = std::slice::from_ref(text);
            median((0..3).map(|_| seconds(stage, text, 1)).collect())
        };
        let times: Vec<f64> = texts.iter().map(time).collect();
        let (last, before) = (times.len() - 1, times.len() - 4);
        let exponent = (times[last] / times[before]).log2() / 3.0;
        let shown: Vec<String> = times.iter().map(|time| format!("{:.1} ms", time * 1e3)).collect();
        println!("| {name} | {} | {exponent:.2} |", shown.join(" | "));
    }
}

/// Prints what share each part has of the whole line in memory.
fn shares(texts: &[String]) {
    let (read, lexicon, group) = (read(texts), Lexicon::builtin(), group(texts));
    let found = annotate(&read);
    let each = |part: &dyn Fn(&Document)| {
        let round = || {
            let start = Instant::now();
            read.iter().for_each(part);
            start.elapsed().as_secs_f64()
        };
        median((0..ROUNDS).map(|_| round()).collect())
    };
    let whole = median((0..ROUNDS).map(|_| seconds(files, texts, group)).collect());
    let document = median((0..ROUNDS).map(|_| seconds(STAGES[1].1, texts, group)).collect());
    let claims = each(&|document| drop(black_box(detect::claims(document, lexicon))));
    let framing = each(&|document| drop(black_box(detect::framing(document, lexicon, &[], Mode::Precise))));
    let damage = each(&|document| drop(black_box(detect::damage(document))));
    let detection = || {
        let start = Instant::now();
        read.chunks(group).for_each(|group| drop(black_box(annotate(group))));
        start.elapsed().as_secs_f64()
    };
    let detection = median((0..ROUNDS).map(|_| detection()).collect());
    let written = |write: &dyn Fn(&Document, &Annotations<Span<Source>>)| {
        let round = || {
            let start = Instant::now();
            read.iter().zip(&found).for_each(|(document, found)| write(document, found));
            start.elapsed().as_secs_f64()
        };
        median((0..ROUNDS).map(|_| round()).collect())
    };
    let sidecar = written(&|document, found| drop(black_box(sidecar_text(document, found))));
    let report =
        written(&|document, found| drop(black_box(report::markdown::write(document, found, &BTreeMap::new()))));
    println!("\n| part | share of document, detection, sidecar and report |\n|:--|--:|");
    for (name, time) in [
        ("document", document),
        ("claims, with speakers", claims),
        ("framing", framing),
        ("damage", damage),
        ("naming, outlets, byline, date, assembly", detection - claims - framing - damage),
        ("annotation file", sidecar),
        ("report", report),
    ] {
        println!("| {name} | {:.0} % |", 100.0 * time / whole);
    }
}
