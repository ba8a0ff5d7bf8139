//! Which document cites which outlet, and who speaks there.

use super::{super::entry::View, WIDTH, figure, words};
use std::collections::{BTreeMap, BTreeSet};

/// The height of a row.
const ROW: usize = 26;

/// Where the columns begin, and how wide they are.
const LEFT: [usize; 3] = [0, 230, 460];
const COLUMN: usize = 180;

/// With more rows, lines are a tangle.
const MOST_ROWS: usize = 30;

/// A document, an outlet that it cites, and who speaks there: nobody when the outlet itself does.
type Edge = (usize, String, Option<String>);

/// Returns the edges of the graph, and how many claims each is.
pub(in crate::report::compare) fn edges(views: &[View<'_>]) -> BTreeMap<Edge, usize> {
    let mut edges: BTreeMap<Edge, usize> = BTreeMap::new();
    for (index, view) in views.iter().enumerate() {
        let cites: BTreeSet<&str> = view.annotations().cites.iter().map(|cited| cited.name.as_str()).collect();
        let mut heard: BTreeSet<String> = BTreeSet::new();
        let claims = &view.annotations().claims;
        let around: BTreeSet<_> = claims.iter().filter_map(|claim| claim.within.as_ref()).collect();
        for claim in claims.iter().filter(|claim| !around.contains(&claim.id)) {
            let chain = view.names(claim);
            let Some(at) = chain.iter().position(|name| cites.contains(name.as_str())) else { continue };
            let speaker = chain.last().filter(|_| at + 1 < chain.len()).cloned();
            let outlet = chain.get(at).cloned().unwrap_or_default();
            heard.insert(outlet.clone());
            *edges.entry((index, outlet, speaker)).or_default() += 1;
        }
        // Outlets that are cited for something else than a claim belong to the picture too.
        for outlet in cites.into_iter().filter(|outlet| !heard.contains(*outlet)) {
            edges.insert((index, outlet.to_owned(), None), 0);
        }
    }
    edges
}

/// Shows the graph.
pub(in crate::report::compare) fn citations(views: &[View<'_>]) -> String {
    let edges = edges(views);
    let documents: Vec<usize> = edges.keys().map(|edge| edge.0).collect::<BTreeSet<_>>().into_iter().collect();
    let outlets: Vec<&String> = edges.keys().map(|edge| &edge.1).collect::<BTreeSet<_>>().into_iter().collect();
    let speakers: Vec<&String> =
        edges.keys().filter_map(|edge| edge.2.as_ref()).collect::<BTreeSet<_>>().into_iter().collect();
    let rows = documents.len().max(outlets.len()).max(speakers.len());
    if edges.is_empty() || rows > MOST_ROWS {
        return String::new();
    }
    let label = |index: usize| views.get(index).map(View::label).unwrap_or_default();
    let middle = |row: usize| 28 + row * ROW + ROW / 2;
    let mut lines: BTreeSet<[usize; 3]> = BTreeSet::new();
    let mut said = vec![];
    for (document, outlet, speaker) in edges.keys() {
        let from = documents.iter().position(|known| known == document).unwrap_or_default();
        let over = outlets.iter().position(|known| *known == outlet).unwrap_or_default();
        lines.insert([0, from, over]);
        said.push(match speaker {
            None => format!("{} cites {outlet}", label(*document)),
            Some(speaker) => {
                let to = speakers.iter().position(|known| *known == speaker).unwrap_or_default();
                lines.insert([1, over, to]);
                format!("{} cites {outlet} for {speaker}", label(*document))
            }
        });
    }
    let line = |[column, from, to]: &[usize; 3]| {
        let [left, right] = if *column == 0 { [LEFT[0], LEFT[1]] } else { [LEFT[1], LEFT[2]] };
        let (from, to, left) = (middle(*from), middle(*to), left + COLUMN);
        let bend = (left + right) / 2;
        format!("<path d=\"M{left} {from}C{bend} {from} {bend} {to} {right} {to}\"/>")
    };
    let mut drawn: String = lines.iter().map(line).collect();
    for (left, title) in LEFT.into_iter().zip(["document", "cited outlet", "speaker"]) {
        drawn += &words(left, 14, COLUMN, "in", title);
    }
    let columns = [
        documents.iter().map(|index| label(*index)).collect::<Vec<_>>(),
        outlets.iter().map(|name| (*name).clone()).collect(),
        speakers.iter().map(|name| (*name).clone()).collect(),
    ];
    for (left, names) in LEFT.into_iter().zip(columns) {
        for (row, name) in names.iter().enumerate() {
            let top = 28 + row * ROW;
            drawn += &format!(
                "<rect class=\"node\" x=\"{left}\" y=\"{}\" width=\"{COLUMN}\" height=\"{}\"/>",
                top + 2,
                ROW - 4
            );
            drawn += &words(left + 6, top + 18, COLUMN - 10, "", name);
        }
    }
    debug_assert!(LEFT.iter().all(|left| left + COLUMN <= WIDTH), "the columns fit");
    figure(
        28 + rows * ROW + 4,
        &format!("Which outlets the documents cite, and who speaks there. {}", said.join(". ")),
        "Which outlets the documents cite, and who speaks there. In numbers: “Outlets that the documents cite, and who speaks \
         there”, below.",
        &drawn,
    )
}
