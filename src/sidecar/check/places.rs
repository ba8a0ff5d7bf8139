//! A sidecar against its document: words that are not at their bytes, voices that contradict the quotation
//! marks.

use super::{
    Finding, Level,
    sense::{entries, is_asserted, value},
};
use crate::{
    annotation::{Anchor, Anchors, ByteRange},
    document::{BlockKind, Document, Problem, Source, Span, Use, yaml::Node},
    sidecar::{
        edit::{get, is_as_signed},
        now::{self, Whereabouts},
        print::Section,
    },
};

/// Returns what is wrong with a sidecar, held against its document.
pub(super) fn check(tree: &Node, document: &Document) -> Vec<Finding> {
    let stale = stale(tree, document);
    let is_stale = stale.is_some();
    let mut found: Vec<Finding> = stale.into_iter().collect();
    let anchors = Anchors::of(document.source());
    for section in Section::ALL {
        // In a document that was edited, the engine's own entries are its to mend.
        for entry in entries(tree, section).into_iter().filter(|entry| !(is_stale && is_as_signed(entry))) {
            words(section, entry, &anchors, &mut found);
        }
    }
    let quotations = Quotations::of(document);
    for term in entries(tree, Section::Framing).into_iter().filter(|term| is_asserted(term)) {
        found.extend(quotations.contradicted(term, document));
    }
    found
}

fn stale(tree: &Node, document: &Document) -> Option<Finding> {
    let (raw, node) = value(get(tree, "document")?.1, "raw")?;
    if raw.parse() == Ok(document.digests().raw) {
        return None;
    }
    let problem = Problem::new("sidecar.stale", "the document was edited since").at(node.span);
    Some(Finding::new(Level::Note, problem.help("`ibid annotate` brings the file up to date")))
}

/// Words that do not stand at their bytes. Those that moved are mended; all else is for a person.
fn words(section: Section, entry: &Node, anchors: &Anchors<'_>, found: &mut Vec<Finding>) {
    let Some(now) = Whereabouts::of(section, entry, anchors) else { return };
    for (bytes, anchor) in now::bytes(entry).into_iter().zip(now.anchors()) {
        let message = |what: &str| Problem::new("sidecar.not-there", format!("the words are {what}")).at(bytes.span);
        let finding = match anchor {
            Anchor::Intact(_) => continue,
            Anchor::Moved(span) => {
                let to = ByteRange(*span);
                let problem = message("not at these bytes").help(format!("they are at {to}"));
                Finding::new(Level::Error, problem).fix(bytes.span, to.to_string())
            }
            Anchor::Changed(changed) => {
                let to = ByteRange(changed.span);
                let help = format!("other words stand at {to}: set `bytes` and the words there, or reject the entry");
                Finding::new(Level::Error, message("changed").help(help))
            }
            Anchor::Ambiguous(all) => {
                let places: Vec<String> = all.iter().take(4).map(|span| ByteRange(*span).to_string()).collect();
                let more = if all.len() > places.len() { ", …" } else { "" };
                let help = format!("they stand at {}{more}: set `bytes` to one of these", places.join(", "));
                Finding::new(Level::Error, message("not at these bytes").help(help))
            }
            Anchor::Lost(_) => {
                let help = "the document does not have them: mend the words, or reject the entry";
                Finding::new(Level::Error, message("not there").help(help))
            }
        };
        found.push(finding);
    }
}

/// The outermost quotations of a document, by their places in the source, and whether what stands in them is
/// said by somebody: not so a title, a nickname, and perhaps not a block that is set off.
struct Quotations(Vec<(Span<Source>, bool)>);

impl Quotations {
    fn of(document: &Document) -> Self {
        let outermost = document.quotations().iter().filter(|quotation| quotation.within.is_none());
        let marked =
            outermost.map(|quotation| (quotation.span, matches!(quotation.purpose, Use::Speech | Use::Snippet)));
        // A block quotation needs no marks.
        let blocks = document.blocks().iter().filter(|block| block.kind == BlockKind::Quotation);
        let set_off = blocks.map(|block| (block.span, false));
        let place = |(span, said)| Some((document.map().to_source(span)?, said));
        let mut places: Vec<_> = marked.chain(set_off).filter_map(place).collect();
        places.sort_unstable_by_key(|(span, _)| *span);
        Self(places)
    }

    /// Returns the quotation that words stand in, or that stands in them.
    fn around(&self, place: Span<Source>) -> Option<(Span<Source>, bool)> {
        let next = self.0.partition_point(|(span, _)| span.start() < place.end());
        self.0.get(next.checked_sub(1)?).copied().filter(|(span, _)| span.overlaps(place))
    }

    /// A voice that contradicts the quotation marks.
    fn contradicted(&self, term: &Node, document: &Document) -> Option<Finding> {
        let (voice, node) = value(term, "voice")?;
        let (bytes, _) = value(get(term, "at")?.1, "bytes")?;
        let place = bytes.parse::<ByteRange>().ok()?.0;
        let words = value(term, "term")?.0;
        if document.bytes(place) != words {
            return None; // First the place has to be right.
        }
        let (message, help) = match (voice, self.around(place)) {
            ("quoted" | "scare", None) => (
                format!("the voice is `{voice}`, and no quotation marks stand around the words"),
                "`outlet` or `attributed`",
            ),
            ("outlet", Some((span, true))) if span.contains(place) => (
                "the voice is `outlet`, and the words stand in quotation marks".to_owned(),
                "`quoted`, with its speaker",
            ),
            _ => return None,
        };
        let problem = Problem::new("sidecar.voice", message).at(node.span);
        Some(Finding::new(Level::Warning, problem.help(format!("perhaps {help}"))))
    }
}
