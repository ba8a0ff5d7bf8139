//! From bytes to a [`Document`]: digests, front matter, prose with the way back, blocks, sentences,
//! tokens and quotations. Built once, in one pass a stage; never changed afterwards.

mod digest;
mod folded;
mod front_matter;
mod invisible;
mod lines;
mod markdown;
mod places;
mod positions;
mod problem;
mod proof;
mod prose;
mod segment;
mod source_map;
mod span;
mod variant;
pub(crate) mod yaml;

pub use digest::{Digest, Digests, Merkle, NotADigest, Rung, canonical_body, folded_block, git_blob_id, sha512_of};
pub use folded::Folded;
pub use front_matter::{Field, FrontMatter, Named, Parts, Run, split};
pub use invisible::{Invisible, Unseen, invisible};
pub use markdown::options as markdown_options;
pub use positions::Positions;
pub use problem::Problem;
pub use proof::{Inclusion, NotIncluded, block_spans};
pub use prose::{Block, BlockKind};
pub(crate) use segment::MONTHS;
pub use segment::{Marks, Quotation, Sentence, Token, TokenKind, Use, fold, is_mark, key, key_of, key_on, keys};
pub use source_map::{Piece, SourceMap};
pub use span::{Prose, Source, Span};
#[cfg(feature = "cli")]
pub(crate) use span::{length, lines};
pub use variant::Variant;

use places::Places;
use std::ops::Range;

/// The largest file that is read, in bytes: 64 MiB, some five hundred novels. Larger ones are refused,
/// so that one mistaken path cannot fill the memory.
pub const MAX_BYTES: usize = 64 << 20;

/// How the body of a document is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// As Markdown: CommonMark with GitHub's extensions and footnotes.
    #[default]
    Markdown,
    /// As it stands: no character is markup.
    Plain,
}

/// One file, read and segmented; never changed afterwards.
#[derive(Clone, Debug)]
pub struct Document {
    source: String,
    digests: Digests,
    parts: Parts,
    front: FrontMatter,
    prose: String,
    map: SourceMap,
    blocks: Vec<Block>,
    tokens: Vec<Token>,
    sentences: Vec<Sentence>,
    /// For each block the number of tokens up to its end.
    block_tokens: Vec<u32>,
    token_places: Places,
    sentence_places: Places,
    quotations: Vec<Quotation>,
    comments: Vec<Span<Source>>,
    warnings: Vec<Problem>,
}

impl Document {
    /// Reads a document from its bytes.
    ///
    /// # Errors
    ///
    /// Returns a problem when the bytes are not UTF-8 (with the place of the first bad byte), hold a
    /// NUL, or are more than [`MAX_BYTES`]. Everything else gives a document, perhaps with
    /// [`warnings`](Self::warnings).
    pub fn read(bytes: &[u8], format: Format) -> Result<Self, Problem> {
        let source = text_of(bytes)?.to_owned();
        let digests = Digests::of(&source);
        let parts = split(&source);
        let (front, mut warnings) = parts.front.map_or_else(Default::default, |span| front_matter::read(&source, span));
        let (body, odd) = front_matter::readable(&source, &parts);
        warnings.extend(odd);
        let mut builder = prose::Builder::default();
        front_matter::append_headlines(&front, &mut builder);
        let comments = match format {
            Format::Markdown => markdown::read(&source, body, &mut builder),
            Format::Plain => {
                markdown::read_plain(&source, body, &mut builder);
                vec![]
            }
        };
        let (prose, map, blocks) = builder.finish(BlockKind::Paragraph);
        let blocks = segment::classify(&prose, blocks);
        let mut tokens = Vec::with_capacity(prose.len() / 5);
        let mut block_tokens = Vec::with_capacity(blocks.len());
        for block in &blocks {
            segment::tokenize(block.span.of(&prose).unwrap_or_default(), block.span, &mut tokens);
            block_tokens.push(u32::try_from(tokens.len()).unwrap_or(u32::MAX));
        }
        let (quotations, odd) = segment::quotations(&prose, &blocks, &tokens);
        let sentences = segment::sentences(&prose, &blocks, &tokens);
        warnings.extend(odd.into_iter().map(|(span, problem)| match map.to_source(span) {
            Some(span) => problem.at(span),
            None => problem,
        }));
        let end = span::length(&prose);
        Ok(Self {
            token_places: Places::of(tokens.iter().map(|token| token.span.start()), end),
            sentence_places: Places::of(sentences.iter().map(|sentence| sentence.span.start()), end),
            source,
            digests,
            parts,
            front,
            prose,
            map,
            blocks,
            block_tokens,
            tokens,
            sentences,
            quotations,
            comments,
            warnings,
        })
    }

    /// Returns the file, byte for byte.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Returns the digests.
    pub fn digests(&self) -> &Digests {
        &self.digests
    }

    /// Returns where front matter and body lie in the source.
    pub fn parts(&self) -> &Parts {
        &self.parts
    }

    /// Returns the front matter; empty when there is none.
    pub fn front(&self) -> &FrontMatter {
        &self.front
    }

    /// Returns the whole prose: the headline matter of the front matter, then the body, a line a block.
    pub fn prose(&self) -> &str {
        &self.prose
    }

    /// Returns the way back from the prose to the source.
    pub fn map(&self) -> &SourceMap {
        &self.map
    }

    /// Returns the blocks, in reading order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Returns the blocks, in reading order, each with the indices of its tokens.
    pub fn blocks_with_tokens(&self) -> impl Iterator<Item = (&Block, Range<usize>)> {
        let tokens =
            self.block_tokens.iter().scan(0, |from, to| Some(std::mem::replace(from, *to as usize)..*to as usize));
        self.blocks.iter().zip(tokens)
    }

    /// Returns the tokens of all blocks, in reading order.
    #[inline]
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// Returns the sentences of all blocks, in reading order.
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// Returns the quotations, in the order in which they open.
    pub fn quotations(&self) -> &[Quotation] {
        &self.quotations
    }

    /// Returns the HTML comments of the body, in document order; those in code are none.
    pub fn comments(&self) -> &[Span<Source>] {
        &self.comments
    }

    /// Returns what is odd about the document.
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// Returns the prose that `span` covers; nothing when the span is another document's.
    #[inline]
    pub fn words(&self, span: Span<Prose>) -> &str {
        span.of(&self.prose).unwrap_or_default()
    }

    /// Returns the source that `span` covers; nothing when the span is another document's.
    pub fn bytes(&self, span: Span<Source>) -> &str {
        span.of(&self.source).unwrap_or_default()
    }

    /// Returns the indices of the tokens that lie within `span`.
    pub fn tokens_in(&self, span: Span<Prose>) -> Range<usize> {
        let before = |offset| self.token_places.before(&self.tokens, offset, |token| token.span.start());
        let (from, to) = (before(span.start()), before(span.end()));
        // Tokens do not overlap, so that only the last can reach beyond the span.
        let beyond =
            to.checked_sub(1).and_then(|last| self.tokens.get(last)).is_some_and(|t| t.span.end() > span.end());
        from..(to - usize::from(beyond)).max(from)
    }

    /// Returns the index of the block that holds the byte at `offset`, or of the one before it.
    pub fn block_at(&self, offset: u32) -> usize {
        self.blocks.partition_point(|block| block.span.start() <= offset).saturating_sub(1)
    }

    /// Returns the indices of the tokens of the block that holds the token at `at`; none when there is no such token.
    pub fn tokens_around(&self, at: usize) -> Range<usize> {
        let block = self.block_tokens.partition_point(|end| *end as usize <= at);
        let Some(end) = self.block_tokens.get(block) else { return at..at };
        let start = block.checked_sub(1).and_then(|before| self.block_tokens.get(before)).copied().unwrap_or(0);
        start as usize..*end as usize
    }

    /// Returns the index of the sentence that holds the byte at `offset`, or of the one before it.
    pub fn sentence_at(&self, offset: u32) -> usize {
        let next = offset.saturating_add(1);
        self.sentence_places.before(&self.sentences, next, |sentence| sentence.span.start()).saturating_sub(1)
    }
}

/// Returns the tokens of a text that is one block, such as the name of an outlet; their spans index `text`.
pub fn tokens_of(text: &str) -> Vec<Token> {
    let mut tokens = vec![];
    segment::tokenize(text, Span::clamped(0, span::length(text)), &mut tokens);
    tokens
}

/// Returns the problem of a file that is not UTF-8, with the place of its first bad byte. `what` names
/// the file.
pub fn not_utf_8(code: &'static str, what: &str, error: std::str::Utf8Error) -> Problem {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let at = offset(error.valid_up_to());
    let bad = at.saturating_add(offset(error.error_len().unwrap_or(1)));
    Problem::new(code, format!("{what} is not UTF-8"))
        .at(Span::clamped(at, bad))
        .help("convert it first, for example with `iconv -f WINDOWS-1252 -t UTF-8 FILE`")
}

fn text_of(bytes: &[u8]) -> Result<&str, Problem> {
    if bytes.len() > MAX_BYTES {
        let size = bytes.len() >> 20;
        return Err(Problem::new(
            "document.too-large",
            format!("the document has {size} MiB, more than the {} that are read", MAX_BYTES >> 20),
        )
        .help("split it into one file a document"));
    }
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let text = std::str::from_utf8(bytes).map_err(|error| not_utf_8("document.not-utf-8", "the document", error))?;
    match memchr::memchr(0, bytes) {
        None => Ok(text),
        Some(at) => Err(Problem::new("document.nul", "the document holds a NUL byte; it is not text")
            .at(Span::clamped(offset(at), offset(at + 1)))
            .help("remove the byte, for example with `tr -d '\\0'`")),
    }
}
