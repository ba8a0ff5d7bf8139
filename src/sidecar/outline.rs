//! A sidecar's entries, each with its lines and its places: the way from the file to the document and back.

use super::{
    edit::{Existing, Layout, get},
    now::Whereabouts,
    print::Section,
    review::{self, said},
    spots::places,
};
use crate::{
    annotation::{Anchors, Selector, State},
    document::{
        Problem, Source, Span,
        yaml::{Kind, Node},
    },
};

/// An entry as it stands in the file.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key of its list: `claims`, `framing`, …
    pub list: &'static str,
    /// Its id; `None` in lists whose entries have none.
    pub id: Option<String>,
    /// What it says, in short.
    pub words: String,
    /// Its lines in the file, from the first to the last line's end.
    pub lines: Span<Source>,
    /// Its id, or what else it begins with, in the file.
    pub head: Span<Source>,
    /// What it speaks of, in the file's order.
    pub places: Vec<Spoken>,
    /// A person's verdict, as it is written.
    pub review: Option<String>,
    /// Who gave it.
    pub reviewer: Option<String>,
    /// Whether the engine wrote it and nobody changed it since.
    pub owned: bool,
}

/// A place that an entry speaks of.
#[derive(Clone, Debug)]
pub struct Spoken {
    /// Where the file says so: the mapping with `bytes`.
    pub at: Span<Source>,
    /// What is looked for in the document.
    pub selector: Selector,
}

/// An entry of a person whose words are no longer in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Astray {
    /// The entry: its id, or the name where it has none.
    pub name: String,
    /// What it says, in short.
    pub words: String,
    /// What became of the words: changed, ambiguous or lost.
    pub state: State,
    /// Where words stand that are theirs or stand for theirs, in the document; perhaps nowhere.
    pub places: Vec<Span<Source>>,
}

/// Returns all entries of a sidecar, rejected ones too, in the file's order of lists.
///
/// # Errors
///
/// Returns a problem when the text is not laid out as [`read`](super::read()) wants it.
pub fn entries(text: &str) -> Result<Vec<Entry>, Problem> {
    let layout = Layout::of(text)?;
    let mut out = vec![];
    for (existing, node) in nodes(&layout) {
        let mut found = vec![];
        places(&layout, node, said(node, "term").or(said(node, "designator")), &mut found);
        let text_of = |key: &str| said(node, key).map(str::to_owned);
        out.push(Entry {
            list: existing.section.key(),
            id: text_of("id"),
            words: words(existing, node),
            lines: existing.lines,
            head: head(node),
            places: found.into_iter().map(|(selector, written)| Spoken { at: written.map, selector }).collect(),
            review: text_of("review"),
            reviewer: text_of("reviewer"),
            owned: existing.owned,
        });
    }
    out.sort_by_key(|entry| entry.lines.start());
    Ok(out)
}

/// Returns the entries of people whose words are no longer in one place of a document. Rejected ones are left out.
///
/// # Errors
///
/// Returns a problem when the text is not laid out as [`read`](super::read()) wants it.
pub fn astray(text: &str, anchors: &Anchors<'_>) -> Result<Vec<Astray>, Problem> {
    let layout = Layout::of(text)?;
    let mut out = vec![];
    for (existing, node) in nodes(&layout) {
        if existing.owned || said(node, "review") == Some("rejected") {
            continue;
        }
        let Some(now) = Whereabouts::of(existing.section, node, anchors) else { continue };
        let Some(state) = now.anchors().map(crate::annotation::Anchor::state).max() else { continue };
        if matches!(state, State::Changed | State::Ambiguous | State::Lost) {
            let places = now.places().into_iter().map(|(from, to)| Span::clamped(from, to)).collect();
            out.push(Astray { name: existing.name.clone(), words: words(existing, node), state, places });
        }
    }
    Ok(out)
}

/// The entries with their nodes.
fn nodes<'l>(layout: &'l Layout<'_>) -> Vec<(&'l Existing, &'l Node)> {
    let mut out = vec![];
    for section in Section::ALL {
        let entries = layout.entries.iter().filter(|entry| entry.section == section);
        match layout.top(section.key()) {
            Some((_, node)) if section.is_single() => out.extend(entries.map(|entry| (entry, node))),
            _ => out.extend(entries.zip(layout.items(section))),
        }
    }
    out
}

fn words(existing: &Existing, node: &Node) -> String {
    match existing.section {
        section @ (Section::Claims | Section::Framing) => review::words(section, node),
        Section::Naming => said(node, "designator").unwrap_or("?").to_owned(),
        Section::Damage => {
            get(node, "at").and_then(|(_, at)| said(at, "exact")).unwrap_or(existing.name.as_str()).to_owned()
        }
        Section::Outlet | Section::Authors | Section::Published | Section::Cites => existing.name.clone(),
    }
}

/// Where an entry is shown to begin: the value of its id, or of its first key.
fn head(node: &Node) -> Span<Source> {
    match (get(node, "id"), &node.kind) {
        (Some((_, id)), _) => id.span,
        (None, Kind::Mapping(pairs)) => pairs.first().map_or(node.span, |(_, value)| value.span),
        (None, _) => node.span,
    }
}
