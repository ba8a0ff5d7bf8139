//! Front matter: where it is, and each value with its span in the source.

pub use super::yaml::Run;

use super::span::{self, Source, Span};

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
    let end = span::length(source);
    let mut at = bom;
    let mut front = None;
    for line in span::lines(Span::<Source>::clamped(bom, end).of(source).unwrap_or_default()) {
        let from = at;
        at += span::length(line);
        let fence = line.trim_end_matches(['\n', '\r']).trim_end_matches([' ', '\t']);
        match front {
            None if fence == "---" => front = Some(at),
            None => break,
            Some(start) if matches!(fence, "---" | "...") => {
                return Parts { front: Some(Span::clamped(start, from)), body: Span::clamped(at, end) };
            }
            Some(_) => {}
        }
    }
    Parts { front: None, body: Span::clamped(bom, end) }
}

/// One value of the front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The way to it: `title`, `citations[0].url`.
    pub route: String,
    /// The value as text: escapes resolved, folded lines joined, `[[ ]]` kept.
    pub value: String,
    /// Where the scalar stands in the source, its quotation marks included.
    pub span: Span<Source>,
    /// How the bytes of `value` came from the source: (range of `value` in bytes, source, verbatim).
    pub runs: Vec<Run>,
}

/// The front matter of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrontMatter {
    /// Every scalar, in file order.
    pub fields: Vec<Field>,
}

impl FrontMatter {
    /// Returns the field at exactly this route.
    pub fn get(&self, route: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.route == route)
    }
}

/// Reads the front matter that [`split`] found at `span`; what is odd about it is told, never fatal.
pub(super) fn read(_source: &str, _span: Span<Source>) -> (FrontMatter, Vec<super::Problem>) {
    (FrontMatter::default(), vec![])
}

/// Appends headline matter (title, description, key points) to the prose, a block each.
pub(super) fn append_headlines(front: &FrontMatter, out: &mut super::prose::Builder) {
    let _ = (front, out);
}
