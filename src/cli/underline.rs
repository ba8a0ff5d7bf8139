//! A passage of a file with places underlined, for a screen: wrapped, each underline right below its words.

use super::harmless;
use crate::document::{Source, Span};
use unicode_width::UnicodeWidthChar as _;

/// How many columns a row takes at most.
const COLUMNS: usize = 88;
/// How many rows are shown at most. Of a longer passage the rows with more than its body's underline are kept, and the
/// first and last ones around them.
const ROWS: usize = 12;
/// How many rows without anything but the body's underline are kept at either end.
const ENDS: usize = 3;

/// A character as it is shown, how many columns it takes, and what stands below it.
#[derive(Clone, Copy)]
struct Cell {
    shown: char,
    columns: usize,
    mark: char,
}

/// Returns the rows of a passage, each followed by the row of its underlines where it has any. Of marks at one place
/// the first counts; `body` is the one that may go on for long.
pub(super) fn rows(source: &str, passage: Span<Source>, marks: &[(Span<Source>, char)], body: char) -> Vec<String> {
    let cells = cells(source, passage, marks);
    let rows = wrapped(&cells);
    let busy = |row: &[Cell]| row.iter().any(|cell| cell.mark != ' ' && cell.mark != body);
    let kept =
        |index: usize, row: &[Cell]| rows.len() <= ROWS || index < ENDS || index + ENDS >= rows.len() || busy(row);
    let mut out = vec![];
    let mut gap = false;
    for (index, row) in rows.iter().enumerate() {
        if !kept(index, row) {
            if !gap {
                out.push("…".to_owned());
            }
            gap = true;
            continue;
        }
        gap = false;
        out.push(row.iter().map(|cell| cell.shown).collect::<String>().trim_end().to_owned());
        let below: String = row.iter().flat_map(|cell| std::iter::repeat_n(cell.mark, cell.columns)).collect();
        if !below.trim_end().is_empty() {
            out.push(below.trim_end().to_owned());
        }
    }
    out
}

/// Takes a passage apart. A run of white space is one blank: lines of the file do not show.
fn cells(source: &str, passage: Span<Source>, marks: &[(Span<Source>, char)]) -> Vec<Cell> {
    let mut cells: Vec<Cell> = vec![];
    for (at, c) in passage.of(source).unwrap_or_default().char_indices() {
        let offset = passage.start().saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
        let mark = marks.iter().find(|(span, _)| span.covers(offset)).map_or(' ', |(_, mark)| *mark);
        if c.is_whitespace() {
            if cells.last().is_some_and(|last| last.shown != ' ') {
                cells.push(Cell { shown: ' ', columns: 1, mark });
            }
            continue;
        }
        let shown = harmless::line(c.encode_utf8(&mut [0; 4])).chars().next().unwrap_or(c);
        cells.push(Cell { shown, columns: shown.width().unwrap_or(1), mark });
    }
    cells
}

/// Breaks cells into rows at blanks; a word longer than a row is broken where the row ends.
fn wrapped(cells: &[Cell]) -> Vec<&[Cell]> {
    let mut rows = vec![];
    let mut rest = cells;
    while !rest.is_empty() {
        let mut columns = 0;
        let fits = rest.iter().take_while(|cell| {
            columns += cell.columns;
            columns <= COLUMNS
        });
        let fits = fits.count().max(1);
        let blank = rest.iter().take(fits).rposition(|cell| cell.shown == ' ').map(|at| at + 1);
        let end = if fits == rest.len() { fits } else { blank.unwrap_or(fits) };
        let (row, after) = rest.split_at_checked(end).unwrap_or((rest, &[]));
        rows.push(row);
        rest = after;
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, marks: &[(&str, char)]) -> Vec<String> {
        let marks: Vec<_> = marks
            .iter()
            .map(|(words, mark)| {
                let at = u32::try_from(text.find(words).unwrap()).unwrap();
                (Span::clamped(at, at + u32::try_from(words.len()).unwrap()), *mark)
            })
            .collect();
        rows(text, Span::whole(text), &marks, '~')
    }

    #[test]
    fn underlines_stand_right_below_their_words() {
        assert_eq!(
            shown("Moss said no.", &[("Moss", '-'), ("said", '^'), ("no", '~')]),
            ["Moss said no.", "---- ^^^^ ~~"]
        );
        // Two columns a letter; a combining accent takes none; what a terminal would obey takes one.
        assert_eq!(shown("港務局 said", &[("said", '^')]), ["港務局 said", "       ^^^^"]);
        assert_eq!(shown("Lo\u{301}pez said", &[("said", '^')]), ["Lo\u{301}pez said", "      ^^^^"]);
        assert_eq!(shown("a\u{1b}b said", &[("said", '^')]), ["a\u{fffd}b said", "    ^^^^"]);
        assert_eq!(shown("a\r\n\t b", &[("b", '~')]), ["a b", "  ~"]);
    }

    #[test]
    fn long_passages_are_wrapped_and_cut_in_the_middle() {
        let text = format!("Moss said {} end", "very long words ".repeat(200));
        let rows = shown(&text, &[("Moss", '-'), ("said", '^')]);
        assert!(rows.iter().all(|row| row.chars().count() <= COLUMNS));
        assert!(rows.len() <= 2 * ENDS + 2 && rows.contains(&"…".to_owned()), "{rows:#?}");
        assert!(rows.last().unwrap().ends_with("end"));
        assert_eq!(shown(&"x".repeat(COLUMNS + 1), &[]).len(), 2);
        assert_eq!(shown("", &[]), Vec::<String>::new());
    }
}
