//! 10,000 citations in 1,000 documents, beside `sha256sum` on the same files: `cargo bench --bench citations`.
//!
//! The wanted figure is under two seconds on two cores. Medians of [`ROUNDS`] runs of the whole command. Then a
//! document of 5 MB is edited, and a thousand passages of it are found again: that takes seconds at most.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a bench that cannot run must stop"
)]

mod common;

use ibid::{
    annotation::{Anchors, Earlier, Selector, State},
    citation::Citation,
    document::{Digest, Span},
};
use std::{
    fmt::Write as _,
    fs,
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

const DOCUMENTS: usize = 1_000;
const CITATIONS: usize = 10;
const ROUNDS: usize = 5;

/// The document whose passages are found again, and how many of them.
const LARGE: usize = 5_000_000;
const PASSAGES: usize = 1_000;

/// Writes the documents, and a paper that cites ten words of each ten times, half of them quoted.
fn write(folder: &Path) -> usize {
    let texts = common::documents(DOCUMENTS * 4096);
    let (mut paper, mut size) = (String::from("# A paper\n"), 0);
    fs::create_dir(folder.join("corpus")).unwrap();
    for (number, text) in texts.iter().cycle().take(DOCUMENTS).enumerate() {
        let text = format!("{text}\nNumber {number}.\n");
        let raw = Digest::of(text.as_bytes());
        let words: Vec<(usize, &str)> =
            text.match_indices(' ').map(|(at, _)| at + 1).zip(text.split(' ').skip(1)).collect();
        for place in 0..CITATIONS {
            let (from, _) = words[words.len() / 2 + place * 3];
            let (last, word) = words[words.len() / 2 + place * 3 + 9];
            let span = Span::clamped(from as u32, (last + word.len()) as u32);
            let citation = Citation::of(&text, raw, span).unwrap();
            let quoted = if place % 2 == 0 { "“The words of it” " } else { "" };
            writeln!(paper, "\nAs it says {quoted}({citation}).").unwrap();
        }
        fs::write(folder.join(format!("corpus/{number}.md")), &text).unwrap();
        size += text.len();
    }
    fs::write(folder.join("paper.md"), paper).unwrap();
    size
}

fn median(mut run: impl FnMut() -> bool) -> Option<f64> {
    let mut times = vec![];
    for _ in 0..ROUNDS {
        let start = Instant::now();
        if !run() {
            return None;
        }
        times.push(start.elapsed().as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    Some(times[ROUNDS / 2])
}

/// Finds [`PASSAGES`] sentences again in a document of which every fourth paragraph was changed and every
/// eleventh is gone. Numbers in the text tell its copies of the corpus apart.
fn reanchor() {
    let (mut old, mut new) = (String::new(), String::from("A foreword.\n\n"));
    let mut passages = vec![];
    let texts = common::documents(LARGE);
    let paragraphs = texts.iter().flat_map(|text| text.split("\n\n")).filter(|text| text.len() > 150);
    for (number, paragraph) in paragraphs.enumerate() {
        let words: Vec<String> = paragraph.split(' ').map(|word| format!("{word} {number}")).collect();
        let text = words.join(" ");
        passages.push((old.len() as u32, (old.len() + text.len()) as u32));
        old.push_str(&text);
        old.push_str("\n\n");
        if number % 11 != 7 {
            new.push_str(&if number % 4 == 0 { text.replacen(" the ", " no ", 1) } else { text });
            new.push_str("\n\n");
        }
        if old.len() > LARGE {
            break;
        }
    }
    let step = passages.len() / PASSAGES;
    let spans = passages.iter().step_by(step.max(1)).take(PASSAGES).map(|(from, to)| Span::clamped(*from, *to));
    let selectors: Vec<Selector> = spans.map(|span| Selector::within(&old, span)).collect();
    let start = Instant::now();
    let (anchors, earlier) = (Anchors::of(&new), Earlier::of(&old, &new));
    let states: Vec<State> = selectors.iter().map(|selector| anchors.find_from(&earlier, selector).state()).collect();
    let time = start.elapsed().as_secs_f64();
    let count = |state| states.iter().filter(|other| **other == state).count();
    let counts: Vec<String> = State::ALL.iter().map(|state| format!("{} {}", count(*state), state.name())).collect();
    println!("{} passages of {:.1} MB: {time:.3} s; {}", states.len(), old.len() as f64 / 1e6, counts.join(", "));
}

fn main() {
    reanchor();
    let dir = tempfile::tempdir().unwrap();
    let size = write(dir.path());
    println!("{} citations in {DOCUMENTS} documents, {:.1} MB", DOCUMENTS * CITATIONS, size as f64 / 1e6);
    let ibid = median(|| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ibid"));
        command.args(["verify", "paper.md", "--quiet"]).current_dir(dir.path()).stdout(Stdio::null());
        // Half of the quotations are not the words of the source: the answer is "a check failed".
        command.status().unwrap().code() == Some(1)
    });
    println!("ibid verify: {:.3} s", ibid.expect("ibid verify answers"));
    let sums = median(|| {
        let mut command = Command::new("sh");
        command.args(["-c", "sha256sum corpus/*.md"]).current_dir(dir.path()).stdout(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    });
    match sums {
        Some(time) => println!("sha256sum:   {time:.3} s"),
        None => println!("sha256sum:   this machine has none"),
    }
}
