//! The English vocabulary: how common a word is, and how common a string of letters is inside words.
//!
//! Only the *rank* of a word is known, which `build/grams.rs` makes the rates of strings from. The list also
//! holds junk (see `tools/vocabulary.py`): that a word is in it says little, how far down it stands says much. It is read
//! when it is first asked for.

use super::{built, filter::Filter, framing::Keys, table::Table};
use crate::document::key;
use std::sync::LazyLock;

/// The words, most frequent first, one to a line.
const WORDS: &str = include_str!("vocabulary.txt");

/// The lengths of the strings whose rates are known.
const GRAMS: std::ops::RangeInclusive<usize> = 2..=4;

/// English words by rank.
#[derive(Debug)]
pub struct Vocabulary {
    ranks: Table<u32>,
    /// 64 KiB that stay in the cache and answer nine look-ups in ten of what is no word.
    filter: Filter<19>,
    /// The first [`COMMONEST`](Self::COMMONEST) words: 128 KiB that answer nine in ten of what is one.
    commonest: Keys,
}

/// A string of letters and how often words hold it.
#[derive(Clone, Copy, Debug, PartialEq)]
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
    /// The rank at which the words end that any text may hold.
    pub const COMMONEST: u32 = 8_000;

    /// Returns the vocabulary that is built into the binary.
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Vocabulary> = LazyLock::new(|| {
            let keys: Vec<u64> = words().map(key).collect();
            let commonest = keys.iter().take(Vocabulary::COMMONEST as usize - 1).copied().collect();
            let filter = Filter::of(keys.iter().copied());
            Vocabulary { ranks: Table::of(keys.into_iter().zip(1..)), filter, commonest }
        });
        &BUILTIN
    }

    /// Returns the rank of a word (1 is the commonest) by its [`key`]; `None` when it is not in the list.
    pub fn rank(&self, key: u64) -> Option<u32> {
        self.filter.passes(key).then(|| self.ranks.get(key))?
    }

    /// Tells whether the rank of a word is below [`COMMONEST`](Self::COMMONEST).
    #[inline]
    pub fn is_common(&self, key: u64) -> bool {
        self.commonest.has(key)
    }

    /// Returns the strings of two to four letters that English words often hold, in alphabetical order.
    pub fn grams() -> &'static Grams {
        static GRAMS: LazyLock<Grams> = LazyLock::new(|| {
            Grams::of(built::GRAMS.iter().map(|(letters, rate)| Gram { letters, rate: *rate }).collect())
        });
        &GRAMS
    }
}

/// A state of the automaton in [`Grams`]; 0 is the start.
type State = u16;

/// The next states by the last five bits of a letter, which are those of its capital too.
type Row = [State; 32];

const fn column(letter: u8) -> usize {
    (letter & 31) as usize
}

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
    steps: Vec<Row>,
    /// For each state that of the longest string its own ends with; it has a smaller number.
    shorter: Vec<State>,
}

impl Grams {
    /// Takes strings of which every beginning of two letters or more is given too.
    fn of(grams: Vec<Gram>) -> Self {
        let mut steps = vec![Row::default()];
        for letter in 'a'..='z' {
            grow(&mut steps, letter.encode_utf8(&mut [0; 4]));
        }
        let mut ends = vec![0; grams.len()];
        for length in GRAMS {
            let of_length = grams.iter().zip(&mut ends).filter(|(gram, _)| gram.letters.len() == length);
            of_length.for_each(|(gram, end)| *end = grow(&mut steps, gram.letters));
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

    #[inline]
    fn step(&self, state: State, byte: u8) -> State {
        let row = self.steps.get(usize::from(state));
        row.and_then(|row| row.get(column(byte))).copied().unwrap_or(0)
    }
}

/// Adds the states that lead to a string, and returns the last.
fn grow(steps: &mut Vec<Row>, letters: &str) -> State {
    letters.bytes().fold(0, |state, byte| {
        let new = State::try_from(steps.len()).unwrap_or(0);
        let row = steps.get_mut(usize::from(state));
        let Some(next) = row.and_then(|row| row.get_mut(column(byte))) else { return 0 };
        if *next != 0 {
            return *next;
        }
        *next = new;
        steps.push(Row::default());
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
    /// Reads letters, small or capital.
    pub fn add(&mut self, letters: &[u8]) {
        let mut state = 0;
        for letter in letters {
            state = self.grams.step(state, *letter);
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
        words.iter().flat_map(|word| word.split('\'')).for_each(|word| counter.add(word.as_bytes()));
        let holds = |word: &str, gram: &Gram| {
            word.as_bytes().windows(gram.letters.len()).filter(|part| *part == gram.letters.as_bytes()).count()
        };
        for (gram, count) in grams.all().iter().zip(counter.counts()) {
            let wanted: usize = words.iter().map(|word| holds(word, gram)).sum();
            assert_eq!(count as usize, wanted, "{}", gram.letters);
        }
    }
}
