//! Document and lexicon to proposals; one module a kind.
//!
//! Detectors see only prose, its tokens, sentences, blocks and quotations. What they find here is still a
//! place in the prose; [`annotate`] turns all of it into annotations of the source, with ids.

mod assemble;
mod batch;
mod by_hand;
mod byline;
mod cited;
mod claim;
mod damage;
mod framing;
mod naming;
mod outlet;
mod published;
mod suppress;

pub use batch::{GROUP, GROUP_BYTES, annotate_all};
pub use by_hand::{cue_beside, voice_at};
pub use byline::authors;
pub use cited::cited;
pub use claim::{claims, speakers};
pub use damage::damage;
pub use framing::framing;
pub use naming::naming;
pub use outlet::outlet;
pub use published::published;
pub use suppress::comment_problems;

use crate::{
    annotation::{Annotations, Category, ClaimKind, CueClass, Referent, Relay, Voice},
    document::{Document, Prose, Source, Span},
    lexicon::Lexicon,
};

/// Which framing terms are proposed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// None.
    Off,
    /// Those a reader will agree with.
    #[default]
    Precise,
    /// All the lexicon knows.
    Broad,
}

/// A claim as the claims detector finds it.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundClaim {
    /// Whether the content stands in quotation marks.
    pub kind: ClaimKind,
    /// The words that name the source.
    pub source: Option<Span<Prose>>,
    /// Who that is, resolved within the document.
    pub speaker: Option<String>,
    /// The words that attribute.
    pub cue: Span<Prose>,
    /// How they do.
    pub class: CueClass,
    /// What is attributed; never empty, in document order.
    pub content: Vec<Span<Prose>>,
    /// The index of the claim that reports this one.
    pub within: Option<usize>,
    /// The rule that found it.
    pub rule: &'static str,
}

/// A framing term as the framing detector finds it.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundFraming {
    /// Where.
    pub span: Span<Prose>,
    /// What it does.
    pub category: Category,
    /// Whose words they are.
    pub voice: Voice,
    /// Who uses them.
    pub speaker: Option<String>,
    /// How the outlet hands them on.
    pub relay: Option<Relay>,
    /// The index of the claim they stand in.
    pub claim: Option<usize>,
    /// The rule or lexicon entry that found them.
    pub rule: String,
    /// Whether only the broad mode shows them.
    pub broad: bool,
}

/// A place where somebody is named, as the naming detector finds it.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundNaming {
    /// Where.
    pub span: Span<Prose>,
    /// Who.
    pub referent: String,
    /// What that is.
    pub kind: Referent,
    /// Whose words they are.
    pub voice: Voice,
    /// Who uses them.
    pub speaker: Option<String>,
    /// The rule that found them.
    pub rule: String,
}

/// Finds all that can be said about a document, in document order.
pub fn annotate(document: &Document, lexicon: &Lexicon, mode: Mode) -> Annotations<Span<Source>> {
    annotate_all([document], lexicon, mode).pop().unwrap_or_default()
}
