//! The framing lexicon: terms by category, and the table that finds them.
//!
//! One file a category under `framing/`, so that somebody who knows language but not Rust can read,
//! change and review it. A term carries the guards for its innocent uses in data (`unless_before`, …):
//! a word list without them marks every tax regime and every grand slam.

use super::{KeyMap, inflect::Inflect, phrases::Phrases, rule::Rule};
use crate::{annotation::Category, document};
use schemars::JsonSchema;
use serde::Deserialize;

/// The files, in the order of the categories.
pub(super) const FILES: &[(&str, &str)] = &[
    ("framing/label.yaml", include_str!("framing/label.yaml")),
    ("framing/delegitimiser.yaml", include_str!("framing/delegitimiser.yaml")),
    ("framing/distancing.yaml", include_str!("framing/distancing.yaml")),
    ("framing/report-verb.yaml", include_str!("framing/report-verb.yaml")),
    ("framing/factive.yaml", include_str!("framing/factive.yaml")),
    ("framing/certainty.yaml", include_str!("framing/certainty.yaml")),
    ("framing/insinuation.yaml", include_str!("framing/insinuation.yaml")),
    ("framing/intensifier.yaml", include_str!("framing/intensifier.yaml")),
    ("framing/superlative.yaml", include_str!("framing/superlative.yaml")),
    ("framing/evaluative.yaml", include_str!("framing/evaluative.yaml")),
    ("framing/honorific.yaml", include_str!("framing/honorific.yaml")),
    ("framing/metaphor.yaml", include_str!("framing/metaphor.yaml")),
    ("framing/in-group.yaml", include_str!("framing/in-group.yaml")),
];

/// The file of the rules that look at form, not at words.
pub(super) const TYPOGRAPHIC: (&str, &str) = ("framing/typographic.yaml", include_str!("framing/typographic.yaml"));

/// How sure a hit of an entry is to be framing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// A reader will agree.
    Precise,
    /// Often framing, often not: shown on request.
    Broad,
}

/// Which capitals an entry wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Case {
    /// Either.
    #[default]
    Any,
    /// The first letter is small, or begins a sentence.
    Lower,
    /// The first letter is a capital.
    Upper,
}

/// One entry of the lexicon: forms that are framing for the same reason.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Its name in every output: `label.thug`.
    pub id: String,
    /// The forms, as one writes them.
    pub forms: Vec<String>,
    /// How they inflect.
    #[serde(default)]
    pub inflect: Inflect,
    /// How sure its hits are.
    pub tier: Tier,
    /// Why it is framing.
    pub reason: String,
    /// Sentences in which it finds exactly the words in brackets.
    pub examples: Vec<String>,
    /// Sentences in which it finds nothing.
    pub counter_examples: Vec<String>,
    /// Words directly before which rule a hit out.
    #[serde(default)]
    pub unless_before: Vec<String>,
    /// Words directly after which rule a hit out.
    #[serde(default)]
    pub unless_after: Vec<String>,
    /// Words of which one must stand directly before.
    #[serde(default)]
    pub only_before: Vec<String>,
    /// Words of which one must stand directly after.
    #[serde(default)]
    pub only_after: Vec<String>,
    /// Words anywhere in the sentence which rule a hit out.
    #[serde(default)]
    pub unless_sentence: Vec<String>,
    /// Which capitals it wants.
    #[serde(default)]
    pub case: Case,
    /// What its file is about.
    #[serde(skip, default = "unfiled")]
    pub category: Category,
    #[serde(skip)]
    pub(crate) guards: Guards,
}

const fn unfiled() -> Category {
    Category::Label
}

/// The guards of a term, as keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Guards {
    pub(crate) unless_before: Keys,
    pub(crate) unless_after: Keys,
    pub(crate) only_before: Keys,
    pub(crate) only_after: Keys,
    pub(crate) unless_sentence: Keys,
}

/// A sorted set of keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Keys(Box<[u64]>);

impl Keys {
    pub(crate) fn of(words: &[String]) -> Self {
        let mut keys: Vec<u64> = words.iter().map(|word| document::key(&document::fold(word))).collect();
        keys.sort_unstable();
        Self(keys.into())
    }

    pub(crate) fn has(&self, key: u64) -> bool {
        self.0.binary_search(&key).is_ok()
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What a category is, in the words of its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryEntry {
    /// Which.
    pub category: Category,
    /// One line: what its terms do.
    pub summary: String,
    /// Why it is a category, and where it goes wrong.
    pub reason: String,
}

/// The terms of all categories.
#[derive(Clone, Debug)]
pub struct Terms {
    categories: Vec<CategoryEntry>,
    terms: Vec<Term>,
    phrases: Phrases,
    intensifiers: KeyMap<()>,
    pub(crate) typographic: Typographic,
}

/// A framing lexicon: the terms of one category.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "ibid framing lexicon")]
pub struct FramingFile {
    /// The category of all its terms.
    pub category: Category,
    /// One line: what its terms do.
    pub summary: String,
    /// Why it is a category, and where it goes wrong.
    pub reason: String,
    /// The terms.
    pub terms: Vec<Term>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TypographicFile {
    category: Category,
    summary: String,
    reason: String,
    capitals: Capitals,
    scare_quotes: ScareQuotes,
    #[expect(dead_code, reason = "read by `Rules`, from the same file")]
    rules: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Capitals {
    acronyms: Vec<String>,
    labels: Vec<String>,
    small_words: Vec<String>,
    verbs: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScareQuotes {
    mention_before: Vec<String>,
}

/// The words that the rules about form go by.
#[derive(Clone, Debug)]
pub(crate) struct Typographic {
    /// Always written in capitals.
    pub(crate) acronyms: Keys,
    /// Say what a piece of text is: `WATCH`, `EXCLUSIVE VIDEO`.
    pub(crate) labels: Keys,
    /// Too short to be told from acronyms by their length.
    pub(crate) small_words: Keys,
    /// In capitals, force by themselves.
    pub(crate) verbs: Keys,
    /// Before quotation marks: the words inside are mentioned, not used.
    pub(crate) mention_before: Keys,
}

impl Terms {
    pub(super) fn load() -> Self {
        let (mut categories, mut terms) = (vec![], vec![]);
        for (name, yaml) in FILES {
            let file: FramingFile = super::parse(name, yaml);
            let FramingFile { category, summary, reason, terms: entries } = file;
            categories.push(CategoryEntry { category, summary, reason });
            terms.extend(entries.into_iter().map(|term| Term { category, guards: Guards::of(&term), ..term }));
        }
        let file: TypographicFile = super::parse(TYPOGRAPHIC.0, TYPOGRAPHIC.1);
        categories.push(CategoryEntry { category: file.category, summary: file.summary, reason: file.reason });
        let owner = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
        let phrases = Phrases::new(
            terms
                .iter()
                .enumerate()
                .flat_map(|(index, term)| term.phrases().map(move |phrase| (document::keys(&phrase), owner(index)))),
        );
        let intensifiers = terms
            .iter()
            .filter(|term| term.category == Category::Intensifier)
            .flat_map(|term| &term.forms)
            .filter(|form| form.ends_with("ly") && !form.contains(' '))
            .map(|form| (document::key(&document::fold(form)), ()))
            .collect();
        let typographic = Typographic {
            acronyms: Keys::of(&file.capitals.acronyms),
            labels: Keys::of(&file.capitals.labels),
            small_words: Keys::of(&file.capitals.small_words),
            verbs: Keys::of(&file.capitals.verbs.iter().flat_map(|verb| Inflect::Verb.forms(verb)).collect::<Vec<_>>()),
            mention_before: Keys::of(&file.scare_quotes.mention_before),
        };
        Self { categories, terms, phrases, intensifiers, typographic }
    }

    /// Returns all terms, by category, then in the order of their file.
    pub fn iter(&self) -> impl Iterator<Item = &Term> {
        self.terms.iter()
    }

    /// Returns the term of this name.
    pub fn get(&self, id: &str) -> Option<&Term> {
        self.terms.iter().find(|term| term.id == id)
    }

    /// Returns what each category is.
    pub fn categories(&self) -> &[CategoryEntry] {
        &self.categories
    }

    pub(crate) const fn phrases(&self) -> &Phrases {
        &self.phrases
    }

    pub(crate) fn term(&self, owner: u32) -> Option<&Term> {
        self.terms.get(owner as usize)
    }

    /// Tells whether the word is an adverb of force, of whatever tier.
    pub(crate) fn intensifies(&self, key: u64) -> bool {
        self.intensifiers.contains_key(&key)
    }
}

impl Term {
    /// Returns every form, inflected.
    pub fn phrases(&self) -> impl Iterator<Item = String> {
        self.forms.iter().flat_map(|form| self.inflect.forms(form))
    }
}

impl Guards {
    fn of(term: &Term) -> Self {
        Self {
            unless_before: Keys::of(&term.unless_before),
            unless_after: Keys::of(&term.unless_after),
            only_before: Keys::of(&term.only_before),
            only_after: Keys::of(&term.only_after),
            unless_sentence: Keys::of(&term.unless_sentence),
        }
    }
}
