//! Documents to annotations, several at a time.
//!
//! What is known about words, and the code that looks for it, is larger than the processor's first caches, and how one
//! rule decides says little about the next. A stage that goes over a group of documents before the next stage begins
//! finds its tables, its code and the guesses about its branches where it left them.

use super::{
    FoundClaim, FoundFraming, FoundNaming, Mode, assemble, authors, cited,
    claim::{self, speaker::names::Names, view::View},
    damage, framing, naming, outlet, published, speakers, suppress,
};
use crate::{
    annotation::{Annotations, Claim, Ids},
    document::{Document, Source, Span},
    lexicon::Lexicon,
};

/// How many documents are worth taking together: with more, what is known about them no longer fits the caches.
pub const GROUP: usize = 64;

/// How many bytes of documents fill a group, so that large ones go alone.
pub const GROUP_BYTES: usize = 256 << 10;

/// A document on its way, with what the stages so far found.
struct Work<'d> {
    document: &'d Document,
    lexicon: &'d Lexicon,
    mode: Mode,
    view: View<'d>,
    ids: Ids,
    drafts: Vec<claim::Draft>,
    claimed: Vec<claim::Claimed>,
    names: Names,
    claims: Vec<FoundClaim>,
    placed: Vec<(usize, Claim<Span<Source>>)>,
    naming: Vec<FoundNaming>,
    framing: Vec<FoundFraming>,
    found: Annotations<Span<Source>>,
}

/// The line, in order: each reads what those before it left.
const STAGES: [fn(&mut Work<'_>); 13] = [
    |work| work.drafts = claim::drafts(&work.view),
    |work| work.claimed = claim::assemble(&work.view, std::mem::take(&mut work.drafts)),
    |work| {
        work.names = claim::resolve(&work.view, &mut work.claimed);
        work.claims = std::mem::take(&mut work.claimed).into_iter().map(|(claim, _)| claim).collect();
    },
    |work| work.naming = naming::found(&work.view, &work.names, work.lexicon, &work.claims),
    |work| work.framing = framing(work.document, work.lexicon, &work.claims, work.mode),
    |work| work.placed = assemble::claims(work.document, work.lexicon, &work.claims, &mut work.ids),
    |work| {
        let found = std::mem::take(&mut work.framing);
        work.found.framing = assemble::framing(work.document, found, &work.placed, &mut work.ids);
        work.found.claims = std::mem::take(&mut work.placed).into_iter().map(|(_, claim)| claim).collect();
    },
    |work| {
        let found = std::mem::take(&mut work.naming);
        work.found.naming = assemble::naming(work.document, found, &mut work.ids);
    },
    |work| work.found.outlet = outlet(work.document, work.lexicon),
    |work| {
        work.found.authors = authors(work.document, work.lexicon);
        work.found.published = published(work.document, work.lexicon);
    },
    |work| work.found.cites = cited(work.document, work.lexicon, work.found.outlet.as_ref()),
    |work| work.found.damage = damage(work.document),
    |work| {
        suppress::apply(&mut work.found, work.document, work.lexicon);
        work.found.speakers = speakers(work.document, work.lexicon, &work.found);
    },
];

/// Finds all that can be said about each document, as [`annotate`](super::annotate) does. All of them are in memory
/// until the last is done, so that the caller decides how many there are.
pub fn annotate_all<'d>(
    documents: impl IntoIterator<Item = &'d Document>,
    lexicon: &'d Lexicon,
    mode: Mode,
) -> Vec<Annotations<Span<Source>>> {
    let begin = |document| Work {
        document,
        lexicon,
        mode,
        view: View::new(document, lexicon),
        ids: Ids::default(),
        drafts: vec![],
        claimed: vec![],
        names: Names::default(),
        claims: vec![],
        placed: vec![],
        naming: vec![],
        framing: vec![],
        found: Annotations::default(),
    };
    let mut group: Vec<Work<'d>> = documents.into_iter().map(begin).collect();
    for stage in STAGES {
        group.iter_mut().for_each(stage);
    }
    group.into_iter().map(|work| work.found).collect()
}
