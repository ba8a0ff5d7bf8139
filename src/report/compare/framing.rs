//! Which terms the documents use, in whose voice; and what they call the same people.

use super::{
    chart::grid,
    entry::View,
    sheet::{Cell, Piece, Section, Table, stack, text},
};
use crate::{
    annotation::{Category, Framing, Naming, Referent, Voice},
    document::{Source, Span, fold},
    report::markdown::share::Words,
};
use std::collections::BTreeMap;

/// Up to how many documents each has a column of its own; of more, cells name theirs.
const COLUMNS: usize = 12;

pub(super) fn section(views: &[View<'_>]) -> Section {
    Section {
        title: "Framing terms",
        about: "Words that judge, and whose words they are: the same word is another thing in a headline, in a \
                quotation, and in marks that keep it at a distance. The count is how often a document uses the term in \
                that voice; the lines lead to the passages. What no document uses is not shown; a term that stands here is \
                not thereby unfair.",
        tables: vec![terms(views), categories(views), density(views)],
        pictures: vec![grid::densities(views)],
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

/// One line of a cell: a voice, what is told of it, and where.
struct Told {
    voice: Voice,
    told: String,
    places: Vec<Span<Source>>,
}

/// What each document has in a row, by its index.
type ByDocument<T> = BTreeMap<usize, T>;

/// Returns the cells of a row.
fn row(first: &str, cells: &ByDocument<Vec<Told>>, views: &[View<'_>]) -> Vec<Cell> {
    let cell = |index: usize, numbered: bool| -> Cell {
        let Some(view) = views.get(index) else { return vec![] };
        let number = if numbered { format!("{}: ", view.number) } else { String::new() };
        stack(cells.get(&index).into_iter().flatten().map(|line| {
            let mut cell = vec![Piece::Voiced(line.voice, format!("{number}{}", line.told))];
            let mut places: Vec<Piece> = line.places.iter().map(|at| view.line(*at)).collect();
            places.dedup();
            cell.extend(places.into_iter().flat_map(|place| [Piece::from(" "), place]));
            cell
        }))
    };
    let mut row = vec![text(first)];
    if views.len() <= COLUMNS {
        row.extend((0..views.len()).map(|index| cell(index, false)));
    } else {
        row.push(stack(cells.keys().map(|index| cell(*index, true))));
    }
    row
}

/// Joins lines that say the same: “2 × quoted: Dana Roth”.
fn counted(told: impl Iterator<Item = (Voice, String, Span<Source>)>) -> Vec<Told> {
    let mut all: Vec<Told> = vec![];
    for (voice, told, at) in told {
        match all.iter_mut().find(|known| known.voice == voice && known.told == told) {
            Some(known) => known.places.push(at),
            None => all.push(Told { voice, told, places: vec![at] }),
        }
    }
    for line in all.iter_mut().filter(|line| line.places.len() > 1) {
        line.told = format!("{} × {}", line.places.len(), line.told);
    }
    all
}

/// Returns the terms by document, those of most documents first.
fn terms(views: &[View<'_>]) -> Table {
    let mut by_term: BTreeMap<String, ByDocument<Vec<&Framing<Span<Source>>>>> = BTreeMap::new();
    for (index, view) in views.iter().enumerate() {
        for term in &view.annotations().framing {
            by_term.entry(fold(&term.term)).or_default().entry(index).or_default().push(term);
        }
    }
    let mut order: Vec<_> = by_term.into_iter().collect();
    order.sort_by_key(|(term, by)| (std::cmp::Reverse(by.len()), term.clone()));
    let mut table = matrix("Terms by document".to_owned(), "term", views);
    for (term, by) in &order {
        let cell = |terms: &Vec<&Framing<Span<Source>>>| counted(terms.iter().map(|t| (t.voice, told(t), t.at)));
        let cells = by.iter().map(|(index, terms)| (*index, cell(terms))).collect();
        table.rows.push(row(term, &cells, views));
    }
    table
}

/// Returns the categories by document, the counts by voice.
fn categories(views: &[View<'_>]) -> Table {
    let mut table = matrix("Categories by document: how often, in which voice".to_owned(), "category", views);
    for category in Category::ALL {
        let mut cells = BTreeMap::new();
        for (index, view) in views.iter().enumerate() {
            let of = |voice| {
                let terms = view.annotations().framing.iter();
                terms.filter(move |term| term.category == *category && term.voice == voice).map(|term| term.at)
            };
            let counts: Vec<Told> = Voice::ALL
                .into_iter()
                .map(|voice| (voice, of(voice).collect::<Vec<_>>()))
                .filter(|(_, places)| !places.is_empty())
                .map(|(voice, places)| Told { voice, told: format!("{} {}", places.len(), voice.name()), places })
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

/// Returns how many terms of each category there are in 1,000 words of each document.
fn density(views: &[View<'_>]) -> Table {
    let found = grid::found(views);
    let mut table = Table::new("Terms in 1,000 words of the document", &[("document", false), ("words", true)]);
    table.columns.extend(found.iter().map(|category| (category.name().to_owned(), true)));
    for view in views.iter().filter(|_| !found.is_empty()) {
        let words = Words::of(view.document(), view.annotations()).all();
        let mut row = vec![text(view.label()), text(words.to_string())];
        row.extend(found.iter().map(|category| text(grid::told(grid::tenths(view, *category, words)))));
        table.rows.push(row);
    }
    table
}

/// Returns what the documents call the same people, bodies and groups.
pub(super) fn naming(views: &[View<'_>]) -> Section {
    let mut by_referent: BTreeMap<(Referent, String), ByDocument<Vec<Told>>> = BTreeMap::new();
    let told = |one: &Naming<Span<Source>>| {
        let speaker = one.speaker.as_ref().map(|speaker| format!(": {speaker}")).unwrap_or_default();
        let times = if one.at.len() == 1 { String::new() } else { format!("{} × ", one.at.len()) };
        format!("{times}“{}” ({}{speaker})", one.designator, one.voice.name())
    };
    for (index, view) in views.iter().enumerate() {
        for one in view.annotations().naming.iter().filter(|naming| naming.is_telling()) {
            let key = (one.kind, one.referent.clone());
            let line = Told { voice: one.voice, told: told(one), places: one.at.clone() };
            by_referent.entry(key).or_default().entry(index).or_default().push(line);
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
        pictures: vec![],
    }
}
