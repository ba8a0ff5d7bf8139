//! What names are made of: nouns for persons and bodies, and the sets of contested nouns.

use super::{framing::Keys, inflect::Inflect, phrases::Phrases, rule::Rule};
use crate::document;
use serde::Deserialize;

pub(super) const FILE: (&str, &str) = ("naming.yaml", include_str!("naming.yaml"));

/// Different nouns for the same people or things.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContestedNouns {
    /// Its name in every output: `naming.people-held`.
    pub id: String,
    /// What the nouns are for.
    pub about: String,
    /// The nouns, in the singular.
    pub variants: Vec<String>,
    /// Words directly before which rule a noun out.
    #[serde(default)]
    pub unless_before: Vec<String>,
    /// Words directly after which rule a noun out.
    #[serde(default)]
    pub unless_after: Vec<String>,
    /// Why the choice between them is one.
    pub reason: String,
    /// Texts in which it finds exactly the words in brackets.
    pub examples: Vec<String>,
    /// Texts in which it finds nothing.
    pub counter_examples: Vec<String>,
}

/// A noun of a set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Variant {
    /// The number of its set.
    pub(crate) set: usize,
    /// Its number within the set.
    pub(crate) noun: usize,
}

/// What the rules about names go by, as keys.
#[derive(Clone, Debug)]
pub struct Designators {
    sets: Vec<ContestedNouns>,
    guards: Vec<(Keys, Keys)>,
    phrases: Phrases<14>,
    variants: Vec<Variant>,
    /// strongman, ally, teacher
    pub(crate) roles: Keys,
    /// former, prime
    pub(crate) not_roles: Keys,
    /// group, agency
    pub(crate) bodies: Keys,
    /// contested, longtime
    pub(crate) modifiers: Keys,
    /// administration, in “the Trump administration”
    pub(crate) attributive: Keys,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    words: Words,
    sets: Vec<ContestedNouns>,
    #[expect(dead_code, reason = "read by `Rules`, from the same file")]
    rules: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    roles: Vec<String>,
    not_roles: Vec<String>,
    bodies: Vec<String>,
    modifiers: Vec<String>,
    attributive: Vec<String>,
}

impl Designators {
    pub(super) fn load() -> Self {
        let File { words, sets, .. } = super::parse(FILE.0);
        let (mut variants, mut phrases) = (vec![], vec![]);
        for (set, entry) in sets.iter().enumerate() {
            for (noun, variant) in entry.variants.iter().enumerate() {
                let owner = u32::try_from(variants.len()).unwrap_or(u32::MAX);
                variants.push(Variant { set, noun });
                let forms = Inflect::Noun.forms(variant);
                phrases.extend(forms.iter().map(|form| (document::keys(form), owner)));
            }
        }
        let guards = sets.iter().map(|set| (Keys::of(&set.unless_before), Keys::of(&set.unless_after))).collect();
        Self {
            guards,
            phrases: Phrases::new(phrases),
            variants,
            sets,
            roles: Keys::of(&words.roles),
            not_roles: Keys::of(&words.not_roles),
            bodies: Keys::of(&words.bodies),
            modifiers: Keys::of(&words.modifiers),
            attributive: Keys::of(&words.attributive),
        }
    }

    /// Returns the sets of contested nouns.
    pub fn sets(&self) -> &[ContestedNouns] {
        &self.sets
    }

    pub(crate) const fn phrases(&self) -> &Phrases<14> {
        &self.phrases
    }

    pub(crate) fn variant(&self, owner: u32) -> Option<Variant> {
        self.variants.get(owner as usize).copied()
    }

    /// Tells whether the words beside a noun of the set give it another meaning.
    pub(crate) fn is_ruled_out(&self, set: usize, before: Option<u64>, after: Option<u64>) -> bool {
        self.guards.get(set).is_some_and(|(unless_before, unless_after)| {
            before.is_some_and(|key| unless_before.has(key)) || after.is_some_and(|key| unless_after.has(key))
        })
    }
}
