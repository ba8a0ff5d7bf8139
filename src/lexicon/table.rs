//! Tables that are made once and asked for every word of every text: values by token key.

use std::collections::BTreeMap;

/// Values by token key, in open addressing.
///
/// A key is a hash already, and the table is at most half full, so that nearly every question is answered by the first
/// slot it looks at: in fewer instructions than a general map takes, and without a branch that is hard to foresee.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Table<V>(Box<[(u64, V)]>);

/// The key of a slot that holds nothing. No word has it but by design, and that one is in no table.
const EMPTY: u64 = 0;

impl<V: Copy + Default> Table<V> {
    /// Returns a table of these values; of two with the same key the later one stays.
    pub(crate) fn of(pairs: impl IntoIterator<Item = (u64, V)>) -> Self {
        let pairs: Vec<(u64, V)> = pairs.into_iter().filter(|(key, _)| *key != EMPTY).collect();
        if pairs.is_empty() {
            return Self::default();
        }
        let mut slots = vec![(EMPTY, V::default()); (2 * pairs.len()).next_power_of_two()];
        let mask = slots.len() - 1;
        for (key, value) in pairs {
            let mut at = first(key);
            while let Some(slot) = slots.get_mut(at & mask) {
                if slot.0 == EMPTY || slot.0 == key {
                    *slot = (key, value);
                    break;
                }
                at += 1;
            }
        }
        Self(slots.into())
    }

    /// Returns the value of a key.
    #[inline]
    pub(crate) fn get(&self, key: u64) -> Option<V> {
        let mut at = first(key);
        loop {
            let (there, value) = *self.0.get(at & self.0.len().wrapping_sub(1))?;
            if there == key {
                return (key != EMPTY).then_some(value);
            }
            if there == EMPTY {
                return None;
            }
            at += 1;
        }
    }

    /// Tells whether the table holds a key.
    #[inline]
    pub(crate) fn has(&self, key: u64) -> bool {
        self.get(key).is_some()
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Lists by token key, one behind the other in one place.
#[derive(Clone, Debug)]
pub(crate) struct Lists<T> {
    places: Table<(u32, u32)>,
    all: Vec<T>,
}

impl<T> Lists<T> {
    pub(crate) fn of(lists: BTreeMap<u64, Vec<T>>) -> Self {
        let (mut places, mut all) = (vec![], vec![]);
        let number = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        for (key, mut list) in lists {
            let from = number(all.len());
            all.append(&mut list);
            places.push((key, (from, number(all.len()))));
        }
        Self { places: Table::of(places), all }
    }

    /// Returns the list of a key.
    #[inline]
    pub(crate) fn get(&self, key: u64) -> &[T] {
        let Some((from, to)) = self.places.get(key) else { return &[] };
        self.all.get(from as usize..to as usize).unwrap_or_default()
    }
}

/// Returns where a key is looked for first, beyond the end of the table perhaps.
const fn first(key: u64) -> usize {
    ((key ^ key >> 32) & 0xffff_ffff) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn answers_as_a_map_does(pairs in prop::collection::btree_map(0..40_u64, any::<u32>(), 0..30)) {
            let table = Table::of(pairs.iter().map(|(key, value)| (key << 32, *value)));
            for key in 1..40 {
                prop_assert_eq!(table.get(key << 32), pairs.get(&key).copied());
            }
            prop_assert_eq!(table.get(EMPTY), None);
        }
    }
}
