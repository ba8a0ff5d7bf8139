//! Attributed claims: who said what, by which cue.

use super::{Annotations, Confidence, Id};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Something that the document attributes to somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim<At> {
    /// Its name in this document.
    pub id: Id,
    /// Whether the content stands in quotation marks.
    pub kind: ClaimKind,
    /// Who, resolved within the document; `None` when the text does not say.
    pub speaker: Option<String>,
    /// The words that name the source, as they stand; `None` for “it was reported”.
    pub source: Option<At>,
    /// The words that attribute.
    pub cue: Cue<At>,
    /// What is attributed, in one or more pieces, in document order.
    pub content: Vec<At>,
    /// The claim that reports this one.
    pub within: Option<Id>,
    /// The rule that found it.
    pub rule: String,
    /// How often that rule is right for claims like this one; `None` for claims of people, and in annotation files.
    pub confidence: Option<Confidence>,
}

impl<At> Annotations<At> {
    /// Drops the claims whose confidence is below `least`. Those of people have none, and stay. What stood within
    /// a claim that goes stands then within the next one around it.
    pub fn only_claims_from(&mut self, least: Confidence) {
        let goes = |claim: &Claim<At>| claim.confidence.is_some_and(|confidence| confidence < least);
        // Who was around a claim that goes; chains are short, but a person's file may hold a ring.
        let gone: BTreeMap<Id, Option<Id>> = self
            .claims
            .iter()
            .filter(|claim| goes(claim))
            .map(|claim| (claim.id.clone(), claim.within.clone()))
            .collect();
        let around = |id: &Option<Id>| {
            let mut at = id.clone();
            for _ in 0..=gone.len() {
                match at.as_ref().and_then(|id| gone.get(id)) {
                    Some(outer) => at = outer.clone(),
                    None => return at,
                }
            }
            None
        };
        self.claims.retain(|claim| !goes(claim));
        for claim in &mut self.claims {
            claim.within = around(&claim.within);
        }
        for term in &mut self.framing {
            term.claim = around(&term.claim);
        }
    }
}

/// The words that attribute, and how they do.
#[derive(Clone, Debug, PartialEq)]
pub struct Cue<At> {
    /// Where.
    pub at: At,
    /// How.
    pub class: CueClass,
}

/// Whether a claim's content stands in quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ClaimKind {
    /// All of it (at least four letters in five).
    Direct,
    /// None of it.
    Indirect,
    /// Some of it.
    Mixed,
}

impl ClaimKind {
    /// Returns the name that files use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Indirect => "indirect",
            Self::Mixed => "mixed",
        }
    }
}

/// How a cue hands on what was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CueClass {
    /// said, told, wrote, according to
    Neutral,
    /// claimed, alleged, insisted: the writer does not vouch
    Claim,
    /// admitted, acknowledged: presupposes that it is true and unwelcome
    Concede,
    /// confirmed, revealed, pointed out: presupposes that it is true
    Assert,
    /// boasted, blasted, mocked: adds heat
    Emotive,
    /// urged, demanded, asked to: wants something done
    Directive,
    /// believes, thinks, fears: a state of mind
    Belief,
    /// plans, wants, intends: a purpose
    Intention,
    /// an outlet, report or paper that is cited
    Citation,
}

impl CueClass {
    /// All classes.
    pub const ALL: [Self; 9] = [
        Self::Neutral,
        Self::Claim,
        Self::Concede,
        Self::Assert,
        Self::Emotive,
        Self::Directive,
        Self::Belief,
        Self::Intention,
        Self::Citation,
    ];

    /// Returns what it says of how the words are handed on.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Neutral => "neither vouches nor doubts",
            Self::Claim => "does not vouch",
            Self::Concede => "presupposes that it is true and unwelcome to its source",
            Self::Assert => "presupposes that it is true",
            Self::Emotive => "says with what heat",
            Self::Directive => "wants something done or known",
            Self::Belief => "ascribes a state of mind",
            Self::Intention => "ascribes a purpose",
            Self::Citation => "cites an outlet, a report or a paper",
        }
    }

    /// Returns the name that files use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Claim => "claim",
            Self::Concede => "concede",
            Self::Assert => "assert",
            Self::Emotive => "emotive",
            Self::Directive => "directive",
            Self::Belief => "belief",
            Self::Intention => "intention",
            Self::Citation => "citation",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_serde_writes() {
        for class in CueClass::ALL {
            assert_eq!(serde_json::to_string(&class).unwrap(), format!("\"{}\"", class.name()));
        }
        for kind in [ClaimKind::Direct, ClaimKind::Indirect, ClaimKind::Mixed] {
            assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.name()));
        }
    }
}
