//! Approximate search: where does a text hold nearly these characters?
//!
//! Myers' bit-parallel algorithm (1999) in Hyyrö's form for long patterns (2003), with Ukkonen's cut-off:
//! a column of the edit-distance matrix is held as differences, 64 rows a word, and only the words in which
//! a distance up to the limit can stand are computed. It counts code points: bytes would make one accent
//! two errors. Written here because the crates at hand stop at 64 characters, or work on bytes.

use std::collections::BTreeMap;

/// Rows of the matrix a word holds.
const WORD: usize = 64;

/// Characters below this one are looked up in a table.
const TABLE: usize = 128;

/// What is looked for.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    length: usize,
    /// For each character below [`TABLE`], the number of its row in `masks`; row 0 is that of all others.
    table: Vec<usize>,
    others: BTreeMap<char, usize>,
    /// A row for each character: in which places of the pattern it stands.
    masks: Vec<u64>,
}

/// Where the text before the match's start counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum From {
    /// A match may begin anywhere.
    Anywhere,
    /// It begins where the text does.
    Start,
}

/// 64 rows of one column.
#[derive(Clone, Copy, Debug)]
struct Block {
    /// Where the distance is one more than in the row above.
    more: u64,
    /// Where it is one less.
    less: u64,
    /// The distance in the last row.
    last: i64,
    /// How many rows are used.
    height: usize,
}

impl Block {
    /// Goes on by one character and returns how the last row changed; `above` is how the row above did.
    fn step(&mut self, mask: u64, above: i64) -> i64 {
        let vertical = mask | self.less;
        let mask = if above < 0 { mask | 1 } else { mask };
        let horizontal = ((mask & self.more).wrapping_add(self.more) ^ self.more) | mask;
        let mut up = self.less | !(horizontal | self.more);
        let mut down = self.more & horizontal;
        let bottom = |bits: u64| i64::from(bits >> (self.height - 1) & 1 == 1);
        let change = bottom(up) - bottom(down);
        up = up << 1 | u64::from(above > 0);
        down = down << 1 | u64::from(above < 0);
        self.more = down | !(vertical | up);
        self.less = up & vertical;
        self.last += change;
        change
    }
}

impl Pattern {
    /// Prepares a search.
    pub(super) fn of(characters: impl ExactSizeIterator<Item = char>) -> Self {
        let length = characters.len();
        let blocks = length.div_ceil(WORD);
        let mut pattern = Self { length, table: vec![0; TABLE], others: BTreeMap::new(), masks: vec![0; blocks] };
        for (at, c) in characters.enumerate() {
            let rows = pattern.masks.len() / blocks.max(1);
            let row = match pattern.table.get_mut(c as usize) {
                Some(row) => row,
                None => pattern.others.entry(c).or_insert(0),
            };
            if *row == 0 {
                *row = rows;
                pattern.masks.resize((rows + 1) * blocks, 0);
            }
            if let Some(mask) = pattern.masks.get_mut(*row * blocks + at / WORD) {
                *mask |= 1 << (at % WORD);
            }
        }
        pattern
    }

    /// Calls `found` for every end in `text` of a match with at most `limit` errors, with the number of
    /// errors; ends count the characters before them. The empty end is never told, nor is anything for an empty
    /// pattern.
    pub(super) fn search(
        &self,
        text: impl Iterator<Item = char>,
        from: From,
        limit: usize,
        mut found: impl FnMut(usize, usize),
    ) {
        let (mut blocks, count) = (self.first_column(), self.length.div_ceil(WORD));
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let top = i64::from(from == From::Start);
        let mut active = usize::try_from(limit).unwrap_or(count).saturating_add(1).div_ceil(WORD).min(count);
        for (at, c) in text.enumerate() {
            let masks = self.masks_of(c, count);
            let mut change = top;
            for (block, mask) in blocks.iter_mut().zip(masks).take(active) {
                change = block.step(*mask, change);
            }
            active = next_active(&mut blocks, masks, active, change, limit);
            if active == count
                && let Some(last) = blocks.last().filter(|block| block.last <= limit)
            {
                found(at + 1, usize::try_from(last.last).unwrap_or(0));
            }
        }
    }

    /// Returns the fewest errors with which the pattern stands at the start of `text`, and where it ends.
    pub(super) fn at_start(&self, text: impl Iterator<Item = char>) -> (usize, usize) {
        let mut best = (self.length, 0);
        self.search(text, From::Start, self.length, |end, errors| {
            if errors < best.0 {
                best = (errors, end);
            }
        });
        best
    }

    /// Returns the fewest errors with which the pattern stands anywhere in `text`.
    pub(super) fn least(&self, text: impl Iterator<Item = char>) -> usize {
        let mut least = self.length;
        self.search(text, From::Anywhere, self.length, |_, errors| least = least.min(errors));
        least
    }

    /// Returns the edit distance to all of `text`.
    pub(super) fn distance(&self, text: impl ExactSizeIterator<Item = char>) -> usize {
        let (all, most) = (text.len(), self.length.max(text.len()));
        let mut distance = most;
        self.search(text, From::Start, most, |end, errors| {
            if end == all {
                distance = errors;
            }
        });
        distance
    }

    fn first_column(&self) -> Vec<Block> {
        let blocks = (0..self.length.div_ceil(WORD)).map(|number| {
            let height = (self.length - number * WORD).min(WORD);
            Block { more: !0, less: 0, last: i64::try_from(number * WORD + height).unwrap_or(i64::MAX), height }
        });
        blocks.collect()
    }

    fn masks_of(&self, c: char, count: usize) -> &[u64] {
        let row = self.table.get(c as usize).or_else(|| self.others.get(&c)).copied().unwrap_or(0);
        self.masks.get(row * count..(row + 1) * count).unwrap_or_default()
    }
}

/// Returns how many blocks the next column needs: one more where a distance within the limit may come down
/// into it, fewer where none is left. `change` is that of the last active block.
fn next_active(blocks: &mut [Block], masks: &[u64], active: usize, change: i64, limit: i64) -> usize {
    let above = active.checked_sub(1).and_then(|last| blocks.get(last)).map(|block| block.last - change);
    if let (Some(above), Some(block), Some(mask)) = (above, blocks.get_mut(active), masks.get(active))
        && above <= limit
        && (mask & 1 == 1 || change < 0)
    {
        let height = i64::try_from(block.height).unwrap_or(0);
        *block = Block { more: !0, less: 0, last: above + height, ..*block };
        block.step(*mask, change);
        return active + 1;
    }
    let idle = |block: &&Block| block.last >= limit.saturating_add(i64::try_from(block.height).unwrap_or(0));
    let idle = blocks.iter().take(active).skip(1).rev().take_while(idle).count();
    active - idle
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The matrix, cell by cell.
    fn oracle(pattern: &[char], text: &[char], from: From, limit: usize) -> Vec<(usize, usize)> {
        let mut column: Vec<usize> = (0..=pattern.len()).collect();
        let mut found = vec![];
        for (at, c) in text.iter().enumerate() {
            let mut next = vec![if from == From::Start { at + 1 } else { 0 }];
            for (row, p) in pattern.iter().enumerate() {
                next.push((column[row] + usize::from(p != c)).min(column[row + 1] + 1).min(next[row] + 1));
            }
            column = next;
            if column[pattern.len()] <= limit {
                found.push((at + 1, column[pattern.len()]));
            }
        }
        found
    }

    fn search(pattern: &[char], text: &[char], from: From, limit: usize) -> Vec<(usize, usize)> {
        let mut found = vec![];
        Pattern::of(pattern.iter().copied()).search(text.iter().copied(), from, limit, |end, errors| {
            found.push((end, errors));
        });
        found
    }

    fn agree(pattern: &str, text: &str, limit: usize) {
        let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
        for from in [From::Anywhere, From::Start] {
            assert_eq!(
                search(&pattern, &text, from, limit),
                oracle(&pattern, &text, from, limit),
                "{pattern:?} {text:?}"
            );
        }
    }

    #[test]
    fn finds_with_errors() {
        agree("survey", "surgery", 2);
        agree("na\u{308}ive 👩\u{200d}🚒", "a naïve 👩\u{200d}🚒, a nave", 4);
        agree("abc", "", 3);
        for length in [1, 63, 64, 65, 127, 128, 129, 200] {
            let pattern: String = "the quick brown fox ".chars().cycle().take(length).collect();
            let text = format!("x{}y{}z", pattern.replace('q', "kw"), pattern.replace("row", ""));
            for limit in [0, 1, length / 4, length / 2, length] {
                agree(&pattern, &text, limit);
            }
        }
    }

    /// After the triples of approx-string-match (`test/index-test.ts`), with our own words: a text, a pattern,
    /// where the matches with the fewest errors may end, and with how many.
    #[test]
    fn nearest_matches() {
        let boats = "boat".repeat(4) + &"quay".repeat(20) + &"mole".repeat(4);
        let split = "boat".repeat(4) + &"quay".repeat(10) + "zog" + &"quay".repeat(10);
        let rows: [(&str, &str, &[usize], usize); 15] = [
            ("seven grey gulls", "grey", &[10], 0),
            ("seven grey gulls", "seven", &[5], 0),
            ("seven grey gulls", "greey", &[10], 1),
            ("seven grey gulls", "gry", &[8, 9, 10], 1),
            ("seven grey gulls", "sevan", &[4, 5], 1),
            ("harbours", "hbrbours", &[8], 1),
            ("harbours", "hrbours", &[8], 1),
            ("northquay andpier", "north quay and pier", &[17], 2),
            ("north quayand pier", "quay  and", &[13], 2),
            ("ha🚢ven", "haven", &[6], 1),
            ("ha🚢ven", "ha🚢ven", &[6], 0),
            (&boats, &"quay".repeat(20), &[96], 0),
            (&split, &"quay".repeat(20), &[96, 97, 98, 99], 3),
            ("ring ring ring", "ring", &[4, 9, 14], 0),
            ("four score", "score", &[10], 0),
        ];
        for (text, pattern, ends, errors) in rows {
            let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
            let found = search(&pattern, &text, From::Anywhere, pattern.len());
            let least = found.iter().map(|(_, errors)| *errors).min();
            let best: Vec<usize> = found.iter().filter(|(_, e)| Some(*e) == least).map(|(end, _)| *end).collect();
            assert_eq!(least, Some(errors), "{pattern:?}");
            assert!(best.iter().all(|end| ends.contains(end)) && !best.is_empty(), "{pattern:?}: {best:?}");
        }
        let none = |pattern: &str, text: &str, limit| {
            search(&pattern.chars().collect::<Vec<_>>(), &text.chars().collect::<Vec<_>>(), From::Anywhere, limit)
        };
        assert_eq!(none("foouur", "four candles", 1), []);
        assert_eq!(none("foo", "", 0), []);
        assert_eq!(none("", "foo", 0), []);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn agrees_with_the_matrix(pattern in "[abé👍\u{301}]{1,150}", text in "[abé👍\u{301}]{0,200}", limit in 0_usize..160) {
            agree(&pattern, &text, limit);
        }

        #[test]
        fn agrees_on_edited_texts(
            pattern in "[a-f ]{50,260}",
            edits in prop::collection::vec((0_usize..260, prop::option::of(prop::char::range('a', 'h'))), 0..40),
            around in "[a-f ]{0,80}",
            limit in 0_usize..140,
        ) {
            let mut text: Vec<char> = pattern.chars().collect();
            for (at, edit) in edits {
                let at = at % text.len().max(1);
                match edit {
                    Some(c) => text.insert(at.min(text.len()), c),
                    None => drop((at < text.len()).then(|| text.remove(at))),
                }
            }
            let text: String = text.into_iter().collect();
            agree(&pattern, &format!("{around}{text}{around}"), limit);
        }

        #[test]
        fn distance_is_symmetric(a in "[abc]{0,90}", b in "[abc]{0,90}") {
            let distance = |a: &str, b: &str| {
                let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
                Pattern::of(a.into_iter()).distance(b.into_iter())
            };
            prop_assert_eq!(distance(&a, &b), distance(&b, &a));
        }
    }
}
