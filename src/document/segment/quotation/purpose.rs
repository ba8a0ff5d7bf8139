//! What quotation marks are there for, as far as the words in and around them tell.

use super::{super::view::View, Use, is_said};

/// Up to how many words a quotation is a snippet.
const SNIPPET: usize = 4;

/// What works with titles are called.
const WORKS: &[&str] = &[
    "film",
    "films",
    "movie",
    "book",
    "books",
    "novel",
    "novella",
    "song",
    "songs",
    "single",
    "album",
    "show",
    "series",
    "sitcom",
    "play",
    "musical",
    "opera",
    "painting",
    "poem",
    "poems",
    "essay",
    "article",
    "report",
    "documentary",
    "podcast",
    "magazine",
    "memoir",
    "biography",
    "thriller",
    "drama",
    "comedy",
    "story",
    "column",
    "sequel",
    "blockbuster",
    "bestseller",
    "hit",
    "exhibition",
    "sculpture",
    "video",
];

/// Words between the work and its title.
const CALLED: &[&str] = &["titled", "entitled", "called", "named", "headlined"];

/// What people do with works, and seldom with words in title case.
const WRITES: &[&str] = &["wrote", "writes", "read", "reads", "sang", "sings", "played", "directed", "watched"];

/// Short words that stay small in titles.
const SMALL: &[&str] = &[
    "a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "nor", "of", "off", "on", "or", "out",
    "over", "per", "the", "to", "up", "via", "vs.", "with", "is", "it", "my",
];

/// Tells what the quotation is for that tokens `open..=last` hold, marks included; `last_inside` is its
/// last token before the closing mark.
pub(super) fn purpose(view: &View<'_>, open: usize, last: usize, last_inside: usize) -> Use {
    let inside = open + 1..last_inside + 1;
    let words = inside.clone().filter(|&token| is_said(view, token)).take(SNIPPET + 8).count();
    let title = Case::of(view, inside.clone());
    if words <= SNIPPET && names(view, open, last, inside) {
        Use::Nickname
    } else if title.is_title() && titles(view, open, last, &title) {
        Use::Title
    } else if words <= SNIPPET {
        Use::Snippet
    } else {
        Use::Speech
    }
}

/// Tells whether the words before, or the names on both sides, make it a nickname.
fn names(view: &View<'_>, open: usize, last: usize, mut inside: std::ops::Range<usize>) -> bool {
    if !view.capital(inside.start) {
        return false;
    }
    let back = |n: usize| open.checked_sub(n).map_or("", |at| view.text(at));
    let goes_by = back(1) == "by" && matches!(back(2), "go" | "goes" | "going" | "went" | "gone");
    let known_as = back(1) == "as" && (2..=5).any(|n| back(n) == "known");
    let all_capital = inside.all(|token| view.capital(token) || !is_said(view, token));
    let between = all_capital && open.checked_sub(1).is_some_and(|first| is_between_names(view, first, last + 1));
    goes_by || known_as || matches!(back(1), "nicknamed" | "alias" | "aka" | "a.k.a.") || between
}

/// Tells whether the words on both sides of a quotation are names. In a headline all words have
/// capitals, so a longer word without one must stand near by.
fn is_between_names(view: &View<'_>, first: usize, surname: usize) -> bool {
    let is_name = |token: usize| {
        view.capital(token) && !view.text(token).contains('.') && !view.is_any(token, SMALL) && view.gap(token)
    };
    let near = (first.saturating_sub(5)..first).chain(surname + 1..surname + 6);
    let mut common = near.filter(|&token| view.is_word(token) && view.text(token).len() >= 4);
    is_name(first) && is_name(surname) && view.gap(first + 1) && common.any(|token| !view.capital(token))
}

/// How the words of a quotation are written.
struct Case {
    words: usize,
    content: usize,
    small: usize,
    /// Whether it is surely no title; then the rest is not counted.
    odd: bool,
    shouted: bool,
}

/// The longest title, in tokens: longer stretches in capitals are not looked at.
const LONGEST_TITLE: usize = 16;

impl Case {
    fn of(view: &View<'_>, inside: std::ops::Range<usize>) -> Self {
        let mut case = Self { words: 0, content: 0, small: 0, odd: inside.len() > LONGEST_TITLE, shouted: true };
        let end = inside.end;
        for token in inside.take(LONGEST_TITLE) {
            if case.odd {
                break;
            }
            let text = view.text(token);
            let last = token + 1 == end;
            if is_said(view, token) {
                let small = view.is_any(token, SMALL) && case.words > 0;
                case.words += 1;
                case.small += usize::from(small);
                case.content += usize::from(!small);
                let capital = view.capital(token) || text.starts_with(|c: char| c.is_numeric());
                case.odd |= !small && !capital;
                case.shouted &= !text.chars().any(char::is_lowercase);
            } else {
                case.odd |= matches!(text, "." | ";" | "…") || matches!(text, "!" | "?") && !last;
            }
        }
        case
    }

    fn is_title(&self) -> bool {
        self.words > 0 && !self.odd
    }
}

fn titles(view: &View<'_>, open: usize, last: usize, case: &Case) -> bool {
    let back = |n: usize| open.checked_sub(n).map(|at| view.text(at)).unwrap_or_default();
    let is_work = |text: &str| super::super::view::is_any(text, WORKS);
    let called = super::super::view::is_any(back(1), CALLED) && (2..=4).any(|n| is_work(back(n)));
    let beside = is_work(back(1)) || back(1) == "," && is_work(back(2));
    let near = case.content >= 2 && (2..=3).any(|n| is_work(back(n))) && !speaks(back(1));
    let by = case.content >= 2 && described_after(view, last);
    let in_work = back(1) == "in" && case.words >= 3 && case.small > 0 && !case.shouted;
    let written = case.content >= 2 && super::super::view::is_any(back(1), WRITES);
    called || beside || near || by || in_work || written
}

/// Tells whether a word between a work and a quotation makes the quotation speech: `the report said “…”`.
fn speaks(word: &str) -> bool {
    matches!(word, "said" | "says" | "as" | ":" | "called" | "was" | "is" | "that" | "and" | "reads" | "read" | "to")
}

/// Tells whether `, a film by` or the like follows the closing mark.
fn described_after(view: &View<'_>, last: usize) -> bool {
    let article = if view.text(last + 1) == "," { last + 2 } else { last + 1 };
    let comma = view.text(last + 1) == "," || view.before(last) == ",";
    comma
        && view.is_any(article, &["a", "an", "the", "his", "her", "their"])
        && (article + 1..article + 5).any(|token| view.is_any(token, WORKS))
}
