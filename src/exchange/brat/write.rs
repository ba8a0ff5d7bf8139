//! From the parts of an annotation file to brat's lines.

use super::{
    ARGUMENTS, NOTE, SHAPES, Shape, WITHIN,
    said::{Said, bears},
};
use crate::{
    document::{Positions, Source, Span},
    sidecar::Part,
};
use std::{collections::BTreeMap, fmt::Write as _};

pub(in crate::exchange) fn write(parts: &[Part], text: &str) -> String {
    let shaped: Vec<(&Shape, &Part)> = parts
        .iter()
        .filter_map(|part| Some((SHAPES.iter().find(|shape| shape.list == part.list)?, part)))
        .filter(|(shape, part)| bears(shape, part))
        .collect();
    let claims = shaped.iter().filter(|(shape, _)| shape.list == "claims");
    let ids: Vec<&str> = claims.filter_map(|(_, part)| part.keys.get("id")?.as_str()).collect();
    // Events are numbered as the claims stand, so that one may name another that follows.
    let events: BTreeMap<&str, usize> = ids.iter().enumerate().map(|(at, id)| (*id, at + 1)).collect();
    let mut lines = Lines { out: String::new(), text, positions: Positions::of(text), next: BTreeMap::new() };
    for (shape, part) in shaped {
        lines.entry(shape, part, &Said::of(shape, part, text, &ids), &events);
    }
    lines.out
}

struct Lines<'t> {
    out: String,
    text: &'t str,
    positions: Positions<'t>,
    /// The last number given out for each letter.
    next: BTreeMap<char, usize>,
}

impl Lines<'_> {
    fn number(&mut self, letter: char) -> usize {
        let last = self.next.entry(letter).or_default();
        *last += 1;
        *last
    }

    fn entry(&mut self, shape: &Shape, part: &Part, said: &Said, events: &BTreeMap<&str, usize>) {
        let event = |id: &Option<String>| id.as_deref().and_then(|id| events.get(id));
        let bearer = shape.places.first().and_then(|key| said.places.get(key)).map_or(&[][..], Vec::as_slice);
        let trigger = self.span(shape.kind, bearer);
        let mut name = format!("T{trigger}");
        if shape.list == "claims" {
            let mut line = format!("Claim:T{trigger}");
            for (key, role) in ARGUMENTS {
                if let Some(pieces) = said.places.get(key) {
                    let _ = write!(line, " {role}:T{}", self.span(role, pieces));
                }
            }
            if let Some(outer) = event(&said.claim) {
                let _ = write!(line, " Within:E{outer}");
            }
            name = format!("E{}", self.number('E'));
            let _ = writeln!(self.out, "{name}\t{line}");
        } else if let Some(claim) = event(&said.claim) {
            let number = self.number('R');
            let _ = writeln!(self.out, "R{number}\t{WITHIN} Arg1:{name} Arg2:E{claim}");
        }
        for (key, attribute) in shape.marks {
            if let Some(value) = said.marks.get(key) {
                let number = self.number('A');
                let _ = writeln!(self.out, "A{number}\t{attribute} {name} {value}");
            }
        }
        for link in &said.links {
            let number = self.number('N');
            let (reference, title) = link.split_once(' ').unwrap_or((link, ""));
            let _ = writeln!(self.out, "N{number}\tReference {name} {reference}\t{title}");
        }
        let notes = said.note.clone().map(|note| ("AnnotatorNotes", note));
        let rest = serde_json::to_string(&part.keys).unwrap_or_default();
        for (kind, note) in notes.into_iter().chain([(NOTE, rest)]) {
            let number = self.number('#');
            let _ = writeln!(self.out, "#{number}\t{kind} {name}\t{note}");
        }
    }

    /// Writes a span of text, and returns its number.
    fn span(&mut self, kind: &str, pieces: &[Span<Source>]) -> usize {
        let number = self.number('T');
        let place = |at: u32| self.positions.code_points(at);
        let offsets: Vec<String> =
            pieces.iter().map(|piece| format!("{} {}", place(piece.start()), place(piece.end()))).collect();
        let words: Vec<&str> = pieces.iter().filter_map(|piece| piece.of(self.text)).collect();
        let _ = writeln!(self.out, "T{number}\t{kind} {}\t{}", offsets.join(";"), words.join(" "));
        number
    }
}
