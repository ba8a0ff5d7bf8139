//! A sidecar against itself: names that are given twice or to nothing, claims over one another, speakers
//! whom no claim knows.

use super::{Finding, Level, listed, nearest};
use crate::{
    annotation::ByteRange,
    document::{
        Problem,
        yaml::{Kind, Node},
    },
    sidecar::{
        edit::{get, is_as_signed},
        print::Section,
        wire::Engine,
    },
};
use std::collections::{BTreeMap, BTreeSet};

/// Returns the entries of a section; single ones are a section of one.
pub(super) fn entries(tree: &Node, section: Section) -> Vec<&Node> {
    match get(tree, section.key()).map(|(_, value)| value) {
        Some(Node { kind: Kind::Sequence(items), .. }) if !section.is_single() => items.iter().collect(),
        Some(node @ Node { kind: Kind::Mapping(_), .. }) if section.is_single() => vec![node],
        _ => vec![],
    }
}

/// Returns a scalar of an entry, and its node; nothing when it is null.
pub(super) fn value<'n>(entry: &'n Node, key: &str) -> Option<(&'n str, &'n Node)> {
    let (_, node) = get(entry, key)?;
    let text = node.scalar()?;
    let is_null = matches!(text, "" | "~" | "null") && node.span.len() as usize == text.len();
    (!is_null).then_some((text, node))
}

fn is_rejected(entry: &Node) -> bool {
    value(entry, "review").is_some_and(|(review, _)| review == "rejected")
}

/// Tells whether a person stands for the entry: the engine's own are its to mend.
pub(super) fn is_asserted(entry: &Node) -> bool {
    !is_rejected(entry) && !is_as_signed(entry)
}

/// Returns what is wrong with a sidecar by itself.
pub(super) fn check(tree: &Node, engine: Option<&Engine>) -> Vec<Finding> {
    let mut found = vec![];
    let ids = ids(tree, &mut found);
    references(tree, &ids, &mut found);
    speakers(tree, &mut found);
    overlaps(tree, &mut found);
    signatures(tree, &mut found);
    found.extend(engine.and_then(|engine| other_engine(tree, engine)));
    found
}

fn ids<'n>(tree: &'n Node, found: &mut Vec<Finding>) -> BTreeMap<&'n str, &'n Node> {
    let mut ids = BTreeMap::new();
    for section in Section::ALL {
        for entry in entries(tree, section) {
            let Some((id, node)) = value(entry, "id") else { continue };
            if ids.insert(id, entry).is_some() {
                let problem =
                    Problem::new("sidecar.duplicate-id", format!("the id `{id}` is given twice")).at(node.span);
                found.push(Finding::new(Level::Error, problem.help("give one of the two another id")));
            }
        }
    }
    ids
}

/// A claim that is reported by one that is not there.
fn references(tree: &Node, ids: &BTreeMap<&str, &Node>, found: &mut Vec<Finding>) {
    let claims: Vec<&str> =
        entries(tree, Section::Claims).into_iter().filter_map(|entry| Some(value(entry, "id")?.0)).collect();
    for (section, key) in [(Section::Claims, "within"), (Section::Framing, "claim")] {
        for entry in entries(tree, section) {
            let Some((id, node)) = value(entry, key).filter(|(id, _)| !ids.contains_key(id)) else { continue };
            let problem = Problem::new("sidecar.no-such-claim", format!("there is no claim `{id}`")).at(node.span);
            let help = match nearest(id, claims.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("name a claim of this file, or remove `{key}:`"),
            };
            // What the engine left behind when its claim went is no fault of a person.
            found.push(Finding::new(Level::Warning, problem.help(help)));
        }
    }
}

/// A person's spelling of a speaker whom neither a claim nor the list of cited outlets has.
fn speakers(tree: &Node, found: &mut Vec<Finding>) {
    let names = |section, key| entries(tree, section).into_iter().filter_map(move |entry| Some(value(entry, key)?.0));
    let known: BTreeSet<&str> = names(Section::Claims, "speaker").chain(names(Section::Cites, "name")).collect();
    for term in entries(tree, Section::Framing).into_iter().filter(|term| is_asserted(term)) {
        let Some((speaker, node)) = value(term, "speaker").filter(|(name, _)| !known.contains(name)) else { continue };
        let problem =
            Problem::new("sidecar.no-such-speaker", format!("no claim has the speaker `{speaker}`")).at(node.span);
        let help = match nearest(speaker, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "spell the name as the claims do, or add the claim".to_owned(),
        };
        found.push(Finding::new(Level::Warning, problem.help(help)));
    }
}

/// Two claims that share words, neither of which reports the other.
fn overlaps(tree: &Node, found: &mut Vec<Finding>) {
    let claims: Vec<&Node> = entries(tree, Section::Claims).into_iter().filter(|claim| !is_rejected(claim)).collect();
    let mut places: Vec<(ByteRange, &Node, &Node)> = claims
        .iter()
        .flat_map(|claim| pieces(claim).into_iter().map(move |(bytes, node)| (bytes, node, *claim)))
        .collect();
    places.sort_by_key(|(bytes, ..)| (bytes.0.start(), std::cmp::Reverse(bytes.0.end())));
    let mut widest: Option<(ByteRange, &Node)> = None;
    for (bytes, node, claim) in places {
        if let Some((other_bytes, other)) = widest
            && bytes.0.overlaps(other_bytes.0)
            && !std::ptr::eq(claim, other)
            && !related(claim, other)
        {
            let name = value(other, "id").map_or("another claim", |(id, _)| id);
            let problem = Problem::new("sidecar.overlapping-claims", format!("the content shares words with {name}"));
            let help = "if one reports the other, say so with `within:`; else mend the bytes of one";
            found.push(Finding::new(Level::Warning, problem.at(node.span).help(help)));
        }
        if widest.is_none_or(|(other, _)| bytes.0.end() > other.0.end()) {
            widest = Some((bytes, claim));
        }
    }
}

/// The ranges of a claim's content.
fn pieces(claim: &Node) -> Vec<(ByteRange, &Node)> {
    let bytes = |place| value(place, "bytes").and_then(|(text, node)| Some((text.parse().ok()?, node)));
    match get(claim, "content").map(|(_, content)| content) {
        Some(Node { kind: Kind::Sequence(items), .. }) => items.iter().filter_map(bytes).collect(),
        Some(one) => bytes(one).into_iter().collect(),
        None => vec![],
    }
}

/// Tells whether one claim reports the other, or a third reports one of them.
fn related(a: &Node, b: &Node) -> bool {
    value(a, "within").is_some() || value(b, "within").is_some()
}

/// A `by` that no engine wrote.
fn signatures(tree: &Node, found: &mut Vec<Finding>) {
    for entry in Section::ALL.into_iter().flat_map(|section| entries(tree, section)) {
        let Some((by, node)) = value(entry, "by") else { continue };
        let fingerprint = by.strip_prefix("ibid ").unwrap_or_default();
        if fingerprint.len() == 8 && fingerprint.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            continue;
        }
        let problem = Problem::new("sidecar.signature", format!("`{by}` is no fingerprint of ibid")).at(node.span);
        let help = "leave `by:` out of entries of your own; `reviewer:` names a person";
        found.push(Finding::new(Level::Warning, problem.help(help)));
    }
}

fn other_engine(tree: &Node, engine: &Engine) -> Option<Finding> {
    let (_, said) = get(tree, "engine")?;
    let mut differs = vec![];
    if value(said, "version").is_some_and(|(version, _)| version != engine.version) {
        differs.push("version");
    }
    if value(said, "lexicon").is_some_and(|(lexicon, _)| lexicon.parse() != Ok(engine.lexicon)) {
        differs.push("lexicon");
    }
    if differs.is_empty() {
        return None;
    }
    let message = format!("the engine's entries are those of another {}", listed(&differs).replace(" or ", " and "));
    let problem = Problem::new("sidecar.other-engine", message).at(said.span);
    Some(Finding::new(Level::Note, problem.help("`ibid annotate` brings them up to date")))
}
