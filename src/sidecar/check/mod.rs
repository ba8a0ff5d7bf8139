//! Every problem of a sidecar, each at its place, and the mending of those that can be mended safely.
//!
//! [`read()`](super::read()) stops at the first problem, because nothing may be written from a file that is not
//! right. Here the file is gone through by its tree, against the schema and against itself and its document,
//! so that a person mends all of it at once.

mod places;
mod sense;
mod shape;

use super::{
    edit::get,
    read::{conflicts, not_yaml, read_tree, tree},
    wire::Engine,
};
use crate::document::{
    Digest, Document, Problem, Source, Span,
    yaml::{self, Node},
};
use serde_json::Value;
use std::fmt::Write as _;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing is wrong: worth knowing.
    Note,
    /// It looks wrong, and may be meant.
    Warning,
    /// It is wrong.
    Error,
}

/// One thing that was found in a file, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How grave it is.
    pub level: Level,
    /// What and where.
    pub problem: Problem,
    /// What to put in place of which bytes; empty where only a person can tell. No two changes of a file
    /// lie over one another.
    pub fix: Vec<(Span<Source>, String)>,
}

impl Finding {
    fn new(level: Level, problem: Problem) -> Self {
        Self { level, problem, fix: vec![] }
    }

    fn fix(mut self, span: Span<Source>, new: impl Into<String>) -> Self {
        self.fix.push((span, new.into()));
        self
    }
}

/// A sidecar as it stands, right or wrong.
pub struct Draft<'t> {
    text: &'t str,
    tree: Result<Option<Node>, Problem>,
}

impl<'t> Draft<'t> {
    /// Takes a text apart.
    pub fn of(text: &'t str) -> Self {
        Self { text, tree: tree(text) }
    }

    fn stated(&self, key: &str) -> Option<&Node> {
        let tree = self.tree.as_ref().ok()?.as_ref()?;
        get(get(tree, "document")?.1, key).map(|(_, value)| value)
    }

    /// Returns the way to the document, and where the file says so.
    pub fn document_path(&self) -> Option<(&str, Span<Source>)> {
        self.stated("path").and_then(|path| Some((path.scalar()?, path.span)))
    }

    /// Returns the digest that the file states of the document's bytes.
    pub fn raw_digest(&self) -> Option<Digest> {
        self.stated("raw")?.scalar()?.parse().ok()
    }

    /// Checks the sidecar against its schema, against itself, and against its document when that is at hand.
    /// Findings come in the order of the file.
    pub fn check(&self, schema: &Value, document: Option<&Document>, engine: Option<&Engine>) -> Vec<Finding> {
        let marks = conflicts(self.text);
        if !marks.is_empty() {
            return marks.into_iter().map(error).collect();
        }
        let tree = match &self.tree {
            Ok(Some(tree)) => tree,
            Ok(None) => return read_tree(self.text, None).err().map(error).into_iter().collect(),
            Err(problem) => return vec![error(not_yaml(problem.clone()))],
        };
        let read = read_tree(self.text, Some(tree)).err();
        // What is read has the schema's shape.
        let mut found = read.as_ref().map(|_| shape::check(self.text, tree, schema)).unwrap_or_default();
        found.extend(sense::check(tree, engine));
        if let Some(document) = document {
            found.extend(places::check(tree, document));
        }
        if let Some(problem) = read.filter(|_| found.iter().all(|finding| finding.level < Level::Error)) {
            found.push(error(problem));
        }
        sorted(found)
    }
}

/// Checks any other YAML file against its schema.
pub fn check_shape(text: &str, schema: &Value) -> Vec<Finding> {
    match yaml::parse(text, Span::<Source>::whole(text)) {
        Ok(Some(tree)) => sorted(shape::check(text, &tree, schema)),
        Ok(None) => vec![error(Problem::new("shape.empty", "the file is empty"))],
        Err(problem) => vec![error(not_yaml(problem))],
    }
}

/// Returns the text with every fix made, and how many findings that mends.
pub fn mend(text: &str, found: &[Finding]) -> (String, usize) {
    let mut changes: Vec<&(Span<Source>, String)> = found.iter().flat_map(|finding| &finding.fix).collect();
    changes.sort_by_key(|(span, _)| (span.start(), span.end()));
    changes.dedup();
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for (span, new) in changes {
        if span.start() < at {
            continue;
        }
        out.push_str(Span::<Source>::clamped(at, span.start()).of(text).unwrap_or_default());
        out.push_str(new);
        at = span.end();
    }
    out.push_str(text.get(at as usize..).unwrap_or_default());
    (out, found.iter().filter(|finding| !finding.fix.is_empty()).count())
}

fn error(problem: Problem) -> Finding {
    Finding::new(Level::Error, problem)
}

fn sorted(mut found: Vec<Finding>) -> Vec<Finding> {
    found.sort_by_key(|finding| finding.problem.at.map_or((0, 0), |at| (at.start(), at.end())));
    found
}

/// Returns the known word that is most like `word`, if one is like it.
fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let length = word.chars().count();
    let far = |other: &&str| strsim::osa_distance(word, other);
    let best = known.into_iter().min_by_key(far)?;
    (far(&best) <= (length / 3).max(1) && length < 64).then_some(best)
}

/// Lists words as a sentence does: `a, b or c`.
fn listed(words: &[&str]) -> String {
    let mut out = String::new();
    for (at, word) in words.iter().enumerate() {
        let between = match at {
            0 => "",
            _ if at + 1 == words.len() => " or ",
            _ => ", ",
        };
        let _ = write!(out, "{between}{word}");
    }
    out
}
