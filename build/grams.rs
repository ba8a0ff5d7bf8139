//! How common strings of letters are inside English words.
//!
//! Only the *rank* of a word is known, so its frequency is taken to fall as Zipf's law has it
//! (Mandelbrot's form, 1 / (rank + 2.7)), which is good enough to tell "should stand here ten times"
//! from "should stand here once".

/// The addend of the Zipf–Mandelbrot law; 2.7 is Mandelbrot's own figure for English.
const MANDELBROT: f64 = 2.7;

/// The lengths of the strings.
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=4;

/// How many words in a thousand must hold a string for its rate to be kept: below that even a text of a
/// thousand words may well do without it, so that its absence says nothing.
const LEAST_RATE: f64 = 0.003;

/// How many of the words count. By the same law they make up nine tenths of running text.
const COUNTED: usize = 20_000;

/// Strings of letters are numbers to this base, a letter a digit from 1 to 26.
const BASE: usize = 27;

/// Returns the strings of two to four letters that English words often hold, in alphabetical order, each with the share of
/// the words of running text that hold it. `vocabulary` has the words, most frequent first, one to a line.
pub(crate) fn count(vocabulary: &str) -> Vec<(String, f64)> {
    // A place for every string of up to four letters is much less work than a map of those there are.
    let mut sums = vec![(0.0, 0); BASE.pow(4)];
    let mut total = 0.0;
    let words = vocabulary.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    for (word, rank) in words.take(COUNTED).zip(1_u32..) {
        let weight = 1.0 / (f64::from(rank) + MANDELBROT);
        total += weight;
        for at in 0..word.len() {
            let mut code = 0;
            for (length, byte) in (1..=*LENGTHS.end()).zip(word.bytes().skip(at)) {
                code = code * BASE + usize::from(byte - b'a') + 1;
                let Some((sum, last)) = sums.get_mut(code).filter(|_| LENGTHS.contains(&length)) else { continue };
                // A word that holds a string twice counts once.
                if *last != rank {
                    *sum += weight;
                    *last = rank;
                }
            }
        }
    }
    let rates = sums.iter().enumerate().map(|(code, (sum, _))| (code, sum / total));
    let mut grams: Vec<(String, f64)> =
        rates.filter(|(_, rate)| *rate >= LEAST_RATE).map(|(code, rate)| (letters_of(code), rate)).collect();
    grams.sort_by(|a, b| a.0.cmp(&b.0));
    grams
}

fn letters_of(code: usize) -> String {
    let digits: Vec<usize> = std::iter::successors(Some(code), |rest| Some(rest / BASE))
        .take_while(|rest| *rest > 0)
        .map(|rest| rest % BASE)
        .collect();
    digits.into_iter().rev().filter_map(|digit| ('a'..='z').nth(digit - 1)).collect()
}
