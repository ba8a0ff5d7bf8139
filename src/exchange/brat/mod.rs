//! brat stand-off (<https://brat.nlplab.org/standoff.html>): the text in one file, the annotations beside it, a line each.
//!
//! A claim is an event: its cue triggers it, source and content are its arguments, the claim that reports it is
//! another. Everything else is a span of text. Names out of a closed list (category, voice, kind …) are
//! attributes, a note is an annotator's note. What brat has no form for (ids, speakers, surroundings, signatures)
//! stands beside it as JSON in a note of the type `ibid`.
//!
//! Reading believes brat where brat holds something, and the note for the rest: an entry of which brat says
//! what it said when it was written comes back as it was, and with it the engine's signature; one that was moved
//! or re-labelled in brat differs from its signature, and so is a person's. What was drawn in brat is a new entry.
//!
//! Offsets in brat are code points of the text, half-open; a span that runs over a line's end is written in pieces.

mod read;
mod said;
mod sheet;
mod write;

pub(super) use read::read;
pub(super) use write::write;

use crate::{
    annotation::{Category, ClaimKind, CueClass, DamageKind, Voice},
    sidecar::Part,
};
use std::fmt::Write as _;

/// The type of the notes that hold what brat has no form for.
const NOTE: &str = "ibid";

/// A key of people for what an entry is linked to elsewhere (brat's normalisations).
const LINKS: &str = "x-links";

/// How the entries of one list stand in brat.
struct Shape {
    list: &'static str,
    /// The type of the span, or of the event.
    kind: &'static str,
    /// The keys that have places; the first one bears the entry.
    places: &'static [&'static str],
    /// The keys with names out of a closed list, and their attributes. A dot leads into a mapping.
    marks: &'static [(&'static str, &'static str)],
}

const REVIEW: (&str, &str) = ("review", "Review");

const SHAPES: [Shape; 8] = [
    Shape { list: "outlet", kind: "Outlet", places: &["evidence"], marks: &[REVIEW] },
    Shape { list: "authors", kind: "Author", places: &["evidence"], marks: &[REVIEW] },
    Shape { list: "published", kind: "Published", places: &["evidence"], marks: &[REVIEW] },
    Shape { list: "cites", kind: "Cited", places: &["evidence"], marks: &[REVIEW] },
    Shape {
        list: "claims",
        kind: "Claim",
        places: &["cue", "source", "content"],
        marks: &[("kind", "ClaimKind"), ("cue.class", "CueClass"), REVIEW],
    },
    Shape {
        list: "framing",
        kind: "Framing",
        places: &["at"],
        marks: &[("category", "Category"), ("voice", "Voice"), ("relay", "Relay"), REVIEW],
    },
    Shape {
        list: "naming",
        kind: "Naming",
        places: &["at"],
        marks: &[("kind", "Referent"), ("voice", "Voice"), REVIEW],
    },
    Shape { list: "damage", kind: "Damage", places: &["at"], marks: &[("kind", "DamageKind"), REVIEW] },
];

/// The types of the spans that are arguments of a claim.
const ARGUMENTS: [(&str, &str); 2] = [("source", "Source"), ("content", "Content")];

/// The name of the relation from a framing term to the claim it stands in.
const WITHIN: &str = "StandsIn";

/// What of a file brat cannot hold: the keys and lists, each once.
pub(super) fn lost(parts: &[Part]) -> Vec<String> {
    let mut out = vec![];
    for part in parts {
        match SHAPES.iter().find(|shape| shape.list == part.list) {
            Some(shape) if said::bears(shape, part) => {}
            Some(shape) => out.push(format!("an entry of `{}` without a place", shape.list)),
            None if part.list.is_empty() => {
                out.extend(part.keys.keys().filter(|key| *key != "ibid").map(|key| format!("`{key}` of the file")));
            }
            None if part.list == "engine" => out.push("`engine`".to_owned()),
            None => {}
        }
    }
    out.dedup();
    out
}

/// Returns the parts without what brat cannot hold, and without what is made anew from the document.
pub(super) fn held(parts: &[Part]) -> Vec<Part> {
    let shape = |part: &Part| SHAPES.iter().find(|shape| shape.list == part.list);
    parts.iter().filter(|part| shape(part).is_some_and(|shape| said::bears(shape, part))).cloned().collect()
}

/// Returns what tells brat which names there are: the file `annotation.conf` of the folder.
pub(super) fn configuration() -> String {
    let mut out = String::from("# Written by `ibid export --as brat`.\n[entities]\n");
    for shape in SHAPES.iter().filter(|shape| shape.list != "claims") {
        let _ = writeln!(out, "{}", shape.kind);
    }
    ARGUMENTS.iter().for_each(|(_, kind)| _ = writeln!(out, "{kind}"));
    let _ = writeln!(out, "\n[relations]\n{WITHIN}\tArg1:Framing, Arg2:Claim");
    let _ = writeln!(out, "\n[events]\nClaim\tSource?:Source, Content*:Content, Within?:Claim");
    let _ = writeln!(out, "\n[attributes]");
    let names = |names: Vec<&str>| names.join("|");
    for (name, kinds, values) in [
        ("Category", "Framing", names(Category::ALL.iter().map(|one| one.name()).collect())),
        ("Voice", "Framing|Naming", names(Voice::ALL.iter().map(|one| one.name()).collect())),
        ("Relay", "Framing", "neutral|distancing|endorsing".to_owned()),
        (
            "ClaimKind",
            "Claim",
            names([ClaimKind::Direct, ClaimKind::Indirect, ClaimKind::Mixed].map(ClaimKind::name).into()),
        ),
        ("CueClass", "Claim", names(CueClass::ALL.iter().map(|one| one.name()).collect())),
        ("Referent", "Naming", "person|body|group".to_owned()),
        (
            "DamageKind",
            "Damage",
            names([DamageKind::LostLetters, DamageKind::Mojibake, DamageKind::Replaced].map(DamageKind::name).into()),
        ),
        ("Review", "<ANY>", "accepted|rejected".to_owned()),
    ] {
        let _ = writeln!(out, "{name}\tArg:{kinds}, Value:{values}");
    }
    out
}
