//! Builds the prose and its map, block by block.

use super::{
    source_map::{Piece, SourceMap},
    span::{self, Prose, Source, Span},
};

/// What part of the document a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlockKind {
    /// The headline: from the front matter, or the first heading.
    Title,
    /// The line under the headline; a description in the front matter.
    Dek,
    /// One of the front matter's key points.
    KeyPoint,
    /// A heading in the body, marked up or bare.
    Heading,
    /// Running text.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A block quotation.
    Quotation,
    /// A cell of a table.
    Cell,
    /// A picture's caption or credit.
    Caption,
    /// The line that names the author.
    Byline,
    /// A line that says only when (and where) the text was published.
    Dateline,
    /// Text that is not the article's: disclaimers, calls to subscribe, "read more".
    Boilerplate,
    /// A post of a social network that the document embeds.
    Embedded,
    /// Code; never read as language.
    Code,
}

impl BlockKind {
    /// Tells whether the block is headline matter: the document's own words above or between its text.
    pub const fn is_headline(self) -> bool {
        matches!(self, Self::Title | Self::Dek | Self::KeyPoint | Self::Heading)
    }

    /// Tells whether detectors of claims and framing read the block.
    pub const fn is_language(self) -> bool {
        !matches!(self, Self::Code | Self::Byline | Self::Dateline)
    }
}

/// A stretch of prose that stands by itself: sentences, quotations and claims never cross its ends,
/// except quotations that are opened again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where.
    pub span: Span<Prose>,
}

/// The prose under construction.
#[derive(Debug, Default)]
pub(super) struct Builder {
    text: String,
    map: SourceMap,
    blocks: Vec<Block>,
    start: u32,
}

impl Builder {
    /// Appends text that stands in the source at `source`, byte for byte or changed on the way.
    pub(super) fn push(&mut self, text: &str, source: Span<Source>, verbatim: bool) {
        debug_assert!(!verbatim || span::length(text) == source.len(), "verbatim text has its source's length");
        let from = span::length(&self.text);
        self.text.push_str(text);
        self.map.push(Piece { prose: Span::clamped(from, span::length(&self.text)), source, verbatim });
    }

    /// Ends the block begun at the end of the last one; blank ones leave no trace but their bytes.
    pub(super) fn end_block(&mut self, kind: BlockKind) {
        let whole = Span::<Prose>::clamped(self.start, span::length(&self.text));
        let text = whole.of(&self.text).unwrap_or_default();
        let (front, back) = (text.len() - text.trim_start().len(), text.len() - text.trim_end().len());
        if back < text.len() {
            let cut = |n: usize| u32::try_from(n).unwrap_or(0);
            self.blocks.push(Block { kind, span: Span::clamped(whole.start() + cut(front), whole.end() - cut(back)) });
        }
        if !whole.is_empty() {
            self.text.push('\n');
        }
        self.start = span::length(&self.text);
    }

    /// Tells whether the block under construction is still empty.
    pub(super) fn at_block_start(&self) -> bool {
        self.start == span::length(&self.text)
    }

    pub(super) fn finish(mut self, last: BlockKind) -> (String, SourceMap, Vec<Block>) {
        self.end_block(last);
        (self.text, self.map, self.blocks)
    }
}
