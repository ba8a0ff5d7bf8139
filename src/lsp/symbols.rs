//! The entries of an annotation file as an editor's outline; in a document, its claims and framing terms.

use super::{
    diagnostics::whose,
    positions::Text,
    state::{Kind, State},
    words::short,
};
use crate::{
    document::{Source, Span},
    sidecar,
};
use lsp_types::{DocumentSymbol, DocumentSymbolResponse, Location, SymbolInformation, SymbolKind, Url};

/// Returns the outline of an open file: nested, or flat for clients that know no other.
pub(super) fn of(state: &mut State, uri: &Url) -> Option<DocumentSymbolResponse> {
    let symbols = match state.kind(uri) {
        Kind::Sidecar => entries(&state.file(uri)?.text),
        Kind::Document => document(state, uri)?,
        Kind::Lexicon | Kind::Settings | Kind::Other => return None,
    };
    if state.client.nested {
        return Some(DocumentSymbolResponse::Nested(symbols));
    }
    let mut flat = vec![];
    for list in symbols {
        let inside = if list.children.is_some() { Some(list.name.clone()) } else { None };
        let all = list.children.clone().unwrap_or_else(|| vec![list]);
        flat.extend(all.into_iter().map(|symbol| information(symbol, uri, inside.clone())));
    }
    Some(DocumentSymbolResponse::Flat(flat))
}

fn entries(text: &Text) -> Vec<DocumentSymbol> {
    let mut lists: Vec<DocumentSymbol> = vec![];
    for entry in sidecar::entries(text.as_str()).unwrap_or_default() {
        let name = entry.id.clone().unwrap_or_else(|| short(&entry.words));
        let detail = entry.id.as_ref().map(|_| short(&entry.words));
        let kind = if entry.list == "claims" { SymbolKind::EVENT } else { SymbolKind::STRING };
        let child = symbol(name, detail, kind, (entry.lines, entry.head), text);
        match lists.last_mut().filter(|list| list.name == entry.list) {
            Some(list) => {
                list.range.end = child.range.end;
                list.children.get_or_insert_default().push(child);
            }
            None => {
                let mut list = symbol(entry.list.to_owned(), None, SymbolKind::ARRAY, (entry.lines, entry.head), text);
                list.children = Some(vec![child]);
                lists.push(list);
            }
        }
    }
    lists
}

fn document(state: &mut State, uri: &Url) -> Option<Vec<DocumentSymbol>> {
    let reading = state.reading(uri).ok()?;
    let text = &state.file(uri)?.text;
    let claims = reading.annotations.claims.iter().filter_map(|claim| {
        let at = claim.content.iter().copied().chain([claim.cue.at]).chain(claim.source).reduce(|a, b| a.hull(b))?;
        let words = claim.content.first().map(|at| short(reading.document.bytes(*at)))?;
        let speaker = claim.speaker.as_deref().unwrap_or("speaker not named");
        Some((at, symbol(format!("{}: {words}", short(speaker)), None, SymbolKind::EVENT, (at, claim.cue.at), text)))
    });
    let terms = reading.annotations.framing.iter().map(|term| {
        (term.at, symbol(short(&term.term), Some(whose(term)), SymbolKind::STRING, (term.at, term.at), text))
    });
    let mut all: Vec<(Span<Source>, DocumentSymbol)> = claims.chain(terms).collect();
    all.sort_by_key(|(at, _)| *at);
    Some(all.into_iter().map(|(_, symbol)| symbol).collect())
}

#[allow(deprecated, reason = "the type has a field that nobody should use, and no other way to be made")]
fn symbol(
    name: String,
    detail: Option<String>,
    kind: SymbolKind,
    (all, head): (Span<Source>, Span<Source>),
    text: &Text,
) -> DocumentSymbol {
    // The protocol refuses an empty name.
    let name = if name.is_empty() { "…".to_owned() } else { name };
    let (range, selection_range) = (text.range(all.hull(head)), text.range(head));
    DocumentSymbol { name, detail, kind, tags: None, deprecated: None, range, selection_range, children: None }
}

#[allow(deprecated, reason = "the type has a field that nobody should use, and no other way to be made")]
fn information(symbol: DocumentSymbol, uri: &Url, container_name: Option<String>) -> SymbolInformation {
    let location = Location { uri: uri.clone(), range: symbol.range };
    SymbolInformation { name: symbol.name, kind: symbol.kind, tags: None, deprecated: None, location, container_name }
}
