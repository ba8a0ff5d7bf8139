//! Annotations to the text of a sidecar.
//!
//! Written by hand, not by a serializer: what the engine reads back is in flow style on one line, what
//! people edit stands one fact a line, and the same annotation always gives the same text.

use super::{
    VERSION,
    edit::digest_of,
    wire::{DocumentRef, Engine},
};
use crate::annotation::{
    Annotations, Author, Cited, Claim, Damage, Evidence, Framing, Naming, Outlet, Published, Selector,
};
use std::{cell::OnceCell, fmt::Write as _};

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
    /// Its lines without indentation and without `by`.
    pub(super) lines: Vec<String>,
    /// Whether a person adds it: then nothing signs it.
    pub(super) unsigned: bool,
    /// What the fingerprint is the digest of.
    canonical: String,
    /// The fingerprint that `by` states, once somebody asked.
    fingerprint: OnceCell<String>,
}

impl Proposal {
    /// Returns the fingerprint that `by` states.
    pub(super) fn fingerprint(&self) -> &str {
        self.fingerprint.get_or_init(|| digest_of(&self.canonical))
    }

    /// Returns the lines of the entry: a list item at `indent`, or the value of a key.
    pub(super) fn text(&self, indent: usize, end: &str) -> String {
        let mut out = self.without_by(indent, end);
        if !self.unsigned {
            let _ = write!(out, "{:indent$}  by: ibid {}{end}", "", self.fingerprint());
        }
        out
    }

    /// Tells whether these very lines stand there already, under a fingerprint that is theirs: then nothing needs
    /// to be parsed to know it.
    pub(super) fn is_written(&self, there: &str, fingerprint: &str, indent: usize, end: &str) -> bool {
        let by = there.strip_prefix(&self.without_by(indent, end));
        by.is_some_and(|by| by.trim() == format!("by: ibid {fingerprint}"))
    }

    /// Returns the lines without `by`.
    fn without_by(&self, indent: usize, end: &str) -> String {
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

/// A value as it stands in the file, and as the fingerprint takes it: see
/// [`fingerprint_of`](super::edit::fingerprint_of).
struct Written {
    text: String,
    canonical: String,
}

impl Written {
    /// A scalar that stands as it is.
    fn bare(text: &str) -> Self {
        Self { text: text.to_owned(), canonical: canonical(text) }
    }

    fn string(text: &str) -> Self {
        Self { text: scalar(text), canonical: canonical(text) }
    }

    fn or_null(text: Option<&str>) -> Self {
        text.map_or_else(|| Self::bare("null"), Self::string)
    }

    /// A mapping in flow style, in the order given; the fingerprint sorts.
    fn map<const N: usize>(pairs: [Option<(&'static str, Self)>; N]) -> Self {
        let mut sorted: Vec<&(&str, Self)> = pairs.iter().flatten().collect();
        let texts: Vec<String> = sorted.iter().map(|(key, value)| format!("{key}: {}", value.text)).collect();
        sorted.sort_by_key(|(key, _)| *key);
        let canonical = sorted.iter().flat_map(|(key, value)| [canonical(key), value.canonical.clone()]);
        Self { text: format!("{{{}}}", texts.join(", ")), canonical: format!("{{{}}}", canonical.collect::<String>()) }
    }

    /// A list in flow style.
    fn list(items: &[Self]) -> Self {
        let texts: Vec<&str> = items.iter().map(|item| item.text.as_str()).collect();
        Self { text: format!("[{}]", texts.join(", ")), canonical: canonical_list(items) }
    }
}

fn canonical(scalar: &str) -> String {
    format!("{}:{scalar}", scalar.len())
}

fn canonical_list(items: &[Written]) -> String {
    format!("[{}]", items.iter().map(|item| item.canonical.as_str()).collect::<String>())
}

/// Collects the lines of an entry, and closes it with its fingerprint, which is made from the same values: to parse
/// what was just written would take longer than to find it.
#[derive(Default)]
struct Lines {
    lines: Vec<String>,
    canonical: Vec<(&'static str, String)>,
}

impl Lines {
    fn new() -> Self {
        Self::default()
    }

    fn fact(mut self, key: &'static str, value: Written) -> Self {
        self.lines.push(format!("{key}: {}", value.text));
        self.canonical.push((key, value.canonical));
        self
    }

    fn maybe(self, key: &'static str, value: Option<Written>) -> Self {
        match value {
            Some(value) => self.fact(key, value),
            None => self,
        }
    }

    /// One value stands on the key's line, several one a line below it.
    fn values(mut self, key: &'static str, mut values: Vec<Written>) -> Self {
        match values.pop() {
            Some(one) if values.is_empty() => self.fact(key, one),
            None => {
                self.lines.push(format!("{key}:"));
                self.canonical.push((key, canonical("")));
                self
            }
            Some(last) => {
                values.push(last);
                self.lines.push(format!("{key}:"));
                self.lines.extend(values.iter().map(|value| format!("  - {}", value.text)));
                self.canonical.push((key, canonical_list(&values)));
                self
            }
        }
    }

    fn close(mut self, section: Section, name: &str, mut places: Vec<(u32, u32)>) -> Proposal {
        places.sort_unstable();
        self.canonical.sort_by_key(|(key, _)| *key);
        let pairs: String = self.canonical.iter().flat_map(|(key, value)| [canonical(key), value.clone()]).collect();
        let canonical = format!("{{{pairs}}}");
        debug_assert_eq!(digest_of(&canonical), super::edit::fingerprint(&self.lines.join("\n")), "{:#?}", self.lines);
        let start = places.iter().map(|place| place.0).min().unwrap_or(0);
        let (name, lines) = (name.to_owned(), self.lines);
        Proposal { section, name, start, places, lines, unsigned: false, canonical, fingerprint: OnceCell::new() }
    }
}

fn ends(selector: &Selector) -> (u32, u32) {
    (selector.bytes.0.start(), selector.bytes.0.end())
}

fn evidence_list(evidence: &[Evidence<Selector>]) -> (Written, Vec<(u32, u32)>) {
    let mut places = vec![];
    let items: Vec<Written> = evidence
        .iter()
        .map(|evidence| {
            places.push(ends(&evidence.at));
            words(&evidence.at, Some(("rule", Written::string(&evidence.rule))))
        })
        .collect();
    (Written::list(&items), places)
}

/// Returns a place without its context.
fn words(selector: &Selector, more: Option<(&'static str, Written)>) -> Written {
    let bytes = Written::bare(&selector.bytes.to_string());
    Written::map([Some(("bytes", bytes)), Some(("exact", Written::string(&selector.exact))), more])
}

fn outlet(outlet: &Outlet<Selector>) -> Proposal {
    let (list, places) = evidence_list(&outlet.evidence);
    Lines::new()
        .fact("name", Written::string(&outlet.name))
        .maybe("domain", outlet.domain.as_deref().map(Written::string))
        .fact("evidence", list)
        .close(Section::Outlet, &outlet.name, places)
}

fn author(author: &Author<Selector>) -> Proposal {
    let (list, places) = evidence_list(&author.evidence);
    let lines = Lines::new().fact("name", Written::string(&author.name)).fact("evidence", list);
    lines.close(Section::Authors, &author.name, places)
}

fn published(published: &Published<Selector>) -> Proposal {
    let (list, places) = evidence_list(&published.evidence);
    let lines = Lines::new().fact("date", Written::string(&published.date)).fact("evidence", list);
    lines.close(Section::Published, &published.date, places)
}

fn cited(cited: &Cited<Selector>) -> Proposal {
    let (list, places) = evidence_list(&cited.evidence);
    let lines = Lines::new().fact("name", Written::string(&cited.name)).fact("evidence", list);
    lines.close(Section::Cites, &cited.name, places)
}

/// Returns a place with its context; `exact` is left out where the entry says it already.
fn place(selector: &Selector, exact: bool) -> Written {
    let context = |key, value: &str| (!value.is_empty()).then(|| (key, Written::string(value)));
    Written::map([
        Some(("bytes", Written::bare(&selector.bytes.to_string()))),
        exact.then(|| ("exact", Written::string(&selector.exact))),
        context("prefix", &selector.prefix),
        context("suffix", &selector.suffix),
    ])
}

pub(super) fn claim(claim: &Claim<Selector>) -> Proposal {
    let cue = &claim.cue;
    let mut places: Vec<(u32, u32)> = claim.content.iter().map(ends).collect();
    places.push(ends(&cue.at));
    places.extend(claim.source.as_ref().map(ends));
    Lines::new()
        .fact("id", Written::bare(&claim.id.0))
        .fact("kind", Written::bare(claim.kind.name()))
        .fact("speaker", Written::or_null(claim.speaker.as_deref()))
        .maybe("source", claim.source.as_ref().map(|at| words(at, None)))
        .fact("cue", words(&cue.at, Some(("class", Written::bare(cue.class.name())))))
        .values("content", claim.content.iter().map(|piece| place(piece, true)).collect())
        .maybe("within", claim.within.as_ref().map(|id| Written::bare(&id.0)))
        .fact("rule", Written::string(&claim.rule))
        .close(Section::Claims, &claim.id.0, places)
}

pub(super) fn framing(framing: &Framing<Selector>) -> Proposal {
    Lines::new()
        .fact("id", Written::bare(&framing.id.0))
        .fact("term", Written::string(&framing.term))
        .fact("at", place(&framing.at, framing.at.exact != framing.term))
        .fact("category", Written::bare(framing.category.name()))
        .fact("voice", Written::bare(framing.voice.name()))
        .maybe("speaker", framing.speaker.as_deref().map(Written::string))
        .maybe("relay", framing.relay.map(|relay| Written::bare(relay.name())))
        .maybe("claim", framing.claim.as_ref().map(|id| Written::bare(&id.0)))
        .fact("rule", Written::string(&framing.rule))
        .maybe("broad", framing.broad.then(|| Written::bare("true")))
        .close(Section::Framing, &framing.id.0, vec![ends(&framing.at)])
}

/// Names that say no more than who is meant are not kept: they would be most of the file.
fn naming(naming: &Naming<Selector>) -> Proposal {
    Lines::new()
        .fact("id", Written::bare(&naming.id.0))
        .fact("referent", Written::string(&naming.referent))
        .fact("kind", Written::bare(naming.kind.name()))
        .fact("designator", Written::string(&naming.designator))
        .values("at", naming.at.iter().map(|at| place(at, at.exact != naming.designator)).collect())
        .fact("voice", Written::bare(naming.voice.name()))
        .maybe("speaker", naming.speaker.as_deref().map(Written::string))
        .fact("rule", Written::string(&naming.rule))
        .close(Section::Naming, &naming.id.0, naming.at.iter().map(ends).collect())
}

fn damage(damage: &Damage<Selector>) -> Proposal {
    Lines::new()
        .fact("at", place(&damage.at, true))
        .fact("kind", Written::bare(damage.kind.name()))
        .maybe("suggestion", damage.suggestion.as_deref().map(Written::string))
        .fact("rule", Written::string(&damage.rule))
        .close(Section::Damage, &damage.at.bytes.to_string(), vec![ends(&damage.at)])
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
    // A hyphen by itself before a bracket or a comma is taken for the mark of a list.
    let ends = !text.ends_with(' ') && !text.ends_with(" -");
    first.is_alphabetic() && !special && ends && !text.contains("  ") && text.chars().all(inner)
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
    fn fingerprints_are_those_of_what_is_written() {
        for count in 0..3 {
            let values = || (0..count).map(|n| Written::string(&format!("a, {n}: b"))).collect();
            // Held against what a parser makes of it, where it is made.
            let made = Lines::new()
                .values("other", values())
                .fact("list", Written::list(&[Written::or_null(None), Written::bare("true")]))
                .fact(
                    "map",
                    Written::map([Some(("z", Written::string("“x” -"))), None, Some(("a", Written::bare("1")))]),
                )
                .close(Section::Claims, "c-1", vec![]);
            let lines = made.lines.join("\n");
            assert_eq!(made.fingerprint(), super::super::edit::fingerprint(&lines), "{lines}");
        }
    }

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
