//! Where a selector's words are now.
//!
//! The answers are a ladder; each rung is tried only when the one above says no.
//!
//! 1. The words stand at their bytes: **intact**.
//! 2. They stand somewhere, white space and composed accents aside: once is **moved**, several times is
//!    moved when one place's surroundings are clearly likelier, else **ambiguous**.
//! 3. Nearly these words stand between nearly these surroundings: **changed**, with what changed.
//! 4. Else **lost**, with the places a person may want to look at.
//!
//! A false anchor is worse than a lost one: a person looks for what is lost, and trusts what is found. A
//! place is therefore never changed on the likeness of its words alone; some of its surroundings must be
//! there too, and it must not be a place that was there before.

mod claim;
mod earlier;
mod finder;
mod myers;
mod search;
mod wanted;
mod words;

pub use claim::ClaimAnchors;
pub use earlier::Earlier;
pub use finder::Anchors;
pub use words::{Flag, Words, diff as word_diff, flags as word_flags};

use super::Selector;
use crate::document::{Document, Source, Span};
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;

/// Where a selector's words are in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Where they were.
    Intact(Span<Source>),
    /// Elsewhere, and only there.
    Moved(Span<Source>),
    /// Other words stand in their place.
    Changed(Changed),
    /// In several places, none of them likelier than the others.
    Ambiguous(Vec<Span<Source>>),
    /// Nowhere; the places most like theirs, best first, for a person to look at.
    Lost(Vec<Candidate>),
}

/// A place where other words stand now. It is a proposal: nothing may take it for the annotated place
/// before a person has read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Where.
    pub span: Span<Source>,
    /// How alike words and surroundings are.
    pub score: Score,
    /// What makes the change grave.
    pub flags: Vec<Flag>,
    /// What was written, and what is.
    pub words: Vec<Words>,
}

/// A place like the annotated one, but not like enough to be it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Where.
    pub span: Span<Source>,
    /// How alike words and surroundings are.
    pub score: Score,
}

/// A likeness from 0 to 1, in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Score(u16);

impl Score {
    /// All alike.
    pub const FULL: Self = Self(1000);

    /// Returns it as a number from 0 to 1.
    pub fn share(self) -> f64 {
        f64::from(self.0) / 1000.0
    }

    fn of(share: f64) -> Self {
        // The share is within 0 and 1, so that nothing is cut.
        Self((share.clamp(0.0, 1.0) * 1000.0).round() as u16)
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:03}", self.0 / 1000, self.0 % 1000)
    }
}

impl Serialize for Score {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(f64::from(self.0) / 1000.0)
    }
}

/// What became of an annotated place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// The words stand where they stood.
    Intact,
    /// They stand elsewhere.
    Moved,
    /// Other words stand in their place.
    Changed,
    /// They stand in several places.
    Ambiguous,
    /// They are gone.
    Lost,
}

impl State {
    /// All states, the best first.
    pub const ALL: [Self; 5] = [Self::Intact, Self::Moved, Self::Changed, Self::Ambiguous, Self::Lost];

    /// Returns its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Intact => "intact",
            Self::Moved => "moved",
            Self::Changed => "changed",
            Self::Ambiguous => "ambiguous",
            Self::Lost => "lost",
        }
    }
}

impl Anchor {
    /// Returns the one place where the same words stand, when there is one.
    pub fn span(&self) -> Option<Span<Source>> {
        match self {
            Self::Intact(span) | Self::Moved(span) => Some(*span),
            Self::Changed(_) | Self::Ambiguous(_) | Self::Lost(_) => None,
        }
    }

    /// Returns the state without the places.
    pub const fn state(&self) -> State {
        match self {
            Self::Intact(_) => State::Intact,
            Self::Moved(_) => State::Moved,
            Self::Changed(_) => State::Changed,
            Self::Ambiguous(_) => State::Ambiguous,
            Self::Lost(_) => State::Lost,
        }
    }
}

impl Selector {
    /// Finds the selector's words. [`Anchors`] does it for many selectors of one document.
    pub fn resolve(&self, document: &Document) -> Anchor {
        Anchors::of(document.source()).find(self)
    }
}

#[cfg(test)]
mod tests;
