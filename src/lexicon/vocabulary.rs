//! The English vocabulary: how common a word is, and how common a string of letters is inside words.
//!
//! Only the *rank* of a word is known, so its frequency is taken to fall as Zipf's law has it
//! (Mandelbrot's form, 1 / (rank + 2.7)), which is good enough to tell "should stand here ten times"
//! from "should stand here once". The list also holds junk (see `tools/vocabulary.py`): that a word is in
//! it says little, how far down it stands says much. It is read when it is first asked for.

use super::{KeyMap, filter::Filter};
use crate::document::key;
use std::sync::LazyLock;

/// The words, most frequent first, one to a line.
const WORDS: &str = include_str!("vocabulary.txt");

/// The addend of the Zipf–Mandelbrot law; 2.7 is Mandelbrot's own figure for English.
const MANDELBROT: f64 = 2.7;

/// The lengths of the strings whose rates are known.
const GRAMS: std::ops::RangeInclusive<usize> = 2..=4;

/// How many words in a thousand must hold a string for its rate to be kept: below that even a text of a
/// thousand words may well do without it, so that its absence says nothing.
const LEAST_RATE: f64 = 0.003;

/// How many of the words count for the rates. By the same law they make up nine tenths of running text,
/// and the others would take twice as long to read as all else that is done at the start.
const COUNTED: usize = 20_000;

/// English words by rank.
#[derive(Debug)]
pub struct Vocabulary {
    ranks: KeyMap<u32>,
    /// 64 KiB that stay in the cache and answer nine look-ups in ten of what is no word.
    filter: Filter<19>,
}

/// A string of letters and how often words hold it.
#[derive(Clone, Debug, PartialEq)]
pub struct Gram {
    /// Two to four letters, lower case.
    pub letters: &'static str,
    /// In how many of all words of running text it stands, from 0 to 1.
    pub rate: f64,
}

/// Returns the words, most frequent first.
pub(super) fn words() -> impl Iterator<Item = &'static str> {
    WORDS.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

impl Vocabulary {
    /// Returns the vocabulary that is built into the binary.
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Vocabulary> = LazyLock::new(|| {
            let ranks: KeyMap<u32> = words().map(key).zip(1_u32..).collect();
            let filter = Filter::of(ranks.keys().copied());
            Vocabulary { ranks, filter }
        });
        &BUILTIN
    }

    /// Returns the rank of a word (1 is the commonest) by its [`key`]; `None` when it is not in the list.
    pub fn rank(&self, key: u64) -> Option<u32> {
        self.filter.passes(key).then(|| self.ranks.get(&key).copied())?
    }

    /// Returns the strings of two to four letters that English words often hold, in alphabetical order.
    pub fn grams() -> &'static Grams {
        static GRAMS: LazyLock<Grams> = LazyLock::new(|| Grams::of(count_grams()));
        &GRAMS
    }
}

/// Strings of letters that English words often hold, and a table that finds them.
#[derive(Debug)]
pub struct Grams {
    grams: Vec<Gram>,
    /// For each string of two, three, four letters (as a number to the base 26, one length behind the
    /// other) 1 more than its index; 0 for those that are not common.
    table: Vec<u16>,
}

impl Grams {
    /// Where the strings of each length begin in the table.
    const STARTS: [usize; 3] = [0, 26 * 26, 26 * 26 + 26 * 26 * 26];

    fn of(grams: Vec<Gram>) -> Self {
        let mut table = vec![0; Self::STARTS.iter().max().unwrap_or(&0) + 26 * 26 * 26 * 26];
        for (index, gram) in (1..).zip(&grams) {
            let code = gram.letters.bytes().fold(0, |code, byte| code * 26 + usize::from(byte - b'a'));
            let start = Self::STARTS.get(gram.letters.len() - 2).copied().unwrap_or_default();
            if let Some(slot) = table.get_mut(start + code) {
                *slot = index;
            }
        }
        Self { grams, table }
    }

    /// Returns all of them, in alphabetical order.
    pub fn all(&self) -> &[Gram] {
        &self.grams
    }

    /// Adds to `counts`, which has a place for each string, how often a word of small letters holds it.
    pub fn count(&self, word: &str, counts: &mut [u32]) {
        let letters = word.as_bytes();
        for at in 0..letters.len() {
            let mut code = 0;
            for (length, byte) in letters.iter().skip(at).take(4).enumerate() {
                if !byte.is_ascii_lowercase() {
                    break;
                }
                code = code * 26 + usize::from(byte - b'a');
                let Some(start) = length.checked_sub(1).and_then(|n| Self::STARTS.get(n)) else { continue };
                let index = self.table.get(start + code).copied().unwrap_or(0);
                let Some(count) = usize::from(index).checked_sub(1).and_then(|index| counts.get_mut(index)) else {
                    // No longer string is commoner than its beginning.
                    break;
                };
                *count += 1;
            }
        }
    }
}

fn count_grams() -> Vec<Gram> {
    let mut rates = KeyMap::<(&'static str, f64, u32)>::default();
    let mut total = 0.0;
    for (word, rank) in words().take(COUNTED).zip(1_u32..) {
        let weight = 1.0 / (f64::from(rank) + MANDELBROT);
        total += weight;
        for gram in GRAMS.flat_map(|n| (0..word.len()).filter_map(move |at| word.get(at..at + n))) {
            let (_, sum, last) = rates.entry(key(gram)).or_insert((gram, 0.0, 0));
            // A word that holds a string twice counts once.
            if *last != rank {
                *sum += weight;
                *last = rank;
            }
        }
    }
    let mut grams: Vec<Gram> = rates
        .into_values()
        .map(|(letters, weight, _)| Gram { letters, rate: weight / total })
        .filter(|gram| gram.rate >= LEAST_RATE)
        .collect();
    grams.sort_by_key(|gram| gram.letters);
    grams
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_fall_and_junk_is_far_down() {
        let rank = |word| Vocabulary::builtin().rank(key(word));
        assert_eq!(rank("the"), Some(1));
        assert!(rank("leader") < rank("leaders").max(Some(5_000)));
        assert!(rank("heed") > Some(10_000) && rank("leer").is_none());
    }

    #[test]
    fn common_strings_have_rates() {
        let rate =
            |letters| Vocabulary::grams().all().iter().find(|gram| gram.letters == letters).map(|gram| gram.rate);
        assert!(rate("th") > Some(0.08), "{:?}", rate("th"));
        assert!(rate("ad") > Some(0.003), "{:?}", rate("ad"));
        assert_eq!(rate("qx"), None);
    }
}
