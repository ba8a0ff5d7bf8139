//! From brat's lines to the parts of an annotation file.

use super::{
    ARGUMENTS, NOTE, SHAPES, Shape, WITHIN,
    said::{Said, one_line},
    sheet::{Event, Sheet},
};
use crate::{
    annotation::{Id, Ids},
    document::{Digests, Problem, Source, Span},
    sidecar::{Part, VERSION},
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// One entry as brat has it.
struct Entry<'s> {
    /// What brat calls it: `T4`, `E2`.
    name: &'s str,
    shape: &'static Shape,
    line: Span<Source>,
    said: Said,
    /// The entry as it was written, if ibid wrote it.
    was: Option<Map<String, Value>>,
    /// Its id in the annotation file; empty where it has none.
    id: String,
}

/// Reads the parts, and counts the annotations that are not of ours and were left out.
pub(in crate::exchange) fn read(lines: &str, text: &str) -> Result<(Vec<Part>, usize), Problem> {
    let sheet = Sheet::of(lines, text)?;
    let (mut entries, foreign) = entries(&sheet);
    name(&mut entries, text);
    let ids: BTreeMap<String, String> = entries.iter().map(|entry| (entry.name.to_owned(), entry.id.clone())).collect();
    link(&mut entries, &sheet, &ids);
    let mut parts = head(text);
    let before: Vec<(&'static str, Map<String, Value>)> =
        entries.iter().filter_map(|entry| Some((entry.shape.list, entry.was.clone()?))).collect();
    let claims = before.iter().filter(|(list, _)| *list == "claims");
    let known: Vec<&str> = claims.filter_map(|(_, keys)| keys.get("id")?.as_str()).collect();
    for entry in &entries {
        let keys = entry.was.clone().unwrap_or_default();
        let mut part = Part { list: entry.shape.list.to_owned(), keys };
        let told = Said::of(entry.shape, &part, text, &known);
        if entry.was.is_none() {
            whole(entry)?;
            if !entry.id.is_empty() {
                part.keys.insert("id".to_owned(), entry.id.clone().into());
            }
            new(entry, &mut part.keys, text);
        }
        entry.said.set(&told, entry.shape, &mut part, text);
        parts.push(part);
    }
    Ok((parts, foreign))
}

/// The head of the file: brat has the text, and that has its digests.
fn head(text: &str) -> Vec<Part> {
    let digests = Digests::of(text);
    let front = digests.front.map(|front| front.to_string());
    let part =
        |list: &str, value: Value| Part { list: list.to_owned(), keys: value.as_object().cloned().unwrap_or_default() };
    let (raw, text, root) = (digests.raw.to_string(), digests.text.to_string(), digests.root.to_string());
    vec![
        part("", json!({"ibid": VERSION})),
        part("document", json!({"path": "", "raw": raw, "text": text, "front": front, "root": root})),
    ]
}

fn entries(sheet: &Sheet) -> (Vec<Entry<'_>>, usize) {
    let arguments = |kind: &str| ARGUMENTS.iter().any(|(_, argument)| *argument == kind);
    let (mut entries, mut foreign) = (vec![], sheet.others);
    for (name, text) in &sheet.texts {
        match SHAPES.iter().find(|shape| shape.kind == text.kind && shape.list != "claims") {
            Some(shape) => {
                let mut said = Said::default();
                said.places.extend(shape.places.first().map(|key| (*key, text.pieces.clone())));
                entries.push(Entry { name, shape, line: text.line, said, was: None, id: String::new() });
            }
            // Parts of claims, and claims themselves, are read with their event.
            None => foreign += usize::from(!arguments(&text.kind) && !is_trigger(sheet, name)),
        }
    }
    for (name, event) in &sheet.events {
        let shape = SHAPES.iter().find(|shape| shape.kind == event.kind && shape.list == "claims");
        match (shape, sheet.texts.get(&event.trigger)) {
            (Some(shape), Some(cue)) => {
                let said = claim(sheet, event, cue.pieces.clone());
                entries.push(Entry { name, shape, line: event.line, said, was: None, id: String::new() });
            }
            _ => foreign += 1,
        }
    }
    for entry in &mut entries {
        let none = vec![];
        for mark in sheet.attributes.get(entry.name).unwrap_or(&none) {
            if let Some((key, _)) = entry.shape.marks.iter().find(|(_, attribute)| *attribute == mark.kind) {
                entry.said.marks.insert(key, mark.value.clone());
            }
        }
        for note in sheet.notes.get(entry.name).unwrap_or(&none) {
            match serde_json::from_str::<Map<String, Value>>(&note.value) {
                Ok(was) if note.kind == NOTE => entry.was = Some(was),
                _ => entry.said.note = Some(one_line(&note.value)).filter(|note| !note.is_empty()),
            }
        }
        let links = sheet.links.get(entry.name).unwrap_or(&none);
        entry.said.links = links.iter().map(|link| one_line(&link.value)).collect();
    }
    entries.sort_by_key(|entry| {
        let list = SHAPES.iter().position(|shape| shape.list == entry.shape.list);
        let first = entry.said.places.values().flatten().min().copied();
        (list, first.map(|span| (span.start(), span.end())), entry.line.start())
    });
    (entries, foreign)
}

fn is_trigger(sheet: &Sheet, name: &str) -> bool {
    sheet.events.values().any(|event| event.trigger == name)
}

fn claim(sheet: &Sheet, event: &Event, cue: Vec<Span<Source>>) -> Said {
    let mut said = Said::default();
    said.places.insert("cue", cue);
    for (role, id) in &event.roles {
        // Several contents are `Content`, `Content2`, …
        let plain = role.trim_end_matches(|c: char| c.is_ascii_digit());
        let key = ARGUMENTS.iter().find(|(_, argument)| *argument == plain).map(|(key, _)| *key);
        if let (Some(key), Some(text)) = (key, sheet.texts.get(id)) {
            let pieces = said.places.entry(key).or_default();
            pieces.extend(&text.pieces);
            pieces.sort_unstable();
        }
    }
    said
}

/// Gives the entries that were drawn in brat ids that no other has.
fn name(entries: &mut [Entry<'_>], text: &str) {
    let mut ids = Ids::default();
    for entry in entries.iter_mut() {
        let id = entry.was.as_ref().and_then(|was| was.get("id")?.as_str()).unwrap_or_default();
        entry.id = id.to_owned();
        if !id.is_empty() {
            ids.take(Id(id.to_owned()));
        }
    }
    for entry in entries.iter_mut().filter(|entry| entry.was.is_none()) {
        let letter = match entry.shape.list {
            "claims" => 'c',
            "framing" => 'f',
            "naming" => 'n',
            _ => continue,
        };
        let words: Vec<&str> = entry.said.places.values().flatten().filter_map(|span| span.of(text)).collect();
        entry.id = ids.give(letter, &words.join("\n")).0;
    }
}

/// Says of each entry in which claim it stands, or which one reports it.
fn link(entries: &mut [Entry<'_>], sheet: &Sheet, ids: &BTreeMap<String, String>) {
    let role = |event: &Event, wanted: &str| {
        event.roles.iter().find(|(role, _)| role == wanted).map(|(_, id)| id.as_str().to_owned())
    };
    for entry in entries {
        let claim = match sheet.events.get(entry.name) {
            Some(event) => role(event, "Within"),
            None => {
                let is_mine = |relation: &&Event| {
                    relation.kind == WITHIN && role(relation, "Arg1").as_deref() == Some(entry.name)
                };
                sheet.relations.iter().find(is_mine).and_then(|relation| role(relation, "Arg2"))
            }
        };
        entry.said.claim = claim.and_then(|name| ids.get(&name).cloned());
    }
}

/// What an annotation file wants of an entry that was drawn in brat.
fn whole(entry: &Entry<'_>) -> Result<(), Problem> {
    let optional = ["relay", "review"];
    let wanted = entry.shape.marks.iter().filter(|(key, _)| !optional.contains(key));
    let mut missing: Vec<&str> =
        wanted.filter(|(key, _)| !entry.said.marks.contains_key(key)).map(|(_, attribute)| *attribute).collect();
    if entry.shape.list == "claims" && !entry.said.places.contains_key("content") {
        missing.push("Content");
    }
    if missing.is_empty() {
        return Ok(());
    }
    let message = format!("{} {} has no {}", entry.shape.kind, entry.name, missing.join(" and no "));
    Err(Problem::new("import.incomplete", message).at(entry.line).help("set it in brat, and import again"))
}

/// What an entry that was drawn in brat says besides what brat holds: the words, where the file wants them.
fn new(entry: &Entry<'_>, keys: &mut Map<String, Value>, text: &str) {
    let pieces = entry.said.places.values().flatten();
    let hull = pieces.copied().reduce(|a, b| a.hull(b));
    let words = one_line(hull.and_then(|span| span.of(text)).unwrap_or_default());
    match entry.shape.list {
        "claims" => _ = keys.insert("speaker".to_owned(), Value::Null),
        "naming" => {
            keys.insert("referent".to_owned(), words.clone().into());
            keys.insert("designator".to_owned(), words.into());
        }
        "published" => _ = keys.insert("date".to_owned(), words.into()),
        "outlet" | "authors" | "cites" => _ = keys.insert("name".to_owned(), words.into()),
        _ => {}
    }
}
