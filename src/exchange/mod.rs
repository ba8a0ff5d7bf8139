//! Annotations in the formats of others, and back.
//!
//! Each format holds the whole of an annotation file but its comments, blank lines, order and quoting:
//! [`Part`]s, one an entry. brat holds a little less, and says what.

mod brat;
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
    /// brat stand-off: annotations beside their text.
    Brat,
}

impl Format {
    /// Returns how files of the format end.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::WebAnnotation => "jsonld",
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
            Self::Brat => "ann",
        }
    }

    /// Returns how the file ends in which the text stands beside the annotations, where the format wants one.
    pub const fn text_ending(self) -> Option<&'static str> {
        match self {
            Self::Brat => Some("txt"),
            Self::WebAnnotation | Self::Csv | Self::JsonLines => None,
        }
    }

    /// Returns the name and the text of a file that programs want in the folder, where there is one.
    pub fn configuration(self) -> Option<(&'static str, String)> {
        match self {
            Self::Brat => Some(("annotation.conf", brat::configuration())),
            Self::WebAnnotation | Self::Csv | Self::JsonLines => None,
        }
    }

    /// Returns what of a file's parts the format holds, but for its head, which comes from the document.
    pub fn held(self, parts: &[Part]) -> Vec<Part> {
        match self {
            Self::Brat => brat::held(parts),
            Self::WebAnnotation | Self::Csv | Self::JsonLines => parts.to_vec(),
        }
    }

    /// Says what of a file's parts the format does not hold.
    pub fn lost(self, parts: &[Part]) -> Vec<String> {
        match self {
            Self::Brat => brat::lost(parts),
            Self::WebAnnotation | Self::Csv | Self::JsonLines => vec![],
        }
    }

    /// Writes the parts of a file in this format. Places are those of `document`.
    pub fn write(self, parts: &[Part], document: &Document) -> String {
        match self {
            Self::WebAnnotation => web::write(parts, document),
            Self::Csv => table::write(parts),
            Self::JsonLines => lines::write(parts),
            Self::Brat => brat::write(parts, document.source()),
        }
    }

    /// Reads the parts of a file in this format, and what in it is not ours and was left out. `beside` is the text
    /// of a format that has it in a file of its own.
    ///
    /// # Errors
    ///
    /// Returns a problem, with its place where one is known, when this is no such file.
    pub fn read(self, text: &str, beside: &str) -> Result<(Vec<Part>, usize), Problem> {
        match self {
            Self::WebAnnotation => web::read(text),
            Self::Csv => table::read(text).map(|parts| (parts, 0)),
            Self::JsonLines => lines::read(text).map(|parts| (parts, 0)),
            Self::Brat => brat::read(text, beside),
        }
    }
}
