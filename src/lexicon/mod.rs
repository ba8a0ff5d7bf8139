//! What ibid looks for, and why: word lists and rules as YAML data beside this file, each entry with its
//! reason, examples and counter-examples. Built into the binary; tests run every example.

mod claim;
mod explain;
mod framing;
mod inflect;
mod loadedness;
mod naming;
mod outlets;
mod phrases;
mod relay;
mod rule;
mod vocabulary;

pub use claim::{CueEntry, CueForm, Cues, KeyHasher, KeyMap, Part, Takes};
pub use explain::Explanation;
pub use framing::{Case, CategoryEntry, FramingFile, Term, Terms, Tier};
pub(crate) use framing::{Keys, Typographic};
pub use inflect::Inflect;
pub use loadedness::{Loaded, Loadedness, SHOWN};
pub use naming::{ContestedNouns, Designators};
pub(crate) use outlets::bare;
pub use outlets::{Outlets, PressWords, Row, RowKind, host_of, registrable};
pub(crate) use relay::Naming;
pub use relay::{Frame, Frames, Near};
pub use rule::{Rule, Rules};
pub use vocabulary::{Gram, Grams, Vocabulary};

use crate::document::Digest;
use std::sync::LazyLock;

/// Everything that detectors look for.
#[derive(Debug)]
pub struct Lexicon {
    /// The rules that are code, by id.
    pub rules: Rules,
    /// The words that attribute.
    pub cues: Cues,
    /// The framing terms.
    pub framing: Terms,
    /// The frames in which other people's words are handed on.
    pub relay: Frames,
    /// What names are made of, and the sets of contested nouns.
    pub designators: Designators,
    /// The registry of outlets.
    pub outlets: Outlets,
    /// The words that outlets are named and cited with.
    pub press: PressWords,
}

const CLAIM: &str = include_str!("claim.yaml");

/// The rule files.
const RULES: &[(&str, &str)] =
    &[("claim.yaml", CLAIM), framing::TYPOGRAPHIC, naming::FILE, ("outlet.yaml", include_str!("outlet.yaml"))];

/// The files that hold no rules, beside those of the framing terms.
const LISTS: &[(&str, &str)] = &[
    relay::FILE,
    ("outlets.yaml", include_str!("outlets.yaml")),
    ("press.yaml", include_str!("press.yaml")),
    ("vocabulary.txt", include_str!("vocabulary.txt")),
];

impl Lexicon {
    /// Returns the lexicon that is built into the binary.
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Lexicon> = LazyLock::new(Lexicon::load);
        &BUILTIN
    }

    /// Reads the large files side by side: reading them is most of the time that a small run takes.
    fn load() -> Self {
        std::thread::scope(|scope| {
            let framing = scope.spawn(Terms::load);
            let outlets = scope.spawn(Outlets::builtin);
            let (rules, cues) = (Rules::read(RULES), Cues::read(CLAIM));
            let (relay, press) = (Frames::load(), PressWords::builtin());
            Self {
                rules,
                cues,
                relay,
                press,
                designators: Designators::load(),
                framing: framing.join().unwrap_or_else(|_| Terms::load()),
                outlets: outlets.join().unwrap_or_else(|_| Outlets::builtin()),
            }
        })
    }

    /// Returns the digest of all that the lexicon is made of: the name, the length and the bytes of each
    /// file, in a fixed order. It changes when any term, reason or example does.
    pub fn digest() -> Digest {
        static DIGEST: LazyLock<Digest> = LazyLock::new(|| {
            let mut bytes = vec![];
            let texts = RULES.iter().chain(framing::FILES).chain(LISTS).map(|(name, text)| (*name, text.as_bytes()));
            for (name, file) in texts.chain([loadedness::FILE]) {
                bytes.extend_from_slice(format!("{name}\0{}\0", file.len()).as_bytes());
                bytes.extend_from_slice(file);
            }
            Digest::of(&bytes)
        });
        *DIGEST
    }
}

/// Reads a file that is part of the binary; tests hold that all of them can be read.
fn parse<T: serde::de::DeserializeOwned>(name: &str, yaml: &str) -> T {
    match serde_yaml::from_str(yaml) {
        Ok(file) => file,
        Err(error) => unreachable!("internal error: src/lexicon/{name}: {error}"),
    }
}
