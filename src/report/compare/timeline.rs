//! When the documents were published, and which days they speak of.

use super::{
    entry::View,
    sheet::{Section, Table, lines, text},
};
use crate::document::{MONTHS, Prose, Span, TokenKind, fold};
use std::collections::BTreeMap;

/// Year (0 when nothing tells), month and day.
type Day = (u32, usize, u32);

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
        about: "When each document says that it was published, to the precision of its text; and the days that the texts name \
                by month and number. A day without a year is taken to be in the year of publication. “On Tuesday” is \
                not resolved.",
        tables: vec![published, days(views)],
    }
}

fn days(views: &[View<'_>]) -> Table {
    let mut by_day: BTreeMap<Day, Vec<(usize, Span<Prose>)>> = BTreeMap::new();
    for (index, view) in views.iter().enumerate() {
        for (day, span) in named(view) {
            by_day.entry(day).or_default().push((index, span));
        }
    }
    let mut table = Table::new("Days that the texts name", &[("day", false), ("document", false), ("passage", false)]);
    for ((year, month, day), places) in by_day {
        let when = if year == 0 { format!("month {month}, day {day}") } else { format!("{year}-{month:02}-{day:02}") };
        let told = |(index, span): &(usize, Span<Prose>)| Some((views.get(*index)?, *span));
        let told: Vec<(&View<'_>, Span<Prose>)> = places.iter().filter_map(told).collect();
        for (at, (view, span)) in told.into_iter().enumerate() {
            let when = if at == 0 { when.clone() } else { "″".to_owned() };
            table.rows.push(vec![text(when), text(view.label()), text(view.around(span))]);
        }
    }
    table
}

/// Returns the days that a text names, each once a sentence.
fn named(view: &View<'_>) -> Vec<(Day, Span<Prose>)> {
    let document = view.document();
    let tokens = document.tokens();
    let year = view.published().and_then(|date| date.get(..4)?.parse().ok()).unwrap_or(0);
    let value = |at: Option<usize>| {
        let token = tokens.get(at?).filter(|token| token.kind == TokenKind::Number)?;
        document.words(token.span).parse::<u32>().ok()
    };
    let day = |at: Option<usize>| value(at).filter(|day| (1..=31).contains(day));
    let mut found: Vec<(Day, Span<Prose>)> = vec![];
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.capital) {
        let word = fold(document.words(token.span));
        let Some(month) = MONTHS.iter().position(|month| *month == word) else { continue };
        let (after, before) = (day(Some(at + 1)), day(at.checked_sub(1)));
        let Some(number) = after.or(before) else { continue };
        let written = if after.is_some() { [at + 2, at + 3] } else { [at + 1, at + 2] };
        let own = written.into_iter().find_map(|at| value(Some(at)).filter(|year| (1900..2100).contains(year)));
        let language =
            document.blocks().get(document.block_at(token.span.start())).is_some_and(|b| b.kind.is_language());
        let key = (own.unwrap_or(year), month % 12 + 1, number);
        let sentence = document.sentence_at(token.span.start());
        let again = found.iter().rev().take(8).any(|(k, s)| *k == key && document.sentence_at(s.start()) == sentence);
        if language && !again {
            found.push((key, token.span));
        }
    }
    found
}
