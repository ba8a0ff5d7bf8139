//! A folder in which the scripts are run, and what ibid makes of what they write.

use ibid::{
    detect,
    document::{BlockKind, Document, Format},
    lexicon::Lexicon,
};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

pub(crate) fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A folder with a copy of `tests/ingest`, where the scripts are run.
pub(crate) struct Place {
    pub(crate) dir: tempfile::TempDir,
    pub(crate) python: PathBuf,
}

impl Place {
    /// `None` where the packages are not installed, which is said.
    pub(crate) fn new() -> Option<Self> {
        let python = here("target/venv/bin/python");
        let packages = "import feedparser, markdownify, pyarrow, trafilatura, warcio";
        let there = Command::new(&python).args(["-c", packages]).stderr(Stdio::null()).status();
        if !there.is_ok_and(|status| status.success()) {
            assert!(std::env::var_os("IBID_INGEST").is_none(), "target/venv has not what tools/ingest needs");
            eprintln!("skipped: target/venv has not the packages of tools/ingest/requirements.txt");
            return None;
        }
        let dir = tempfile::tempdir().unwrap();
        copy(&here("tests/ingest"), dir.path());
        // What Zotero keeps of the page is the page.
        fs::create_dir_all(dir.path().join("Ferry/files/4")).unwrap();
        fs::copy(dir.path().join("pages/ferry.html"), dir.path().join("Ferry/files/4/ferry.html")).unwrap();
        Some(Self { dir, python })
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    /// Runs a script of `tools/ingest`, which must end with `code`; returns what it prints and what it complains of.
    pub(crate) fn run(&self, code: i32, script: &str, args: &[&str]) -> (String, String) {
        let script = here("tools/ingest").join(script);
        // The tests run side by side, and their files of byte code would be written at once.
        let mut command = Command::new(&self.python);
        command.arg("-B").arg(&script).args(args).current_dir(self.dir.path());
        let output = command.output().unwrap();
        let (out, err) = said(&output);
        assert_eq!(output.status.code(), Some(code), "{} {args:?}\n{out}{err}", script.display());
        (out, err)
    }

    /// Runs `ibid`, and returns what it prints.
    pub(crate) fn ibid(&self, args: &[&str]) -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_ibid")).args(args).current_dir(self.dir.path()).output().unwrap();
        assert!(output.status.success(), "{args:?}: {}", said(&output).1);
        said(&output).0
    }

    /// The documents in a folder, by name.
    pub(crate) fn documents(&self, folder: &str) -> BTreeMap<String, Document> {
        let entries = fs::read_dir(self.path(folder)).unwrap();
        let read = |path: PathBuf| {
            let document = Document::read(&fs::read(&path).unwrap(), Format::Markdown).unwrap();
            assert_eq!(document.warnings(), [], "{}", path.display());
            (path.file_name().unwrap().to_str().unwrap().to_owned(), document)
        };
        entries.map(|entry| read(entry.unwrap().path())).collect()
    }
}

pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let copied = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &copied);
        } else {
            fs::copy(&path, &copied).unwrap();
        }
    }
}

pub(crate) fn said(output: &Output) -> (String, String) {
    (String::from_utf8(output.stdout.clone()).unwrap(), String::from_utf8(output.stderr.clone()).unwrap())
}

pub(crate) fn markdown(text: &str) -> Document {
    Document::read(text.as_bytes(), Format::Markdown).unwrap()
}

/// What ibid makes of a document's front matter: outlet, domain, authors, date.
pub(crate) fn read(document: &Document) -> (Option<String>, Option<String>, Vec<String>, Option<String>) {
    let lexicon = Lexicon::builtin();
    let outlet = detect::outlet(document, lexicon);
    let authors = detect::authors(document, lexicon).into_iter().map(|author| author.name).collect();
    let published = detect::published(document, lexicon).map(|published| published.date);
    (outlet.as_ref().map(|outlet| outlet.name.clone()), outlet.and_then(|outlet| outlet.domain), authors, published)
}

pub(crate) fn wanted(
    outlet: &str,
    domain: &str,
    authors: &[&str],
    date: &str,
) -> (Option<String>, Option<String>, Vec<String>, Option<String>) {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    (some(outlet), some(domain), authors.iter().map(ToString::to_string).collect(), some(date))
}

/// The words of a document's blocks of one kind.
pub(crate) fn words(document: &Document, kind: BlockKind) -> Vec<&str> {
    document.blocks().iter().filter(|block| block.kind == kind).map(|block| document.words(block.span)).collect()
}

pub(crate) fn field<'d>(document: &'d Document, key: &str) -> &'d str {
    document.front().get(key).map_or("", |field| field.value.as_str())
}
