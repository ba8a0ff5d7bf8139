//! Runs every example and counter-example of the framing lexicon through the detector.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test that cannot run must fail"
)]

use ibid::{
    annotation::Category,
    detect::{Mode, framing},
    document::{Document, Format},
    lexicon::Lexicon,
};
use std::collections::BTreeMap;

/// Returns the text without its brackets, and what stood in them.
fn bracketed(example: &str) -> (String, Vec<(u32, u32)>) {
    let (mut text, mut places, mut open) = (String::new(), vec![], None);
    for c in example.chars() {
        let at = u32::try_from(text.len()).unwrap();
        match c {
            '[' => open = Some(at),
            ']' => places.extend(open.take().map(|from| (from, at))),
            _ => text.push(c),
        }
    }
    (text, places)
}

/// What the entry `id` is found to do wrong on its examples.
fn complaints(id: &str, examples: &[String], counter_examples: &[String]) -> Vec<String> {
    let mut out = vec![];
    for example in examples.iter().chain(counter_examples) {
        let (text, want) = bracketed(example);
        let document = Document::read(text.as_bytes(), Format::Plain).unwrap();
        let found = framing(&document, Lexicon::builtin(), &[], Mode::Broad);
        let mine = found.iter().filter(|hit| hit.rule == id);
        let got: Vec<(u32, u32)> = mine.map(|hit| (hit.span.start(), hit.span.end())).collect();
        if got != want {
            let all: Vec<_> = found.iter().map(|hit| format!("{}: {}", hit.rule, document.words(hit.span))).collect();
            out.push(format!("{id}: {example}\n    found {all:?}"));
        }
    }
    out
}

#[test]
fn every_example_of_a_term_holds() {
    let complaints: Vec<String> = Lexicon::builtin()
        .framing
        .iter()
        .flat_map(|term| complaints(&term.id, &term.examples, &term.counter_examples))
        .collect();
    assert!(complaints.is_empty(), "{} examples fail:\n{}", complaints.len(), complaints.join("\n"));
}

#[test]
fn every_example_of_a_typographic_rule_holds() {
    let complaints: Vec<String> = Lexicon::builtin()
        .rules
        .iter()
        .filter(|rule| rule.id.starts_with("typographic."))
        .flat_map(|rule| complaints(&rule.id, &rule.examples, &rule.counter_examples))
        .collect();
    assert!(complaints.is_empty(), "{} examples fail:\n{}", complaints.len(), complaints.join("\n"));
}

#[test]
fn no_form_stands_in_two_entries() {
    let mut owners: BTreeMap<Vec<u64>, (&str, String)> = BTreeMap::new();
    let mut twice = vec![];
    for term in Lexicon::builtin().framing.iter() {
        for form in term.phrases() {
            let (owner, as_) = owners.entry(ibid::document::keys(&form)).or_insert((&term.id, form.clone()));
            if *owner != term.id {
                twice.push(format!("{form:?} in {} and in {owner} (as {as_:?})", term.id));
            }
        }
    }
    assert!(twice.is_empty(), "{} forms stand twice:\n{}", twice.len(), twice.join("\n"));
}

#[test]
fn ids_are_unique_and_bear_their_category() {
    let lexicon = Lexicon::builtin();
    let mut seen = std::collections::BTreeSet::new();
    for term in lexicon.framing.iter() {
        assert!(seen.insert(&term.id), "{} is there twice", term.id);
        assert!(
            term.id.starts_with(&format!("{}.", term.category.name())),
            "{} is filed under {}",
            term.id,
            term.category.name()
        );
        assert!(
            !term.reason.trim().is_empty() && !term.examples.is_empty(),
            "{} lacks a reason or an example",
            term.id
        );
    }
    let described: Vec<Category> = lexicon.framing.categories().iter().map(|entry| entry.category).collect();
    for category in Category::ALL {
        assert!(described.contains(category), "no file describes {}", category.name());
    }
}

/// Nationalities, religions, origins, parties and ways of life: what somebody is is never framing.
const IDENTITIES: &[&str] = &[
    "African",
    "African-American",
    "Albanian",
    "American",
    "Arab",
    "Armenian",
    "Asian",
    "atheist",
    "Baptist",
    "Belarusian",
    "bisexual",
    "black",
    "Black",
    "Brazilian",
    "British",
    "Buddhist",
    "Canadian",
    "Catholic",
    "Chinese",
    "Christian",
    "conservative",
    "Cuban",
    "deaf",
    "Democrat",
    "Democratic",
    "disabled",
    "Egyptian",
    "elderly",
    "Ethiopian",
    "evangelical",
    "female",
    "feminist",
    "French",
    "gay",
    "German",
    "Greek",
    "Haitian",
    "Hindu",
    "Hispanic",
    "Hungarian",
    "immigrant",
    "indigenous",
    "Indian",
    "Iranian",
    "Iraqi",
    "Irish",
    "Israeli",
    "Italian",
    "Japanese",
    "Jewish",
    "Korean",
    "Kurdish",
    "Latino",
    "Lebanese",
    "lesbian",
    "liberal",
    "male",
    "Mexican",
    "migrant",
    "Mormon",
    "Muslim",
    "Native American",
    "Nigerian",
    "Orthodox",
    "Pakistani",
    "Palestinian",
    "Polish",
    "Protestant",
    "queer",
    "Quaker",
    "refugee",
    "Republican",
    "Roma",
    "Romanian",
    "rural",
    "Russian",
    "Saudi",
    "secular",
    "Shiite",
    "Sikh",
    "Somali",
    "Sunni",
    "Syrian",
    "Taiwanese",
    "teenage",
    "Tibetan",
    "trans",
    "transgender",
    "Turkish",
    "Ukrainian",
    "urban",
    "Uyghur",
    "Venezuelan",
    "veteran",
    "Vietnamese",
    "white",
    "White",
    "woman",
    "working-class",
    "Yemeni",
    "young",
];

#[test]
fn identity_is_never_framing() {
    let frames = [
        "They met the {} delegation on Monday.",
        "The {} community has lived in Sel since 1950.",
        "Two {} leaders spoke after him.",
        "She is {} and works at the harbor.",
        "He described himself as {}.",
    ];
    let mut bad = vec![];
    for identity in IDENTITIES {
        for frame in frames {
            let text = frame.replace("{}", identity);
            let document = Document::read(text.as_bytes(), Format::Plain).unwrap();
            for hit in framing(&document, Lexicon::builtin(), &[], Mode::Broad) {
                bad.push(format!("{} in {text:?} by {}", document.words(hit.span), hit.rule));
            }
        }
    }
    assert!(bad.is_empty(), "identity words are flagged:\n{}", bad.join("\n"));
}
