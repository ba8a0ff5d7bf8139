//! Words, numbers and marks of the prose.
//!
//! Detectors match on tokens, never on characters: word bounds and case folding then come for free and
//! a lexicon of any size costs one hash look-up a word. A token keeps a 64-bit key of its folded form,
//! so that no string is allocated while text is read.

mod plain;

use crate::document::span::{self, Prose, Span};
use std::sync::LazyLock;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters, with inner hyphens and the points of an abbreviation: `far-right`, `U.S.`, `Mr.`
    Word,
    /// An apostrophe and its letters after a word: `'s`, `’re`, and the `n't` of `don't`.
    Clitic,
    /// Digits with their inner points, commas and colons: `1,300`, `3:30`, `7%`.
    Number,
    /// An address, an e-mail address, a `@handle` or a `#tag`.
    Link,
    /// A character that opens or closes quotations in some typography, apostrophes included.
    Mark,
    /// Any other character that is not white space; runs of `.` or `-` are one token.
    Punct,
}

/// A token of the prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span<Prose>,
    /// What it is.
    pub kind: TokenKind,
    /// Whether its first letter is a capital.
    pub capital: bool,
    /// Whether white space (or the block's start) stands before it.
    pub spaced: bool,
    /// The key of its folded form: see [`key`].
    pub key: u64,
}

impl Token {
    /// Tells whether it is a word or a number.
    #[inline]
    pub const fn is_word(&self) -> bool {
        matches!(self.kind, TokenKind::Word | TokenKind::Number)
    }
}

/// Returns the key of a word as lexicons write it: lower case, NFC, straight apostrophes.
///
/// The function is FNV-1a with 64 bits; keys are never stored, so it may change.
pub const fn key(folded: &str) -> u64 {
    key_on(0xcbf2_9ce4_8422_2325, folded)
}

/// Returns the key of a word from the key of its beginning and the letters that follow.
pub const fn key_on(beginning: u64, folded: &str) -> u64 {
    let (mut hash, mut rest) = (beginning, folded.as_bytes());
    while let [byte, tail @ ..] = rest {
        hash = step(hash, *byte);
        rest = tail;
    }
    hash
}

#[inline]
const fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(0x0000_0100_0000_01b3)
}

/// Returns a word in the form that [`key`] takes.
pub fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let lower = |c: char| if c == '’' { '\'' } else { c };
    match is_nfc_quick(word.chars()) {
        IsNormalized::Yes => word.chars().map(lower).flat_map(char::to_lowercase).collect(),
        _ => word.nfc().map(lower).flat_map(char::to_lowercase).collect(),
    }
}

/// Returns the [`key`] of a word as it stands in a text: that of its folded form.
pub fn key_of(word: &str) -> u64 {
    if word.is_ascii() {
        return word.bytes().fold(key(""), |hash, byte| step(hash, byte.to_ascii_lowercase()));
    }
    if let Some(key) = key_with_apostrophes(word.as_bytes()) {
        return key;
    }
    if is_nfc_quick(word.chars()) != IsNormalized::Yes {
        return key(&fold(word));
    }
    let lower = |c: char| if c == '’' { '\'' } else { c };
    let mut buffer = [0; 4];
    word.chars()
        .map(lower)
        .flat_map(char::to_lowercase)
        .fold(key(""), |hash, c| key_on(hash, c.encode_utf8(&mut buffer)))
}

/// Returns the key of a word that is ASCII but for its apostrophes: `’s`, `O’Neill`.
fn key_with_apostrophes(word: &[u8]) -> Option<u64> {
    let (mut hash, mut rest) = (key(""), word);
    loop {
        (hash, rest) = match rest {
            [] => return Some(hash),
            [0xe2, 0x80, 0x99, tail @ ..] => (step(hash, b'\''), tail),
            [byte, tail @ ..] if byte.is_ascii() => (step(hash, byte.to_ascii_lowercase()), tail),
            _ => return None,
        };
    }
}

/// Returns the keys of the tokens of a phrase, split as documents are.
pub fn keys(phrase: &str) -> Vec<u64> {
    let mut tokens = vec![];
    tokenize(phrase, Span::clamped(0, span::length(phrase)), &mut tokens);
    tokens.into_iter().map(|token| token.key).collect()
}

/// Abbreviations that keep their point, folded, without it.
const POINTED: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "sen", "sens", "rep", "reps", "gov", "govs", "gen", "lt", "col", "maj", "capt",
    "sgt", "cmdr", "adm", "rev", "hon", "pres", "amb", "st", "ste", "jr", "sr", "vs", "etc", "inc", "corp", "co",
    "ltd", "bros", "dept", "jan", "feb", "mar", "apr", "aug", "sept", "sep", "oct", "nov", "dec", "no", "nos", "vol",
    "fig", "ca", "approx", "ala", "ariz", "ark", "calif", "colo", "conn", "del", "fla", "ga", "ill", "ind", "kan",
    "ky", "la", "md", "mass", "mich", "minn", "miss", "mo", "mont", "neb", "nev", "okla", "ore", "pa", "tenn", "tex",
    "va", "vt", "wash", "wis", "wyo", "eds",
];

/// Tells whether the key is that of one of [`POINTED`].
fn keeps_its_point(key: u64) -> bool {
    static KEYS: LazyLock<Vec<u64>> = LazyLock::new(|| {
        let mut keys: Vec<u64> = POINTED.iter().map(|word| self::key(word)).collect();
        keys.sort_unstable();
        keys
    });
    KEYS.binary_search(&key).is_ok()
}

/// Splits a block of prose into tokens, appending them to `out`. `block` is where `text` stands.
pub(in crate::document) fn tokenize(text: &str, block: Span<Prose>, out: &mut Vec<Token>) {
    let mut at = 0;
    let mut spaced = true;
    while let Some(bytes @ [first, ..]) = text.as_bytes().get(at..) {
        if *first == b' ' {
            (at, spaced) = (at + 1, true);
            continue;
        }
        let last = out.last().filter(|last| last.span.start() >= block.start());
        // An address begins a run of characters, or follows its first bracket; looking further would be quadratic.
        let bracket = |last: &Token| last.spaced && matches!(last.kind, TokenKind::Punct | TokenKind::Mark);
        let linkable = spaced || last.is_some_and(bracket);
        let (len, kind, key, capital) = match plain::token(bytes, linkable) {
            Some((len, kind, key)) => (len, kind, key, first.is_ascii_uppercase()),
            None => {
                let Some(rest) = text.get(at..) else { break };
                let Some(c) = rest.chars().next() else { break };
                if c.is_whitespace() {
                    (at, spaced) = (at + c.len_utf8(), true);
                    continue;
                }
                let after_word = last.is_some_and(|last| last.kind == TokenKind::Word);
                let (len, kind) = next(rest, c, spaced, after_word, linkable);
                (len, kind, key_of(rest.get(..len).unwrap_or(rest)), c.is_uppercase())
            }
        };
        let offset = |at: usize| block.start() + u32::try_from(at).unwrap_or(u32::MAX - block.start());
        out.push(Token { span: Span::clamped(offset(at), offset(at + len)), kind, capital, spaced, key });
        (at, spaced) = (at + len, false);
    }
}

/// Returns the length in bytes and the kind of the token that begins `rest`, whose first character is `c`.
fn next(rest: &str, c: char, spaced: bool, after_word: bool, linkable: bool) -> (usize, TokenKind) {
    if is_apostrophe(c)
        && !spaced
        && after_word
        && let Some(len) = clitic(rest)
    {
        return (len, TokenKind::Clitic);
    }
    if !spaced && after_word && negates(rest) {
        return (rest.chars().take(3).map(char::len_utf8).sum(), TokenKind::Clitic);
    }
    if linkable && let Some(len) = link(rest, c) {
        return (len, TokenKind::Link);
    }
    if c.is_numeric() {
        return number(rest);
    }
    if is_letter(c) {
        return (word(rest), TokenKind::Word);
    }
    if is_mark(c) {
        let doubled = matches!(c, '\'' | '`' | '’' | '‘') && rest.chars().nth(1) == Some(c);
        return (c.len_utf8() * if doubled { 2 } else { 1 }, TokenKind::Mark);
    }
    let run = if matches!(c, '.' | '-') { rest.bytes().take_while(|b| *b == c as u8).count() } else { c.len_utf8() };
    (run, TokenKind::Punct)
}

/// Tells whether a character may open or close a quotation in some typography.
pub const fn is_mark(c: char) -> bool {
    matches!(c, '"' | '\'' | '`' | '“' | '”' | '„' | '‟' | '‘' | '’' | '‚' | '‛' | '«' | '»' | '‹' | '›')
}

const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || c == '_' || ('\u{300}'..='\u{36f}').contains(&c)
}

/// Returns the length of an apostrophe and the letters that make a clitic: `'s`, `'re`, `'ll`, …
fn clitic(rest: &str) -> Option<usize> {
    let mark = rest.chars().next()?.len_utf8();
    let letters = rest.get(mark..)?;
    let len = letters.chars().take(4).take_while(|c| c.is_ascii_alphabetic()).count();
    let known = ["s", "re", "ve", "ll", "d", "m"]
        .iter()
        .any(|tail| letters.get(..len).is_some_and(|l| l.eq_ignore_ascii_case(tail)));
    (known && !letters.chars().nth(len).is_some_and(char::is_alphanumeric)).then_some(mark + len)
}

/// Tells whether `rest` begins with the `n't` that ends a word.
fn negates(rest: &str) -> bool {
    let mut chars = rest.chars();
    chars.next().is_some_and(|c| c.eq_ignore_ascii_case(&'n'))
        && chars.next().is_some_and(is_apostrophe)
        && chars.next().is_some_and(|c| c.eq_ignore_ascii_case(&'t'))
        && !chars.next().is_some_and(char::is_alphanumeric)
}

/// Returns the length of a word: letters and digits, hyphens and points between letters, the final
/// point of an abbreviation, an apostrophe between letters that is no clitic (`O'Neill`).
fn word(rest: &str) -> usize {
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let joins = chars.peek().is_some_and(|(_, next)| is_letter(*next) || next.is_numeric());
        if at > 0 && matches!(c, 'n' | 'N') && rest.get(at..).is_some_and(negates) {
            return at;
        }
        if is_letter(c) || c.is_numeric() {
            end = at + c.len_utf8();
        } else if is_apostrophe(c) && joins {
            if rest.get(at..).is_some_and(|tail| clitic(tail).is_some()) {
                break;
            }
        } else if !(matches!(c, '-' | '&' | '\u{2011}') && joins || c == '.' && joins && initials(rest, at)) {
            break;
        }
    }
    let text = rest.get(..end).unwrap_or_default();
    let pointed = rest.get(end..).is_some_and(|tail| tail.starts_with('.') && !tail.starts_with(".."));
    let abbreviated = || text.contains('.') || single_capital(text) || text.is_ascii() && keeps_its_point(key_of(text));
    if pointed && abbreviated() { end + 1 } else { end }
}

/// Tells whether the point at `at` stands in initials (`U.S`, `a.m`) or in a name such as `Gazeta.ru`.
fn initials(rest: &str, at: usize) -> bool {
    let before = rest.get(..at).unwrap_or_default();
    let letters = before.rsplit(['.', '-']).next().map_or(0, |part| part.chars().count());
    let after = rest.get(at + 1..).unwrap_or_default();
    letters == 1 || after.chars().next().is_some_and(char::is_lowercase)
}

fn single_capital(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c.is_uppercase() && c != 'I') && chars.next().is_none()
}

fn number(rest: &str) -> (usize, TokenKind) {
    let mut end = 0;
    let mut letters = false;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let digit_next = chars.peek().is_some_and(|(_, n)| n.is_numeric());
        let joins = matches!(c, '.' | ',' | ':' | '/') && digit_next
            || c == '-' && chars.peek().is_some_and(|(_, n)| n.is_alphabetic());
        if c.is_numeric() || is_letter(c) || c == '%' {
            letters |= c.is_alphabetic();
            end = at + c.len_utf8();
        } else if !joins {
            break;
        }
    }
    let compound = letters && rest.get(..end).is_some_and(|text| text.contains('-'));
    (end, if compound { TokenKind::Word } else { TokenKind::Number })
}

/// Returns the length of an address, handle or tag that begins `rest`.
fn link(rest: &str, c: char) -> Option<usize> {
    if matches!(c, '@' | '#') {
        let len: usize =
            rest.chars().skip(1).take_while(|c| c.is_alphanumeric() || *c == '_').map(char::len_utf8).sum();
        return (len > 0).then_some(1 + len);
    }
    if !c.is_ascii_alphanumeric() {
        return None;
    }
    let end = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '“' | '”' | ')' | ']'))
        .unwrap_or(rest.len());
    let text = rest.get(..end)?;
    let schemed =
        ["http://", "https://", "www."].iter().any(|s| text.get(..s.len()).is_some_and(|t| t.eq_ignore_ascii_case(s)));
    let bare = text.find('/').is_some_and(|slash| {
        text.get(..slash).is_some_and(|host| {
            host.contains('.')
                && host.split('.').all(|l| l.len() > 1 && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
        })
    });
    let mail = text.find('@').is_some_and(|at| at > 0 && text.get(at..).is_some_and(|host| host.contains('.')));
    (schemed || bare || mail).then(|| text.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’']).len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<&str> {
        let mut out = vec![];
        tokenize(text, Span::clamped(0, span::length(text)), &mut out);
        out.iter().map(|token| token.span.of(text).unwrap()).collect()
    }

    #[test]
    fn splits_as_detectors_want() {
        assert_eq!(
            words("The U.S. envoy’s “far-right” ally didn't say."),
            ["The", "U.S.", "envoy", "’s", "“", "far-right", "”", "ally", "did", "n't", "say", "."]
        );
        assert_eq!(
            words("Mr. O'Neill (D-Ohio) paid 1,300.50 at 3:30 p.m."),
            ["Mr.", "O'Neill", "(", "D-Ohio", ")", "paid", "1,300.50", "at", "3:30", "p.m."]
        );
        assert_eq!(
            words("voters’ ‘80s pic.example.com/aB1 — @a_b"),
            ["voters", "’", "‘", "80s", "pic.example.com/aB1", "—", "@a_b"]
        );
        assert_eq!(words("wait... don’t!"), ["wait", "...", "do", "n’t", "!"]);
        assert_eq!(words("''Yes,'' Robert J. Keane said"), ["''", "Yes", ",", "''", "Robert", "J.", "Keane", "said"]);
        assert_eq!(words("lo\u{301}pez 16-year-old"), ["lo\u{301}pez", "16-year-old"]);
    }

    #[test]
    fn what_is_told_fast_is_told_alike() {
        assert_eq!(
            words("The councillors. approx. etc. He said: “Yes”—no (a/b) 5% $4, wait.. \"So.\""),
            [
                "The",
                "councillors",
                ".",
                "approx.",
                "etc.",
                "He",
                "said",
                ":",
                "“",
                "Yes",
                "”",
                "—",
                "no",
                "(",
                "a",
                "/",
                "b",
                ")",
                "5%",
                "$",
                "4",
                ",",
                "wait",
                "..",
                "\"",
                "So",
                ".",
                "\""
            ]
        );
        let mut out = vec![];
        let text = "O’Neill’s COUNCILLORS. “É–”";
        tokenize(text, Span::clamped(0, span::length(text)), &mut out);
        for token in out {
            assert_eq!(token.key, key(&fold(token.span.of(text).unwrap())), "{token:?}");
        }
    }

    proptest! {
        /// But for addresses, which the rules would find behind a comma, too.
        #[test]
        fn what_is_plain_is_what_the_rules_say(
            text in "([a-zA-Z]{1,3}|[0-9]|[.,:;'’“”\"%&\\[)_ –…é-]|Mr\\.|etc|www|n’t |n't |’s |’ll|\n){1,9}",
            spaced in any::<bool>(),
        ) {
            if let Some((len, kind, key)) = plain::token(text.as_bytes(), spaced) {
                let first = text.chars().next().unwrap();
                prop_assert_eq!((len, kind), next(&text, first, spaced, !spaced, spaced));
                prop_assert_eq!(key, key_of(text.get(..len).unwrap_or_default()));
            }
        }
    }

    #[test]
    fn folds_case_apostrophes_and_accents() {
        assert_eq!(key_of("HE’LL"), key("he'll"));
        assert_eq!(key_of("Lo\u{301}pez"), key("lópez"));
    }

    #[test]
    fn time_is_linear_in_odd_input() {
        for text in [
            "a.".repeat(50_000),
            "''".repeat(50_000),
            "a-".repeat(50_000),
            "n't".repeat(50_000),
            "a@".repeat(50_000),
            "1,".repeat(50_000),
        ] {
            assert!(!words(&text).is_empty());
        }
    }
}
