//! From an entry of an annotation file to its words, and from words to their entries.

use super::{
    reading::Reading,
    state::{Kind, State},
};
use crate::{
    annotation::{Anchors, ByteRange, Id},
    document::{Document, Source, Span},
    sidecar::{self, Entry},
};
use lsp_types::{Location, Position, Url};

/// Returns where to go from a place.
pub(super) fn of(state: &mut State, uri: &Url, position: Position) -> Vec<Location> {
    match state.kind(uri) {
        Kind::Sidecar => words(state, uri, position).unwrap_or_default(),
        Kind::Document => entries(state, uri, position).unwrap_or_default(),
        Kind::Lexicon | Kind::Settings | Kind::Other => vec![],
    }
}

/// From an entry to its words: of the place that the cursor is in, else of all that the entry is about.
fn words(state: &mut State, uri: &Url, position: Position) -> Option<Vec<Location>> {
    let (entries, offset) = {
        let open = state.file(uri)?;
        (sidecar::entries(open.text.as_str()).ok()?, open.text.offset(position))
    };
    let (path, document) = state.document_of(uri)?;
    let (address, text) = (state.address(&path)?, state.text(&path)?);
    let to = |span: Span<Source>| Location { uri: address.clone(), range: text.range(span) };
    let Some(entry) = entry_at(&entries, offset) else {
        // The way to the document itself.
        let open = state.file(uri)?;
        let draft = sidecar::Draft::of(open.text.as_str());
        let (_, at) = draft.document_path()?;
        return at.hull(Span::clamped(at.end(), at.end() + 1)).covers(offset).then(|| vec![to(Span::clamped(0, 0))]);
    };
    let anchors = Anchors::of(document.source());
    let found = entry.places.iter().map(|spoken| (spoken.at, place(&document, &anchors, &spoken.selector)));
    let all: Vec<(Span<Source>, Span<Source>)> = found.filter_map(|(at, place)| Some((at, place?))).collect();
    let here: Vec<Location> = all.iter().filter(|(at, _)| at.covers(offset)).map(|(_, place)| to(*place)).collect();
    Some(if here.is_empty() { all.last().map(|(_, place)| to(*place)).into_iter().collect() } else { here })
}

/// Where words are: in one place, or, when nobody can say, at the bytes that the file names.
pub(super) fn place(
    document: &Document,
    anchors: &Anchors<'_>,
    selector: &crate::annotation::Selector,
) -> Option<Span<Source>> {
    let ByteRange(bytes) = selector.bytes;
    anchors.find(selector).span().or_else(|| bytes.of(document.source()).is_some().then_some(bytes))
}

/// Returns the entry whose lines hold a byte of the file.
pub(super) fn entry_at(entries: &[Entry], offset: u32) -> Option<&Entry> {
    entries.iter().find(|entry| entry.lines.covers(offset))
}

/// From words to the entries that speak of them, the closest first.
fn entries(state: &mut State, uri: &Url, position: Position) -> Option<Vec<Location>> {
    let reading = state.reading(uri).ok()?;
    let offset = state.file(uri)?.text.offset(position);
    let kept = reading.kept.as_ref()?;
    let text = kept.text.as_ref()?;
    let address = state.address(&kept.belongs.sidecar)?;
    let found = ids_at(&reading, offset);
    let by_id = found.iter().filter_map(|id| reading.entry(id));
    // Entries without an id are known by their bytes.
    let by_place = reading
        .entries
        .iter()
        .filter(|entry| entry.id.is_none() && entry.places.iter().any(|spoken| spoken.selector.bytes.0.covers(offset)));
    let to = |entry: &Entry| Location { uri: address.clone(), range: text.range(entry.head) };
    Some(by_id.chain(by_place).map(to).collect())
}

/// Returns the ids of what is annotated at a byte of the document, the shortest place first.
pub(super) fn ids_at(reading: &Reading, offset: u32) -> Vec<Id> {
    let found = &reading.annotations;
    let mut all: Vec<(u32, &Id)> = vec![];
    let covers = |at: &Span<Source>| at.covers(offset) || at.end() == offset;
    all.extend(found.framing.iter().filter(|term| covers(&term.at)).map(|term| (term.at.len(), &term.id)));
    for naming in &found.naming {
        all.extend(naming.at.iter().find(|at| covers(at)).map(|at| (at.len(), &naming.id)));
    }
    for claim in &found.claims {
        let places = claim.source.iter().chain([&claim.cue.at]).chain(&claim.content);
        all.extend(places.filter(|at| covers(at)).map(|at| at.len()).min().map(|len| (len, &claim.id)));
    }
    all.sort_by_key(|(len, _)| *len);
    all.into_iter().map(|(_, id)| id.clone()).collect()
}
