//! Keys and values of annotation files and lexicons, from the schema; names and ids from the file itself.

use super::{
    context::{self, Context},
    state::State,
    teaching::{Known, Schema},
    words::short,
};
use crate::{
    document::{Source, Span},
    sidecar,
};
use lsp_types::{CompletionItem, CompletionItemKind, CompletionTextEdit, Documentation, Position, TextEdit, Url};

/// Returns what may stand at a place.
pub(super) fn of(state: &mut State, uri: &Url, position: Position) -> Vec<CompletionItem> {
    let Some(shape) = state.kind(uri).shape() else { return vec![] };
    let Some(open) = state.file(uri) else { return vec![] };
    let offset = open.text.offset(position);
    let context = context::at(&open.text, offset);
    if context.outside {
        return vec![];
    }
    let schema = Schema::new(state.disk.schema(shape));
    let found = match (&context.key, context.in_value) {
        (Some(key), true) => values(open.text.as_str(), schema, &context, key, offset),
        _ => keys(schema, &context),
    };
    let range = open.text.range(context.span);
    let item = |(number, item): (usize, Item)| CompletionItem {
        label: item.label,
        kind: Some(item.kind),
        detail: (!item.detail.is_empty()).then_some(item.detail),
        documentation: (!item.about.is_empty()).then_some(Documentation::String(item.about)),
        // The schema's order says more than the alphabet.
        sort_text: Some(format!("{number:04}")),
        filter_text: Some(item.text.clone()),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit { range, new_text: item.text })),
        ..CompletionItem::default()
    };
    found.into_iter().enumerate().map(item).collect()
}

struct Item {
    label: String,
    /// What is written.
    text: String,
    kind: CompletionItemKind,
    detail: String,
    about: String,
}

fn keys(schema: Schema<'_>, context: &Context) -> Vec<Item> {
    let is_here = |known: &Known| context.key.as_ref() == Some(&known.name);
    let free = |known: &Known| is_here(known) || !context.siblings.contains(&known.name);
    let item = |known: Known| Item {
        text: format!("{}:{}", known.name, if known.is_mapping { "" } else { " " }),
        label: known.name,
        kind: CompletionItemKind::FIELD,
        detail: if known.required { "required".to_owned() } else { String::new() },
        about: known.about,
    };
    schema.keys(&context.path).into_iter().filter(free).map(item).collect()
}

fn values(text: &str, schema: Schema<'_>, context: &Context, key: &str, offset: u32) -> Vec<Item> {
    let constants = schema.values(&context.path, key);
    if !constants.is_empty() {
        let item = |known: Known| Item {
            text: known.name.clone(),
            label: known.name,
            kind: CompletionItemKind::ENUM_MEMBER,
            detail: String::new(),
            about: known.about,
        };
        return constants.into_iter().map(item).collect();
    }
    match (context.path.last().map(String::as_str), key) {
        (Some("claims" | "framing" | "naming"), "speaker") => names(text, context.span, &["speaker", "name"]),
        (Some(_), "reviewer") => names(text, context.span, &["reviewer"]),
        (Some("naming"), "referent") => names(text, context.span, &["referent"]),
        (Some("claims"), "within") | (Some("framing"), "claim") => claims(text, offset),
        _ => vec![],
    }
}

/// The values that keys of these names have elsewhere in the file, as they are written there: those of the first key
/// first, and of these the most frequent.
/// Read line by line: the file may be no YAML at this moment.
fn names(text: &str, here: Span<Source>, keys: &[&str]) -> Vec<Item> {
    let mut found: Vec<(&str, usize, usize)> = vec![];
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let is_here = Span::<Source>::clamped(start, start + span_len(line)).covers(here.start());
        start += span_len(line);
        let bare = line.trim().trim_start_matches("- ");
        let Some((key, value)) = bare.split_once(':') else { continue };
        let Some(rank) = keys.iter().position(|wanted| *wanted == key) else { continue };
        let value = match value.trim() {
            quoted if quoted.starts_with(['"', '\'']) => quoted,
            plain => plain.split(" #").next().unwrap_or_default().trim_end(),
        };
        if is_here || matches!(value, "" | "null" | "~") || value.starts_with(['{', '[', '#', '|', '>', '&', '*']) {
            continue;
        }
        match found.iter_mut().find(|(known, ..)| *known == value) {
            Some((_, first, count)) => (*first, *count) = (rank.min(*first), *count + 1),
            None => found.push((value, rank, 1)),
        }
    }
    found.sort_by_key(|(_, rank, count)| (*rank, std::cmp::Reverse(*count)));
    let item = |(value, _, count): (&str, usize, usize)| Item {
        label: value.trim_matches(['"', '\'']).to_owned(),
        text: value.to_owned(),
        kind: CompletionItemKind::VALUE,
        detail: format!("{count} in this file"),
        about: String::new(),
    };
    found.into_iter().map(item).collect()
}

fn span_len(line: &str) -> u32 {
    u32::try_from(line.len()).unwrap_or(u32::MAX)
}

fn claims(text: &str, offset: u32) -> Vec<Item> {
    let entries = sidecar::entries(text).unwrap_or_default();
    let others = entries.into_iter().filter(|entry| entry.list == "claims" && !entry.lines.covers(offset));
    let item = |entry: sidecar::Entry| {
        let id = entry.id?;
        let (label, detail) = (id.clone(), short(&entry.words));
        Some(Item { label, text: id, kind: CompletionItemKind::REFERENCE, detail, about: entry.words })
    };
    others.filter_map(item).collect()
}
