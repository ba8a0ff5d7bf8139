//! How people, bodies and groups are named, and whose words the names are.

use super::{Id, Voice};
use serde::{Deserialize, Serialize};

/// One way in which the document names somebody, in one voice.
#[derive(Clone, Debug, PartialEq)]
pub struct Naming<At> {
    /// Its name in this document.
    pub id: Id,
    /// Who is named: the fullest name the document gives, or what a group of contested nouns is about.
    pub referent: String,
    /// What is named.
    pub kind: Referent,
    /// The words that name, as a reader reads them at the first place, without an article before them.
    pub designator: String,
    /// Every place where they stand, in document order; never empty.
    pub at: Vec<At>,
    /// Whose words they are.
    pub voice: Voice,
    /// Who uses them, resolved within the document; `None` for the outlet's own words and where the text
    /// does not say.
    pub speaker: Option<String>,
    /// The rule that found them.
    pub rule: String,
}

impl<At> Naming<At> {
    /// The rule of names that say no more than who is meant.
    pub const PLAIN: &'static str = "naming.name";

    /// Tells whether the words say more than who is meant.
    pub fn is_telling(&self) -> bool {
        self.rule != Self::PLAIN
    }
}

/// What is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Referent {
    /// A person.
    Person,
    /// A party, an agency, a company, an office.
    Body,
    /// People or things for which there are several contested nouns: prisoners, detainees, hostages.
    Group,
}

impl Referent {
    /// Returns the name that files use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Body => "body",
            Self::Group => "group",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_serde_writes() {
        for kind in [Referent::Person, Referent::Body, Referent::Group] {
            assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.name()));
        }
    }
}
