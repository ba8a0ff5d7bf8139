//! What part of the document each block is, by its shape and its place.
//!
//! News text copied from the web has no markup left that says so: photo credits, bylines, dates, posts
//! and disclaimers run on with the article, sometimes within one line. First blocks are cut where
//! another kind begins inside them (`cut`), then told apart by their own words (`shape`), then by what
//! stands around them (here). In doubt a block stays a paragraph: nothing is ever lost or moved.

mod cut;
mod rough;
mod shape;
#[cfg(test)]
mod tests;

pub(crate) use rough::MONTHS;

use crate::document::{Block, BlockKind};

/// The most words of a headline, a bare heading and a masthead.
const TITLE: usize = 20;
const HEADING: usize = 12;
const MASTHEAD: usize = 4;

/// The most words of a dek, when a byline or a date follows, and when only a long text does.
const DEK: usize = 45;
const BARE_DEK: usize = 25;

/// How many times longer the text after a dek must be when nothing else marks it.
const DEK_TO_TEXT: usize = 5;

/// The fewest words of the text under a heading.
const UNDER_HEADING: usize = 13;

/// The most words of a last line that only says where to read on.
const SIGN_OFF: usize = 25;

/// How many blocks from either end of a document disclaimers are sought in.
const ENDS: usize = 8;

/// Tells the kinds of blocks apart, and cuts blocks in which several kinds run together.
pub(in crate::document) fn classify(prose: &str, blocks: Vec<Block>) -> Vec<Block> {
    let mut out = Vec::with_capacity(blocks.len());
    let all = blocks.len();
    for (index, block) in blocks.into_iter().enumerate() {
        let text = block.span.of(prose).unwrap_or_default();
        let at_an_end = index < ENDS || index + ENDS >= all;
        match block.kind {
            BlockKind::Paragraph => match shape::of(text, at_an_end) {
                Some(kind) => out.push(Block { kind, ..block }),
                None => cut::cut(prose, block, &mut out),
            },
            BlockKind::Quotation | BlockKind::ListItem => cut::cut(prose, block, &mut out),
            _ => out.push(block),
        }
    }
    let mut places = Places { prose, blocks: out };
    places.headline();
    places.headings();
    places.sign_off();
    places.blocks
}

struct Places<'p> {
    prose: &'p str,
    blocks: Vec<Block>,
}

impl Places<'_> {
    fn kind(&self, index: usize) -> Option<BlockKind> {
        self.blocks.get(index).map(|block| block.kind)
    }

    fn text(&self, index: usize) -> &str {
        self.blocks.get(index).and_then(|block| block.span.of(self.prose)).unwrap_or_default()
    }

    /// Counts the words of a block: to be asked last, because it reads all of the block.
    fn size(&self, index: usize) -> usize {
        rough::words(self.text(index))
    }

    fn set(&mut self, index: usize, kind: BlockKind) {
        if let Some(block) = self.blocks.get_mut(index) {
            block.kind = kind;
        }
    }

    /// Tells whether the block says who wrote the text, when, or what a picture shows.
    fn is_meta(&self, index: usize) -> bool {
        matches!(self.kind(index), Some(BlockKind::Byline | BlockKind::Dateline | BlockKind::Caption))
    }

    /// Returns the first block from `index` on that is not meta.
    fn past_meta(&self, index: usize) -> usize {
        index + (index..self.blocks.len()).take_while(|&at| self.is_meta(at)).count()
    }

    /// Tells whether a paragraph looks like a headline: short, and no sentence that ends.
    fn looks_like_title(&self, index: usize) -> bool {
        let text = self.text(index);
        self.kind(index) == Some(BlockKind::Paragraph)
            && !text.ends_with(['.', ',', ':', ';', '…', '—', '–'])
            && !text.ends_with(".”")
            && rough::begins_large(text)
            && self.size(index) <= TITLE
    }

    /// Finds title and dek among the first blocks.
    fn headline(&mut self) {
        let is_front = |block: &Block| matches!(block.kind, BlockKind::Title | BlockKind::Dek | BlockKind::KeyPoint);
        let front = self.blocks.iter().take_while(|block| is_front(block)).count();
        let front_title = self.blocks.iter().take(front).position(|block| block.kind == BlockKind::Title);
        let has_dek = self.blocks.iter().take(front).any(|block| block.kind == BlockKind::Dek);
        let first = self.past_meta(front);
        let title = match front_title {
            Some(title) => self.repeated_title(title, first),
            None => self.find_title(first),
        };
        let after = title.map_or(first, |title| title + 1);
        if (title.is_some() || front_title.is_some()) && !has_dek {
            self.find_dek(after);
        }
    }

    /// Marks a heading that repeats the front matter's title; returns its index.
    fn repeated_title(&mut self, title: usize, first: usize) -> Option<usize> {
        let same = rough::same_words(self.text(title), self.text(first))
            && matches!(self.kind(first), Some(BlockKind::Heading | BlockKind::Paragraph));
        if same {
            self.set(first, BlockKind::Title);
        }
        same.then_some(first)
    }

    fn find_title(&mut self, first: usize) -> Option<usize> {
        if self.kind(first) == Some(BlockKind::Heading) {
            self.set(first, BlockKind::Title);
            return Some(first);
        }
        let second = self.past_meta(first + 1);
        let something_follows =
            || self.blocks.len() > second && (second > first + 1 || self.size(second) > self.size(first));
        if !self.looks_like_title(first) || !something_follows() {
            return None;
        }
        // `GAZETTE OF SEL`, the date, then the headline: the first line is the masthead.
        let masthead = self.looks_like_title(second)
            && self.size(first) <= MASTHEAD
            && (self.is_meta(second + 1) || self.size(second + 1) > TITLE);
        let title = if masthead {
            self.set(first, BlockKind::Boilerplate);
            second
        } else {
            first
        };
        self.set(title, BlockKind::Title);
        Some(title)
    }

    fn find_dek(&mut self, after: usize) {
        let at = after + (after..self.blocks.len()).take_while(|&n| self.kind(n) == Some(BlockKind::Caption)).count();
        if self.kind(at) != Some(BlockKind::Paragraph) || rough::sentences(self.text(at)) > 2 {
            return;
        }
        let (size, next) = (self.size(at), self.size(at + 1));
        let open = !self.text(at).ends_with(['.', '!', '?', '”', ':', ';', ',']);
        let before_meta = self.is_meta(at + 1) && size <= DEK;
        let before_text = self.kind(at + 1) == Some(BlockKind::Paragraph)
            && (size <= BARE_DEK && next >= size * DEK_TO_TEXT || open && size > HEADING && size <= DEK && next > size);
        if before_meta || before_text {
            self.set(at, BlockKind::Dek);
        }
    }

    /// Finds bare headings: short lines without a closing mark over longer ones.
    fn headings(&mut self) {
        for index in 0..self.blocks.len() {
            let text = self.text(index);
            let may_head = self.kind(index) == Some(BlockKind::Paragraph)
                && self.kind(index + 1) == Some(BlockKind::Paragraph)
                && !text.ends_with(['.', ',', ':', ';', '!', '?', '…', '—', '–'])
                && rough::begins_large(text)
                && !rough::is_quotation(text);
            let heads = || {
                let size = self.size(index);
                size <= HEADING && self.size(index + 1) >= UNDER_HEADING.max(2 * size)
            };
            if may_head && heads() {
                self.set(index, BlockKind::Heading);
            }
        }
    }

    /// Finds a last line such as `Follow the talks hour by hour on Our Wire.`
    fn sign_off(&mut self) {
        let Some(last) = self.blocks.len().checked_sub(1) else { return };
        let text = self.text(last);
        let invites = ["Follow ", "Watch ", "Listen ", "Read "].iter().any(|verb| text.starts_with(verb));
        let place = [" on ", " at ", " in "].iter().any(|word| text.contains(word));
        if self.kind(last) == Some(BlockKind::Paragraph) && invites && place && last > 0 && self.size(last) <= SIGN_OFF
        {
            self.set(last, BlockKind::Boilerplate);
        }
    }
}
