//! Who uses the words of a quotation, where no verb of saying tells.
//!
//! Claims know “X said”. A name given in quotation marks is tied to its user by other words: `described
//! them as “X”`, `what the mayor called “X”`, `a designation as a “X” by Ukraine`, `“X” (according to
//! N)`, `N's “X”`. The words stand in `relay.yaml`; the constructions are here.

use crate::{
    document::{Document, Prose, Quotation, Span, Token, TokenKind},
    lexicon::Naming,
};
use std::ops::Range;

/// How far before the mark the naming verb may stand: `referred to the long-serving President Ann Vole as`.
const REACH: usize = 12;

/// The longest name of a source, in tokens: `the old U.S. envoy to Sel Dana Roth`.
const NAME: usize = 9;

/// How far back the subject of an infinitive is looked for.
const CLAUSE: usize = 40;

/// The words that tie a quotation to its user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Trace {
    /// The tie: a verb, a noun, or `according to`.
    pub(super) cue: Span<Prose>,
    /// The words that name the user; none where a passive leaves him out.
    pub(super) source: Option<Span<Prose>>,
}

/// Finds who uses the words of `quotation`.
pub(super) fn trace(document: &Document, naming: &Naming, quotation: &Quotation) -> Option<Trace> {
    let marks = document.tokens_in(quotation.span);
    let range = document.tokens_around(marks.start);
    let tokens = document.tokens().get(range.clone())?;
    let (open, close) = (marks.start.checked_sub(range.start)?, marks.end.checked_sub(range.start)?);
    let text = Text { document, naming, tokens };
    text.according_to(close).or_else(|| text.named_before(open, close)).or_else(|| text.possessor(open))
}

/// The tokens of a block, and what is asked of them.
struct Text<'a> {
    document: &'a Document,
    naming: &'a Naming,
    tokens: &'a [Token],
}

impl Text<'_> {
    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| self.document.words(token.span))
    }

    fn is(&self, at: usize, word: &str) -> bool {
        self.word(at).eq_ignore_ascii_case(word)
    }

    fn span(&self, range: &Range<usize>) -> Option<Span<Prose>> {
        let first = self.tokens.get(range.start)?;
        let last = self.tokens.get(range.end.checked_sub(1)?).filter(|_| !range.is_empty())?;
        Some(first.span.hull(last.span))
    }

    fn is_word(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_word())
    }

    /// `“X” (according to N)`, `“X”, according to N`
    fn according_to(&self, close: usize) -> Option<Trace> {
        let at = if matches!(self.word(close), "(" | ",") { close + 1 } else { close };
        if !(self.is(at, "according") && self.is(at + 1, "to")) {
            return None;
        }
        let source = self.name_after(at + 2)?;
        Some(Trace { cue: self.span(&(at..at + 2))?, source: self.span(&source) })
    }

    /// `N described Y as “X”`, `N called Y “X”`, `Y, called “X” by N`, `a designation as a “X” by N`
    fn named_before(&self, open: usize, close: usize) -> Option<Trace> {
        let mut at = open.checked_sub(1)?;
        if ["a", "an", "the"].iter().any(|article| self.is(at, article)) {
            at = at.checked_sub(1)?;
        }
        let as_ = self.is(at, "as");
        let end = if as_ { at } else { open };
        let from = end.saturating_sub(REACH);
        for at in (from..end).rev() {
            let token = self.tokens.get(at)?;
            if as_ && self.naming.nouns.has(token.key) {
                let source = self.by_name(close);
                return source.is_some().then_some(Trace { cue: token.span, source });
            }
            let verbs = if as_ { &self.naming.as_verbs } else { &self.naming.direct_verbs };
            if verbs.has(token.key) && token.kind == TokenKind::Word {
                return self.named_by(at, end, close);
            }
            // `praised the premier, Ann Vole, as “X”`: a name set apart stays in the construction.
            let passes = token.is_word() || token.kind == TokenKind::Clitic || as_ && self.word(at) == ",";
            if !passes {
                return None;
            }
        }
        None
    }

    /// The trace of the verb at `verb`, with what it names up to `end` and the quotation up to `close`.
    fn named_by(&self, verb: usize, end: usize, close: usize) -> Option<Trace> {
        let cue = self.tokens.get(verb)?.span;
        let passive = verb.checked_sub(1).and_then(|at| self.tokens.get(at));
        if passive.is_some_and(|token| self.naming.passives.has(token.key)) {
            let inside = (verb + 1..end).find(|at| self.is(*at, "by")).and_then(|by| self.name_after(by + 1));
            let source = inside.and_then(|name| self.span(&name)).or_else(|| self.by_name(close));
            return source.is_some().then_some(Trace { cue, source });
        }
        Some(Trace { cue, source: self.subject(verb).and_then(|name| self.span(&name)) })
    }

    /// `by N` a few words after the quotation.
    fn by_name(&self, close: usize) -> Option<Span<Prose>> {
        let by = (close..close + REACH).take_while(|at| self.is_word(*at)).find(|at| self.is(*at, "by"))?;
        self.span(&self.name_after(by + 1)?)
    }

    /// `N's “X”`
    fn possessor(&self, open: usize) -> Option<Trace> {
        let clitic = open.checked_sub(1)?;
        let token = self.tokens.get(clitic).filter(|token| token.kind == TokenKind::Clitic)?;
        let name = self.name_before(clitic)?;
        let named = self.tokens.get(clitic.checked_sub(1)?).is_some_and(|token| token.capital);
        (named && self.word(clitic).ends_with(['s', 'S']))
            .then_some(Trace { cue: token.span, source: self.span(&name) })
    }

    /// The subject of the verb at `verb`.
    fn subject(&self, verb: usize) -> Option<Range<usize>> {
        let mut at = verb;
        while at.checked_sub(1).is_some_and(|before| self.is_auxiliary(before)) {
            at -= 1;
        }
        let before = at.checked_sub(1)?;
        let shared = ["to", "and", "but", "then"].iter().any(|word| self.is(before, word));
        if shared || self.word(verb).ends_with("ing") {
            return self.subject_of_clause(verb);
        }
        match self.word(before) {
            ")" => self.name_before(self.back_to(before, "(")?),
            "," => {
                let comma = self.back_to(before, ",")?;
                let apposed = self.capitals_at(comma + 1, before).filter(|name| name.end == before);
                apposed.or_else(|| self.name_before(comma))
            }
            _ => self.name_before(at),
        }
    }

    fn is_auxiliary(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| self.naming.auxiliaries.has(token.key)) || self.word(at).ends_with("ly")
    }

    fn back_to(&self, at: usize, mark: &str) -> Option<usize> {
        (at.saturating_sub(REACH)..at).rev().find(|before| self.word(before.to_owned()) == mark)
    }

    /// The name that ends before `end`: back to an article, a mark, or a word no name holds.
    fn name_before(&self, end: usize) -> Option<Range<usize>> {
        let mut from = end;
        while let Some(at) = from.checked_sub(1).filter(|at| end - at <= NAME) {
            let Some(token) = self.tokens.get(at) else { break };
            let inner = token.is_word() || token.kind == TokenKind::Clitic;
            if !inner || self.naming.boundaries.has(token.key) && !self.naming.pronouns.has(token.key) {
                break;
            }
            if self.naming.pronouns.has(token.key) {
                return Some(if from == end { at..end } else { from..end });
            }
            from = at;
            if ["the", "a", "an"].iter().any(|article| self.is(at, article)) {
                break;
            }
        }
        (from < end && self.is_word(end - 1)).then_some(from..end)
    }

    /// The name that begins at `from`: up to a mark or a word no name holds.
    fn name_after(&self, from: usize) -> Option<Range<usize>> {
        let mut end = from;
        while let Some(token) = self.tokens.get(end).filter(|_| end - from < NAME) {
            let inner = token.is_word() || token.kind == TokenKind::Clitic;
            if !inner || self.naming.boundaries.has(token.key) && !self.naming.pronouns.has(token.key) {
                break;
            }
            end += 1;
        }
        (end > from).then_some(from..end)
    }

    /// The name that begins the clause of an infinitive or participle, or the sentence when the clause
    /// begins with the verb itself.
    fn subject_of_clause(&self, verb: usize) -> Option<Range<usize>> {
        let sentence = self.document.sentences().get(self.document.sentence_at(self.tokens.get(verb)?.span.start()))?;
        let start = self.tokens.partition_point(|token| token.span.start() < sentence.span.start());
        let from = start.max(verb.saturating_sub(CLAUSE));
        let comma = (from..verb).rev().find(|at| self.word(*at) == ",").map(|at| at + 1);
        let candidates = [comma, Some(from)];
        candidates.into_iter().flatten().find_map(|from| self.capitals_at(from, verb))
    }

    /// The run of capitalised words at `from`; one small word between two of them belongs to it.
    fn capitals_at(&self, from: usize, end: usize) -> Option<Range<usize>> {
        let capital =
            |at: usize| at < end && self.is_word(at) && self.tokens.get(at).is_some_and(|token| token.capital);
        let mut to = from;
        while capital(to) || to > from && self.is_word(to) && capital(to + 1) {
            to += 1;
        }
        let first = self.tokens.get(from)?;
        let name = !self.naming.boundaries.has(first.key);
        (to > from && to - from <= NAME && name).then_some(from..to)
    }
}
