//! Re-annotation case by case: the files in `tests/merge` show an annotation file before and after.
//!
//! A case names what the engine finds in the document, and the file as a person left it; `document now` and
//! `engine now` say what changed before the second run. Only the entries are shown: the head of the file is
//! the document's digests. `IBID_UPDATE=1 cargo test --test merge` writes the last part anew; read it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test that cannot run must fail"
)]

use ibid::{
    annotation::{Annotations, Category, Claim, ClaimKind, Cue, CueClass, Framing, Ids, Selector, Voice},
    document::{Digest, Document, Format, Source, Span},
    sidecar::{self, DocumentRef, Engine},
};
use std::{collections::BTreeMap, fs, path::Path};

const PATH: &str = "../corpus/bridge.md";

/// A case: its parts by their headings.
struct Case {
    name: String,
    about: String,
    parts: BTreeMap<String, String>,
}

impl Case {
    fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap();
        let mut pieces = text.split("=== ");
        let about = pieces.next().unwrap().trim().to_owned();
        let part = |piece: &str| {
            let (heading, body) = piece.split_once('\n').unwrap();
            (heading.to_owned(), body.to_owned())
        };
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        Self { name, about, parts: pieces.map(part).collect() }
    }

    /// The part with this heading, without the empty line before the next heading.
    fn part(&self, heading: &str) -> Option<String> {
        let text = self.parts.get(heading)?;
        let is_last = heading == "file now";
        Some(if is_last { text.as_str() } else { text.strip_suffix('\n').unwrap_or(text) }.to_owned())
    }

    fn document(&self, heading: &str) -> Option<Document> {
        Some(Document::read(self.part(heading)?.as_bytes(), Format::Markdown).unwrap())
    }
}

/// The `n`th place of the words, as in `contested #2`.
fn find(text: &str, words: &str) -> Span<Source> {
    let (words, n) = words.split_once(" #").map_or((words, 1), |(words, n)| (words, n.parse().unwrap()));
    let at = text.match_indices(words).nth(n - 1).unwrap_or_else(|| panic!("no {words:?} #{n} in {text:?}")).0;
    Span::clamped(u32::try_from(at).unwrap(), u32::try_from(at + words.len()).unwrap())
}

/// What the engine finds: `term: WORDS, VOICE` and `claim: SOURCE | CUE | CONTENT`, one a line.
fn found(document: &Document, lines: &str) -> Annotations<Selector> {
    let mut ids = Ids::default();
    let text = document.source();
    let mut found = Annotations::default();
    for line in lines.lines().filter(|line| !line.is_empty()) {
        let (kind, rest) = line.split_once(": ").unwrap();
        match kind {
            "term" => {
                let (words, voice) = rest.rsplit_once(", ").unwrap();
                let at = find(text, words);
                found.framing.push(Framing {
                    id: ids.give('f', at.of(text).unwrap()),
                    term: at.of(text).unwrap().to_owned(),
                    at,
                    category: Category::Delegitimiser,
                    voice: *Voice::ALL.iter().find(|known| known.name() == voice).unwrap(),
                    speaker: None,
                    relay: None,
                    claim: None,
                    rule: "test.term".to_owned(),
                    broad: false,
                });
            }
            "claim" => {
                let [source, cue, content] = rest.split(" | ").collect::<Vec<_>>().try_into().unwrap();
                let content = find(text, content);
                found.claims.push(Claim {
                    id: ids.give('c', content.of(text).unwrap()),
                    kind: ClaimKind::Direct,
                    speaker: Some(source.to_owned()),
                    source: Some(find(text, source)),
                    cue: Cue { at: find(text, cue), class: CueClass::Neutral },
                    content: vec![content],
                    within: None,
                    rule: "test.claim".to_owned(),
                    confidence: None,
                });
            }
            other => panic!("what is {other:?}?"),
        }
    }
    found.map(|span| Selector::of(document, *span))
}

fn engine() -> Engine {
    Engine { version: "0.1.0".to_owned(), lexicon: Digest::of(b"lexicon") }
}

/// Takes the head of a file off: its lines up to the first empty one.
fn body(text: &str) -> String {
    let end = if text.contains("\r\n") { "\r\n\r\n" } else { "\n\n" };
    text.split_once(end).map(|(_, body)| body.to_owned()).unwrap_or_default()
}

/// Runs a case, and returns the file after it.
fn run(case: &Case) -> String {
    let (before, lines) = (case.document("document").unwrap(), case.part("engine").unwrap());
    let fresh =
        sidecar::new_text(&DocumentRef::of(PATH, &before), &engine(), &found(&before, &lines), "../schemas/a.json");
    let head = fresh.split_once("\n\n").unwrap().0;
    let file = case.part("file").unwrap_or_else(|| panic!("{}: no file; fresh it is\n{}", case.name, body(&fresh)));
    let file = format!("{head}\n\n{file}");
    sidecar::read(&file).unwrap_or_else(|problem| panic!("{}: {problem}\n{file}", case.name));
    let now = case.document("document now").unwrap_or(before);
    let found = found(&now, &case.part("engine now").unwrap_or(lines));
    let merge = |text: &str| sidecar::merge(text, PATH, &now, &engine(), &found).unwrap();
    let once = merge(&file).text;
    sidecar::read(&once).unwrap_or_else(|problem| panic!("{}: {problem}\n{once}", case.name));
    let twice = merge(&once);
    assert_eq!(twice.text, once, "{}: a second run changes nothing", case.name);
    assert_eq!((twice.added, twice.updated, twice.removed), (0, 0, 0), "{}", case.name);
    assert!(once.contains(&now.digests().raw.to_string()), "{}: the head names the new document", case.name);
    body(&once)
}

#[test]
fn cases() {
    let mut paths: Vec<_> = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/merge"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    assert!(paths.len() >= 20, "the cases were found");
    let mut wrong = vec![];
    for path in paths {
        let case = Case::read(&path);
        assert!(!case.about.is_empty(), "{}: what does it show?", case.name);
        let after = run(&case);
        if case.part("file now").as_deref() == Some(&after) {
            continue;
        }
        if std::env::var_os("IBID_UPDATE").is_some() {
            let text = fs::read_to_string(&path).unwrap();
            let kept = text.split("=== file now\n").next().unwrap();
            fs::write(&path, format!("{kept}=== file now\n{after}")).unwrap();
        }
        wrong.push(format!("{}:\n{after}", case.name));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
