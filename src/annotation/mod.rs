//! What can be said about a place in a document.
//!
//! Every kind is generic over the place it speaks of: a detector proposes annotations at a
//! [`Span<Source>`](crate::document::Span), a sidecar holds them at a [`Selector`], which finds its words
//! again after the document was edited. No type here holds a score of what was said: annotations record, readers judge.

mod anchor;
mod claim;
mod confidence;
mod damage;
mod framing;
mod id;
mod naming;
mod outlet;
mod places;
mod review;
mod selector;
mod speaker;

pub use anchor::{
    Anchor, Anchors, Candidate, Changed, ClaimAnchors, Earlier, Flag, Score, State, Words, word_diff, word_flags,
};
pub use claim::{Claim, ClaimKind, Cue, CueClass};
pub use confidence::Confidence;
pub use damage::{Damage, DamageKind};
pub use framing::{Category, Framing, Relay, Voice};
pub use id::{Id, Ids};
pub use naming::{Naming, Referent};
pub use outlet::{Author, Cited, Evidence, Outlet, Published};
pub use review::Review;
pub use selector::{ByteRange, Selector};
pub use speaker::{Speaker, SpeakerKind};

/// All that was found in one document; each list in document order.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotations<At> {
    /// Whose document it is; `None` when the document does not say.
    pub outlet: Option<Outlet<At>>,
    /// Who wrote it.
    pub authors: Vec<Author<At>>,
    /// When it was published.
    pub published: Option<Published<At>>,
    /// The outlets it relies on.
    pub cites: Vec<Cited<At>>,
    /// Who says what.
    pub claims: Vec<Claim<At>>,
    /// Who the claims are by, in the order in which they first speak: derived from the claims, not stored.
    pub speakers: Vec<Speaker<At>>,
    /// The words that judge, and whose they are.
    pub framing: Vec<Framing<At>>,
    /// How people, bodies and groups are named.
    pub naming: Vec<Naming<At>>,
    /// Where the text lost or changed letters on its way.
    pub damage: Vec<Damage<At>>,
}

impl<At> Default for Annotations<At> {
    fn default() -> Self {
        Self {
            outlet: None,
            authors: vec![],
            published: None,
            cites: vec![],
            claims: vec![],
            speakers: vec![],
            framing: vec![],
            naming: vec![],
            damage: vec![],
        }
    }
}
