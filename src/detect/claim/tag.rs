//! Speaker tags of transcripts and interviews: `WALLACE: …`, `Roth: …` at the beginning of a block.
//!
//! A name and a colon begin many a line that is no speech, so that a tag must be in capitals or come back.

use super::view::{Run, View};
use crate::lexicon::KeyMap;
use std::ops::Range;

/// The longest tag, in tokens: “Sen. Ann M. Cole (D-Ohio)”.
const MAX_TAG: usize = 8;

/// How often each tag opens a block.
#[derive(Debug, Default)]
pub(super) struct Tags(KeyMap<u32>);

impl Tags {
    pub(super) fn of(view: &View<'_>) -> Self {
        let mut tags = Self::default();
        for (_, Range { start: from, .. }) in view.document.blocks_with_tokens() {
            let colon = (from + 1..from + MAX_TAG).find(|at| view.sign(*at) == b':');
            if let Some(colon) = colon {
                *tags.0.entry(fingerprint(view, Run::new(from, colon))).or_default() += 1;
            }
        }
        tags
    }

    /// Tells whether a run that opens a block and ends before a colon names who speaks.
    pub(super) fn is_tag(&self, view: &View<'_>, run: Run) -> bool {
        let capitals = (run.from..run.to).all(|at| view.text(at).chars().all(|c| !c.is_lowercase()));
        let repeated = self.0.get(&fingerprint(view, run)).is_some_and(|count| *count > 1);
        run.len() < MAX_TAG
            && view.text(run.from).chars().nth(1).is_some()
            && (repeated || capitals && view.text(run.from).chars().count() > 2)
    }
}

fn fingerprint(view: &View<'_>, run: Run) -> u64 {
    (run.from..run.to).fold(0, |all, at| all.rotate_left(7) ^ view.key(at))
}
