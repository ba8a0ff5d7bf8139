//! What is found, and by what it is narrowed.

use super::*;
use crate::{
    annotation::{Category, Claim, ClaimKind, Cue, CueClass, Framing, Id, Outlet, Published, Voice},
    document::Format,
};
use proptest::prelude::*;

fn claim(speaker: &str) -> Claim<Span<Source>> {
    let at = Span::clamped(0, 1);
    Claim {
        id: Id(format!("c-{speaker}")),
        kind: ClaimKind::Direct,
        speaker: Some(speaker.to_owned()),
        source: None,
        cue: Cue { at, class: CueClass::Neutral },
        content: vec![at],
        within: None,
        rule: String::new(),
        confidence: None,
    }
}

fn term(category: Category, voice: Voice) -> Framing<Span<Source>> {
    Framing {
        id: Id(format!("f-{}", category.name())),
        term: String::new(),
        at: Span::clamped(0, 1),
        category,
        voice,
        speaker: None,
        relay: None,
        claim: None,
        rule: String::new(),
        broad: false,
    }
}

fn item(name: &str, text: &str, outlet: &str, date: &str, found: Annotations<Span<Source>>) -> Item {
    let document = Document::read(text.as_bytes(), Format::Markdown).unwrap();
    let outlet = Outlet { name: outlet.to_owned(), domain: None, evidence: vec![] };
    let published = Published { date: date.to_owned(), evidence: vec![] };
    let found = Annotations { outlet: Some(outlet), published: Some(published), ..found };
    Item::of(name, &document, &found, Some(0))
}

/// Two documents of one outlet and one of another.
fn index() -> Index {
    let mut index = Index::new().unwrap();
    let framing = vec![term(Category::Label, Voice::Outlet), term(Category::Honorific, Voice::Quoted)];
    let port = Annotations { claims: vec![claim("Ann Lee")], framing, ..Annotations::default() };
    let quay = Annotations { framing: vec![term(Category::Label, Voice::Quoted)], ..Annotations::default() };
    let items = [
        item("a.md", "# The port\n\nThe café at the quay had no choice but to shut.\n", "Post", "2031-03-14", port),
        item("b.md", "# The quay\n\nNo other choice was had at the port.\n", "Post", "2031-04-01", quay),
        item("c.md", "# Ferry\n\nIt sails.\n", "Wire", "2031-03-02", Annotations::default()),
    ];
    index.update([], &items).unwrap();
    index
}

fn found(index: &mut Index, search: &Search) -> Vec<String> {
    let found = index.find(search).unwrap();
    assert_eq!(found.total, found.cards.len());
    found.cards.into_iter().map(|card| card.name).collect()
}

fn words(words: &str) -> Search {
    Search { words: words.to_owned(), ..Search::default() }
}

#[test]
fn without_words_the_latest_come_first() {
    assert_eq!(found(&mut index(), &Search::default()), ["b.md", "a.md", "c.md"]);
}

#[test]
fn words_are_found_in_headlines_first_and_phrases_as_they_stand() {
    let mut index = index();
    assert_eq!(found(&mut index, &words("quay")), ["b.md", "a.md"]);
    assert_eq!(found(&mut index, &words("CAFE sh*")), ["a.md"]);
    assert_eq!(found(&mut index, &words("\"had no choice\"")), ["a.md"]);
    assert_eq!(found(&mut index, &words("quay ferry")), [""; 0]);
    let card = index.find(&words("choice")).unwrap().cards.into_iter().find(|card| card.name == "a.md").unwrap();
    assert!(card.snippet.contains("no \u{2}choice\u{3} but"), "{:?}", card.snippet);
}

#[test]
fn facets_count_what_is_found_and_narrow_it() {
    let mut index = index();
    let facets = index.find(&words("port")).unwrap().facets;
    let of = |facet: Facet| facets.iter().find(|(known, _)| *known == facet).unwrap().1.clone();
    assert_eq!(of(Facet::Outlet), [("Post".to_owned(), 2)]);
    assert_eq!(of(Facet::Month), [("2031-04".to_owned(), 1), ("2031-03".to_owned(), 1)]);
    assert_eq!(of(Facet::Speaker), [("Ann Lee".to_owned(), 1)]);
    assert_eq!(of(Facet::Voice), [("quoted".to_owned(), 2), ("outlet".to_owned(), 1)]);
    let by = |facet, value| Search::default().with(facet, Some(value));
    assert_eq!(found(&mut index, &by(Facet::Outlet, "Wire")), ["c.md"]);
    assert_eq!(found(&mut index, &by(Facet::Month, "2031-03")), ["a.md", "c.md"]);
    assert_eq!(found(&mut index, &by(Facet::Speaker, "Ann Lee")), ["a.md"]);
    assert_eq!(found(&mut index, &by(Facet::Category, "label")), ["b.md", "a.md"]);
    assert_eq!(found(&mut index, &by(Facet::Outlet, "Wire' OR 1=1 --")), [""; 0]);
}

#[test]
fn category_and_voice_are_those_of_one_term() {
    let mut index = index();
    let label = Search::default().with(Facet::Category, Some("label"));
    // The first document has a label and a quoted word, and no quoted label.
    assert_eq!(found(&mut index, &label.with(Facet::Voice, Some("quoted"))), ["b.md"]);
    let facets = index.find(&label).unwrap().facets;
    assert_eq!(facets[4].1, [("outlet".to_owned(), 1), ("quoted".to_owned(), 1)]);
}

#[test]
fn what_changes_is_read_anew_and_what_goes_is_gone() {
    let mut index = index();
    let new = item("a.md", "# The port\n\nThe strike is over.\n", "Post", "2031-03-14", Annotations::default());
    index.update(["c.md"], &[new]).unwrap();
    assert_eq!(found(&mut index, &Search::default()), ["b.md", "a.md"]);
    assert_eq!(found(&mut index, &words("café")), [""; 0]);
    assert_eq!(found(&mut index, &words("strike")), ["a.md"]);
    assert_eq!(found(&mut index, &Search::default().with(Facet::Speaker, Some("Ann Lee"))), [""; 0]);
    assert_eq!(index.names(&words("port")).unwrap(), ["a.md", "b.md"]);
}

#[test]
fn long_lists_come_in_pages() {
    let mut index = Index::new().unwrap();
    let items: Vec<Item> = (0..=PAGE).map(|number| Item::broken(&format!("{number:03}.md"), "gone")).collect();
    index.update([], &items).unwrap();
    let page = |index: &mut Index, page| index.find(&Search { page, ..Search::default() }).unwrap();
    assert_eq!((page(&mut index, 0).total, page(&mut index, 0).cards.len()), (PAGE + 1, PAGE));
    assert_eq!(page(&mut index, 1).cards[0].name, format!("{PAGE:03}.md"));
    assert!(page(&mut index, usize::MAX).cards.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_words_are_an_error(typed in "\\PC{0,24}") {
        index().find(&words(&typed)).unwrap();
    }

    #[test]
    fn no_syntax_is_an_error(typed in proptest::collection::vec(proptest::sample::select(vec![
        "\"", "'", "*", "(", ")", "AND", "OR", "NOT", "NEAR(", ":", "title", "^", "+", "-", "{", "}", ",", " ", "port", "\u{0}", "“", "é",
    ]), 0..12)) {
        index().find(&words(&typed.concat())).unwrap();
    }
}
