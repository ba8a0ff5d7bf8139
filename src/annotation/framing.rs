//! Framing terms: words that judge, and whose words they are.

use super::Id;
use serde::{Deserialize, Serialize};

/// A framing term and the voice that uses it.
#[derive(Clone, Debug, PartialEq)]
pub struct Framing<At> {
    /// Its name in this document.
    pub id: Id,
    /// The words, as a reader reads them.
    pub term: String,
    /// Where they stand.
    pub at: At,
    /// What they do.
    pub category: Category,
    /// Whose words they are.
    pub voice: Voice,
    /// Who uses them, resolved within the document; `None` for the outlet's own words and where the
    /// text does not say.
    pub speaker: Option<String>,
    /// How the outlet hands on another's words; `None` for its own.
    pub relay: Option<Relay>,
    /// The claim they stand in.
    pub claim: Option<Id>,
    /// The rule or lexicon entry that found them.
    pub rule: String,
    /// Whether only `--framing broad` shows it.
    pub broad: bool,
}

/// Whose words a framing term is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Voice {
    /// The document's own.
    Outlet,
    /// The document's own, in its title, dek, heading or teaser.
    Headline,
    /// Inside a direct quotation, with its speaker when known.
    Quoted,
    /// Inside an indirect claim, with its source.
    Attributed,
    /// In quotation marks of one to four words, with nobody they can be traced to.
    Scare,
}

impl Voice {
    /// All voices, the document's own first.
    pub const ALL: [Self; 5] = [Self::Outlet, Self::Headline, Self::Quoted, Self::Attributed, Self::Scare];

    /// Returns the name that files use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Outlet => "outlet",
            Self::Headline => "headline",
            Self::Quoted => "quoted",
            Self::Attributed => "attributed",
            Self::Scare => "scare",
        }
    }
}

/// How the outlet hands on another's words. A prior by cue and frame, recorded with its rule; not a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Relay {
    /// said, wrote, according to
    Neutral,
    /// claimed, so-called, “in typically … fashion”, marks around a word or two
    Distancing,
    /// revealed, confirmed, rightly
    Endorsing,
}

impl Relay {
    /// Returns the name that files use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Distancing => "distancing",
            Self::Endorsing => "endorsing",
        }
    }
}

macro_rules! categories {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// What a framing term does. `docs/framing.md` has a paragraph on each.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
        #[serde(rename_all = "kebab-case")]
        pub enum Category {
            $($(#[$doc])* $variant,)*
        }

        impl Category {
            /// All categories.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Returns the name that files use.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

categories! {
    /// A designator that judges its bearer: thugs, cronies, hostages (for prisoners).
    Label = "label",
    /// Denies standing or good faith: regime, sham, contested, fraud-marred.
    Delegitimiser = "delegitimiser",
    /// The writer does not vouch: so-called, purported, baseless.
    Distancing = "distancing",
    /// A verb of saying that adds doubt or heat: boasted, slammed.
    ReportVerb = "report-verb",
    /// Presupposes truth or intent: revealed, managed to, refused to.
    Factive = "factive",
    /// Forecloses doubt: of course, clearly.
    Certainty = "certainty",
    /// Raises doubt without a claim: raises questions.
    Insinuation = "insinuation",
    /// Subjective force: brutally, deeply, outright.
    Intensifier = "intensifier",
    /// Scale beyond the evidence: historic, unprecedented.
    Superlative = "superlative",
    /// Judgement as attribute: impulsive, reckless, wonderful.
    Evaluative = "evaluative",
    /// Lends authority or sympathy: highly respected, esteemed.
    Honorific = "honorific",
    /// Imagery of conflict, disaster or games: onslaught, thaw, slammed shut.
    Metaphor = "metaphor",
    /// Appeals to us: patriots, our way of life.
    InGroup = "in-group",
    /// Force by form: words in capitals, scare quotes.
    Typographic = "typographic",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_serde_writes() {
        for category in Category::ALL {
            assert_eq!(serde_json::to_string(category).unwrap(), format!("\"{}\"", category.name()));
        }
        for voice in Voice::ALL {
            assert_eq!(serde_json::to_string(&voice).unwrap(), format!("\"{}\"", voice.name()));
        }
    }
}
