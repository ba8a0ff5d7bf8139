//! Where an annotation points, in a form that finds its words again.

use crate::document::{Document, Source, Span};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// How much context a selector keeps on either side, in code points, before it goes out to a word's edge.
const CONTEXT: usize = 32;

/// A place in a document: its bytes, its words, and the words around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    /// Where it was when it was written.
    pub bytes: ByteRange,
    /// The source text there, markup included.
    pub exact: String,
    /// The source text before it: 32 code points, out to a word's edge.
    pub prefix: String,
    /// The source text after it.
    pub suffix: String,
}

impl Selector {
    /// Returns the selector of a place in a document.
    pub fn of(document: &Document, span: Span<Source>) -> Self {
        Self::within(document.source(), span)
    }

    /// Returns the selector of a place in a text.
    pub fn within(source: &str, span: Span<Source>) -> Self {
        let before = Span::<Source>::clamped(0, span.start()).of(source).unwrap_or_default();
        let after = source.get(span.end() as usize..).unwrap_or_default();
        Self {
            bytes: ByteRange(span),
            exact: span.of(source).unwrap_or_default().to_owned(),
            prefix: last_words(before).to_owned(),
            suffix: first_words(after).to_owned(),
        }
    }

    /// Returns the place, if it still has its words there.
    pub fn intact(&self, document: &Document) -> bool {
        document.bytes(self.bytes.0) == self.exact
    }
}

fn last_words(text: &str) -> &str {
    let mut from = text.char_indices().rev().take(CONTEXT).last().map_or(0, |(at, _)| at);
    while let Some(c) = text.get(..from).and_then(|head| head.chars().next_back()) {
        let inside =
            c.is_alphanumeric() && text.get(from..).is_some_and(|tail| tail.starts_with(char::is_alphanumeric));
        if !inside || text.len() - from > 4 * CONTEXT {
            break;
        }
        from -= c.len_utf8();
    }
    text.get(from..).unwrap_or_default()
}

fn first_words(text: &str) -> &str {
    let mut to = text.char_indices().nth(CONTEXT).map_or(text.len(), |(at, _)| at);
    while let Some(c) = text.get(to..).and_then(|tail| tail.chars().next()) {
        let inside = c.is_alphanumeric() && text.get(..to).is_some_and(|head| head.ends_with(char::is_alphanumeric));
        if !inside || to > 4 * CONTEXT {
            break;
        }
        to += c.len_utf8();
    }
    text.get(..to).unwrap_or_default()
}

/// A place in a file as people write it: `171-193`, 0-based, both ends included, in bytes, so that
/// `tail -c +172 FILE | head -c 23` prints it. A place is never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByteRange(pub Span<Source>);

impl ByteRange {
    /// Writes what [`Display`](fmt::Display) shows, which takes longer.
    pub(crate) fn write(self, out: &mut String) {
        let mut digits = itoa::Buffer::new();
        out.push_str(digits.format(self.0.start()));
        out.push('-');
        out.push_str(digits.format(self.0.end().saturating_sub(1)));
    }
}

impl fmt::Display for ByteRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        self.write(&mut out);
        f.write_str(&out)
    }
}

impl FromStr for ByteRange {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a range of bytes: expected FIRST-LAST, as in 171-193");
        let (first, last) = text.split_once('-').ok_or_else(wrong)?;
        let number = |digits: &str| {
            let plain = digits.bytes().all(|b| b.is_ascii_digit());
            digits.parse::<u32>().ok().filter(|_| plain).ok_or_else(wrong)
        };
        let (first, last) = (number(first)?, number(last)?);
        let end = last.checked_add(1).ok_or_else(wrong)?;
        Span::new(first, end).filter(|span| !span.is_empty()).map(Self).ok_or_else(wrong)
    }
}

impl Serialize for ByteRange {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ByteRange {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for ByteRange {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ByteRange".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": "^[0-9]+-[0-9]+$",
            "description": "A place in the document's file: first and last byte, 0-based, both included.",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_round_trip_and_refuse() {
        let range: ByteRange = "171-193".parse().unwrap();
        assert_eq!(range.to_string(), "171-193");
        assert_eq!(range.0.len(), 23);
        for bad in ["", "5", "5-4", "-1-4", "+1-4", "a-b", "1-4294967295", "1-2-3"] {
            assert!(bad.parse::<ByteRange>().is_err(), "{bad}");
        }
    }

    #[test]
    fn context_goes_out_to_a_words_edge() {
        assert_eq!(last_words("short"), "short");
        let text = "He said on Tuesday that the harbourmaster’s ";
        assert_eq!(last_words(text), "Tuesday that the harbourmaster’s ");
        assert_eq!(
            first_words("the council approved an extraordinary budget"),
            "the council approved an extraordinary"
        );
    }
}
