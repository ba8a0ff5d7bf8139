//! The tables of `docs/ingest.md`, row by row.

use crate::place::{here, markdown, words};
use ibid::document::{BlockKind, Document};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

/// A row of the tables of the page: its section, the key, and what ibid reads it as.
struct Row {
    section: String,
    key: String,
    reading: String,
}

pub(crate) fn page() -> String {
    fs::read_to_string(here("docs/ingest.md")).unwrap()
}

/// The page shows what was printed, line by line.
pub(crate) fn assert_shown(printed: &str) {
    let page = page();
    for line in printed.lines() {
        assert!(page.lines().any(|shown| shown == format!("    {line}")), "docs/ingest.md does not show: {line}");
    }
}

/// The rows whose table says what ibid reads a key as.
fn rows() -> Vec<Row> {
    let (mut rows, mut section, mut of_keys) = (vec![], String::new(), false);
    for line in page().lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            heading.clone_into(&mut section);
        }
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        match cells.as_slice() {
            [_, "front matter", "ibid reads it as"] => of_keys = true,
            [_, keys, reading] if of_keys && !reading.starts_with("---") => {
                let named = keys.split('`').skip(1).step_by(2);
                let reading = reading.split(',').next().unwrap_or_default().to_owned();
                rows.extend(named.map(|key| Row {
                    section: section.clone(),
                    key: key.to_owned(),
                    reading: reading.clone(),
                }));
            }
            _ if !line.starts_with('|') => of_keys = false,
            _ => {}
        }
    }
    rows
}

/// What ibid reads a key as, whatever it holds.
fn readings(key: &str) -> BTreeSet<&'static str> {
    let mut found = BTreeSet::new();
    for sample in [
        "Words of it",
        "The Harbor Post",
        "Ana López",
        "2024-03-05",
        "https://harborpost.example/1",
        "harborpost.example",
    ] {
        let document = markdown(&format!("---\n{key}: \"{sample}\"\n---\n\nThe ferry sails again.\n"));
        let front = document.front();
        found.extend(front.title().map(|_| "title"));
        found.extend(front.url().filter(|url| url.value.starts_with("https://")).map(|_| "address"));
        found.extend(front.outlet().map(|_| "outlet"));
        found.extend(front.authors().first().map(|_| "author"));
        found.extend(front.published().map(|_| "date"));
        found.extend(words(&document, BlockKind::Dek).first().map(|_| "dek"));
    }
    found
}

#[test]
fn every_row_of_the_tables_is_read_as_it_says() {
    let rows = rows();
    assert!(rows.len() > 50, "{} rows", rows.len());
    for Row { section, key, reading } in &rows {
        let mut wanted = if reading == "—" { BTreeSet::new() } else { BTreeSet::from([reading.as_str()]) };
        // An address under `source` is the page's, a name the outlet's.
        if key == "source" {
            wanted.insert("outlet");
        }
        assert_eq!(readings(key), wanted, "{section}: `{key}`");
    }
}

/// Every key that a recipe writes stands in its table.
pub(crate) fn assert_explained(section: &str, documents: &BTreeMap<String, Document>) {
    let rows = rows();
    let known: BTreeSet<&str> =
        rows.iter().filter(|row| section.contains(&row.section)).map(|row| row.key.as_str()).collect();
    for (name, document) in documents {
        for field in &document.front().fields {
            let key = field.route.split('[').next().unwrap();
            assert!(known.contains(key), "{name}: `{key}` is not in the tables of {section}: {known:?}");
        }
    }
}
