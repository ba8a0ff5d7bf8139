//! 10,000 citations in 1,000 documents, beside `sha256sum` on the same files: `cargo bench --bench citations`.
//!
//! The wanted figure is under two seconds on two cores. Medians of [`ROUNDS`] runs of the whole command.
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

fn main() {
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
