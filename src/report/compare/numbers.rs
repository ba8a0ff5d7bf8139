//! Numbers of the same things, and who gives them.

use super::{
    entry::View,
    sheet::{Section, Table, lines, text},
    words::number,
};
use crate::document::{Prose, Span, Token, TokenKind, fold};
use std::collections::{BTreeMap, BTreeSet};

/// How many words may stand between a number and what it counts: “16 freed political prisoners”.
const BETWEEN: usize = 3;

/// What is counted in plural without an s.
const PLURALS: &[&str] = &["children", "men", "people", "women"];

/// Measures of time, and parts of other numbers: they say how long and how much, not how many.
const MEASURES: &[&str] =
    &["cents", "days", "hours", "minutes", "months", "others", "percent", "seconds", "times", "weeks", "years"];

struct Given {
    document: usize,
    value: u64,
    span: Span<Prose>,
}

pub(super) fn section(views: &[View<'_>]) -> Section {
    let mut by_thing: BTreeMap<String, Vec<Given>> = BTreeMap::new();
    let mut by_value: BTreeMap<u64, Vec<Given>> = BTreeMap::new();
    for (document, view) in views.iter().enumerate() {
        for (value, thing, span) in numbers(view) {
            by_value.entry(value).or_default().push(Given { document, value, span });
            if let Some(thing) = thing {
                by_thing.entry(thing).or_default().push(Given { document, value, span });
            }
        }
    }
    let mut things = Table::new(
        "Different numbers of the same word",
        &[("of what", false), ("number", true), ("who gives it", false), ("passage", false)],
    );
    for (thing, given) in &by_thing {
        let documents: BTreeSet<usize> = given.iter().map(|one| one.document).collect();
        let values: BTreeSet<u64> = given.iter().map(|one| one.value).collect();
        if documents.len() > 1 && values.len() > 1 {
            for value in values {
                rows(thing, value, given, views, &mut things);
            }
        }
    }
    let mut values = Table::new(
        "The same number in more than one document",
        &[("number", true), ("", true), ("who gives it", false), ("passage", false)],
    );
    for (value, given) in &by_value {
        let documents: BTreeSet<usize> = given.iter().map(|one| one.document).collect();
        if documents.len() > 1 {
            rows("", *value, given, views, &mut values);
        }
    }
    values.columns.remove(0);
    for row in &mut values.rows {
        row.remove(0);
    }
    if let Some(first) = values.columns.first_mut() {
        "number".clone_into(&mut first.0);
    }
    Section {
        title: "Numbers",
        about: "Numbers above two, in digits or words, that count something; those of dates, clocks, ages and money are left \
                out. Different numbers of the same word need not disagree: they may count different things, which the \
                passages show.",
        tables: vec![things, values],
    }
}

fn rows(thing: &str, value: u64, given: &[Given], views: &[View<'_>], table: &mut Table) {
    let of: Vec<(&Given, &View<'_>)> =
        given.iter().filter(|one| one.value == value).filter_map(|one| Some((one, views.get(one.document)?))).collect();
    let who = of.iter().map(|(one, view)| format!("{}: {}", view.label(), view.voice_at(one.span)));
    let passages = of.iter().map(|(one, view)| format!("{}: {}", view.number, view.around(one.span)));
    let mut seen = BTreeSet::new();
    let who = lines(who.filter(|line| seen.insert(line.clone())).collect::<Vec<_>>());
    table.rows.push(vec![text(thing), text(value.to_string()), who, lines(passages.collect::<Vec<_>>())]);
}

/// Returns the numbers of a document that count something: value, what is counted when that follows, place.
fn numbers(view: &View<'_>) -> Vec<(u64, Option<String>, Span<Prose>)> {
    let document = view.document();
    let tokens = document.tokens();
    let language = |at: u32| document.blocks().get(document.block_at(at)).is_some_and(|block| block.kind.is_language());
    let word = |token: &Token| fold(document.words(token.span));
    let mut found = vec![];
    for (at, token) in tokens.iter().enumerate() {
        let raw = document.words(token.span);
        let Some(value) = number(raw, token.kind).filter(|_| language(token.span.start())) else { continue };
        let before = at.checked_sub(1).and_then(|at| tokens.get(at));
        let rest = tokens.get(at + 1..).unwrap_or_default();
        if is_date(value, raw, before.map(&word).as_deref(), rest.first().map(&word).as_deref()) {
            continue;
        }
        let thing = thing(rest, &word);
        if thing.as_deref().is_some_and(|thing| MEASURES.contains(&thing)) {
            continue;
        }
        found.push((value, thing, token.span));
    }
    found
}

/// Tells whether a number is a day, a year, an age, a sum of money.
fn is_date(value: u64, raw: &str, before: Option<&str>, after: Option<&str>) -> bool {
    let month = |word: &str| crate::document::MONTHS.contains(&word);
    let year = (1900..2100).contains(&value) && raw.len() == 4;
    let near = before.is_some_and(|word| month(word) || matches!(word, "$" | "€" | "£" | "@" | "-" | "(" | "aged"));
    year || near || after.is_some_and(|word| month(word) || matches!(word, "%" | "p.m." | "a.m." | "-" | "–"))
}

/// Returns what follows a number and is counted by it.
fn thing(rest: &[Token], word: &impl Fn(&Token) -> String) -> Option<String> {
    let words = rest.iter().take(BETWEEN + 1).take_while(|token| token.kind == TokenKind::Word);
    words.map(word).find(|word| {
        let plural = word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us");
        plural && word != "this" && word != "does" || PLURALS.contains(&word.as_str())
    })
}
