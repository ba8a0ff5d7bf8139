//! Whether something may be put between two characters without changing how those around it are read.
//!
//! The rules are local and cheap, and refuse rather than allow in doubt. What they overlook is caught by
//! reading the finished report again; then a whole line loses its marks, so they overlook little.

use super::inline::Ground;
use crate::document::{Source, Span};
use memchr::memmem;

/// How many back-slashes or delimiters in a row are looked at; where more stand, nothing is put.
const LONGEST_RUN: usize = 64;

/// How far a wiki link or a template tag may reach, in characters.
const LONGEST_TAG: usize = 400;

/// A source, and the places in it that viewers read as one although Markdown does not.
pub(super) struct Edges<'t> {
    source: &'t str,
    /// Bare addresses, `[[wiki links]]`, `{{ template }}` tags: sorted, apart.
    closed: Vec<Closed>,
    /// Where inline elements begin, sorted.
    begins: Vec<u32>,
    /// Where inline elements end, sorted.
    ends: Vec<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Closed {
    pub(super) span: Span<Source>,
    /// Whether it is an address, to which whatever follows would be added.
    pub(super) address: bool,
}

/// What a reference needs around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Guards {
    pub(super) before: bool,
    pub(super) after: bool,
}

impl<'t> Edges<'t> {
    pub(super) fn new(source: &'t str, body: Span<Source>, ground: &Ground) -> Self {
        let begins = ground.elements.iter().map(|element| element.span.start()).collect();
        let mut ends: Vec<u32> = ground.elements.iter().map(|element| element.span.end()).collect();
        ends.sort_unstable();
        Self { source, closed: closed(body.of(source).unwrap_or_default(), body.start()), begins, ends }
    }

    fn around(&self, at: u32) -> Option<(&'t str, &'t str)> {
        self.source.split_at_checked(at as usize)
    }

    /// Returns the closed place that `at` is inside of or at an edge of.
    pub(super) fn closed_at(&self, at: u32) -> Option<Closed> {
        let index = self.closed.partition_point(|closed| closed.span.end() < at);
        self.closed.get(index).copied().filter(|closed| closed.span.start() <= at)
    }

    /// Tells whether a mark may begin at `at`.
    pub(super) fn may_open(&self, at: u32) -> bool {
        let inside = self.closed_at(at).is_some_and(|c| at < c.span.end() && (c.address || c.span.start() < at));
        !inside && self.may_cut(at)
    }

    /// Tells whether a mark may end at `at`.
    pub(super) fn may_close(&self, at: u32) -> bool {
        let inside = self.closed_at(at).is_some_and(|c| c.span.start() < at && at < c.span.end());
        !inside && self.may_cut(at) && !self.after_blank(at)
    }

    /// Tells what a reference at `at` needs, or that it may not stand there.
    pub(super) fn may_refer(&self, at: u32) -> Option<Guards> {
        if !self.may_close(at) {
            return None;
        }
        let (before, after) = self.around(at)?;
        let address = self.closed_at(at).is_some_and(|c| c.address && c.span.start() < at);
        Some(Guards {
            before: address || before.ends_with(['!', ']', '[', '^']),
            after: after.starts_with(['(', '[', ':', '{']),
        })
    }

    /// A comment at the start of a line would begin a block.
    fn after_blank(&self, at: u32) -> bool {
        self.around(at).is_none_or(|(before, _)| before.chars().next_back().is_none_or(char::is_whitespace))
    }

    /// Tells whether the runs of `*`, `_` and `~` on either side can still do what they do.
    fn delimiters_stay(&self, at: u32, before: &str, after: &str) -> bool {
        let (last, next) = (before.chars().next_back(), after.chars().next());
        let delimiter = |c: Option<char>| c.filter(|c| matches!(c, '*' | '_' | '~'));
        if let Some(c) = delimiter(last) {
            let run = before.bytes().rev().take(LONGEST_RUN).take_while(|b| char::from(*b) == c).count();
            let previous = before.chars().rev().nth(run);
            let is = powers(c, previous, next);
            let span = Span::clamped(at.saturating_sub(width(run)), at);
            if last == next || run == LONGEST_RUN || !self.suffices(span, is, powers(c, previous, Some('<'))) {
                return false;
            }
        }
        if let Some(c) = delimiter(next) {
            let run = after.bytes().take(LONGEST_RUN).take_while(|b| char::from(*b) == c).count();
            let following = after.chars().nth(run);
            let is = powers(c, last, following);
            let span = Span::clamped(at, at.saturating_add(width(run)));
            if run == LONGEST_RUN || !self.suffices(span, is, powers(c, Some('>'), following)) {
                return false;
            }
        }
        true
    }

    /// Tells whether the run of delimiters at `span`, which could open and close as `is` says, may become
    /// one that can as `will` says: it must be able to do what it does, and no more when it does nothing.
    fn suffices(&self, span: Span<Source>, is: (bool, bool), will: (bool, bool)) -> bool {
        let within = |list: &[u32], from: u32, to: u32| {
            list.get(list.partition_point(|at| *at < from)).is_some_and(|at| *at < to)
        };
        let opens = within(&self.begins, span.start(), span.end());
        let closes = within(&self.ends, span.start() + 1, span.end() + 1);
        if opens || closes { (will.0 || !opens) && (will.1 || !closes) } else { is == will }
    }

    fn may_cut(&self, at: u32) -> bool {
        let Some((before, after)) = self.around(at) else { return false };
        let slashes = before.bytes().rev().take(LONGEST_RUN).take_while(|b| *b == b'\\').count();
        slashes % 2 == 0 && slashes < LONGEST_RUN && self.delimiters_stay(at, before, after)
    }
}

fn width(run: usize) -> u32 {
    u32::try_from(run).unwrap_or(u32::MAX)
}

/// Whether a run of the delimiter `c` can open, and whether it can close (CommonMark 0.31, 6.2).
fn powers(c: char, previous: Option<char>, next: Option<char>) -> (bool, bool) {
    let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let mark = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace());
    let left = !blank(next) && (!mark(next) || blank(previous) || mark(previous));
    let right = !blank(previous) && (!mark(previous) || blank(next) || mark(next));
    if c == '_' { (left && (!right || mark(previous)), right && (!left || mark(next))) } else { (left, right) }
}

fn closed(text: &str, base: u32) -> Vec<Closed> {
    let find = |from: usize, what: &str| memmem::find(text.as_bytes().get(from..)?, what.as_bytes());
    let mut found: Vec<(usize, usize, bool)> = addresses(text).map(|(from, to)| (from, to, true)).collect();
    for (opens, closes) in [("[[", "]]"), ("{{", "}}"), ("{%", "%}")] {
        let mut from = 0;
        while let Some(start) = find(from, opens).map(|at| from + at) {
            let rest = text.get(start..).unwrap_or_default();
            let reach = rest.char_indices().nth(LONGEST_TAG).map_or(rest.len(), |(at, _)| at);
            let line = rest.get(..reach).unwrap_or_default().split('\n').next().unwrap_or_default();
            from = start + opens.len();
            if let Some(length) = line.find(closes) {
                from = start + length + closes.len();
                found.push((start, from, false));
            }
        }
    }
    found.sort_unstable();
    let mut closed: Vec<Closed> = Vec::with_capacity(found.len());
    for (start, end, address) in found {
        let offset = |at: usize| base + u32::try_from(at).unwrap_or(u32::MAX - base);
        let span = Span::clamped(offset(start), offset(end));
        match closed.last_mut().filter(|last| last.span.end() > span.start()) {
            Some(last) => *last = Closed { span: last.span.hull(span), address: last.address || address },
            None => closed.push(Closed { span, address }),
        }
    }
    closed
}

/// Returns the bare addresses of a text, in order.
fn addresses(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let ends_word = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '|' | '`');
    let signs = ["://", "www.", "@"].map(|sign| memmem::find_iter(text.as_bytes(), sign));
    let mut signs: Vec<usize> = signs.into_iter().flatten().collect();
    signs.sort_unstable();
    let mut past = 0;
    signs.into_iter().filter_map(move |sign| {
        let (before, after) = text.split_at_checked(sign)?;
        if sign < past {
            return None;
        }
        let start = before.rfind(ends_word).and_then(|at| Some(at + text.get(at..)?.chars().next()?.len_utf8()));
        let start = start.unwrap_or(0);
        past = after.find(ends_word).map_or(text.len(), |at| sign + at);
        let (from, to) = address(text.get(start..past)?)?;
        Some((start + from, start + to))
    })
}

/// Finds what GitHub makes a link of although nothing marks it as one: `https://…`, `www.…`, `a@b.org`.
fn address(word: &str) -> Option<(usize, usize)> {
    let back = |at: usize, extra: &[char]| {
        let head = word.get(..at).unwrap_or_default();
        head.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || extra.contains(&c)).len()
    };
    let scheme =
        word.find("://").map(|at| back(at, &['+', '.', '-'])).filter(|from| !word.starts_with("://") || *from > 0);
    let mail = || {
        let at = word.find('@')?;
        let from = back(at, &['+', '.', '-', '_', ':']);
        (from < at && word.get(at..)?.contains('.')).then_some(from)
    };
    let from = scheme.or_else(|| word.find("www.")).or_else(mail)?;
    Some((from, word.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edges(source: &str) -> Edges<'_> {
        let body = Span::clamped(0, source.len() as u32);
        Edges::new(source, body, &Ground::read(source, body))
    }

    #[test]
    fn addresses_and_tags_are_closed() {
        let found = |text| edges(text).closed.iter().map(|c| c.span.of(text).unwrap()).collect::<Vec<_>>();
        assert_eq!(
            found("see (https://a.example/x_y). Or www.b.example"),
            ["https://a.example/x_y).", "www.b.example"]
        );
        assert_eq!(found("write to ann.lee@c.example, not @ann or a@b"), ["ann.lee@c.example,"]);
        assert_eq!(
            found("[[Note|shown]] and {{ site.url }}{% if x %} [[ open"),
            ["[[Note|shown]]", "{{ site.url }}", "{% if x %}"]
        );
        assert_eq!(found("plain [text](target) {x}"), Vec::<&str>::new());
    }

    #[test]
    fn nothing_is_put_where_it_would_change_emphasis_or_escapes() {
        let may = |text: &str, at| edges(text).may_cut(at);
        assert!(!may("a*foo*b", 2), "`*<` after a letter opens nothing");
        assert!(may("a*foo*b", 1) && may("a*foo*b", 6));
        assert!(may("a *foo* b", 3) && may("a *foo* b", 6));
        assert!(!may("**foo**", 1), "a run of delimiters is one");
        assert!(!may(r"a\*b", 2) && may(r"a\\b", 3));
        assert!(!may(r"snake_case", 6), "`_<` could open");
    }

    #[test]
    fn references_are_guarded() {
        let guards = |text: &str, at| edges(text).may_refer(at).map(|g| (g.before, g.after));
        assert_eq!(guards("wow! more", 4), Some((true, false)));
        assert_eq!(guards("word(s)", 4), Some((false, true)));
        assert_eq!(guards("at https://a.example then", 20), Some((true, false)));
        assert_eq!(guards("a b", 2), None, "after a blank");
    }
}
