//! What ibid looks for, and why: word lists and rules as YAML data beside this file, each entry with its
//! reason, examples and counter-examples. Built into the binary; `tests/lexicon.rs` runs every example.

mod claim;
mod rule;

pub use claim::{CueEntry, CueForm, Cues, KeyHasher, KeyMap, Part, Takes};
pub use rule::{Rule, Rules};

use std::sync::LazyLock;

/// Everything that detectors look for.
#[derive(Debug)]
pub struct Lexicon {
    /// The rules that are code, by id.
    pub rules: Rules,
    /// The words that attribute.
    pub cues: Cues,
}

/// The rule files, each with the kind its rules find.
const RULES: &[(&str, &str)] = &[("claim.yaml", CLAIM)];

const CLAIM: &str = include_str!("claim.yaml");

impl Lexicon {
    /// Returns the lexicon that is built into the binary.
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Lexicon> = LazyLock::new(Lexicon::load);
        &BUILTIN
    }

    fn load() -> Self {
        Self { rules: Rules::read(RULES), cues: Cues::read(CLAIM) }
    }
}
