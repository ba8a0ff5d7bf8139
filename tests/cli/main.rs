//! The command as people run it: a workspace in a temporary folder, the real binary, whole screens.
//!
//! `annotate` is what the main job does, `verify` what holds and what does not, `bad_input` what goes wrong
//! and how it is told, `entry` an entry of an annotation file explained, `terminal` text that would do harm, `tmux` and `hangup` the full-screen reader, `pages` pages for browsers, `sources` the audit of sources, `serve` the local reader, `stream` and `screens` the rest. People, places
//! and outlets are invented.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    reason = "helpers of tests are tests; one that is skipped says so"
)]

mod agree;
mod annotate;
mod bad_input;
mod cache;
mod check;
mod cite;
mod config;
mod entry;
mod exchange;
#[cfg(unix)]
mod hangup;
mod lexicon;
mod pages;
mod papers;
mod prove;
mod review;
mod schema;
mod screens;
mod serve;
mod sidecars;
mod sources;
mod stream;
mod terminal;
mod tmux;
mod verify;
mod web_annotation;
mod whole;

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// A document with an outlet, an author, a date, claims and framing terms.
const FERRY: &str = "\
---
title: Ferry strike enters third day
sitename: The Harbor Gazette
author: Mira Osk
date: 2031-03-14
---

The regime's so-called reform was rejected, Mayor Dana Roth said on Friday.

“The port is closed,” Roth said. According to the *Lantern*, talks failed.
";

/// Another document.
const BRIDGE: &str = "# Bridge opens\n\nThe bridge is safe, engineer Tomas Vell said on Monday.\n";

/// A temporary folder to run the command in.
struct Workspace {
    dir: tempfile::TempDir,
}

/// How a run ended, and what it printed.
struct Ran {
    code: i32,
    out: Vec<u8>,
    err: Vec<u8>,
}

impl Workspace {
    fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    /// A workspace with [`FERRY`] in its corpus, annotated.
    fn annotated() -> Self {
        let here = Self::new();
        here.write("corpus/ferry.md", FERRY);
        here.ibid(&["annotate", "--quiet"]).expect(0);
        here
    }

    fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.dir.path().join(name)
    }

    fn write(&self, name: impl AsRef<Path>, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn read(&self, name: impl AsRef<Path>) -> String {
        fs::read_to_string(self.path(&name)).unwrap_or_else(|error| panic!("{}: {error}", name.as_ref().display()))
    }

    /// Changes a file as an editor does; the words must be there.
    fn edit(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert!(text.contains(from), "{name} has no {from:?}:\n{text}");
        self.write(name, text.replacen(from, to, 1));
    }

    fn has(&self, name: impl AsRef<Path>) -> bool {
        fs::symlink_metadata(self.path(name)).is_ok()
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ibid"));
        command.args(args).current_dir(self.dir.path()).env_clear().env("NO_COLOR", "1");
        command
    }

    fn ibid(&self, args: &[&str]) -> Ran {
        self.fed(args, b"")
    }

    /// Runs the command with something on standard input.
    fn fed(&self, args: &[&str], input: &[u8]) -> Ran {
        run(self.command(args), input)
    }
}

fn run(mut command: Command, input: &[u8]) -> Ran {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    std::thread::scope(|scope| {
        // Who does not read all of it went away: its answer tells.
        scope.spawn(move || stdin.write_all(input).ok());
        let done = child.wait_with_output().unwrap();
        Ran { code: done.status.code().unwrap(), out: done.stdout, err: done.stderr }
    })
}

impl Ran {
    /// Requires this exit code.
    #[track_caller]
    fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}", self.screen());
        self
    }

    fn out(&self) -> String {
        String::from_utf8(self.out.clone()).unwrap()
    }

    fn err(&self) -> String {
        String::from_utf8(self.err.clone()).unwrap()
    }

    /// Everything that was shown, what is wrong first, and the exit code.
    fn screen(&self) -> String {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        format!("{}{}[exit {}]\n", text(&self.err), text(&self.out), self.code)
    }

    /// What was printed, one JSON value a line.
    fn json(&self) -> Vec<serde_json::Value> {
        self.out().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}
