//! The life of a server: messages in their order, and diagnostics when nobody types.

use super::{
    client::{Client, SHOW},
    diagnostics,
    disk::Disk,
    requests::{self, Failure},
    state::State,
    transport::{self, Incoming},
};
use crate::document::{Source, Span};
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::{
    CancelParams, DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    ExecuteCommandParams, InitializeParams, NumberOrString, PublishDiagnosticsParams, Url,
};
use serde_json::{Value, json};
use std::{
    collections::{BTreeSet, VecDeque},
    io::{self, BufRead, Write},
    sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError, sync_channel},
    thread,
    time::{Duration, Instant},
};

/// How long nobody must have typed before diagnostics are made. Below the pause between two keys of a fast typist
/// (some 60 ms) each key would cost a whole reading; a tenth of a second is what people take for at once.
const QUIET: Duration = Duration::from_millis(30);
/// The longest that diagnostics wait for a pause.
const LATEST: Duration = Duration::from_millis(300);
/// How many messages wait before the client has to.
const QUEUE: usize = 1024;

/// How the server ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// As the client asked: `shutdown`, then `exit`.
    Asked,
    /// The client went away without `shutdown`.
    Abandoned,
}

/// Serves a client until it says `exit`, or its input ends.
///
/// # Errors
///
/// Returns an error when the output cannot be written.
pub fn serve(input: impl BufRead + Send + 'static, output: impl Write, disk: Box<dyn Disk>) -> io::Result<Ended> {
    let (sender, receiver) = sync_channel(QUEUE);
    // It ends with its input, or, when the server ends first, with the process.
    thread::spawn(move || follow(input, &sender));
    let mut server = Server {
        output,
        state: State::new(disk),
        phase: Phase::New,
        waiting: VecDeque::new(),
        changed: BTreeSet::new(),
        behind: BTreeSet::new(),
        since: None,
        asked: 0,
    };
    server.run(&receiver)
}

fn follow(mut input: impl BufRead, sender: &SyncSender<Incoming>) {
    while let Ok(Some(incoming)) = transport::read(&mut input) {
        if sender.send(incoming).is_err() {
            return;
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    New,
    Running,
    ShutDown,
}

struct Server<W> {
    output: W,
    state: State,
    phase: Phase,
    waiting: VecDeque<Incoming>,
    /// Files that changed since diagnostics were made.
    changed: BTreeSet<Url>,
    /// Files that speak of those that changed, and still wait for theirs.
    behind: BTreeSet<Url>,
    /// Since when any have.
    since: Option<Instant>,
    /// How many requests the client was sent.
    asked: i32,
}

impl<W: Write> Server<W> {
    fn run(&mut self, receiver: &Receiver<Incoming>) -> io::Result<Ended> {
        loop {
            let open = self.collect(receiver)?;
            while let Some(incoming) = self.waiting.pop_front() {
                if let Some(ended) = self.take(incoming)? {
                    return Ok(ended);
                }
                // What came meanwhile may take back what still waits.
                self.drain(receiver);
                if self.since.is_some_and(|since| since.elapsed() >= LATEST) {
                    self.publish(receiver)?;
                }
            }
            if !open {
                return Ok(self.ended());
            }
        }
    }

    const fn ended(&self) -> Ended {
        match self.phase {
            Phase::ShutDown => Ended::Asked,
            Phase::New | Phase::Running => Ended::Abandoned,
        }
    }

    /// Waits for the next message, and makes diagnostics when there is a pause. Tells whether more can come.
    fn collect(&mut self, receiver: &Receiver<Incoming>) -> io::Result<bool> {
        if !self.drain(receiver) {
            return Ok(false);
        }
        if !self.waiting.is_empty() {
            return Ok(true);
        }
        let Some(since) = self.since else {
            return Ok(receiver.recv().map(|incoming| self.waiting.push_back(incoming)).is_ok());
        };
        let wait = QUIET.min(LATEST.saturating_sub(since.elapsed()));
        match receiver.recv_timeout(wait) {
            Ok(incoming) => {
                self.waiting.push_back(incoming);
                Ok(true)
            }
            Err(RecvTimeoutError::Timeout) => self.publish(receiver).map(|()| true),
            Err(RecvTimeoutError::Disconnected) => Ok(false),
        }
    }

    /// Takes all messages that are there. Tells whether more can come.
    fn drain(&mut self, receiver: &Receiver<Incoming>) -> bool {
        loop {
            match receiver.try_recv() {
                Ok(incoming) => self.waiting.push_back(incoming),
                Err(TryRecvError::Empty) => return true,
                Err(TryRecvError::Disconnected) => return false,
            }
        }
    }

    fn take(&mut self, incoming: Incoming) -> io::Result<Option<Ended>> {
        match incoming {
            Incoming::Malformed(code, message) => transport::refuse(&mut self.output, code, &message)?,
            // Answers to what we asked carry nothing that we need.
            Incoming::Message(Message::Response(_)) => {}
            Incoming::Message(Message::Notification(said)) if said.method == "exit" => {
                return Ok(Some(self.ended()));
            }
            Incoming::Message(Message::Notification(said)) => self.notified(said)?,
            Incoming::Message(Message::Request(request)) => self.requested(request)?,
        }
        Ok(None)
    }

    fn requested(&mut self, request: Request) -> io::Result<()> {
        let Request { id, method, params } = request;
        let result = match (self.phase, method.as_str()) {
            _ if self.is_cancelled(&id) => Err((ErrorCode::RequestCanceled, "cancelled".to_owned())),
            (Phase::New, "initialize") => self.initialize(params),
            (Phase::New, _) => Err((ErrorCode::ServerNotInitialized, "say `initialize` first".to_owned())),
            (Phase::ShutDown, _) => Err((ErrorCode::InvalidRequest, "the server is shut down".to_owned())),
            (Phase::Running, "initialize") => {
                Err((ErrorCode::InvalidRequest, "`initialize` was said already".to_owned()))
            }
            (Phase::Running, "shutdown") => {
                self.phase = Phase::ShutDown;
                Ok(Value::Null)
            }
            (Phase::Running, "workspace/executeCommand") => self.execute(params),
            (Phase::Running, method) => requests::answer(&mut self.state, method, params)
                .unwrap_or_else(|| Err((ErrorCode::MethodNotFound, format!("no such method: {method}")))),
        };
        let response = match result {
            Ok(value) => Response { id, response_result: Ok(value) },
            Err((code, message)) => Response::new_err(id, code as i32, message),
        };
        self.send(response.into())
    }

    /// Tells whether a message that waits takes a request back.
    fn is_cancelled(&self, id: &RequestId) -> bool {
        self.waiting.iter().any(|incoming| {
            let Incoming::Message(Message::Notification(said)) = incoming else { return false };
            said.method == "$/cancelRequest"
                && serde_json::from_value::<CancelParams>(said.params.clone()).is_ok_and(|cancel| match cancel.id {
                    NumberOrString::Number(number) => RequestId::from(number) == *id,
                    NumberOrString::String(text) => RequestId::from(text) == *id,
                })
        })
    }

    fn initialize(&mut self, params: Value) -> Result<Value, Failure> {
        let params: InitializeParams = requests::read(params)?;
        self.state.client = Client::of(&params);
        if let Some(root) = &self.state.client.root {
            self.state.disk.enter(root);
        }
        self.phase = Phase::Running;
        serde_json::to_value(self.state.client.welcome()).map_err(|error| (ErrorCode::InternalError, error.to_string()))
    }

    fn notified(&mut self, said: Notification) -> io::Result<()> {
        if self.phase != Phase::Running {
            return Ok(());
        }
        let Notification { method, params } = said;
        // What cannot be read changes nothing, and nobody waits for an answer.
        match method.as_str() {
            "initialized" => self.watch()?,
            "textDocument/didOpen" => {
                if let Ok(opened) = requests::read::<DidOpenTextDocumentParams>(params) {
                    self.touch(opened.text_document.uri.clone());
                    self.state.open(opened.text_document);
                }
            }
            "textDocument/didChange" => {
                if let Ok(changed) = requests::read(params) {
                    self.change(changed);
                }
            }
            "textDocument/didClose" => {
                if let Ok(closed) = requests::read::<DidCloseTextDocumentParams>(params) {
                    let uri = closed.text_document.uri;
                    self.state.close(&uri);
                    self.touch(uri.clone());
                    self.tell(PublishDiagnosticsParams { uri, diagnostics: vec![], version: None })?;
                }
            }
            "textDocument/didSave" | "workspace/didChangeWatchedFiles" => {
                // A lexicon may be among them.
                if params.to_string().contains(".y") {
                    self.state.disk.reload();
                    self.state.forget();
                }
                let all: Vec<Url> = self.state.all().map(|(uri, _)| uri.clone()).collect();
                all.into_iter().for_each(|uri| self.touch(uri));
            }
            _ => {}
        }
        Ok(())
    }

    fn change(&mut self, changed: DidChangeTextDocumentParams) {
        let uri = changed.text_document.uri;
        let Some(open) = self.state.file_mut(&uri) else { return };
        open.version = changed.text_document.version;
        for change in changed.content_changes {
            open.text.change(change.range, &change.text);
        }
        self.touch(uri);
    }

    fn touch(&mut self, uri: Url) {
        self.changed.insert(uri);
        self.since.get_or_insert_with(Instant::now);
    }

    /// Makes diagnostics. Whoever types looks at the file that changes, so it comes first, and when they type on the others
    /// wait for the next pause, up to the latest time.
    fn publish(&mut self, receiver: &Receiver<Incoming>) -> io::Result<()> {
        let since = self.since.take();
        let is_late = since.is_some_and(|since| since.elapsed() >= LATEST);
        let changed = std::mem::take(&mut self.changed);
        let mut others = std::mem::take(&mut self.behind);
        others.extend(changed.iter().flat_map(|uri| self.state.touched(uri)));
        others.retain(|uri| !changed.contains(uri));
        for uri in changed {
            self.diagnose(uri)?;
        }
        while let Some(uri) = others.pop_first() {
            self.drain(receiver);
            if !is_late && !self.waiting.is_empty() {
                others.insert(uri);
                (self.behind, self.since) = (others, since);
                return Ok(());
            }
            self.diagnose(uri)?;
        }
        if self.state.client.refreshes {
            self.ask("workspace/inlayHint/refresh", Value::Null)?;
        }
        Ok(())
    }

    fn diagnose(&mut self, uri: Url) -> io::Result<()> {
        let Some(version) = self.state.file(&uri).map(|open| open.version) else { return Ok(()) };
        let diagnostics = diagnostics::of(&mut self.state, &uri);
        self.tell(PublishDiagnosticsParams { uri, diagnostics, version: Some(version) })
    }

    fn tell(&mut self, params: PublishDiagnosticsParams) -> io::Result<()> {
        let params = serde_json::to_value(params).map_err(io::Error::other)?;
        let method = "textDocument/publishDiagnostics".to_owned();
        self.send(Notification { method, params }.into())
    }

    fn ask(&mut self, method: &str, params: Value) -> io::Result<()> {
        self.asked = self.asked.wrapping_add(1);
        self.send(Request { id: RequestId::from(self.asked), method: method.to_owned(), params }.into())
    }

    /// Asks to be told when files change that are not open.
    fn watch(&mut self) -> io::Result<()> {
        if !self.state.client.watches {
            return Ok(());
        }
        let watchers = json!([{"globPattern": "**/*.{yaml,yml,md,markdown,txt}"}]);
        let options = json!({"watchers": watchers});
        let method = "workspace/didChangeWatchedFiles";
        let registration = json!({"id": "ibid-files", "method": method, "registerOptions": options});
        self.ask("client/registerCapability", json!({"registrations": [registration]}))
    }

    /// Shows the note of an entry, for a person to write.
    fn execute(&mut self, params: Value) -> Result<Value, Failure> {
        let wrong = |message: &str| (ErrorCode::InvalidParams, message.to_owned());
        let params: ExecuteCommandParams = requests::read(params)?;
        let (SHOW, [Value::String(uri), Value::String(id)]) = (params.command.as_str(), params.arguments.as_slice())
        else {
            return Err(wrong("the only command is `ibid.show`, with an address and an id"));
        };
        let uri: Url = uri.parse().map_err(|_| wrong("no address"))?;
        if let Some((uri, selection)) = self.note_of(&uri, id) {
            let show = json!({"uri": uri, "takeFocus": true, "selection": selection});
            self.ask("window/showDocument", show).map_err(|error| (ErrorCode::InternalError, error.to_string()))?;
        }
        Ok(Value::Null)
    }

    /// Where the note of an entry is written: between its quotation marks.
    fn note_of(&mut self, uri: &Url, id: &str) -> Option<(Url, lsp_types::Range)> {
        let kept = self.state.reading(uri).ok().and_then(|reading| reading.kept.clone());
        let sidecar = kept.and_then(|kept| self.state.address(&kept.belongs.sidecar)).unwrap_or_else(|| uri.clone());
        let text = self.state.text(&sidecar.to_file_path().ok()?)?;
        let entries = crate::sidecar::entries(text.as_str()).ok()?;
        let entry = entries.iter().find(|entry| entry.id.as_deref() == Some(id))?;
        let lines = entry.lines.of(text.as_str())?;
        let at = lines.find("note: \"\"").map_or(0, |at| at + "note: \"".len());
        let at = entry.lines.start().checked_add(u32::try_from(at).ok()?)?;
        Some((sidecar, text.range(Span::<Source>::clamped(at, at))))
    }

    fn send(&mut self, message: Message) -> io::Result<()> {
        message.write(&mut self.output)
    }
}
