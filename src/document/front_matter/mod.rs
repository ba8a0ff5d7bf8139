//! Front matter: where it is, and each value with its span in the source.
//!
//! Values are kept as they are written: `title: No` is the title "No", a date is its characters. Typing
//! them would lose what the outlet wrote, and nobody downstream wants a float. What real files hold is
//! often not YAML (an unquoted title with a colon is the most frequent case); such front matter is told
//! about once and then read [leniently](lenient), entry by entry, so that one bad title does not hide
//! the author and the date.

mod headlines;
mod lenient;
mod meaning;

pub use super::yaml::Run;
pub use meaning::Named;

pub(super) use headlines::append_headlines;

use super::{
    Problem,
    span::{self, Source, Span},
    yaml::{self, Kind, Node, Style},
};
use std::collections::HashSet;

/// How many bytes all routes together may have. A route repeats the keys above its value, so a short
/// text that nests long keys could otherwise fill the memory.
const ROUTE_BYTES: usize = 16 << 20;

/// Where the parts of a file lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    /// What stands between the fences, without them; `None` when the file has no front matter.
    pub front: Option<Span<Source>>,
    /// What follows: the whole file, less a BOM, when there is no front matter.
    pub body: Span<Source>,
}

/// Splits a file into front matter and body.
///
/// Front matter begins with a first line `---` (after one BOM) and ends before a line `---` or `...`;
/// without such an end all of it is body.
pub fn split(source: &str) -> Parts {
    let bom = if source.starts_with('\u{feff}') { 3 } else { 0 };
    let whole = Span::clamped(bom, span::length(source));
    match fenced(source, whole, "---", &["---", "..."]) {
        Some((front, body)) => Parts { front: Some(front), body },
        None => Parts { front: None, body: whole },
    }
}

/// Splits `part` at its first line, when it is `open`, and the next line that is one of `close`: what
/// stands between them, and what follows.
fn fenced(source: &str, part: Span<Source>, open: &str, close: &[&str]) -> Option<(Span<Source>, Span<Source>)> {
    let mut at = part.start();
    let mut inside = None;
    for line in span::lines(part.of(source).unwrap_or_default()) {
        let from = at;
        at += span::length(line);
        match inside {
            None if fence(line) == open => inside = Some(at),
            None => return None,
            Some(start) if close.contains(&fence(line)) => {
                return Some((Span::clamped(start, from), Span::clamped(at, part.end())));
            }
            Some(_) => {}
        }
    }
    None
}

fn fence(line: &str) -> &str {
    line.trim_end_matches(['\n', '\r']).trim_end_matches([' ', '\t'])
}

/// Returns what of the body is to be read as text, and what is odd about its beginning: front matter
/// that is not closed (it is text), or that is TOML (it is passed over; the digests count it as body).
pub(super) fn readable(source: &str, parts: &Parts) -> (Span<Source>, Option<Problem>) {
    let body = parts.body;
    if parts.front.is_some() {
        return (body, None);
    }
    let mut lines = span::lines(body.of(source).unwrap_or_default());
    let first = lines.next().map(fence).unwrap_or_default();
    let at = Span::clamped(body.start(), body.start() + span::length(first));
    if let Some((_, text)) = fenced(source, body, "+++", &["+++"]) {
        let problem = Problem::new("front-matter.toml", "the front matter is TOML, which is not read")
            .at(at)
            .help("write it as YAML between two lines `---`, one `key: value` a line");
        return (text, Some(problem));
    }
    let opens = first == "---"
        && lines.next().is_some_and(|line| lenient::entry(line).is_some_and(|entry| !entry.key.contains(' ')));
    let unclosed = || {
        Problem::new("front-matter.unclosed", "the front matter has no end, so all of it is read as text")
            .at(at)
            .help("put a line `---` after the last `key: value`")
    };
    (body, opens.then(unclosed))
}

/// One value of the front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The way to it: `title`, `citations[0].url`. A key that holds `.`, `[` or `]` is written
    /// `["like.this"]`.
    pub route: String,
    /// The value as text: escapes resolved, folded lines joined, `[[ ]]` kept; empty when absent or null.
    pub value: String,
    /// Where the scalar stands in the source, its quotation marks included.
    pub span: Span<Source>,
    /// How the bytes of `value` came from the source, in order and without gaps.
    pub runs: Vec<Run>,
}

/// The front matter of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrontMatter {
    /// Every scalar, in file order.
    pub fields: Vec<Field>,
}

impl FrontMatter {
    /// Returns the field at exactly this route; of several the first.
    pub fn get(&self, route: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.route == route)
    }
}

/// Reads the front matter that [`split`] found at `span`; what is odd about it is told, never fatal.
pub(super) fn read(source: &str, span: Span<Source>) -> (FrontMatter, Vec<Problem>) {
    let mut fields = Fields::new(source);
    match yaml::parse(source, span) {
        Ok(None) => {}
        Ok(Some(root)) if matches!(root.kind, Kind::Mapping(_)) => fields.walk(&root, &mut String::new()),
        Ok(Some(root)) => {
            let problem = Problem::new("yaml.syntax", "there are no `key: value` lines");
            fields.leniently(span, problem.at(first_character(source, root.span)));
        }
        Err(problem) => fields.leniently(span, problem),
    }
    fields.finish()
}

fn first_character(source: &str, span: Span<Source>) -> Span<Source> {
    let len = span.of(source).and_then(|text| text.chars().next()).map_or(0, char::len_utf8);
    Span::clamped(span.start(), span.start() + u32::try_from(len).unwrap_or(0))
}

/// The fields under construction, and what is odd about them.
struct Fields<'s> {
    source: &'s str,
    fields: Vec<Field>,
    problems: Vec<Problem>,
    aliases: Vec<Span<Source>>,
    route_bytes: usize,
}

impl<'s> Fields<'s> {
    const fn new(source: &'s str) -> Self {
        Self { source, fields: vec![], problems: vec![], aliases: vec![], route_bytes: 0 }
    }

    fn leniently(&mut self, span: Span<Source>, problem: Problem) {
        let mut told = Problem::new("front-matter.not-yaml", format!("not YAML: {}", problem.message));
        told.at = problem.at;
        let line = problem.at.map(|at| lenient::line_at(self.source, span, at)).unwrap_or_default();
        self.problems.push(told.help(lenient::advice(line)));
        lenient::read(self, span);
    }

    /// Adds every scalar beneath `node`; `route` is the way to it, and is left as it was.
    fn walk(&mut self, node: &Node, route: &mut String) {
        let len = route.len();
        match &node.kind {
            Kind::Mapping(pairs) => {
                let mut seen = HashSet::new();
                for (key, value) in pairs {
                    // A key that is not a scalar is named as it is written.
                    let name = key.scalar().or_else(|| key.span.of(self.source)).unwrap_or_default();
                    if !seen.insert(name) {
                        self.duplicate(name, key.span);
                    }
                    Self::step(name, route);
                    self.walk(value, route);
                    route.truncate(len);
                }
            }
            Kind::Sequence(items) => {
                for (index, item) in items.iter().enumerate() {
                    route.push_str(&format!("[{index}]"));
                    self.walk(item, route);
                    route.truncate(len);
                }
            }
            Kind::Scalar { value, style: Style::Plain } if matches!(value.as_str(), "" | "null" | "~") => {
                self.add(route, String::new(), node.span, vec![]);
            }
            Kind::Scalar { value, .. } => self.add(route, value.clone(), node.span, node.runs(self.source)),
            Kind::Alias(_) => {
                self.aliases.push(node.span);
                let written = node.span.of(self.source).unwrap_or_default().to_owned();
                let run = Run { start: 0, end: node.span.len(), source: node.span, verbatim: true };
                self.add(route, written, node.span, vec![run]);
            }
        }
    }

    /// Appends a key to a route.
    fn step(name: &str, route: &mut String) {
        if name.contains(['.', '[', ']']) {
            route.push_str(&format!("[{name:?}]"));
        } else {
            if !route.is_empty() {
                route.push('.');
            }
            route.push_str(name);
        }
    }

    fn duplicate(&mut self, name: &str, at: Span<Source>) {
        let problem =
            Problem::new("front-matter.duplicate-key", format!("`{name}` stands there twice; the first counts"));
        self.problems.push(problem.at(at).help("remove one of the two"));
    }

    fn add(&mut self, route: &str, value: String, span: Span<Source>, runs: Vec<Run>) {
        self.route_bytes += route.len();
        if self.route_bytes <= ROUTE_BYTES {
            self.fields.push(Field { route: route.to_owned(), value, span, runs });
        }
    }

    fn finish(mut self) -> (FrontMatter, Vec<Problem>) {
        if let Some(first) = self.aliases.first() {
            let message = match self.aliases.len() {
                1 => "an alias is not followed; its value is read as it is written".to_owned(),
                n => format!("{n} aliases are not followed; their values are read as they are written"),
            };
            self.problems.push(Problem::new("front-matter.alias", message).at(*first).help("write the value out"));
        }
        if self.route_bytes > ROUTE_BYTES {
            let message = format!("the keys are too long and nested too deep; {} values are read", self.fields.len());
            self.problems.push(Problem::new("front-matter.too-large", message));
        }
        (FrontMatter { fields: self.fields }, self.problems)
    }
}

#[cfg(test)]
mod tests;
