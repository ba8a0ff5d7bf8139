//! The English vocabulary: how common a word is, and how common a string of letters is inside words.
//!
//! Only the *rank* of a word is known, so its frequency is taken to fall as Zipf's law has it
//! (Mandelbrot's form, 1 / (rank + 2.7)), which is good enough to tell "should stand here ten times"
//! from "should stand here once". The list also holds junk (see `tools/vocabulary.py`): that a word is in
//! it says little, how far down it stands says much. It is read when it is first asked for.

use super::{KeyMap, filter::Filter, framing::Keys};
use crate::document::key;
use std::sync::LazyLock;

/// The words, most frequent first, one to a line.
const WORDS: &str = include_str!("vocabulary.txt");

/// What a line of the words has at least on average, in bytes.
const SHORT: usize = 8;

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
    /// The first [`COMMONEST`](Self::COMMONEST) words: 128 KiB that answer nine in ten of what is one.
    commonest: Keys,
}

/// A string of letters and how often words hold it.
#[derive(Clone, Debug, PartialEq)]
pub struct Gram {
    /// Two to four letters, lower case.
    pub letters: String,
    /// In how many of all words of running text it stands, from 0 to 1.
    pub rate: f64,
}

/// Returns the words, most frequent first.
pub(super) fn words() -> impl Iterator<Item = &'static str> {
    WORDS.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

impl Vocabulary {
    /// The rank at which the words end that any text may hold.
    pub const COMMONEST: u32 = 8_000;

    /// Returns the vocabulary that is built into the binary.
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Vocabulary> = LazyLock::new(|| {
            let mut ranks = KeyMap::with_capacity_and_hasher(WORDS.len() / SHORT, Default::default());
            ranks.extend(words().map(key).zip(1_u32..));
            let filter = Filter::of(ranks.keys().copied());
            let commonest = words().take(Vocabulary::COMMONEST as usize - 1).map(key).collect();
            Vocabulary { ranks, filter, commonest }
        });
        &BUILTIN
    }

    /// Returns the rank of a word (1 is the commonest) by its [`key`]; `None` when it is not in the list.
    pub fn rank(&self, key: u64) -> Option<u32> {
        self.filter.passes(key).then(|| self.ranks.get(&key).copied())?
    }

    /// Tells whether the rank of a word is below [`COMMONEST`](Self::COMMONEST).
    #[inline]
    pub fn is_common(&self, key: u64) -> bool {
        self.commonest.has(key)
    }

    /// Returns the strings of two to four letters that English words often hold, in alphabetical order.
    pub fn grams() -> &'static Grams {
        static GRAMS: LazyLock<Grams> = LazyLock::new(|| Grams::of(count_grams()));
        &GRAMS
    }
}

/// A state of the automaton in [`Grams`]; 0 is the start.
type State = u16;

/// Strings of letters that English words often hold, and an automaton that counts them.
///
/// It is Aho and Corasick's. A state stands for the longest end of what was read that begins one of the strings, so
/// that a letter is one step, however many strings end with it; the shorter ones are added when all is read.
#[derive(Debug)]
pub struct Grams {
    grams: Vec<Gram>,
    /// For each string the state in which it was read.
    ends: Vec<State>,
    /// For each state and letter the next state.
    steps: Vec<[State; 26]>,
    /// For each state that of the longest string its own ends with; it has a smaller number.
    shorter: Vec<State>,
}

impl Grams {
    /// Takes strings of which every beginning of two letters or more is given too.
    fn of(grams: Vec<Gram>) -> Self {
        let mut steps = vec![[0; 26]];
        for letter in 'a'..='z' {
            grow(&mut steps, letter.encode_utf8(&mut [0; 4]));
        }
        let mut ends = vec![0; grams.len()];
        for length in GRAMS {
            let of_length = grams.iter().zip(&mut ends).filter(|(gram, _)| gram.letters.len() == length);
            of_length.for_each(|(gram, end)| *end = grow(&mut steps, &gram.letters));
        }
        let mut shorter = vec![0; steps.len()];
        for state in 0..steps.len() {
            let fallback = shorter.get(state).and_then(|shorter| steps.get(usize::from(*shorter)).copied());
            let Some((row, fallback)) = steps.get_mut(state).zip(fallback) else { continue };
            for (next, fallback) in row.iter_mut().zip(fallback) {
                match shorter.get_mut(usize::from(*next)).filter(|_| *next != 0) {
                    // From the start a letter leads to itself, and nothing shorter.
                    Some(shorter) => *shorter = if state == 0 { 0 } else { fallback },
                    None => *next = fallback,
                }
            }
        }
        Self { grams, ends, steps, shorter }
    }

    /// Returns all of them, in alphabetical order.
    pub fn all(&self) -> &[Gram] {
        &self.grams
    }

    /// Returns a counter at zero.
    pub fn counter(&self) -> Counter<'_> {
        Counter { grams: self, reached: vec![0; self.steps.len()] }
    }

    fn step(&self, state: State, byte: u8) -> State {
        let row = self.steps.get(usize::from(state));
        row.and_then(|row| row.get(usize::from(byte.wrapping_sub(b'a')))).copied().unwrap_or(0)
    }
}

/// Adds the states that lead to a string, and returns the last.
fn grow(steps: &mut Vec<[State; 26]>, letters: &str) -> State {
    letters.bytes().fold(0, |state, byte| {
        let new = State::try_from(steps.len()).unwrap_or(0);
        let row = steps.get_mut(usize::from(state));
        let Some(next) = row.and_then(|row| row.get_mut(usize::from(byte.wrapping_sub(b'a')))) else { return 0 };
        if *next != 0 {
            return *next;
        }
        *next = new;
        steps.push([0; 26]);
        new
    })
}

/// Counts how often words hold each of some strings.
#[derive(Clone, Debug)]
pub struct Counter<'g> {
    grams: &'g Grams,
    /// How often each state was reached.
    reached: Vec<u32>,
}

impl Counter<'_> {
    /// Reads a word of ASCII letters, small or capital; what else it holds parts it in two.
    pub fn add(&mut self, word: &str) {
        let mut state = 0;
        for byte in word.bytes() {
            state = self.grams.step(state, byte.to_ascii_lowercase());
            if let Some(times) = self.reached.get_mut(usize::from(state)) {
                *times += 1;
            }
        }
    }

    /// Returns how often each string was read, in the order of [`Grams::all`].
    pub fn counts(mut self) -> Vec<u32> {
        for (state, shorter) in self.grams.shorter.iter().enumerate().rev() {
            let times = self.reached.get(state).copied().unwrap_or(0);
            if let Some(shorter) = self.reached.get_mut(usize::from(*shorter)).filter(|_| state != 0) {
                *shorter += times;
            }
        }
        self.grams.ends.iter().map(|end| self.reached.get(usize::from(*end)).copied().unwrap_or(0)).collect()
    }
}

/// Strings of letters are numbers to this base, a letter a digit from 1 to 26.
const BASE: usize = 27;

fn count_grams() -> Vec<Gram> {
    // A place for every string of up to four letters is much less work than a map of those there are.
    let mut sums = vec![(0.0, 0); BASE.pow(4)];
    let mut total = 0.0;
    for (word, rank) in words().take(COUNTED).zip(1_u32..) {
        let weight = 1.0 / (f64::from(rank) + MANDELBROT);
        total += weight;
        for at in 0..word.len() {
            let mut code = 0;
            for (length, byte) in (1..=*GRAMS.end()).zip(word.bytes().skip(at)) {
                code = code * BASE + usize::from(byte - b'a') + 1;
                let Some((sum, last)) = sums.get_mut(code).filter(|_| GRAMS.contains(&length)) else { continue };
                // A word that holds a string twice counts once.
                if *last != rank {
                    *sum += weight;
                    *last = rank;
                }
            }
        }
    }
    let rates = sums.iter().enumerate().map(|(code, (sum, _))| (code, sum / total));
    let mut grams: Vec<Gram> = rates
        .filter(|(_, rate)| *rate >= LEAST_RATE)
        .map(|(code, rate)| Gram { letters: letters_of(code), rate })
        .collect();
    grams.sort_by(|a, b| a.letters.cmp(&b.letters));
    grams
}

fn letters_of(code: usize) -> String {
    let digits: Vec<usize> = std::iter::successors(Some(code), |rest| Some(rest / BASE))
        .take_while(|rest| *rest > 0)
        .map(|rest| rest % BASE)
        .collect();
    digits.into_iter().rev().filter_map(|digit| ('a'..='z').nth(digit - 1)).collect()
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

    #[test]
    fn counts_every_string_wherever_it_stands() {
        let words = ["interesting", "banana", "can't", "station", "a", ""];
        let grams = Vocabulary::grams();
        let mut counter = grams.counter();
        words.iter().for_each(|word| counter.add(word));
        let holds = |word: &str, gram: &Gram| {
            word.as_bytes().windows(gram.letters.len()).filter(|part| *part == gram.letters.as_bytes()).count()
        };
        for (gram, count) in grams.all().iter().zip(counter.counts()) {
            let wanted: usize = words.iter().map(|word| holds(word, gram)).sum();
            assert_eq!(count as usize, wanted, "{}", gram.letters);
        }
    }
}
