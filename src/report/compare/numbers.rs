//! Numbers of the same things, and who gives them.

use super::{
    deeds::deed,
    entry::View,
    sheet::{Cell, Piece, Section, Table, lines, stack, text},
    words::{number, stem},
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

/// What stands before a number that is not said to be exact, the longest first.
const BOUNDS: &[&str] = &[
    "as many as",
    "at least",
    "at most",
    "fewer than",
    "less than",
    "more than",
    "no fewer than",
    "up to",
    "about",
    "above",
    "almost",
    "approximately",
    "around",
    "nearly",
    "over",
    "roughly",
    "some",
    "under",
];

/// How many there are in a dozen.
const DOZEN: u64 = 12;

/// A number as a document gives it.
struct Given {
    document: usize,
    value: u64,
    /// “over”, “more than”; empty when the number is given as exact.
    bound: &'static str,
    /// What is counted, as the document has it; none when that does not follow.
    thing: Option<String>,
    span: Span<Prose>,
}

impl Given {
    fn told(&self) -> String {
        if self.bound.is_empty() { self.value.to_string() } else { format!("{} {}", self.bound, self.value) }
    }
}

pub(super) fn section(views: &[View<'_>]) -> Section {
    let all: Vec<Given> = views.iter().enumerate().flat_map(|(document, view)| numbers(view, document)).collect();
    let (mut by_thing, mut by_value) = (BTreeMap::<String, Vec<&Given>>::new(), BTreeMap::<u64, Vec<&Given>>::new());
    for one in &all {
        by_value.entry(one.value).or_default().push(one);
        if let Some(thing) = &one.thing {
            // Prisoners and detainees are counted together: by different words a number does not disagree less.
            let known = deed(stem(thing)).map_or_else(|| thing.clone(), str::to_owned);
            by_thing.entry(known).or_default().push(one);
        }
    }
    let mut things = Table::new(
        "Different numbers of the same",
        &[("of what", false), ("number", true), ("who gives it", false), ("passage", false)],
    );
    for given in by_thing.values() {
        let told: BTreeSet<(u64, &str)> = given.iter().map(|one| (one.value, one.bound)).collect();
        if documents(given) > 1 && told.len() > 1 {
            let of_what: BTreeSet<&str> = given.iter().filter_map(|one| one.thing.as_deref()).collect();
            let of_what = of_what.into_iter().collect::<Vec<_>>().join(", ");
            for (value, bound) in told {
                let those = given.iter().filter(|one| (one.value, one.bound) == (value, bound));
                let mut row = vec![text(&*of_what)];
                row.extend(cells(&those.copied().collect::<Vec<_>>(), views));
                things.rows.push(row);
            }
        }
    }
    let mut values = Table::new(
        "The same number in more than one document",
        &[("number", true), ("who gives it", false), ("passage", false)],
    );
    values.rows.extend(by_value.values().filter(|given| documents(given) > 1).map(|given| cells(given, views)));
    Section {
        title: "Numbers",
        about: "Numbers above two, in digits or words, that count something; those of dates, clocks, ages and money are left \
                out. Words that keep a number open (“over”, “at least”) stand before it, “a dozen” is 12. Different numbers \
                of the same need not disagree: they may count different things, which the passages show.",
        tables: vec![things, values],
        pictures: vec![],
    }
}

fn documents(given: &[&Given]) -> usize {
    given.iter().map(|one| one.document).collect::<BTreeSet<_>>().len()
}

/// Returns the number, those who give it, and the passages.
fn cells(given: &[&Given], views: &[View<'_>]) -> Vec<Cell> {
    let of: Vec<(&Given, &View<'_>)> = given.iter().filter_map(|one| Some((*one, views.get(one.document)?))).collect();
    let told: BTreeSet<(u64, String)> = given.iter().map(|one| (one.value, one.told())).collect();
    let who: Vec<String> =
        of.iter().map(|(one, view)| format!("{}: {}", view.label(), view.voice_at(one.span))).collect();
    let mut seen = BTreeSet::new();
    let who = lines(who.into_iter().filter(|line| seen.insert(line.clone())));
    let passage = |(one, view): &(&Given, &View<'_>)| {
        vec![view.place_of(one.span), Piece::from(format!(": {}", view.around(one.span)))]
    };
    vec![lines(told.into_iter().map(|(_, told)| told)), who, stack(of.iter().map(passage))]
}

/// Returns the numbers of a document that count something.
fn numbers(view: &View<'_>, index: usize) -> Vec<Given> {
    let document = view.document();
    let tokens = document.tokens();
    let language = |at: u32| document.blocks().get(document.block_at(at)).is_some_and(|block| block.kind.is_language());
    let word = |token: &Token| fold(document.words(token.span));
    let mut found = vec![];
    for (at, token) in tokens.iter().enumerate() {
        let raw = document.words(token.span);
        let Some(value) = number(raw, token.kind).filter(|_| language(token.span.start())) else { continue };
        let start = at.saturating_sub(BEFORE);
        let mut before: Vec<String> = tokens.get(start..at).unwrap_or_default().iter().map(&word).collect();
        let rest = tokens.get(at + 1..).unwrap_or_default();
        if is_date(value, raw, before.last().map(String::as_str), rest.first().map(&word).as_deref()) {
            continue;
        }
        let thing = thing(rest, &word);
        if thing.as_deref().is_some_and(|thing| MEASURES.contains(&thing)) {
            continue;
        }
        let value = if word(token) == "dozen" { dozens(&mut before) } else { value };
        found.push(Given { document: index, value, bound: bound(&before), thing, span: token.span });
    }
    found
}

/// How many words before a number can keep it open: “no fewer than half a dozen”.
const BEFORE: usize = 5;

/// Returns how many “a dozen”, “two dozen”, “half a dozen” are; what says so is taken from the words before.
fn dozens(before: &mut Vec<String>) -> u64 {
    let ends = |words: &[&str]| {
        before.len() >= words.len() && before.iter().rev().zip(words.iter().rev()).all(|(a, b)| a == b)
    };
    let (words, value) = match () {
        () if ends(&["half", "a"]) => (2, DOZEN / 2),
        () if ends(&["half-a"]) => (1, DOZEN / 2),
        () if ends(&["two"]) => (1, 2 * DOZEN),
        () if ends(&["three"]) => (1, 3 * DOZEN),
        () if ends(&["a"]) => (1, DOZEN),
        () => (0, DOZEN),
    };
    before.truncate(before.len() - words);
    value
}

/// Returns what keeps a number open.
fn bound(before: &[String]) -> &'static str {
    let said = before.join(" ");
    let ends = |bound: &&&str| said.strip_suffix(**bound).is_some_and(|rest| rest.is_empty() || rest.ends_with(' '));
    BOUNDS.iter().filter(ends).max_by_key(|bound| bound.len()).copied().unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn what_keeps_a_number_open() {
        assert_eq!(bound(&words("freed more than")), "more than");
        assert_eq!(bound(&words("no fewer than")), "no fewer than");
        assert_eq!(bound(&words("turnover")), "");
        assert_eq!(bound(&[]), "");
    }

    #[test]
    fn dozens_are_counted() {
        for (text, value, bound_then) in
            [("over a", 12, "over"), ("about half a", 6, "about"), ("two", 24, ""), ("", 12, "")]
        {
            let mut before = words(text);
            assert_eq!((dozens(&mut before), bound(&before)), (value, bound_then), "{text}");
        }
    }
}
