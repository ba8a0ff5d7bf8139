//! The tables of the audit.

use super::{BETWEEN, Row, Sum, sums};
use crate::report::compare::{
    entry::View,
    sheet::{Cell, Section, Table, lines, text},
    sources::{self, percent},
};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashSet},
};

/// How many phrases that introduce a source a cell shows.
const PHRASES: usize = 6;

/// How many documents a cell names.
const DOCUMENTS: usize = 12;

pub(super) fn sections(views: &[View<'_>], rows: &[Row]) -> Vec<Section> {
    vec![by_outlet(views, rows), by_source(rows), unnamed(rows), by_document(views)]
}

/// The columns of figures, the same in every table.
const FIGURES: [(&str, bool); 6] = [
    ("claims", true),
    ("direct", true),
    ("in part", true),
    ("paraphrased", true),
    ("words given", true),
    ("words in direct claims", true),
];

fn figures(sum: &Sum<'_>) -> Vec<Cell> {
    let (claims, words) = (sum.of(|row| row.claims), sum.of(|row| row.words));
    let share = |of: fn(&Row) -> usize| text(percent(sum.of(of), claims));
    vec![
        text(claims.to_string()),
        share(|row| row.direct),
        share(|row| row.mixed),
        share(|row| row.paraphrased),
        text(words.to_string()),
        text(percent(sum.of(|row| row.direct_words), words)),
    ]
}

const UNKNOWN: &str = "unknown outlet";

fn outlet(name: &str) -> &str {
    if name.is_empty() { UNKNOWN } else { name }
}

fn by_outlet(views: &[View<'_>], rows: &[Row]) -> Section {
    let mut documents: BTreeMap<&str, usize> = BTreeMap::new();
    for view in views {
        *documents.entry(view.outlet()).or_default() += 1;
    }
    let mut columns = vec![("outlet", false), ("documents", true), ("sources", true)];
    columns.extend(FIGURES);
    columns.extend([("words of unnamed sources", true), ("sources in effect", true)]);
    let mut table = Table::new("Sources by outlet", &columns);
    let by_name = sums(rows, |row| outlet(&row.outlet));
    let none = Sum::default();
    for (name, documents) in documents {
        let sum = by_name.get(name).unwrap_or(&none);
        let mut words: BTreeMap<&str, usize> = BTreeMap::new();
        for row in &sum.rows {
            *words.entry(&row.source).or_default() += row.words;
        }
        let mut cells = vec![text(name), text(documents.to_string()), text(words.len().to_string())];
        cells.extend(figures(sum));
        let hidden = sum.of(|row| if row.unnamed { row.words } else { 0 });
        cells.push(text(percent(hidden, sum.of(|row| row.words))));
        cells.push(text(sources::in_effect(words.values().copied())));
        table.rows.push(cells);
    }
    Section {
        title: "By outlet",
        about: "Shares of claims are of all claims of the outlet’s documents; words are those of the claims. A source in \
                several documents counts once. Sources in effect is 1 / Σ p², p being each source’s share of the words: it \
                says how evenly the words are spread, not how different the sources’ views are.",
        pictures: vec![],
        tables: vec![table],
    }
}

fn by_source(rows: &[Row]) -> Section {
    let all: usize = rows.iter().map(|row| row.words).sum();
    let mut columns =
        vec![("source", false), ("is", false), ("introduced as", false), ("documents", true), ("outlets", false)];
    columns.extend(FIGURES);
    columns.push(("of all words given", true));
    let mut table = Table::new("Sources", &columns);
    let mut order: Vec<(&str, Sum<'_>)> = sums(rows, |row| &row.source).into_iter().collect();
    order.sort_by_cached_key(|(name, sum)| {
        (Reverse(sum.rows.len()), Reverse(sum.of(|row| row.words)), (*name).to_owned())
    });
    for (name, sum) in &order {
        let mut cells = vec![
            text(*name),
            text(kinds(sum)),
            lines(some(phrases(sum), PHRASES)),
            text(sum.rows.len().to_string()),
            lines(some(sum.different(|row| outlet(&row.outlet)), DOCUMENTS)),
        ];
        cells.extend(figures(sum));
        cells.push(text(percent(sum.of(|row| row.words), all)));
        table.rows.push(cells);
    }
    Section {
        title: "Sources",
        about: "Those of most documents first, then those of most words. A source is one name: two people of one name are \
                one here, and somebody whom one document names in full and another by surname is two. Phrases are those of \
                the documents; what others call somebody is among the names of `ibid compare`.",
        pictures: vec![],
        tables: vec![table],
    }
}

/// Says what a source is in its documents.
fn kinds(sum: &Sum<'_>) -> String {
    let mut out = sum.different(|row| row.kind).join(BETWEEN);
    if sum.rows.iter().any(|row| row.unnamed) {
        out = format!("unnamed {out}").trim_end().to_owned();
    }
    out
}

fn phrases<'r>(sum: &Sum<'r>) -> Vec<&'r str> {
    let mut known = HashSet::new();
    let all = sum.rows.iter().flat_map(|row| row.introduced.iter().map(String::as_str));
    all.filter(|phrase| known.insert(*phrase)).collect()
}

/// Returns the first ones, and how many there are besides.
fn some(mut all: Vec<&str>, most: usize) -> Vec<String> {
    let more = all.len().saturating_sub(most);
    all.truncate(most);
    let rest = (more > 0).then(|| format!("and {more} more"));
    all.into_iter().map(str::to_owned).chain(rest).collect()
}

fn unnamed(rows: &[Row]) -> Section {
    let columns = [
        ("source", false),
        ("outlet", false),
        ("document", false),
        ("line", true),
        ("claims", true),
        ("words given", true),
    ];
    let mut table = Table::new("Unnamed sources", &columns);
    for row in rows.iter().filter(|row| row.unnamed) {
        table.rows.push(vec![
            text(&*row.source),
            text(outlet(&row.outlet)),
            text(&*row.document),
            text(row.line.to_string()),
            text(row.claims.to_string()),
            text(row.words.to_string()),
        ]);
    }
    Section {
        title: "Unnamed sources",
        about: "Claims of people who are given no name, and claims of which the document does not say who makes them, with the \
                line of the first one. A document may have good reason to name nobody.",
        pictures: vec![],
        tables: vec![table],
    }
}

fn by_document(views: &[View<'_>]) -> Section {
    Section {
        title: "By document",
        about: "The same for each document, in the order of their files’ names. What a document’s own front matter says \
                stands beside it as it is.",
        pictures: vec![],
        tables: vec![sources::documents_of(views)],
    }
}
