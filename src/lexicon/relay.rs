//! How the words around a quotation hand it on: frames, and the verbs that give something a name.
//!
//! A frame is a pattern over words: alternatives are parted by `|`, and `..` stands for up to
//! [`GAP`] words. Patterns, not regular expressions: they run on tokens, in one pass, and can be read.

use super::{filter::Filter, table::Lists};
use crate::{
    annotation::{Category, CueClass, Relay},
    document::{self, Token},
};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The most words that `..` stands for; four cover an adverb and a name of three words.
const GAP: usize = 4;

/// Where a frame must stand to say something about a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Near {
    /// Anywhere in the sentence of the term or of the cue.
    Sentence,
    /// Beside the cue.
    Cue,
    /// Beside the term or the quotation it stands in.
    Term,
}

/// One frame.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frame {
    /// Its name: `relay.in-typical-fashion`.
    pub id: String,
    /// What it does to the words it frames.
    pub relay: Relay,
    /// Where it must stand.
    pub near: Near,
    /// The category in which the frame is itself a framing term of the outlet's.
    #[serde(default)]
    pub category: Option<Category>,
    /// The patterns.
    pub patterns: Vec<String>,
    /// Why.
    pub reason: String,
    /// Sentences in which it finds exactly the words in brackets.
    pub examples: Vec<String>,
    /// Sentences in which it finds nothing.
    pub counter_examples: Vec<String>,
}

/// The verbs and nouns with which somebody gives something a name in quotation marks.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NamingWords {
    as_verbs: Vec<String>,
    direct_verbs: Vec<String>,
    nouns: Vec<String>,
    boundaries: Vec<String>,
    auxiliaries: Vec<String>,
    passives: Vec<String>,
    pronouns: Vec<String>,
}

/// The same, as keys.
#[derive(Clone, Debug)]
pub(crate) struct Naming {
    /// described … as “X”
    pub(crate) as_verbs: super::framing::Keys,
    /// called … “X”
    pub(crate) direct_verbs: super::framing::Keys,
    /// designation as a “X”
    pub(crate) nouns: super::framing::Keys,
    /// Words that no name of a source holds.
    pub(crate) boundaries: super::framing::Keys,
    /// Words between a source and its verb.
    pub(crate) auxiliaries: super::framing::Keys,
    /// Words that make a participle passive.
    pub(crate) passives: super::framing::Keys,
    /// Sources that name nobody by themselves.
    pub(crate) pronouns: super::framing::Keys,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    cues: BTreeMap<CueClass, Relay>,
    naming: NamingWords,
    relay: Vec<Frame>,
}

pub(super) const FILE: (&str, &str) = ("relay.yaml", include_str!("relay.yaml"));

/// All frames.
#[derive(Clone, Debug)]
pub struct Frames {
    frames: Vec<Frame>,
    cues: BTreeMap<CueClass, Relay>,
    by_first: Lists<u32>,
    filter: Filter<14>,
    patterns: Vec<Pattern>,
    pub(crate) naming: Naming,
}

#[derive(Clone, Debug)]
struct Pattern {
    frame: usize,
    steps: Vec<Step>,
}

#[derive(Clone, Debug)]
enum Step {
    Word(Vec<u64>),
    Gap,
}

impl Frames {
    pub(super) fn load() -> Self {
        let file: File = super::parse(FILE.0);
        let mut by_first = BTreeMap::<u64, Vec<u32>>::new();
        let mut patterns = vec![];
        for (frame, entry) in file.relay.iter().enumerate() {
            for steps in entry.patterns.iter().map(|pattern| steps(pattern)) {
                if let Some(Step::Word(keys)) = steps.first() {
                    for key in keys {
                        let index = u32::try_from(patterns.len()).unwrap_or(u32::MAX);
                        by_first.entry(*key).or_default().push(index);
                    }
                }
                patterns.push(Pattern { frame, steps });
            }
        }
        let filter = Filter::of(by_first.keys().copied());
        let (by_first, naming) = (Lists::of(by_first), Naming::of(&file.naming));
        Self { frames: file.relay, cues: file.cues, by_first, filter, patterns, naming }
    }

    /// Returns all frames.
    pub fn iter(&self) -> impl Iterator<Item = &Frame> {
        self.frames.iter()
    }

    /// Returns how cues of a class hand on, by themselves.
    pub fn of_cue(&self, class: CueClass) -> Relay {
        self.cues.get(&class).copied().unwrap_or(Relay::Neutral)
    }

    /// Tells whether a frame may begin with the token of this key; most tokens are turned away.
    pub(crate) fn may_begin(&self, key: u64) -> bool {
        self.filter.passes(key)
    }

    /// Returns the longest frame that `tokens` begins with, and its number of tokens.
    pub(crate) fn at(&self, tokens: &[Token]) -> Option<(usize, &Frame)> {
        let first = tokens.first()?;
        let patterns = self.by_first.get(first.key);
        let found = patterns.iter().filter_map(|index| {
            let pattern = self.patterns.get(*index as usize)?;
            Some((matches(&pattern.steps, tokens)?, self.frames.get(pattern.frame)?))
        });
        found.max_by_key(|(len, _)| *len)
    }
}

impl Naming {
    fn of(words: &NamingWords) -> Self {
        use super::framing::Keys;
        Self {
            as_verbs: Keys::of(&words.as_verbs),
            direct_verbs: Keys::of(&words.direct_verbs),
            nouns: Keys::of(&words.nouns),
            boundaries: Keys::of(&words.boundaries),
            auxiliaries: Keys::of(&words.auxiliaries),
            passives: Keys::of(&words.passives),
            pronouns: Keys::of(&words.pronouns),
        }
    }
}

fn steps(pattern: &str) -> Vec<Step> {
    let step = |word: &str| match word {
        ".." => Step::Gap,
        _ => Step::Word(word.split('|').map(|word| document::key(&document::fold(word))).collect()),
    };
    pattern.split_whitespace().map(step).collect()
}

/// Returns how many tokens the steps take; a gap takes as few words as it can, and never a mark.
fn matches(steps: &[Step], tokens: &[Token]) -> Option<usize> {
    match steps.split_first() {
        None => Some(0),
        Some((Step::Word(keys), rest)) => {
            let (token, tail) = tokens.split_first()?;
            (keys.contains(&token.key)).then(|| matches(rest, tail)).flatten().map(|len| len + 1)
        }
        Some((Step::Gap, rest)) => {
            let words = tokens.iter().take(GAP).take_while(|token| token.is_word()).count();
            (0..=words).find_map(|skip| matches(rest, tokens.get(skip..)?).map(|len| len + skip))
        }
    }
}
