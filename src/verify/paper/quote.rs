//! Are the words between a paper's quotation marks those of the source?

use crate::{
    annotation::{Anchor, Anchors, ByteRange, Flag, Selector, Words, word_diff, word_flags},
    citation::Plain,
    document::Span,
};
use serde::Serialize;

/// How like the quoted words are to the source's, from most to least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Likeness {
    /// The same characters, white space aside.
    Verbatim,
    /// The same words; punctuation, quotation marks, dashes or the first capital differ.
    Typographic,
    /// The same words, with some left out or put into brackets, and marked so.
    Elided,
    /// Other words.
    Altered,
}

impl Likeness {
    /// Returns its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Verbatim => "verbatim",
            Self::Typographic => "typographic",
            Self::Elided => "elided",
            Self::Altered => "altered",
        }
    }
}

/// Quoted words held against a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// How like they are.
    pub likeness: Likeness,
    /// From the source's words to the quoted ones; empty when they are verbatim.
    pub words: Vec<Words>,
    /// What makes altered words grave.
    pub flags: Vec<Flag>,
}

/// Holds the words of a quotation against those of the source, of which they may be a part.
pub fn compare(quoted: &str, source: &str) -> Compared {
    let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (quoted, source) = (fold(quoted), fold(source));
    let none = |likeness| Compared { likeness, words: vec![], flags: vec![] };
    if is_part(&quoted, &source) {
        return none(Likeness::Verbatim);
    }
    let (here, there) = (signs(&quoted), signs(&source));
    let plain: Vec<&Sign> = here.iter().collect();
    let elided = here.iter().any(|sign| matches!(sign, Sign::Gap | Sign::Pattern { .. }));
    let likeness = match () {
        () if plain.is_empty() => Likeness::Altered,
        () if !elided && find(&plain, &there, 0).is_some() => Likeness::Typographic,
        () if elided && in_order(&here, &there) => Likeness::Elided,
        () => Likeness::Altered,
    };
    let part = if likeness == Likeness::Elided { source.as_str() } else { nearest(&quoted, &source) };
    let words = within(word_diff(part, &quoted));
    let flags = match likeness {
        Likeness::Altered => word_flags(&old_words(&words), &quoted),
        _ => vec![],
    };
    Compared { likeness, words, flags }
}

/// Returns the part of a source that quoted words are most like, out to the edges of its words: what stands
/// around it was not quoted. All of it when no part is much like them.
fn nearest<'s>(quoted: &str, source: &'s str) -> &'s str {
    let selector = Selector {
        bytes: ByteRange(Span::clamped(0, 1)),
        exact: quoted.to_owned(),
        prefix: String::new(),
        suffix: String::new(),
    };
    let span = match Anchors::of(source).find(&selector) {
        Anchor::Lost(candidates) => candidates.first().map(|candidate| candidate.span),
        Anchor::Changed(changed) => Some(changed.span),
        _ => None,
    };
    let Some(span) = span else { return source };
    let letter = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’');
    let before = source.get(..span.start() as usize).unwrap_or_default();
    let after = source.get(span.end() as usize..).unwrap_or_default();
    let from = before.trim_end_matches(letter).len();
    let to = source.len() - after.trim_start_matches(letter).len();
    source.get(from..to).unwrap_or(source)
}

/// Tells whether words stand in a text, not within longer ones.
fn is_part(words: &str, text: &str) -> bool {
    let edge = |at: usize| {
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let (before, after) = (text.get(..at), text.get(at..));
        !(letter(before.and_then(|t| t.chars().next_back())) && letter(after.and_then(|t| t.chars().next())))
    };
    !words.is_empty() && text.match_indices(words).any(|(at, _)| edge(at) && edge(at + words.len()))
}

/// What is compared when typography does not matter.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Sign {
    /// A word, a number, or a sign that has a meaning (`%`, `$`).
    Word(String),
    /// Words were left out here, or stand in brackets in place of others.
    Gap,
    /// A word of which a part is in brackets: `[T]he`, `vote[d]`.
    Pattern { head: String, tail: String },
}

fn signs(text: &str) -> Vec<Sign> {
    let plain = Plain::of(text);
    let text = plain.text();
    let mut signs = vec![];
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let word = word_length(rest);
        let bracket = rest.strip_prefix('[').and_then(|inside| inside.find(']')).map(|at| at + 2);
        let (sign, length) = match (c, bracket) {
            ('…', _) => (Some(Sign::Gap), c.len_utf8()),
            ('[', Some(length)) => bracketed(rest, length),
            _ if word > 0 => with_brackets(rest, word),
            ('%' | '$' | '€' | '£' | '¥' | '+' | '=' | '°', _) => (Some(Sign::Word(c.to_string())), c.len_utf8()),
            ('-', _)
                if rest.get(1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
                    && !text_before(text, rest) =>
            {
                (Some(Sign::Word("-".to_owned())), 1)
            }
            _ => (None, c.len_utf8()),
        };
        match (&sign, signs.last()) {
            (Some(Sign::Gap), Some(Sign::Gap)) | (None, _) => {}
            _ => signs.extend(sign),
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    signs
}

/// Tells whether a letter or digit stands right before `rest`, the end of `text`.
fn text_before(text: &str, rest: &str) -> bool {
    text.get(..text.len() - rest.len()).is_some_and(|before| before.ends_with(char::is_alphanumeric))
}

/// Returns the length of the word at the start of a text: letters and digits, apostrophes between letters,
/// points and commas between digits.
fn word_length(text: &str) -> usize {
    let mut characters = text.char_indices().peekable();
    let mut end = 0;
    let mut last = ' ';
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map_or(' ', |(_, c)| *c);
        let inside = match c {
            '\'' => last.is_alphabetic() && next.is_alphabetic(),
            '.' | ',' | ':' => last.is_numeric() && next.is_numeric(),
            c => c.is_alphanumeric(),
        };
        if !inside {
            break;
        }
        end = at + c.len_utf8();
        last = c;
    }
    end
}

/// Reads `[…]`, `[the mayor]` or `[T]he`.
fn bracketed(rest: &str, length: usize) -> (Option<Sign>, usize) {
    let after = rest.get(length..).unwrap_or_default();
    match word_length(after) {
        0 => (Some(Sign::Gap), length),
        word => {
            let tail = after.get(..word).unwrap_or_default().to_lowercase();
            (Some(Sign::Pattern { head: String::new(), tail }), length + word)
        }
    }
}

/// Reads a word, and what is in brackets at its end: `vote[d]`.
fn with_brackets(rest: &str, word: usize) -> (Option<Sign>, usize) {
    let text = rest.get(..word).unwrap_or_default();
    let after = rest.get(word..).unwrap_or_default();
    match after.strip_prefix('[').and_then(|inside| inside.find(']')).filter(|at| *at > 0) {
        None => (Some(Sign::Word(text.to_owned())), word),
        Some(at) => {
            let behind = after.get(at + 2..).unwrap_or_default();
            let tail = word_length(behind);
            let sign = Sign::Pattern {
                head: text.to_lowercase(),
                tail: behind.get(..tail).unwrap_or_default().to_lowercase(),
            };
            (Some(sign), word + at + 2 + tail)
        }
    }
}

/// Returns where a run of signs stands in a source, from one of its signs on.
fn find(run: &[&Sign], source: &[Sign], from: usize) -> Option<usize> {
    let last = source.len().checked_sub(run.len())?;
    (from..=last).find(|at| {
        run.iter().enumerate().all(|(n, sign)| source.get(at + n).is_some_and(|there| is_same(sign, there, n == 0)))
    })
}

fn is_same(quoted: &Sign, source: &Sign, first: bool) -> bool {
    match (quoted, source) {
        (Sign::Word(a), Sign::Word(b)) => a == b || first && capital_aside(a, b),
        (Sign::Pattern { head, tail }, Sign::Word(word)) => {
            let word = word.to_lowercase();
            word.len() >= head.len() + tail.len() && word.starts_with(head.as_str()) && word.ends_with(tail.as_str())
        }
        (a, b) => a == b,
    }
}

fn capital_aside(a: &str, b: &str) -> bool {
    let split = |text: &str| {
        text.chars().next().map(|c| (c.to_lowercase().to_string(), text.get(c.len_utf8()..).map(str::to_owned)))
    };
    split(a) == split(b)
}

/// Tells whether the runs between the gaps stand in the source one after the other.
fn in_order(quoted: &[Sign], source: &[Sign]) -> bool {
    let mut from = 0;
    let mut runs = 0;
    for run in quoted.split(|sign| *sign == Sign::Gap).filter(|run| !run.is_empty()) {
        let run: Vec<&Sign> = run.iter().collect();
        let Some(at) = find(&run, source, from) else { return false };
        from = at + run.len();
        runs += 1;
    }
    runs > 0
}

/// Leaves out what stands in the source before and after the quoted part: it was not quoted. Of words that
/// others stand for at either end, as many are left as stand for them.
fn within(mut words: Vec<Words>) -> Vec<Words> {
    let count = |words: Option<&Words>| match words {
        Some(Words::New(text)) => text.split(' ').filter(|word| word.contains(char::is_alphanumeric)).count(),
        _ => 0,
    };
    let wanted = count(words.get(1));
    if let Some(Words::Gone(text)) = words.first_mut() {
        let cut = text.trim_end().rmatch_indices(' ').nth(wanted.saturating_sub(1)).map(|(at, _)| at + 1);
        *text = text.get(if wanted == 0 { text.len() } else { cut.unwrap_or(0) }..).unwrap_or_default().to_owned();
    }
    let last = words.len().saturating_sub(1);
    let (at, wanted) = match words.last() {
        Some(Words::New(_)) => (last.saturating_sub(1), count(words.last())),
        _ => (last, 0),
    };
    if at > 0
        && let Some(Words::Gone(text)) = words.get_mut(at)
    {
        let cut = text.trim_start().match_indices(' ').nth(wanted.saturating_sub(1));
        let skipped = text.len() - text.trim_start().len();
        let cut = cut.map_or(text.len(), |(at, _)| at + skipped);
        *text = text.get(..if wanted == 0 { 0 } else { cut }).unwrap_or_default().to_owned();
    }
    words.retain(|words| !matches!(words, Words::Gone(text) if text.is_empty()));
    words
}

fn old_words(words: &[Words]) -> String {
    let old = words.iter().filter_map(|words| match words {
        Words::Same(text) | Words::Gone(text) => Some(text.as_str()),
        Words::New(_) => None,
    });
    old.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Likeness::{Altered, Elided, Typographic, Verbatim};
    use proptest::prelude::*;

    const SOURCE: &str = "The mayor, who had called the vote “a sham”, said she won't resign: 12 of 20 members — all \
                          new — voted in May.";

    #[test]
    fn each_difference_has_its_class() {
        let cases = [
            (Verbatim, "who had called the vote"),
            (Verbatim, "12 of 20\nmembers"),
            (Typographic, "who had called the vote 'a sham,'"),
            (Typographic, "Who had called the vote"),
            (Typographic, "she won’t resign; 12 of 20 members -- all new -- voted in May"),
            (Typographic, "the mayor who had called the vote"),
            (Elided, "The mayor … said she won’t resign"),
            (Elided, "[T]he vote […] “a sham”"),
            (Elided, "[She] had called the vote"),
            (Elided, "vote[s] in May"),
            (Elided, "The mayor ... said [Roth] won't resign"),
            (Altered, "who h called the vote"),
            (Altered, "who had called the votes"),
            (Altered, "21 of 20 members"),
            (Altered, "said she will resign"),
            (Altered, "voted in May … The mayor"),
            (Altered, "the other Mayor"),
            (Altered, "…"),
            (Altered, ""),
            (Altered, "ember"),
        ];
        for (likeness, quoted) in cases {
            assert_eq!(compare(quoted, SOURCE).likeness, likeness, "{quoted}");
        }
        assert_eq!(compare("fell 5 %", "fell -5 %").likeness, Altered);
        assert_eq!(compare("fell 5", "fell 5 %").likeness, Verbatim);
    }

    #[test]
    fn what_is_altered_is_shown_and_flagged() {
        let compared = compare("21 of 20 members", SOURCE);
        assert_eq!(compared.flags, [Flag::Digits]);
        assert_eq!(compared.words[..2], [Words::Gone("12".into()), Words::New("21".into())]);
        // The words before and after were not quoted.
        let compared = compare("he had called the vote “a sham”, said he", SOURCE);
        let ends = (compared.words.first().unwrap(), compared.words.last().unwrap());
        assert_eq!(compared.words[0], Words::Gone("who".into()));
        assert_eq!(ends.1, &Words::New("he".into()));
        assert!(compared.words.contains(&Words::Gone("she".into())) && compared.flags.is_empty(), "{:?}", compared);
        let compared = compare("who h called the vote", SOURCE);
        assert!(compared.words.contains(&Words::Gone("had".into())), "{:?}", compared.words);
    }

    proptest! {
        #[test]
        fn a_text_is_verbatim_in_itself_and_nothing_panics(a in any::<String>(), b in "[a-c \\[\\]….,'’“1-3-]{0,30}") {
            let _ = compare(&a, &b);
            let _ = compare(&b, &a);
            if b.chars().any(char::is_alphanumeric) {
                prop_assert_eq!(compare(&b, &b).likeness, Verbatim);
            }
        }
    }
}
