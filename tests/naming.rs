//! Runs every example of the rules and sets about names, and holds what a document's names come to.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test that cannot run must fail"
)]

use ibid::{
    annotation::{Referent, Voice},
    detect::{self, FoundNaming},
    document::{Document, Format},
    lexicon::Lexicon,
};

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

fn read(text: &str) -> (Document, Vec<FoundNaming>) {
    let document = Document::read(text.as_bytes(), Format::Markdown).unwrap();
    let found = detect::naming(&document, Lexicon::builtin());
    (document, found)
}

#[test]
fn every_example_holds() {
    let mut wrong = vec![];
    let known = Lexicon::builtin().explanations().filter(|known| known.id.starts_with("naming."));
    let mut run = 0;
    for known in known {
        for example in known.examples.iter().chain(known.counter_examples) {
            run += 1;
            let (text, want) = bracketed(example);
            let (document, found) = read(&text);
            let mine = found.iter().filter(|named| named.rule == known.id);
            let got: Vec<(u32, u32)> = mine.map(|named| (named.span.start(), named.span.end())).collect();
            if got != want {
                let all: Vec<_> =
                    found.iter().map(|named| format!("{}: {}", named.rule, document.words(named.span))).collect();
                wrong.push(format!("{}: {example}\n    found {all:?}", known.id));
            }
        }
    }
    assert!(run >= 60, "{run} examples");
    assert!(wrong.is_empty(), "{} examples fail:\n{}", wrong.len(), wrong.join("\n"));
}

/// A document of the corpus, and what must be found in it: who, named how, in whose voice, by whom.
type Row = (&'static str, &'static str, &'static str, Voice, Option<&'static str>);

const CORPUS: &[Row] = &[
    (
        "meridian-wire-brief.md",
        "Teodrin Vask",
        "highly respected President of Ostrenia",
        Voice::Quoted,
        Some("Alden Marrick"),
    ),
    ("meridian-wire-brief.md", "Teodrin Vask", "Ostrenian President Teodrin Vask", Voice::Outlet, None),
    ("meridian-wire-brief.md", "Alden Marrick", "Averonian president", Voice::Outlet, None),
    (
        "lantern-commentary.md",
        "Teodrin Vask",
        "highly respected President of Ostrenia",
        Voice::Quoted,
        Some("Alden Marrick"),
    ),
    ("brass-bell-post.md", "Teodrin Vask", "Highly respected", Voice::Quoted, Some("Alden Marrick")),
    ("brass-bell-post.md", "Dana Roth", "old envoy", Voice::Outlet, None),
    ("brass-bell-post.md", "Dana Roth", "Envoy Dana Roth", Voice::Headline, None),
    ("harbor-explainer.txt", "Natela Grun", "Vask’s press secretary", Voice::Outlet, None),
    ("dateline-brief.txt", "people held", "detainees", Voice::Attributed, Some("Tidewater Courier")),
    ("crlf-wire.md", "people held", "prisoners", Voice::Headline, None),
    ("crlf-wire.md", "people held", "hostages", Voice::Quoted, Some("Alden Marrick")),
    ("letter-corrections.md", "people held", "political prisoners", Voice::Quoted, Some("Liska Orn")),
    ("lantern-commentary.md", "those who govern", "regime", Voice::Attributed, None),
];

#[test]
fn the_corpus_shows_who_is_named_how() {
    let mut missing = vec![];
    for (name, referent, designator, voice, speaker) in CORPUS {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
        let (document, found) = read(&std::fs::read_to_string(path).unwrap());
        let fits = |named: &&FoundNaming| {
            named.referent == *referent
                && document.words(named.span) == *designator
                && named.voice == *voice
                && (speaker.is_none() || named.speaker.as_deref() == *speaker)
        };
        if !found.iter().any(|named| fits(&named)) {
            missing.push(format!("{name}: {referent} as {designator:?}, {}", voice.name()));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn who_is_named_once_is_left_out() {
    let (_, found) = read("Mayor Ilka Sorn, a former judge, spoke.\n\nThe clerk left.");
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn two_people_of_one_surname_are_not_taken_for_one_another() {
    let (document, found) = read("Mayor Ilka Sorn met Judge Dagmar Sorn. Sorn left at nine, and Sorn wrote.");
    let bare: Vec<_> = found.iter().filter(|named| document.words(named.span) == "Sorn").collect();
    assert!(bare.is_empty(), "{bare:?}");
}

#[test]
fn names_in_quotation_marks_are_their_speakers() {
    let text = "Mayor Ilka Sorn spoke. “Sorn, the worst mayor of the coast, must go,” said Marek Vols, a fisherman. \
        Vols has a boat.";
    let (document, found) = read(text);
    let named = found.iter().find(|named| document.words(named.span) == "worst mayor of the coast").unwrap();
    assert_eq!((named.referent.as_str(), named.kind), ("Ilka Sorn", Referent::Person));
    assert_eq!((named.voice, named.speaker.as_deref()), (Voice::Quoted, Some("Marek Vols")));
}

#[test]
fn a_document_without_any_name_has_none() {
    for text in ["", "The tide came in.", "WATCH: NOTHING HAPPENS", "the the the the"] {
        assert!(read(text).1.is_empty(), "{text:?}");
    }
}
