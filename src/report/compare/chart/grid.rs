//! How dense the categories of framing terms are in each document: a grid with the figure in each cell.

use super::{super::entry::View, MOST, WIDTH, figure, words};
use crate::{annotation::Category, report::markdown::share::Words};

/// The height of a row.
const ROW: usize = 24;

/// The width of the column of the documents, and the height of the row of the categories.
const LABELS: usize = 200;
const TOP: usize = 70;

/// Room for the end of the last title.
const SLANT: usize = 40;

/// Of fewer words no density is given: one term more would change it by ten.
const FEW: usize = 100;

/// How dark a cell can be; the darkest is the densest of the comparison.
const SHADES: usize = 4;

/// Returns the categories of which some document has a term.
pub(in crate::report::compare) fn found(views: &[View<'_>]) -> Vec<Category> {
    let has = |category: &&Category| {
        views.iter().flat_map(|view| &view.annotations().framing).any(|term| term.category == **category)
    };
    Category::ALL.iter().filter(has).copied().collect()
}

/// Returns how many terms of a category there are in 10,000 words; none of short documents.
pub(in crate::report::compare) fn tenths(view: &View<'_>, category: Category, words: usize) -> Option<usize> {
    let terms = view.annotations().framing.iter().filter(|term| term.category == category).count();
    (terms * 10_000 + words / 2).checked_div(words).filter(|_| words >= FEW)
}

/// Returns a density as it is written: in 1,000 words, to one decimal.
pub(in crate::report::compare) fn told(tenths: Option<usize>) -> String {
    match tenths {
        None => "–".to_owned(),
        Some(0) => "0".to_owned(),
        Some(tenths) => format!("{}.{}", tenths / 10, tenths % 10),
    }
}

/// Shows the densities.
pub(in crate::report::compare) fn densities(views: &[View<'_>]) -> String {
    let categories = found(views);
    if views.len() > MOST || categories.is_empty() {
        return String::new();
    }
    let column = (WIDTH - LABELS - SLANT) / categories.len();
    let all: Vec<(String, Vec<Option<usize>>)> = views
        .iter()
        .map(|view| {
            let words = Words::of(view.document(), view.annotations()).all();
            (view.label(), categories.iter().map(|category| tenths(view, *category, words)).collect())
        })
        .collect();
    let most = all.iter().flat_map(|(_, row)| row).flatten().max().copied().unwrap_or(0).max(1);
    let mut drawn = String::new();
    for (index, category) in categories.iter().enumerate() {
        // Titles are longer than columns are wide: they stand at a slant.
        let (left, name) = (LABELS + index * column + column / 3, category.name());
        drawn += &format!("<text class=\"in\" transform=\"translate({left} {}) rotate(-40)\">{name}</text>", TOP - 6);
    }
    let mut said = vec![];
    for (row, (label, densities)) in all.iter().enumerate() {
        let top = TOP + row * ROW;
        drawn += &words(0, top + 16, LABELS - 8, "", label);
        for (index, density) in densities.iter().enumerate() {
            let left = LABELS + index * column;
            let shade = density.map_or(0, |density| (density * SHADES).div_ceil(most));
            drawn += &format!(
                "<rect class=\"d{shade}\" x=\"{left}\" y=\"{top}\" width=\"{}\" height=\"{}\"/>",
                column.saturating_sub(2),
                ROW - 2
            );
            drawn += &words(left + 4, top + 15, column + 8, "in", &told(*density));
        }
        let cells = categories.iter().zip(densities).filter(|(_, density)| density.is_some_and(|density| density > 0));
        let cells: Vec<String> =
            cells.map(|(category, density)| format!("{} {}", category.name(), told(*density))).collect();
        said.push(format!("{label}: {}", if cells.is_empty() { "none".to_owned() } else { cells.join(", ") }));
    }
    figure(
        TOP + all.len() * ROW,
        &format!("Framing terms in 1,000 words, by category. {}", said.join(". ")),
        "Framing terms in 1,000 words, by category; a dash where a document has fewer than 100 words. In numbers: “Terms in \
         1,000 words of the document”, below.",
        &drawn,
    )
}
