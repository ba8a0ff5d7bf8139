//! `ibid export --no-text` and `ibid hydrate`: no words get out, and all of them come back.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test that cannot run must fail"
)]

use ibid::{
    document::{Document, Format},
    sidecar::{fill, is_withheld, read, withhold},
};
use std::{fs, path::Path, process::Command};

fn corpus() -> Vec<(String, Document, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = vec![];
    for entry in fs::read_dir(root.join("corpus")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let document = Document::read(&fs::read(&path).unwrap(), Format::Markdown).unwrap();
        let text = fs::read_to_string(root.join(format!("annotations/{name}.yaml"))).unwrap();
        all.push((name, document, text));
    }
    assert!(all.len() > 9);
    all
}

/// Every run of so many words of a text.
fn runs(text: &str, count: usize) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.windows(count).map(|run| run.join(" ")).collect()
}

#[test]
fn there_and_back_is_the_identity_and_no_words_get_out() {
    for (name, document, text) in corpus() {
        let bare = withhold(&text, &document).unwrap_or_else(|problem| panic!("{name}: {problem:?}"));
        assert!(is_withheld(&bare) && !is_withheld(&text), "{name}");
        read(&bare).unwrap_or_else(|problem| panic!("{name}: {problem:?}"));
        // Names and notes stay; the document's sentences do not.
        let named =
            |line: &&str| ["speaker:", "name:", "note:", "#"].iter().any(|key| line.trim_start().starts_with(key));
        let bare_lines: String = bare.lines().filter(|line| !named(line)).collect();
        for run in runs(document.bytes(document.parts().body), 6) {
            assert!(!bare_lines.contains(&run), "{name}: {run}");
        }
        assert_eq!(fill(&bare, &document).unwrap(), text, "{name}");
    }
}

#[test]
fn another_document_fills_nothing_in() {
    let all = corpus();
    let (_, document, text) = &all[0];
    let bare = withhold(text, document).unwrap();
    assert_eq!(fill(&bare, &all[1].1).unwrap_err().code, "hydrate.other-words");
}

#[test]
fn what_could_not_come_back_is_not_exported() {
    let document = Document::read(b"Dana Roth said so.\n", Format::Markdown).unwrap();
    let sidecar = |exact: &str| {
        let hex = "0".repeat(64);
        format!(
            "ibid: 1\ndocument: {{path: a.md, raw: \"sha256:{hex}\", text: \"sha256:{hex}\", front: null, root: \"sha256:{hex}\"}}\n\
             engine: {{version: x, lexicon: \"sha256:{hex}\"}}\nauthors:\n  - name: Dana Roth\n    evidence:\n      \
             - {{bytes: 0-8, exact: {exact}, rule: person}}\n"
        )
    };
    for spelling in ["Dana Roth", "'Dana Roth'", "\"Dana Roth\""] {
        let text = sidecar(spelling);
        assert_eq!(fill(&withhold(&text, &document).unwrap(), &document).unwrap(), text, "{spelling}");
    }
    let bad = [
        ("\"Dana\\x20Roth\"", "export.spelling"),
        ("Dana Rath", "export.astray"),
        ("Dana Roth, was: {bytes: 1-2, exact: an}", "export.was"),
    ];
    for (exact, code) in bad {
        assert_eq!(withhold(&sidecar(exact), &document).unwrap_err().code, code, "{exact}");
    }
}

#[test]
fn the_commands_do_the_same_with_reports() {
    let dir = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_ibid")).args(args).current_dir(dir.path()).output().unwrap();
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{args:?}: {text}");
    };
    fs::create_dir(dir.path().join("corpus")).unwrap();
    let text = "Mayor Dana Roth said on Friday that the regime's reform had been rejected by every ward.\n";
    fs::write(dir.path().join("corpus/a.md"), text).unwrap();
    run(&["annotate"]);
    run(&["export", "--no-text"]);
    let read = |name: &str| fs::read_to_string(dir.path().join(name)).unwrap();
    for name in ["export/annotations/a.md.yaml", "export/reports/a.md"] {
        assert!(!read(name).contains("reform had been"), "{}", read(name));
    }
    // Whoever lays the text beside them can verify them as they are.
    fs::create_dir(dir.path().join("export/corpus")).unwrap();
    fs::write(dir.path().join("export/corpus/a.md"), text).unwrap();
    run(&["verify", "export/annotations"]);
    run(&["hydrate", "--corpus", "corpus", "--out", "back"]);
    for name in ["annotations/a.md.yaml", "reports/a.md"] {
        assert_eq!(read(name), read(&format!("back/{name}")), "{name}");
    }
}
