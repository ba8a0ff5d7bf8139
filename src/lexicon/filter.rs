//! A bitmap that turns away nearly all keys that a table does not hold, before the table is asked.

/// Which keys a table may hold, by one bit of 2^`BITS`. Ten bits a key let one stranger in ten pass.
#[derive(Clone, Debug)]
pub(super) struct Filter<const BITS: u32>(Box<[u64]>);

impl<const BITS: u32> Filter<BITS> {
    /// Returns a filter that lets these keys pass.
    pub(super) fn of(keys: impl IntoIterator<Item = u64>) -> Self {
        let mut bits = vec![0; 1 << (BITS - 6)];
        for key in keys {
            let (place, bit) = Self::place(key);
            if let Some(bits) = bits.get_mut(place) {
                *bits |= bit;
            }
        }
        Self(bits.into())
    }

    /// Tells whether the key may be one of those given; what was given always passes.
    #[inline]
    pub(super) fn passes(&self, key: u64) -> bool {
        let (place, bit) = Self::place(key);
        self.0.get(place).is_some_and(|bits| bits & bit != 0)
    }

    const fn place(key: u64) -> (usize, u64) {
        let bit = (key ^ key >> 32) & ((1 << BITS) - 1);
        ((bit >> 6) as usize, 1 << (bit & 63))
    }
}
