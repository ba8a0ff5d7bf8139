//! Reads front matter that is not YAML, for what can be kept.
//!
//! The text is cut into entries at the lines that begin with a key. An entry that is YAML by itself is
//! read as YAML, so only the broken one is read by lines: a value is the rest of its line, outer
//! quotation marks off; `- item` lines beneath a key are its list; `key: value` lines beneath an item
//! are within it; any other line goes on with the value before. Deeper nesting is not guessed at.

use super::Fields;
use crate::document::{
    span::{self, Source, Span},
    yaml::{self, Kind, Run},
};
use std::collections::HashSet;

/// How many characters a key may have; what is longer is a sentence with a colon.
const KEY_CHARS: usize = 100;

/// How long a line may be to be shown again with its value in quotation marks.
const ADVICE_CHARS: usize = 120;

/// A line that begins with a key.
pub(super) struct Entry<'l> {
    /// The key, quotation marks off.
    pub(super) key: &'l str,
    /// What follows the colon, as it stands.
    rest: &'l str,
}

/// Reads a line as `key: value`, or as `key:value` when that is no address.
pub(super) fn entry(line: &str) -> Option<Entry<'_>> {
    let blank = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']);
    if blank(line) || line.starts_with('#') || line.strip_prefix('-').is_some_and(blank) {
        return None;
    }
    let (key, rest) = match line.chars().next()? {
        mark @ ('"' | '\'') => {
            let (key, rest) = line.strip_prefix(mark)?.split_once(mark)?;
            (key, rest.strip_prefix(':').filter(|rest| blank(rest))?)
        }
        _ => {
            let at = line.match_indices(':').map(|(at, _)| at).find(|at| blank(line.get(at + 1..).unwrap_or_default()));
            let glued = || line.split_once(':').filter(|(key, rest)| is_word(key) && !rest.starts_with("//"));
            at.map_or_else(glued, |at| Some((line.get(..at)?, line.get(at + 1..)?)))?
        }
    };
    let key = key.trim_matches([' ', '\t']);
    (!key.is_empty() && key.chars().nth(KEY_CHARS).is_none()).then_some(Entry { key, rest })
}

fn is_word(key: &str) -> bool {
    key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}

/// Returns the line of `part` in which `at` begins.
pub(super) fn line_at(source: &str, part: Span<Source>, at: Span<Source>) -> &str {
    let mut end = part.start();
    let holds = |line: &&str| {
        end += span::length(line);
        at.start() < end
    };
    span::lines(part.of(source).unwrap_or_default()).find(holds).unwrap_or_default()
}

/// Says what to do about a line that is not YAML.
pub(super) fn advice(line: &str) -> String {
    let shown = entry(line).filter(|_| line.chars().nth(ADVICE_CHARS).is_none());
    let value = shown.map(|Entry { key, rest }| (key, rest.trim())).filter(|(_, value)| !value.is_empty());
    match value {
        Some((_, value))
            if ['"', '\''].iter().any(|mark| value.starts_with(*mark) && value.matches(*mark).count() == 1) =>
        {
            "indent the lines over which the value goes on, and close its quotation mark".to_owned()
        }
        Some((key, value)) => {
            let value = outer(value).map_or(value, |mark| value.trim_matches(mark));
            format!("quote the value: `{key}: '{}'`", value.replace('\'', "''"))
        }
        None => "quote the value, as in `title: 'Council: no'`, and indent with spaces".to_owned(),
    }
}

/// Reads what `part` covers, entry by entry.
pub(super) fn read(fields: &mut Fields<'_>, part: Span<Source>) {
    let mut seen = HashSet::new();
    let mut at = part.start();
    let mut begin = None;
    for line in span::lines(part.of(fields.source).unwrap_or_default()) {
        if entry(line).is_some()
            && let Some(begin) = begin.replace(at)
        {
            read_entry(fields, Span::clamped(begin, at), &mut seen);
        }
        at += span::length(line);
    }
    if let Some(begin) = begin {
        read_entry(fields, Span::clamped(begin, at), &mut seen);
    }
}

fn read_entry<'s>(fields: &mut Fields<'s>, part: Span<Source>, seen: &mut HashSet<&'s str>) {
    let source = fields.source;
    let line = part.of(source).and_then(|text| span::lines(text).next()).unwrap_or_default();
    let Some(Entry { key, rest }) = entry(line) else { return };
    if !seen.insert(key) {
        let colon = part.start() + span::length(line) - span::length(rest) - 1;
        let written = Span::<Source>::clamped(part.start(), colon).of(source).unwrap_or_default();
        fields.duplicate(key, trimmed(written, colon));
    }
    match yaml::parse(source, part) {
        Ok(Some(root)) if matches!(root.kind, Kind::Mapping(_)) => fields.walk(&root, &mut String::new()),
        _ => Lines::read(fields, key, part),
    }
}

/// A value that may go on.
struct Value {
    route: String,
    /// Where its lines stand, without the blanks around them.
    lines: Vec<Span<Source>>,
    /// Where it would stand, were it there.
    at: u32,
}

/// One entry, read by lines.
struct Lines<'f, 's> {
    fields: &'f mut Fields<'s>,
    key: String,
    items: usize,
    /// The route above the `key: value` lines that may follow; `None` where a value goes on instead.
    above: Option<String>,
    value: Option<Value>,
}

impl<'f, 's> Lines<'f, 's> {
    fn read(fields: &'f mut Fields<'s>, key: &str, part: Span<Source>) {
        let text = part.of(fields.source).unwrap_or_default();
        let mut route = String::new();
        Fields::step(key, &mut route);
        let mut this = Lines { fields, key: route, items: 0, above: None, value: None };
        let mut at = part.start();
        for (number, line) in span::lines(text).enumerate() {
            let end = at + span::length(line);
            match (number, entry(line)) {
                (0, Some(Entry { rest, .. })) => this.open(this.key.clone(), rest, end),
                _ => this.line(line, end),
            }
            at = end;
        }
        this.close();
    }

    /// Begins the value at `route` with what stands in the last bytes before `end`.
    fn open(&mut self, route: String, rest: &str, end: u32) {
        let start = end - span::length(rest);
        let words = trimmed(rest, end);
        self.above = words.is_empty().then(|| route.clone());
        self.value = Some(Value { route, lines: if words.is_empty() { vec![] } else { vec![words] }, at: start });
    }

    fn line(&mut self, line: &str, end: u32) {
        let text = line.trim_start();
        if text.is_empty() || text.starts_with('#') {
            return;
        }
        if let Some(rest) =
            text.strip_prefix('-').filter(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
        {
            return self.item(rest, end);
        }
        if let (Some(above), Some(pair)) = (self.above.clone(), entry(text)) {
            return self.pair(&above, &pair, end);
        }
        if let Some(value) = &mut self.value {
            value.lines.push(trimmed(line, end));
        }
    }

    fn item(&mut self, rest: &str, end: u32) {
        let key = self.key.clone();
        self.close_beneath(&key);
        let route = format!("{key}[{}]", self.items);
        self.items += 1;
        match entry(rest.trim_start()) {
            Some(pair) => self.pair(&route, &pair, end),
            None => self.open(route, rest, end),
        }
    }

    fn pair(&mut self, above: &str, pair: &Entry<'_>, end: u32) {
        self.close_beneath(above);
        let mut route = above.to_owned();
        Fields::step(pair.key, &mut route);
        self.open(route, pair.rest, end);
        self.above = Some(above.to_owned());
    }

    /// Closes the value, unless it is the absent one whose place the values beneath it take.
    fn close_beneath(&mut self, above: &str) {
        if self.value.as_ref().is_some_and(|value| value.lines.is_empty() && value.route == above) {
            self.value = None;
        }
        self.close();
    }

    /// Adds the value: as YAML when it is by itself, else as it stands.
    fn close(&mut self) {
        let Some(Value { mut route, lines, at }) = self.value.take() else { return };
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
            return self.fields.add(&route, String::new(), Span::clamped(at, at), vec![]);
        };
        let place = first.hull(*last);
        let text = place.of(self.fields.source).unwrap_or_default();
        match yaml::parse(self.fields.source, place) {
            Ok(Some(node)) if is_value(&node.kind, text) => self.fields.walk(&node, &mut route),
            _ => match lines.split_first() {
                // The sign of a block scalar is no word of it.
                Some((sign, lines)) if !lines.is_empty() && is_block_sign(sign.of(self.fields.source)) => {
                    self.add_as_it_stands(&route, place, lines);
                }
                _ => self.add_as_it_stands(&route, place, &lines),
            },
        }
    }

    fn add_as_it_stands(&mut self, route: &str, place: Span<Source>, lines: &[Span<Source>]) {
        let source = self.fields.source;
        let text = place.of(source).unwrap_or_default();
        let cut = u32::from(outer(text).is_some());
        let words = Span::clamped(place.start() + cut, place.end() - cut);
        let (mut value, mut runs) = (String::new(), vec![]);
        let mut gap = words.start();
        for line in lines.iter().filter_map(|line| line.intersection(words)) {
            let joined = Span::clamped(gap, line.start());
            for (text, source, verbatim) in [(" ", joined, false), (line.of(source).unwrap_or_default(), line, true)] {
                if verbatim || !value.is_empty() {
                    let start = span::length(&value);
                    value.push_str(text);
                    runs.push(Run { start, end: span::length(&value), source, verbatim });
                }
            }
            gap = line.end();
        }
        self.fields.add(route, value, place, runs);
    }
}

/// Tells whether what a value's text parsed to is the value, and not what a colon or a star made of it.
fn is_value(kind: &Kind, text: &str) -> bool {
    match kind {
        Kind::Scalar { .. } => true,
        Kind::Sequence(_) => text.starts_with('['),
        Kind::Mapping(_) => text.starts_with('{') && text.ends_with('}'),
        Kind::Alias(_) => false,
    }
}

fn is_block_sign(line: Option<&str>) -> bool {
    let indicators = |c: char| matches!(c, '+' | '-' | '0'..='9');
    line.and_then(|line| line.strip_prefix(['|', '>']))
        .is_some_and(|line| line.trim_start_matches(indicators).is_empty())
}

/// The span of a line's words; the line ends at `end`.
fn trimmed(line: &str, end: u32) -> Span<Source> {
    let start = end - span::length(line.trim_start());
    Span::clamped(start, start + span::length(line.trim()))
}

/// The quotation mark in which the whole of a text stands. In `"A" or "B"` the first mark closes within
/// and another opens, so there is none; in `'It's on'` and `"He said "no""` nothing closes first.
fn outer(text: &str) -> Option<char> {
    let mark = text.chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
    let inner = text.strip_prefix(mark)?.strip_suffix(mark)?;
    let closes = |(at, _): &(usize, &str)| {
        let (before, behind) = (inner.get(..*at).unwrap_or_default(), inner.get(at + 1..).unwrap_or_default());
        !before.ends_with(char::is_whitespace) && behind.starts_with(|c: char| !c.is_alphanumeric())
    };
    let closed = inner.match_indices(mark).next().filter(closes);
    let opens_again = |from: usize| {
        let behind = inner.get(from + 1..).unwrap_or_default();
        behind
            .match_indices(mark)
            .any(|(at, _)| behind.get(..at).is_some_and(|text| text.ends_with(char::is_whitespace)))
    };
    (!closed.is_some_and(|(at, _)| opens_again(at))).then_some(mark)
}
