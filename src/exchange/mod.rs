//! Annotations in the formats of others, and back.
//!
//! Each format holds the whole of an annotation file but its comments, blank lines, order and quoting:
//! [`Part`]s, one an entry.

mod lines;
mod table;
mod web;

use crate::{
    document::{Document, Problem},
    sidecar::Part,
};

/// A format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// W3C Web Annotation Data Model, JSON-LD: <https://www.w3.org/TR/annotation-model/>.
    WebAnnotation,
    /// RFC 4180.
    Csv,
    /// One JSON object a line.
    JsonLines,
}

impl Format {
    /// Returns how files of the format end.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::WebAnnotation => "jsonld",
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
        }
    }

    /// Writes the parts of a file in this format. Places are those of `document`.
    pub fn write(self, parts: &[Part], document: &Document) -> String {
        match self {
            Self::WebAnnotation => web::write(parts, document),
            Self::Csv => table::write(parts),
            Self::JsonLines => lines::write(parts),
        }
    }

    /// Reads the parts of a file in this format, and what in it is not ours and was left out.
    ///
    /// # Errors
    ///
    /// Returns a problem, with its place where one is known, when this is no such file.
    pub fn read(self, text: &str) -> Result<(Vec<Part>, usize), Problem> {
        match self {
            Self::WebAnnotation => web::read(text),
            Self::Csv => table::read(text).map(|parts| (parts, 0)),
            Self::JsonLines => lines::read(text).map(|parts| (parts, 0)),
        }
    }
}
