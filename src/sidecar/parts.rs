//! A sidecar as a list of entries with keys and values, for formats that hold such lists, and back.

use super::{edit::Layout, print::Section, read, value::scalar};
use crate::{
    annotation::ByteRange,
    document::{Digest, Problem},
};
use serde_json::{Map, Value};
use std::fmt::Write as _;

/// One entry, or one of the mappings at the head of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The list: `claims`, `framing`, …; `document`, `engine`, `outlet` or `published`, which are no lists; empty for
    /// the single values of the file (`ibid`, people's own keys).
    pub list: String,
    /// Its keys.
    pub keys: Map<String, Value>,
}

/// The keys in the order in which people read them; others follow, `now` and `by` come last.
const ORDER: [&str; 36] = [
    "ibid",
    "path",
    "raw",
    "text",
    "front",
    "root",
    "version",
    "lexicon",
    "id",
    "name",
    "domain",
    "date",
    "bytes",
    "exact",
    "prefix",
    "suffix",
    "was",
    "term",
    "referent",
    "kind",
    "designator",
    "at",
    "category",
    "voice",
    "speaker",
    "relay",
    "source",
    "cue",
    "class",
    "content",
    "within",
    "claim",
    "evidence",
    "suggestion",
    "rule",
    "broad",
];

/// Returns a file's parts, in its order. Comments, blank lines and quoting are not in them.
///
/// # Errors
///
/// Returns a problem when the file cannot be read.
pub fn parts(text: &str) -> Result<Vec<Part>, Problem> {
    read(text)?;
    let unheld = |error: serde_yaml::Error| {
        Problem::new("parts.value", format!("a value has no form outside YAML: {error}"))
            .help("write keys as words, and values as words, numbers, lists and mappings")
    };
    let file: Map<String, Value> = serde_yaml::from_str(text).map_err(unheld)?;
    let mut single = Map::new();
    let mut out = vec![];
    for (list, value) in file {
        let known = matches!(list.as_str(), "document" | "engine") || Section::ALL.iter().any(|s| s.key() == list);
        match value {
            Value::Object(keys) if known => out.push(Part { list, keys }),
            Value::Array(items) if known => {
                let entries = items.into_iter().filter_map(|item| match item {
                    Value::Object(keys) => Some(Part { list: list.clone(), keys }),
                    _ => None,
                });
                out.extend(entries);
            }
            Value::Null if known => {}
            value => {
                single.insert(list, value);
            }
        }
    }
    out.sort_by_key(|part| rank(&part.list));
    out.insert(0, Part { list: String::new(), keys: single });
    Ok(out)
}

/// Tells whether a file has comments beside the lines at its head that tell editors what it is.
pub fn has_comments(text: &str) -> bool {
    let is_ours = |line: &&str| line.starts_with("# yaml-language-server:") || line.starts_with("# vim:");
    let head = text.split_inclusive('\n').take_while(is_ours).map(str::len).sum();
    Layout::of(text).is_ok_and(|layout| layout.has_comment_behind(head))
}

fn rank(list: &str) -> Option<usize> {
    let lists = ["", "document", "engine"].into_iter().chain(Section::ALL.iter().map(|section| section.key()));
    lists.enumerate().find(|(_, name)| *name == list).map(|(at, _)| at)
}

/// Returns the sidecar with these parts. `schema` is the way from it to the JSON Schema.
///
/// # Errors
///
/// Returns a problem when the parts make no annotation file.
pub fn from_parts(parts: &[Part], schema: &str) -> Result<String, Problem> {
    if let Some(part) = parts.iter().find(|part| rank(&part.list).is_none()) {
        let message = format!("annotation files have no list `{}`", part.list);
        return Err(Problem::new("parts.list", message).help("the lists are those of `ibid schema`"));
    }
    let mut out = String::new();
    let _ = writeln!(out, "# yaml-language-server: $schema={schema}");
    for part in parts.iter().filter(|part| part.list.is_empty()) {
        lines(&part.keys, "", "", &mut out);
    }
    for list in ["document", "engine"] {
        if let Some(part) = parts.iter().find(|part| part.list == list) {
            let _ = writeln!(out, "{list}:");
            lines(&part.keys, "  ", "  ", &mut out);
        }
    }
    for section in Section::ALL {
        let mut entries = parts.iter().filter(|part| part.list == section.key()).peekable();
        if entries.peek().is_some() {
            let _ = write!(out, "\n{}:\n", section.key());
        }
        for (number, part) in entries.enumerate() {
            if number > 0 && section.is_spaced() {
                out.push('\n');
            }
            let first = if section.is_single() { "  " } else { "  - " };
            lines(&part.keys, first, if section.is_single() { "  " } else { "    " }, &mut out);
        }
    }
    read(&out)?;
    Ok(out)
}

fn lines(keys: &Map<String, Value>, first: &str, rest: &str, out: &mut String) {
    for (number, (key, value)) in sorted(keys).into_iter().enumerate() {
        let lead = if number == 0 { first } else { rest };
        let _ = writeln!(out, "{lead}{}: {}", scalar(key), flow(value));
    }
}

fn sorted(keys: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let mut all: Vec<(&String, &Value)> = keys.iter().collect();
    all.sort_by_key(|(key, _)| match key.as_str() {
        "now" => ORDER.len() + 1,
        "by" => ORDER.len() + 2,
        key => ORDER.iter().position(|known| *known == key).unwrap_or(ORDER.len()),
    });
    all
}

fn flow(value: &Value) -> String {
    match value {
        Value::String(text) if text.parse::<ByteRange>().is_ok() => text.clone(),
        Value::String(text) => match text.parse::<Digest>() {
            Ok(digest) => format!("\"{digest}\""),
            Err(_) => scalar(text),
        },
        Value::Array(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Object(keys) => {
            let pairs = sorted(keys).into_iter().map(|(key, value)| format!("{}: {}", scalar(key), flow(value)));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}
