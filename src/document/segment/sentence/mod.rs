//! Sentences.
//!
//! A sentence ends at a full stop, a question or exclamation mark or an ellipsis, with the quotation
//! marks and brackets that close there. Rules of our own, because libraries split where it hurts most
//! here: between a quotation and its reporting clause (`“…?” Ruiz asked.`), after `(D-Mo.)`, after
//! `U.S.`. Sentences are split inside quotations, too; whoever reads claims joins them again.

mod abbreviation;
#[cfg(test)]
mod tests;

use super::{Token, TokenKind, view::View};
use crate::document::{Block, Prose, Span};
use std::ops::Range;

/// A sentence: never crosses a block's ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Where, from its first character to its final mark and the quotation mark that follows it.
    pub span: Span<Prose>,
    /// Its tokens, as indices into [`Document::tokens`](crate::document::Document::tokens).
    pub tokens: Range<u32>,
    /// The index of its block.
    pub block: u32,
}

/// Splits every block into sentences; their tokens are all tokens, each once, in order.
pub(in crate::document) fn sentences(prose: &str, blocks: &[Block], tokens: &[Token]) -> Vec<Sentence> {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let mut out = vec![];
    for (index, view) in View::of_blocks(prose, blocks, tokens).enumerate() {
        let mut from = 0;
        let mut at = 0;
        while at < view.len() {
            let Some(stop) = Stop::at(&view, from, at) else {
                at += 1;
                continue;
            };
            at = stop.last + 1;
            if at < view.len() && !stop.ends(&view) {
                continue;
            }
            out.push(sentence(&view, number(index), from..at));
            from = at;
        }
        if from < view.len() {
            out.push(sentence(&view, number(index), from..view.len()));
        }
    }
    out
}

fn sentence(view: &View<'_>, block: u32, tokens: Range<usize>) -> Sentence {
    let number = |n: usize| u32::try_from(view.first + n).unwrap_or(u32::MAX);
    let span = view.span(tokens.start, tokens.end.saturating_sub(1));
    Sentence { span, tokens: number(tokens.start)..number(tokens.end), block }
}

/// What stands at the end of what may be a sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    Period,
    /// The point of an abbreviation or initial.
    Abbreviation,
    Question,
    Ellipsis,
}

struct Stop {
    ending: Ending,
    /// The first token of the sentence so far.
    first: usize,
    /// The token with the point or mark.
    token: usize,
    /// The last token: the mark, or what closes after it.
    last: usize,
    /// Whether a quotation closes here.
    quoted: bool,
}

impl Stop {
    /// Returns the stop at token `at` of the sentence that begins at `first`.
    fn at(view: &View<'_>, first: usize, at: usize) -> Option<Self> {
        let mut ending = match view.kind(at)? {
            TokenKind::Word if view.ends_with_point(at) => Ending::Abbreviation,
            TokenKind::Punct => match view.text(at) {
                "." => Ending::Period,
                "!" | "?" | "‽" | "。" | "！" | "？" => Ending::Question,
                "…" => Ending::Ellipsis,
                text if text.starts_with("..") => Ending::Ellipsis,
                _ => return None,
            },
            _ => return None,
        };
        let mut last = at;
        let mut quoted = false;
        while last + 1 < view.len() {
            let (next, spaced) = (view.text(last + 1), view.gap(last + 1));
            match next {
                // `. . .`
                "." if ending != Ending::Abbreviation => ending = Ending::Ellipsis,
                "!" | "?" if !spaced => ending = Ending::Question,
                "…" if !spaced => ending = Ending::Ellipsis,
                ")" | "]" if !spaced => {}
                "”" | "’" | "\"" | "'" | "''" | "’’" | "»" | "›" if !spaced => quoted = true,
                // German and reversed marks close with these, at a word's end.
                "“" | "‘" | "«" if !spaced && view.gap(last + 2) => quoted = true,
                // French spacing.
                "»" | "›" if view.gap(last + 2) => quoted = true,
                _ => break,
            }
            last += 1;
        }
        Some(Self { ending, first, token: at, last, quoted })
    }

    /// Tells whether the sentence ends here. A token follows.
    fn ends(&self, view: &View<'_>) -> bool {
        let next = self.last + 1;
        if self.is_list_number(view) || !self.has_words(view) {
            return false;
        }
        if !view.gap(next) {
            return self.ends_without_space(view, next);
        }
        let word = first_word(view, next);
        if view.text(next).starts_with(['—', '–', '-', '―']) && view.gap(next + 1) {
            // `“Never explain.” — Ida Moss`
            return false;
        }
        let small = word == next && !starts(view, next);
        match self.ending {
            Ending::Abbreviation => abbreviation::ends(view, self.token, word),
            Ending::Period => !small && !abbreviation::lost_its_point(view, self.token),
            Ending::Question => !small && !self.reported(view, next),
            Ending::Ellipsis => !small && starts(view, word) && !self.reported(view, next) && !self.omits(view),
        }
    }

    /// `1. First`, `A. First`, at the start.
    fn is_list_number(&self, view: &View<'_>) -> bool {
        let initial = self.ending == Ending::Abbreviation && view.text(self.token).len() == 2;
        let number = self.token == self.first + 1
            && view.kind(self.first) == Some(TokenKind::Number)
            && view.text(self.first).len() <= 2;
        self.last == self.token && (number || initial && self.token == self.first)
    }

    fn has_words(&self, view: &View<'_>) -> bool {
        (self.first..=self.last).take(8).any(|token| view.is_word(token) || view.kind(token) == Some(TokenKind::Link))
            || self.ending == Ending::Question
    }

    /// `said.“We`, `tired.The`: lost spaces.
    fn ends_without_space(&self, view: &View<'_>, next: usize) -> bool {
        if matches!(view.text(next), "“" | "‘" | "«" | "„") {
            return self.ending != Ending::Abbreviation;
        }
        let plain = |token: usize| {
            view.kind(token) == Some(TokenKind::Word)
                && view.text(token).chars().count() >= 3
                && view.text(token).chars().skip(1).all(char::is_lowercase)
        };
        let before = self.token.checked_sub(1).is_some_and(plain);
        let after = view.capital(next) && (plain(next) || abbreviation::is_starter(view.text(next)));
        (self.quoted || before) && after && self.ending != Ending::Abbreviation
    }

    /// `[…]`, and an ellipsis before `I` that goes on.
    fn omits(&self, view: &View<'_>) -> bool {
        matches!(view.before(self.token), "[" | "(") && !view.gap(self.token)
            || view.text(self.last + 1) == "I" && view.before(self.token) == "I"
    }

    /// Tells whether a reporting clause follows the quotation that closes here: `Ruiz asked.`
    fn reported(&self, view: &View<'_>, next: usize) -> bool {
        self.quoted && is_reporting_clause(view, next)
    }
}

/// Returns the first token from `at` on that is neither a mark nor a bracket.
fn first_word(view: &View<'_>, at: usize) -> usize {
    let opens = |&token: &usize| {
        view.kind(token) == Some(TokenKind::Mark) || matches!(view.text(token), "(" | "[" | "…" | "..." | "¿" | "¡")
    };
    at + (at..at + 4).take_while(opens).count()
}

/// Tells whether a sentence may begin with the token: anything but a word without a capital or a mark
/// that only goes on.
fn starts(view: &View<'_>, token: usize) -> bool {
    match view.kind(token) {
        Some(TokenKind::Word) => {
            // `iPhone`, `eBay`; a word in a script without capitals
            let text = view.text(token);
            !text.starts_with(char::is_lowercase) || text.chars().nth(1).is_some_and(char::is_uppercase)
        }
        Some(TokenKind::Punct) => !matches!(view.text(token), "," | ";" | ":" | ")" | "]" | "/" | "&" | "%"),
        Some(TokenKind::Clitic) => false,
        _ => true,
    }
}

/// Tells whether the token is a word that no sentence begins with.
fn starts_small(view: &View<'_>, token: usize) -> bool {
    view.kind(token) == Some(TokenKind::Word) && !starts(view, token)
}

/// Verbs that report speech, as they stand after their subject.
const REPORTS: &[&str] = &[
    "said",
    "says",
    "asked",
    "asks",
    "added",
    "adds",
    "wrote",
    "writes",
    "told",
    "replied",
    "replies",
    "recalled",
    "recalls",
    "continued",
    "explained",
    "explains",
    "declared",
    "shouted",
    "exclaimed",
    "joked",
    "quipped",
    "noted",
    "notes",
    "warned",
    "tweeted",
    "posted",
    "responded",
    "answered",
    "demanded",
    "insisted",
    "wondered",
    "yelled",
    "cried",
    "screamed",
    "remarked",
    "concluded",
    "inquired",
    "mused",
    "pleaded",
    "whispered",
    "chanted",
    "boasted",
    "complained",
    "laughed",
    "snapped",
    "shot",
    "began",
    "urged",
    "retorted",
    "interjected",
    "texted",
];

/// Words after a verb of saying that show that its content follows, so that a new sentence began.
const CONTENT: &[&str] = &[
    "that", "the", "a", "an", "he", "she", "it", "they", "we", "there", "his", "her", "their", "its", "whether", "if",
    "no", "not", "this", "these", "those", "who", "what", "why", "how", "for", "about",
];

/// How many tokens a reporting clause may have before its verb.
const CLAUSE: usize = 8;

/// Tells whether `NAME … verb` begins at the token, and no content of its own follows the verb.
fn is_reporting_clause(view: &View<'_>, at: usize) -> bool {
    let subject = view.text(at);
    let pronoun = matches!(subject, "He" | "She" | "They" | "We" | "I");
    if !view.capital(at) || abbreviation::is_starter(subject) && !pronoun && !matches!(subject, "A" | "An" | "The") {
        return false;
    }
    let reach = if pronoun { at + 1..at + 2 } else { at + 1..at + CLAUSE };
    for token in reach {
        if view.is_any(token, REPORTS) {
            return match pronoun && subject != "I" {
                true => matches!(view.text(token + 1), "." | ":"),
                false => !has_content(view, token),
            };
        }
        if matches!(view.text(token), "." | "!" | "?" | ":" | ";") || view.kind(token) == Some(TokenKind::Mark) {
            return false;
        }
    }
    false
}

/// Tells whether the verb of saying at the token has its content after it: `Ruiz said the …`, `said Hale
/// was …`; not `said Friday`, `told Reuters`.
fn has_content(view: &View<'_>, verb: usize) -> bool {
    let next = verb + 1;
    let addressed = view.is_any(verb, &["told", "asked"]) && !view.is_any(next, &["whether", "if", "that"]);
    let named = view.capital(next) && !view.text(next).ends_with("day");
    !addressed && (view.is_any(next, CONTENT) || named)
}
