//! Rules: what the code of a detector looks for, described as data.

use serde::Deserialize;

/// One rule of a detector.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its name in every output: `claim.said`, `outlet.disclaimer`.
    pub id: String,
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

/// All rules, sorted by id.
#[derive(Clone, Debug, Default)]
pub struct Rules(Vec<Rule>);

#[derive(Deserialize)]
struct File {
    rules: Vec<Rule>,
}

impl Rules {
    /// Reads rule files that are part of the binary: (name, YAML).
    pub(super) fn read(files: &[(&str, &str)]) -> Self {
        let mut rules: Vec<Rule> = files
            .iter()
            .flat_map(|(name, yaml)| match serde_yaml::from_str::<File>(yaml) {
                Ok(file) => file.rules,
                Err(error) => unreachable!("internal error: src/lexicon/{name}: {error}"),
            })
            .collect();
        rules.sort_by(|a, b| a.id.cmp(&b.id));
        Self(rules)
    }

    /// Returns the rule of this name.
    pub fn get(&self, id: &str) -> Option<&Rule> {
        self.0.binary_search_by(|rule| rule.id.as_str().cmp(id)).ok().and_then(|at| self.0.get(at))
    }

    /// Returns all rules, sorted by id.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.0.iter()
    }
}
