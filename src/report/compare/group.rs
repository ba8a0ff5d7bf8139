//! Passages that belong together.

use std::collections::BTreeMap;

/// Puts the passages 0 to `count` into groups: each goes where the earlier one is that `like` names for it. Those
/// alone are left out.
pub(super) fn groups(count: usize, mut like: impl FnMut(usize) -> Option<usize>) -> Vec<Vec<usize>> {
    let mut group_of: BTreeMap<usize, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<usize>> = vec![];
    for at in 0..count {
        let Some(before) = like(at) else { continue };
        let group = *group_of.entry(before).or_insert_with(|| {
            groups.push(vec![before]);
            groups.len() - 1
        });
        if let Some(members) = groups.get_mut(group) {
            members.push(at);
            group_of.insert(at, group);
        }
    }
    groups
}
