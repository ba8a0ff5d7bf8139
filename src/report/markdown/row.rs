//! A table row, written cell by cell into the report.

use super::{escape::escape_to, words::number};

/// A row under way.
pub(super) struct Row<'o> {
    out: &'o mut String,
}

impl<'o> Row<'o> {
    pub(super) fn begin(out: &'o mut String) -> Self {
        out.push('|');
        Self { out }
    }

    /// Adds a cell with what `write` writes.
    pub(super) fn cell(self, write: impl FnOnce(&mut String)) -> Self {
        self.out.push(' ');
        write(self.out);
        self.out.push_str(" |");
        self
    }

    /// Adds a cell with words of our own.
    pub(super) fn word(self, word: &str) -> Self {
        self.cell(|out| out.push_str(word))
    }

    /// Adds a cell with words of the document or of a person.
    pub(super) fn foreign(self, words: &str) -> Self {
        self.cell(|out| escape_to(out, words))
    }

    pub(super) fn number(self, value: usize) -> Self {
        self.cell(|out| number(out, value))
    }

    /// Adds a cell with the name of a footnote: `c12`.
    pub(super) fn name(self, letter: char, value: usize) -> Self {
        self.cell(|out| {
            out.push(letter);
            number(out, value);
        })
    }

    pub(super) fn end(self) {
        self.out.push('\n');
    }
}
