//! How long an editor waits for diagnostics after an edit of a document of 50 kB: `cargo bench --bench lsp`.
//!
//! The wanted figure is 100 ms, with the pause that the server waits for. The real binary, over its standard input and
//! output, with the document and its annotation file open: single edits of the one and of the other; then a burst of edits
//! as a fast typist makes them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a bench that cannot run must stop"
)]

mod common;

use serde_json::{Value, json};
use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    process::{ChildStdin, ChildStdout, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

const SIZE: usize = 50_000;
const ROUNDS: usize = 15;

/// How many keys a burst has, and the time between two.
const KEYS: usize = 20;
const KEY: Duration = Duration::from_millis(20);

struct Editor {
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Editor {
    fn say(&mut self, message: &Value) {
        let body = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.say(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    fn hear(&mut self) -> Value {
        let mut size = 0;
        loop {
            let mut line = String::new();
            self.output.read_line(&mut line).unwrap();
            match line.trim_end().split_once(": ") {
                Some((_, number)) => size = number.parse().unwrap(),
                None => break,
            }
        }
        let mut body = vec![0; size];
        self.output.read_exact(&mut body).unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    /// Waits for the diagnostics of this version of this file, and returns how many there are.
    fn diagnostics(&mut self, uri: &str, version: usize) -> usize {
        loop {
            let said = self.hear();
            if said["params"]["uri"] == uri && said["params"]["version"] == version {
                return said["params"]["diagnostics"].as_array().unwrap().len();
            }
        }
    }

    /// Types a letter at the beginning of a line.
    fn key(&mut self, uri: &str, version: usize, line: usize) {
        self.put(uri, version, line, "x");
    }

    fn put(&mut self, uri: &str, version: usize, line: usize, text: &str) {
        let at = json!({"line": line, "character": 0});
        let change = json!({"range": {"start": at, "end": at}, "text": text});
        let file = json!({"uri": uri, "version": version});
        self.tell("textDocument/didChange", json!({"textDocument": file, "contentChanges": [change]}));
    }
}

fn main() {
    let here = tempfile::tempdir().unwrap();
    // Front matter in the middle of a text is text.
    let text: String = common::documents(SIZE)
        .concat()
        .chars()
        .scan(0, |size, c| {
            *size += c.len_utf8();
            (*size <= SIZE).then_some(c)
        })
        .collect();
    fs::create_dir(here.path().join("corpus")).unwrap();
    fs::write(here.path().join("corpus/long.md"), &text).unwrap();
    let ibid = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ibid"));
        command.current_dir(here.path());
        command
    };
    assert!(ibid().args(["annotate", "--quiet"]).status().unwrap().success());
    let mut child = ibid().arg("lsp").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut editor =
        Editor { input: child.stdin.take().unwrap(), output: BufReader::new(child.stdout.take().unwrap()) };
    editor.say(&json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"processId": null, "rootUri": null, "capabilities": {}}}));
    editor.hear();
    editor.tell("initialized", json!({}));
    let uri = |name: &str| format!("file://{}/{name}", here.path().display());
    let (document, sidecar) = (uri("corpus/long.md"), uri("annotations/long.md.yaml"));
    let kept = fs::read_to_string(here.path().join("annotations/long.md.yaml")).unwrap();
    for (uri, text, language) in [(&sidecar, &kept, "yaml"), (&document, &text, "markdown")] {
        let file = json!({"uri": uri, "languageId": language, "version": 1, "text": text});
        editor.tell("textDocument/didOpen", json!({"textDocument": file}));
    }
    let found = editor.diagnostics(&document, 1);
    println!("{} bytes, annotation file of {} bytes, {found} diagnostics", text.len(), kept.len());

    let line = text.matches('\n').count();
    let kept_line = kept.matches('\n').count();
    let mut times = [vec![], vec![], vec![]];
    for round in 2..ROUNDS + 2 {
        let start = Instant::now();
        editor.key(&document, round, line);
        editor.diagnostics(&document, round);
        times[0].push(start.elapsed());
        editor.diagnostics(&sidecar, round - 1);
        times[1].push(start.elapsed());
        let start = Instant::now();
        editor.put(&sidecar, round, kept_line, "#");
        editor.diagnostics(&sidecar, round);
        times[2].push(start.elapsed());
        editor.diagnostics(&document, round);
    }
    let names = ["of the document", "of its annotation file then", "of the annotation file when that is edited"];
    for (name, times) in names.iter().zip(&mut times) {
        times.sort();
        println!("diagnostics {name}: median {:?}, slowest {:?}", times[ROUNDS / 2], times[ROUNDS - 1]);
    }

    let first = ROUNDS + 2;
    for key in 0..KEYS {
        editor.key(&document, first + key, line);
        thread::sleep(KEY);
    }
    let start = Instant::now();
    editor.diagnostics(&document, first + KEYS - 1);
    println!("after {KEYS} keys, one each {KEY:?}: {:?} behind the last", start.elapsed());
    editor.say(&json!({"jsonrpc": "2.0", "id": 2, "method": "shutdown"}));
    editor.tell("exit", Value::Null);
    assert!(child.wait().unwrap().success());
}
