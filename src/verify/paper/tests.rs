use super::*;
use crate::document::{Format, Span};

const SOURCE: &str =
    "---\ntitle: Ferry strike\n---\nThe mayor *never* had called the vote. Nobody left.\n\nThe port is closed.\n";

fn cite(words: &str) -> Citation {
    let at = SOURCE.find(words).unwrap() as u32;
    Citation::of(SOURCE, Digest::of(SOURCE.as_bytes()), Span::clamped(at, at + words.len() as u32)).unwrap()
}

fn read(text: &str) -> Document {
    Document::read(text.as_bytes(), Format::Markdown).unwrap()
}

fn quotes(paper: &str) -> Vec<Vec<String>> {
    let words = |mention: Mention| mention.quotes.into_iter().map(|quote| quote.words).collect();
    mentions(&read(paper)).into_iter().map(words).collect()
}

#[test]
fn words_are_found_for_each_citation() {
    let (a, b) = (cite("Nobody left."), cite("The port is closed."));
    let paper = format!(
        "He wrote “Nobody left” ({a}), then “the *port* is closed” and more `{b}`. Nothing is quoted here {a}.\n\n\
         She said “one” and “two”.[^n] Again “three”.[^n]\n\n> Nobody\n> left. {a}\n\n> The port is closed.\n\n\
         — the paper ({b})\n\n- “in an item” {a}\n\n[^n]: *Post*, “A title”: “Nobody left.” `{a}`\n"
    );
    let wanted: [&[&str]; 6] =
        [&["Nobody left"], &["the port is closed"], &[], &["Nobody left."], &["The port is closed."], &["in an item"]];
    let found = quotes(&paper);
    assert_eq!(found[..6], wanted.map(|words| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>()));
    assert_eq!(found[6], ["Nobody left.", "two", "three"]);
}

#[test]
fn a_passage_is_found_by_its_digest_then_by_the_words() {
    let citation = cite("Nobody left.");
    let none: &[Quote] = &[];
    let state = |source: &str, quotes: &[Quote]| standing(&citation, quotes, source).state();
    let quote = |words: &str| [Quote { at: Span::clamped(0, 1), words: words.to_owned() }];
    assert_eq!(state(SOURCE, none), State::Intact);
    assert_eq!(state(&format!("{SOURCE}Tail."), none), State::Intact);
    assert_eq!(state(&SOURCE.replace("The mayor", "Yesterday the mayor"), none), State::Moved);
    assert_eq!(state(&format!("é{SOURCE}{SOURCE}"), none), State::Ambiguous);
    let changed = SOURCE.replace("Nobody left.", "Nobody left the port.");
    assert_eq!(state(&changed, none), State::Lost);
    assert_eq!(state(&changed, &quote("Nobody left")), State::Changed);
    assert_eq!(state("Nothing of it is here.\n", &quote("Nobody left")), State::Lost);
}

#[test]
fn quoted_words_are_held_against_what_is_read() {
    let document = read(SOURCE);
    let span = cite("The mayor *never* had called the vote.").bytes.0;
    let likeness = |words: &str| {
        let quote = Quote { at: Span::clamped(0, 1), words: words.to_owned() };
        compared(&[quote], &document, span)[0].likeness
    };
    assert_eq!(likeness("mayor never had called"), Likeness::Verbatim);
    assert_eq!(likeness("mayor *never* had called"), Likeness::Verbatim);
    assert_eq!(likeness("mayor never h called"), Likeness::Altered);
    assert_eq!(likeness("mayor … called"), Likeness::Elided);
}
