//! Documents on all threads, in groups that go through each stage together: see [`annotate_all`].
//!
//! [`annotate_all`]: crate::detect::annotate_all

use crate::detect::{GROUP, GROUP_BYTES};
use rayon::ThreadPool;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What became of an item when it was opened.
pub(super) enum Opened<W, A> {
    /// It goes into a group; with its size in bytes.
    Work(W, usize),
    /// Nothing more is to be done.
    Answered(A),
}

/// Opens every item and closes what was opened in groups; returns what each came to, in the order of the items.
///
/// `close` gives an answer for each of a group, in its order. Groups become smaller towards the end, so that no thread
/// is left with much to do when the others are done.
pub(super) fn map<'i, I: Sync, W, A: Send>(
    pool: &ThreadPool,
    items: &'i [I],
    open: impl Fn(&'i I) -> Opened<W, A> + Sync,
    close: impl Fn(Vec<W>) -> Vec<A> + Sync,
) -> Vec<A> {
    let next = AtomicUsize::new(0);
    let answers = pool.broadcast(|context| {
        let mut answers: Vec<(usize, A)> = vec![];
        loop {
            let left = items.len().saturating_sub(next.load(Ordering::Relaxed));
            let most = (left / (2 * context.num_threads())).clamp(1, GROUP);
            let (mut places, mut group, mut bytes, mut ended) = (vec![], vec![], 0, false);
            while group.len() < most && bytes < GROUP_BYTES && !ended {
                let at = next.fetch_add(1, Ordering::Relaxed);
                match items.get(at).map(&open) {
                    Some(Opened::Work(work, size)) => {
                        places.push(at);
                        group.push(work);
                        bytes += size;
                    }
                    Some(Opened::Answered(answer)) => answers.push((at, answer)),
                    None => ended = true,
                }
            }
            answers.extend(places.into_iter().zip(close(group)));
            if ended {
                return answers;
            }
        }
    });
    let mut answers: Vec<(usize, A)> = answers.into_iter().flatten().collect();
    answers.sort_unstable_by_key(|(at, _)| *at);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(threads: usize) -> ThreadPool {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap()
    }

    #[test]
    fn answers_keep_the_order_of_the_items_whatever_the_threads() {
        let items: Vec<usize> = (0..1000).collect();
        let open = |item: &usize| match item % 7 {
            0 => Opened::Answered(format!("refused {item}")),
            _ => Opened::Work(*item, 1),
        };
        let close = |group: Vec<usize>| group.into_iter().map(|item| format!("done {item}")).collect();
        let wanted: Vec<String> = items
            .iter()
            .map(|item| format!("{} {item}", if item.is_multiple_of(7) { "refused" } else { "done" }))
            .collect();
        for threads in [1, 2, 5] {
            assert_eq!(map(&pool(threads), &items, open, close), wanted);
        }
        assert_eq!(map(&pool(2), &[], open, close), Vec::<String>::new());
    }

    #[test]
    fn a_group_ends_with_the_document_that_fills_it() {
        let sizes = [1, GROUP_BYTES, 2, 3, GROUP_BYTES / 2, GROUP_BYTES / 2, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9];
        let close = |group: Vec<usize>| {
            let before: usize = group.iter().rev().skip(1).sum();
            assert!(before < GROUP_BYTES && group.len() <= GROUP, "{group:?}");
            group
        };
        assert_eq!(map(&pool(1), &sizes, |size| Opened::Work(*size, *size), close), sizes);
    }
}
