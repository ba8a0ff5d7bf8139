//! Does an annotation file still speak of this document?

use crate::{
    annotation::{Anchor, Anchors, ByteRange, Selector, Sibling, State, settle},
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
    let mut check = |entry: &str, selectors: &[&Selector]| {
        let mut found: Vec<Sibling<'_>> =
            selectors.iter().map(|at| (at.bytes, at.exact.as_str(), anchors.find(at))).collect();
        settle(document.source(), &mut found);
        let check = |(bytes, exact, anchor): Sibling<'_>| PlaceCheck {
            entry: entry.to_owned(),
            bytes,
            exact: exact.to_owned(),
            anchor,
        };
        places.extend(found.into_iter().map(check));
    };
    let found = &sidecar.annotations;
    found.outlet.iter().flat_map(|o| &o.evidence).for_each(|e| check("outlet", &[&e.at]));
    found.authors.iter().flat_map(|a| &a.evidence).for_each(|e| check("authors", &[&e.at]));
    found.published.iter().flat_map(|p| &p.evidence).for_each(|e| check("published", &[&e.at]));
    found.cites.iter().flat_map(|c| &c.evidence).for_each(|e| check("cites", &[&e.at]));
    for claim in &found.claims {
        let all: Vec<&Selector> = claim.source.iter().chain([&claim.cue.at]).chain(&claim.content).collect();
        check(&claim.id.0, &all);
    }
    found.framing.iter().for_each(|term| check(&term.id.0, &[&term.at]));
    found.damage.iter().for_each(|damage| check("damage", &[&damage.at]));
    SidecarCheck { rung: recorded.compare(document.digests()), places }
}
