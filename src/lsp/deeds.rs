//! What a person can do with one choice in a menu, and the edit that does it. The texts are made by the functions that
//! `ibid review` and `ibid annotate` use; nothing is written here.

use super::{
    adding, changes,
    reading::Reading,
    state::{Kind, State},
};
use crate::{
    annotation::Category,
    document::{Problem, Source, Span},
    sidecar,
};
use lsp_types::{Url, WorkspaceEdit};
use serde::{Deserialize, Serialize};

/// One thing that can be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Deed {
    /// Set keys of an entry.
    Set {
        /// The entry.
        id: String,
        /// Keys and values.
        values: Vec<(String, String)>,
    },
    /// Add a passage of the document as a framing term.
    AddTerm {
        /// First byte and the byte after the last one.
        place: (u32, u32),
        /// What it does.
        category: Category,
    },
    /// Add a passage of the document as a claim.
    AddClaim {
        /// First byte and the byte after the last one.
        place: (u32, u32),
    },
    /// Bring the annotation file up to date.
    Annotate,
}

/// A deed, and where it was offered.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Offer {
    pub(super) uri: Url,
    /// The version of the file at that time.
    pub(super) version: i32,
    pub(super) deed: Deed,
}

/// Why a deed cannot be done.
#[derive(Debug)]
pub(super) enum Refused {
    /// The file was edited since.
    Edited,
    /// Something is wrong.
    Wrong(String),
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self::Wrong(problem.message)
    }
}

/// Returns the edit that does what was offered.
pub(super) fn edit(state: &mut State, offer: &Offer) -> Result<WorkspaceEdit, Refused> {
    let open = state.file(&offer.uri).filter(|open| open.version == offer.version).ok_or(Refused::Edited)?;
    let (uri, document) = match state.kind(&offer.uri) {
        Kind::Sidecar if matches!(offer.deed, Deed::Set { .. }) => {
            let old = open.text.clone();
            let new = changed(old.as_str(), &offer.deed)?;
            let edits = changes::between(&old, &new);
            return Ok(changes::of_file(offer.uri.clone(), Some(offer.version), edits, &state.client));
        }
        Kind::Sidecar => {
            let (path, _) = state.document_of(&offer.uri).ok_or_else(|| gone("its document cannot be read"))?;
            (state.address(&path).ok_or_else(|| gone("its document has no address"))?, path)
        }
        Kind::Document => {
            let path = open.path.clone().ok_or_else(|| gone("the document has no place yet: save it first"))?;
            (offer.uri.clone(), path)
        }
        Kind::Lexicon | Kind::Settings | Kind::Other => {
            return Err(gone("this is neither a document nor an annotation file"));
        }
    };
    let reading = state.reading(&uri)?;
    let Some(kept) = &reading.kept else {
        return Err(gone(&format!("{} lies outside the workspace", document.display())));
    };
    if state.kind(&offer.uri) == Kind::Sidecar && state.address(&kept.belongs.sidecar).as_ref() != Some(&offer.uri) {
        return Err(gone("the document's annotation file is another one"));
    }
    let new = new_text(state, &reading, &offer.deed)?;
    let address = state.address(&kept.belongs.sidecar).ok_or_else(|| gone("the annotation file has no address"))?;
    match &kept.text {
        Some(old) => {
            let version = state.file(&address).map(|open| open.version);
            Ok(changes::of_file(address, version, changes::between(old, &new), &state.client))
        }
        None if state.client.creates => Ok(changes::new_file(address, new)),
        None => Err(gone("the annotation file is not there yet: run `ibid annotate`")),
    }
}

fn gone(why: &str) -> Refused {
    Refused::Wrong(why.to_owned())
}

/// The annotation file of a document after a deed. An entry that the file has is changed in the file as it stands;
/// what it does not have yet comes with all that `ibid annotate` would write.
fn new_text(state: &State, reading: &Reading, deed: &Deed) -> Result<String, Refused> {
    let old = reading.kept.as_ref().and_then(|kept| kept.text.as_ref()).map(|text| text.as_str());
    if let Some(old) = old {
        sidecar::read(old)?;
    }
    let merged = || reading.merged.as_deref().ok_or_else(|| gone("the annotation file is another document's"));
    match deed {
        Deed::Annotate => Ok(merged()?.to_owned()),
        Deed::Set { id, .. } => {
            let has = reading.entries.iter().any(|entry| entry.id.as_ref() == Some(id));
            changed(old.filter(|_| has).map_or_else(merged, Ok)?, deed)
        }
        Deed::AddTerm { place, category } => {
            let base = old.map_or_else(merged, Ok)?;
            let term = adding::term(reading, state.disk.lexicon(), span(*place), *category, base)?;
            Ok(sidecar::add_framing(base, &term)?)
        }
        Deed::AddClaim { place } => {
            let base = old.map_or_else(merged, Ok)?;
            let claim = adding::claim(reading, state.disk.lexicon(), span(*place), base)?;
            Ok(sidecar::add_claim(base, &claim)?)
        }
    }
}

fn span((from, to): (u32, u32)) -> Span<Source> {
    Span::clamped(from, to)
}

fn changed(text: &str, deed: &Deed) -> Result<String, Refused> {
    let Deed::Set { id, values } = deed else { return Err(gone("nothing to change")) };
    let values: Vec<(&str, String)> = values.iter().map(|(key, value)| (key.as_str(), value.clone())).collect();
    sidecar::set(text, id, &values)?.ok_or_else(|| gone(&format!("no entry has the id `{id}`")))
}
