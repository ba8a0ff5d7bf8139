//! Documents on one event, side by side: what each says, in whose words, and by whom it says it was told.
//!
//! A comparison counts and shows; it has no score. Each section says what is counted and what that does not mean;
//! `docs/reports.md` says it at length. Passages are brought together by an index of what is rare in them, so that
//! the time grows with the documents and not with their pairs.

pub mod audit;
mod calendar;
mod chart;
mod claims;
mod deeds;
mod entry;
mod framing;
mod group;
mod numbers;
mod quotations;
mod reuse;
mod sheet;
mod sources;
mod statements;
mod timeline;
mod words;

pub use entry::Entry;

use super::html::{STYLE, element::Page};
use entry::View;
use sheet::{Passage, Piece, Section, Table, lines, text};
use std::collections::BTreeSet;

/// What the style sheet of pages lacks for comparisons.
const OWN_STYLE: &str = include_str!("compare.css");

/// What every comparison begins with.
const ABOUT: &str = "What documents on one event say, side by side: counted and shown, not scored. Numbers before an \
                     outlet are those of the documents below; a line is that of the document’s file.";

fn sections(views: &[View<'_>]) -> Vec<Section> {
    let mut sections = vec![
        documents(views),
        framing::section(views),
        framing::naming(views),
        sources::section(views),
        claims::section(views),
        quotations::section(views),
        reuse::section(views),
        numbers::section(views),
        timeline::section(views),
    ];
    sections.push(passages(views, &sections));
    sections
}

/// Returns the sentences to which the other sections lead, so that a comparison is whole when it is sent to somebody.
fn passages(views: &[View<'_>], sections: &[Section]) -> Section {
    let all: BTreeSet<Passage> = sections.iter().flat_map(Section::passages).collect();
    let all: Vec<Passage> = all.into_iter().collect();
    let mut tables = vec![];
    for those in all.chunk_by(|a, b| a.document == b.document) {
        let Some(view) = those.first().and_then(|passage| views.get(passage.document)) else { continue };
        let mut table = Table::new(view.label(), &[("line", false), ("passage", false)]);
        for passage in those {
            let (line, words) = view.sentence(passage.sentence);
            table.rows.push(vec![vec![Piece::Anchor(line, *passage)], words]);
        }
        tables.push(table);
    }
    Section {
        title: "Passages",
        about: "Every sentence to which something above leads, from each document, with the framing terms marked by voice. \
                What is in none of the tables is not here.",
        tables,
        pictures: vec![],
    }
}

fn views(entries: &[Entry]) -> Vec<View<'_>> {
    entries.iter().enumerate().map(|(number, entry)| View::of(entry, number)).collect()
}

fn title(entries: &[Entry]) -> String {
    format!("{} documents compared", entries.len())
}

/// Writes the comparison as Markdown.
pub fn markdown(entries: &[Entry]) -> String {
    let views = views(entries);
    sheet::markdown(&title(entries), ABOUT, &sections(&views))
}

/// Writes the comparison as a page of its own.
pub fn html(entries: &[Entry]) -> String {
    page(entries).write()
}

pub(crate) fn page(entries: &[Entry]) -> Page {
    let views = views(entries);
    let title = title(entries);
    let body = sheet::html(&title, ABOUT, &sections(&views));
    Page { title, style: format!("{STYLE}{OWN_STYLE}"), body, forms: false }
}

fn documents(views: &[View<'_>]) -> Section {
    let mut table = Table::new(
        "Documents",
        &[
            ("number", true),
            ("outlet", false),
            ("published", false),
            ("authors", false),
            ("claims", true),
            ("framing terms", true),
            ("file", false),
        ],
    );
    for view in views {
        let annotations = view.annotations();
        table.rows.push(vec![
            text(&*view.number),
            text(view.outlet()),
            text(view.published().unwrap_or("the document does not say")),
            lines(annotations.authors.iter().map(|author| author.name.clone())),
            text(annotations.claims.len().to_string()),
            text(annotations.framing.len().to_string()),
            lines([Piece::from(&*view.entry.path), Piece::Code(view.document().digests().raw.to_string())]),
        ]);
    }
    Section {
        title: "Documents",
        about: "In the order of their files’ names, with the digest of each file.",
        tables: vec![table],
        pictures: vec![],
    }
}
