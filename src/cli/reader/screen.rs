//! The screen, made of the state alone.

use super::{
    filter::Filter,
    keys,
    page::{cut, folded, one_line},
    panes,
    prompt::Prompt,
    state::{Mode, State},
};
use ratatui::{
    Frame,
    layout::{Constraint, Layout, Position, Rect},
    style::{Color, Style, Stylize as _},
    text::{Line, Span},
    widgets::{Block, Clear},
};
use unicode_width::UnicodeWidthStr as _;

/// From how many columns and rows on the list stands beside the text.
const WIDE: (u16, u16) = (90, 12);
/// The smallest screen on which anything is shown.
const SMALLEST: (u16, u16) = (16, 4);
/// The keys that are always told.
const HINTS: &str =
    "a accept  r reject  v voice  s speaker  n note  u undo  Tab next undecided  f filter  ? help  q quit";

/// Whether there is colour. Nothing is told by colour alone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ink {
    pub(super) color: bool,
}

impl Ink {
    pub(super) fn paint(self, style: Style, color: Color) -> Style {
        if self.color { style.fg(color) } else { style }
    }
}

/// Draws everything, and tells the state how much of the text there is room for.
pub(super) fn draw(frame: &mut Frame<'_>, state: &mut State, ink: Ink) {
    let area = frame.area();
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        line(frame, area, Line::from(cut("make me larger", area.width.into())));
        return;
    }
    let [head, body, foot] =
        Layout::vertical([Constraint::Length(1), Constraint::Fill(1), Constraint::Length(1)]).areas(area);
    header(frame, head, state);
    if let Err(why) = &state.book {
        let lines = folded(why, body.width.into()).into_iter().map(Line::from).collect();
        rows(frame, body, lines);
    } else if area.width >= WIDE.0 && area.height >= WIDE.1 {
        wide(frame, body, state, ink);
    } else {
        narrow(frame, body, state, ink);
    }
    over(frame, body, state);
    footer(frame, foot, body, state);
}

/// The text on the left; on the right the list, and below it the entry in hand.
fn wide(frame: &mut Frame<'_>, body: Rect, state: &mut State, ink: Ink) {
    let [left, rule, right] =
        Layout::horizontal([Constraint::Percentage(58), Constraint::Length(2), Constraint::Fill(1)]).areas(body);
    for y in rule.top()..rule.bottom() {
        frame.buffer_mut().set_string(rule.x, y, "│", Style::new().dim());
    }
    let [list, title, entry] =
        Layout::vertical([Constraint::Percentage(45), Constraint::Length(1), Constraint::Fill(1)]).areas(right);
    state.fit(panes::text_width(left), left.height.into());
    panes::text(frame, left, state, ink);
    panes::list(frame, list, state, ink);
    divider(frame, title, state);
    panes::held(frame, entry, state);
}

/// The text, or the list, above the entry in hand.
fn narrow(frame: &mut Frame<'_>, body: Rect, state: &mut State, ink: Ink) {
    let below = if body.height < 6 { 1 } else { (body.height / 3).min(9) };
    let [main, title, entry] = Layout::vertical([
        Constraint::Fill(1),
        Constraint::Length(u16::from(body.height >= 6)),
        Constraint::Length(below),
    ])
    .areas(body);
    state.fit(panes::text_width(main), main.height.into());
    if state.list {
        panes::list(frame, main, state, ink);
    } else {
        panes::text(frame, main, state, ink);
    }
    divider(frame, title, state);
    panes::held(frame, entry, state);
}

fn header(frame: &mut Frame<'_>, area: Rect, state: &State) {
    let undecided = state.book.as_ref().map_or(0, |book| book.items.iter().filter(|item| item.is_undecided()).count());
    let count = state.book.as_ref().map_or(0, |book| book.items.len());
    let mut right = format!("{undecided} of {count} undecided");
    if !state.filter.is_empty() {
        right = format!("{right} · shown: {}", cut(&state.filter.words(), 24));
    } else if area.width >= WIDE.0 {
        right = format!("{right} · {}", state.order.name());
    }
    let place = format!("{}/{}", state.at + 1, state.names.len());
    let width = usize::from(area.width);
    let right = cut(&right, width.saturating_sub(place.width() + 2));
    let room = width.saturating_sub(right.width() + place.width() + 4);
    let name = state.names.get(state.at).map_or("", String::as_str);
    // The end of a path says most.
    let name = if name.width() > room { name.rsplit('/').next().unwrap_or(name) } else { name };
    let left = format!(" {place} {}", cut(name, room));
    let gap = width.saturating_sub(left.width() + right.width() + 1);
    line(frame, area, Line::from(format!("{left}{:gap$}{right} ", "")).reversed());
}

/// The line above the entry in hand: where in the list it is.
fn divider(frame: &mut Frame<'_>, area: Rect, state: &State) {
    let place = match state.view.len() {
        0 => "no entry is shown".to_owned(),
        count => format!("{} of {count}", state.cursor + 1),
    };
    let rule = "─".repeat(usize::from(area.width).saturating_sub(place.width() + 4));
    line(frame, area, Line::from(cut(&format!("── {place} {rule}"), area.width.into())).dim());
}

fn footer(frame: &mut Frame<'_>, area: Rect, body: Rect, state: &State) {
    match (&state.mode, &state.message) {
        (Mode::Prompt(prompt), message) => ask(frame, area, body, prompt, message.as_deref()),
        (_, Some(message)) => line(frame, area, Line::from(cut(&one_line(message), area.width.into())).bold()),
        (Mode::Reading, None) => {
            // Whole hints only; help and leaving are always among them.
            let last = "? help  q quit";
            let mut shown = String::new();
            for hint in HINTS.split("  ").filter(|hint| !last.contains(hint)) {
                if shown.width() + hint.width() + 2 + last.width() > usize::from(area.width) {
                    break;
                }
                shown = format!("{shown}{hint}  ");
            }
            line(frame, area, Line::from(format!("{shown}{last}")).dim());
        }
        (Mode::Menu(_), None) => line(frame, area, Line::from("↑ ↓ or a letter, Enter takes, Esc leaves").dim()),
        (Mode::Filter(_), None) => {
            line(frame, area, Line::from("← → change it, x shows all, Enter closes").dim());
        }
        (_, None) => line(frame, area, Line::from("↑ ↓ Space b scroll, any other key closes").dim()),
    }
}

/// The line that is typed, with the caret, and what may be chosen above it.
fn ask(frame: &mut Frame<'_>, area: Rect, body: Rect, prompt: &Prompt, message: Option<&str>) {
    let width = usize::from(area.width);
    let title = cut(&prompt.title(), width / 2);
    let (before, after) = prompt.parts();
    let [before, after] = [before, after].map(crate::cli::harmless::line);
    let room = width.saturating_sub(title.width() + 3);
    // What stands before the caret is shown from its end.
    let mut shown = before.as_str();
    while shown.width() > room {
        let mut rest = shown.chars();
        rest.next();
        shown = rest.as_str();
    }
    let caret = title.width() + 2 + shown.width();
    let words = Span::from(format!("{shown}{after}"));
    let words = if prompt.is_selected() { words.reversed() } else { words };
    let typed = Line::from(vec![Span::from(format!("{title}: ")).bold(), words]);
    line(frame, area, typed);
    let caret = area.x.saturating_add(u16::try_from(caret).unwrap_or(u16::MAX)).min(area.right().saturating_sub(1));
    frame.set_cursor_position(Position::new(caret, area.y));
    let (choices, chosen) = prompt.choices();
    if let Some(message) = message {
        menu(frame, body, "", &[message.to_owned()], None);
    } else if !choices.is_empty() {
        let choices: Vec<String> = choices.into_iter().map(str::to_owned).collect();
        menu(frame, body, "↓ takes one of these", &choices, chosen);
    }
}

/// What lies over the text.
fn over(frame: &mut Frame<'_>, body: Rect, state: &mut State) {
    let width = usize::from(body.width);
    let (lines, from) = match &state.mode {
        Mode::Help(from) => (help(width), *from),
        Mode::Details(from) => (panes::entry(state, width), *from),
        Mode::Menu(asked) => {
            let choices: Vec<String> = asked.choices.iter().map(|choice| (*choice).to_owned()).collect();
            return menu(frame, body, &format!("{} of {}", asked.key, asked.id), &choices, Some(asked.chosen));
        }
        Mode::Filter(row) => {
            let value = |at| state.filter.value(at).unwrap_or("any");
            let rows: Vec<String> =
                Filter::ROWS.iter().enumerate().map(|(at, name)| format!("{name:<9} ‹ {} ›", value(at))).collect();
            return menu(frame, body, "show only", &rows, Some(*row));
        }
        Mode::Reading | Mode::Prompt(_) => return,
    };
    let from = from.min(lines.len().saturating_sub(body.height.into()));
    if let Mode::Help(line) | Mode::Details(line) = &mut state.mode {
        *line = from;
    }
    frame.render_widget(Clear, body);
    rows(frame, body, lines.into_iter().skip(from).collect());
}

fn help(width: usize) -> Vec<Line<'static>> {
    let mut lines = vec![];
    for (title, keys) in keys::HELP {
        lines.push(Line::from(title).bold().underlined());
        for (key, what) in keys {
            let indent = 15.min(width / 3);
            for (at, words) in folded(what, width.saturating_sub(indent + 1)).into_iter().enumerate() {
                let key = if at == 0 { *key } else { "" };
                lines.push(Line::from(vec![Span::from(format!("{key:<indent$} ")).bold(), Span::from(words)]));
            }
        }
        lines.push(Line::default());
    }
    lines.extend(folded(keys::LETTERS, width).into_iter().map(Line::from));
    lines
}

/// A box at the foot of an area with a few lines, one of which may be chosen; it shows those around that one.
fn menu(frame: &mut Frame<'_>, area: Rect, title: &str, lines: &[String], chosen: Option<usize>) {
    let widest = lines.iter().map(|line| line.width()).chain([title.width() + 2]).max().unwrap_or(0);
    let width = u16::try_from(widest + 4).unwrap_or(u16::MAX).min(area.width);
    let height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX).min(area.height);
    let place = Rect { x: area.x, y: area.bottom().saturating_sub(height), width, height };
    frame.render_widget(Clear, place);
    let block = Block::bordered().title(cut(title, usize::from(width).saturating_sub(2)));
    let inside = block.inner(place);
    frame.render_widget(block, place);
    let from = panes::first_shown(chosen.unwrap_or(0), lines.len(), inside.height.into());
    let shown = lines.iter().enumerate().skip(from).map(|(at, words)| {
        let is_chosen = chosen == Some(at);
        let words = cut(words, usize::from(inside.width).saturating_sub(2));
        let text = Line::from(format!("{} {words}", if is_chosen { '▸' } else { ' ' }));
        if is_chosen { text.reversed() } else { text }
    });
    rows(frame, inside, shown.collect());
}

/// Draws as many lines as there is room for.
pub(super) fn rows(frame: &mut Frame<'_>, area: Rect, lines: Vec<Line<'_>>) {
    for (y, text) in (area.top()..area.bottom()).zip(lines) {
        line(frame, Rect { y, height: 1, ..area }, text);
    }
}

pub(super) fn line(frame: &mut Frame<'_>, area: Rect, text: Line<'_>) {
    if !area.is_empty() {
        frame.render_widget(text, Rect { height: 1, ..area });
    }
}
