//! A desk for tests: annotation files in memory, a buffer for a screen, keys by name.

use super::{
    book::Book,
    deciding::Wrote,
    disk::{After, Disk, answer},
    keys::Key,
    screen::{self, Ink},
    state::State,
};
use crate::{
    annotation::Selector,
    detect,
    document::{Document, Format},
    lexicon::Lexicon,
    sidecar::{self, DocumentRef, Engine},
};
use ratatui::{Terminal, backend::TestBackend};

/// Annotation files in memory; the names are `0.yaml`, `1.yaml`, ….
pub(super) struct Memory {
    pub(super) files: Vec<(String, String)>,
    /// What another program writes just before we do.
    pub(super) meanwhile: Vec<(usize, String)>,
    /// Why nothing can be written.
    pub(super) refused: Option<String>,
}

impl Memory {
    pub(super) fn of(documents: &[&str]) -> Self {
        let files = documents.iter().enumerate().map(|(at, text)| ((*text).to_owned(), annotated(at, text))).collect();
        Self { files, meanwhile: vec![], refused: None }
    }

    pub(super) fn texts(&self) -> Vec<String> {
        self.files.iter().map(|file| file.1.clone()).collect()
    }
}

fn annotated(at: usize, text: &str) -> String {
    let document = Document::read(text.as_bytes(), Format::Markdown).unwrap();
    let found = detect::annotate(&document, Lexicon::builtin(), detect::Mode::Broad);
    let engine = Engine { version: "0.1.0".to_owned(), lexicon: Lexicon::digest() };
    let of = DocumentRef::of(&format!("../corpus/{at}.md"), &document);
    sidecar::new_text(&of, &engine, &found.map(|span| Selector::of(&document, *span)), "schema.json")
}

impl Disk for Memory {
    fn open(&mut self, file: usize) -> Result<Book, String> {
        let (document, text) = &self.files[file];
        let document = Document::read(document.as_bytes(), Format::Markdown).unwrap();
        let paths = (format!("annotations/{file}.yaml").into(), format!("corpus/{file}.md").into());
        Book::of(paths.0, paths.1, document, text.clone()).map_err(|problem| problem.message)
    }

    fn write(&mut self, file: usize, old: &str, new: &str) -> Wrote {
        if let Some(why) = &self.refused {
            return Wrote::Refused(why.clone());
        }
        if let Some((file, text)) = self.meanwhile.pop() {
            self.files[file].1 = text;
        }
        if self.files[file].1 != old {
            return Wrote::Changed(Box::new(self.open(file)));
        }
        new.clone_into(&mut self.files[file].1);
        Wrote::Done
    }

    fn is_undecided(&mut self, file: usize) -> bool {
        sidecar::undecided(&self.files[file].1).is_ok_and(|found| !found.is_empty())
    }

    fn count(&self) -> usize {
        self.files.len()
    }
}

pub(super) struct Desk {
    pub(super) state: State,
    pub(super) disk: Memory,
    pub(super) size: (u16, u16),
    pub(super) ink: Ink,
}

impl Desk {
    pub(super) fn new(documents: &[&str]) -> Self {
        Self::on(Memory::of(documents))
    }

    pub(super) fn on(mut disk: Memory) -> Self {
        let names = (0..disk.count()).map(|at| format!("annotations/{at}.yaml")).collect();
        let (mut state, first) = State::new(names, Some("Mira Osk".to_owned()));
        answer(&mut state, Some(first), &mut disk);
        Self { state, disk, size: (100, 24), ink: Ink { color: false } }
    }

    pub(super) fn press(&mut self, key: &Key) -> After {
        let ask = self.state.press(key);
        answer(&mut self.state, ask, &mut self.disk)
    }

    /// Presses keys: letters as they are, others by name in angle brackets.
    pub(super) fn keys(&mut self, keys: &str) -> &mut Self {
        let mut rest = keys;
        while let Some(c) = rest.chars().next() {
            let named = rest.strip_prefix('<').and_then(|tail| tail.split_once('>'));
            let (key, tail) = match named {
                Some(("enter", tail)) => (Key::Enter, tail),
                Some(("esc", tail)) => (Key::Escape, tail),
                Some(("tab", tail)) => (Key::Tab, tail),
                Some(("backtab", tail)) => (Key::BackTab, tail),
                Some(("down", tail)) => (Key::Down, tail),
                Some(("right", tail)) => (Key::Right, tail),
                Some(("clear", tail)) => (Key::Control('u'), tail),
                Some(("redo", tail)) => (Key::Control('r'), tail),
                Some((other, _)) => panic!("no key <{other}>"),
                None => (Key::Char(c), rest.strip_prefix(c).unwrap()),
            };
            self.press(&key);
            rest = tail;
        }
        self
    }

    pub(super) fn drawn(&mut self) -> Terminal<TestBackend> {
        let mut terminal = Terminal::new(TestBackend::new(self.size.0, self.size.1)).unwrap();
        terminal.draw(|frame| screen::draw(frame, &mut self.state, self.ink)).unwrap();
        terminal
    }

    /// The screen as text.
    pub(super) fn screen(&mut self) -> String {
        let terminal = self.drawn();
        let shown = terminal.backend().to_string();
        // The backend tells behind a row which cells a wide letter hides.
        let row = |line: &str| {
            line.split("\" Hidden").next().unwrap_or_default().trim_matches('"').trim_end().to_owned() + "\n"
        };
        shown.lines().map(row).collect()
    }

    pub(super) fn held(&self) -> &str {
        self.state.item().unwrap().id()
    }

    /// Takes the entry in hand whose words begin with these.
    pub(super) fn hold(&mut self, words: &str) {
        self.keys("g");
        while !self.state.item().unwrap().listed.words.starts_with(words) {
            let before = self.state.cursor;
            self.keys("j");
            assert_ne!(self.state.cursor, before, "no entry has {words:?}");
        }
    }

    pub(super) fn message(&self) -> &str {
        self.state.message.as_deref().unwrap_or_default()
    }
}
