//! What nobody has decided yet, and deciding it: the file is edited as a person would edit it.

use super::{
    edit::{Existing, Layout, get, is_as_signed},
    merge::spliced,
    now::insertion,
    print::Section,
    read,
    value::scalar,
};
use crate::document::{Positions, Problem, Source, Span, yaml::Node};
use std::collections::BTreeMap;

/// A claim or a framing term as a reviewer sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub id: String,
    /// Its first line, 1-based.
    pub line: usize,
    /// Its lines in the file, to the end of the last one.
    pub lines: Span<Source>,
    /// What it says, in short.
    pub words: String,
    /// What makes it doubtful, the gravest first; empty when nothing does.
    pub doubts: Vec<Doubt>,
    /// What people decided.
    pub standing: Standing,
    /// A person's remark.
    pub note: Option<String>,
    /// Who decided.
    pub reviewer: Option<String>,
    /// What became of its words in a document that was edited since, when the file says so: `moved`, `lost`.
    pub now: Option<String>,
}

/// What people decided about an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Nothing: the engine's as it wrote it, or a person's whose words are no longer there.
    Undecided,
    /// That it is right.
    Accepted,
    /// That it is wrong.
    Rejected,
    /// A person wrote or changed it, without a verdict.
    Edited,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Undecided, Self::Accepted, Self::Rejected, Self::Edited];

    /// Returns its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Undecided => "undecided",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Edited => "edited",
        }
    }
}

/// Why an entry deserves a look. The order is that in which a person should look; it is no probability.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// A person's entry, and the document was edited.
    Astray,
    /// Somebody is said to have said it, and nobody is named.
    NoSpeaker,
    /// Marks around a word or two, and nobody to trace them to.
    Scare,
    /// Found in broad mode.
    Broad,
    /// Only a part of the content stands in marks, or it is in pieces.
    InPieces,
    /// The cue tells a state of mind or a purpose, not words.
    Mind,
    /// The outlet is said to keep its distance, or to endorse.
    Relay,
}

impl Doubt {
    /// Says it to a person.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Astray => "its words are not where they were",
            Self::NoSpeaker => "no speaker is named",
            Self::Scare => "nobody to trace the marks to",
            Self::Broad => "found in broad mode",
            Self::InPieces => "the content is in pieces, or partly quoted",
            Self::Mind => "the cue tells a state of mind",
            Self::Relay => "the outlet takes sides on the words",
        }
    }
}

/// Returns the claims and framing terms that nobody has decided on, in the order of the file: those of the
/// engine that nobody touched, and a person's whose words are no longer there.
///
/// # Errors
///
/// Returns a problem when the file cannot be read.
pub fn undecided(text: &str) -> Result<Vec<Listed>, Problem> {
    read(text)?;
    let mut all = listed(text)?;
    all.retain(|entry| entry.standing == Standing::Undecided);
    Ok(all)
}

/// Returns all claims and framing terms of a file that was read, the rejected ones too, in the order of the file.
///
/// # Errors
///
/// Returns a problem when the file cannot be taken apart.
pub fn listed(text: &str) -> Result<Vec<Listed>, Problem> {
    let layout = Layout::of(text)?;
    let positions = Positions::of(text);
    let mut out = vec![];
    for (section, entry, node) in nodes(&layout) {
        let astray = entry.has_now && !state_is(node, &["intact", "moved"]);
        let standing = match said(node, "review") {
            Some("accepted") => Standing::Accepted,
            Some(_) => Standing::Rejected,
            None if astray || is_as_signed(node) && entry.owned => Standing::Undecided,
            None => Standing::Edited,
        };
        let mut doubts = doubts(section, node);
        doubts.extend(astray.then_some(Doubt::Astray));
        doubts.sort_unstable();
        let text_of = |key: &str| said(node, key).map(str::to_owned);
        out.push(Listed {
            id: entry.name.clone(),
            line: positions.line(entry.lines.start()),
            lines: entry.lines,
            words: words(section, node),
            doubts,
            standing,
            note: text_of("note"),
            reviewer: text_of("reviewer"),
            now: get(node, "now").and_then(|(_, now)| said(now, "state")).map(str::to_owned),
        });
    }
    Ok(out)
}

/// Sets keys of the entry with this id, and returns the text; nothing when there is no such entry. A key that
/// is there gets the new value, one that is not is put above `by:`.
///
/// # Errors
///
/// Returns a problem when the file cannot be read, before or after.
pub fn set(text: &str, id: &str, values: &[(&str, String)]) -> Result<Option<String>, Problem> {
    read(text)?;
    let layout = Layout::of(text)?;
    let found = nodes(&layout).into_iter().find(|(_, entry, _)| entry.name == id);
    let Some((_, entry, node)) = found else { return Ok(None) };
    let splices = values.iter().flat_map(|(key, value)| setting(&layout, entry, node, key, value)).collect();
    let out = spliced(text, splices);
    read(&out)?;
    Ok(Some(out))
}

/// Returns the first line, 1-based, of each claim and framing term, by its id.
///
/// # Errors
///
/// Returns a problem when the file cannot be read.
pub fn lines(text: &str) -> Result<BTreeMap<String, usize>, Problem> {
    let layout = Layout::of(text)?;
    let positions = Positions::of(text);
    let line = |entry: &Existing| (entry.name.clone(), positions.line(entry.lines.start()));
    Ok(nodes(&layout).into_iter().map(|(_, entry, _)| line(entry)).collect())
}

/// Returns the change of the file that gives a key of an entry a value.
pub(super) fn setting(
    layout: &Layout<'_>,
    entry: &Existing,
    node: &Node,
    key: &str,
    value: &str,
) -> Option<(Span<Source>, String)> {
    let value = scalar(value);
    match get(node, key) {
        Some((_, old)) => Some((old.span, if old.span.is_empty() { format!(" {value}") } else { value })),
        None => line_above_by(layout, entry, node, &format!("{key}: {value}")),
    }
}

/// The claims and framing terms with their nodes.
pub(super) fn nodes<'l>(layout: &'l Layout<'_>) -> Vec<(Section, &'l Existing, &'l Node)> {
    let mut out = vec![];
    for section in [Section::Claims, Section::Framing] {
        let entries = layout.entries.iter().filter(|entry| entry.section == section);
        out.extend(entries.zip(layout.items(section)).map(|(entry, node)| (section, entry, node)));
    }
    out
}

fn line_above_by(layout: &Layout<'_>, entry: &Existing, node: &Node, line: &str) -> Option<(Span<Source>, String)> {
    let by = get(node, "by").map(|(key, _)| key.span.start()).filter(|_| !layout.is_flow(node));
    let Some(by) = by else { return insertion(layout, entry, node, line) };
    let start = layout.line_start(by);
    let indent = Span::<Source>::clamped(start, by).of(layout.text)?;
    if !indent.trim().is_empty() {
        return insertion(layout, entry, node, line);
    }
    Some((Span::clamped(start, start), format!("{indent}{line}{}", layout.end)))
}

pub(super) fn said<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
    get(node, key)?.1.scalar().filter(|value| !matches!(*value, "" | "~" | "null"))
}

fn state_is(node: &Node, states: &[&str]) -> bool {
    get(node, "now").and_then(|(_, now)| said(now, "state")).is_some_and(|state| states.contains(&state))
}

fn doubts(section: Section, node: &Node) -> Vec<Doubt> {
    let is = |key: &str, values: &[&str]| said(node, key).is_some_and(|value| values.contains(&value));
    let speaks = section == Section::Claims || is("voice", &["quoted", "attributed"]);
    let class = get(node, "cue").and_then(|(_, cue)| said(cue, "class"));
    let in_pieces = get(node, "content")
        .is_some_and(|(_, content)| said(content, "bytes").is_none() && get(content, "bytes").is_none());
    [
        (speaks && said(node, "speaker").is_none(), Doubt::NoSpeaker),
        (is("voice", &["scare"]), Doubt::Scare),
        (is("broad", &["true"]), Doubt::Broad),
        (is("kind", &["mixed"]) || in_pieces, Doubt::InPieces),
        (class.is_some_and(|class| matches!(class, "belief" | "intention")), Doubt::Mind),
        (is("relay", &["distancing", "endorsing"]), Doubt::Relay),
    ]
    .into_iter()
    .filter_map(|(holds, doubt)| holds.then_some(doubt))
    .collect()
}

/// An entry in short: the term with its voice, or who says what.
pub(super) fn words(section: Section, node: &Node) -> String {
    let text = |key: &str| said(node, key).unwrap_or("?");
    if section == Section::Framing {
        return format!("{} ({}, {})", text("term"), text("category"), text("voice"));
    }
    let content = get(node, "content").map(|(_, content)| content);
    let first = content.and_then(|content| said(content, "exact").or_else(|| first_exact(content)));
    let cue = get(node, "cue").and_then(|(_, cue)| said(cue, "exact"));
    // A cue may end in a colon of its own.
    let cue = cue.unwrap_or("?").trim_end_matches(':');
    format!("{} {cue}: {}", text("speaker"), first.unwrap_or("?"))
}

fn first_exact(content: &Node) -> Option<&str> {
    match &content.kind {
        crate::document::yaml::Kind::Sequence(items) => said(items.first()?, "exact"),
        _ => None,
    }
}
