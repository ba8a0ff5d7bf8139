//! Who the sources are, within the document.

use super::{chain::Claimed, view::View};

/// Fills in the speakers.
pub(super) fn resolve(view: &View<'_>, claims: &mut [Claimed]) {
    for (claim, draft) in claims {
        claim.speaker = draft.source.map(|run| view.words_of(run).to_owned());
    }
}
