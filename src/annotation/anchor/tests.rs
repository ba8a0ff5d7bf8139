use super::*;
use crate::document::Format;

fn read(text: &str) -> Document {
    Document::read(text.as_bytes(), Format::Markdown).unwrap()
}

fn select(text: &str, words: &str) -> Selector {
    let at = u32::try_from(text.find(words).unwrap()).unwrap();
    Selector::within(text, Span::clamped(at, at + u32::try_from(words.len()).unwrap()))
}

#[test]
fn finds_moved_words_and_refuses_to_guess() {
    let old = "The ferry sails at noon. The mayor of the town objects.";
    let selector = select(old, "The mayor of the town");
    assert_eq!(selector.resolve(&read(old)).state(), State::Intact);
    assert_eq!(selector.resolve(&read(&format!("News. {old}"))).state(), State::Moved);
    assert_eq!(selector.resolve(&read("The ferry sails at noon.")), Anchor::Lost(vec![]));
    let twice = "x The mayor of the town x The mayor of the town x";
    assert_eq!(selector.resolve(&read(twice)).state(), State::Ambiguous);
    let likelier = format!("A. The mayor of the town left. {old}");
    assert_eq!(selector.resolve(&read(&likelier)).state(), State::Moved);
}
