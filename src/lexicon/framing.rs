//! The framing lexicon: terms by category, and the table that finds them.
//!
//! One file a category under `framing/`, so that somebody who knows language but not Rust can read,
//! change and review it. A term carries the guards for its innocent uses in data (`unless_before`, …):
//! a word list without them marks every tax regime and every grand slam.

use super::{inflect::Inflect, own::Own, phrases::Phrases, rule::Rule, table::Table};
use crate::{annotation::Category, document};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeSet;

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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// A reader will agree.
    #[default]
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
    #[schemars(extend("examples" = ["label.harbor-rat"]))]
    pub id: String,
    /// The forms, as one writes them.
    #[schemars(extend("examples" = [["harbor rat", "quay rat"]]))]
    pub forms: Vec<String>,
    /// How they inflect.
    #[serde(default)]
    #[schemars(extend("examples" = ["noun"]))]
    pub inflect: Inflect,
    /// How sure its hits are.
    #[serde(default)]
    #[schemars(extend("examples" = ["broad"]))]
    pub tier: Tier,
    /// Why it is framing.
    #[schemars(extend("examples" = ["What dockers are called by those who want the quay for flats."]))]
    pub reason: String,
    /// Sentences in which it finds exactly the words in brackets.
    #[serde(default)]
    #[schemars(extend("examples" = [["The [harbor rats] met at noon."]]))]
    pub examples: Vec<String>,
    /// Sentences in which it finds nothing.
    #[serde(default)]
    #[schemars(extend("examples" = [["A rat swam across the harbor."]]))]
    pub counter_examples: Vec<String>,
    /// Words directly before which rule a hit out.
    #[serde(default)]
    #[schemars(extend("examples" = [["museum of the"]]))]
    pub unless_before: Vec<String>,
    /// Words directly after which rule a hit out.
    #[serde(default)]
    #[schemars(extend("examples" = [["football club"]]))]
    pub unless_after: Vec<String>,
    /// Words of which one must stand directly before.
    #[serde(default)]
    #[schemars(extend("examples" = [["these", "those"]]))]
    pub only_before: Vec<String>,
    /// Words of which one must stand directly after.
    #[serde(default)]
    #[schemars(extend("examples" = [["of the port"]]))]
    pub only_after: Vec<String>,
    /// Words anywhere in the sentence which rule a hit out.
    #[serde(default)]
    #[schemars(extend("examples" = [["zoology"]]))]
    pub unless_sentence: Vec<String>,
    /// Which capitals it wants.
    #[serde(default)]
    #[schemars(extend("examples" = ["lower"]))]
    pub case: Case,
    /// What its file is about.
    #[serde(skip, default = "unfiled")]
    pub category: Category,
    /// The file of the workspace that it comes from; `None` when it is built in.
    #[serde(skip)]
    pub origin: Option<String>,
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

/// A set of keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Keys(Table<()>);

impl Keys {
    pub(crate) fn of(words: &[String]) -> Self {
        words.iter().map(|word| document::key(&document::fold(word))).collect()
    }

    #[inline]
    pub(crate) fn has(&self, key: u64) -> bool {
        self.0.has(key)
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<u64> for Keys {
    fn from_iter<I: IntoIterator<Item = u64>>(keys: I) -> Self {
        Self(Table::of(keys.into_iter().map(|key| (key, ()))))
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
    /// Told by filters of 16 KiB.
    phrases: Phrases<17>,
    intensifiers: Keys,
    pub(crate) typographic: Typographic,
}

/// A framing lexicon: the terms of one category, and in a workspace's own file what it switches off.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "ibid framing lexicon")]
pub struct FramingFile {
    /// The category of all its terms; left out where there are none.
    #[serde(default)]
    #[schemars(extend("examples" = ["label"]))]
    pub category: Option<Category>,
    /// One line: what its terms do.
    #[serde(default)]
    #[schemars(extend("examples" = ["a designator that judges its bearer"]))]
    pub summary: String,
    /// Why it is a category, and where it goes wrong.
    #[serde(default)]
    #[schemars(extend("examples" = ["The name says what to think of its bearer before anything is told. False alarms are titles of songs and clubs."]))]
    pub reason: String,
    /// The terms. In a workspace, one with the id of a term that is built in takes its place.
    #[serde(default)]
    #[schemars(extend("examples" = [[{"id": "label.harbor-rat", "forms": ["harbor rat"], "reason": "What dockers are called."}]]))]
    pub terms: Vec<Term>,
    /// What a workspace switches off: terms, rules, categories by their names, or words.
    #[serde(default)]
    #[schemars(extend("examples" = [["superlative", "unprecedented", "label.harbor-rat"]]))]
    pub off: Vec<String>,
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
    of_words_after: Vec<String>,
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
    /// After those quotation marks: something is told of the words themselves.
    pub(crate) of_words_after: Keys,
}

impl Terms {
    pub(super) fn load(own: &Own) -> Self {
        let (mut categories, mut terms) = (vec![], own.terms.clone());
        let replaced: BTreeSet<&str> = own.terms.iter().map(|term| term.id.as_str()).collect();
        let off = |name: &str| own.off.contains(name);
        for (name, _) in FILES {
            let file: FramingFile = super::parse(name);
            let FramingFile { category: Some(category), summary, reason, terms: entries, .. } = file else {
                unreachable!("internal error: src/lexicon/{name} names no category")
            };
            categories.push(CategoryEntry { category, summary, reason });
            let kept = entries.into_iter().filter(|term| !replaced.contains(term.id.as_str()));
            terms.extend(kept.map(|term| term.of(category)));
        }
        let file: TypographicFile = super::parse(TYPOGRAPHIC.0);
        terms.retain(|term| !off(&term.id) && !off(term.category.name()));
        categories.push(CategoryEntry { category: file.category, summary: file.summary, reason: file.reason });
        let owner = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
        let phrases = Phrases::new(
            terms
                .iter()
                .enumerate()
                .flat_map(|(index, term)| term.phrases().map(move |phrase| (phrase, owner(index))))
                .filter(|(phrase, _)| !off(&document::fold(phrase)))
                .map(|(phrase, owner)| (document::keys(&phrase), owner)),
        );
        let intensifiers = terms
            .iter()
            .filter(|term| term.category == Category::Intensifier)
            .flat_map(|term| &term.forms)
            .filter(|form| form.ends_with("ly") && !form.contains(' '))
            .map(|form| document::key(&document::fold(form)))
            .collect();
        let typographic = Typographic {
            acronyms: Keys::of(&file.capitals.acronyms),
            labels: Keys::of(&file.capitals.labels),
            small_words: Keys::of(&file.capitals.small_words),
            verbs: Keys::of(&file.capitals.verbs.iter().flat_map(|verb| Inflect::Verb.forms(verb)).collect::<Vec<_>>()),
            mention_before: Keys::of(&file.scare_quotes.mention_before),
            of_words_after: Keys::of(&file.scare_quotes.of_words_after),
        };
        Self { categories, terms, phrases, intensifiers, typographic }
    }

    /// Returns all terms: those of the workspace, then by category, then in the order of their file.
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

    pub(crate) const fn phrases(&self) -> &Phrases<17> {
        &self.phrases
    }

    pub(crate) fn term(&self, owner: u32) -> Option<&Term> {
        self.terms.get(owner as usize)
    }

    /// Tells whether the word is an adverb of force, of whatever tier.
    pub(crate) fn intensifies(&self, key: u64) -> bool {
        self.intensifiers.has(key)
    }
}

impl Term {
    /// Files the term under a category.
    pub(super) fn of(self, category: Category) -> Self {
        Self { category, guards: Guards::of(&self), ..self }
    }

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
