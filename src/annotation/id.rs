//! Names of annotations, stable across runs.

use crate::document::{Digest, key_on};
use foldhash::{HashMap, HashSet};
use serde::{Deserialize, Serialize};

/// The name of an annotation within its document: a letter for the kind, a hyphen, four or more letters
/// and digits: `c-7k2m`.
///
/// It is made from what is annotated, not from where it stands, so that it stays when text before it
/// changes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct Id(pub String);

impl std::fmt::Display for Id {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Gives out ids, no two alike.
#[derive(Debug, Default)]
pub struct Ids {
    /// Those that others gave out.
    taken: HashSet<Id>,
    given: HashSet<(char, u64)>,
    /// How many attempts the same words took before, where the first was not enough: those of a text that repeats
    /// itself must not all be made again.
    attempts: HashMap<u64, u32>,
    /// What the last id was made from; kept for its room.
    seed: String,
}

/// How many more attempts make an id one character longer.
const LONGER: u32 = 8;

/// The longest id, in characters.
const LONGEST: u32 = 12;

/// Digits and letters that cannot be taken for one another.
const ALPHABET: &[u8; 32] = b"23456789abcdefghjkmnpqrstuvwxyz0";

impl Ids {
    /// Marks an id as given out.
    pub fn take(&mut self, id: Id) {
        self.taken.insert(id);
    }

    /// Returns the id of an annotation of `kind` on these words: four characters of their digest, more
    /// when those are taken.
    pub fn give(&mut self, kind: char, words: &str) -> Id {
        self.seed.clear();
        self.seed.extend([kind, '\0']);
        self.seed.push_str(words);
        self.seed.push('\0');
        if let Some(id) = self.attempt(kind, 0) {
            return id;
        }
        // Words that share the key by chance share a counter, which does no harm.
        let words = key_on(u64::from(u32::from(kind)), words);
        let first = self.attempts.get(&words).copied().unwrap_or(1);
        for attempt in first.. {
            if let Some(id) = self.attempt(kind, attempt) {
                self.attempts.insert(words, attempt + 1);
                return id;
            }
        }
        unreachable!("internal error: the ids of a document ran out")
    }

    /// Returns the id that an attempt makes of the seed, unless it is taken.
    fn attempt(&mut self, kind: char, attempt: u32) -> Option<Id> {
        let words = self.seed.len();
        self.seed.push_str(itoa::Buffer::new().format(attempt));
        let digest = Digest::of(self.seed.as_bytes());
        self.seed.truncate(words);
        let length = (4 + attempt / LONGER).min(LONGEST) as usize;
        let digits = digest.bytes().iter().take(length).map(|byte| byte % 32);
        // Five bits a character, behind a bit that tells lengths apart.
        if !self.given.insert((kind, digits.clone().fold(1, |number, digit| number << 5 | u64::from(digit)))) {
            return None;
        }
        let mut id = String::with_capacity(2 + length);
        id.extend([kind, '-']);
        id.extend(digits.filter_map(|digit| ALPHABET.get(usize::from(digit)).copied().map(char::from)));
        let id = Id(id);
        (self.taken.is_empty() || !self.taken.contains(&id)).then_some(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_words_same_id_and_never_twice() {
        let (mut a, mut b) = (Ids::default(), Ids::default());
        let first = a.give('c', "We had no choice");
        assert_eq!(first, b.give('c', "We had no choice"));
        assert_ne!(first, a.give('c', "We had no choice"));
        assert_eq!(first.0.len(), 6);
    }
}
