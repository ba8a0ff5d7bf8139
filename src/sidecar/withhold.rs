//! Annotations without the text that they speak of, and back.
//!
//! Texts that may not be redistributed can still have their annotations published: every quotation is
//! replaced by its digest and its length in bytes. Whoever holds the text fills the words in again, and the
//! digests verify them. A digest hides nothing from somebody who guesses: "said" has the same digest
//! everywhere. It keeps words from being copied, not from being known.

use super::{
    edit::{Layout, get},
    merge::spliced,
    print::Section,
    value::{quoted, scalar},
};
use crate::{
    annotation::ByteRange,
    document::{
        Digest, Document, Problem, Source, Span,
        yaml::{Kind, Node},
    },
};

/// The keys whose values are words of the document.
const KEYS: [&str; 5] = ["exact", "prefix", "suffix", "term", "designator"];

/// Words of the document in a sidecar: where they stand there, and which of the document's they must be.
struct Quotation<'n> {
    node: &'n Node,
    value: &'n str,
    key: &'n str,
    /// The place that the entry gives them.
    at: Span<Source>,
    /// Whether they are those of an earlier version of the document.
    was: bool,
}

/// Returns a sidecar's text with every quotation replaced by its digest and length.
///
/// # Errors
///
/// Returns a problem with its place where [`fill`] could not undo it: words that are not the document's at
/// the place that the entry states, or that are spelled in a way of their own.
pub fn withhold(text: &str, document: &Document) -> Result<String, Problem> {
    let layout = Layout::of(text)?;
    let mut splices = vec![];
    for quotation in quotations(&layout) {
        let problem =
            |code, message: &str, help: &str| Err(Problem::new(code, message).at(quotation.node.span).help(help));
        if quotation.was {
            let message = "these words are those of an earlier document, which nobody could fill in again";
            return problem("export.was", message, "take `exact` out of `was:`, then export");
        }
        if !found(document, &quotation, quotation.value.len()).iter().any(|words| *words == quotation.value) {
            let message = "these words are not the document's at this place, so that nobody could fill them in again";
            return problem("export.astray", message, "run `ibid reanchor` first, and mend the words or delete them");
        }
        let written = quotation.node.span.of(text).unwrap_or_default();
        let Some(form) = Form::ALL.into_iter().find(|form| form.write(quotation.value) == written) else {
            let message = "these words are spelled in a way that could not be restored byte for byte";
            return problem("export.spelling", message, "write them on one line, in double quotation marks");
        };
        let digest = Digest::of(quotation.value.as_bytes());
        let form = form.suffix();
        splices.push((quotation.node.span, format!("\"{digest};length={}{form}\"", quotation.value.len())));
    }
    Ok(spliced(text, splices))
}

/// Returns a sidecar's text with every withheld quotation filled in from the document, and verified.
///
/// # Errors
///
/// Returns a problem with its place where the document's words have another digest.
pub fn fill(text: &str, document: &Document) -> Result<String, Problem> {
    let layout = Layout::of(text)?;
    let mut splices = vec![];
    for quotation in quotations(&layout) {
        let Some(withheld) = Withheld::read(quotation.value) else { continue };
        let words = found(document, &quotation, withheld.length)
            .into_iter()
            .find(|words| Digest::of(words.as_bytes()) == withheld.digest)
            .ok_or_else(|| {
                let message = "the document's words here have another digest";
                let problem = Problem::new("hydrate.other-words", message).at(quotation.node.span);
                problem.help("give the document whose digest the file states as `raw`")
            })?;
        splices.push((quotation.node.span, withheld.form.write(&words)));
    }
    Ok(spliced(text, splices))
}

/// Tells whether a sidecar's text has quotations that were withheld.
pub fn is_withheld(text: &str) -> bool {
    text.contains("\"sha256:")
        && Layout::of(text)
            .is_ok_and(|layout| quotations(&layout).iter().any(|quotation| Withheld::read(quotation.value).is_some()))
}

/// How a scalar is spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// As the engine writes it.
    Usual,
    Plain,
    Single,
    Double,
}

impl Form {
    const ALL: [Self; 4] = [Self::Usual, Self::Plain, Self::Single, Self::Double];

    fn write(self, words: &str) -> String {
        match self {
            Self::Usual => scalar(words),
            Self::Plain => words.to_owned(),
            Self::Single => format!("'{}'", words.replace('\'', "''")),
            Self::Double => quoted(words),
        }
    }

    const fn suffix(self) -> &'static str {
        match self {
            Self::Usual => "",
            Self::Plain => ";as=plain",
            Self::Single => ";as=single",
            Self::Double => ";as=double",
        }
    }
}

/// What stands in place of words.
struct Withheld {
    digest: Digest,
    length: usize,
    form: Form,
}

impl Withheld {
    fn read(text: &str) -> Option<Self> {
        let (digest, rest) = text.split_once(";length=")?;
        let (length, form) = rest.split_at_checked(rest.find(';').unwrap_or(rest.len()))?;
        let form = Form::ALL.into_iter().find(|known| known.suffix() == form)?;
        Some(Self { digest: digest.parse().ok()?, length: length.parse().ok()?, form })
    }
}

fn quotations<'l>(layout: &'l Layout<'_>) -> Vec<Quotation<'l>> {
    let mut out = vec![];
    for section in Section::ALL {
        if let Some((_, value)) = layout.top(section.key()) {
            collect(value, None, false, &mut out);
        }
    }
    out
}

fn collect<'n>(node: &'n Node, outer: Option<Span<Source>>, was: bool, out: &mut Vec<Quotation<'n>>) {
    match &node.kind {
        Kind::Sequence(items) => items.iter().for_each(|item| collect(item, outer, was, out)),
        Kind::Mapping(pairs) => {
            let place = |node| get(node, "bytes").and_then(|(_, bytes)| bytes.scalar()?.parse::<ByteRange>().ok());
            // A term's words are those at the entry's place, a designator's those at its first.
            let first = |at: &'n Node| match &at.kind {
                Kind::Sequence(items) => items.first().and_then(place),
                _ => place(at),
            };
            let at = place(node).or_else(|| get(node, "at").and_then(|(_, at)| first(at)));
            let at = at.map(|range| range.0).or(outer);
            for (key, value) in pairs {
                match (key.scalar(), value.scalar(), at) {
                    (Some(key), Some(text), Some(at)) if KEYS.contains(&key) && !text.is_empty() => {
                        out.push(Quotation { node: value, value: text, key, at, was });
                    }
                    (key, ..) => collect(value, at, was || key == Some("was"), out),
                }
            }
        }
        Kind::Scalar { .. } | Kind::Alias(_) => {}
    }
}

/// Returns the document's words that a quotation may be: at its place, before it, after it; a term as it is
/// read, too.
fn found(document: &Document, quotation: &Quotation<'_>, length: usize) -> Vec<String> {
    let source = document.source();
    let (start, end) = (quotation.at.start() as usize, quotation.at.end() as usize);
    let words = match quotation.key {
        "prefix" => start.checked_sub(length).and_then(|from| source.get(from..start)),
        "suffix" => source.get(end..end.saturating_add(length)),
        _ => quotation.at.of(source),
    };
    let mut all: Vec<String> = words.into_iter().map(str::to_owned).collect();
    if matches!(quotation.key, "term" | "designator")
        && let Some(prose) = document.map().to_prose(quotation.at)
    {
        let read = document.words(prose);
        all.extend([read.to_owned(), read.split_whitespace().collect::<Vec<_>>().join(" ")]);
    }
    all
}
