//! The text that all benches run on: our own corpus, over and over.

use std::path::Path;

/// Returns the documents of the corpus, each as often as it takes to reach about `size` bytes in all.
pub(crate) fn documents(size: usize) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let texts: Vec<String> = paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let round: usize = texts.iter().map(String::len).sum();
    texts.iter().cycle().take(texts.len() * size.div_ceil(round).max(1)).cloned().collect()
}

/// Where news would be, seen from the package: one JSON object a line, its text under `text`.
#[allow(dead_code, reason = "not every bench reads news")]
pub(crate) const NEWS: &str = "../shared/eval/attribution/polnear-train.jsonl";

/// Returns real news documents, where they are at hand; they are nobody's to give away.
#[allow(dead_code, reason = "not every bench reads news")]
pub(crate) fn news() -> Option<Vec<String>> {
    let lines = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(NEWS)).ok()?;
    let text = |line: &str| {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        record["text"].as_str().unwrap().to_owned()
    };
    Some(lines.lines().map(text).collect())
}
