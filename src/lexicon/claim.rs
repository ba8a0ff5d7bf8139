//! Words that attribute: verbs, nouns and adjectives that say whose words or thoughts follow.
//!
//! A cue is looked up by the key of its first word, so that reading costs one hash look-up a token; cues
//! of several words (“point out”, “call for”) list what must follow. Only irregular verbs spell their
//! forms out in the YAML; the others follow English spelling, which `claim.yaml`'s reviewers know better
//! than a table of eight hundred strings.

use super::{filter::Filter, table::Lists};
use crate::{
    annotation::CueClass,
    document::{key, keys},
};
use serde::Deserialize;
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    hash::{BuildHasherDefault, Hasher},
};

/// A hasher for keys that are hashes already.
#[derive(Clone, Copy, Debug, Default)]
pub struct KeyHasher(u64);

impl Hasher for KeyHasher {
    #[inline]
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    #[inline]
    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

pub(super) const FILE: (&str, &str) = ("claim.yaml", include_str!("claim.yaml"));

/// A map by token key.
pub type KeyMap<V> = HashMap<u64, V, BuildHasherDefault<KeyHasher>>;

/// A set of token keys.
pub type KeySet = HashSet<u64, BuildHasherDefault<KeyHasher>>;

/// A construction in which a cue attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Takes {
    /// A clause with or without `that`: “said she left”, “asked whether …”.
    Clause,
    /// Words in quotation marks, on either side.
    Quotation,
    /// `to` and a verb: “vowed to appeal”.
    Infinitive,
    /// A noun phrase: “denied the account”, “outlined two goals”.
    Object,
    /// A listener between cue and content: “told reporters that”.
    Addressee,
    /// Somebody or something, `as`, and what it is: “described him as a friend”.
    As,
    /// Somebody or something and its name, with nothing between: “called it an insult”.
    Naming,
    /// Whatever follows, even a single word: “said yes”, “told him no”.
    Bare,
    /// Nobody in particular, in the passive: “it was reported that”, “is believed to”.
    Passive,
}

impl Takes {
    const COUNT: usize = 9;

    /// Returns the name that the YAML uses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Clause => "clause",
            Self::Quotation => "quotation",
            Self::Infinitive => "infinitive",
            Self::Object => "object",
            Self::Addressee => "addressee",
            Self::As => "as",
            Self::Passive => "passive",
            Self::Bare => "bare",
            Self::Naming => "naming",
        }
    }
}

/// What kind of word a cue is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// A verb, inflected by the loader.
    #[default]
    Verb,
    /// A noun with a possessor: “her claim that”.
    Noun,
    /// An adjective after a form of `be`: “is confident that”.
    Adjective,
}

impl Part {
    /// Returns the name that the YAML uses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Verb => "verb",
            Self::Noun => "noun",
            Self::Adjective => "adjective",
        }
    }
}

/// One or several cues with all there is to say about them, as the YAML has it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CueEntry {
    /// Its name: `cue.concede`.
    pub id: String,
    /// The cues: a regular verb as its lemma, an irregular one with its forms (third person, past, past
    /// participle, present participle). Words after the first must follow it as they stand.
    lemmas: Vec<Lemma>,
    /// How they hand on what was said.
    pub class: CueClass,
    /// In which constructions.
    pub takes: Vec<Takes>,
    /// What kind of words they are.
    #[serde(default)]
    pub part: Part,
    /// Why they are cues, and where they are not.
    pub reason: String,
    /// Texts in which they attribute, marked as in [`Rule`](super::Rule).
    pub examples: Vec<String>,
    /// Texts in which nothing is attributed.
    pub counter_examples: Vec<String>,
}

impl CueEntry {
    /// Returns the cues, uninflected.
    pub fn lemmas(&self) -> impl Iterator<Item = &str> {
        self.lemmas.iter().filter_map(|lemma| match lemma {
            Lemma::Regular(phrase) => Some(phrase.as_str()),
            Lemma::Irregular(map) => map.keys().next().map(String::as_str),
        })
    }

    /// Tells whether some words are a form of one of the cues.
    pub fn has(&self, words: &str) -> bool {
        let keys = keys(words);
        let Some((first, rest)) = keys.split_first() else { return false };
        let mut forms = self.lemmas.iter().flat_map(|lemma| inflect(lemma, self.part));
        forms.any(|(word, _, tail)| key(&word) == *first && tail == rest)
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Lemma {
    Regular(String),
    Irregular(BTreeMap<String, Vec<String>>),
}

/// Forms that are common nouns too.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Homographs {
    #[serde(rename = "reason")]
    _reason: String,
    forms: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    cues: Vec<CueEntry>,
    homographs: Homographs,
}

/// A form of a cue, with all that the entries it occurs in say about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CueForm {
    /// What kind of word it is.
    pub part: Part,
    /// Which form it is: a set of the constants of this type.
    pub shape: u8,
    /// The keys of the words that must follow.
    pub rest: Vec<u64>,
    /// Whether the form is a common noun too.
    pub homograph: bool,
    /// The class it has in each construction; `None` where it does not attribute.
    classes: [Option<CueClass>; Takes::COUNT],
}

impl CueForm {
    /// say
    pub const BASE: u8 = 1;
    /// says
    pub const THIRD: u8 = 2;
    /// said, wrote
    pub const PAST: u8 = 4;
    /// said, written
    pub const PARTICIPLE: u8 = 8;
    /// saying
    pub const PRESENT: u8 = 16;
    /// claim, confident
    pub const OTHER: u8 = 32;

    /// Tells whether the form is one of `shapes`.
    pub const fn is(&self, shapes: u8) -> bool {
        self.shape & shapes != 0
    }

    /// Returns its class in a construction, or `None` when it does not attribute there.
    pub fn class(&self, construction: Takes) -> Option<CueClass> {
        self.classes.get(construction as usize).copied().flatten()
    }

    /// Tells whether it attributes in a construction.
    pub fn takes(&self, construction: Takes) -> bool {
        self.class(construction).is_some()
    }

    /// Takes over what `entry` says; what an earlier entry said stays.
    fn merge(&mut self, entry: &CueEntry, shape: u8) {
        self.shape |= shape;
        for takes in &entry.takes {
            if let Some(class) = self.classes.get_mut(*takes as usize) {
                class.get_or_insert(entry.class);
            }
        }
    }
}

/// All cues.
#[derive(Clone, Debug)]
pub struct Cues {
    entries: Vec<CueEntry>,
    forms: Lists<CueForm>,
    filter: Filter<14>,
}

impl Cues {
    /// Reads the cues that are built into the binary.
    pub(super) fn load() -> Self {
        let file: File = super::parse(FILE.0);
        let mut by_key: BTreeMap<u64, Vec<CueForm>> = BTreeMap::new();
        for entry in &file.cues {
            for (word, shape, rest) in entry.lemmas.iter().flat_map(|lemma| inflect(lemma, entry.part)) {
                let homograph = file.homographs.forms.contains(&word);
                let forms = by_key.entry(key(&word)).or_default();
                let known = forms.iter_mut().find(|form| form.part == entry.part && form.rest == rest);
                if let Some(form) = known {
                    form.merge(entry, shape);
                } else {
                    let classes = [None; Takes::COUNT];
                    let mut form = CueForm { part: entry.part, shape, rest, homograph, classes };
                    form.merge(entry, shape);
                    forms.push(form);
                }
            }
        }
        by_key.values_mut().for_each(|list| list.sort_by_key(|form| std::cmp::Reverse(form.rest.len())));
        let filter = Filter::of(by_key.keys().copied());
        Self { entries: file.cues, forms: Lists::of(by_key), filter }
    }

    /// Returns the forms that begin with the word of this key, those of most words first.
    #[inline]
    pub fn forms(&self, key: u64) -> &[CueForm] {
        if self.filter.passes(key) { self.forms.get(key) } else { &[] }
    }

    /// Returns all entries, as the YAML orders them.
    pub fn entries(&self) -> &[CueEntry] {
        &self.entries
    }
}

/// Returns the first words of all forms of a lemma, each with its shape and what follows.
fn inflect(lemma: &Lemma, part: Part) -> Vec<(String, u8, Vec<u64>)> {
    let (phrase, given) = match lemma {
        Lemma::Regular(phrase) => (phrase.as_str(), None),
        Lemma::Irregular(map) => match map.first_key_value() {
            Some((phrase, forms)) => (phrase.as_str(), Some(forms)),
            None => return vec![],
        },
    };
    let mut words = phrase.split(' ');
    let first = words.next().unwrap_or_default();
    let rest: Vec<u64> = words.map(key).collect();
    let shaped = |word: String, shape| (word, shape, rest.clone());
    if part != Part::Verb {
        let mut all = vec![shaped(first.to_owned(), CueForm::OTHER)];
        if part == Part::Noun {
            all.push(shaped(third(first), CueForm::OTHER));
        }
        return all;
    }
    let forms = match given.map(Vec::as_slice) {
        Some([third, past, participle, present]) => [third, past, participle, present].map(Clone::clone),
        _ => [third(first), past(first), past(first), present(first)],
    };
    let shapes = [CueForm::THIRD, CueForm::PAST, CueForm::PARTICIPLE, CueForm::PRESENT];
    let mut all = vec![shaped(first.to_owned(), CueForm::BASE)];
    all.extend(forms.into_iter().zip(shapes).map(|(word, shape)| shaped(word, shape)));
    all
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}

/// Splits off a final `y` after a consonant.
fn consonant_y(lemma: &str) -> Option<&str> {
    lemma.strip_suffix('y').filter(|stem| !stem.ends_with(is_vowel))
}

fn third(lemma: &str) -> String {
    if let Some(stem) = consonant_y(lemma) {
        return format!("{stem}ies");
    }
    let hisses = ["s", "sh", "ch", "x", "z"].iter().any(|end| lemma.ends_with(end));
    format!("{lemma}{}", if hisses { "es" } else { "s" })
}

fn past(lemma: &str) -> String {
    match (consonant_y(lemma), lemma.strip_suffix('e')) {
        (Some(stem), _) => format!("{stem}ied"),
        (None, Some(stem)) => format!("{stem}ed"),
        (None, None) => format!("{lemma}ed"),
    }
}

fn present(lemma: &str) -> String {
    match lemma.strip_suffix('e').filter(|stem| !stem.ends_with('e')) {
        Some(stem) => format!("{stem}ing"),
        None => format!("{lemma}ing"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_verbs_follow_english_spelling() {
        for (lemma, all) in [
            ("argue", ["argues", "argued", "arguing"]),
            ("deny", ["denies", "denied", "denying"]),
            ("stress", ["stresses", "stressed", "stressing"]),
            ("agree", ["agrees", "agreed", "agreeing"]),
            ("convey", ["conveys", "conveyed", "conveying"]),
        ] {
            assert_eq!([third(lemma), past(lemma), present(lemma)], all);
        }
    }

    #[test]
    fn longer_cues_come_first() {
        let cues = &crate::lexicon::Lexicon::builtin().cues;
        let forms = cues.forms(key("pointed"));
        assert!(forms.iter().any(|form| form.rest == [key("out")]), "{forms:?}");
        assert!(forms.is_sorted_by_key(|form| std::cmp::Reverse(form.rest.len())));
        assert_eq!(cues.forms(key("bridge")), &[]);
    }
}
