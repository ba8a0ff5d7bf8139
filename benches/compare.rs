//! How long a comparison takes, and how that grows with the documents: `cargo bench --bench compare`.
//!
//! The documents are drawn from the sentences of our corpus, so that each stands in many of them, as wire copy does;
//! numbers differ from one to the next. Times are those of reading and detection on all cores, and of the comparison
//! itself, which is one thread's work. The exponent is that of the time over the number of documents: 1 is linear.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a bench that cannot run must stop"
)]

mod common;

/// That of the command, which the figures are about.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use ibid::{
    detect::{self, Mode},
    document::{Document, Format},
    lexicon::Lexicon,
    report::compare::{self, Entry},
};
use rayon::prelude::*;
use std::{hint::black_box, time::Instant};

const SIZES: [usize; 4] = [10, 100, 300, 1000];

/// How many sentences a document has.
const SENTENCES: usize = 24;

/// Draws numbers (Knuth's linear congruential generator), always the same ones.
struct Draw(u64);

impl Draw {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

fn sentences() -> Vec<String> {
    let texts = common::documents(1);
    let read = texts.iter().map(|text| Document::read(text.as_bytes(), Format::Markdown).unwrap());
    read.flat_map(|document| {
        let words = |sentence: &ibid::document::Sentence| document.words(sentence.span).to_owned();
        document.sentences().iter().map(words).collect::<Vec<_>>()
    })
    .collect()
}

fn text(number: usize, sentences: &[String]) -> String {
    let mut draw = Draw(number as u64);
    let mut text = format!("---\ntitle: Document {number}\nsitename: Outlet {}\ndate: 2027-05-13\n---\n", number % 97);
    for _ in 0..SENTENCES {
        let sentence = &sentences[draw.below(sentences.len())];
        let digit = char::from(b'1' + u8::try_from(draw.below(9)).unwrap());
        text += &sentence.replace('9', &digit.to_string());
        text += "\n\n";
    }
    text
}

fn main() {
    let sentences = sentences();
    println!(
        "| documents | kB | read and annotated, s | compared as a page, s | page, kB | exponent |\n|--:|--:|--:|--:|--:|--:|"
    );
    let mut before: Option<(usize, f64)> = None;
    for size in SIZES {
        let texts: Vec<String> = (0..size).map(|number| text(number, &sentences)).collect();
        let bytes: usize = texts.iter().map(String::len).sum();
        let start = Instant::now();
        let entries: Vec<Entry> = texts
            .par_iter()
            .enumerate()
            .map(|(number, text)| {
                let document = Document::read(text.as_bytes(), Format::Markdown).unwrap();
                let annotations = detect::annotate(&document, Lexicon::builtin(), Mode::Precise);
                Entry { path: format!("{number}.md"), document, annotations }
            })
            .collect();
        let read = start.elapsed().as_secs_f64();
        let start = Instant::now();
        let page = black_box(compare::html(&entries));
        let compared = start.elapsed().as_secs_f64();
        let exponent = before.map(|(fewer, time)| (compared / time).ln() / (size as f64 / fewer as f64).ln());
        let exponent = exponent.map_or_else(|| "–".to_owned(), |exponent| format!("{exponent:.2}"));
        let (kilobytes, page) = (bytes / 1000, page.len() / 1000);
        println!("| {size} | {kilobytes} | {read:.2} | {compared:.2} | {page} | {exponent} |");
        before = Some((size, compared));
    }
}
