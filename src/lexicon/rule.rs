//! Rules: what the code of a detector looks for, described as data.

use super::table::Table;
use crate::{
    annotation::{ClaimKind, Confidence, CueClass},
    document::key,
};
use serde::Deserialize;

/// One rule of a detector.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its name in every output: `claim.said`, `outlet.disclaimer`.
    pub id: String,
    /// The share of its claims that human readers agreed with, as `tools/claims.py` measured it. Absent from rules
    /// that were not measured.
    #[serde(default)]
    pub precision: Option<Confidence>,
    /// How many of its claims were looked at.
    #[serde(default)]
    pub count: Option<u32>,
    /// Parts of its claims that are right more or less often than the whole.
    #[serde(default)]
    pub parts: Vec<Measured>,
    /// One line: what it finds.
    pub summary: String,
    /// Why it is a rule: what the construction means, where it comes from, where it goes wrong.
    pub reason: String,
    /// Texts in which it finds exactly the places in brackets: `[…]`; claims have their source in `{…}`,
    /// their cue in `[…]` and their content in `<…>`.
    pub examples: Vec<String>,
    /// Texts in which it finds nothing.
    pub counter_examples: Vec<String>,
}

/// How often a rule is right for claims of one kind, perhaps of one class too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Measured {
    /// The kind of claim.
    pub kind: ClaimKind,
    /// The class of its cue; absent when the figure is for all classes that have none of their own.
    #[serde(default)]
    pub class: Option<CueClass>,
    /// The share that was right.
    pub precision: Confidence,
    /// Of how many.
    pub count: u32,
}

impl Rule {
    /// Returns how often the rule is right for such a claim, and of how many that was measured: the figure of the
    /// finest part that has one.
    pub fn confidence(&self, kind: ClaimKind, class: CueClass) -> Option<(Confidence, u32)> {
        let part = |wanted: Option<CueClass>| {
            self.parts.iter().find(|part| part.kind == kind && part.class == wanted).map(|p| (p.precision, p.count))
        };
        part(Some(class)).or_else(|| part(None)).or(self.precision.zip(self.count))
    }
}

/// All rules, sorted by id.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    rules: Vec<Rule>,
    /// Where each stands, by the key of its id.
    places: Table<u32>,
}

#[derive(Deserialize)]
struct File {
    rules: Vec<Rule>,
}

impl Rules {
    /// Reads rule files that are part of the binary: (name, YAML).
    pub(super) fn load(files: &[(&str, &str)]) -> Self {
        let mut rules: Vec<Rule> = files.iter().flat_map(|(name, _)| super::parse::<File>(name).rules).collect();
        rules.sort_by(|a, b| a.id.cmp(&b.id));
        let places = rules.iter().map(|rule| key(&rule.id)).zip(0..);
        Self { places: Table::of(places), rules }
    }

    /// Returns the rule of this name.
    pub fn get(&self, id: &str) -> Option<&Rule> {
        let place = self.places.get(key(id))?;
        self.rules.get(place as usize).filter(|rule| rule.id == id)
    }

    /// Returns how often a rule is right for such a claim, if that was measured.
    pub fn confidence(&self, rule: &str, kind: ClaimKind, class: CueClass) -> Option<Confidence> {
        Some(self.get(rule)?.confidence(kind, class)?.0)
    }

    /// Returns all rules, sorted by id.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter()
    }
}
