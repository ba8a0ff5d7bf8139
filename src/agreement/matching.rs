//! Which entries of several people speak of the same words.

use super::Reading;
use crate::document::{Source, Span};

/// How many entries that begin behind one and overlap it are looked at. People nest claims a few deep; a file
/// that piles up thousands must not cost their square.
const NEIGHBOURS: usize = 256;

/// Two entries of two people with words in common.
struct Pair {
    /// Bytes in common by bytes of either: 1 for the same place.
    share: f64,
    /// Whether they say the same of it.
    kin: bool,
    one: usize,
    other: usize,
}

/// Returns the entries in groups, in document order: each group speaks of the same words, and has one entry a
/// person at most. Those with most words in common come together first.
pub(super) fn groups(mut entries: Vec<(usize, &Reading)>) -> Vec<Vec<(usize, &Reading)>> {
    entries.sort_by_key(|(who, reading)| (reading.hull(), *who));
    let mut pairs = pairs(&entries);
    pairs.sort_by(|a, b| b.share.total_cmp(&a.share).then_with(|| b.kin.cmp(&a.kin)));
    // The group of each entry; a group that was joined to another is empty.
    let mut group_of: Vec<usize> = (0..entries.len()).collect();
    let mut groups: Vec<Vec<usize>> = group_of.iter().map(|at| vec![*at]).collect();
    for pair in pairs {
        let (Some(&one), Some(&other)) = (group_of.get(pair.one), group_of.get(pair.other)) else { continue };
        let (one, other) = (one.min(other), one.max(other));
        let people = |group: usize| groups.get(group).into_iter().flatten().filter_map(|at| Some(entries.get(*at)?.0));
        if one == other || people(one).any(|who| people(other).any(|also| who == also)) {
            continue;
        }
        let joined = groups.get_mut(other).map(std::mem::take).unwrap_or_default();
        for at in &joined {
            if let Some(group) = group_of.get_mut(*at) {
                *group = one;
            }
        }
        if let Some(group) = groups.get_mut(one) {
            group.extend(joined);
        }
    }
    let entry = |at: usize| entries.get(at).copied();
    let groups = groups.into_iter().filter(|group| !group.is_empty());
    groups.map(|group| group.into_iter().filter_map(entry).collect()).collect()
}

/// Returns the pairs of overlapping entries of different people; entries are sorted by where they begin.
fn pairs(entries: &[(usize, &Reading)]) -> Vec<Pair> {
    let mut pairs = vec![];
    for (one, (who, reading)) in entries.iter().enumerate() {
        let behind = entries.iter().enumerate().skip(one + 1).take(NEIGHBOURS);
        for (other, (also, second)) in behind.take_while(|(_, (_, second))| second.hull().0 < reading.hull().1) {
            let share = share(&reading.places, &second.places);
            if who != also && share > 0.0 {
                pairs.push(Pair { share, kin: reading.kin == second.kin, one, other });
            }
        }
    }
    pairs
}

/// Returns the bytes that two sorted lists of places have in common, by the bytes of either.
fn share(one: &[Span<Source>], other: &[Span<Source>]) -> f64 {
    let (mut left, mut right, mut common) = (one.iter().peekable(), other.iter().peekable(), 0);
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        common += a.intersection(**b).map_or(0, |both| u64::from(both.len()));
        if a.end() <= b.end() {
            left.next()
        } else {
            right.next()
        };
    }
    let length = |places: &[Span<Source>]| places.iter().map(|place| u64::from(place.len())).sum::<u64>();
    let either = (length(one) + length(other)).saturating_sub(common);
    if either == 0 { 0.0 } else { whole(common) / whole(either) }
}

#[allow(clippy::cast_precision_loss, reason = "documents are shorter than 2^32 bytes")]
const fn whole(bytes: u64) -> f64 {
    bytes as f64
}
