//! What the scanner sees of a document: every token with its word class, its place in quotations, and the
//! cue it may begin. Looking at a place outside the document gives a token that is nothing.
//!
//! Made once a document, in one pass; the rules then only read. Positions are token numbers, and a
//! [`Run`] of them is half open.

use super::words::{self, Flags};
use crate::{
    document::{Document, Prose, Span, TokenKind, Use},
    lexicon::{CueForm, Cues, Lexicon},
};

/// A half-open run of tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::detect) struct Run {
    pub(in crate::detect) from: usize,
    pub(in crate::detect) to: usize,
}

impl Run {
    pub(in crate::detect) const fn new(from: usize, to: usize) -> Self {
        Self { from, to: if to < from { from } else { to } }
    }

    pub(in crate::detect) const fn is_empty(self) -> bool {
        self.from >= self.to
    }

    pub(in crate::detect) const fn len(self) -> usize {
        self.to.saturating_sub(self.from)
    }

    pub(in crate::detect) const fn holds(self, at: usize) -> bool {
        self.from <= at && at < self.to
    }

    pub(in crate::detect) const fn overlaps(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }

    pub(in crate::detect) const fn contains(self, other: Self) -> bool {
        self.from <= other.from && other.to <= self.to
    }
}

/// A token as the rules see it.
#[derive(Clone, Copy, Debug)]
pub(in crate::detect) struct Word {
    /// See [`words`].
    pub(in crate::detect) flags: Flags,
    /// Its key; 0 for no token.
    pub(in crate::detect) key: u64,
    /// Whether a capital begins it.
    pub(in crate::detect) capital: bool,
    /// Whether it is a word or a number.
    pub(in crate::detect) word: bool,
    /// Whether it has more than three bytes.
    pub(in crate::detect) long: bool,
    /// Whether white space stands before it.
    pub(in crate::detect) spaced: bool,
    /// Its character when it is punctuation, `-` for every dash, `"` for every mark; else 0.
    pub(in crate::detect) sign: u8,
    /// How many quotations it stands in, their marks included.
    pub(in crate::detect) depth: u8,
    /// The innermost of them, counted from 1.
    quotation: u32,
    /// Whether a cue may begin here.
    pub(in crate::detect) cue: bool,
    /// Whether it is an address or a tag.
    pub(in crate::detect) link: bool,
    /// Whether it is a `@handle`; those count as capitals.
    pub(in crate::detect) handle: bool,
}

/// No token.
pub(in crate::detect) const NOTHING: Word = Word {
    flags: 0,
    key: 0,
    capital: false,
    word: false,
    long: false,
    spaced: true,
    sign: 0,
    depth: 0,
    quotation: 0,
    cue: false,
    link: false,
    handle: false,
};

impl Word {
    pub(in crate::detect) const fn is(&self, flags: Flags) -> bool {
        self.flags & flags != 0
    }

    /// Tells whether it could begin or be a name.
    pub(in crate::detect) const fn is_name(&self) -> bool {
        self.capital && self.word
    }
}

/// A quotation by token numbers.
#[derive(Clone, Copy, Debug)]
pub(in crate::detect) struct Quote {
    /// From its opening mark to its closing one.
    pub(in crate::detect) run: Run,
    /// The same without the marks.
    pub(in crate::detect) inner: Run,
    /// What for.
    pub(in crate::detect) purpose: Use,
    /// Whether it goes on from the block before.
    pub(in crate::detect) continues: bool,
    /// Whether a closing mark was found.
    pub(in crate::detect) closed: bool,
    /// How many quotations it stands in.
    pub(in crate::detect) depth: u8,
    /// The quotation it stands in.
    within: Option<u32>,
}

/// The document as the rules see it.
#[derive(Debug)]
pub(in crate::detect) struct View<'d> {
    pub(in crate::detect) document: &'d Document,
    pub(in crate::detect) cues: &'d Cues,
    words: Vec<Word>,
    pub(in crate::detect) quotes: Vec<Quote>,
}

/// Quotations within quotations deeper than this are read as part of the outer ones.
const MAX_DEPTH: u8 = 3;

impl<'d> View<'d> {
    pub(in crate::detect) fn new(document: &'d Document, lexicon: &'d Lexicon) -> Self {
        let (cues, prose) = (&lexicon.cues, document.prose().as_bytes());
        let words = document
            .tokens()
            .iter()
            .map(|token| {
                let text = prose.get(token.span.start() as usize..token.span.end() as usize).unwrap_or_default();
                let first = text.first().copied().unwrap_or(0);
                let handle = token.kind == TokenKind::Link && first == b'@';
                let (flags, cue, sign) = match token.kind {
                    // The country, not the pronoun.
                    TokenKind::Word if token.capital && token.key == words::US && text == b"US" => (0, false, 0),
                    TokenKind::Word | TokenKind::Clitic => {
                        (words::flags(token.key, text), !cues.forms(token.key).is_empty(), 0)
                    }
                    TokenKind::Mark => (0, false, b'"'),
                    TokenKind::Punct => (0, false, sign(document.words(token.span), first)),
                    TokenKind::Number | TokenKind::Link => (0, false, 0),
                };
                Word {
                    flags,
                    key: token.key,
                    capital: token.capital || handle,
                    word: token.is_word() || token.kind == TokenKind::Link,
                    long: text.len() > 3,
                    spaced: token.spaced,
                    sign,
                    depth: 0,
                    quotation: 0,
                    cue,
                    link: token.kind == TokenKind::Link && !handle,
                    handle,
                }
            })
            .collect();
        let mut view = Self { document, cues, words, quotes: vec![] };
        view.place_quotations();
        view
    }

    /// Notes in every token which quotations it stands in. Titles of works and nicknames are names, not
    /// somebody's words, and are left out.
    fn place_quotations(&mut self) {
        for (index, quotation) in self.document.quotations().iter().enumerate() {
            let within = quotation.within.and_then(|outer| self.quotes.get(outer as usize));
            let outer_depth = within.map_or(0, |outer| outer.depth + 1);
            let (run, inner) = (self.run_of(quotation.span), self.run_of(quotation.inner));
            let (purpose, continues, closed) = (quotation.purpose, quotation.continues, quotation.closed);
            let within = quotation.within;
            self.quotes.push(Quote { run, inner, purpose, continues, closed, depth: outer_depth, within });
            let named = matches!(purpose, Use::Nickname | Use::Title);
            if named || outer_depth >= MAX_DEPTH {
                continue;
            }
            for word in self.words.get_mut(run.from..run.to).unwrap_or_default() {
                word.depth = outer_depth + 1;
                word.quotation = u32::try_from(index + 1).unwrap_or(0);
            }
        }
    }

    fn run_of(&self, span: Span<Prose>) -> Run {
        let range = self.document.tokens_in(span);
        Run::new(range.start, range.end)
    }

    /// Returns the token at a place, or one that is nothing.
    pub(in crate::detect) fn at(&self, at: usize) -> &Word {
        self.words.get(at).unwrap_or(&NOTHING)
    }

    /// Returns the tokens of a run.
    pub(in crate::detect) fn words(&self, run: Run) -> &[Word] {
        self.words.get(run.from..run.to).unwrap_or_default()
    }

    /// Returns the first place in a run where a word with a capital stands.
    pub(in crate::detect) fn capital_in(&self, run: Run) -> Option<usize> {
        let words = self.words.get(run.from..run.to)?;
        words.iter().position(Word::is_name).map(|after| run.from + after)
    }

    /// Returns the token before a place.
    pub(in crate::detect) fn before(&self, at: usize) -> &Word {
        self.at(at.wrapping_sub(1))
    }

    pub(in crate::detect) fn key(&self, at: usize) -> u64 {
        self.at(at).key
    }

    pub(in crate::detect) fn sign(&self, at: usize) -> u8 {
        self.at(at).sign
    }

    pub(in crate::detect) fn len(&self) -> usize {
        self.words.len()
    }

    pub(in crate::detect) fn text(&self, at: usize) -> &'d str {
        self.document.tokens().get(at).map_or("", |token| self.document.words(token.span))
    }

    /// Returns the length of a token in bytes.
    pub(in crate::detect) fn length(&self, at: usize) -> usize {
        self.document.tokens().get(at).map_or(0, |token| token.span.len() as usize)
    }

    /// Tells whether a token of a run stands in more than `level` quotations.
    pub(in crate::detect) fn is_quoted(&self, run: Run, level: u8) -> bool {
        self.words(run).iter().any(|word| word.depth > level)
    }

    /// Returns the place of a run in the prose.
    pub(in crate::detect) fn span(&self, run: Run) -> Span<Prose> {
        let tokens = self.document.tokens();
        let start = tokens.get(run.from).map_or(0, |token| token.span.start());
        let end = tokens.get(run.to.wrapping_sub(1)).map_or(start, |token| token.span.end());
        Span::clamped(start, end)
    }

    /// Returns the words of a run as they stand in the prose.
    pub(in crate::detect) fn words_of(&self, run: Run) -> &'d str {
        self.document.words(self.span(run))
    }

    /// Returns the quotation of depth `depth` (0 is the outermost) that a token stands in.
    pub(in crate::detect) fn quote(&self, at: usize, depth: u8) -> Option<&Quote> {
        let mut quote = self.quotes.get((self.at(at).quotation as usize).wrapping_sub(1))?;
        while quote.depth > depth {
            quote = self.quotes.get(quote.within? as usize)?;
        }
        (quote.depth == depth).then_some(quote)
    }

    /// Returns the cues that may begin at a place, those of most words first.
    pub(in crate::detect) fn forms(&self, at: usize) -> &'d [CueForm] {
        let word = self.at(at);
        if word.cue { self.cues.forms(word.key) } else { &[] }
    }
}

/// Returns the one byte that stands for a piece of punctuation.
fn sign(text: &str, first: u8) -> u8 {
    match text {
        "—" | "–" | "―" | "‒" | "--" | "---" => b'-',
        "…" | "..." => b'.',
        _ if first.is_ascii() => first,
        _ => b'*',
    }
}
