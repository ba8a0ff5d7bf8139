//! Where the words of a person's entry are in a document that was edited since.
//!
//! A person's entry is never rewritten. When its words do not stand where it says, the engine puts one line
//! into it, `now: {state: moved, at: 220-228, by: ibid 1234abcd}`, and takes it out again when they do. The
//! line is the engine's as an entry is: while its own fingerprint matches.

use super::{
    edit::{Existing, Layout, fingerprint, get, is_engines},
    print::Section,
};
use crate::{
    annotation::{Anchor, Anchors, ByteRange, Selector, State},
    document::{
        Source, Span,
        yaml::{Kind, Node, Style},
    },
};
use std::fmt::Write as _;

/// What became of the places of an entry.
pub(super) struct Whereabouts {
    /// The worst that became of one.
    state: State,
    /// By the key of the place: what became of each of its pieces.
    keys: Vec<(&'static str, Vec<Anchor>)>,
}

impl Whereabouts {
    /// Finds the words of an entry; nothing when it has none.
    pub(super) fn of(section: Section, entry: &Node, anchors: &Anchors<'_>) -> Option<Self> {
        let keys = match section {
            Section::Claims => {
                let (cue, content) = (selectors(entry, "cue"), selectors(entry, "content"));
                let source = selectors(entry, "source");
                let now = anchors.find_claim(source.first(), cue.first()?, &content);
                vec![("source", now.source.into_iter().collect()), ("cue", vec![now.cue]), ("content", now.content)]
            }
            Section::Framing | Section::Naming | Section::Damage => vec![("at", found(entry, "at", anchors))],
            Section::Outlet | Section::Authors | Section::Published | Section::Cites => {
                vec![("evidence", found(entry, "evidence", anchors))]
            }
        };
        let state = keys.iter().flat_map(|(_, anchors)| anchors).map(Anchor::state).max()?;
        Some(Self { state, keys })
    }

    /// Returns the places where the entry's words are, as far as that is clear: bytes from and to, half-open.
    pub(super) fn places(&self) -> Vec<(u32, u32)> {
        let spans = self.keys.iter().flat_map(|(_, anchors)| anchors).filter_map(place);
        let mut places: Vec<(u32, u32)> = spans.map(|span| (span.start(), span.end())).collect();
        places.sort_unstable();
        places
    }

    /// Returns the places where the entry's words are or may be: bytes from and to, half-open.
    pub(super) fn reach(&self) -> Vec<(u32, u32)> {
        let mut places = self.places();
        for anchor in self.anchors() {
            if let Anchor::Ambiguous(spans) = anchor {
                places.extend(spans.iter().map(|span| (span.start(), span.end())));
            }
        }
        places.sort_unstable();
        places
    }

    /// Tells whether every word stands where the entry says.
    pub(super) fn is_intact(&self) -> bool {
        self.state == State::Intact
    }

    /// Returns what became of each place, in the order of [`bytes`].
    pub(super) fn anchors(&self) -> impl Iterator<Item = &Anchor> {
        self.keys.iter().flat_map(|(_, anchors)| anchors)
    }

    /// Returns the value of `now`; nothing when every word stands where the entry says.
    fn value(&self) -> Option<String> {
        (!self.is_intact()).then(|| signed(self.state, &self.keys))
    }
}

/// Returns the value of `now` with its fingerprint. A place is named when all its pieces are found.
fn signed(state: State, keys: &[(&'static str, Vec<Anchor>)]) -> String {
    let mut said = format!("state: {}", state.name());
    for (key, anchors) in keys {
        let spans: Option<Vec<String>> =
            anchors.iter().map(|anchor| place(anchor).map(|span| ByteRange(span).to_string())).collect();
        match spans.as_deref() {
            None | Some([]) => {}
            Some([one]) => _ = write!(said, ", {key}: {one}"),
            Some(many) => _ = write!(said, ", {key}: [{}]", many.join(", ")),
        }
    }
    format!("{{{said}, by: ibid {}}}", fingerprint(&format!("{{{said}}}")))
}

/// Where the words are, or those that stand in their place.
fn place(anchor: &Anchor) -> Option<Span<Source>> {
    match anchor {
        Anchor::Intact(span) | Anchor::Moved(span) => Some(*span),
        Anchor::Changed(changed) => Some(changed.span),
        Anchor::Ambiguous(_) | Anchor::Lost(_) => None,
    }
}

fn found(entry: &Node, key: &str, anchors: &Anchors<'_>) -> Vec<Anchor> {
    selectors(entry, key).iter().map(|selector| anchors.find(selector)).collect()
}

/// Returns the words that an entry gives for places without words of their own.
fn words(entry: &Node) -> Option<&str> {
    get(entry, "term").or_else(|| get(entry, "designator")).and_then(|(_, words)| words.scalar())
}

/// Returns the selectors below a key: one or several.
fn selectors(entry: &Node, key: &str) -> Vec<Selector> {
    let words = words(entry);
    match get(entry, key).map(|(_, value)| value) {
        Some(Node { kind: Kind::Sequence(items), .. }) => {
            items.iter().filter_map(|item| selector(item, words)).collect()
        }
        Some(one) => selector(one, words).into_iter().collect(),
        None => vec![],
    }
}

/// Returns where an entry says its bytes: of `at` or `evidence`, or of `source`, `cue` and `content`.
pub(super) fn bytes(entry: &Node) -> Vec<&Node> {
    let words = words(entry);
    let below = |key: &str| match get(entry, key).map(|(_, value)| value) {
        Some(Node { kind: Kind::Sequence(items), .. }) => items.iter().collect(),
        one => one.into_iter().collect::<Vec<&Node>>(),
    };
    let places = ["at", "evidence", "source", "cue", "content"].into_iter().flat_map(below);
    places.filter(|place| selector(place, words).is_some()).filter_map(|place| Some(get(place, "bytes")?.1)).collect()
}

fn selector(place: &Node, words: Option<&str>) -> Option<Selector> {
    let text = |key: &str| get(place, key).and_then(|(_, value)| value.scalar());
    Some(Selector {
        bytes: text("bytes")?.parse().ok()?,
        exact: text("exact").or(words)?.to_owned(),
        prefix: text("prefix").unwrap_or_default().to_owned(),
        suffix: text("suffix").unwrap_or_default().to_owned(),
    })
}

/// Returns the change of the file that states in a person's entry where its words are now.
pub(super) fn patch(layout: &Layout<'_>, entry: &Existing, now: &Whereabouts) -> Option<(Span<Source>, String)> {
    let node = entry.person.as_ref()?;
    match (get(node, "now"), now.value()) {
        (None, None) => None,
        (None, Some(value)) => insertion(layout, entry, node, &format!("now: {value}")),
        (Some((_, old)), _) if !is_engines(old) => None,
        (Some((_, old)), Some(value)) => (old.span.of(layout.text) != Some(&value)).then_some((old.span, value)),
        (Some((key, old)), None) => {
            let lines = Span::clamped(layout.line_start(key.span.start()), layout.line_end(old.span.end()));
            let around = [(lines.start(), key.span.start()), (old.span.end(), lines.end())];
            let alone = around.iter().all(|(from, to)| {
                Span::<Source>::clamped(*from, *to).of(layout.text).is_some_and(|text| text.trim().is_empty())
            });
            let intact = signed(State::Intact, &[]);
            if alone {
                Some((lines, String::new()))
            } else {
                // A person wrote beside it.
                (old.span.of(layout.text) != Some(&intact)).then_some((old.span, intact))
            }
        }
    }
}

/// Puts a line, a key and its value, behind the entry's last one: before it, when that is a block scalar, which could take the
/// line for its own.
pub(super) fn insertion(
    layout: &Layout<'_>,
    entry: &Existing,
    node: &Node,
    said: &str,
) -> Option<(Span<Source>, String)> {
    let Kind::Mapping(pairs) = &node.kind else { return None };
    let (last, last_value) = pairs.last()?;
    if layout.is_flow(node) {
        let at = node.span.end().checked_sub(1)?;
        let inside = Span::<Source>::clamped(last_value.span.end().max(last.span.end()), at).of(layout.text)?;
        let code = |line: &str| line.split('#').next().is_some_and(|code| code.contains(','));
        let comma = if inside.lines().any(code) { " " } else { ", " };
        return Some((Span::clamped(at, at), format!("{comma}{said}")));
    }
    let column = last.span.start().checked_sub(layout.line_start(last.span.start()))? as usize;
    let is_block = matches!(&last_value.kind, Kind::Scalar { style: Style::Literal | Style::Folded, .. });
    let at = if is_block && pairs.len() > 1 { layout.line_start(last.span.start()) } else { entry.lines.end() };
    let line = format!("{:column$}{said}{}", "", layout.end);
    let ended = at == 0 || layout.text.get(..at as usize).is_some_and(|before| before.ends_with('\n'));
    Some((Span::clamped(at, at), if ended { line } else { format!("{}{}", layout.end, line.trim_end()) }))
}
