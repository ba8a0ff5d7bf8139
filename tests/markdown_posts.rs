//! Reports on real posts and on random Markdown.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test that cannot run must fail"
)]
#![allow(clippy::print_stderr, reason = "a test that is skipped says so")]

mod referee;

use ibid::document::{Source, Span};
use proptest::prelude::*;
use referee::{checked, marked, read, sentences, words};
use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// A small generator of numbers, the same in every run (xorshift64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

/// Unpacks the posts; `None` when they or `tar` are not there.
fn posts(folder: &Path) -> Option<Vec<PathBuf>> {
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/eval/markdown/18f-posts.tar.xz");
    let done = Command::new("tar").arg("-xJf").arg(&archive).arg("-C").arg(folder).status();
    if !archive.exists() || !done.is_ok_and(|status| status.success()) {
        eprintln!("skipped: cannot unpack {}", archive.display());
        return None;
    }
    let mut found = vec![];
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("it was unpacked") {
            let path = entry.expect("it was unpacked").path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Some(found)
}

#[test]
fn real_posts_hold_and_are_marked() {
    let folder = tempfile::tempdir().unwrap();
    let Some(paths) = posts(folder.path()) else { return };
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    let (mut wanted, mut there) = (0, 0);
    for path in &paths {
        let source = std::fs::read_to_string(path).unwrap();
        let document = read(&source);
        let all: Vec<_> = words(&source).into_iter().filter(|word| document.map().to_prose(*word).is_some()).collect();
        let all: Vec<_> = all.into_iter().filter(|word| word.start() >= document.parts().body.start()).collect();
        let mut terms: Vec<Span<Source>> = vec![];
        for _ in 0..all.len() / 12 {
            let first = numbers.below(all.len());
            let last = (first + numbers.below(4)).min(all.len() - 1);
            terms.push(all[first].hull(all[last]));
        }
        terms.sort();
        terms.dedup();
        let claims: Vec<_> = sentences(&source).into_iter().filter(|_| numbers.below(3) == 0).collect();
        let report = checked(&source, &terms, &claims);
        wanted += terms.len();
        there += marked(&report, terms.len());
    }
    eprintln!("{} posts, {there} of {wanted} terms marked", paths.len());
    assert!(there * 100 > wanted * 95, "{there} of {wanted}");
}

const PIECES: &[&str] = &[
    "word",
    "other words",
    " ",
    " ",
    "\n",
    "\n",
    "\n\n",
    "*",
    "**",
    "_",
    "~~",
    "`",
    "```",
    "[",
    "]",
    "(",
    ")",
    "](u)",
    "[^1]",
    "[^1]: ",
    "<b>",
    "</b>",
    "<",
    ">",
    "<!--",
    "-->",
    "<script>",
    "\\",
    "|",
    "|-|",
    "\n|a|b|\n|-|-|\n",
    "- ",
    "1. ",
    "> ",
    "# ",
    "===",
    "---",
    "    ",
    "\t",
    "!",
    "&amp;",
    "&",
    "http://a.example",
    "www.a.example",
    "a@b.example",
    ".",
    ":",
    "“",
    "”",
    "é",
    "中",
    "\r\n",
    "  \n",
    "{{",
    "}}",
    "[[",
    "]]",
    "[ ] ",
    "[word]: /u\n",
    "[word]",
    "\u{a0}",
    "</mark>",
    "<mark>",
    "~",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn random_markdown_holds(pieces in proptest::collection::vec(proptest::sample::select(PIECES.to_vec()), 0..40)) {
        let source = pieces.concat();
        checked(&source, &words(&source), &sentences(&source));
    }
}
