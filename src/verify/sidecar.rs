//! Does an annotation file still speak of this document?

use crate::{
    annotation::{Anchor, Anchors, ByteRange, Selector, State},
    document::{Document, Rung},
    sidecar::Sidecar,
};

/// What became of one place of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceCheck {
    /// The entry: its id, or what it is where it has none.
    pub entry: String,
    /// Where the sidecar says it is.
    pub bytes: ByteRange,
    /// The words that must stand there.
    pub exact: String,
    /// Where they are.
    pub anchor: Anchor,
}

/// What became of a sidecar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SidecarCheck {
    /// How alike the document is to the one that was annotated.
    pub rung: Rung,
    /// Every place of every entry that nobody rejected.
    pub places: Vec<PlaceCheck>,
}

impl SidecarCheck {
    /// Tells whether the document is the same file and every place has its words.
    pub fn holds(&self) -> bool {
        self.rung == Rung::Identical && self.places.iter().all(|place| place.anchor.state() == State::Intact)
    }
}

/// Checks a sidecar against its document.
pub fn check_sidecar(sidecar: &Sidecar, document: &Document) -> SidecarCheck {
    let said = &sidecar.document;
    let recorded = crate::document::Digests { raw: said.raw, text: said.text, front: said.front, root: said.root };
    let anchors = Anchors::of(document.source());
    let mut places = vec![];
    let mut push = |entry: &str, selector: &Selector, anchor: Anchor| {
        let (entry, exact) = (entry.to_owned(), selector.exact.clone());
        places.push(PlaceCheck { entry, bytes: selector.bytes, exact, anchor });
    };
    let found = &sidecar.annotations;
    let mut check = |entry: &str, at: &Selector| push(entry, at, anchors.find(at));
    found.outlet.iter().flat_map(|o| &o.evidence).for_each(|e| check("outlet", &e.at));
    found.authors.iter().flat_map(|a| &a.evidence).for_each(|e| check("authors", &e.at));
    found.published.iter().flat_map(|p| &p.evidence).for_each(|e| check("published", &e.at));
    found.cites.iter().flat_map(|c| &c.evidence).for_each(|e| check("cites", &e.at));
    for claim in &found.claims {
        let now = anchors.find_claim(claim.source.as_ref(), &claim.cue.at, &claim.content);
        let selectors = claim.source.iter().chain([&claim.cue.at]).chain(&claim.content);
        let anchors = now.source.into_iter().chain([now.cue]).chain(now.content);
        selectors.zip(anchors).for_each(|(at, now)| push(&claim.id.0, at, now));
    }
    let mut check = |entry: &str, at: &Selector| push(entry, at, anchors.find(at));
    found.framing.iter().for_each(|term| check(&term.id.0, &term.at));
    for naming in &found.naming {
        naming.at.iter().for_each(|at| check(&naming.id.0, at));
    }
    found.damage.iter().for_each(|damage| check("damage", &damage.at));
    SidecarCheck { rung: recorded.compare(document.digests()), places }
}
