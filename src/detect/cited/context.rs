//! The words around a name that make it a citation.

use crate::{
    detect::outlet::{Mention, View, keys},
    document::TokenKind,
    lexicon::KeySet,
};
use std::{cell::OnceCell, ops::Range};

/// The longest aside between a name and its verb, in tokens: ", published in Averon,".
const LONGEST_ASIDE: usize = 16;

/// How far before a name its cue may stand when what the outlet is comes between: "according to the
/// Belarusian state news agency".
const LONGEST_TITLE: usize = 6;

/// Returns the rule by which a mention is a citation; `None` when it is a mere mention.
pub(super) fn rule<'d>(view: View<'d>, mention: &Mention<'d>, people: &Surnames<'d>) -> Option<&'static str> {
    let around = Around::of(view, mention, people)?;
    around.before().or_else(|| around.after())
}

/// Tells whether the word at `at` says that the next is an outlet's name. "Agency", "station" and
/// "channel" need to say of what.
pub(super) fn is_type(view: View, at: usize) -> bool {
    let of = |words: &[u64]| at.checked_sub(1).is_some_and(|before| view.is(before, words));
    if view.is(at, keys!["agency"]) {
        return of(keys!["news", "press", "wire", "information", "telegraph"]);
    }
    if view.is(at, keys!["station", "channel"]) {
        return of(keys!["radio", "tv", "television", "news", "cable", "telegram"]);
    }
    view.among(at, &view.lexicon.press.types) && view.token(at).is_some_and(|token| !token.capital)
}

/// The words that follow another capitalised word: "Bloomberg" in a document that has "Michael Bloomberg" or
/// "Mr. Bloomberg". Few documents have a mention that asks for them, so that they are collected for the first.
pub(super) struct Surnames<'d> {
    view: View<'d>,
    keys: OnceCell<KeySet>,
}

impl<'d> Surnames<'d> {
    pub(super) fn new(view: View<'d>) -> Self {
        Self { view, keys: OnceCell::new() }
    }

    fn has(&self, name: u64) -> bool {
        self.keys.get_or_init(|| self.collect()).contains(&name)
    }

    fn collect(&self) -> KeySet {
        let pairs = self.view.document.tokens().windows(2);
        pairs
            .filter_map(|pair| {
                let [first, last] = pair else { return None };
                let names = first.kind == TokenKind::Word && first.capital && last.capital && last.spaced;
                (names && !self.view.lexicon.press.openers.has(first.key)).then_some(last.key)
            })
            .collect()
    }
}

/// A mention and what stands around it in its block.
struct Around<'v, 'd> {
    view: View<'d>,
    mention: &'v Mention<'d>,
    people: &'v Surnames<'d>,
    block: Range<usize>,
    /// Where the name begins with its article and with what it is ("the state news agency").
    start: usize,
    /// Where it ends with what it is ("magazine").
    end: usize,
    typed: bool,
}

impl<'v, 'd> Around<'v, 'd> {
    fn of(view: View<'d>, mention: &'v Mention<'d>, people: &'v Surnames<'d>) -> Option<Self> {
        let block = view.block_of(mention.tokens.start);
        let Range { mut start, mut end } = mention.tokens.clone();
        let mut typed = false;
        if start > block.start && is_type(view, start - 1) {
            typed = true;
            start -= 1;
        }
        if end < block.end && view.is(end, keys!["magazine", "newspaper", "daily", "weekly", "news"]) {
            let lower = !view.is_capital(end);
            typed |= lower;
            end += usize::from(lower);
        }
        let capital_before = start > block.start && view.is_capital(start - 1);
        let opener = start > block.start && view.among(start - 1, &view.lexicon.press.openers);
        let part_of_more = capital_before && !opener && !typed && !view.is(start - 1, keys!["the"]);
        (!part_of_more).then_some(Self { view, mention, people, block, start, end, typed })
    }

    /// Tells whether the name can be taken for the outlet although it is a common word: it has two words or an
    /// article, is set in italics or is said to be a paper.
    fn is_solid(&self) -> bool {
        let common = self.mention.row.is_some_and(|row| row.common);
        let article = self.start > self.block.start && self.view.is(self.start - 1, keys!["the"]);
        !common
            || self.typed
            || self.mention.tokens.len() > 1
            || article && self.mention.row.is_some_and(|row| row.name.starts_with("The "))
            || self.view.is_emphasised(self.mention)
    }

    /// Tells whether the document has a person of this name ("Michael Bloomberg", "Mr. Stern").
    fn is_person(&self) -> bool {
        self.view.token(self.mention.tokens.start).is_some_and(|name| self.people.has(name.key))
    }

    fn word(&self, at: Option<usize>, words: &[u64]) -> bool {
        at.is_some_and(|at| self.block.contains(&at) && self.view.is(at, words))
    }

    /// The cue stands before the name.
    fn before(&self) -> Option<&'static str> {
        let mut last = self.start.checked_sub(1);
        if self.word(last, keys!["the"]) {
            last = last?.checked_sub(1);
        }
        if let Some(rule) = self.cue_at(last) {
            return Some(rule);
        }
        // "according to the Belarusian state news agency": words only, no mark between.
        (1..=LONGEST_TITLE).filter(|_| self.typed).find_map(|back| {
            let from = self.start.checked_sub(back)?;
            let words = (from..self.start).all(|at| {
                self.view.token(at).is_some_and(|token| {
                    token.is_word() || token.kind == TokenKind::Clitic || self.view.word(at) == "’"
                })
            });
            words.then(|| self.cue_at(from.checked_sub(1)))?
        })
    }

    fn cue_at(&self, last: Option<usize>) -> Option<&'static str> {
        let before = last.and_then(|at| at.checked_sub(1));
        let trusted = self.is_solid() || !self.is_person();
        let follows_name = self.view.is_capital(self.end) && !is_day(self.view, self.end);
        if !trusted || follows_name {
            return None;
        }
        if self.word(last, keys!["to"]) && self.word(before, keys!["according"]) || self.word(last, keys!["per"]) {
            return Some("cited.according-to");
        }
        if self.word(last, keys!["told", "tells", "telling"]) {
            return Some("cited.told");
        }
        if self.word(last, keys!["citing", "quoting", "cites", "quotes"]) {
            return Some("cited.citing");
        }
        self.relation(last, before)
    }

    /// "interview with", "reported by", "the account of", "article in".
    fn relation(&self, last: Option<usize>, before: Option<usize>) -> Option<&'static str> {
        let press = &self.view.lexicon.press;
        let preposition = self.word(last, keys!["with", "to", "by", "on", "in", "from", "of"]);
        let work = before.is_some_and(|at| self.block.contains(&at) && self.view.among(at, &press.works));
        let by =
            keys!["reported", "published", "cited", "quoted", "obtained", "conducted", "seen", "reviewed", "aired"];
        let passive = self.word(last, keys!["by", "in"]) && self.word(before, by);
        let spoke = keys!["spoke", "speaking", "speaks", "comments", "remarks", "statement", "appearance", "appeared"];
        let spoken = self.word(last, keys!["to", "with", "on"]) && self.word(before, spoke);
        (preposition && work || passive || spoken).then_some("cited.work")
    }

    /// The cue stands after the name.
    fn after(&self) -> Option<&'static str> {
        if let Some(rule) = self.own_work() {
            return Some(rule);
        }
        let subject = !self.word(
            if self.word(self.start.checked_sub(1), keys!["the"]) {
                self.start.checked_sub(2)
            } else {
                self.start.checked_sub(1)
            },
            keys!["for", "at", "of", "by", "with", "in", "on", "from", "to"],
        );
        let mut at = self.past_asides(self.end);
        while self.view.among(at, &self.view.lexicon.press.adverbs) {
            at += 1;
        }
        let press = &self.view.lexicon.press;
        let verbs = if self.is_solid() { &press.verbs } else { &press.publishing };
        let verb = self.block.contains(&at) && self.view.among(at, verbs) && !self.view.is_capital(at);
        (subject && verb).then_some("cited.reported")
    }

    /// "a Reuters report", "Reuters’ reporting", "a New York Times editorial".
    fn own_work(&self) -> Option<&'static str> {
        let clitic = self.view.token(self.end).is_some_and(|token| token.kind == TokenKind::Clitic);
        let apostrophe = matches!(self.view.word(self.end), "’" | "'");
        let at = self.end + usize::from(clitic || apostrophe);
        let work = self.block.contains(&at) && self.view.among(at, &self.view.lexicon.press.works);
        let verb_form = !clitic && !apostrophe && self.view.is(at, keys!["reports", "broadcast", "polls"]);
        (work && !verb_form && (self.is_solid() || !self.is_person())).then_some("cited.work")
    }

    /// Steps over "(OST)" and over an aside between commas that speaks of the outlet.
    fn past_asides(&self, from: usize) -> usize {
        let close = |open: usize, mark: &str| {
            (open + 1..self.block.end.min(open + LONGEST_ASIDE)).find(|at| self.view.word(*at) == mark)
        };
        let mut at = from;
        if self.view.word(at) == "(" {
            at = close(at, ")").map_or(at, |close| close + 1);
        }
        let opens = keys!["a", "an", "the", "which", "published", "based", "citing", "quoting"];
        if self.view.word(at) == "," && self.view.is(at + 1, opens) {
            at = close(at, ",").map_or(at, |close| close + 1);
        }
        at
    }
}

fn is_day(view: View, at: usize) -> bool {
    view.is(at, keys!["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
}
