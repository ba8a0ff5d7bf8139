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
