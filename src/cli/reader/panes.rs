//! The three parts of the screen: the text, the list of entries, the entry in hand. Only what is seen is made.

use super::{
    book::{Book, Item, Mark, Role},
    page::{Cell, cut, folded, one_line},
    screen::{Ink, line, rows},
    state::State,
};
use crate::{annotation::Voice, sidecar::Standing};
use ratatui::{
    Frame,
    layout::Rect,
    style::{Color, Style, Stylize as _},
    text::{Line, Span},
};

/// How many columns stand before the text: the sign of the entry in hand, and a blank.
const GUTTER: u16 = 2;
/// With fewer rows than these there is no room for facts.
const LITTLE: usize = 5;
/// How many columns the name of a fact takes.
const NAME: usize = 9;

/// Returns how many columns the text has in an area.
pub(super) fn text_width(area: Rect) -> usize {
    area.width.saturating_sub(GUTTER).max(1).into()
}

/// Returns the first line of a list that is shown, so that one of its lines is in the middle.
pub(super) fn first_shown(held: usize, count: usize, height: usize) -> usize {
    held.saturating_sub(height / 2).min(count.saturating_sub(height))
}

/// The text, with what was found in it.
pub(super) fn text(frame: &mut Frame<'_>, area: Rect, state: &State, ink: Ink) {
    let (Ok(book), Some(page)) = (&state.book, &state.page) else { return };
    let held = state.view.get(state.cursor).copied();
    for (y, row) in (area.top()..area.bottom()).zip(page.rows.iter().skip(state.top)) {
        let mut marks: Vec<&Mark> = book.marks_in(*row).collect();
        // What is said last wins: a term within a claim is a term.
        marks.sort_by_key(|mark| (mark.role as u8, mark.span.start()));
        let is_held = marks.iter().any(|mark| Some(mark.item) == held);
        let mut spans: Vec<Span<'_>> = vec![Span::from(if is_held { "▌ " } else { "  " })];
        let (mut run, mut style) = (String::new(), Style::new());
        for cell in page.cells(book.source(), *row) {
            let next = style_of(&cell, &marks, book, held, ink);
            if next != style && !run.is_empty() {
                spans.push(Span::styled(std::mem::take(&mut run), style));
            }
            style = next;
            cell.shown.push_to(&mut run);
            if !cell.tags.is_empty() {
                spans.push(Span::styled(std::mem::take(&mut run), style));
                let tags: String = cell.tags.iter().map(|(_, tag)| tag.as_str()).collect();
                spans.push(Span::styled(tags, Style::new().dim()));
            }
        }
        spans.push(Span::styled(run, style));
        line(frame, Rect { y, height: 1, ..area }, Line::from(spans));
    }
}

fn style_of(cell: &Cell<'_>, marks: &[&Mark], book: &Book, held: Option<usize>, ink: Ink) -> Style {
    let mut style = Style::new();
    for mark in marks.iter().filter(|mark| mark.span.overlaps(cell.span)) {
        let Some(item) = book.items.get(mark.item) else { continue };
        let is_held = Some(mark.item) == held;
        let is_rejected = item.listed.standing == Standing::Rejected;
        style = match mark.role {
            Role::Content if is_rejected && !is_held => style,
            Role::Content if is_held => style.underlined().bold(),
            Role::Content => style.underlined(),
            Role::Source | Role::Cue => ink.paint(style.italic(), Color::Green),
            Role::Term => ink.paint(style.bold(), color(item)),
        };
        if is_rejected && mark.role != Role::Content {
            style = style.crossed_out();
        }
        if is_held && mark.role != Role::Content {
            style = style.reversed();
        }
    }
    style
}

const fn color(item: &Item) -> Color {
    match item.voice() {
        Some(Voice::Outlet) => Color::Red,
        Some(Voice::Headline) => Color::Magenta,
        Some(Voice::Quoted) => Color::LightBlue,
        Some(Voice::Attributed) => Color::Cyan,
        Some(Voice::Scare) => Color::Yellow,
        None => Color::Green,
    }
}

/// The entries that the filter lets through.
pub(super) fn list(frame: &mut Frame<'_>, area: Rect, state: &State, ink: Ink) {
    let Ok(book) = &state.book else { return };
    if state.view.is_empty() {
        let why = match book.items.is_empty() {
            true => "Nothing was found in this document, and nobody wrote an entry.",
            false => "No entry is all of what the filter asks for: Esc shows all again.",
        };
        return rows(frame, area, folded(why, area.width.into()).into_iter().map(Line::from).collect());
    }
    let from = first_shown(state.cursor, state.view.len(), area.height.into());
    let shown = state.view.iter().enumerate().skip(from).take(area.height.into());
    let lines =
        shown.filter_map(|(at, item)| Some(listed(book.items.get(*item)?, at == state.cursor, area.width, ink)));
    rows(frame, area, lines.collect());
}

fn listed(item: &Item, is_held: bool, width: u16, ink: Ink) -> Line<'static> {
    let words = cut(&one_line(&item.listed.words), usize::from(width).saturating_sub(7));
    let mut words = Span::from(format!("{words:<0$}", usize::from(width).saturating_sub(7)));
    let mut tag = Span::styled(format!("{:<4} ", item.tag()), ink.paint(Style::new(), color(item)));
    if item.listed.standing == Standing::Rejected {
        words = words.crossed_out();
    }
    if !item.is_undecided() {
        (words, tag) = (words.dim(), tag.dim());
    }
    let line = Line::from(vec![Span::from(if is_held { "▸ " } else { "  " }), tag, words]);
    if is_held { line.reversed() } else { line }
}

/// The entry in hand, as far as there is room.
pub(super) fn held(frame: &mut Frame<'_>, area: Rect, state: &State) {
    let mut lines = entry(state, area.width.into());
    let room = usize::from(area.height);
    if room < LITTLE && lines.len() > 1 {
        // What it is, and what it says.
        let words = state.item().map(|item| one_line(&item.listed.words)).unwrap_or_default();
        lines.truncate(1);
        lines.extend(folded(&words, area.width.into()).into_iter().map(Line::from));
    } else if lines.len() > room {
        lines.truncate(room - 1);
        lines.push(Line::from("… Enter shows all").dim());
    }
    rows(frame, area, lines);
}

/// All that is known of the entry in hand.
pub(super) fn entry(state: &State, width: usize) -> Vec<Line<'static>> {
    let (Some(item), Ok(book)) = (state.item(), &state.book) else { return vec![] };
    let listed = &item.listed;
    let by = listed.reviewer.as_deref().map(|by| format!(" by {by}")).unwrap_or_default();
    let head = cut(&format!("{} {}, {}{by}", listed.id, item.what(), listed.standing.name()), width);
    let mut lines = vec![Line::from(head).bold()];
    let doubts: Vec<&str> = listed.doubts.iter().map(|doubt| doubt.words()).collect();
    let mut facts = vec![
        ("doubtful", doubts.join("; ")),
        ("note", listed.note.clone().unwrap_or_default()),
        ("words", listed.now.as_deref().map(|now| format!("{now}: the document was edited")).unwrap_or_default()),
    ];
    let known = book.read.facts(item.id());
    if known.is_empty() {
        facts.push(("entry", listed.words.clone()));
        facts.push((
            "words",
            "they do not stand in the document any more: `ibid verify` says where they went".to_owned(),
        ));
    }
    facts.extend(known);
    facts.push(("in", format!("{}:{}", book.read.sidecar.display(), listed.line)));
    for (name, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
        for (at, words) in folded(&one_line(value), width.saturating_sub(NAME).max(1)).into_iter().enumerate() {
            let name = if at == 0 { *name } else { "" };
            lines.push(Line::from(vec![Span::from(format!("{name:<NAME$}")).dim(), Span::from(words)]));
        }
    }
    lines
}
