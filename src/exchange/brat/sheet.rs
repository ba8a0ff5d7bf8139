//! brat's lines, by themselves: what they say of one another, not yet what they mean.

use crate::document::{Problem, Source, Span};
use std::collections::{BTreeMap, BTreeSet};

/// A span of text.
pub(super) struct Text {
    pub(super) kind: String,
    /// In bytes, in document order.
    pub(super) pieces: Vec<Span<Source>>,
    /// Its line in the file.
    pub(super) line: Span<Source>,
}

/// An event: its type, its trigger, its arguments by role.
pub(super) struct Event {
    pub(super) kind: String,
    pub(super) trigger: String,
    pub(super) roles: Vec<(String, String)>,
    pub(super) line: Span<Source>,
}

/// A line that speaks of another: an attribute, a note, a normalisation, by their targets.
pub(super) struct About {
    pub(super) kind: String,
    pub(super) value: String,
}

/// The lines of a file.
#[derive(Default)]
pub(super) struct Sheet {
    pub(super) texts: BTreeMap<String, Text>,
    pub(super) events: BTreeMap<String, Event>,
    pub(super) relations: Vec<Event>,
    pub(super) attributes: BTreeMap<String, Vec<About>>,
    pub(super) notes: BTreeMap<String, Vec<About>>,
    pub(super) links: BTreeMap<String, Vec<About>>,
    /// How many lines say what is not read here (`*`).
    pub(super) others: usize,
}

impl Sheet {
    /// Reads brat's lines about `text`.
    pub(super) fn of(lines: &str, text: &str) -> Result<Self, Problem> {
        let mut sheet = Self::default();
        let bytes: Vec<u32> = text
            .char_indices()
            .map(|(at, _)| at)
            .chain([text.len()])
            .map(|at| u32::try_from(at).unwrap_or(u32::MAX))
            .collect();
        let mut ids = BTreeSet::new();
        let mut at = 0;
        for line in lines.split_inclusive('\n') {
            let bare = line.trim_end_matches(['\r', '\n']);
            let length = |text: &str| u32::try_from(text.len()).unwrap_or(u32::MAX);
            let place = Span::clamped(at, at + length(bare));
            at += length(line);
            if bare.trim().is_empty() {
                continue;
            }
            let id = bare.split('\t').next().unwrap_or_default();
            if !bare.starts_with('*') && !ids.insert(id.to_owned()) {
                let problem = Problem::new("import.twice", format!("`{id}` is given twice")).at(place);
                return Err(problem.help("give one of the two another number"));
            }
            sheet.line(bare, place, &bytes, text).ok_or_else(|| {
                Problem::new("import.line", "this is no line of brat's, or its places are not in the text")
                    .at(place)
                    .help("T1<TAB>Framing 12 20<TAB>words; offsets are code points of the .txt beside this file")
            })?;
        }
        Ok(sheet)
    }

    fn line(&mut self, line: &str, place: Span<Source>, bytes: &[u32], text: &str) -> Option<()> {
        let (id, rest) = line.split_once('\t')?;
        let (head, tail) = rest.split_once('\t').unwrap_or((rest, ""));
        let (kind, about) = head.split_once(' ').unwrap_or((head, ""));
        let kind = kind.to_owned();
        match id.chars().next()? {
            'T' => {
                let mut pieces = vec![];
                for piece in about.split(';') {
                    let (from, to) = piece.split_once(' ')?;
                    let offset = |text: &str| bytes.get(text.trim().parse::<usize>().ok()?).copied();
                    let span = Span::new(offset(from)?, offset(to)?)?;
                    pieces.push(span);
                }
                pieces.sort_unstable();
                let words: Vec<&str> = pieces.iter().filter_map(|piece: &Span<Source>| piece.of(text)).collect();
                // Line ends became spaces.
                let same = words.join(" ").split_whitespace().eq(tail.split_whitespace());
                same.then(|| self.texts.insert(id.to_owned(), Text { kind, pieces, line: place })).map(|_| ())
            }
            'E' => {
                let mut roles = head.split_whitespace().map(|role| role.split_once(':'));
                let (kind, trigger) = roles.next()??;
                let event =
                    Event { kind: kind.to_owned(), trigger: trigger.to_owned(), roles: owned(roles)?, line: place };
                self.events.insert(id.to_owned(), event);
                Some(())
            }
            'R' => {
                let roles = owned(about.split_whitespace().map(|role| role.split_once(':')))?;
                self.relations.push(Event { kind, trigger: String::new(), roles, line: place });
                Some(())
            }
            'A' | 'M' => {
                let (target, value) = about.split_once(' ').unwrap_or((about, ""));
                self.attributes.entry(target.to_owned()).or_default().push(About { kind, value: value.to_owned() });
                Some(())
            }
            '#' => {
                self.notes.entry(about.to_owned()).or_default().push(About { kind, value: tail.to_owned() });
                Some(())
            }
            'N' => {
                let (target, reference) = about.split_once(' ')?;
                let value = format!("{reference} {tail}");
                self.links.entry(target.to_owned()).or_default().push(About { kind, value });
                Some(())
            }
            '*' => {
                self.others += 1;
                Some(())
            }
            _ => None,
        }
    }
}

fn owned<'l>(roles: impl Iterator<Item = Option<(&'l str, &'l str)>>) -> Option<Vec<(String, String)>> {
    roles.map(|role| role.map(|(role, id)| (role.to_owned(), id.to_owned()))).collect()
}
