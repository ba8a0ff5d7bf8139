//! What brat holds of one entry.

use super::{LINKS, Shape};
use crate::{
    annotation::ByteRange,
    document::{Source, Span},
    sidecar::Part,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What brat holds of one entry, whether an annotation file or brat says it.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Said {
    /// The pieces of text of each key that has places, in document order, as brat has them.
    pub(super) places: BTreeMap<&'static str, Vec<Span<Source>>>,
    /// The names under their keys.
    pub(super) marks: BTreeMap<&'static str, String>,
    /// The id of the claim it stands in, or that reports it.
    pub(super) claim: Option<String>,
    /// The note, on one line.
    pub(super) note: Option<String>,
    /// What it is linked to elsewhere.
    pub(super) links: Vec<String>,
}

impl Said {
    /// Returns what brat is told of an entry. `ids` are the claims that stand in the file.
    pub(super) fn of(shape: &Shape, part: &Part, text: &str, ids: &[&str]) -> Self {
        let mut said = Self::default();
        for key in shape.places {
            let mut pieces: Vec<Span<Source>> =
                places(part.keys.get(*key)).into_iter().flat_map(|span| lines(span, text)).collect();
            pieces.sort_unstable();
            if !pieces.is_empty() {
                said.places.insert(key, pieces);
            }
        }
        for (key, _) in shape.marks {
            if let Some(name) = at(&part.keys, key).and_then(Value::as_str) {
                said.marks.insert(key, name.to_owned());
            }
        }
        let claim = part.keys.get(claim_key(shape.list)).and_then(Value::as_str);
        said.claim = claim.filter(|id| ids.contains(id)).map(str::to_owned);
        said.note = part.keys.get("note").and_then(Value::as_str).map(one_line).filter(|note| !note.is_empty());
        let links = part.keys.get(LINKS).and_then(Value::as_array).into_iter().flatten();
        said.links = links.filter_map(Value::as_str).map(one_line).filter(|link| link.contains(' ')).collect();
        said
    }

    /// Sets in an entry what brat says otherwise than it was told.
    pub(super) fn set(&self, told: &Self, shape: &Shape, part: &mut Part, text: &str) {
        let keys = &mut part.keys;
        for key in shape.places {
            if self.places.get(key) == told.places.get(key) {
                continue;
            }
            match self.places.get(key) {
                None => _ = keys.remove(*key),
                Some(pieces) => {
                    let class = at(keys, "cue.class").cloned().filter(|_| *key == "cue");
                    let (mut value, words) = placed(shape, key, &whole(pieces, text), text);
                    if let (Some(class), Some(place)) = (class, value.as_object_mut()) {
                        place.insert("class".to_owned(), class);
                    }
                    keys.insert((*key).to_owned(), value);
                    if shape.list == "framing" {
                        keys.insert("term".to_owned(), words.into());
                    }
                }
            }
        }
        for (key, _) in shape.marks.iter().filter(|(key, _)| self.marks.get(key) != told.marks.get(key)) {
            let (outer, inner) = key.split_once('.').unwrap_or((key, ""));
            let holder =
                if inner.is_empty() { Some(&mut *keys) } else { keys.get_mut(outer).and_then(Value::as_object_mut) };
            let name = if inner.is_empty() { outer } else { inner };
            match (holder, self.marks.get(key)) {
                (Some(holder), Some(mark)) => _ = holder.insert(name.to_owned(), mark.clone().into()),
                (Some(holder), None) => _ = holder.remove(name),
                (None, _) => {}
            }
        }
        let mut set = |key: &str, value: Option<Value>| match value {
            Some(value) => _ = keys.insert(key.to_owned(), value),
            None => _ = keys.remove(key),
        };
        if self.claim != told.claim {
            set(claim_key(shape.list), self.claim.clone().map(Value::from));
        }
        if self.note != told.note {
            set("note", self.note.clone().map(Value::from));
        }
        if self.links != told.links {
            set(LINKS, (!self.links.is_empty()).then(|| json!(self.links)));
        }
    }
}

/// The key that names a claim.
pub(super) fn claim_key(list: &str) -> &'static str {
    if list == "claims" { "within" } else { "claim" }
}

/// Tells whether an entry has the place that bears it.
pub(super) fn bears(shape: &Shape, part: &Part) -> bool {
    shape.places.first().is_some_and(|key| !places(part.keys.get(*key)).is_empty())
}

/// Returns a value; a dot leads into a mapping.
fn at<'k>(keys: &'k serde_json::Map<String, Value>, way: &str) -> Option<&'k Value> {
    match way.split_once('.') {
        Some((outer, inner)) => keys.get(outer)?.get(inner),
        None => keys.get(way),
    }
}

fn places(value: Option<&Value>) -> Vec<Span<Source>> {
    let of = |value: &Value| value.get("bytes")?.as_str()?.parse::<ByteRange>().ok().map(|range| range.0);
    match value {
        Some(Value::Array(items)) => items.iter().filter_map(of).collect(),
        Some(one) => of(one).into_iter().collect(),
        None => vec![],
    }
}

/// Returns the pieces of a span that stand on one line each: brat's own lines hold no line ends.
fn lines(span: Span<Source>, text: &str) -> Vec<Span<Source>> {
    let (mut out, mut start) = (vec![], span.start());
    for line in span.of(text).unwrap_or_default().split_inclusive(['\r', '\n']) {
        let length = |text: &str| u32::try_from(text.len()).unwrap_or(u32::MAX);
        let bare = length(line.trim_end_matches(['\r', '\n']));
        if bare > 0 {
            out.push(Span::clamped(start, start + bare));
        }
        start += length(line);
    }
    out
}

/// Joins pieces between which there is nothing but a line's end.
fn whole(pieces: &[Span<Source>], text: &str) -> Vec<Span<Source>> {
    let mut out: Vec<Span<Source>> = vec![];
    for piece in pieces {
        match out.last_mut() {
            Some(last) if is_line_end(last.end(), piece.start(), text) => *last = last.hull(*piece),
            _ => out.push(*piece),
        }
    }
    out
}

fn is_line_end(from: u32, to: u32, text: &str) -> bool {
    let between = Span::<Source>::new(from, to).and_then(|gap| gap.of(text)).unwrap_or_default();
    between.contains('\n') && between.trim().is_empty()
}

/// Returns the value of a key that has places, and the words there.
fn placed(shape: &Shape, key: &str, pieces: &[Span<Source>], text: &str) -> (Value, String) {
    let words = |span: Span<Source>| span.of(text).unwrap_or_default().to_owned();
    let place = |span: &Span<Source>| json!({"bytes": ByteRange(*span).to_string(), "exact": words(*span)});
    let all: Vec<Value> = match key {
        "evidence" => pieces
            .iter()
            .map(|span| json!({"bytes": ByteRange(*span).to_string(), "exact": words(*span), "rule": "person"}))
            .collect(),
        "content" => pieces.iter().map(place).collect(),
        "at" if shape.list == "naming" => pieces.iter().map(place).collect(),
        // One place only: from the first piece to the last.
        _ => pieces.iter().copied().reduce(|a, b| a.hull(b)).iter().map(place).collect(),
    };
    let hull = pieces.iter().copied().reduce(|a, b| a.hull(b)).map(words).unwrap_or_default();
    match <[Value; 1]>::try_from(all) {
        Ok([one]) if key != "evidence" => (one, hull),
        Ok(one) => (json!(one), hull),
        Err(all) => (Value::from(all), hull),
    }
}

/// Notes of brat are one line each.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
