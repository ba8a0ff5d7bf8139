//! How many of some sorted places begin before an offset, answered by a table instead of by bisection.
//!
//! Detectors ask for the tokens of a span millions of times. Bisection takes twenty steps in a long document, each of
//! them to memory that is in no cache; a table entry for every few words of text is one step, and the same places are
//! read next anyway.

/// How many bytes of text share an entry of the table.
const STEP: u32 = 64;

/// For each multiple of [`STEP`], how many places begin before it.
#[derive(Clone, Debug)]
pub(super) struct Places(Box<[u32]>);

impl Places {
    /// Builds the table for places that begin at `starts`, which must be sorted, in a text of `length` bytes.
    pub(super) fn of(starts: impl Iterator<Item = u32>, length: u32) -> Self {
        let mut table = Vec::with_capacity((length / STEP + 2) as usize);
        table.push(0);
        let mut count = 0;
        for start in starts {
            while table.len() <= (start / STEP) as usize {
                table.push(count);
            }
            count += 1;
        }
        while table.len() < (length / STEP + 2) as usize {
            table.push(count);
        }
        Self(table.into())
    }

    /// Returns how many of `all` begin before `offset`; `start` says where one begins.
    pub(super) fn before<T>(&self, all: &[T], offset: u32, start: impl Fn(&T) -> u32) -> usize {
        let Some(first) = self.0.get((offset / STEP) as usize) else { return all.len() };
        let rest = all.get(*first as usize..).unwrap_or_default();
        *first as usize + rest.iter().take_while(|one| start(one) < offset).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn answers_as_bisection_does(
            mut starts in prop::collection::vec(0_u32..2000, 0..80),
            more in 0_u32..200,
            offset in 0_u32..2400,
        ) {
            starts.sort_unstable();
            let length = starts.last().copied().unwrap_or(0) + more;
            let places = Places::of(starts.iter().copied(), length);
            let wanted = starts.partition_point(|start| *start < offset);
            prop_assert_eq!(places.before(&starts, offset, |start| *start), wanted);
        }
    }
}
