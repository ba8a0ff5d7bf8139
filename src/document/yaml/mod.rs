//! A YAML text as a tree of nodes with byte spans.
//!
//! Front matter and sidecars are read by people and edited by people, so every value must lead back to
//! the bytes that gave it: for evidence, for carets under an error, and for edits that splice one scalar
//! and leave all else alone. `saphyr-parser` supplies events with markers; this module turns its
//! character counts into byte spans and mends the places where a marker is not the token's own edge
//! (quoted scalars and brackets end after the blanks and the comment that follow them, block scalars
//! begin at their text, and an anchor or a tag is taken for the beginning of its node).
//!
//! Why not serde: it keeps no positions, types what stands there (`No` becomes `false`), and drops
//! comments. Why not follow aliases: a tree that copies them can grow without bound (a "YAML bomb"); an
//! alias stays a leaf here.

mod place;
mod scalar;
mod typed;

pub use scalar::Run;
pub(crate) use typed::read;

use super::{
    Problem,
    span::{self, Source, Span},
};
use place::Places;
use saphyr_parser::{Event, Parser, ScalarStyle};

/// How deep nodes may nest: far more than a person writes, far less than a stack holds.
const DEPTH: usize = 64;

/// How many nodes a text may have where nobody says otherwise. Nodes take some 100 bytes each.
const NODES: usize = 2_000_000;

/// A node of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    /// What it is.
    pub(crate) kind: Kind,
    /// Where it stands, its anchor and tag left out. A scalar's span holds its quotation marks, a block
    /// scalar's runs from the indicator to the end of its last line with text, a flow collection's holds
    /// its brackets, a block collection's runs from its first child to its last. An empty node's span is
    /// the place behind its `:` or `-`.
    pub(crate) span: Span<Source>,
    /// Whether an anchor (`&name`) stands before it.
    pub(crate) anchored: bool,
    /// Whether a tag (`!name`) stands before it.
    pub(crate) tagged: bool,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A value, untyped; an absent one is plain and empty.
    Scalar {
        /// The text it stands for: escapes resolved, lines folded.
        value: String,
        /// How it is written.
        style: Style,
    },
    /// A list.
    Sequence(Vec<Node>),
    /// Keys and values, in the order of the text; the same key may stand there twice.
    Mapping(Vec<(Node, Node)>),
    /// A reference to an anchor, by the anchor's name; never followed.
    Alias(String),
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// Without marks.
    Plain,
    /// Between `'` and `'`.
    Single,
    /// Between `"` and `"`.
    Double,
    /// Beneath a `|`.
    Literal,
    /// Beneath a `>`.
    Folded,
}

impl From<ScalarStyle> for Style {
    fn from(style: ScalarStyle) -> Self {
        match style {
            ScalarStyle::Plain => Self::Plain,
            ScalarStyle::SingleQuoted => Self::Single,
            ScalarStyle::DoubleQuoted => Self::Double,
            ScalarStyle::Literal => Self::Literal,
            ScalarStyle::Folded => Self::Folded,
        }
    }
}

impl Node {
    /// Returns which bytes of `source` (the text that was parsed) gave which bytes of a scalar's value,
    /// in order, all bytes of the value covered; nothing for any other node.
    pub(crate) fn runs(&self, source: &str) -> Vec<Run> {
        match &self.kind {
            Kind::Scalar { value, style } => {
                scalar::runs(value, *style, self.span.of(source).unwrap_or_default(), self.span)
            }
            _ => vec![],
        }
    }

    /// Returns a scalar's value.
    pub(crate) fn scalar(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar { value, .. } => Some(value),
            _ => None,
        }
    }
}

/// Parses what `part` covers of `source` as one YAML document; spans are places in `source`. Nothing
/// but white space and comments gives no node.
///
/// # Errors
///
/// Returns a problem, with its place, when the text is not YAML, holds directives or a second document,
/// or goes beyond the limits of nesting (64) or of nodes (2,000,000).
pub(crate) fn parse(source: &str, part: Span<Source>) -> Result<Option<Node>, Problem> {
    parse_up_to(NODES, source, part)
}

/// The same with another limit of nodes.
pub(crate) fn parse_up_to(limit: usize, source: &str, part: Span<Source>) -> Result<Option<Node>, Problem> {
    let text = part.of(source).unwrap_or_default();
    let places = Places::new(text, part.start());
    let mut tree = Tree { places, open: vec![], root: None, nodes: 0, limit, documents: 0 };
    for event in Parser::new_from_str(text) {
        let (event, mark) = event.map_err(|error| {
            let at = tree.places.character(tree.places.offset(error.marker().index()));
            Problem::new("yaml.syntax", error.info().to_owned()).at(at)
        })?;
        tree.event(event, mark)?;
    }
    Ok(tree.root)
}

/// A collection whose end has not come yet.
struct Open {
    start: u32,
    anchored: bool,
    tagged: bool,
    children: Vec<Node>,
}

struct Tree<'t> {
    places: Places<'t>,
    open: Vec<Open>,
    root: Option<Node>,
    nodes: usize,
    /// How many there may be.
    limit: usize,
    documents: usize,
}

impl Tree<'_> {
    fn event(&mut self, event: Event<'_>, mark: saphyr_parser::Span) -> Result<(), Problem> {
        let (from, to) = (self.places.offset(mark.start.index()), self.places.offset(mark.end.index()));
        match event {
            Event::DocumentStart(explicit) => self.document(explicit, from),
            Event::Scalar(value, style, anchor, tag) => {
                let named = anchor > 0 || tag.is_some();
                let style = Style::from(style);
                let absent = value.is_empty() && style == Style::Plain;
                let span = match (absent, named) {
                    (true, true) => self.places.token(to, to),
                    (true, false) => self.places.nothing(from),
                    (false, _) => self.places.scalar(style, from, to, named),
                };
                let kind = Kind::Scalar { value: value.into_owned(), style };
                self.leaf(Node { kind, span, anchored: anchor > 0, tagged: tag.is_some() })
            }
            Event::Alias(_) => {
                let span = self.places.token(from, to);
                let name = self.places.of(span).trim_start_matches('*').to_owned();
                self.leaf(Node { kind: Kind::Alias(name), span, anchored: false, tagged: false })
            }
            Event::SequenceStart(anchor, tag) => self.open(from, anchor, tag.is_some(), '['),
            Event::MappingStart(anchor, tag) => self.open(from, anchor, tag.is_some(), '{'),
            Event::SequenceEnd => self.close(']'),
            Event::MappingEnd => self.close('}'),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
        }
    }

    /// The parser counts a directive's bytes where it counts characters elsewhere, so places behind one
    /// would be wrong.
    fn document(&mut self, explicit: bool, from: u32) -> Result<(), Problem> {
        self.documents += 1;
        let at = self.places.character(from);
        if self.documents > 1 {
            return Err(Problem::new("yaml.documents", "a second YAML document begins here").at(at));
        }
        if explicit && self.places.has_directive(from) {
            return Err(Problem::new("yaml.directive", "directives (lines that begin with `%`) are not read").at(at));
        }
        Ok(())
    }

    fn count(&mut self, at: u32) -> Result<(), Problem> {
        self.nodes += 1;
        let at = self.places.character(at);
        if self.nodes > self.limit {
            return Err(Problem::new("yaml.too-large", format!("more than {} values", self.limit)).at(at));
        }
        if self.open.len() >= DEPTH {
            return Err(Problem::new("yaml.too-deep", format!("nested more than {DEPTH} deep")).at(at));
        }
        Ok(())
    }

    fn leaf(&mut self, node: Node) -> Result<(), Problem> {
        self.count(self.places.local(node.span.start()))?;
        self.add(node);
        Ok(())
    }

    fn add(&mut self, node: Node) {
        match self.open.last_mut() {
            Some(open) => open.children.push(node),
            None => self.root = Some(node),
        }
    }

    fn open(&mut self, from: u32, anchor: usize, tagged: bool, bracket: char) -> Result<(), Problem> {
        let named = anchor > 0 || tagged;
        let start = if named { self.places.behind_properties(from) } else { from };
        self.count(start)?;
        self.open.push(Open { start, anchored: anchor > 0, tagged, children: vec![] });
        self.places.pass(start, named, bracket);
        Ok(())
    }

    /// Closes the innermost collection. The parser's markers do not tell where a flow collection ends when a
    /// comment stands before its bracket, so the bracket is looked for behind the last child.
    fn close(&mut self, bracket: char) -> Result<(), Problem> {
        let Some(Open { start, anchored, tagged, children }) = self.open.pop() else { return Ok(()) };
        let children_span = match (children.first(), children.last()) {
            (Some(first), Some(last)) => first.span.hull(last.span),
            _ => self.places.span(start, start),
        };
        // A block collection may begin with a flow collection: then its first child begins there too.
        let is_childs = children.first().is_some_and(|child| self.places.local(child.span.start()) == start);
        let opening = if bracket == ']' { '[' } else { '{' };
        let last = children.last().map_or(start + 1, |child| self.places.local(child.span.end()));
        let end = (self.places.starts_with(start, opening) && !is_childs).then(|| self.places.behind_commas(last));
        let span = match end.filter(|end| self.places.starts_with(*end, bracket)) {
            Some(end) => self.places.bracketed(start, end),
            None => children_span,
        };
        let kind = if bracket == ']' { Kind::Sequence(children) } else { Kind::Mapping(pairs(children)) };
        self.add(Node { kind, span, anchored, tagged });
        Ok(())
    }
}

fn pairs(children: Vec<Node>) -> Vec<(Node, Node)> {
    let mut children = children.into_iter();
    std::iter::from_fn(|| Some((children.next()?, children.next()?))).collect()
}

#[cfg(test)]
mod tests;
