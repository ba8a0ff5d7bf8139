//! From the parser's markers, which count characters, to byte spans of whole tokens.
//!
//! Markers come nearly in order, but not quite, so each is looked up by itself: a checkpoint every
//! [`STEP`] characters makes that cheap, and a text that is all ASCII needs none.

use super::{Source, Span, Style, span};

/// How many characters lie between two checkpoints.
const STEP: usize = 16;

/// The text, and how far its tokens have been placed. Offsets count bytes of the text; spans, which
/// leave the module, count bytes of the source it is a part of.
pub(super) struct Places<'t> {
    text: &'t str,
    base: u32,
    /// Where every [`STEP`]th character begins; empty when the text is ASCII.
    checkpoints: Vec<usize>,
    /// The end of the last token that was placed.
    passed: u32,
}

impl<'t> Places<'t> {
    pub(super) fn new(text: &'t str, base: u32) -> Self {
        let checkpoints = match text.is_ascii() {
            true => vec![],
            false => text.char_indices().step_by(STEP).map(|(at, _)| at).collect(),
        };
        Self { text, base, checkpoints, passed: 0 }
    }

    /// Returns the byte at which the character `index` begins, or the end of the text.
    pub(super) fn offset(&self, index: usize) -> u32 {
        let end = span::length(self.text);
        if self.checkpoints.is_empty() {
            return u32::try_from(index).map_or(end, |at| at.min(end));
        }
        let Some(&checkpoint) = self.checkpoints.get(index / STEP) else { return end };
        let behind = self.text.get(checkpoint..).unwrap_or_default();
        let within = behind.char_indices().nth(index % STEP).map_or(behind.len(), |(at, _)| at);
        u32::try_from(checkpoint + within).unwrap_or(end)
    }

    pub(super) fn span(&self, from: u32, to: u32) -> Span<Source> {
        Span::clamped(self.base + from, self.base + to)
    }

    /// Returns the offset in the text of a place in the source.
    pub(super) fn local(&self, at: u32) -> u32 {
        at - self.base
    }

    /// Returns the span of the character at `at`, empty at the end of the text.
    pub(super) fn character(&self, at: u32) -> Span<Source> {
        let len = self.rest(at).chars().next().map_or(0, char::len_utf8);
        self.span(at, at + u32::try_from(len).unwrap_or(0))
    }

    pub(super) fn of(&self, place: Span<Source>) -> &'t str {
        Span::<Source>::clamped(self.local(place.start()), self.local(place.end())).of(self.text).unwrap_or_default()
    }

    pub(super) fn starts_with(&self, at: u32, c: char) -> bool {
        self.rest(at).starts_with(c)
    }

    /// Tells whether a line before `at` begins with `%`.
    pub(super) fn has_directive(&self, at: u32) -> bool {
        let head = self.text.get(..at as usize).unwrap_or(self.text);
        head.starts_with('%') || head.contains("\n%") || head.contains("\r%")
    }

    /// Returns the place behind the white space, the comments and the commas at `at`.
    pub(super) fn behind_commas(&self, mut at: u32) -> u32 {
        loop {
            at = behind_blanks(self.text, at);
            if !self.starts_with(at, ',') {
                return at;
            }
            at += 1;
        }
    }

    fn rest(&self, at: u32) -> &'t str {
        self.text.get(at as usize..).unwrap_or_default()
    }

    /// Passes a token whose markers are its own edges.
    pub(super) fn token(&mut self, from: u32, to: u32) -> Span<Source> {
        self.passed = to.max(from);
        self.span(from, to)
    }

    /// Passes the beginning of a collection: its properties, and its bracket when it has one.
    pub(super) fn pass(&mut self, start: u32, named: bool, bracket: char) {
        if self.starts_with(start, bracket) {
            self.passed = start + 1;
        } else if named {
            self.passed = start;
        }
    }

    /// Passes the end of a flow collection, whose closing bracket stands at `from`.
    pub(super) fn bracketed(&mut self, start: u32, from: u32) -> Span<Source> {
        self.token(start, from + 1)
    }

    pub(super) fn scalar(&mut self, style: Style, from: u32, to: u32, named: bool) -> Span<Source> {
        let start = if named { self.behind_properties(from) } else { from };
        match style {
            Style::Plain => self.token(start, to),
            Style::Single | Style::Double => {
                let len = quoted_length(self.rest(start), style);
                self.token(start, len.map_or(to, |len| start + len))
            }
            Style::Literal | Style::Folded => {
                let start = self.indicator().unwrap_or(from);
                let raw = Span::<Source>::clamped(start, to).of(self.text).unwrap_or_default();
                let span = self.token(start, start + block_length(raw));
                self.passed = to.max(start);
                span
            }
        }
    }

    /// Returns the place of an absent value: behind the `:` or `-` that asks for it, which stands at
    /// `from` or before.
    pub(super) fn nothing(&mut self, from: u32) -> Span<Source> {
        let mut at = self.passed;
        loop {
            let next = behind_blanks(self.text, at);
            let asked = next < from || next == from && self.starts_with(next, ':');
            if !(asked && self.rest(next).starts_with([':', '-', '?'])) {
                return self.token(at, at);
            }
            at = next + 1;
        }
    }

    /// Returns the place behind the anchor and the tag at `at`.
    pub(super) fn behind_properties(&self, mut at: u32) -> u32 {
        loop {
            at = behind_blanks(self.text, at);
            match self.rest(at).chars().next() {
                Some('&' | '!') => at += property_length(self.rest(at)),
                _ => return at,
            }
        }
    }

    /// Finds the next block scalar's `|` or `>`: between it and the last token there is nothing but
    /// indicators, properties and comments.
    fn indicator(&self) -> Option<u32> {
        let mut at = self.passed;
        loop {
            at = behind_blanks(self.text, at);
            at += match self.rest(at).chars().next()? {
                '|' | '>' => return Some(at),
                ':' | '-' | '?' | '.' => 1,
                '&' | '!' => property_length(self.rest(at)),
                _ => return None,
            };
        }
    }
}

/// Returns the place behind the white space and the comments at `at`.
fn behind_blanks(text: &str, at: u32) -> u32 {
    let mut rest = text.get(at as usize..).unwrap_or_default();
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\r', '\n', '\u{feff}']);
        if !rest.starts_with('#') {
            return span::length(text) - span::length(rest);
        }
        rest = rest.find(['\r', '\n']).and_then(|end| rest.get(end..)).unwrap_or_default();
    }
}

/// The length of the anchor or tag at the beginning of `rest`.
fn property_length(rest: &str) -> u32 {
    let ends = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n' | ',' | '[' | ']' | '{' | '}');
    let len = match rest.starts_with("!<") {
        true => rest.find('>').map(|at| at + 1),
        false => rest.find(ends),
    };
    len.map_or(span::length(rest), |len| u32::try_from(len).unwrap_or(0)).max(1)
}

/// The length of the quoted scalar at the beginning of `rest`, its marks included.
fn quoted_length(rest: &str, style: Style) -> Option<u32> {
    let (mark, escape) = if style == Style::Single { (b'\'', b'\'') } else { (b'"', b'\\') };
    let bytes = rest.as_bytes();
    let mut at = usize::from(*bytes.first()? == mark);
    if at == 0 {
        return None;
    }
    loop {
        at += match (*bytes.get(at)?, bytes.get(at + 1)) {
            (byte, Some(&next)) if byte == escape && (mark != escape || next == mark) => 2,
            (byte, _) if byte == mark => return u32::try_from(at + 1).ok(),
            _ => 1,
        };
    }
}

/// The length of a block scalar up to the end of its last line with text; without one, that of its
/// indicators.
fn block_length(raw: &str) -> u32 {
    let indicators = raw.len() - raw.trim_start_matches(|c: char| matches!(c, '|' | '>' | '+' | '-' | '0'..='9')).len();
    let text = raw.trim_end_matches([' ', '\t', '\r', '\n']);
    if !text.contains(['\r', '\n']) {
        return u32::try_from(indicators).unwrap_or(0);
    }
    // Blanks at the end of the last line are text as well.
    let tail = raw.get(text.len()..).unwrap_or_default();
    let blanks = tail.find(['\r', '\n']).unwrap_or(tail.len());
    u32::try_from(text.len() + blanks).unwrap_or(0)
}
