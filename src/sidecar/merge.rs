//! Re-annotation as a patch on the file's text. Pure: text and proposals in, text out.
//!
//! Only these bytes can change: the values of `document` and `engine`, entries whose fingerprint still
//! matches, the line `now` in people's entries, and the places where new entries are put in. Everything else
//! stays byte for byte.

use super::{
    clash,
    edit::{Existing, Layout, get},
    now::{self, Whereabouts},
    print::{Proposal, Section, proposals, write_section},
    wire::{DocumentRef, Engine},
};
use crate::{
    annotation::{Anchors, Annotations, Selector},
    document::{Document, Problem, Source, Span},
};
use std::collections::{BTreeMap, BTreeSet};

/// What a merge did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// The new text; equal to the old one when nothing had to change.
    pub text: String,
    /// How many of the engine's entries were put in.
    pub added: usize,
    /// How many of them were written anew.
    pub updated: usize,
    /// How many of them were taken out.
    pub removed: usize,
    /// How many entries are people's.
    pub people: usize,
}

/// Merges the engine's proposals for a document into a sidecar's text, which [`read`](super::read()) must
/// accept. `path` is the way from the sidecar to the document.
///
/// Merging the same proposals twice changes nothing the second time.
///
/// # Errors
///
/// Returns a problem when the text is laid out so that entries cannot be put in line by line.
pub fn merge(
    text: &str,
    path: &str,
    document: &Document,
    engine: &Engine,
    annotations: &Annotations<Selector>,
) -> Result<Merged, Problem> {
    let mut layout = Layout::of(text)?;
    let raw = layout.top("document").and_then(|(_, node)| get(node, "raw")).and_then(|(_, raw)| raw.scalar());
    let same = raw.is_some_and(|raw| raw.parse() == Ok(document.digests().raw));
    let mut splices = find_people(&mut layout, &Anchors::of(document.source()), same);
    splices.extend(layout.header(&DocumentRef::of(path, document), Some(engine)));
    let mut patch = Patch { layout: &layout, splices, merged: Merged::default() };
    let apart = clash::apart(annotations, &layout.entries, document);
    let proposals = proposals(apart.as_ref().unwrap_or(annotations));
    for section in Section::ALL {
        let proposed: Vec<&Proposal<'_>> = proposals.iter().filter(|proposal| proposal.section == section).collect();
        patch.section(section, &proposed);
    }
    Ok(patch.apply())
}

/// Puts one entry into a sidecar's text, behind the last one that stands before it in the document.
///
/// # Errors
///
/// Returns a problem when the text is laid out so that entries cannot be put in line by line.
pub(super) fn put_in(text: &str, entry: &Proposal<'_>) -> Result<String, Problem> {
    let layout = Layout::of(text)?;
    let kept: Vec<&Existing> = layout.entries.iter().filter(|other| other.section == entry.section).collect();
    let mut patch = Patch { layout: &layout, splices: vec![], merged: Merged::default() };
    patch.insert(entry.section, &[entry], &kept);
    Ok(patch.apply().text)
}

/// Finds the words of people's entries in the document, and returns what is to be stated beside them. In a
/// document that is the same, an entry whose words are nowhere still speaks of its bytes.
fn find_people(layout: &mut Layout<'_>, anchors: &Anchors<'_>, same: bool) -> Vec<(Span<Source>, String)> {
    let mut entries = std::mem::take(&mut layout.entries);
    let mut splices = vec![];
    for entry in &mut entries {
        let now = entry.person.as_ref().and_then(|node| Whereabouts::of(entry.section, node, anchors));
        let Some(now) = now else { continue };
        splices.extend(now::patch(layout, entry, &now));
        let places = now.places();
        (entry.reach, entry.intact) = (now.reach(), now.is_intact());
        if !same || places.len() == entry.places.len() {
            entry.start = places.first().map_or(entry.start, |place| place.0);
            entry.places = places;
        }
    }
    layout.entries = entries;
    splices
}

struct Patch<'l, 't> {
    layout: &'l Layout<'t>,
    splices: Vec<(Span<Source>, String)>,
    merged: Merged,
}

impl Patch<'_, '_> {
    fn section(&mut self, section: Section, proposed: &[&Proposal<'_>]) {
        let layout = self.layout;
        let existing: Vec<&Existing> = layout.entries.iter().filter(|entry| entry.section == section).collect();
        let by_name: BTreeMap<&str, &Proposal<'_>> = proposed.iter().map(|p| (name_in(section, &p.name), *p)).collect();
        let mut kept: Vec<&Existing> = vec![];
        let rejected: Vec<&Existing> =
            existing.iter().filter(|entry| entry.rejected && !entry.owned).copied().collect();
        for entry in &existing {
            let proposal = by_name.get(name_in(section, &entry.name)).filter(|proposal| {
                // What was rejected is not proposed again at that place, whatever it is called.
                entry.name != proposal.name || rejected.iter().all(|other| other.reach != proposal.places)
            });
            match proposal {
                _ if !entry.owned => self.merged.people += 1,
                Some(proposal) if !entry.has_now && self.says(entry, proposal) => {}
                Some(proposal) => {
                    self.splices.push((entry.lines, self.replacement(section, entry, proposal)));
                    self.merged.updated += 1;
                }
                None => {
                    self.splices.push((self.with_blank(section, entry.lines), String::new()));
                    self.merged.removed += 1;
                    continue;
                }
            }
            kept.push(entry);
        }
        let names: BTreeSet<&str> = kept.iter().map(|entry| name_in(section, &entry.name)).collect();
        let people: Vec<&Existing> = kept.iter().filter(|entry| !entry.owned).copied().collect();
        let spoken_for = |proposal: &Proposal<'_>| {
            names.contains(name_in(section, &proposal.name)) || people.iter().any(|entry| stands_at(entry, proposal))
        };
        let new: Vec<&Proposal<'_>> = proposed.iter().filter(|proposal| !spoken_for(proposal)).copied().collect();
        self.insert(section, &new, &kept);
    }

    /// Tells whether one of the engine's entries says what is proposed.
    fn says(&self, entry: &Existing, proposal: &Proposal<'_>) -> bool {
        let there = entry.lines.of(self.layout.text).unwrap_or_default();
        proposal.is_written(there, &entry.fingerprint, entry.indent, self.layout.end)
            || proposal.fingerprint() == entry.fingerprint
    }

    fn replacement(&self, section: Section, entry: &Existing, proposal: &Proposal<'_>) -> String {
        let end = self.layout.end;
        let text = proposal.text(entry.indent, end);
        let text = if section.is_single() { format!("{}:{end}{text}", section.key()) } else { text };
        let ended = entry.lines.of(self.layout.text).is_some_and(|old| old.ends_with('\n'));
        if ended { text } else { text.trim_end().to_owned() }
    }

    /// Puts in new entries, each behind the last entry that stands before it in the document.
    fn insert(&mut self, section: Section, new: &[&Proposal<'_>], kept: &[&Existing]) {
        let end = self.layout.end;
        self.merged.added += new.len();
        if new.is_empty() {
            return;
        }
        let Some((key, value)) = self.layout.top(section.key()).filter(|_| !section.is_single()) else {
            let at = self.section_place(section);
            let mut text = String::new();
            write_section(&mut text, section, new.iter().copied(), end);
            self.splices.push((Span::clamped(at, at), self.on_new_line(at, text)));
            return;
        };
        if self.layout.is_flow(value) || value.scalar().is_some_and(|text| !text.is_empty()) {
            self.splices.push((value.span, String::new()));
        }
        let head =
            self.layout.line_end(key.span.end().max(if self.layout.is_flow(value) { value.span.end() } else { 0 }));
        let gap = if section.is_spaced() { end } else { "" };
        let order = Order::of(kept);
        for (index, proposal) in new.iter().enumerate() {
            let before = order.last_before(proposal.start);
            let indent = before.or(kept.first().copied()).map_or(2, |entry| entry.indent);
            let text = proposal.text(indent, end);
            let (at, text) = match before {
                Some(entry) => (self.behind(entry.lines.end()), format!("{gap}{text}")),
                None if !kept.is_empty() => (head, format!("{text}{gap}")),
                None if index > 0 => (head, format!("{gap}{text}")),
                None => (head, text),
            };
            self.splices.push((Span::clamped(at, at), self.on_new_line(at, text)));
        }
    }

    /// Returns the place for a section that is missing: behind the one before it.
    fn section_place(&self, section: Section) -> u32 {
        let before = Section::ALL.iter().rev().skip_while(|other| **other != section).skip(1).map(|other| other.key());
        before
            .chain(["engine", "document", "ibid"])
            .find_map(|key| self.layout.top(key))
            .map_or(0, |(key, value)| self.behind(self.layout.line_end(value.span.end().max(key.span.end()))))
    }

    /// Returns the place behind the comment lines that hang on the entry which ends at `at`: those that
    /// follow it at once and are themselves followed by an empty line or the file's end.
    fn behind(&self, at: u32) -> u32 {
        let mut place = at;
        while let Some(line) = self.line(place) {
            if !line.trim_start().starts_with('#') {
                return if line.trim().is_empty() { place } else { at };
            }
            place = self.layout.line_end(place);
        }
        place
    }

    fn line(&self, at: u32) -> Option<&str> {
        let span = Span::<Source>::clamped(at, self.layout.line_end(at));
        span.of(self.layout.text).filter(|line| !line.is_empty())
    }

    fn on_new_line(&self, at: u32, text: String) -> String {
        let before = self.layout.text.get(..at as usize).unwrap_or_default();
        if before.is_empty() || before.ends_with('\n') { text } else { format!("{}{text}", self.layout.end) }
    }

    /// An entry that goes takes the empty line behind it along, the last one the empty line before it.
    fn with_blank(&self, section: Section, lines: Span<Source>) -> Span<Source> {
        let blank = |at: u32| self.line(at).is_some_and(|line| line.trim().is_empty());
        if !section.is_spaced() {
            return lines;
        }
        if blank(lines.end()) {
            return Span::clamped(lines.start(), self.layout.line_end(lines.end()));
        }
        let before = self.layout.line_start(lines.start().saturating_sub(1));
        if self.line(lines.end()).is_none() && blank(before) { Span::clamped(before, lines.end()) } else { lines }
    }

    fn apply(mut self) -> Merged {
        self.merged.text = spliced(self.layout.text, self.splices);
        self.merged
    }
}

/// Returns a text with parts replaced, none over another; those at the same place stay in their order.
pub(super) fn spliced(text: &str, mut splices: Vec<(Span<Source>, String)>) -> String {
    splices.sort_by_key(|(span, _)| (span.start(), span.end()));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (span, new) in &splices {
        out.push_str(Span::<Source>::clamped(at, span.start()).of(text).unwrap_or_default());
        out.push_str(new);
        at = at.max(span.end());
    }
    out.push_str(text.get(at as usize..).unwrap_or_default());
    out
}

/// The entries that stay, by their place in the document.
struct Order<'e> {
    /// The first byte an entry speaks of, and the entry furthest down the file among it and those before.
    lowest: Vec<(u32, &'e Existing)>,
}

impl<'e> Order<'e> {
    fn of(kept: &[&'e Existing]) -> Self {
        let mut lowest: Vec<(u32, &Existing)> = kept.iter().map(|entry| (entry.start, *entry)).collect();
        lowest.sort_by_key(|(start, _)| *start);
        let mut down: Option<&Existing> = None;
        for (_, entry) in &mut lowest {
            *entry = down.filter(|other| other.lines.end() > entry.lines.end()).unwrap_or(entry);
            down = Some(entry);
        }
        Self { lowest }
    }

    /// Returns, of the entries that begin in the document at or before `start`, the one furthest down the
    /// file.
    fn last_before(&self, start: u32) -> Option<&'e Existing> {
        let at = self.lowest.partition_point(|(other, _)| *other <= start).checked_sub(1)?;
        self.lowest.get(at).map(|(_, entry)| *entry)
    }
}

/// Single entries are the same whatever they say: there is one place for them.
fn name_in(section: Section, name: &str) -> &str {
    if section.is_single() { "" } else { name }
}

/// Tells whether a person's entry stands where the proposal does.
fn stands_at(entry: &Existing, proposal: &Proposal<'_>) -> bool {
    let overlap = || entry.places.iter().any(|a| proposal.places.iter().any(|b| a.0 < b.1 && b.0 < a.1));
    match entry.section {
        Section::Claims | Section::Naming => entry.places == proposal.places,
        _ => overlap(),
    }
}
