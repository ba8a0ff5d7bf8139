//! The language server as editors meet it: the real binary, the real protocol, over its standard input and output.
//!
//! `life` is how it begins, ends and bears with bad messages, `problems` its diagnostics, `passages` hovers, definitions
//! and hints, `actions` edits, `typing` completion, `settings` those of the workspace. People, places and outlets are invented.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, reason = "helpers of tests are tests")]

mod actions;
mod life;
mod passages;
mod problems;
mod settings;
mod typing;

use serde_json::{Value, json};
use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    time::Duration,
};

/// A document with claims, framing terms, an outlet, an emoji and a wide character.
const FERRY: &str = "\
---
title: Ferry strike enters third day
sitename: The Harbor Gazette
author: Mira Osk
date: 2031-03-14
---

🙂 港 The regime's so-called reform was rejected, Mayor Dana Roth said on Friday.

“The port is closed,” Roth said. According to the *Lantern*, talks failed.
";

const DOCUMENT: &str = "corpus/ferry.md";
const SIDECAR: &str = "annotations/ferry.md.yaml";

/// How long an answer may take on a machine that does many other things.
const PATIENCE: Duration = Duration::from_secs(120);

/// A temporary folder with an annotated document.
struct Workspace {
    dir: tempfile::TempDir,
}

impl Workspace {
    fn empty() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    fn annotated() -> Self {
        let here = Self::empty();
        here.write(DOCUMENT, FERRY);
        here.ibid(&["annotate", "--quiet"]);
        here
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn uri(&self, name: &str) -> String {
        uri(&self.path(name))
    }

    fn ibid(&self, args: &[&str]) -> String {
        let ran = Command::new(env!("CARGO_BIN_EXE_ibid")).args(args).current_dir(self.dir.path()).output().unwrap();
        String::from_utf8(ran.stdout).unwrap()
    }

    /// Every file and what is in it.
    fn all(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut out = vec![];
        let mut open = vec![self.dir.path().to_owned()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { open.push(path) } else { out.push((path.clone(), fs::read(&path).unwrap())) }
            }
        }
        out.sort();
        out
    }
}

/// The address of a file, with everything escaped that has to be.
fn uri(path: &Path) -> String {
    let escape = |byte: &u8| match byte {
        b'/' | b'-' | b'.' | b'_' | b'~' => char::from(*byte).to_string(),
        byte if byte.is_ascii_alphanumeric() => char::from(*byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    format!("file://{}", path.to_str().unwrap().as_bytes().iter().map(escape).collect::<String>())
}

/// What a client may be able to do.
fn able() -> Value {
    json!({
        "general": {"positionEncodings": ["utf-16"]},
        "workspace": {"workspaceEdit": {"documentChanges": true, "resourceOperations": ["create"]}},
        "window": {"showDocument": {"support": true}},
        "textDocument": {
            "hover": {"contentFormat": ["markdown", "plaintext"]},
            "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
            "codeAction": {"dataSupport": true, "disabledSupport": true, "resolveSupport": {"properties": ["edit"]}},
        },
    })
}

/// An editor.
struct Editor {
    child: Child,
    input: Option<ChildStdin>,
    answers: Receiver<Value>,
    asked: i64,
    /// What the server said that nobody waited for.
    said: Vec<Value>,
}

impl Editor {
    /// Starts a server without a word.
    fn silent(here: &Workspace) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ibid"));
        command.arg("lsp").current_dir(here.dir.path());
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (input, output) = (child.stdin.take(), child.stdout.take().unwrap());
        let (sender, answers) = channel();
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            loop {
                let mut size = 0;
                loop {
                    let mut line = String::new();
                    if output.read_line(&mut line).unwrap() == 0 {
                        return;
                    }
                    match line.trim_end().split_once(": ") {
                        Some((_, number)) => size = number.parse().unwrap(),
                        None => break,
                    }
                }
                let mut body = vec![0; size];
                output.read_exact(&mut body).unwrap();
                if sender.send(serde_json::from_slice(&body).unwrap()).is_err() {
                    return;
                }
            }
        });
        Self { child, input, answers, asked: 0, said: vec![] }
    }

    fn start(here: &Workspace) -> Self {
        Self::with(here, able(), Value::Null).0
    }

    /// Starts a server for a client that can do these things; returns what the server can.
    fn with(here: &Workspace, capabilities: Value, options: Value) -> (Self, Value) {
        let mut editor = Self::silent(here);
        let root = uri(here.dir.path());
        let params = json!({
            "processId": null, "rootUri": root, "capabilities": capabilities, "initializationOptions": options,
        });
        let answer = editor.ask("initialize", params);
        editor.tell("initialized", json!({}));
        (editor, answer["capabilities"].clone())
    }

    fn write(&mut self, bytes: &[u8]) {
        self.input.as_mut().unwrap().write_all(bytes).unwrap();
    }

    fn send(&mut self, message: &Value) {
        self.write(framed(&message.to_string()).as_bytes());
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Returns the whole answer to a request.
    fn answer(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        self.until(|said| said["id"] == id && said.get("method").is_none())
    }

    /// Returns the result of a request that must have one.
    #[track_caller]
    fn ask(&mut self, method: &str, params: Value) -> Value {
        let answer = self.answer(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// Waits for something; what comes before is kept.
    #[track_caller]
    fn until(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.said.iter().position(&is_it) {
            return self.said.remove(at);
        }
        loop {
            let said = self.answers.recv_timeout(PATIENCE).expect("the server says nothing more");
            if is_it(&said) {
                return said;
            }
            self.said.push(said);
        }
    }

    fn open(&mut self, here: &Workspace, name: &str) {
        let text = here.read(name);
        self.open_text(&here.uri(name), &text);
    }

    fn open_text(&mut self, uri: &str, text: &str) {
        let language = if uri.ends_with("yaml") { "yaml" } else { "markdown" };
        self.tell(
            "textDocument/didOpen",
            json!({"textDocument": {"uri": uri, "languageId": language, "version": 1, "text": text}}),
        );
    }

    /// Changes all of a file's text.
    fn replace(&mut self, uri: &str, version: i32, text: &str) {
        self.change(uri, version, json!([{"text": text}]));
    }

    fn change(&mut self, uri: &str, version: i32, changes: Value) {
        let file = json!({"uri": uri, "version": version});
        self.tell("textDocument/didChange", json!({"textDocument": file, "contentChanges": changes}));
    }

    /// Waits for the diagnostics of a version of a file.
    #[track_caller]
    fn problems(&mut self, uri: &str, version: i32) -> Vec<Value> {
        let is_it = |said: &Value| {
            let params = &said["params"];
            said["method"] == "textDocument/publishDiagnostics" && params["uri"] == uri && params["version"] == version
        };
        self.until(is_it)["params"]["diagnostics"].as_array().unwrap().clone()
    }

    /// Ends as an editor does; returns the exit code.
    fn end(mut self) -> i32 {
        assert_eq!(self.ask("shutdown", Value::Null), Value::Null);
        self.tell("exit", Value::Null);
        self.code()
    }

    fn code(mut self) -> i32 {
        self.input.take();
        self.child.wait().unwrap().code().unwrap()
    }
}

fn framed(body: &str) -> String {
    format!("Content-Length: {}\r\n\r\n{body}", body.len())
}

/// The position of words in a text, in UTF-16.
#[track_caller]
fn position(text: &str, words: &str) -> Value {
    let at = text.find(words).unwrap_or_else(|| panic!("no {words:?} in\n{text}"));
    let line = text[..at].matches('\n').count();
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    json!({"line": line, "character": text[start..at].encode_utf16().count()})
}

#[track_caller]
fn range(text: &str, words: &str) -> Value {
    let (start, at) = (position(text, words), text.find(words).unwrap() + words.len());
    let line = text[..at].matches('\n').count();
    let first = text[..at].rfind('\n').map_or(0, |at| at + 1);
    json!({"start": start, "end": {"line": line, "character": text[first..at].encode_utf16().count()}})
}

fn place(uri: &str, text: &str, words: &str) -> Value {
    json!({"textDocument": {"uri": uri}, "position": position(text, words)})
}

/// Makes edits as an editor does.
fn edited(text: &str, edits: &Value) -> String {
    let offset = |position: &Value| {
        let line = position["line"].as_u64().unwrap() as usize;
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        let mut units = position["character"].as_u64().unwrap() as usize;
        let mut at = start;
        for c in text[start..].chars() {
            if units == 0 {
                break;
            }
            units -= c.len_utf16();
            at += c.len_utf8();
        }
        at
    };
    let mut all: Vec<(usize, usize, &str)> = edits
        .as_array()
        .unwrap()
        .iter()
        .map(|edit| (offset(&edit["range"]["start"]), offset(&edit["range"]["end"]), edit["newText"].as_str().unwrap()))
        .collect();
    all.sort();
    let mut out = text.to_owned();
    for (from, to, new) in all.into_iter().rev() {
        out.replace_range(from..to, new);
    }
    out
}
