//! Which bytes of the text gave which bytes of a scalar's value.
//!
//! The parser says what a scalar means but not how it came about, so each style is decoded here once
//! more, with its way back. The parser's value stays the truth: where the second decoding differs from
//! it, the whole scalar becomes one run that is not verbatim. Coarse, but never wrong.

use super::{Source, Span, Style, span};

/// A run of a value and the source bytes that gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The first byte of the value that this run gave.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
    /// The source bytes.
    pub source: Span<Source>,
    /// Whether the bytes are the same, one for one.
    pub verbatim: bool,
}

impl Run {
    /// Returns the bytes of `value`, of which this must be a run.
    pub fn of<'v>(&self, value: &'v str) -> &'v str {
        value.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

/// Returns the runs of the scalar which stands as `raw` at `place`.
pub(super) fn runs(value: &str, style: Style, raw: &str, place: Span<Source>) -> Vec<Run> {
    let mut way = Way { base: place.start(), value: String::with_capacity(value.len()), runs: vec![] };
    match style {
        Style::Plain => way.flow(raw, 0, None),
        Style::Single => way.flow(inner(raw, '\''), 1, Some('\'')),
        Style::Double => way.flow(inner(raw, '"'), 1, Some('\\')),
        Style::Literal | Style::Folded => way.block(raw, value, style == Style::Folded),
    }
    let (known, all) = (span::length(&way.value), span::length(value));
    let tail = value.strip_prefix(way.value.as_str());
    match tail {
        Some("") => way.runs,
        // What chomping leaves of the line ends stands behind the last line, outside the scalar's span.
        Some(tail) if matches!(style, Style::Literal | Style::Folded) && tail.trim().is_empty() => {
            let source = Span::clamped(place.end(), place.end());
            way.runs.push(Run { start: known, end: all, source, verbatim: false });
            way.runs
        }
        _ => vec![Run { start: 0, end: all, source: place, verbatim: false }],
    }
}

fn inner(raw: &str, mark: char) -> &str {
    raw.strip_prefix(mark).and_then(|raw| raw.strip_suffix(mark)).unwrap_or_default()
}

/// A value under construction, and the way it came.
struct Way {
    base: u32,
    value: String,
    runs: Vec<Run>,
}

impl Way {
    /// Appends what the bytes `from..from + len` of the scalar gave.
    fn push(&mut self, text: &str, from: u32, len: u32, verbatim: bool) {
        if text.is_empty() {
            return;
        }
        let start = span::length(&self.value);
        self.value.push_str(text);
        let end = span::length(&self.value);
        let source = Span::clamped(self.base + from, self.base + from + len);
        match self.runs.last_mut() {
            Some(last) if verbatim && last.verbatim && last.source.end() == source.start() => {
                last.end = end;
                last.source = last.source.hull(source);
            }
            _ => self.runs.push(Run { start, end, source, verbatim }),
        }
    }

    /// Appends text that stands in the scalar as it is.
    fn verbatim(&mut self, text: &str, from: u32) {
        self.push(text, from, span::length(text), true);
    }

    /// Decodes a plain or quoted scalar, without its marks; `special` is the character that is not
    /// itself: `'` is doubled, `\` escapes.
    fn flow(&mut self, text: &str, mut at: u32, special: Option<char>) {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let len = match c {
                ' ' | '\t' | '\r' | '\n' => self.space(rest, at),
                '\'' if special == Some('\'') => {
                    self.push("'", at, 2, false);
                    2
                }
                '\\' if special == Some('\\') => self.escape(rest, at),
                _ => {
                    let stops = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n') || special == Some(c);
                    let (words, _) = rest.split_at_checked(rest.find(stops).unwrap_or(rest.len())).unwrap_or_default();
                    self.verbatim(words, at);
                    span::length(words)
                }
            };
            rest = rest.get(len as usize..).unwrap_or_default();
            at += len;
        }
    }

    /// Blanks stay; with a line end among them they become one space, with more a line end fewer.
    fn space(&mut self, rest: &str, at: u32) -> u32 {
        let blanks = white(rest);
        match breaks(blanks) {
            0 => self.verbatim(blanks, at),
            1 => self.push(" ", at, span::length(blanks), false),
            n => self.push(&"\n".repeat(n - 1), at, span::length(blanks), false),
        }
        span::length(blanks)
    }

    /// Decodes what begins with a backslash. An escape that is not known gives nothing, and so a value
    /// that differs from the parser's.
    fn escape(&mut self, rest: &str, at: u32) -> u32 {
        let mut chars = rest.chars();
        chars.next();
        let Some(c) = chars.next() else { return 1 };
        if matches!(c, '\r' | '\n') {
            let blanks = white(chars.as_str());
            let eaten = if c == '\r' { blanks.strip_prefix('\n').unwrap_or(blanks) } else { blanks };
            let len = 2 + span::length(blanks);
            self.push(&"\n".repeat(breaks(eaten)), at, len, false);
            return len;
        }
        let digits = match c {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        let len = span::length(c.encode_utf8(&mut [0; 4])) + 1;
        let decoded = match digits {
            0 => plain_escape(c),
            _ => chars.as_str().get(..digits).and_then(|hex| char::from_u32(u32::from_str_radix(hex, 16).ok()?)),
        };
        let len = len + u32::try_from(digits).unwrap_or(0);
        if let Some(c) = decoded {
            self.push(c.encode_utf8(&mut [0; 4]), at, len, false);
        }
        len
    }

    /// Decodes a block scalar up to its last line with text.
    fn block(&mut self, raw: &str, value: &str, folded: bool) {
        let indent = block_indent(raw, value);
        let mut at = 0;
        let mut ends: Vec<(u32, &str)> = vec![];
        let mut was_indented = false;
        for (number, line) in span::lines(raw).enumerate() {
            let words = line.trim_end_matches(['\r', '\n']);
            let spaces = words.len() - words.trim_start_matches(' ').len();
            let text = words.get(spaces.min(indent)..).unwrap_or_default();
            let end = (at + span::length(words), line.get(words.len()..).unwrap_or_default());
            if number > 0 && !text.is_empty() {
                let is_indented = text.starts_with([' ', '\t']);
                let folds = folded && !self.value.trim_matches('\n').is_empty() && !was_indented && !is_indented;
                self.line_ends(&ends, folds);
                self.verbatim(text, at + span::length(words) - span::length(text));
                was_indented = is_indented;
                ends.clear();
            }
            if number > 0 {
                ends.push(end);
            }
            at += span::length(line);
        }
    }

    /// Appends the line ends between two lines with text: as they are, or folded.
    fn line_ends(&mut self, ends: &[(u32, &str)], folds: bool) {
        if let ([(at, end)], true) = (ends, folds) {
            return self.push(" ", *at, span::length(end), false);
        }
        for (at, end) in ends.iter().skip(usize::from(folds)) {
            self.push("\n", *at, span::length(end), *end == "\n");
        }
    }
}

/// The indentation of a block scalar: what its first line with text has more than its value. So an
/// explicit indicator (`|2`), which counts from a parent that is not seen here, needs no reading.
fn block_indent(raw: &str, value: &str) -> usize {
    let spaces = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let has_text = |line: &&str| !line.trim_matches([' ', '\r', '\n']).is_empty();
    let written = span::lines(raw).skip(1).find(has_text).map_or(0, spaces);
    let meant = span::lines(value).find(has_text).map_or(0, spaces);
    written.saturating_sub(meant)
}

fn white(rest: &str) -> &str {
    let len = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
    rest.get(..len).unwrap_or_default()
}

fn breaks(blanks: &str) -> usize {
    span::lines(blanks).filter(|line| line.ends_with(['\r', '\n'])).count()
}

const fn plain_escape(c: char) -> Option<char> {
    Some(match c {
        '0' => '\0',
        'a' => '\x07',
        'b' => '\x08',
        't' | '\t' => '\t',
        'n' => '\n',
        'v' => '\x0b',
        'f' => '\x0c',
        'r' => '\r',
        'e' => '\x1b',
        ' ' | '"' | '/' | '\\' => c,
        'N' => '\u{85}',
        '_' => '\u{a0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        _ => return None,
    })
}
