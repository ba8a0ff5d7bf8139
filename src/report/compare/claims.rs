//! The same claim in several documents: who is given as its source in each.

use super::{
    entry::View,
    sheet::{Section, Table, lines, text},
    words::{self, Index},
};
use crate::{
    annotation::Claim,
    document::{Source, Span},
    report::{
        html::speakers::prose_of,
        markdown::words::{class, kind, short},
    },
};
use std::collections::{BTreeMap, BTreeSet};

/// How alike two claims must be: chosen on `corpus/`, where below it most pairs share an event and no statement.
const ALIKE: f64 = 0.42;

/// How many features two claims must share, whatever their weight.
const SHARED: usize = 3;

/// Claims of fewer features say too little to be known again.
const FEWEST: usize = 3;

/// A word of more claims than this says little of any.
const WORD_CLAIMS: usize = 4;

/// A word must be in claims of this many documents.
const WORD_DOCUMENTS: usize = 3;

/// How many words are shown.
const WORDS: usize = 40;

struct Stated<'v> {
    document: usize,
    claim: &'v Claim<Span<Source>>,
    /// Of the claim with its source, its cue and those who hand it on: “invited” and “an invitation” are told apart there.
    features: BTreeSet<String>,
    /// Of what is claimed.
    content: BTreeSet<String>,
}

pub(super) fn section(views: &[View<'_>]) -> Section {
    let stated = stated(views);
    let index = Index::of(stated.iter().map(|one| &one.features));
    let groups = groups(&stated, &index);
    let mut aligned = Table::new(
        "Claims in more than one document",
        &[("shared", false), ("document", false), ("source", false), ("cue", false), ("kind", false), ("claim", false)],
    );
    let mut order: Vec<&Vec<usize>> = groups.iter().collect();
    let documents = |group: &[usize]| {
        group.iter().filter_map(|at| stated.get(*at)).map(|s| s.document).collect::<BTreeSet<_>>().len()
    };
    order.sort_by_key(|group| std::cmp::Reverse(documents(group)));
    for group in order {
        let members: Vec<&Stated<'_>> = group.iter().filter_map(|at| stated.get(*at)).collect();
        let shared = shared(&members);
        for (number, one) in members.iter().enumerate() {
            let Some(view) = views.get(one.document) else { continue };
            let place = one.claim.content.first().map_or_else(String::new, |span| view.place(*span));
            aligned.rows.push(vec![
                text(if number == 0 { shared.clone() } else { "″".to_owned() }),
                lines([view.outlet().to_owned(), place]),
                text(view.chain(one.claim)),
                text(format!("{} ({})", short(view.document(), one.claim.cue.at), class(one.claim.cue.class))),
                text(kind(one.claim.kind)),
                text(view.words_of(one.claim)),
            ]);
        }
    }
    Section {
        title: "Claims",
        about: "Claims of different documents that share words, names and numbers which few other claims have, in what is \
                claimed, in the cue and in who says it. That they are the same claim is for the reader to say: the column \
                “shared” shows what brought them together. Statements that a document makes in its own voice are no claims, \
                and not here.",
        tables: vec![aligned, in_common(views, &stated, &groups), alone(views, &stated, &groups)],
    }
}

fn stated<'v>(views: &'v [View<'_>]) -> Vec<Stated<'v>> {
    let mut all = vec![];
    for (document, view) in views.iter().enumerate() {
        let claims = &view.annotations().claims;
        let around: BTreeSet<_> = claims.iter().filter_map(|claim| claim.within.as_ref()).collect();
        for claim in claims.iter().filter(|claim| !around.contains(&claim.id)) {
            let features = view.features(claim);
            if features.len() >= FEWEST {
                let content = claim.content.iter().filter_map(|span| prose_of(view.document(), *span));
                let content = content.flat_map(|span| words::features(view.document(), span)).collect();
                all.push(Stated { document, claim, features, content });
            }
        }
    }
    all
}

/// Joins claims to the most alike of another document first; a group holds what is like its first member.
fn groups(stated: &[Stated<'_>], index: &Index) -> Vec<Vec<usize>> {
    let mut pairs: Vec<(f64, usize, usize)> = vec![];
    for (at, one) in stated.iter().enumerate() {
        for before in index.candidates(at, &one.features) {
            let Some(other) = stated.get(before).filter(|other| other.document != one.document) else { continue };
            // Who speaks twice is introduced twice: that alone makes nothing the same claim.
            let disjoint = one.content.is_disjoint(&other.content);
            if disjoint || one.features.intersection(&other.features).count() < SHARED {
                continue;
            }
            let likeness = index.likeness(&one.features, &other.features);
            if likeness >= ALIKE {
                pairs.push((likeness, before, at));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut group_of: BTreeMap<usize, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<usize>> = vec![];
    for (_, a, b) in pairs {
        let (group, joins) = match (group_of.get(&a), group_of.get(&b)) {
            (None, None) => {
                groups.push(vec![a]);
                group_of.insert(a, groups.len() - 1);
                (groups.len() - 1, b)
            }
            (Some(group), None) => (*group, b),
            (None, Some(group)) => (*group, a),
            (Some(_), Some(_)) => continue,
        };
        let Some(members) = groups.get_mut(group) else { continue };
        let features = |at: usize| stated.get(at).map(|one| &one.features);
        let like_first = members.first().and_then(|first| Some(index.likeness(features(*first)?, features(joins)?)));
        if like_first.is_some_and(|likeness| likeness >= ALIKE) {
            members.push(joins);
            group_of.insert(joins, group);
        }
    }
    groups.retain(|group| group.len() > 1);
    for group in &mut groups {
        group.sort_unstable();
    }
    groups
}

/// Returns the features that at least two members have.
fn shared(members: &[&Stated<'_>]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for feature in members.iter().flat_map(|one| &one.features) {
        *counts.entry(feature).or_default() += 1;
    }
    let shared: Vec<&str> = counts.into_iter().filter(|(_, count)| *count > 1).map(|(feature, _)| feature).collect();
    shared.join(", ")
}

/// Returns the words that claims of several documents have, and that are in no group: who says what by them.
fn in_common(views: &[View<'_>], stated: &[Stated<'_>], groups: &[Vec<usize>]) -> Table {
    let together: BTreeSet<usize> = groups.iter().flatten().copied().collect();
    let mut by_word: BTreeMap<&String, Vec<usize>> = BTreeMap::new();
    for (at, one) in stated.iter().enumerate() {
        for word in &one.content {
            by_word.entry(word).or_default().push(at);
        }
    }
    let documents = |claims: &[usize]| {
        claims.iter().filter_map(|at| stated.get(*at)).map(|s| s.document).collect::<BTreeSet<_>>().len()
    };
    by_word.retain(|_, claims| {
        let open = claims.iter().any(|at| !together.contains(at));
        open && claims.len() <= WORD_CLAIMS && documents(claims) >= WORD_DOCUMENTS
    });
    let mut order: Vec<_> = by_word.into_iter().collect();
    order.sort_by_key(|(word, claims)| (std::cmp::Reverse(documents(claims)), claims.len(), *word));
    let mut table = Table::new(
        "Words that claims of several documents have in common",
        &[("word", false), ("source", false), ("claim", false)],
    );
    for (word, claims) in order.into_iter().take(WORDS) {
        for (number, one) in claims.iter().filter_map(|at| stated.get(*at)).enumerate() {
            let Some(view) = views.get(one.document) else { continue };
            table.rows.push(vec![
                text(if number == 0 { word.as_str() } else { "″" }),
                lines([view.label(), view.chain(one.claim)]),
                text(view.words_of(one.claim)),
            ]);
        }
    }
    table
}

fn alone(views: &[View<'_>], stated: &[Stated<'_>], groups: &[Vec<usize>]) -> Table {
    let together: BTreeSet<usize> = groups.iter().flatten().copied().collect();
    let mut table =
        Table::new("Claims that only one document has", &[("document", false), ("source", false), ("claim", false)]);
    for (_, one) in stated.iter().enumerate().filter(|(at, _)| !together.contains(at)) {
        let Some(view) = views.get(one.document) else { continue };
        table.rows.push(vec![text(view.label()), text(view.chain(one.claim)), text(view.words_of(one.claim))]);
    }
    table
}
