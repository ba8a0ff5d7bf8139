//! Several people's files of one document as one file, in which a person decides.

use super::{
    edit::{Existing, Layout, get, is_shared},
    merge::spliced,
    print::Section,
    read,
    review::{nodes, said, setting},
};
use crate::document::{
    Problem, Source, Span,
    yaml::{Kind, Node},
};
use std::collections::{BTreeMap, BTreeSet};

/// Entries of several people that speak of the same words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// Whose, by the number of the file, and the entry's id in it.
    pub entries: Vec<(usize, String)>,
    /// What people differ on; `None` where all agree.
    pub note: Option<String>,
}

type Splices = Vec<(Span<Source>, String)>;

/// An entry with its text.
type Found<'l> = (Section, &'l Existing, &'l Node);

/// Returns the first of `texts` with the claims and framing terms that others see differently: all of them, each with
/// the note. `path` is the way from the new file to the document. What all agree on, and what else the first file
/// says, stays as it stands there; of the other files only entries are taken, with the comments inside them. An id
/// that is taken gets a number, and so does what refers to it.
///
/// # Errors
///
/// Returns the number of the file with a problem: it cannot be read, or an entry is bound to others by an anchor.
pub fn adjudicate(texts: &[&str], settled: &[Settled], path: &str) -> Result<String, (usize, Problem)> {
    let mut layouts = vec![];
    for (who, text) in texts.iter().enumerate() {
        let layout = read(text).and_then(|_| Layout::of(text)).map_err(|problem| (who, problem))?;
        layouts.push(layout);
    }
    let Some(base) = layouts.first() else { return Ok(String::new()) };
    let found: Vec<BTreeMap<&str, Found<'_>>> = layouts
        .iter()
        .map(|layout| nodes(layout).into_iter().map(|found| (found.1.name.as_str(), found)).collect())
        .collect();
    let ids = names(base, settled);
    let mut splices: Splices = base
        .top("document")
        .and_then(|(_, node)| get(node, "path"))
        .map(|(_, old)| (old.span, super::plain_or_quoted(path)))
        .into_iter()
        .collect();
    let mut added: Vec<Added> = vec![];
    for case in settled {
        let Some(note) = &case.note else { continue };
        let mut behind = None;
        for (who, id) in &case.entries {
            let (Some(layout), Some(&(section, entry, node))) =
                (layouts.get(*who), found.get(*who).and_then(|found| found.get(id.as_str())))
            else {
                continue;
            };
            if is_shared(node) {
                return Err((*who, bound(node)));
            }
            let note = said(node, "note").map_or_else(|| note.clone(), |old| format!("{old} ({note})"));
            let note = setting(layout, entry, node, "note", &note);
            if *who == 0 {
                splices.extend(note);
                behind = Some(entry.lines.end());
                continue;
            }
            let mut changes: Splices = note.into_iter().collect();
            changes.extend(["id", "within", "claim"].into_iter().filter_map(|key| {
                let (_, value) = get(node, key)?;
                let new = ids.get(&(*who, value.scalar()?.to_owned()))?;
                Some((value.span, new.clone()))
            }));
            added.push(Added { section, start: entry.start, behind, text: cut(layout, entry, changes) });
        }
    }
    added.sort_by_key(|entry| (entry.section, entry.start));
    // Sections that the first file has not come last: its own last section may end where the file does.
    let sections = Section::ALL.into_iter().filter_map(|section| {
        insert(base, section, added.iter().filter(|entry| entry.section == section), &mut splices)
    });
    let sections: Vec<_> = sections.collect();
    splices.extend(sections);
    let out = spliced(base.text, splices);
    read(&out).map_err(|problem| (0, problem))?;
    Ok(out)
}

/// An entry of another file, its hyphen in the first column, lines ending in LF.
struct Added {
    section: Section,
    start: u32,
    /// The end of the entry that it stands behind, when the first file has one.
    behind: Option<u32>,
    text: String,
}

fn bound(node: &Node) -> Problem {
    let problem = Problem::new("adjudicate.anchor", "this entry is bound to another by an anchor or an alias");
    problem.at(node.span).help("write out what `*name` stands for, and run the command again")
}

/// Returns what the entries of the other files are called in the new one: where all agree, as in the first.
fn names(base: &Layout<'_>, settled: &[Settled]) -> BTreeMap<(usize, String), String> {
    let mut taken: BTreeSet<String> = base.entries.iter().map(|entry| entry.name.clone()).collect();
    let mut names = BTreeMap::new();
    for case in settled {
        let first = case.entries.iter().find(|(who, _)| *who == 0).filter(|_| case.note.is_none());
        for (who, id) in case.entries.iter().filter(|(who, _)| *who != 0) {
            let name = match first {
                Some((_, name)) => name.clone(),
                None => free(id, &mut taken),
            };
            names.insert((*who, id.clone()), name);
        }
    }
    names
}

fn free(id: &str, taken: &mut BTreeSet<String>) -> String {
    let mut name = id.to_owned();
    let mut number = 2;
    while !taken.insert(name.clone()) {
        name = format!("{id}-{number}");
        number += 1;
    }
    name
}

/// Returns an entry's lines with changes, moved to the first column.
fn cut(layout: &Layout<'_>, entry: &Existing, changes: Splices) -> String {
    let lines = entry.lines;
    let shift = |span: Span<Source>| {
        Span::<Source>::clamped(span.start().saturating_sub(lines.start()), span.end().saturating_sub(lines.start()))
    };
    let changes = changes.into_iter().map(|(span, new)| (shift(span), new)).collect();
    let text = spliced(lines.of(layout.text).unwrap_or_default(), changes);
    let blank = |line: &str| line.bytes().take(entry.indent).take_while(|byte| *byte == b' ').count();
    text.lines().map(|line| format!("{}\n", line.get(blank(line)..).unwrap_or_default())).collect()
}

/// Puts entries into a section of the first file: behind the one they belong to, else by their places. Returns the
/// section for the end of the file when it is not there.
fn insert<'a>(
    base: &Layout<'_>,
    section: Section,
    added: impl Iterator<Item = &'a Added>,
    splices: &mut Splices,
) -> Option<(Span<Source>, String)> {
    let existing: Vec<&Existing> = base.entries.iter().filter(|entry| entry.section == section).collect();
    let indent = existing.first().map_or(2, |entry| entry.indent);
    let end = base.end;
    let lines = |entry: &Added| -> String {
        let line = |line: &str| {
            if line.is_empty() { end.to_owned() } else { format!("{:indent$}{line}{end}", "") }
        };
        entry.text.lines().map(line).collect()
    };
    let length = u32::try_from(base.text.len()).unwrap_or(u32::MAX);
    let unended = if base.text.ends_with('\n') { "" } else { end };
    let mut fresh = String::new();
    for entry in added {
        let before = existing.iter().filter(|other| other.start <= entry.start).map(|other| other.lines.end()).max();
        let at = entry.behind.or(before);
        if let Some(at) = at {
            let gap = if at == length { unended } else { "" };
            splices.push((Span::clamped(at, at), format!("{gap}{end}{}", lines(entry))));
        } else {
            fresh.push_str(&lines(entry));
            fresh.push_str(end);
        }
    }
    if fresh.is_empty() {
        return None;
    }
    let Some((key, value)) = base.top(section.key()) else {
        let text = format!("{unended}{end}{}:{end}{}", section.key(), fresh.trim_end());
        return Some((Span::clamped(length, length), text + end));
    };
    if existing.is_empty() && !matches!(&value.kind, Kind::Mapping(_)) {
        splices.push((value.span, String::new()));
    }
    let at = base.line_end(key.span.end());
    let gap = if at == length { unended } else { "" };
    splices.push((Span::clamped(at, at), format!("{gap}{fresh}")));
    None
}
