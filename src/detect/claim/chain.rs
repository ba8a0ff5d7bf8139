//! From drafts to claims in order, each with the claim that reports it.

use super::{
    Draft,
    view::{Run, View},
    words::PRONOUN,
};
use crate::{
    annotation::{ClaimKind, CueClass},
    detect::FoundClaim,
};

/// Letters in quotation marks that make a claim direct, in percent: what the yardsticks of the field use.
const DIRECT_PERCENT: usize = 80;

/// A claim with its draft, which still knows its tokens.
pub(in crate::detect) type Claimed = (FoundClaim, Draft);

/// Sorts drafts by position, drops those found twice, and finds out which reports which.
pub(in crate::detect) fn assemble(view: &View<'_>, drafts: Vec<Draft>) -> Vec<Claimed> {
    let mut drafts: Vec<Draft> = drafts
        .into_iter()
        .map(|mut draft| {
            draft.content.sort_unstable();
            draft
        })
        .collect();
    drafts.sort_by_key(|draft| (draft.start(), draft.cue.from));
    let (all, mut within) = (drafts.len(), parents(&drafts));
    let mut loose = within.iter();
    drafts.retain(|draft| loose.next().is_none_or(|within| within.is_some() || !overheard(view, draft)));
    if drafts.len() < all {
        within = parents(&drafts);
    }
    drafts
        .into_iter()
        .zip(within)
        .map(|(draft, within)| {
            let claim = FoundClaim {
                kind: kind(view, &draft),
                source: draft.source.map(|run| view.span(run)),
                speaker: None,
                cue: view.span(draft.cue),
                class: draft.class,
                content: draft.content.iter().map(|run| view.span(*run)).collect(),
                within,
                rule: draft.rule,
            };
            (claim, draft)
        })
        .collect()
}

/// Tells whether a claim is a belief, a wish or a judgement inside a quotation. Where nobody is named for the quotation itself
/// these say too little about who thinks so.
fn overheard(view: &View<'_>, draft: &Draft) -> bool {
    let named = draft
        .source
        .is_some_and(|run| (run.from..run.to).any(|at| view.at(at).is_name()) && !view.at(run.from).is(PRONOUN));
    let judged =
        matches!(draft.class, CueClass::Belief | CueClass::Intention | CueClass::Emotive | CueClass::Directive);
    view.at(draft.cue.from).depth > 0 && (judged || !named && !draft.quoted)
}

/// Finds for every claim the innermost one whose content holds its cue.
fn parents(drafts: &[Draft]) -> Vec<Option<usize>> {
    let mut pieces: Vec<(Run, usize)> = drafts
        .iter()
        .enumerate()
        .flat_map(|(index, draft)| draft.content.iter().map(move |run| (*run, index)))
        .collect();
    pieces.sort_by_key(|(run, index)| (run.from, std::cmp::Reverse(run.to), *index));
    let mut cues: Vec<(Run, usize)> = drafts.iter().enumerate().map(|(index, draft)| (draft.cue, index)).collect();
    cues.sort_unstable();
    let mut within: Vec<Option<usize>> = vec![None; drafts.len()];
    let mut open: Vec<(Run, usize)> = vec![];
    let mut pieces = pieces.into_iter().peekable();
    for (cue, index) in cues {
        while let Some(piece) = pieces.next_if(|(run, _)| run.from <= cue.from) {
            open.retain(|(run, _)| run.to > piece.0.from);
            open.push(piece);
        }
        open.retain(|(run, _)| run.to > cue.from);
        let parent = open.iter().rev().find(|(run, owner)| run.contains(cue) && !reaches(&within, *owner, index));
        if let Some(slot) = within.get_mut(index) {
            *slot = parent.map(|(_, owner)| *owner);
        }
    }
    quoted_as(drafts, &mut within);
    within
}

/// Tells whether `from`, or a claim it stands within, is `to`: two claims may hold each other's cues.
fn reaches(within: &[Option<usize>], from: usize, to: usize) -> bool {
    let mut at = Some(from);
    while let Some(index) = at {
        if index == to {
            return true;
        }
        at = within.get(index).copied().flatten();
    }
    false
}

/// The claim of the person quoted stands within the claim of the outlet that quotes, with which it shares its content.
fn quoted_as(drafts: &[Draft], within: &mut [Option<usize>]) {
    for (index, draft) in drafts.iter().enumerate() {
        let outer = drafts.iter().enumerate().skip(index.saturating_sub(3)).take(7);
        let mut outer = outer.filter(|(other, outer)| {
            *other != index && outer.cue.contains(draft.cue) && outer.cue != draft.cue && outer.rule == draft.rule
        });
        if let (Some((outer, _)), Some(slot)) = (outer.next_back(), within.get_mut(index)) {
            *slot = Some(outer);
        }
    }
}

fn kind(view: &View<'_>, draft: &Draft) -> ClaimKind {
    let below =
        draft.rule == "claim.quotation-below" && draft.content.first().is_some_and(|run| view.at(run.from).depth == 0);
    if draft.rule == "claim.speaker-tag" || below {
        return ClaimKind::Direct;
    }
    let level = view.at(draft.cue.from).depth;
    let (mut all, mut quoted, mut begins) = (0, 0, None);
    for run in &draft.content {
        for at in run.from..run.to {
            let word = view.at(at);
            if !word.word {
                continue;
            }
            let letters = view.length(at);
            let inside = word.depth > level;
            begins.get_or_insert(inside);
            all += letters;
            quoted += if inside { letters } else { 0 };
        }
    }
    match (quoted, begins) {
        (0, _) => ClaimKind::Indirect,
        (_, Some(true)) if quoted * 100 >= all * DIRECT_PERCENT => ClaimKind::Direct,
        _ => ClaimKind::Mixed,
    }
}
