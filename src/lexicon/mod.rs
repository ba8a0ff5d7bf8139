//! What ibid looks for, and why: word lists and rules as YAML data beside this file, each entry with its
//! reason, examples and counter-examples. Built into the binary; `tests/lexicon.rs` runs every example.

mod rule;
mod vocabulary;

pub use rule::{Rule, Rules};
pub use vocabulary::{Gram, Vocabulary};

use std::sync::LazyLock;

/// Everything that detectors look for.
#[derive(Debug)]
pub struct Lexicon {
    /// The rules that are code, by id.
    pub rules: Rules,
}

/// The rule files, each with the kind its rules find.
const RULES: &[(&str, &str)] = &[];

impl Lexicon {
    /// Returns the lexicon that is built into the binary.
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Lexicon> = LazyLock::new(Lexicon::load);
        &BUILTIN
    }

    fn load() -> Self {
        Self { rules: Rules::read(RULES) }
    }
}
