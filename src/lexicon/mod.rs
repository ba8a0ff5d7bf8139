//! What ibid looks for, and why: word lists and rules as YAML data beside this file, each entry with its
//! reason, examples and counter-examples. Built into the binary; `tests/lexicon.rs` runs every example.

mod outlets;
mod rule;
mod vocabulary;

pub(crate) use outlets::bare;
pub use outlets::{Outlets, PressWords, Row, RowKind, host_of, registrable};
pub use rule::{Rule, Rules};
pub use vocabulary::{Gram, Vocabulary};

use std::sync::LazyLock;

/// Everything that detectors look for.
#[derive(Debug)]
pub struct Lexicon {
    /// The rules that are code, by id.
    pub rules: Rules,
    /// The registry of outlets.
    pub outlets: Outlets,
    /// The words that outlets are named and cited with.
    pub press: PressWords,
}

/// The rule files, each with the kind its rules find.
const RULES: &[(&str, &str)] = &[("outlet.yaml", include_str!("outlet.yaml"))];

impl Lexicon {
    /// Returns the lexicon that is built into the binary.
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Lexicon> = LazyLock::new(Lexicon::load);
        &BUILTIN
    }

    fn load() -> Self {
        Self { rules: Rules::read(RULES), outlets: Outlets::builtin(), press: PressWords::builtin() }
    }
}
