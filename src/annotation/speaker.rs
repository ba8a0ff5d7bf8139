//! Speakers: who the claims of a document are by, derived from them and never stored.

use super::ClaimKind;
use serde::Serialize;

/// Somebody or something that claims are attributed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker<At> {
    /// The name, or the words that stand for one: what claims have as their speaker.
    pub name: String,
    /// What it is, as far as its words tell.
    pub kind: SpeakerKind,
    /// Whether people speak who are given no name: “a spokeswoman”, “critics in the capital”.
    pub unnamed: bool,
    /// The fullest phrase that introduces it as the source of a claim, the first of several as full.
    pub introduced: Option<At>,
    /// How many of its claims are direct, mixed, indirect. A claim most of which another speaker makes within it
    /// counts for that one only.
    pub counts: [usize; 3],
    /// How many claims of others it only hands on.
    pub relayed: usize,
}

impl<At> Speaker<At> {
    /// The kinds of claims, in the order of the counts.
    pub const KINDS: [ClaimKind; 3] = [ClaimKind::Direct, ClaimKind::Mixed, ClaimKind::Indirect];

    /// Returns the same with its place replaced.
    pub fn map<B>(&self, find: impl FnOnce(&At) -> Option<B>) -> Speaker<B> {
        Speaker {
            name: self.name.clone(),
            kind: self.kind,
            unnamed: self.unnamed,
            introduced: self.introduced.as_ref().and_then(find),
            counts: self.counts,
            relayed: self.relayed,
        }
    }
}

/// What a speaker is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SpeakerKind {
    /// One human being.
    Person,
    /// Several: officials, residents, the police.
    Group,
    /// A ministry, a company, a party.
    Body,
    /// An outlet, a programme, a post.
    Medium,
    /// What its words do not tell: a surname alone, a report, a sign.
    Other,
}

impl SpeakerKind {
    /// Returns the name that records use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Group => "group",
            Self::Body => "body",
            Self::Medium => "medium",
            Self::Other => "other",
        }
    }
}
