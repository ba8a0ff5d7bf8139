//! Values of an annotation file: as they are written, and as the fingerprint of an entry takes them.

use crate::annotation::ByteRange;
use std::fmt::Write as _;

/// A value of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value<'a> {
    /// A scalar that stands as it is.
    Bare(&'a str),
    /// A string, in quotation marks where it needs them.
    String(&'a str),
    Bytes(ByteRange),
    /// A mapping in flow style, in the order given; the fingerprint sorts.
    Map(Vec<(&'static str, Value<'a>)>),
    /// A list in flow style.
    List(Vec<Value<'a>>),
    /// A list with a line for each value.
    Lines(Vec<Value<'a>>),
}

impl<'a> Value<'a> {
    pub(super) fn or_null(text: Option<&'a str>) -> Self {
        text.map_or(Self::Bare("null"), Self::String)
    }

    pub(super) fn map<const N: usize>(pairs: [Option<(&'static str, Self)>; N]) -> Self {
        Self::Map(pairs.into_iter().flatten().collect())
    }

    /// Writes the value on one line.
    pub(super) fn write(&self, out: &mut String) {
        match self {
            Self::Bare(text) => out.push_str(text),
            Self::String(text) => scalar_to(out, text),
            Self::Bytes(bytes) => bytes.write(out),
            Self::Map(pairs) => {
                out.push('{');
                for (index, (key, value)) in pairs.iter().enumerate() {
                    out.push_str(if index > 0 { ", " } else { "" });
                    out.push_str(key);
                    out.push_str(": ");
                    value.write(out);
                }
                out.push('}');
            }
            Self::List(items) | Self::Lines(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    out.push_str(if index > 0 { ", " } else { "" });
                    item.write(out);
                }
                out.push(']');
            }
        }
    }

    /// Writes the value as [`fingerprint_of`](super::edit::fingerprint_of) takes it.
    fn canonical(&self, out: &mut String) {
        match self {
            Self::Bare(text) | Self::String(text) => canonical(out, text),
            Self::Bytes(bytes) => {
                let mut text = String::with_capacity(24);
                bytes.write(&mut text);
                canonical(out, &text);
            }
            Self::Map(pairs) => canonical_map(out, pairs),
            Self::List(items) | Self::Lines(items) => {
                out.push('[');
                items.iter().for_each(|item| item.canonical(out));
                out.push(']');
            }
        }
    }
}

/// Writes a mapping as the fingerprint takes it.
pub(super) fn canonical_map(out: &mut String, pairs: &[(&'static str, Value<'_>)]) {
    let mut sorted: Vec<&(&str, Value<'_>)> = pairs.iter().collect();
    sorted.sort_by_key(|(key, _)| *key);
    out.push('{');
    for (key, value) in sorted {
        canonical(out, key);
        value.canonical(out);
    }
    out.push('}');
}

fn canonical(out: &mut String, scalar: &str) {
    out.push_str(itoa::Buffer::new().format(scalar.len()));
    out.push(':');
    out.push_str(scalar);
}

/// Returns a string as a YAML scalar that means this string in block and in flow style: plain where
/// nobody could read it otherwise, else in double quotes with JSON's escapes.
pub fn scalar(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    scalar_to(&mut out, text);
    out
}

fn scalar_to(out: &mut String, text: &str) {
    if is_plain(text) {
        out.push_str(text);
    } else {
        quoted_to(out, text);
    }
}

/// Words that YAML takes for something else than strings, and numbers.
const SPECIAL: [&str; 10] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan"];

fn is_plain(text: &str) -> bool {
    let mut previous = ' ';
    let mut inner = |c: char| {
        let apart = c != ' ' || previous != ' ';
        previous = c;
        apart && (c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '\'' | '’' | '/' | '(' | ')' | '_'))
    };
    // A hyphen by itself before a bracket or a comma is taken for the mark of a list.
    text.starts_with(char::is_alphabetic)
        && text.chars().all(&mut inner)
        && !text.ends_with(' ')
        && !text.ends_with(" -")
        && SPECIAL.iter().all(|special| !text.eq_ignore_ascii_case(special))
}

pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    quoted_to(&mut out, text);
    out
}

fn quoted_to(out: &mut String, text: &str) {
    out.push('"');
    let mut kept = 0;
    for (at, c) in text.char_indices() {
        if c != '"' && c != '\\' && !c.is_control() && c != '\u{a0}' && !is_invisible(c) {
            continue;
        }
        out.push_str(text.get(kept..at).unwrap_or_default());
        kept = at + c.len_utf8();
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{a0}' => out.push_str("\\_"),
            c => {
                let _ = if u32::from(c) > 0xffff {
                    write!(out, "\\U{:08x}", u32::from(c))
                } else {
                    write!(out, "\\u{:04x}", u32::from(c))
                };
            }
        }
    }
    out.push_str(text.get(kept..).unwrap_or_default());
    out.push('"');
}

/// Characters that no editor shows, or that YAML takes for a line end or a mark of its own.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{ffff}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_mean_what_they_say() {
        for text in [
            "Dana Roth",
            "no",
            "12",
            "",
            " x",
            "x ",
            "a: b",
            "a #b",
            "[x]",
            "‘Highly’",
            "a\nb",
            "tab\there",
            "x\u{a0}y",
            "\u{202e}evil",
            "- item",
            "*alias",
            "1204-1216",
            "null",
            "é",
            "“The president …”",
            "~",
            "a, b",
            "\u{feff}bom",
            "emoji 🙂",
            "x\u{85}y",
            "\u{10fffd}",
            "O'Neill",
            "the host of the channel -",
            "a - b",
            "a-",
        ] {
            for yaml in [format!("k: {}", scalar(text)), format!("{{k: {}, l: 1}}", scalar(text))] {
                let value: serde_yaml::Value = serde_yaml::from_str(&yaml).unwrap();
                assert_eq!(value.get("k").and_then(|v| v.as_str()), Some(text), "{yaml}");
                let node = crate::document::yaml::parse(&yaml, crate::document::Span::whole(&yaml)).unwrap().unwrap();
                let scalar = crate::sidecar::edit::get(&node, "k").and_then(|(_, value)| value.scalar());
                assert_eq!(scalar, Some(text), "{yaml}");
            }
        }
    }
}
