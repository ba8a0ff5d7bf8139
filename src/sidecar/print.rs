//! Annotations to the text of a sidecar.
//!
//! Written by hand, not by a serializer: what the engine reads back is in flow style on one line, what
//! people edit stands one fact a line, and the same annotation always gives the same text.

use super::{
    VERSION,
    edit::fingerprint,
    wire::{DocumentRef, Engine},
};
use crate::annotation::{
    Annotations, Author, Cited, Claim, Damage, Evidence, Framing, Naming, Outlet, Published, Selector,
};
use std::fmt::Write as _;

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
pub(super) struct Proposal {
    pub(super) section: Section,
    /// The id, or the name where the entry has no id.
    pub(super) name: String,
    /// The first byte of its place.
    pub(super) start: u32,
    /// Every place it speaks of, sorted: bytes from and to, half-open.
    pub(super) places: Vec<(u32, u32)>,
    /// Its lines without indentation, `by` last.
    pub(super) lines: Vec<String>,
    /// The fingerprint that `by` states.
    pub(super) fingerprint: String,
}

impl Proposal {
    /// Returns the lines of the entry: a list item at `indent`, or the value of a key.
    pub(super) fn text(&self, indent: usize, end: &str) -> String {
        let mut out = String::new();
        for (index, line) in self.lines.iter().enumerate() {
            let dash = match (self.section.is_single(), index) {
                (true, _) => "  ",
                (false, 0) => "- ",
                (false, _) => "  ",
            };
            let _ = write!(out, "{:indent$}{dash}{line}{end}", "");
        }
        out
    }
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
        out.push_str(&section_text(section, proposals.iter().filter(|p| p.section == section), "\n"));
    }
    out
}

/// Returns a section with its key, set apart by an empty line; nothing when it has no entries.
pub(super) fn section_text<'p>(section: Section, entries: impl Iterator<Item = &'p Proposal>, end: &str) -> String {
    let indent = if section.is_single() { 0 } else { 2 };
    let texts: Vec<String> = entries.map(|entry| entry.text(indent, end)).collect();
    if texts.is_empty() {
        return String::new();
    }
    let between = if section.is_spaced() { end } else { "" };
    format!("{end}{}:{end}{}", section.key(), texts.join(between))
}

fn optional(value: Option<impl std::fmt::Display>) -> String {
    value.map_or_else(|| "null".to_owned(), |value| value.to_string())
}

/// Returns what the engine proposes, section by section, each in document order.
pub(super) fn proposals(annotations: &Annotations<Selector>) -> Vec<Proposal> {
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

/// Collects the lines of an entry, and closes it with its fingerprint.
struct Lines(Vec<String>);

impl Lines {
    fn new() -> Self {
        Self(vec![])
    }

    fn fact(mut self, key: &str, value: impl std::fmt::Display) -> Self {
        self.0.push(format!("{key}: {value}"));
        self
    }

    fn maybe(self, key: &str, value: Option<impl std::fmt::Display>) -> Self {
        match value {
            Some(value) => self.fact(key, value),
            None => self,
        }
    }

    fn close(mut self, section: Section, name: &str, mut places: Vec<(u32, u32)>) -> Proposal {
        places.sort_unstable();
        let fingerprint = fingerprint(&self.0.join("\n"));
        self.0.push(format!("by: ibid {fingerprint}"));
        let start = places.iter().map(|place| place.0).min().unwrap_or(0);
        Proposal { section, name: name.to_owned(), start, places, lines: self.0, fingerprint }
    }
}

fn ends(selector: &Selector) -> (u32, u32) {
    (selector.bytes.0.start(), selector.bytes.0.end())
}

fn evidence_list(evidence: &[Evidence<Selector>]) -> (String, Vec<(u32, u32)>) {
    let mut places = vec![];
    let items: Vec<String> = evidence
        .iter()
        .map(|evidence| {
            places.push(ends(&evidence.at));
            let (at, rule) = (&evidence.at, &evidence.rule);
            format!("{{bytes: {}, exact: {}, rule: {}}}", at.bytes, scalar(&at.exact), scalar(rule))
        })
        .collect();
    (format!("[{}]", items.join(", ")), places)
}

fn outlet(outlet: &Outlet<Selector>) -> Proposal {
    let (list, places) = evidence_list(&outlet.evidence);
    Lines::new()
        .fact("name", scalar(&outlet.name))
        .maybe("domain", outlet.domain.as_deref().map(scalar))
        .fact("evidence", list)
        .close(Section::Outlet, &outlet.name, places)
}

fn author(author: &Author<Selector>) -> Proposal {
    let (list, places) = evidence_list(&author.evidence);
    Lines::new().fact("name", scalar(&author.name)).fact("evidence", list).close(Section::Authors, &author.name, places)
}

fn published(published: &Published<Selector>) -> Proposal {
    let (list, places) = evidence_list(&published.evidence);
    Lines::new().fact("date", scalar(&published.date)).fact("evidence", list).close(
        Section::Published,
        &published.date,
        places,
    )
}

fn cited(cited: &Cited<Selector>) -> Proposal {
    let (list, places) = evidence_list(&cited.evidence);
    Lines::new().fact("name", scalar(&cited.name)).fact("evidence", list).close(Section::Cites, &cited.name, places)
}

/// Returns a place with its context; `exact` is left out where the entry says it already.
fn place(selector: &Selector, exact: bool) -> String {
    let mut out = format!("{{bytes: {}", selector.bytes);
    if exact {
        let _ = write!(out, ", exact: {}", scalar(&selector.exact));
    }
    for (key, value) in [("prefix", &selector.prefix), ("suffix", &selector.suffix)] {
        if !value.is_empty() {
            let _ = write!(out, ", {key}: {}", scalar(value));
        }
    }
    out.push('}');
    out
}

pub(super) fn claim(claim: &Claim<Selector>) -> Proposal {
    let source = claim.source.as_ref();
    let source = source.map(|at| format!("{{bytes: {}, exact: {}}}", at.bytes, scalar(&at.exact)));
    let cue = &claim.cue;
    let mut places: Vec<(u32, u32)> = claim.content.iter().map(ends).collect();
    places.push(ends(&cue.at));
    places.extend(claim.source.as_ref().map(ends));
    let lines = Lines::new()
        .fact("id", &claim.id)
        .fact("kind", claim.kind.name())
        .fact("speaker", claim.speaker.as_deref().map_or_else(|| "null".to_owned(), scalar))
        .maybe("source", source)
        .fact(
            "cue",
            format!("{{bytes: {}, exact: {}, class: {}}}", cue.at.bytes, scalar(&cue.at.exact), cue.class.name()),
        );
    place_lines(lines, "content", &claim.content, |_| true)
        .maybe("within", claim.within.as_ref())
        .fact("rule", scalar(&claim.rule))
        .close(Section::Claims, &claim.id.0, places)
}

/// One piece stands on the key's line, several one a line below it.
fn place_lines(mut lines: Lines, key: &str, pieces: &[Selector], exact: impl Fn(&Selector) -> bool) -> Lines {
    if let [one] = pieces {
        return lines.fact(key, place(one, exact(one)));
    }
    lines.0.push(format!("{key}:"));
    lines.0.extend(pieces.iter().map(|piece| format!("  - {}", place(piece, exact(piece)))));
    lines
}

pub(super) fn framing(framing: &Framing<Selector>) -> Proposal {
    Lines::new()
        .fact("id", &framing.id)
        .fact("term", scalar(&framing.term))
        .fact("at", place(&framing.at, framing.at.exact != framing.term))
        .fact("category", framing.category.name())
        .fact("voice", framing.voice.name())
        .maybe("speaker", framing.speaker.as_deref().map(scalar))
        .maybe("relay", framing.relay.map(crate::annotation::Relay::name))
        .maybe("claim", framing.claim.as_ref())
        .fact("rule", scalar(&framing.rule))
        .maybe("broad", framing.broad.then_some(true))
        .close(Section::Framing, &framing.id.0, vec![ends(&framing.at)])
}

/// Names that say no more than who is meant are not kept: they would be most of the file.
fn naming(naming: &Naming<Selector>) -> Proposal {
    let lines = Lines::new()
        .fact("id", &naming.id)
        .fact("referent", scalar(&naming.referent))
        .fact("kind", naming.kind.name())
        .fact("designator", scalar(&naming.designator));
    place_lines(lines, "at", &naming.at, |at| at.exact != naming.designator)
        .fact("voice", naming.voice.name())
        .maybe("speaker", naming.speaker.as_deref().map(scalar))
        .fact("rule", scalar(&naming.rule))
        .close(Section::Naming, &naming.id.0, naming.at.iter().map(ends).collect())
}

fn damage(damage: &Damage<Selector>) -> Proposal {
    Lines::new()
        .fact("at", place(&damage.at, true))
        .fact("kind", damage.kind.name())
        .maybe("suggestion", damage.suggestion.as_deref().map(scalar))
        .fact("rule", scalar(&damage.rule))
        .close(Section::Damage, &format!("{}", damage.at.bytes), vec![ends(&damage.at)])
}

/// Returns a string as a YAML scalar that means this string in block and in flow style: plain where
/// nobody could read it otherwise, else in double quotes with JSON's escapes.
pub fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

fn is_plain(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let word = text.to_ascii_lowercase();
    let special = matches!(word.as_str(), "null" | "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n" | "nan");
    let inner = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '\'' | '’' | '/' | '(' | ')' | '_');
    first.is_alphabetic() && !special && !text.ends_with(' ') && !text.contains("  ") && text.chars().all(inner)
}

pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{a0}' => out.push_str("\\_"),
            c if c.is_control() || is_invisible(c) => {
                let _ = if u32::from(c) > 0xffff {
                    write!(out, "\\U{:08x}", u32::from(c))
                } else {
                    write!(out, "\\u{:04x}", u32::from(c))
                };
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
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
        ] {
            for yaml in [format!("k: {}", scalar(text)), format!("{{k: {}, l: 1}}", scalar(text))] {
                let value: serde_yaml::Value = serde_yaml::from_str(&yaml).unwrap();
                assert_eq!(value.get("k").and_then(|v| v.as_str()), Some(text), "{yaml}");
            }
        }
    }
}
