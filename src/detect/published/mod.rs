//! When the document was published.
//!
//! Dates are everywhere in news, and most are those of events. So only three places are read: front matter,
//! a line near the start that holds a date and nothing else that could be a sentence, and a phrase such as
//! "Published on". A caption's date, one in running text, or one without a year gives nothing. What is found is
//! written as ISO 8601 to the precision of the text; no zone is guessed.

mod date;

use super::outlet::{FOOT, HEAD, View};
use crate::{
    annotation::{Evidence, Published},
    document::{Block, BlockKind, Document, Prose, Source, Span},
    lexicon::Lexicon,
};

pub(super) use date::is_date_line;

/// How many more blocks than a masthead's a date may stand after: title, dek, byline and caption come first.
const EXTRA: usize = 2;

/// The longest line that is a date with its publication phrase, in bytes.
const LONGEST_LINE: u32 = 160;

/// Finds the date of publication.
pub fn published(document: &Document, lexicon: &Lexicon) -> Option<Published<Span<Source>>> {
    in_front(document).or_else(|| {
        let view = View { document, lexicon };
        let blocks: Vec<&Block> = view.body().collect();
        let head = blocks.iter().take(HEAD + EXTRA);
        let foot = blocks.iter().skip(blocks.len().saturating_sub(FOOT).max(HEAD + EXTRA));
        head.clone()
            .find_map(|block| phrase(document, block))
            .or_else(|| head.clone().find_map(|block| line(document, block)))
            .or_else(|| foot.clone().find_map(|block| phrase(document, block)))
    })
}

fn in_front(document: &Document) -> Option<Published<Span<Source>>> {
    let named = document.front().published()?;
    let date = date::iso(named.value).or_else(|| date::find(named.value).map(|found| found.iso))?;
    Some(Published { date, evidence: vec![Evidence { at: named.span, rule: "published.front".to_owned() }] })
}

fn is_candidate(block: &Block) -> bool {
    let kind = !matches!(
        block.kind,
        BlockKind::Code | BlockKind::Caption | BlockKind::Embedded | BlockKind::Quotation | BlockKind::Title
    );
    kind && block.span.len() <= LONGEST_LINE
}

fn phrase(document: &Document, block: &Block) -> Option<Published<Span<Source>>> {
    let text = document.words(block.span);
    let found = Some(text).filter(|_| is_candidate(block)).and_then(date::after_phrase)?;
    at(document, block, &found, "published.phrase")
}

fn line(document: &Document, block: &Block) -> Option<Published<Span<Source>>> {
    let text = document.words(block.span);
    let found = Some(text).filter(|text| is_candidate(block) && is_date_line(text)).and_then(date::find)?;
    at(document, block, &found, "published.line")
}

fn at(document: &Document, block: &Block, found: &date::Found, rule: &str) -> Option<Published<Span<Source>>> {
    let offset = |at: usize| u32::try_from(at).ok().and_then(|at| block.span.start().checked_add(at));
    let span = Span::<Prose>::new(offset(found.range.start)?, offset(found.range.end)?)?;
    let at = document.map().to_source(span)?;
    Some(Published { date: found.iso.clone(), evidence: vec![Evidence { at, rule: rule.to_owned() }] })
}
