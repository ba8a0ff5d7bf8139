//! The words that somebody wants to cite, found in a document.

use crate::document::{Document, Folded, Prose, Source, Span};
use memchr::memmem;

/// A text as its words are compared when typography does not matter: quotation marks, dashes and points of
/// suspension of one kind, white space folded, accents composed, nothing that is not seen. It knows the way
/// back.
#[derive(Clone, Debug)]
pub struct Plain {
    text: String,
    folded: Folded,
    /// For each byte of `text`, where in the folded text it came from: from and to.
    from: Vec<(u32, u32)>,
}

impl Plain {
    /// Folds a text.
    pub fn of(source: &str) -> Self {
        let folded = Folded::of(source);
        let mut plain = Self { text: String::with_capacity(source.len()), folded, from: vec![] };
        let whole = plain.folded.text().to_owned();
        let mut rest = whole.as_str();
        let mut at = 0;
        while let Some(first) = rest.chars().next() {
            let (sign, length) = sign(rest, first);
            if let Some(sign) = sign {
                plain.push(sign, at, at + length);
            }
            at += length;
            rest = whole.get(at..).unwrap_or_default();
        }
        plain
    }

    fn push(&mut self, sign: char, from: usize, to: usize) {
        if sign == ' ' && self.text.ends_with(' ') {
            return;
        }
        self.text.push(sign);
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.from.extend(std::iter::repeat_n((offset(from), offset(to)), sign.len_utf8()));
    }

    /// Returns the folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns where `words` stand in the text that was folded, as bytes from and to, in order, none over
    /// another. Places where they are parts of longer words are left out, unless there are no others.
    pub fn find(&self, words: &Self) -> Vec<(u32, u32)> {
        let wanted = words.text.trim();
        if wanted.is_empty() {
            return vec![];
        }
        let at: Vec<usize> = memmem::find_iter(self.text.as_bytes(), wanted.as_bytes()).collect();
        let whole = |at: &usize| is_whole(&self.text, *at, at + wanted.len());
        let whole: Vec<usize> = at.iter().copied().filter(whole).collect();
        let at = if whole.is_empty() { at } else { whole };
        at.into_iter().filter_map(|at| self.back(at, at + wanted.len())).collect()
    }

    /// Returns where a part of the folded text came from.
    pub fn back(&self, from: usize, to: usize) -> Option<(u32, u32)> {
        let (first, last) = (self.from.get(from)?, self.from.get(to.checked_sub(1)?)?);
        let span = self.folded.to_source(Span::clamped(first.0, last.1));
        Some((span.start(), span.end()))
    }
}

/// Returns what stands for the first character of `rest`, and how many bytes it stands for.
fn sign(rest: &str, first: char) -> (Option<char>, usize) {
    const DOTS: [&str; 3] = [". . .", "...", "…"];
    const DASHES: [&str; 2] = ["---", "--"];
    if let Some(dots) = DOTS.iter().find(|dots| rest.starts_with(**dots)) {
        return (Some('…'), dots.len());
    }
    if let Some(dashes) = DASHES.iter().find(|dashes| rest.starts_with(**dashes)) {
        return (Some('-'), dashes.len());
    }
    let sign = match first {
        '‘' | '’' | '‚' | '‛' | '′' | '‹' | '›' | '`' => Some('\''),
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' => Some('"'),
        '‐'..='―' | '−' => Some('-'),
        c if is_unseen(c) => None,
        c => Some(c),
    };
    (sign, first.len_utf8())
}

/// Soft hyphens, zero-width characters, direction marks, variation selectors.
const fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e01ef}')
}

/// Tells whether neither end of a range lies within a word.
pub(super) fn is_whole(text: &str, from: usize, to: usize) -> bool {
    is_edge(text, from) && is_edge(text, to)
}

/// Tells whether no word goes on from before a byte to after it.
pub(super) fn is_edge(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|text| text.chars().next_back());
    let after = text.get(at..).and_then(|text| text.chars().next());
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !(letter(before) && letter(after))
}

/// Returns where words stand in a document: in its file as they are; else as a reader reads them, without
/// markup and whatever the typography. Sorted, none twice.
pub fn places(document: &Document, words: &str) -> Vec<Span<Source>> {
    let folded = Folded::of(document.source());
    let wanted = Folded::of(words.trim());
    if wanted.text().is_empty() {
        return vec![];
    }
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let found: Vec<Span<Source>> = memmem::find_iter(folded.text().as_bytes(), wanted.text().as_bytes())
        .filter(|at| is_whole(folded.text(), *at, at + wanted.text().len()))
        .map(|at| folded.to_source(Span::clamped(offset(at), offset(at + wanted.text().len()))))
        .collect();
    if !found.is_empty() {
        return found;
    }
    let prose = Plain::of(document.prose());
    let back = |(from, to): (u32, u32)| document.map().to_source(Span::<Prose>::clamped(from, to));
    let mut found: Vec<Span<Source>> = prose.find(&Plain::of(words)).into_iter().filter_map(back).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Returns the words at a place as a reader reads them, white space folded: markup and entities resolved
/// where the place is prose, else the source as it stands.
pub fn words(document: &Document, span: Span<Source>) -> String {
    let prose = document.map().to_prose(span).map(|prose| document.words(prose));
    let words = prose.filter(|words| !words.trim().is_empty()).unwrap_or_else(|| document.bytes(span));
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;
    use proptest::prelude::*;

    #[test]
    fn typography_does_not_matter_and_the_way_back_is_kept() {
        let text = "She said: “We won’t — ever …  go\u{a0}back”";
        let plain = Plain::of(text);
        assert_eq!(plain.text(), "She said: \"We won't - ever … go back\"");
        let found = plain.find(&Plain::of("won't -- ever ... go back"));
        let cut = |(from, to): (u32, u32)| text.get(from as usize..to as usize).unwrap();
        assert_eq!(found.into_iter().map(cut).collect::<Vec<_>>(), ["won’t — ever …  go\u{a0}back"]);
    }

    #[test]
    fn words_are_found_as_they_stand_then_as_they_are_read() {
        let text = "The other *Lantern* wrote: &ldquo;the rest&rdquo; of the\nrest\n";
        let document = Document::read(text.as_bytes(), Format::Markdown).unwrap();
        let found = |words: &str| -> Vec<&str> {
            places(&document, words).into_iter().map(|span| span.of(text).unwrap()).collect()
        };
        assert_eq!(found("the"), ["the", "the"]);
        assert_eq!(found("of the rest"), ["of the\nrest"]);
        assert_eq!(found("other Lantern wrote"), ["other *Lantern* wrote"]);
        assert_eq!(found("wrote: “the rest”"), ["wrote: &ldquo;the rest&rdquo;"]);
        assert_eq!(found("restful"), Vec::<&str>::new());
        assert_eq!(found("  "), Vec::<&str>::new());
        let span = places(&document, "other Lantern wrote")[0];
        assert_eq!(words(&document, span), "other Lantern wrote");
    }

    proptest! {
        #[test]
        fn every_part_leads_back(text in "[a-c…“”‘\u{301}\u{200b}. -]{0,30}") {
            let plain = Plain::of(&text);
            for at in (0..plain.text().len()).filter(|at| plain.text().is_char_boundary(*at)) {
                let end = plain.text().get(at..).unwrap().chars().next().unwrap().len_utf8() + at;
                let (from, to) = plain.back(at, end).unwrap();
                prop_assert!(text.get(from as usize..to as usize).is_some_and(|part| !part.is_empty()));
            }
        }
    }
}
