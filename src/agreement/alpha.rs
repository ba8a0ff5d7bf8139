//! Krippendorff's alpha for nominal data.
//!
//! Source: Klaus Krippendorff, *Computing Krippendorff's Alpha-Reliability* (2011, University of Pennsylvania,
//! <https://repository.upenn.edu/asc_papers/43>), section C for any number of observers with missing values;
//! sections A and B, two observers, are its special cases. The tests are its worked examples.

use std::collections::BTreeMap;

/// How far people agree beyond what chance would give.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Alpha {
    /// 1 for perfect agreement, 0 for what chance gives, below 0 for less than that.
    Of(f64),
    /// No unit has values of two people.
    NothingToPair,
    /// All values that can be paired are the same: where nothing varies, no agreement beyond chance can be told.
    NothingVaries,
}

impl Alpha {
    /// Returns the figure, where there is one.
    pub const fn value(self) -> Option<f64> {
        match self {
            Self::Of(value) => Some(value),
            Self::NothingToPair | Self::NothingVaries => None,
        }
    }
}

/// Returns the alpha of units, each with the values that people gave to it. Who gave none is left out of the
/// unit's list; the order within a list does not matter.
///
/// With `m` values in a unit, each ordered pair of them counts `1 / (m - 1)` in the table of coincidences `o`;
/// `n_c` are its margins and `n` their sum. Then alpha = 1 - (n - 1) * (sum of `o_ck` off the diagonal) / (sum of
/// `n_c n_k` off the diagonal).
pub fn alpha<V: Ord>(units: impl IntoIterator<Item = Vec<V>>) -> Alpha {
    let mut margins: BTreeMap<V, f64> = BTreeMap::new();
    let (mut all, mut differing) = (0.0, 0.0);
    for unit in units {
        let values = unit.len();
        if values < 2 {
            continue;
        }
        let mut counts: BTreeMap<V, usize> = BTreeMap::new();
        for value in unit {
            *counts.entry(value).or_default() += 1;
        }
        for (value, count) in counts {
            differing += real(count * (values - count)) / real(values - 1);
            // A value is in `m - 1` pairs, each of the weight `1 / (m - 1)`.
            *margins.entry(value).or_default() += real(count);
            all += real(count);
        }
    }
    if margins.is_empty() {
        return Alpha::NothingToPair;
    }
    let expected = margins.values().map(|margin| margin * (all - margin)).sum::<f64>();
    if margins.len() == 1 { Alpha::NothingVaries } else { Alpha::Of(1.0 - (all - 1.0) * differing / expected) }
}

/// Counts of entries lie far below 2^53.
#[allow(clippy::cast_precision_loss, reason = "counts of entries lie far below 2^53")]
pub(super) const fn real(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Units from one line an observer; a dot is a value that is missing.
    fn units(lines: &[&str]) -> Vec<Vec<char>> {
        let rows: Vec<Vec<char>> = lines.iter().map(|line| line.chars().filter(|c| *c != ' ').collect()).collect();
        (0..rows[0].len()).map(|at| rows.iter().map(|row| row[at]).filter(|c| *c != '.').collect()).collect()
    }

    #[track_caller]
    fn is(lines: &[&str], published: f64) {
        let Alpha::Of(value) = alpha(units(lines)) else { panic!("no figure") };
        assert!((value - published).abs() < 0.0005, "{value}, published {published}");
    }

    #[test]
    fn published_examples() {
        is(&["0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"], 0.095);
        is(&["a a b b d c c c e d d a", "b a b b b c c c e d d d"], 0.692);
        is(
            &[
                "1 2 3 3 2 1 4 1 2 . . .",
                "1 2 3 3 2 2 4 1 2 5 . 3",
                ". 3 3 3 2 3 4 2 2 5 1 .",
                "1 2 3 3 2 4 4 1 2 5 1 .",
            ],
            0.743,
        );
    }

    #[test]
    fn edges() {
        assert_eq!(alpha(units(&["a a b", "a a b"])), Alpha::Of(1.0));
        assert_eq!(alpha(units(&["a a", "a a"])), Alpha::NothingVaries);
        assert_eq!(alpha(units(&["a . b", ". c ."])), Alpha::NothingToPair);
        assert_eq!(alpha(Vec::<Vec<u8>>::new()), Alpha::NothingToPair);
        // To disagree always is worse than chance.
        assert!(alpha(units(&["a b", "b a"])).value().is_some_and(|value| value < 0.0));
        // A unit of a single value says nothing, even of a value that nobody else gave.
        assert_eq!(alpha(units(&["a b c", "a b ."])), alpha(units(&["a b", "a b"])));
    }
}
