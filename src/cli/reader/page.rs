//! Text as rows of a screen: wrapped once for a width, so that scrolling only looks up rows.

use crate::{
    cli::harmless,
    document::{Source, Span, length, lines},
};
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// How many columns a tab takes.
const TAB: usize = 4;

/// A row of the screen: which bytes of the text it shows. Sorted, without overlap.
pub(super) type Row = Span<Source>;

/// A text wrapped for a width.
pub(super) struct Page {
    pub(super) width: usize,
    pub(super) rows: Vec<Row>,
    /// What is shown behind bytes of the text, and is not in it; sorted.
    tags: Vec<(u32, String)>,
}

/// A character as a reader sees it, and where it stands.
pub(super) struct Cell<'t> {
    pub(super) shown: Shown<'t>,
    pub(super) span: Span<Source>,
    pub(super) columns: usize,
    /// What is shown behind it.
    pub(super) tags: &'t [(u32, String)],
}

/// What is shown of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown<'t> {
    /// Itself.
    Text(&'t str),
    /// So many blanks.
    Blank(usize),
    /// A terminal could obey it.
    Harmful,
}

impl<'t> Shown<'t> {
    fn of(grapheme: &'t str) -> (Self, usize) {
        match grapheme {
            "\t" => (Self::Blank(TAB), TAB),
            _ if harmless::line(grapheme) != grapheme => (Self::Harmful, 1),
            _ => (Self::Text(grapheme), grapheme.width()),
        }
    }

    pub(super) fn push_to(self, out: &mut String) {
        match self {
            Self::Text(text) => out.push_str(text),
            Self::Blank(columns) => out.extend(std::iter::repeat_n(' ', columns)),
            Self::Harmful => out.push('\u{fffd}'),
        }
    }

    const fn is_blank(self) -> bool {
        match self {
            Self::Text(text) => matches!(text.as_bytes(), b" "),
            Self::Blank(_) => true,
            Self::Harmful => false,
        }
    }
}

impl Page {
    /// Wraps a text. `tags` are shown behind the bytes that they name.
    pub(super) fn of(text: &str, tags: Vec<(u32, String)>, width: usize) -> Self {
        let mut page = Self { width, rows: vec![], tags };
        let mut at = 0;
        for line in lines(text) {
            let end = at + length(line);
            let bare = length(line.trim_end_matches(['\n', '\r']));
            page.wrap(text, Span::clamped(at, at + bare));
            at = end;
        }
        page
    }

    fn wrap(&mut self, text: &str, line: Row) {
        let mut rows = vec![];
        let (mut from, mut columns) = (line.start(), 0);
        // The last place at which the row may be broken, and how many columns stand behind it.
        let mut last = (from, 0);
        for cell in cells(text, line, &self.tags) {
            if columns + cell.columns > self.width && columns > 0 && !cell.shown.is_blank() {
                if last.0 > from {
                    rows.push(Span::clamped(from, last.0));
                    (from, columns) = (last.0, columns - last.1);
                }
                if columns + cell.columns > self.width && columns > 0 {
                    rows.push(Span::clamped(from, cell.span.start()));
                    (from, columns) = (cell.span.start(), 0);
                }
                last = (from, 0);
            }
            columns += cell.columns;
            if cell.shown.is_blank() {
                last = (cell.span.end(), columns);
            }
        }
        rows.push(Span::clamped(from, line.end()));
        self.rows.extend(rows);
    }

    /// Returns what a row shows.
    pub(super) fn cells<'t>(&'t self, text: &'t str, row: Row) -> impl Iterator<Item = Cell<'t>> {
        cells(text, row, &self.tags)
    }

    /// Returns the number of the row that shows a byte.
    pub(super) fn row_of(&self, byte: u32) -> usize {
        self.rows.partition_point(|row| row.start() <= byte).saturating_sub(1)
    }
}

fn cells<'t>(text: &'t str, row: Row, tags: &'t [(u32, String)]) -> impl Iterator<Item = Cell<'t>> {
    let mut at = row.start();
    let skip = tags.partition_point(|tag| tag.0 <= at);
    let mut rest = tags.get(skip..).unwrap_or_default();
    row.of(text).unwrap_or_default().graphemes(true).map(move |grapheme| {
        let span = Span::clamped(at, at + length(grapheme));
        at = span.end();
        let (here, after) = rest.split_at_checked(rest.partition_point(|tag| tag.0 <= at)).unwrap_or((rest, &[]));
        rest = after;
        let (shown, columns) = Shown::of(grapheme);
        let columns = columns + here.iter().map(|(_, tag)| tag.width()).sum::<usize>();
        Cell { shown, span, columns, tags: here }
    })
}

/// Returns words as lines of at most `width` columns, harmless for a terminal.
pub(super) fn folded(text: &str, width: usize) -> Vec<String> {
    let safe = harmless::text(text);
    let page = Page::of(&safe, vec![], width.max(1));
    let shown = |row: &Row| {
        let mut out = String::new();
        page.cells(&safe, *row).for_each(|cell| cell.shown.push_to(&mut out));
        out.trim_end().to_owned()
    };
    page.rows.iter().map(shown).collect()
}

/// Returns words with runs of white space as one blank.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the beginning of a line, harmless for a terminal, cut where it takes more than `width` columns.
pub(super) fn cut(text: &str, width: usize) -> String {
    let line = harmless::line(text);
    if line.width() <= width {
        return line;
    }
    let (mut out, mut columns) = (String::new(), 0);
    for grapheme in line.graphemes(true) {
        columns += grapheme.width();
        if columns + 1 > width {
            break;
        }
        out.push_str(grapheme);
    }
    out.truncate(out.trim_end().len());
    if width > 0 {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, tags: &[(u32, &str)], width: usize) -> Vec<String> {
        let page = Page::of(text, tags.iter().map(|(at, tag)| (*at, (*tag).to_owned())).collect(), width);
        let row = |row: &Row| {
            let mut out = String::new();
            for cell in page.cells(text, *row) {
                cell.shown.push_to(&mut out);
                cell.tags.iter().for_each(|(_, tag)| out.push_str(tag));
            }
            out
        };
        page.rows.iter().map(row).collect()
    }

    #[test]
    fn rows_are_broken_at_blanks_and_hold_all_of_the_text() {
        assert_eq!(shown("The port is closed, she said.", &[], 10), ["The port ", "is closed, ", "she said."]);
        assert_eq!(shown("a\r\n\r\nb\rc\n", &[], 10), ["a", "", "b", "c"]);
        assert_eq!(shown("abcdefgh ij", &[], 3), ["abc", "def", "gh ", "ij"]);
        assert_eq!(shown("", &[], 10), Vec::<String>::new());
    }

    #[test]
    fn wide_letters_emoji_and_accents_take_the_columns_that_they_take() {
        // Two columns a letter; the family is one of two; an accent takes none.
        assert_eq!(shown("港務局が閉鎖", &[], 6), ["港務局", "が閉鎖"]);
        assert_eq!(shown("👩‍👩‍👧 👩‍👩‍👧 👩‍👩‍👧", &[], 5), ["👩‍👩‍👧 👩‍👩‍👧 ", "👩‍👩‍👧"]);
        assert_eq!(shown("e\u{301}e\u{301}e\u{301}e", &[], 3), ["e\u{301}e\u{301}e\u{301}", "e"]);
        // A letter wider than the screen is shown as it is, alone.
        assert_eq!(shown("港港", &[], 1), ["港", "港"]);
    }

    #[test]
    fn what_a_terminal_would_obey_is_shown_as_such() {
        assert_eq!(shown("a\u{1b}[2Jb\u{202e}c\td", &[], 30), ["a\u{fffd}[2Jb\u{fffd}c    d"]);
    }

    #[test]
    fn tags_stay_with_the_words_before_them() {
        assert_eq!(shown("so-called reform", &[(9, "[o]")], 12), ["so-called[o] ", "reform"]);
        assert_eq!(shown("a so-called reform", &[(11, "[o]")], 11), ["a ", "so-calle", "d[o] reform"]);
    }

    #[test]
    fn lines_for_people_are_cut_and_folded() {
        assert_eq!(cut(&one_line("one\n two  three"), 9), "one two…");
        assert_eq!(cut("港務局", 4), "港…");
        assert_eq!(cut("x", 0), "");
        assert_eq!(folded("one two three", 8), ["one two", "three"]);
    }
}
