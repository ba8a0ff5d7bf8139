//! Text fragments: links that scroll a browser to the words, after the URL Fragment Text Directives draft.
//!
//! `#:~:text=prefix-,start,end,-suffix`: a browser takes the first place where `start` (to `end`) stands
//! between `prefix` and `suffix`, whatever the case, at word bounds, each term within one block. The
//! directive that is made for a passage is the shortest of a few that lead to this passage and to no
//! earlier one in the document; whether the page has the same text, nobody can know here.

use super::{
    escape,
    passage::{is_edge, is_whole},
};
use crate::document::{Document, Prose, Source, Span};
use std::fmt;

/// Longer passages, in bytes, are named by their first and last words.
const LONG: usize = 200;

/// How many words of context are tried before a passage is given up.
const CONTEXT: usize = 24;

/// A text directive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// What stands before the passage.
    pub prefix: Option<String>,
    /// The passage, or its first words.
    pub start: String,
    /// Its last words.
    pub end: Option<String>,
    /// What stands after it.
    pub suffix: Option<String>,
}

impl fmt::Display for Directive {
    /// Writes `text=…`: what follows `#:~:`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._~!'()*".contains(&byte);
        let term = |text: &str| escape::encode(text, plain);
        f.write_str("text=")?;
        if let Some(prefix) = &self.prefix {
            write!(f, "{}-,", term(prefix))?;
        }
        f.write_str(&term(&self.start))?;
        if let Some(end) = &self.end {
            write!(f, ",{}", term(end))?;
        }
        match &self.suffix {
            Some(suffix) => write!(f, ",-{}", term(suffix)),
            None => Ok(()),
        }
    }
}

/// Returns the text directives of a URL's fragment (what follows `#`), those that are malformed left out.
pub fn directives(fragment: &str) -> Vec<Directive> {
    let Some((_, directives)) = fragment.split_once(":~:") else { return vec![] };
    directives.split('&').filter_map(|part| parse(part.strip_prefix("text=")?)).collect()
}

fn parse(text: &str) -> Option<Directive> {
    let mut terms: Vec<&str> = text.split(',').collect();
    let prefix = terms.first().and_then(|first| first.strip_suffix('-'));
    if prefix.is_some() {
        terms.remove(0);
    }
    let suffix = terms.last().and_then(|last| last.strip_prefix('-'));
    if suffix.is_some() {
        terms.pop();
    }
    let (start, end) = match terms.as_slice() {
        [start] => (*start, None),
        [start, end] => (*start, Some(*end)),
        _ => return None,
    };
    let term = |text: &str| escape::decode(text).filter(|term| !term.is_empty());
    let maybe = |text: Option<&str>| text.map_or(Some(None), |text| term(text).map(Some));
    Some(Directive { prefix: maybe(prefix)?, start: term(start)?, end: maybe(end)?, suffix: maybe(suffix)? })
}

/// A document's prose as browsers search it: lower case, white space folded, a line a block.
#[derive(Clone, Debug)]
pub struct Page {
    text: String,
    /// For each byte of `text`, the byte of the prose it came from.
    from: Vec<u32>,
    end: u32,
}

impl Page {
    /// Makes a document's prose ready.
    pub fn of(document: &Document) -> Self {
        let mut page = Self { text: String::new(), from: vec![], end: 0 };
        for block in document.blocks() {
            let mut at = block.span.start();
            page.push('\n', at);
            for c in document.words(block.span).chars() {
                if c.is_whitespace() {
                    if !page.text.ends_with([' ', '\n']) {
                        page.push(' ', at);
                    }
                } else {
                    c.to_lowercase().for_each(|c| page.push(c, at));
                }
                at += u32::try_from(c.len_utf8()).unwrap_or(4);
            }
            page.end = at;
        }
        page
    }

    fn push(&mut self, c: char, at: u32) {
        self.text.push(c);
        self.from.extend(std::iter::repeat_n(at, c.len_utf8()));
    }

    /// Returns the first place that a directive leads to, in bytes of the folded text.
    fn find(&self, directive: &Directive) -> Option<(usize, usize)> {
        let fold = |text: &str| {
            let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
            words.join(" ")
        };
        let maybe = |text: &Option<String>| text.as_deref().map(fold);
        let (prefix, start) = (maybe(&directive.prefix), fold(&directive.start));
        let (end, suffix) = (maybe(&directive.end), maybe(&directive.suffix));
        let mut from = 0;
        loop {
            let (at, next) = match &prefix {
                None => {
                    let at = self.next(&start, from)?;
                    (Some(at), at)
                }
                Some(prefix) => {
                    let at = self.next(prefix, from)?;
                    (self.directly(&start, at + prefix.len()), at)
                }
            };
            from = next + self.text.get(next..).and_then(|text| text.chars().next()).map_or(1, char::len_utf8);
            let Some(at) = at else { continue };
            let mut stop = at + start.len();
            if end.is_none() && !is_edge(&self.text, stop) {
                continue;
            }
            let followed = |stop: usize| suffix.as_deref().is_none_or(|text| self.directly(text, stop).is_some());
            let Some(end) = &end else {
                if followed(stop) {
                    return Some((at, stop));
                }
                continue;
            };
            loop {
                let last = self.next(end, stop)?;
                stop = last + end.len();
                if is_edge(&self.text, stop) && followed(stop) {
                    return Some((at, stop));
                }
            }
        }
    }

    /// Returns the next place of `words` that begins with a word.
    fn next(&self, words: &str, mut from: usize) -> Option<usize> {
        while !words.is_empty() {
            let at = from + self.text.get(from..)?.find(words)?;
            if is_edge(&self.text, at) {
                return Some(at);
            }
            from = at + self.text.get(at..)?.chars().next()?.len_utf8();
        }
        None
    }

    /// Returns where `words` stand, if they follow at once; blanks and the border of a block do not count.
    fn directly(&self, words: &str, from: usize) -> Option<usize> {
        let rest = self.text.get(from..)?;
        let at = from + (rest.len() - rest.trim_start().len());
        self.text.get(at..)?.starts_with(words).then_some(at).filter(|at| is_edge(&self.text, *at))
    }

    /// Returns the directive that leads to a passage; `None` when none that is tried does.
    pub fn directive(&self, document: &Document, passage: Span<Source>) -> Option<Directive> {
        let (from, to) = self.passage(document.map().to_prose(passage)?)?;
        let words = self.text.get(from..to)?;
        let whole = words.len() <= LONG && !words.contains('\n');
        let leads = |directive: &Directive| self.find(directive) == Some((from, to));
        let written = |range: Option<(usize, usize)>| range.map(|(from, to)| self.written(document, from, to));
        // First the words alone, then more and more of what is around them.
        (0..CONTEXT).find_map(|context| {
            let (start, end) = if whole {
                (written(Some((from, to)))?, None)
            } else {
                let ends = (self.first(from, to, context + 3)?, self.last(from, to, context + 3)?);
                (written(Some(ends.0))?, written(Some(ends.1)))
            };
            let before = written(self.last(0, from, context));
            let after = written(self.first(to, self.text.len(), context));
            let sides = [(None, None), (before.clone(), None), (None, after.clone()), (before, after)];
            sides
                .into_iter()
                .map(|(prefix, suffix)| Directive { prefix, start: start.clone(), end: end.clone(), suffix })
                .find(leads)
        })
    }

    /// Returns a part of the folded text as the document writes it, white space folded.
    fn written(&self, document: &Document, from: usize, to: usize) -> String {
        let at = |at: usize| self.from.get(at).copied().unwrap_or(self.end);
        let words = document.words(Span::clamped(at(from), at(to)));
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Returns the first words of a part, up to the end of its first block; `None` when none are wanted or there.
    fn first(&self, from: usize, to: usize, count: usize) -> Option<(usize, usize)> {
        let text = self.text.get(from..to)?;
        let start = text.len() - text.trim_start().len();
        let block = text.trim_start().split('\n').next()?.trim_end();
        let end = block.match_indices(' ').nth(count.checked_sub(1)?).map_or(block.len(), |(at, _)| at);
        (end > 0).then_some((from + start, from + start + end))
    }

    /// Returns the last words of a part, back to the start of its last block.
    fn last(&self, from: usize, to: usize, count: usize) -> Option<(usize, usize)> {
        let text = self.text.get(from..to)?.trim_end();
        let block = text.rsplit('\n').next()?.trim_start();
        let start = block.rmatch_indices(' ').nth(count.checked_sub(1)?).map_or(0, |(at, _)| at + 1);
        let (start, end) = (from + text.len() - block.len() + start, from + text.len());
        (start < end).then_some((start, end))
    }

    /// Returns the passage in the folded text, out to the edges of its words.
    fn passage(&self, prose: Span<Prose>) -> Option<(usize, usize)> {
        let mut from = self.from.partition_point(|at| *at < prose.start());
        let mut to = self.from.partition_point(|at| *at < prose.end());
        while !self.text.is_char_boundary(from) || (!is_edge(&self.text, from) && from > 0) {
            from = from.checked_sub(1)?;
        }
        while to < self.text.len() && (!self.text.is_char_boundary(to) || !is_edge(&self.text, to)) {
            to += 1;
        }
        let words = self.text.get(from..to)?;
        let (left, right) = (words.len() - words.trim_start().len(), words.len() - words.trim_end().len());
        let (from, to) = (from + left, to.checked_sub(right)?);
        (from < to && is_whole(&self.text, from, to)).then_some((from, to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;

    fn one(text: &str) -> Option<Directive> {
        directives(&format!(":~:text={text}")).pop()
    }

    fn directive(prefix: &str, start: &str, end: &str, suffix: &str) -> Option<Directive> {
        let maybe = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Some(Directive { prefix: maybe(prefix), start: start.into(), end: maybe(end), suffix: maybe(suffix) })
    }

    /// After the cases of web-platform-tests' `scroll-to-text-fragment` that need no page.
    #[test]
    fn directives_are_read_as_browsers_do() {
        let good = [
            ("ferry", directive("", "ferry", "", "")),
            ("ferry,port", directive("", "ferry", "port", "")),
            ("the-,ferry", directive("the", "ferry", "", "")),
            ("ferry,-left", directive("", "ferry", "", "left")),
            ("the-,ferry,port,-left", directive("the", "ferry", "port", "left")),
            ("the-,ferry,-left", directive("the", "ferry", "", "left")),
            ("a%2Cb%2Dc%26d", directive("", "a,b-c&d", "", "")),
            ("%E2%9C%85", directive("", "✅", "", "")),
        ];
        for (text, wanted) in good {
            assert_eq!(one(text), wanted, "{text}");
            assert_eq!(directives(&wanted.clone().map_or_else(String::new, |d| format!(":~:{d}"))), [wanted.unwrap()]);
        }
        let bad =
            ["", ",", ",,,,,", "a,b,c", "a,b,c,d", "the-", "-left", "the-,-left", "a,", ",a", "%zz", "-,a", "a,-"];
        for text in bad {
            assert_eq!(one(text), None, "{text}");
        }
        assert_eq!(directives("part:~:text=a&text=b&other=c&TEXT=d").len(), 2);
        assert_eq!(directives("text=a"), []);
        assert_eq!(directives("~:text=a"), []);
    }

    const TEXT: &str = "---\ntitle: The ferry left\n---\nThe ferry left the port. Nobody saw it.\n\nThe *ferry* left the \
                        port. Dana Roth, a pilot, saw the ferryman's dog.\n\nThe end, she said; the end.\n";

    #[test]
    fn what_is_made_leads_to_the_passage() {
        let document = Document::read(TEXT.as_bytes(), Format::Markdown).unwrap();
        let page = Page::of(&document);
        let made = |words: &str, nth: usize| {
            let at = TEXT.match_indices(words).nth(nth).unwrap().0;
            let span = Span::clamped(at as u32, (at + words.len()) as u32);
            page.directive(&document, span).unwrap().to_string()
        };
        assert_eq!(made("Nobody saw it.", 0), "text=Nobody%20saw%20it.");
        assert_eq!(made("The ferry left", 0), "text=The%20ferry%20left");
        assert_eq!(made("The ferry left", 1), "text=left-,The%20ferry%20left");
        assert_eq!(made("The *ferry* left", 0), "text=it.-,The%20ferry%20left");
        assert_eq!(made("the end", 0), "text=said%3B-,the%20end");
        // Half a word is the whole word: browsers find no halves.
        assert_eq!(made("ferryman", 0), "text=ferryman");
        assert_eq!(made("ilot, s", 0), "text=pilot%2C%20saw");
    }

    #[test]
    fn long_passages_are_named_by_their_ends() {
        let text = format!(
            "{}Start of it. {}The very end of it.\n",
            "Other words. ".repeat(9),
            "More words, many. ".repeat(30)
        );
        let document = Document::read(text.as_bytes(), Format::Markdown).unwrap();
        let at = text.find("Start").unwrap();
        let span = Span::clamped(at as u32, text.trim_end().len() as u32);
        let made = Page::of(&document).directive(&document, span).unwrap();
        assert_eq!(made.to_string(), "text=Start%20of%20it.,end%20of%20it.");
    }
}
