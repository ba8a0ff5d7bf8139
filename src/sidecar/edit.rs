//! A sidecar's text as entries, each with the lines it takes and whose it is.

use super::{
    print::Section,
    read::tree,
    value::scalar,
    wire::{DocumentRef, Engine},
};
use crate::{
    annotation::ByteRange,
    document::{
        Digest, Problem, Source, Span,
        yaml::{self, Kind, Node, Style},
    },
};
use std::fmt::Write as _;

/// A sidecar's text, taken apart.
pub(super) struct Layout<'t> {
    pub(super) text: &'t str,
    /// How its lines end.
    pub(super) end: &'static str,
    root: Node,
    pub(super) entries: Vec<Existing>,
}

/// An entry as it stands in the file.
#[derive(Clone, Debug)]
pub(super) struct Existing {
    pub(super) section: Section,
    /// The id, or the name where the entry has no id.
    pub(super) name: String,
    /// The first byte of the place it speaks of.
    pub(super) start: u32,
    /// Every place it speaks of, sorted: bytes from and to, half-open.
    pub(super) places: Vec<(u32, u32)>,
    /// Where its words are or may be, sorted, once they were looked for; empty when they are gone.
    pub(super) reach: Vec<(u32, u32)>,
    /// Whether its words stand at its bytes, as far as is known.
    pub(super) intact: bool,
    /// Whether a person rejected it.
    pub(super) rejected: bool,
    /// Its lines, from the first to the last line's end.
    pub(super) lines: Span<Source>,
    /// The column of its hyphen.
    pub(super) indent: usize,
    /// Whether the engine wrote it and nobody changed it since.
    pub(super) owned: bool,
    pub(super) fingerprint: String,
    /// The entry itself, where it is a person's and stands for itself alone.
    pub(super) person: Option<Node>,
    /// Whether the engine stated in it where its words are now.
    pub(super) has_now: bool,
    /// Where its `by` says whose it is.
    pub(super) signature: Option<Span<Source>>,
}

impl<'t> Layout<'t> {
    /// Takes apart a sidecar that [`read`](super::read()) accepted.
    pub(super) fn of(text: &'t str) -> Result<Self, Problem> {
        let root = tree(text)?.ok_or_else(|| {
            Problem::new("sidecar.empty", "the annotation file is empty")
                .help("delete it and run `ibid annotate` again")
        })?;
        let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut layout = Self { text, end, root, entries: vec![] };
        for section in Section::ALL {
            let found = layout.section(section)?;
            layout.entries.extend(found);
        }
        Ok(layout)
    }

    /// Returns the key and the value of a top-level key.
    pub(super) fn top(&self, key: &str) -> Option<(&Node, &Node)> {
        get(&self.root, key)
    }

    /// Returns the nodes of a section's entries.
    pub(super) fn items(&self, section: Section) -> &[Node] {
        match self.top(section.key()).map(|(_, value)| &value.kind) {
            Some(Kind::Sequence(items)) => items,
            _ => &[],
        }
    }

    fn section(&self, section: Section) -> Result<Vec<Existing>, Problem> {
        let Some((key, value)) = self.top(section.key()) else { return Ok(vec![]) };
        match &value.kind {
            Kind::Mapping(_) if section.is_single() => {
                let lines = Span::clamped(self.line_start(key.span.start()), self.line_end(value.span.end()));
                Ok(vec![self.existing(section, value, lines, 0)])
            }
            Kind::Sequence(items) if !self.is_flow(value) => Ok(items
                .iter()
                .map(|item| {
                    let dash = self.dash(item.span.start());
                    let from = self.line_start(dash);
                    let lines = Span::clamped(from, self.line_end(item.span.end()));
                    self.existing(section, item, lines, (dash - from) as usize)
                })
                .collect()),
            Kind::Sequence(items) if items.is_empty() => Ok(vec![]),
            Kind::Scalar { value, .. } if matches!(value.as_str(), "" | "null" | "~") => Ok(vec![]),
            _ => Err(Problem::new(
                "sidecar.flow-list",
                format!("`{}` is not a list with one entry a line", section.key()),
            )
            .at(value.span)
            .help("write each entry on lines of its own, beginning with `- `")),
        }
    }

    fn existing(&self, section: Section, node: &Node, lines: Span<Source>, indent: usize) -> Existing {
        let text_of = |key: &str| get(node, key).and_then(|(_, value)| value.scalar()).map(str::to_owned);
        let mut places = vec![];
        ranges(node, &mut places);
        places.sort_unstable();
        let bytes =
            get(node, "at").and_then(|(_, at)| get(at, "bytes")).and_then(|(_, v)| v.scalar()).map(str::to_owned);
        let name = text_of("id").or_else(|| text_of("name")).or_else(|| text_of("date")).or(bytes).unwrap_or_default();
        let fingerprint = fingerprint_of(node);
        let shared = is_shared(node);
        let owned = is_signed(node, &fingerprint) && !self.has_comment(node, lines) && !shared;
        Existing {
            section,
            name,
            start: places.iter().map(|place| place.0).min().unwrap_or(0),
            places,
            reach: vec![],
            intact: true,
            rejected: get(node, "review").and_then(|(_, review)| review.scalar()) == Some("rejected"),
            lines,
            indent,
            owned,
            fingerprint,
            person: (!owned && !shared).then(|| node.clone()),
            has_now: get(node, "now").is_some_and(|(_, value)| is_engines(value)),
            signature: get(node, "by").map(|(_, by)| by.span),
        }
    }

    /// Returns what sets the digests (and with `engine` the versions) that changed, each by its own scalar.
    pub(super) fn header(&self, document: &DocumentRef, engine: Option<&Engine>) -> Vec<(Span<Source>, String)> {
        let digest = |digest: Digest| Some(digest.to_string());
        let mut values = vec![
            ("document", "path", Some(document.path.clone())),
            ("document", "raw", digest(document.raw)),
            ("document", "text", digest(document.text)),
            ("document", "front", document.front.and_then(digest)),
            ("document", "root", digest(document.root)),
        ];
        if let Some(engine) = engine {
            values.push(("engine", "version", Some(engine.version.clone())));
            values.push(("engine", "lexicon", digest(engine.lexicon)));
        }
        let mut splices = vec![];
        for (map, key, value) in values {
            let Some((_, node)) = self.top(map).and_then(|(_, node)| get(node, key)) else { continue };
            let old = node.scalar().filter(|old| !matches!(*old, "" | "~" | "null"));
            if old != value.as_deref() {
                // A value that was absent stands right behind the colon.
                let gap = if node.span.is_empty() { " " } else { "" };
                splices.push((node.span, format!("{gap}{}", in_style(node, value))));
            }
        }
        splices
    }

    pub(super) fn line_start(&self, at: u32) -> u32 {
        let before = self.text.get(..at as usize).unwrap_or_default();
        u32::try_from(before.rfind('\n').map_or(0, |at| at + 1)).unwrap_or(0)
    }

    /// Returns the byte after the line end that follows `at`.
    pub(super) fn line_end(&self, at: u32) -> u32 {
        let after = self.text.get(at as usize..).unwrap_or_default();
        let len = after.find('\n').map_or(after.len(), |at| at + 1);
        at.saturating_add(u32::try_from(len).unwrap_or(0))
    }

    /// Returns the hyphen of the list item that begins at `at`.
    fn dash(&self, at: u32) -> u32 {
        let before = self.text.get(..at as usize).unwrap_or_default();
        u32::try_from(before.rfind('-').unwrap_or(at as usize)).unwrap_or(at)
    }

    /// Tells whether a collection stands in brackets of its own: a block may begin with those of a child.
    pub(super) fn is_flow(&self, node: &Node) -> bool {
        let bracketed = node.span.of(self.text).is_some_and(|text| text.starts_with(['[', '{']));
        bracketed && children(node).first().is_none_or(|child| child.span.start() > node.span.start())
    }

    /// Tells whether a comment stands anywhere behind the byte at `start`.
    pub(super) fn has_comment_behind(&self, start: usize) -> bool {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.has_comment(&self.root, Span::clamped(offset(start), offset(self.text.len())))
    }

    /// Tells whether a comment stands within an entry's lines: a `#` outside its scalars.
    fn has_comment(&self, node: &Node, lines: Span<Source>) -> bool {
        let mut scalars = vec![];
        leaves(node, &mut scalars);
        let mut at = lines.start();
        let gap = |from: u32, to: u32| {
            Span::<Source>::new(from, to).and_then(|gap| gap.of(self.text)).is_some_and(|t| t.contains('#'))
        };
        for leaf in scalars {
            if gap(at, leaf.start()) {
                return true;
            }
            at = leaf.end().max(at);
        }
        gap(at, lines.end())
    }
}

/// Returns a mapping's key and value.
pub(super) fn get<'n>(node: &'n Node, key: &str) -> Option<(&'n Node, &'n Node)> {
    let Kind::Mapping(pairs) = &node.kind else { return None };
    pairs.iter().find(|(name, _)| name.scalar() == Some(key)).map(|(name, value)| (name, value))
}

fn children(node: &Node) -> Vec<&Node> {
    match &node.kind {
        Kind::Sequence(items) => items.iter().collect(),
        Kind::Mapping(pairs) => pairs.iter().flat_map(|(key, value)| [key, value]).collect(),
        Kind::Scalar { .. } | Kind::Alias(_) => vec![],
    }
}

fn leaves(node: &Node, out: &mut Vec<Span<Source>>) {
    match node.kind {
        Kind::Scalar { .. } | Kind::Alias(_) => out.push(node.span),
        _ => children(node).into_iter().for_each(|child| leaves(child, out)),
    }
}

/// Collects every place that `bytes` names.
fn ranges(node: &Node, out: &mut Vec<(u32, u32)>) {
    if let Some(range) =
        get(node, "bytes").and_then(|(_, value)| value.scalar()).and_then(|text| text.parse::<ByteRange>().ok())
    {
        out.push((range.0.start(), range.0.end()));
    }
    match &node.kind {
        // Where it was, it no longer is.
        Kind::Mapping(pairs) => {
            pairs.iter().filter(|(key, _)| key.scalar() != Some("was")).for_each(|(_, value)| ranges(value, out));
        }
        _ => children(node).into_iter().for_each(|child| ranges(child, out)),
    }
}

/// Tells whether an anchor or an alias makes the entry part of something larger.
pub(super) fn is_shared(node: &Node) -> bool {
    node.anchored || matches!(node.kind, Kind::Alias(_)) || children(node).into_iter().any(is_shared)
}

/// Returns the fingerprint of an entry from its lines: what the engine's own writing is held against.
pub(super) fn fingerprint(lines: &str) -> String {
    match yaml::parse(lines, Span::<Source>::whole(lines)) {
        Ok(Some(node)) => fingerprint_of(&node),
        _ => unreachable!("internal error: the engine wrote what is not YAML: {lines}"),
    }
}

/// Tells whether a `by` states this fingerprint.
fn is_signed(node: &Node, fingerprint: &str) -> bool {
    let by = get(node, "by").and_then(|(_, value)| value.scalar());
    by.is_some_and(|by| by.strip_prefix("ibid ") == Some(fingerprint))
}

/// Tells whether an entry still has the keys and values that the engine gave it.
pub(super) fn is_as_signed(entry: &Node) -> bool {
    is_signed(entry, &fingerprint_of(entry))
}

/// Tells whether the engine wrote the value and nobody changed it since.
pub(super) fn is_engines(value: &Node) -> bool {
    matches!(value.kind, Kind::Mapping(_)) && !is_shared(value) && is_signed(value, &fingerprint_of(value))
}

/// The first eight hexadecimal digits of the SHA-256 of the entry's keys and values, `by` and the engine's
/// `now` left out. Keys are sorted and quoting is resolved, so that an editor that only lays out anew does
/// not claim the entry.
pub(super) fn fingerprint_of(node: &Node) -> String {
    let mut canonical = String::new();
    write_canonical(node, true, &mut canonical);
    digest_of(&canonical)
}

/// Returns the fingerprint of an entry that is written as [`fingerprint_of`] has it.
pub(super) fn digest_of(canonical: &str) -> String {
    Digest::of(canonical.as_bytes()).hex().chars().take(8).collect()
}

fn write_canonical(node: &Node, top: bool, out: &mut String) {
    match &node.kind {
        Kind::Scalar { value, .. } => {
            let _ = write!(out, "{}:{value}", value.len());
        }
        Kind::Alias(name) => {
            let _ = write!(out, "*{name};");
        }
        Kind::Sequence(items) => {
            out.push('[');
            items.iter().for_each(|item| write_canonical(item, false, out));
            out.push(']');
        }
        Kind::Mapping(pairs) => {
            let is_aside = |(key, value): &&(Node, Node)| match key.scalar() {
                Some("by") => true,
                Some("now") => is_engines(value),
                _ => false,
            };
            let mut sorted: Vec<_> = pairs.iter().filter(|pair| !(top && is_aside(pair))).collect();
            sorted.sort_by_key(|(key, _)| key.scalar().unwrap_or_default());
            out.push('{');
            for (key, value) in sorted {
                write_canonical(key, false, out);
                write_canonical(value, false, out);
            }
            out.push('}');
        }
    }
}

/// Writes a value between the quotation marks that stood there.
fn in_style(old: &Node, value: Option<String>) -> String {
    let Some(value) = value else { return "null".to_owned() };
    match &old.kind {
        Kind::Scalar { style: Style::Double, .. } if !value.contains(['"', '\\']) => format!("\"{value}\""),
        Kind::Scalar { style: Style::Single, .. } => format!("'{}'", value.replace('\'', "''")),
        // A digest is a plain scalar too: its colon has no blank behind it.
        _ if value.parse::<Digest>().is_ok() => value,
        _ => scalar(&value),
    }
}
