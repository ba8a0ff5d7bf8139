//! What ibid looks for, and why: word lists and rules as YAML data beside this file, each entry with its
//! reason, examples and counter-examples. Built into the binary; tests run every example.

mod claim;
mod explain;
mod filter;
mod framing;
mod inflect;
mod loadedness;
mod measured;
mod naming;
mod outlets;
mod own;
mod phrases;
mod relay;
mod rule;
mod table;
mod vocabulary;

pub use claim::{CueEntry, CueForm, Cues, KeyHasher, KeyMap, KeySet, Part, Takes};
pub use explain::Explanation;
pub use framing::{Case, CategoryEntry, FramingFile, Term, Terms, Tier};
pub(crate) use framing::{Keys, Typographic};
pub use inflect::Inflect;
pub use loadedness::{Loaded, Loadedness, SHOWN};
pub use naming::{ContestedNouns, Designators};
pub use outlets::{Outlets, PressWords, Row, RowKind, host_of, registrable};
pub(crate) use outlets::{bare, stripped};
pub use own::OwnFile;
pub(crate) use relay::Naming;
pub use relay::{Frame, Frames, Near};
pub use rule::{Measured, Rule, Rules};
pub(crate) use table::Table;
pub use vocabulary::{Counter, Gram, Grams, Vocabulary};

use crate::document::{Digest, Problem};
use own::Own;
use std::{collections::BTreeSet, sync::LazyLock};

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
    own: Own,
}

/// The rule files.
const RULES: &[(&str, &str)] =
    &[claim::FILE, framing::TYPOGRAPHIC, naming::FILE, ("outlet.yaml", include_str!("outlet.yaml"))];

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
        static BUILTIN: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::load(Own::default()));
        &BUILTIN
    }

    /// Returns the lexicon with what a workspace adds, changes and switches off.
    ///
    /// # Errors
    ///
    /// Returns the number of the first file that is not right, and what is wrong where.
    pub fn with(files: &[OwnFile]) -> Result<Self, (usize, Problem)> {
        Own::read(files, Self::builtin()).map(Self::load)
    }

    /// Tells whether the workspace switched off a rule, a term, a category or folded words.
    pub fn is_off(&self, name: &str) -> bool {
        self.own.off.contains(name)
    }

    /// Returns the names of all terms, rules, frames, sets and categories.
    pub fn names(&self) -> BTreeSet<&str> {
        own::names(self, &[])
    }

    /// Tells whether the workspace switches anything off.
    pub fn has_off(&self) -> bool {
        !self.own.off.is_empty()
    }

    /// Reads the large files side by side: reading them is most of the time that a small run takes.
    fn load(own: Own) -> Self {
        let (framing, outlets, small) = std::thread::scope(|scope| {
            let framing = scope.spawn(|| Terms::load(&own));
            let outlets = scope.spawn(Outlets::builtin);
            let small = (Rules::load(RULES), Cues::load(), Frames::load(), PressWords::builtin(), Designators::load());
            (framing.join().ok(), outlets.join().ok(), small)
        });
        let (rules, cues, relay, press, designators) = small;
        Self {
            rules,
            cues,
            relay,
            press,
            designators,
            framing: framing.unwrap_or_else(|| Terms::load(&own)),
            outlets: outlets.unwrap_or_else(Outlets::builtin),
            own,
        }
    }

    /// Returns the digest of this lexicon: that of what is built in, and, where a workspace has files of its
    /// own, of their lengths and bytes too.
    pub fn whole_digest(&self) -> Digest {
        if self.own.files.is_empty() {
            return Self::digest();
        }
        let mut bytes = Self::digest().to_string().into_bytes();
        for file in &self.own.files {
            bytes.extend_from_slice(format!("\0{}\0{}", file.text.len(), file.text).as_bytes());
        }
        Digest::of(&bytes)
    }

    /// Returns the digest of all that is built in: the name, the length and the bytes of each
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

/// What `build.rs` made of the YAML.
mod built {
    include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));
}

/// Reads a file that is part of the binary; tests hold that all of them can be read.
fn parse<T: serde::de::DeserializeOwned>(name: &str) -> T {
    let json = built::FILES.iter().find(|(file, _)| *file == name).map_or("", |(_, json)| json);
    match serde_json::from_str(json) {
        Ok(file) => file,
        Err(error) => unreachable!("internal error: src/lexicon/{name}: {error}"),
    }
}
