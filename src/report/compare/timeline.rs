//! When the documents were published, and which days they speak of.

use super::{
    calendar::{Day, is_weekday},
    entry::View,
    sheet::{Piece, Section, Table, lines, text},
};
use crate::document::{MONTHS, Prose, Span, Token, TokenKind, fold};
use std::collections::BTreeMap;

/// A day that a text names: where, and whether it was counted from the day of publication.
struct Named {
    day: Day,
    span: Span<Prose>,
    counted: bool,
}

pub(super) fn section(views: &[View<'_>]) -> Section {
    let mut published = Table::new("Published", &[("when", false), ("document", false), ("headline", false)]);
    let mut order: Vec<&View<'_>> = views.iter().collect();
    order.sort_by_key(|view| (view.published().is_none(), view.published()));
    for view in order {
        let title = view.document().blocks().iter().find(|block| block.kind.is_headline());
        let title = title.map(|block| view.document().words(block.span)).unwrap_or_default();
        published.rows.push(vec![
            text(view.published().unwrap_or("the document does not say")),
            lines([view.label(), view.entry.path.clone()]),
            text(title),
        ]);
    }
    Section {
        title: "Timeline",
        about: "When each document says that it was published, to the precision of its text; and the days that the texts name. \
                A day without a year is taken to be in the year of publication. “On Tuesday” is the last one up to the day \
                of publication (“next Tuesday” the one after it), “yesterday” the day before: such days are marked as \
                counted, and the passage tells whether they are rightly so.",
        tables: vec![published, days(views)],
        pictures: vec![],
    }
}

fn days(views: &[View<'_>]) -> Table {
    let mut by_day: BTreeMap<Day, Vec<(usize, Named)>> = BTreeMap::new();
    for (index, view) in views.iter().enumerate() {
        for named in named(view) {
            by_day.entry(named.day).or_default().push((index, named));
        }
    }
    let mut table = Table::new(
        "Days that the texts name",
        &[("day", false), ("document", false), ("as written", false), ("passage", false)],
    );
    for (Day { year, month, day }, places) in by_day {
        let when = if year == 0 { format!("month {month}, day {day}") } else { format!("{year}-{month:02}-{day:02}") };
        let told = places.iter().filter_map(|(index, named)| Some((views.get(*index)?, named)));
        for (at, (view, named)) in told.enumerate() {
            let when = if at == 0 { when.clone() } else { "″".to_owned() };
            let written = view.document().words(named.span);
            let written = if named.counted { format!("“{written}”, counted") } else { format!("“{written}”") };
            let document = lines([Piece::from(view.label()), view.place_of(named.span)]);
            table.rows.push(vec![text(when), document, text(written), text(view.around(named.span))]);
        }
    }
    table
}

/// Returns the days that a text names, each once a sentence.
fn named(view: &View<'_>) -> Vec<Named> {
    let document = view.document();
    let published = view.published().and_then(Day::read);
    let year = view.published().and_then(|date| date.get(..4)?.parse().ok()).unwrap_or(0);
    let mut found: Vec<Named> = vec![];
    for (at, token) in document.tokens().iter().enumerate().filter(|(_, token)| token.is_word()) {
        let word = fold(document.words(token.span));
        let named = match MONTHS.iter().position(|month| *month == word).filter(|_| token.capital) {
            Some(month) => dated(view, at, token, month, year),
            None => published.and_then(|published| counted(view, at, token, &word, published)),
        };
        let block = document.blocks().get(document.block_at(token.span.start()));
        let Some(named) = named.filter(|_| block.is_some_and(|block| block.kind.is_language())) else { continue };
        let sentence = document.sentence_at(token.span.start());
        let same = |known: &Named| known.day == named.day && document.sentence_at(known.span.start()) == sentence;
        if !found.iter().rev().take(8).any(same) {
            found.push(named);
        }
    }
    found
}

/// Returns the number that a token is.
fn value(view: &View<'_>, at: Option<usize>) -> Option<u32> {
    let token = view.document().tokens().get(at?).filter(|token| token.kind == TokenKind::Number)?;
    view.document().words(token.span).parse().ok()
}

/// Returns a day that is named by its month and number.
fn dated(view: &View<'_>, at: usize, token: &Token, month: usize, year: u32) -> Option<Named> {
    let day = |at: Option<usize>| value(view, at).filter(|day| (1..=31).contains(day));
    let (after, before) = (day(Some(at + 1)), day(at.checked_sub(1)));
    let day = after.or(before)?;
    let written = if after.is_some() { [at + 2, at + 3] } else { [at + 1, at + 2] };
    let own = written.into_iter().find_map(|at| value(view, Some(at)).filter(|year| (1900..2100).contains(year)));
    let number = if after.is_some() { at + 1 } else { at.saturating_sub(1) };
    let number = view.document().tokens().get(number)?.span;
    let month = u32::try_from(month % 12 + 1).ok()?;
    Some(Named { day: Day { year: own.unwrap_or(year), month, day }, span: token.span.hull(number), counted: false })
}

/// Returns a day that is named by the week, or by what it is to the day of publication. Beside a date it is that date.
fn counted(view: &View<'_>, at: usize, token: &Token, word: &str, published: Day) -> Option<Named> {
    let tokens = view.document().tokens();
    let folded =
        |at: Option<usize>| at.and_then(|at| tokens.get(at)).map(|token| fold(view.document().words(token.span)));
    let before = at.checked_sub(1);
    let later = match word {
        "yesterday" => -1,
        "today" => 0,
        "tomorrow" => 1,
        _ if token.capital && is_weekday(word) => {
            let near = [at.checked_sub(2), before, Some(at + 1), Some(at + 2)];
            if near.into_iter().filter_map(folded).any(|word| MONTHS.contains(&word.as_str())) {
                return None;
            }
            let since = published.since(word)?;
            match folded(before).as_deref() {
                Some("next" | "coming") => 7 - since,
                Some("last") if since == 0 => -7,
                _ => -since,
            }
        }
        _ => return None,
    };
    Some(Named { day: published.later(later)?, span: token.span, counted: true })
}
