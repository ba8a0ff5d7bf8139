//! Every place that a sidecar's entries speak of, and setting them anew as a patch on the text.

use super::{
    edit::{Layout, get},
    merge::spliced,
    print::Section,
    value::scalar,
    wire::DocumentRef,
};
use crate::{
    annotation::{ByteRange, Selector},
    document::{
        Problem, Source, Span,
        yaml::{Kind, Node},
    },
};
use std::collections::BTreeSet;

/// A place of an entry.
#[derive(Clone, Debug)]
pub struct Spot {
    /// The entry: its id, or its list where it has none.
    pub entry: String,
    /// What is looked for.
    pub selector: Selector,
    /// Whether the engine wrote the entry and nobody changed it since.
    pub owned: bool,
    /// Which entry of the file it belongs to, counted from 0.
    pub number: usize,
    written: Written,
}

/// Where a place's parts stand in the file.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub(super) map: Span<Source>,
    flow: bool,
    bytes: Span<Source>,
    exact: Option<Span<Source>>,
    prefix: Option<Span<Source>>,
    suffix: Option<Span<Source>>,
    was: bool,
    /// Where a new line of the place goes, and how far it is indented.
    line: (u32, usize),
}

/// Returns the places of all entries that nobody rejected, in the file's order.
///
/// # Errors
///
/// Returns a problem when the text is not laid out as [`read`](super::read()) wants it.
pub fn spots(text: &str) -> Result<Vec<Spot>, Problem> {
    let layout = Layout::of(text)?;
    let mut spots = vec![];
    let mut number = 0;
    for section in Section::ALL {
        let Some((_, value)) = layout.top(section.key()) else { continue };
        let items: Vec<&Node> = match &value.kind {
            Kind::Sequence(items) => items.iter().collect(),
            Kind::Mapping(_) => vec![value],
            _ => vec![],
        };
        for item in items {
            let text_of = |key: &str| get(item, key).and_then(|(_, value)| value.scalar());
            let entry = text_of("id").unwrap_or(section.key()).to_owned();
            let owned = layout.entries.get(number).is_some_and(|entry| entry.owned);
            if text_of("review") != Some("rejected") {
                let mut found = vec![];
                places(&layout, item, text_of("term").or(text_of("designator")), &mut found);
                let spot = |(selector, written)| Spot { entry: entry.clone(), selector, owned, number, written };
                spots.extend(found.into_iter().map(spot));
            }
            number += 1;
        }
    }
    Ok(spots)
}

pub(super) fn places(layout: &Layout<'_>, node: &Node, term: Option<&str>, out: &mut Vec<(Selector, Written)>) {
    match &node.kind {
        Kind::Sequence(items) => items.iter().for_each(|item| places(layout, item, term, out)),
        Kind::Mapping(pairs) => {
            out.extend(place(layout, node, term));
            let inner = pairs.iter().filter(|(key, _)| key.scalar() != Some("was"));
            inner.for_each(|(_, value)| places(layout, value, term, out));
        }
        Kind::Scalar { .. } | Kind::Alias(_) => {}
    }
}

fn place(layout: &Layout<'_>, node: &Node, term: Option<&str>) -> Option<(Selector, Written)> {
    let (key, value) = get(node, "bytes")?;
    let bytes: ByteRange = value.scalar()?.parse().ok()?;
    let part = |key: &str| get(node, key).map(|(_, value)| value);
    let text_of = |key: &str| part(key).and_then(Node::scalar).unwrap_or_default().to_owned();
    let exact = part("exact").and_then(Node::scalar).or(term)?.to_owned();
    let selector = Selector { bytes, exact, prefix: text_of("prefix"), suffix: text_of("suffix") };
    let span = |key: &str| part(key).map(|value| value.span);
    let start = layout.line_start(key.span.start());
    let written = Written {
        map: node.span,
        flow: layout.is_flow(node),
        bytes: value.span,
        exact: span("exact"),
        prefix: span("prefix"),
        suffix: span("suffix"),
        was: part("was").is_some(),
        line: (layout.line_end(value.span.end()), (key.span.start() - start) as usize),
    };
    Some((selector, written))
}

/// Sets places anew: each of `accepted` is a spot and where its words are now. What it was is kept under
/// `was:`, the oldest when it was set before. An entry of the engine stays the engine's where all its words
/// are the same; one whose words changed becomes a person's, because a person accepted them. With `document`,
/// the digests are set too.
///
/// # Errors
///
/// Returns a problem when the text is not laid out as [`read`](super::read()) wants it.
pub fn accept(text: &str, accepted: &[(&Spot, Selector)], document: Option<&DocumentRef>) -> Result<String, Problem> {
    let layout = Layout::of(text)?;
    let mut splices: Vec<(Span<Source>, String)> = vec![];
    for (spot, new) in accepted {
        set(spot, new, layout.end, &mut splices);
    }
    if let Some(document) = document {
        splices.extend(layout.header(document, None));
    }
    let new = spliced(text, splices);
    // The engine's entries are signed again.
    let moved: BTreeSet<usize> = accepted.iter().filter(|(spot, _)| spot.owned).map(|(spot, _)| spot.number).collect();
    let other: BTreeSet<usize> =
        accepted.iter().filter(|(spot, new)| spot.selector.exact != new.exact).map(|(spot, _)| spot.number).collect();
    let layout = Layout::of(&new)?;
    let mut signed = vec![];
    for number in moved.difference(&other) {
        if let Some(entry) = layout.entries.get(*number)
            && let Some(by) = entry.signature
        {
            signed.push((by, format!("ibid {}", entry.fingerprint)));
        }
    }
    Ok(spliced(&new, signed))
}

fn set(spot: &Spot, new: &Selector, end: &str, splices: &mut Vec<(Span<Source>, String)>) {
    let (old, written) = (&spot.selector, &spot.written);
    splices.push((written.bytes, new.bytes.to_string()));
    for (span, text) in [(written.prefix, &new.prefix), (written.suffix, &new.suffix)] {
        splices.extend(span.map(|span| (span, scalar(text))));
    }
    let mut added = vec![];
    let changed = old.exact != new.exact;
    match written.exact {
        Some(span) if changed => splices.push((span, scalar(&new.exact))),
        None if changed => added.push(format!("exact: {}", scalar(&new.exact))),
        _ => {}
    }
    if !written.was {
        let exact = if changed { format!(", exact: {}", scalar(&old.exact)) } else { String::new() };
        added.push(format!("was: {{bytes: {}{exact}}}", old.bytes));
    }
    if written.flow {
        let at = written.map.end().saturating_sub(1);
        let text: String = added.iter().map(|part| format!(", {part}")).collect();
        splices.push((Span::clamped(at, at), text));
    } else {
        let (at, indent) = written.line;
        let text: String = added.iter().map(|part| format!("{:indent$}{part}{end}", "")).collect();
        splices.push((Span::clamped(at, at), text));
    }
}
