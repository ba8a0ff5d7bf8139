//! What a citation says besides digests and bytes: its paragraph and its addresses, held against the document.

use crate::{
    citation::{Citation, Work},
    document::{Source, Span},
};

/// Something that a citation says and its document denies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denied {
    /// The key: `block`, `origin`, `archived`.
    pub key: &'static str,
    /// What the citation says.
    pub said: String,
    /// What the document has; `None` when the passage lies in no one paragraph.
    pub found: Option<String>,
}

/// What became of the keys behind `quote`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// What the document denies.
    pub denied: Vec<Denied>,
    /// The keys that nothing was held against.
    pub unchecked: Vec<&'static str>,
}

impl Stated {
    /// Holds a citation against the very file that it cites: `span` is where the passage stands, `blocks` are
    /// the file's paragraphs in order, `work` is what the file says of itself (asked for only when needed).
    ///
    /// An address is held against the one that the file states. What the address leads to, and where the file
    /// lay when it was cited, cannot be known from the file.
    pub fn of<'w>(
        citation: &Citation,
        span: Span<Source>,
        blocks: impl FnOnce() -> &'w [Span<Source>],
        work: impl FnOnce() -> Option<Work>,
    ) -> Self {
        let mut stated = Self::default();
        if let Some(said) = citation.block {
            let found = block_of(blocks(), span);
            if found != Some(said) {
                let found = found.map(|block| block.to_string());
                stated.denied.push(Denied { key: "block", said: said.to_string(), found });
            }
        }
        if citation.origin.is_some() || citation.archived.is_some() {
            let work = work().unwrap_or_default();
            stated.address("origin", citation.origin.as_deref(), work.url);
            stated.address("archived", citation.archived.as_deref(), work.archived);
        }
        stated.unchecked.extend(citation.path.as_ref().map(|_| "path"));
        stated
    }

    /// Returns what is said of a citation whose file is not there, or is another: nothing was held against it.
    pub fn unknown(citation: &Citation) -> Self {
        let keys = [
            ("block", citation.block.is_some()),
            ("origin", citation.origin.is_some()),
            ("archived", citation.archived.is_some()),
            ("path", citation.path.is_some()),
        ];
        let unchecked = keys.into_iter().filter_map(|(key, is_there)| is_there.then_some(key)).collect();
        Self { denied: vec![], unchecked }
    }

    fn address(&mut self, key: &'static str, said: Option<&str>, found: Option<String>) {
        match (said, found) {
            (None, _) => {}
            (Some(_), None) => self.unchecked.push(key),
            (Some(said), Some(found)) if said == found => {}
            (Some(said), found) => self.denied.push(Denied { key, said: said.to_owned(), found }),
        }
    }
}

/// Returns the number of the paragraph that holds a passage, 0-based.
fn block_of(blocks: &[Span<Source>], span: Span<Source>) -> Option<u32> {
    let index = blocks.partition_point(|block| block.end() <= span.start());
    let block = blocks.get(index).filter(|block| block.contains(span));
    block.and_then(|_| u32::try_from(index).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Digest, Document, Format, block_spans};

    const SOURCE: &str = "---\ntitle: Ferry\nurl: https://gazette.example/1\n---\n\nThe ferry left.\n\nThe port is \
                          closed.\nNobody left.\n";

    fn stated(words: &str, change: impl FnOnce(&mut Citation)) -> Stated {
        let at = SOURCE.find(words).unwrap() as u32;
        let span = Span::clamped(at, at + words.len() as u32);
        let mut citation = Citation::of(SOURCE, Digest::of(SOURCE.as_bytes()), span).unwrap();
        change(&mut citation);
        let document = Document::read(SOURCE.as_bytes(), Format::Markdown).unwrap();
        let blocks = block_spans(SOURCE);
        Stated::of(&citation, span, || &blocks, || Some(Work::of(&document, None)))
    }

    #[test]
    fn a_paragraph_is_that_which_holds_the_passage() {
        let block = |words: &str, block: u32| {
            let denied = stated(words, |citation| citation.block = Some(block)).denied;
            denied.first().map(|denied| (denied.key, denied.found.clone()))
        };
        assert_eq!(block("The ferry left.", 0), None);
        assert_eq!(block("Nobody left.", 1), None);
        assert_eq!(block("Nobody left.", 0), Some(("block", Some("1".to_owned()))));
        assert_eq!(block("The ferry left.\n\nThe port", 0), Some(("block", None)), "over two paragraphs");
        assert_eq!(block("Ferry\n", 0), Some(("block", None)), "in the front matter");
    }

    #[test]
    fn an_address_is_held_against_the_stated_one_and_the_rest_is_called_unchecked() {
        let all = stated("Nobody left.", |citation| {
            citation.origin = Some("https://gazette.example/1".into());
            citation.archived = Some("https://archive.example/1".into());
            citation.path = Some("a.md".into());
        });
        assert_eq!(all, Stated { denied: vec![], unchecked: vec!["archived", "path"] });
        let other = stated("Nobody left.", |citation| citation.origin = Some("https://gazette.example/2".into()));
        let found = Some("https://gazette.example/1".to_owned());
        assert_eq!(other.denied, [Denied { key: "origin", said: "https://gazette.example/2".into(), found }]);
    }
}
