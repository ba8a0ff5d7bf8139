//! Annotations to the text of a sidecar.
//!
//! Written by hand, not by a serializer: what the engine reads back is in flow style on one line, what
//! people edit stands one fact a line, and the same annotation always gives the same text.

use super::{
    VERSION,
    edit::digest_of,
    value::{Value, canonical_map, scalar},
    wire::{DocumentRef, Engine},
};
use crate::annotation::{
    Annotations, Author, Cited, Claim, Damage, Evidence, Framing, Naming, Outlet, Published, Selector,
};
use std::{borrow::Cow, cell::OnceCell, fmt::Write as _};

/// The lists of a sidecar and its two single entries, in the order in which they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Section {
    Outlet,
    Authors,
    Published,
    Cites,
    Claims,
    Framing,
    Naming,
    Damage,
}

impl Section {
    pub(super) const ALL: [Self; 8] = [
        Self::Outlet,
        Self::Authors,
        Self::Published,
        Self::Cites,
        Self::Claims,
        Self::Framing,
        Self::Naming,
        Self::Damage,
    ];

    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Outlet => "outlet",
            Self::Authors => "authors",
            Self::Published => "published",
            Self::Cites => "cites",
            Self::Claims => "claims",
            Self::Framing => "framing",
            Self::Naming => "naming",
            Self::Damage => "damage",
        }
    }

    pub(super) const fn is_single(self) -> bool {
        matches!(self, Self::Outlet | Self::Published)
    }

    /// Tells whether an empty line stands between two entries.
    pub(super) const fn is_spaced(self) -> bool {
        matches!(self, Self::Claims | Self::Framing | Self::Naming)
    }
}

/// What the engine proposes for one entry: what it is called, where it stands, and its lines.
#[derive(Clone, Debug)]
pub(super) struct Proposal<'a> {
    pub(super) section: Section,
    /// The id, or the name where the entry has no id.
    pub(super) name: Cow<'a, str>,
    /// The first byte of its place.
    pub(super) start: u32,
    /// Every place it speaks of, sorted: bytes from and to, half-open.
    pub(super) places: Vec<(u32, u32)>,
    /// Its keys and values without `by`, in the order in which they are written.
    facts: Vec<(&'static str, Value<'a>)>,
    /// Whether a person adds it: then nothing signs it.
    unsigned: bool,
    /// The fingerprint that `by` states, once somebody asked.
    fingerprint: OnceCell<String>,
}

impl Proposal<'_> {
    /// Returns the fingerprint that `by` states. It is made from the values themselves: to parse what is written
    /// would take longer than to find it.
    pub(super) fn fingerprint(&self) -> &str {
        self.fingerprint.get_or_init(|| {
            let mut canonical = String::with_capacity(512);
            canonical_map(&mut canonical, &self.facts);
            let fingerprint = digest_of(&canonical);
            debug_assert_eq!(fingerprint, super::edit::fingerprint(&self.mapping()), "{canonical}");
            fingerprint
        })
    }

    /// Makes it a person's own: nothing signs it, and no rule found it.
    pub(super) fn by_a_person(mut self) -> Self {
        self.facts.retain(|(key, _)| *key != "rule");
        self.unsigned = true;
        self
    }

    /// Writes the lines of the entry: a list item at `indent`, or the value of a key.
    pub(super) fn write(&self, out: &mut String, indent: usize, end: &str) {
        self.write_facts(out, self.dash(), indent, end);
        if !self.unsigned {
            blank(out, indent);
            for part in ["  by: ibid ", self.fingerprint(), end] {
                out.push_str(part);
            }
        }
    }

    /// Returns what [`write`](Self::write) writes.
    pub(super) fn text(&self, indent: usize, end: &str) -> String {
        let mut out = String::new();
        self.write(&mut out, indent, end);
        out
    }

    /// Tells whether these very lines stand there already, under a fingerprint that is theirs: then nothing needs
    /// to be parsed to know it.
    pub(super) fn is_written(&self, there: &str, fingerprint: &str, indent: usize, end: &str) -> bool {
        let by = there.strip_prefix(&self.without_by(indent, end));
        by.is_some_and(|by| by.trim().strip_prefix("by: ibid ") == Some(fingerprint))
    }

    /// Returns the lines without `by`.
    fn without_by(&self, indent: usize, end: &str) -> String {
        let mut out = String::new();
        self.write_facts(&mut out, self.dash(), indent, end);
        out
    }

    /// Returns the lines without `by` as they are for a parser that is given them alone.
    fn mapping(&self) -> String {
        let mut out = String::new();
        self.write_facts(&mut out, "  ", 0, "\n");
        out
    }

    const fn dash(&self) -> &'static str {
        if self.section.is_single() { "  " } else { "- " }
    }

    fn write_facts(&self, out: &mut String, dash: &str, indent: usize, end: &str) {
        for (index, (key, value)) in self.facts.iter().enumerate() {
            blank(out, indent);
            out.push_str(if index == 0 { dash } else { "  " });
            out.push_str(key);
            out.push(':');
            if let Value::Lines(values) = value {
                for value in values {
                    out.push_str(end);
                    blank(out, indent);
                    out.push_str("    - ");
                    value.write(out);
                }
            } else if *value != Value::Bare("") {
                out.push(' ');
                value.write(out);
            }
            out.push_str(end);
        }
    }
}

fn blank(out: &mut String, indent: usize) {
    out.extend(std::iter::repeat_n(' ', indent));
}

/// Returns the text of a new sidecar. `schema` is the way from it to the JSON Schema.
pub fn new_text(document: &DocumentRef, engine: &Engine, annotations: &Annotations<Selector>, schema: &str) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "# yaml-language-server: $schema={schema}");
    let _ = writeln!(out, "# vim: set ft=yaml et sw=2 ts=2:");
    let _ = writeln!(out, "ibid: {VERSION}");
    let _ = writeln!(out, "document:\n  path: {}", scalar(&document.path));
    let _ = writeln!(out, "  raw: {}\n  text: {}\n  front: {}", document.raw, document.text, optional(document.front));
    let _ = writeln!(out, "  root: {}", document.root);
    let _ = writeln!(out, "engine: {{version: {}, lexicon: \"{}\"}}", scalar(&engine.version), engine.lexicon);
    let proposals = proposals(annotations);
    for section in Section::ALL {
        write_section(&mut out, section, proposals.iter().filter(|p| p.section == section), "\n");
    }
    out
}

/// Writes a section with its key, set apart by an empty line; nothing when it has no entries.
pub(super) fn write_section<'p, 'a: 'p>(
    out: &mut String,
    section: Section,
    entries: impl Iterator<Item = &'p Proposal<'a>>,
    end: &str,
) {
    let indent = if section.is_single() { 0 } else { 2 };
    for (index, entry) in entries.enumerate() {
        if index == 0 {
            for part in [end, section.key(), ":", end] {
                out.push_str(part);
            }
        } else if section.is_spaced() {
            out.push_str(end);
        }
        entry.write(out, indent, end);
    }
}

fn optional(value: Option<impl std::fmt::Display>) -> String {
    value.map_or_else(|| "null".to_owned(), |value| value.to_string())
}

/// Returns what the engine proposes, section by section, each in document order.
pub(super) fn proposals(annotations: &Annotations<Selector>) -> Vec<Proposal<'_>> {
    let mut out = vec![];
    out.extend(annotations.outlet.as_ref().map(outlet));
    out.extend(annotations.authors.iter().map(author));
    out.extend(annotations.published.as_ref().map(published));
    out.extend(annotations.cites.iter().map(cited));
    out.extend(annotations.claims.iter().map(claim));
    out.extend(annotations.framing.iter().map(framing));
    out.extend(annotations.naming.iter().filter(|naming| naming.is_telling()).map(naming));
    out.extend(annotations.damage.iter().map(damage));
    out
}

/// The facts of an entry under way.
#[derive(Default)]
struct Facts<'a> {
    facts: Vec<(&'static str, Value<'a>)>,
}

impl<'a> Facts<'a> {
    fn new() -> Self {
        Self::default()
    }

    fn fact(mut self, key: &'static str, value: Value<'a>) -> Self {
        self.facts.push((key, value));
        self
    }

    fn maybe(self, key: &'static str, value: Option<Value<'a>>) -> Self {
        match value {
            Some(value) => self.fact(key, value),
            None => self,
        }
    }

    /// One value stands on the key's line, several one a line below it.
    fn values(self, key: &'static str, mut values: Vec<Value<'a>>) -> Self {
        match values.pop() {
            Some(one) if values.is_empty() => self.fact(key, one),
            None => self.fact(key, Value::Bare("")),
            Some(last) => {
                values.push(last);
                self.fact(key, Value::Lines(values))
            }
        }
    }

    fn close(self, section: Section, name: impl Into<Cow<'a, str>>, mut places: Vec<(u32, u32)>) -> Proposal<'a> {
        places.sort_unstable();
        let start = places.first().map_or(0, |place| place.0);
        let (name, facts) = (name.into(), self.facts);
        Proposal { section, name, start, places, facts, unsigned: false, fingerprint: OnceCell::new() }
    }
}

fn ends(selector: &Selector) -> (u32, u32) {
    (selector.bytes.0.start(), selector.bytes.0.end())
}

fn evidence_list(evidence: &[Evidence<Selector>]) -> (Value<'_>, Vec<(u32, u32)>) {
    let mut places = vec![];
    let items: Vec<Value<'_>> = evidence
        .iter()
        .map(|evidence| {
            places.push(ends(&evidence.at));
            words(&evidence.at, Some(("rule", Value::String(&evidence.rule))))
        })
        .collect();
    (Value::List(items), places)
}

/// Returns a place without its context.
fn words<'a>(selector: &'a Selector, more: Option<(&'static str, Value<'a>)>) -> Value<'a> {
    let bytes = Value::Bytes(selector.bytes);
    Value::map([Some(("bytes", bytes)), Some(("exact", Value::String(&selector.exact))), more])
}

fn outlet(outlet: &Outlet<Selector>) -> Proposal<'_> {
    let (list, places) = evidence_list(&outlet.evidence);
    Facts::new()
        .fact("name", Value::String(&outlet.name))
        .maybe("domain", outlet.domain.as_deref().map(Value::String))
        .fact("evidence", list)
        .close(Section::Outlet, &outlet.name, places)
}

fn author(author: &Author<Selector>) -> Proposal<'_> {
    let (list, places) = evidence_list(&author.evidence);
    let lines = Facts::new().fact("name", Value::String(&author.name)).fact("evidence", list);
    lines.close(Section::Authors, &author.name, places)
}

fn published(published: &Published<Selector>) -> Proposal<'_> {
    let (list, places) = evidence_list(&published.evidence);
    let lines = Facts::new().fact("date", Value::String(&published.date)).fact("evidence", list);
    lines.close(Section::Published, &published.date, places)
}

fn cited(cited: &Cited<Selector>) -> Proposal<'_> {
    let (list, places) = evidence_list(&cited.evidence);
    let lines = Facts::new().fact("name", Value::String(&cited.name)).fact("evidence", list);
    lines.close(Section::Cites, &cited.name, places)
}

/// Returns a place with its context; `exact` is left out where the entry says it already.
fn place(selector: &Selector, exact: bool) -> Value<'_> {
    let Selector { bytes, exact: words, prefix, suffix } = selector;
    Value::map([
        Some(("bytes", Value::Bytes(*bytes))),
        exact.then_some(("exact", Value::String(words))),
        (!prefix.is_empty()).then_some(("prefix", Value::String(prefix))),
        (!suffix.is_empty()).then_some(("suffix", Value::String(suffix))),
    ])
}

pub(super) fn claim(claim: &Claim<Selector>) -> Proposal<'_> {
    let cue = &claim.cue;
    let mut places: Vec<(u32, u32)> = claim.content.iter().map(ends).collect();
    places.push(ends(&cue.at));
    places.extend(claim.source.as_ref().map(ends));
    Facts::new()
        .fact("id", Value::Bare(&claim.id.0))
        .fact("kind", Value::Bare(claim.kind.name()))
        .fact("speaker", Value::or_null(claim.speaker.as_deref()))
        .maybe("source", claim.source.as_ref().map(|at| words(at, None)))
        .fact("cue", words(&cue.at, Some(("class", Value::Bare(cue.class.name())))))
        .values("content", claim.content.iter().map(|piece| place(piece, true)).collect())
        .maybe("within", claim.within.as_ref().map(|id| Value::Bare(&id.0)))
        .fact("rule", Value::String(&claim.rule))
        .close(Section::Claims, &claim.id.0, places)
}

pub(super) fn framing(framing: &Framing<Selector>) -> Proposal<'_> {
    Facts::new()
        .fact("id", Value::Bare(&framing.id.0))
        .fact("term", Value::String(&framing.term))
        .fact("at", place(&framing.at, framing.at.exact != framing.term))
        .fact("category", Value::Bare(framing.category.name()))
        .fact("voice", Value::Bare(framing.voice.name()))
        .maybe("speaker", framing.speaker.as_deref().map(Value::String))
        .maybe("relay", framing.relay.map(|relay| Value::Bare(relay.name())))
        .maybe("claim", framing.claim.as_ref().map(|id| Value::Bare(&id.0)))
        .fact("rule", Value::String(&framing.rule))
        .maybe("broad", framing.broad.then_some(Value::Bare("true")))
        .close(Section::Framing, &framing.id.0, vec![ends(&framing.at)])
}

/// Names that say no more than who is meant are not kept: they would be most of the file.
fn naming(naming: &Naming<Selector>) -> Proposal<'_> {
    Facts::new()
        .fact("id", Value::Bare(&naming.id.0))
        .fact("referent", Value::String(&naming.referent))
        .fact("kind", Value::Bare(naming.kind.name()))
        .fact("designator", Value::String(&naming.designator))
        .values("at", naming.at.iter().map(|at| place(at, at.exact != naming.designator)).collect())
        .fact("voice", Value::Bare(naming.voice.name()))
        .maybe("speaker", naming.speaker.as_deref().map(Value::String))
        .fact("rule", Value::String(&naming.rule))
        .close(Section::Naming, &naming.id.0, naming.at.iter().map(ends).collect())
}

fn damage(damage: &Damage<Selector>) -> Proposal<'_> {
    Facts::new()
        .fact("at", place(&damage.at, true))
        .fact("kind", Value::Bare(damage.kind.name()))
        .maybe("suggestion", damage.suggestion.as_deref().map(Value::String))
        .fact("rule", Value::String(&damage.rule))
        .close(Section::Damage, damage.at.bytes.to_string(), vec![ends(&damage.at)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprints_are_those_of_what_is_written() {
        let words = ["a, 0: b", "a, 1: b"];
        for count in 0..3 {
            let values = || words.iter().take(count).map(|word| Value::String(word)).collect();
            // Held against what a parser makes of it, where it is made.
            let made = Facts::new()
                .values("other", values())
                .fact("list", Value::List(vec![Value::or_null(None), Value::Bare("true")]))
                .fact("map", Value::map([Some(("z", Value::String("“x” -"))), None, Some(("a", Value::Bare("1")))]))
                .close(Section::Claims, "c-1", vec![]);
            let lines = made.mapping();
            assert_eq!(made.fingerprint(), super::super::edit::fingerprint(&lines), "{lines}");
        }
    }
}
