//! What a Markdown text comes to, line by line, as hashes that can be compared.
//!
//! Both parsers write down what they read into a [`Scribe`], which folds it into one hash a source
//! line. Two texts are read alike when their outlines are equal; where they are not, the outline names
//! the lines. Hashes and not the events themselves, because a document of many megabytes has more
//! events than one wants to hold twice; with a key that is drawn for each run, because equality is what a
//! reader is promised: nobody can write a document two readings of which have the same hash but by chance,
//! which is one in 2^64 a line.

use super::strip::Tokens;
use std::{
    hash::{BuildHasher as _, RandomState},
    io::Write as _,
    ops::Range,
    sync::LazyLock,
};

/// A text from the start of its body, and what in it is a report's.
#[derive(Clone, Copy)]
pub(crate) struct View<'t> {
    pub(crate) text: &'t str,
    pub(crate) ours: Option<Ours<'t>>,
}

/// What in a text is a report's.
#[derive(Clone, Copy)]
pub(crate) struct Ours<'t> {
    pub(crate) tokens: &'t Tokens,
    /// The byte after the head block.
    pub(crate) head_ends: usize,
    /// Where the tail begins, if there is one.
    pub(crate) tail: Option<usize>,
}

/// What a parser made of a text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Outline {
    /// One entry for each line that begins something, in order.
    pub(crate) lines: Vec<(u32, u64)>,
    /// Whether the tail, if there is one, was read as a block of its own at the top level.
    pub(crate) arrived: bool,
}

impl Outline {
    /// Returns the ranges of lines on which two outlines are not equal.
    pub(crate) fn differences(&self, other: &Self) -> Vec<Range<u32>> {
        let mut ranges = vec![];
        let (mut left, mut right) = (self.lines.iter().peekable(), other.lines.iter().peekable());
        loop {
            let lines = (left.peek().map(|l| l.0), right.peek().map(|r| r.0));
            let line = match lines {
                (None, None) => return ranges,
                (Some(line), None) | (None, Some(line)) => line,
                (Some(l), Some(r)) => l.min(r),
            };
            let l = left.next_if(|entry| entry.0 == line);
            let r = right.next_if(|entry| entry.0 == line);
            if l != r {
                let next = [left.peek(), right.peek()].into_iter().flatten().map(|entry| entry.0).min();
                ranges.push(line..next.unwrap_or(u32::MAX));
            }
        }
    }
}

/// Folds what a parser reads into an [`Outline`].
pub(crate) struct Scribe<'t> {
    ours: Option<Ours<'t>>,
    comment: String,
    guard: String,
    opens: String,
    buffer: Vec<u8>,
    line: u32,
    lines: Vec<(u32, u64)>,
    /// Whether the last thing read was a `</mark>` that may turn out to be the report's.
    held: bool,
}

/// SipHash, with the key of this run.
fn hash(written: &[u8]) -> u64 {
    static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    KEY.hash_one(written)
}

/// Stands between what is written down; no UTF-8 text holds this byte.
const APART: u8 = 0xff;

impl<'t> Scribe<'t> {
    pub(crate) fn new(ours: Option<Ours<'t>>) -> Self {
        let token = |spell: fn(&Tokens) -> String| ours.map(|ours| spell(ours.tokens)).unwrap_or_default();
        let opens = ours.map(|ours| format!("<mark id=\"{}", ours.tokens.name(""))).unwrap_or_default();
        let (comment, guard) = (token(Tokens::comment), token(Tokens::guard));
        Self { ours, comment, guard, opens, buffer: vec![], line: 0, lines: vec![], held: false }
    }

    /// Says that what follows stands on this line.
    pub(crate) fn line(&mut self, line: u32) {
        self.let_go();
        if line > self.line {
            self.cut();
            self.line = line;
        }
    }

    fn cut(&mut self) {
        if !self.buffer.is_empty() {
            self.lines.push((self.line, hash(&self.buffer)));
            self.buffer.clear();
        }
    }

    /// Writes down text; texts that follow one another are one.
    pub(crate) fn text(&mut self, text: &str) {
        self.let_go();
        self.buffer.extend_from_slice(text.as_bytes());
    }

    /// Writes down something that is not text, with its parts.
    pub(crate) fn note(&mut self, kind: &str, parts: &[&str]) {
        self.let_go();
        self.buffer.push(APART);
        self.buffer.extend_from_slice(kind.as_bytes());
        for part in parts {
            self.buffer.push(APART);
            self.buffer.extend_from_slice(part.as_bytes());
        }
        self.buffer.push(APART);
    }

    /// Writes down something as its type prints it.
    pub(crate) fn debug(&mut self, what: &impl std::fmt::Debug) {
        self.let_go();
        self.buffer.push(APART);
        // Writing to memory does not fail.
        let _ = write!(self.buffer, "{what:?}");
        self.buffer.push(APART);
    }

    /// Writes down raw inline HTML, unless it is the report's.
    pub(crate) fn inline_html(&mut self, html: &str) {
        if self.ours.is_some() {
            if self.held && html == self.comment {
                self.held = false;
                return;
            }
            self.let_go();
            if html == super::strip::MARK_ENDS {
                self.held = true;
                return;
            }
            if html == self.guard || html.starts_with(&self.opens) {
                return;
            }
        }
        self.note("html", &[html]);
    }

    /// Writes down a reference to a footnote, unless it is the report's.
    pub(crate) fn reference(&mut self, label: &str) {
        if !self.ours.is_some_and(|ours| ours.tokens.owns(label)) {
            self.note("reference", &[label]);
        }
    }

    fn let_go(&mut self) {
        if std::mem::take(&mut self.held) {
            self.note("html", &[super::strip::MARK_ENDS]);
        }
    }

    pub(crate) fn finish(mut self, arrived: bool) -> Outline {
        self.let_go();
        self.cut();
        Outline { lines: self.lines, arrived }
    }
}

/// Counts lines as Markdown does: they end with LF, CRLF or a lone CR.
pub(crate) struct LineCounter<'t> {
    text: &'t [u8],
    at: usize,
    line: u32,
}

impl<'t> LineCounter<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text: text.as_bytes(), at: 0, line: 0 }
    }

    /// Returns where each line begins.
    pub(crate) fn starts(text: &str) -> Vec<u32> {
        let bytes = text.as_bytes();
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes)
            .filter(|at| bytes.get(*at) == Some(&b'\n') || bytes.get(at + 1) != Some(&b'\n'));
        std::iter::once(0).chain(ends.map(|at| u32::try_from(at + 1).unwrap_or(u32::MAX))).collect()
    }

    /// Returns the line (the first is 0) of the byte at `offset`, which must not be before the last one asked for.
    pub(crate) fn line_of(&mut self, offset: usize) -> u32 {
        let passed = self.text.get(self.at..offset).unwrap_or_default();
        for at in memchr::memchr2_iter(b'\n', b'\r', passed) {
            let here = self.at + at;
            let crlf = self.text.get(here) == Some(&b'\r') && self.text.get(here + 1) == Some(&b'\n');
            self.line += u32::from(!crlf);
        }
        self.at = self.at.max(offset);
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_as_markdown_does() {
        let mut counter = LineCounter::new("a\r\nb\rc\nd");
        assert_eq!([0, 2, 3, 5, 7].map(|at| counter.line_of(at)), [0, 0, 1, 2, 3]);
    }

    #[test]
    fn differences_name_the_lines() {
        let outline = |lines: &[(u32, &str)]| Outline {
            lines: lines.iter().map(|(line, text)| (*line, hash(text.as_bytes()))).collect(),
            arrived: true,
        };
        let left = outline(&[(0, "a"), (2, "b"), (5, "c")]);
        assert_eq!(left.differences(&left), []);
        assert_eq!(left.differences(&outline(&[(0, "a"), (2, "x"), (5, "c")])), vec![2..5; 1]);
        assert_eq!(left.differences(&outline(&[(0, "a"), (3, "b"), (5, "c")])), [2..3, 3..5]);
        assert_eq!(left.differences(&outline(&[(0, "a")])), [2..5, 5..u32::MAX]);
    }
}
