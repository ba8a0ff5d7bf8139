//! Which terms the documents use, in whose voice; and what they call the same people.

use super::{
    entry::View,
    sheet::{Cell, Section, Table, text, voiced},
};
use crate::{
    annotation::{Category, Framing, Naming, Referent, Voice},
    document::{Source, Span, fold},
    report::html::speakers::prose_of,
};
use std::collections::BTreeMap;

/// Up to how many documents each has a column of its own; of more, cells name theirs.
const COLUMNS: usize = 12;

pub(super) fn section(views: &[View<'_>]) -> Section {
    let (terms, passages) = terms(views);
    Section {
        title: "Framing terms",
        about: "Words that judge, and whose words they are: the same word is another thing in a headline, in a \
                quotation, and in marks that keep it at a distance. The count is how often a document uses the term in \
                that voice. What no document uses is not shown; a term that stands here is not thereby unfair.",
        tables: vec![terms, categories(views), passages],
    }
}

/// Says whose word a term is, and how it is handed on.
fn told(term: &Framing<Span<Source>>) -> String {
    let mut told = term.voice.name().to_owned();
    if let Some(speaker) = &term.speaker {
        told += &format!(": {speaker}");
    }
    if let Some(relay) = term.relay {
        told += &format!(" ({} relay)", relay.name());
    }
    told
}

/// Returns a table with a column a document, or one for all when they are many.
fn matrix(caption: String, first: &str, views: &[View<'_>]) -> Table {
    let mut table = Table::new(caption, &[(first, false)]);
    if views.len() <= COLUMNS {
        table.columns.extend(views.iter().map(|view| (view.label(), false)));
    } else {
        table.columns.push(("documents".to_owned(), false));
    }
    table
}

/// What a document has in a row: lines, each of a voice.
type Told = Vec<(Voice, String)>;

/// What each document has in a row, by its index.
type ByDocument<T> = BTreeMap<usize, T>;

/// Returns the cells of a row.
fn row(first: &str, cells: &ByDocument<Told>, views: &[View<'_>]) -> Vec<Cell> {
    let mut row = vec![text(first)];
    if views.len() <= COLUMNS {
        row.extend((0..views.len()).map(|index| voiced(cells.get(&index).into_iter().flatten().cloned())));
    } else {
        let number = |index: usize| views.get(index).map_or("", |view| view.number.as_str());
        let told = cells.iter().flat_map(|(index, told)| told.iter().map(move |(voice, line)| (*index, *voice, line)));
        row.push(voiced(told.map(|(index, voice, line)| (voice, format!("{}: {line}", number(index))))));
    }
    row
}

/// Counts lines that are the same: “2 × quoted: Dana Roth”.
fn counted(told: impl Iterator<Item = (Voice, String)>) -> Told {
    let mut counts: Vec<((Voice, String), usize)> = vec![];
    for line in told {
        match counts.iter_mut().find(|(known, _)| *known == line) {
            Some((_, count)) => *count += 1,
            None => counts.push((line, 1)),
        }
    }
    let shown = |((voice, line), count)| (voice, if count == 1 { line } else { format!("{count} × {line}") });
    counts.into_iter().map(shown).collect()
}

/// Returns the terms by document, those of most documents first, and where they stand.
fn terms(views: &[View<'_>]) -> (Table, Table) {
    let mut by_term: BTreeMap<String, ByDocument<Vec<&Framing<Span<Source>>>>> = BTreeMap::new();
    for (index, view) in views.iter().enumerate() {
        for term in &view.annotations().framing {
            by_term.entry(fold(&term.term)).or_default().entry(index).or_default().push(term);
        }
    }
    let mut order: Vec<_> = by_term.into_iter().collect();
    order.sort_by_key(|(term, by)| (std::cmp::Reverse(by.len()), term.clone()));
    let mut table = matrix("Terms by document".to_owned(), "term", views);
    let mut passages = Table::new(
        "Where the terms stand",
        &[("term", false), ("place", false), ("category", false), ("passage", false)],
    );
    for (term, by) in &order {
        let cells =
            by.iter().map(|(index, terms)| (*index, counted(terms.iter().map(|t| (t.voice, told(t)))))).collect();
        table.rows.push(row(term, &cells, views));
        for (index, terms) in by {
            let Some(view) = views.get(*index) else { continue };
            for one in terms {
                let passage = prose_of(view.document(), one.at).map(|span| view.around(span)).unwrap_or_default();
                let place = view.place(one.at);
                passages.rows.push(vec![text(term), text(place), text(one.category.name()), text(passage)]);
            }
        }
    }
    (table, passages)
}

/// Returns the categories by document, the counts by voice.
fn categories(views: &[View<'_>]) -> Table {
    let mut table = matrix("Categories by document: how often, in which voice".to_owned(), "category", views);
    for category in Category::ALL {
        let mut cells = BTreeMap::new();
        for (index, view) in views.iter().enumerate() {
            let of = |voice| {
                let terms = view.annotations().framing.iter();
                terms.filter(|term| term.category == *category && term.voice == voice).count()
            };
            let counts: Told = Voice::ALL
                .into_iter()
                .filter_map(|voice| Some((voice, of(voice))).filter(|(_, count)| *count > 0))
                .map(|(voice, count)| (voice, format!("{count} {}", voice.name())))
                .collect();
            if !counts.is_empty() {
                cells.insert(index, counts);
            }
        }
        if !cells.is_empty() {
            table.rows.push(row(category.name(), &cells, views));
        }
    }
    table
}

/// Returns what the documents call the same people, bodies and groups.
pub(super) fn naming(views: &[View<'_>]) -> Section {
    let mut by_referent: BTreeMap<(Referent, String), ByDocument<Told>> = BTreeMap::new();
    let told = |one: &Naming<Span<Source>>| {
        let speaker = one.speaker.as_ref().map(|speaker| format!(": {speaker}")).unwrap_or_default();
        let times = if one.at.len() == 1 { String::new() } else { format!("{} × ", one.at.len()) };
        format!("{times}“{}” ({}{speaker})", one.designator, one.voice.name())
    };
    for (index, view) in views.iter().enumerate() {
        for one in view.annotations().naming.iter().filter(|naming| naming.is_telling()) {
            let key = (one.kind, one.referent.clone());
            by_referent.entry(key).or_default().entry(index).or_default().push((one.voice, told(one)));
        }
    }
    let mut order: Vec<_> = by_referent.into_iter().collect();
    order.sort_by_key(|((kind, name), by)| (std::cmp::Reverse(by.len()), std::cmp::Reverse(*kind), name.clone()));
    let mut table = matrix("Who is called what, by whom".to_owned(), "who or what", views);
    for ((_, referent), cells) in &order {
        table.rows.push(row(referent, cells, views));
    }
    Section {
        title: "Names",
        about: "What the documents call the same people, bodies and groups, and in whose voice. Names that only say who is \
                meant are left out. Referents are joined by the fullest name that each document gives.",
        tables: vec![table],
    }
}
