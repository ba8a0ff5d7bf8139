//! The text of a file, and its places as the protocol counts them: 0-based lines, and characters that are bytes or
//! UTF-16 code units, as client and server agreed.
//!
//! Inside, everything is bytes; here is the edge. Unlike [`Positions`](crate::document::Positions), which counts for
//! people, lines also end at a lone CR here, and a place is found from a line and a character too.

use crate::document::{Source, Span};
use lsp_types::{Position, PositionEncodingKind, Range};

/// What a character of a position is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Encoding {
    /// A byte.
    Utf8,
    /// Two bytes of UTF-16: what every client knows.
    #[default]
    Utf16,
}

impl Encoding {
    /// Chooses from what the client offers: bytes, when it knows them.
    pub(super) fn among(offered: Option<&[PositionEncodingKind]>) -> Self {
        let utf_8 = offered.is_some_and(|all| all.contains(&PositionEncodingKind::UTF8));
        if utf_8 { Self::Utf8 } else { Self::Utf16 }
    }

    pub(super) const fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
        }
    }
}

const BOM: &str = "\u{feff}";

/// How many bytes lie between two places whose code units were counted beforehand: news has lines of any length.
const STEP: usize = 256;

/// A text with its lines.
#[derive(Clone, Debug)]
pub(super) struct Text {
    text: String,
    encoding: Encoding,
    /// The first byte of each line. The first line begins behind a BOM that the editor does not show.
    starts: Vec<u32>,
    /// The number of UTF-16 code units before each multiple of [`STEP`]; empty when all is ASCII, or nobody asks.
    units: Vec<u32>,
}

impl Text {
    /// Takes a text as it lies on disk. An editor does not show its BOM.
    pub(super) fn on_disk(text: String, encoding: Encoding) -> Self {
        let mut out = Self { text, encoding, starts: vec![], units: vec![] };
        out.index();
        out
    }

    /// Takes a text as an editor shows it. `bom` tells whether the file has one.
    pub(super) fn shown(text: &str, bom: bool, encoding: Encoding) -> Self {
        let hidden = if bom && !text.starts_with(BOM) { BOM } else { "" };
        Self::on_disk(format!("{hidden}{text}"), encoding)
    }

    /// Returns the text as it would lie on disk.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn has_bom(&self) -> bool {
        self.text.starts_with(BOM)
    }

    /// Changes a part, or all.
    pub(super) fn change(&mut self, range: Option<Range>, new: &str) {
        match range {
            None => *self = Self::shown(new, self.has_bom(), self.encoding),
            Some(range) => {
                let span = self.span(range);
                self.text.replace_range(span.start() as usize..span.end() as usize, new);
                self.index();
            }
        }
    }

    fn index(&mut self) {
        let bytes = self.text.as_bytes();
        let first = if self.has_bom() { BOM.len() } else { 0 };
        self.starts = vec![offset(first)];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            let is_half = bytes.get(at) == Some(&b'\r') && bytes.get(at + 1) == Some(&b'\n');
            if !is_half {
                self.starts.push(offset(at + 1));
            }
        }
        self.units.clear();
        if self.encoding == Encoding::Utf16 && !self.text.is_ascii() {
            let mut sum = 0;
            for chunk in bytes.chunks(STEP) {
                self.units.push(sum);
                sum += units(chunk);
            }
        }
    }

    /// Returns the byte at a position. What lies beyond the end of a line is its end, beyond the last line the end of
    /// the text; the middle of a character is its beginning.
    pub(super) fn offset(&self, position: Position) -> u32 {
        let Some((start, end)) = self.line(position.line) else { return offset(self.text.len()) };
        let at = match self.encoding {
            Encoding::Utf8 => start.saturating_add(position.character),
            Encoding::Utf16 => self.unit_at(self.units_before(start).saturating_add(position.character)),
        };
        let mut at = at.clamp(start, end);
        while !self.text.is_char_boundary(at as usize) {
            at -= 1;
        }
        at
    }

    /// Returns the position of a byte. Within a line's end it is that of the line's last character's end.
    pub(super) fn position(&self, at: u32) -> Position {
        let line = self.starts.partition_point(|start| *start <= at).saturating_sub(1);
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        let (start, end) = self.line(line).unwrap_or((0, 0));
        let at = at.clamp(start, end);
        let character = match self.encoding {
            Encoding::Utf8 => at - start,
            Encoding::Utf16 => self.units_before(at) - self.units_before(start),
        };
        Position { line, character }
    }

    pub(super) fn range(&self, span: Span<Source>) -> Range {
        Range { start: self.position(span.start()), end: self.position(span.end()) }
    }

    pub(super) fn span(&self, range: Range) -> Span<Source> {
        Span::clamped(self.offset(range.start), self.offset(range.end))
    }

    /// Returns the bytes of a line without its end.
    pub(super) fn line(&self, line: u32) -> Option<(u32, u32)> {
        let start = *self.starts.get(line as usize)?;
        let next = self.starts.get(line as usize + 1).copied().unwrap_or(offset(self.text.len()));
        let words = Span::<Source>::clamped(start, next).of(&self.text).unwrap_or_default();
        Some((start, start + offset(words.trim_end_matches(['\n', '\r']).len())))
    }

    /// Returns how many lines there are; a text that ends in a line end has an empty last one.
    pub(super) fn lines(&self) -> u32 {
        offset(self.starts.len())
    }

    fn units_before(&self, at: u32) -> u32 {
        let chunk = at as usize / STEP;
        match self.units.get(chunk) {
            _ if self.units.is_empty() => at,
            Some(before) => before + units(self.bytes(chunk * STEP, at as usize)),
            // Only at the very end of a text whose length is a multiple of the step.
            None => self
                .units
                .last()
                .map_or(0, |before| before + units(self.bytes((self.units.len() - 1) * STEP, at as usize))),
        }
    }

    /// Returns the byte before which so many code units stand.
    fn unit_at(&self, wanted: u32) -> u32 {
        let Some(chunk) = self.units.partition_point(|before| *before <= wanted).checked_sub(1) else { return wanted };
        let mut sum = self.units.get(chunk).copied().unwrap_or(0);
        let mut at = chunk * STEP;
        for byte in self.bytes(at, self.text.len()) {
            let here = unit(*byte);
            if here > 0 && sum + here > wanted {
                break;
            }
            sum += here;
            at += 1;
        }
        offset(at)
    }

    fn bytes(&self, from: usize, to: usize) -> &[u8] {
        self.text.as_bytes().get(from..to).unwrap_or_default()
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn units(bytes: &[u8]) -> u32 {
    bytes.iter().map(|byte| unit(*byte)).sum()
}

/// How many code units the character has that begins with this byte; none for those that begin none.
const fn unit(byte: u8) -> u32 {
    match byte {
        0x80..=0xbf => 0,
        0xf0..=0xff => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 6] =
        ["", "a\n", "é🙂\r\n日本\rx\n\n“z”", "\u{feff}🙂\n", "👩‍👩‍👧 e\u{301}\n\u{10fffd}", "\r\n\r\r\n"];

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    /// Every character's place is found again, in both encodings, with lines short and long.
    #[test]
    fn there_and_back() {
        let long = TEXTS[2].replace(['\r', '\n'], " ").repeat(60) + "\n" + &TEXTS[4].repeat(90);
        for text in TEXTS.into_iter().chain([long.as_str()]) {
            for encoding in [Encoding::Utf8, Encoding::Utf16] {
                let lines = Text::on_disk(text.to_owned(), encoding);
                let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
                for end in ends {
                    let place = lines.position(offset(end));
                    let (start, last) = lines.line(place.line).unwrap();
                    assert_eq!(lines.offset(place), offset(end).clamp(start, last), "{text:?} {end} {encoding:?}");
                    let words = Span::<Source>::clamped(start, offset(end).clamp(start, last)).of(text).unwrap();
                    let counted = if encoding == Encoding::Utf8 { words.len() } else { words.encode_utf16().count() };
                    assert_eq!(place.character as usize, counted);
                }
            }
        }
    }

    #[test]
    fn what_is_beyond_is_the_end() {
        let text = Text::on_disk("a🙂b\r\nc".to_owned(), Encoding::Utf16);
        assert_eq!(text.offset(at(0, 2)), 1, "the middle of a pair");
        assert_eq!(text.offset(at(0, 3)), 5);
        assert_eq!(text.offset(at(0, 99)), 6);
        assert_eq!(text.offset(at(0, u32::MAX)), 6);
        assert_eq!(text.offset(at(9, 0)), 9);
        assert_eq!(text.position(7), at(0, 4), "between CR and LF");
        let bytes = Text::on_disk("a🙂b\r\nc".to_owned(), Encoding::Utf8);
        assert_eq!(bytes.offset(at(0, 3)), 1);
        assert_eq!(bytes.position(5), at(0, 5));
    }

    #[test]
    fn a_bom_is_there_and_not_shown() {
        let mut text = Text::shown("ab\nc", true, Encoding::Utf16);
        assert_eq!((text.as_str(), text.offset(at(0, 1)), text.position(3)), ("\u{feff}ab\nc", 4, at(0, 0)));
        text.change(Some(Range { start: at(0, 0), end: at(0, 1) }), "é");
        assert_eq!(text.as_str(), "\u{feff}éb\nc");
        text.change(None, "new");
        assert_eq!(text.as_str(), "\u{feff}new");
    }

    #[test]
    fn changes_are_made_where_they_are_meant() {
        let mut text = Text::shown("eins\r\nz🙂wei\r\n", false, Encoding::Utf16);
        text.change(Some(Range { start: at(1, 3), end: at(1, 4) }), "WW");
        assert_eq!(text.as_str(), "eins\r\nz🙂WWei\r\n");
        text.change(Some(Range { start: at(0, 4), end: at(1, 0) }), "");
        assert_eq!(text.as_str(), "einsz🙂WWei\r\n");
        text.change(Some(Range { start: at(7, 7), end: at(0, 0) }), "!");
        assert_eq!(text.as_str(), "einsz🙂WWei\r\n!", "a range the wrong way round is empty");
    }
}
