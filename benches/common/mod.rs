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
