//! The layering of docs/architecture.md, held by a test.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test that cannot run must fail"
)]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Each module, and the modules it may name with `crate::`.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("document", &[]),
    ("annotation", &["document"]),
    ("citation", &["document", "annotation"]),
    ("manifest", &["document"]),
    ("agreement", &["document", "annotation"]),
    ("columns", &["document", "annotation"]),
    ("exchange", &["document", "annotation", "citation", "sidecar"]),
    ("lexicon", &["document", "annotation"]),
    ("detect", &["document", "annotation", "lexicon"]),
    ("sidecar", &["document", "annotation"]),
    ("verify", &["document", "annotation", "citation", "sidecar"]),
    ("report", &["document", "annotation", "citation", "sidecar", "verify"]),
    ("lsp", &["document", "annotation", "lexicon", "detect", "sidecar"]),
    ("reader", &["document", "annotation", "report"]),
    (
        "cli",
        &[
            "document",
            "annotation",
            "citation",
            "manifest",
            "agreement",
            "columns",
            "exchange",
            "lexicon",
            "detect",
            "sidecar",
            "verify",
            "report",
            "lsp",
            "reader",
        ],
    ),
];

/// Each outside dependency, and the paths that may name it.
const DOORS: &[(&str, &[&str])] = &[
    ("saphyr_parser::", &["document/yaml/"]),
    ("aho_corasick::", &["document/segment/kind/"]),
    ("pulldown_cmark::", &["document/markdown.rs", "verify/", "report/markdown/"]),
    ("comrak::", &["verify/", "report/html/"]),
    ("sha1::", &["document/digest.rs"]),
    ("ammonia::", &["report/html/"]),
    ("sha2::", &["document/digest.rs"]),
    ("unicode_normalization::", &["document/"]),
    ("serde_yaml::", &["lexicon/", "sidecar/"]),
    (
        "serde_json::",
        &[
            "report/json/",
            "sidecar/check/",
            "sidecar/parts.rs",
            "exchange/",
            "verify/proof.rs",
            "columns/input.rs",
            "lsp/",
            "cli/",
            "lexicon/mod.rs",
        ],
    ),
    ("foldhash::", &["annotation/id.rs", "detect/"]),
    ("itoa::", &["annotation/", "report/", "sidecar/value.rs", "verify/strip.rs"]),
    ("csv::", &["exchange/", "report/compare/audit/"]),
    ("arrow_", &["columns/", "cli/columns/"]),
    ("parquet::", &["cli/columns/"]),
    ("similar::", &["annotation/anchor/", "verify/", "report/", "lsp/changes.rs", "cli/check.rs"]),
    ("lsp_server::", &["lsp/"]),
    ("lsp_types::", &["lsp/"]),
    ("tempfile::", &["cli/"]),
    ("rusqlite::", &["reader/index/"]),
    ("getrandom::", &["reader/guard.rs"]),
    ("subtle::", &["reader/guard.rs"]),
    ("form_urlencoded::", &["reader/page/", "cli/serve/"]),
    ("axum::", &["cli/serve/"]),
    ("tokio::", &["cli/serve/"]),
    ("clap::", &["cli/"]),
    ("rayon::", &["cli/"]),
    ("ignore::", &["cli/"]),
    ("ratatui::", &["cli/reader/"]),
    ("signal_hook::", &["cli/reader/terminal.rs"]),
    ("unicode_segmentation::", &["cli/reader/"]),
    ("std::fs", &["cli/"]),
    ("io::stdout", &["cli/"]),
    ("io::stderr", &["cli/"]),
];

/// Longer files are two things in one.
const MAX_LINES: usize = 500;

fn rust_files(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, out);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            out.push(path);
        }
    }
}

/// Names the top-level modules that code mentions, in `crate::a` and `crate::{a, b::{c}}`.
fn imports(code: &str) -> BTreeSet<String> {
    let name = |s: &str| s.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut found = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        let Some(group) = rest.strip_prefix('{') else {
            found.insert(name(rest));
            continue;
        };
        let (mut depth, mut item) = (1, 0);
        for (at, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if (c == ',' && depth == 1) || depth == 0 {
                found.insert(name(&group[item..at]));
                item = at + 1;
            }
            if depth == 0 {
                break;
            }
        }
    }
    found.remove("");
    found
}

/// The code of a file without comments and without its tests.
fn code_of(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap();
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn modules_import_only_downwards() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = vec![];
    rust_files(&src, &mut files);
    assert!(files.len() > 30, "the sources were found");
    let mut wrong = vec![];
    for file in files {
        let rel = file.strip_prefix(&src).unwrap();
        let path = rel.to_string_lossy().replace('\\', "/");
        let module = path.split('/').next().unwrap().trim_end_matches(".rs").to_owned();
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        if lines > MAX_LINES {
            wrong.push(format!("{path}: {lines} lines, more than {MAX_LINES}; split it"));
        }
        if path.ends_with("tests.rs") {
            continue;
        }
        let code = code_of(&file);
        for (name, doors) in DOORS {
            if code.contains(name) && !doors.iter().any(|door| path.starts_with(door)) {
                wrong.push(format!("{path}: only {doors:?} may name `{name}`"));
            }
        }
        if module == "lib" || module == "main" {
            continue;
        }
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(name, _)| *name == module) else {
            wrong.push(format!("{path}: module `{module}` has no row in MAY_IMPORT"));
            continue;
        };
        for import in imports(&code) {
            if import != module && !allowed.contains(&import.as_str()) {
                wrong.push(format!("{path}: `{module}` may not import `{import}` (it may import {allowed:?})"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_test_itself_can_fail() {
    let found = imports("use crate::detect;\nuse crate::{report::{a, b}, verify};");
    assert_eq!(found.into_iter().collect::<Vec<_>>(), ["detect", "report", "verify"]);
}

/// Every path that the documents name is there.
#[test]
fn documents_name_only_what_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = vec![root.join("README.md"), root.join("CHANGELOG.md")];
    pages.extend(fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path()));
    let mut missing = vec![];
    for page in pages.iter().filter(|page| page.extension().is_some_and(|ending| ending == "md")) {
        let text = fs::read_to_string(page).unwrap();
        for word in text.split(|c: char| c.is_whitespace() || "`()[]<>,;:\"".contains(c)) {
            let ours = ["src/", "docs/", "tests/", "corpus/", "annotations/", "schemas/", "benches/", "tools/"];
            let name = word.trim_end_matches(['.', '/']);
            let plain = !name.contains(['*', '…', '{', '$', '#']) && !name.ends_with(".tmp");
            if plain && ours.iter().any(|prefix| word.starts_with(prefix)) && !root.join(name).exists() {
                missing.push(format!("{}: {word}", page.display()));
            }
        }
    }
    assert!(missing.is_empty(), "\n{}", missing.join("\n"));
}
