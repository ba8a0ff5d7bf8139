//! What changed: a diff in words, and what makes it grave.

use serde::Serialize;
use similar::{Algorithm, DiffOp};

/// Words that were left, taken out or put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    /// They are there still.
    Same(String),
    /// They are gone.
    Gone(String),
    /// They are new.
    New(String),
}

/// Why a change must not be taken for a matter of style: "12 people" and "21 people" are 98 % alike and
/// mean something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flag {
    /// Words with digits differ.
    Digits,
    /// Words that deny differ.
    Negation,
    /// Words with a capital letter differ: names, mostly.
    Capitals,
}

impl Flag {
    /// Returns what is said about it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Digits => "numbers differ",
            Self::Negation => "negations differ",
            Self::Capitals => "capitalised words differ",
        }
    }
}

/// Words that deny; "n't" at the end of a word does so too.
const NEGATIONS: [&str; 12] =
    ["no", "not", "never", "none", "nobody", "nothing", "nowhere", "neither", "nor", "cannot", "without", "hardly"];

/// Returns what became of `old`, in words; white space and punctuation are words of their own.
pub fn diff(old: &str, new: &str) -> Vec<Words> {
    let (before, after) = (split(old), split(new));
    let text = |words: &[&str], range: std::ops::Range<usize>| words.get(range).unwrap_or_default().concat();
    let mut all = vec![];
    for op in similar::capture_diff_slices(Algorithm::Myers, &before, &after) {
        match op {
            DiffOp::Equal { .. } => all.push(Words::Same(text(&before, op.old_range()))),
            DiffOp::Delete { .. } => all.push(Words::Gone(text(&before, op.old_range()))),
            DiffOp::Insert { .. } => all.push(Words::New(text(&after, op.new_range()))),
            DiffOp::Replace { .. } => {
                all.push(Words::Gone(text(&before, op.old_range())));
                all.push(Words::New(text(&after, op.new_range())));
            }
        }
    }
    all
}

/// Returns what makes the change from `old` to `new` grave.
pub fn flags(old: &str, new: &str) -> Vec<Flag> {
    let differ = |pick: &dyn Fn(&str) -> bool| {
        let picked = |text: &str| {
            let mut words: Vec<String> =
                split(text).into_iter().filter(|word| pick(word)).map(str::to_lowercase).collect();
            words.sort_unstable();
            words
        };
        picked(old) != picked(new)
    };
    let digits = differ(&|word| word.contains(char::is_numeric));
    let negation = differ(&|word| {
        let word = word.to_lowercase().replace('’', "'");
        NEGATIONS.contains(&word.as_str()) || word.ends_with("n't")
    });
    let found = [(Flag::Digits, digits), (Flag::Negation, negation), (Flag::Capitals, capitals_differ(old, new))];
    found.into_iter().filter_map(|(flag, found)| found.then_some(flag)).collect()
}

/// Tells whether a word with a capital letter in one text is not in the other, however that writes it.
fn capitals_differ(old: &str, new: &str) -> bool {
    let lower = |text: &str| split(text).into_iter().map(str::to_lowercase).collect::<Vec<_>>();
    let missing = |here: &str, there: &[String]| {
        split(here).into_iter().any(|word| word.contains(char::is_uppercase) && !there.contains(&word.to_lowercase()))
    };
    missing(old, &lower(new)) || missing(new, &lower(old))
}

/// Splits a text into words and what stands between them; apostrophes, and points or commas between digits, are
/// part of a word.
fn split(text: &str) -> Vec<&str> {
    let inside = |text: &str, at: usize, c: char| {
        let (before, after) = (text.get(..at), text.get(at + c.len_utf8()..));
        let around = before.and_then(|b| b.chars().next_back()).zip(after.and_then(|a| a.chars().next()));
        around.is_some_and(|(a, b)| match c {
            '\'' | '’' => a.is_alphabetic() && b.is_alphabetic(),
            '.' | ',' | ':' => a.is_numeric() && b.is_numeric(),
            _ => false,
        })
    };
    let mut words = vec![];
    let (mut start, mut last) = (0, None);
    for (at, c) in text.char_indices() {
        let kind = if c.is_alphanumeric() || joins(c) || inside(text, at, c) {
            Kind::Word
        } else if c.is_whitespace() {
            Kind::Blank
        } else {
            Kind::Other
        };
        if last.is_some_and(|last| last != kind || kind == Kind::Other) {
            words.extend(text.get(start..at));
            start = at;
        }
        last = Some(kind);
    }
    words.extend(text.get(start..).filter(|rest| !rest.is_empty()));
    words
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Blank,
    Other,
}

/// Tells whether a character belongs to the letter before it: accents, joiners, variants.
const fn joins(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}
