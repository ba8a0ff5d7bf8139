//! The same claim in several documents: who is given as its source in each.

use super::{
    entry::View,
    sheet::{Cell, Piece, Section, Table, lines, text},
    statements::{Stated, stated},
    words::{self, Faces, Index},
};
use crate::report::markdown::words::{class, kind, short};
use std::collections::{BTreeMap, BTreeSet};

/// How alike two statements must be: chosen on `corpus/`, where below it most pairs share an event and no statement.
const ALIKE: f64 = 0.42;

/// How many features two statements must share, whatever their weight.
const SHARED: usize = 3;

/// A word of more statements than this says little of any.
const WORD_CLAIMS: usize = 4;

/// A word must be in claims of this many documents.
const WORD_DOCUMENTS: usize = 3;

/// How many words are shown.
const WORDS: usize = 40;

/// Statements that are alike, and those that speak of what they tell as known.
#[derive(Default)]
struct Group {
    members: BTreeSet<usize>,
    /// The words by which a statement refers to what another one of its document tells: “the invitation”.
    refers: BTreeMap<usize, String>,
}

impl Group {
    fn documents(&self, stated: &[Stated<'_>]) -> usize {
        self.members.iter().filter_map(|at| stated.get(*at)).map(|one| one.document).collect::<BTreeSet<_>>().len()
    }
}

pub(super) fn section(views: &[View<'_>]) -> Section {
    let stated = stated(views);
    let index = Index::of(stated.iter().map(|one| &one.features));
    let mut groups = groups(&stated, &index);
    refer(views, &stated, &mut groups);
    let faces = Faces::of(views.iter().map(View::document));
    Section {
        title: "Claims",
        about: "Statements of different documents that share words, names and numbers which few others have, in what is \
                claimed, in the cue and in who says it; and those that refer to such a one of their own document (“the \
                offer”). That they are the same claim is for the reader to say: the column “shared” shows what brought them \
                together. What a document states in its own voice is no claim, and not here.",
        tables: vec![
            aligned(views, &stated, &groups, &faces),
            in_common(views, &stated, &groups, &faces),
            alone(views, &stated, &groups),
        ],
        pictures: vec![],
    }
}

fn aligned(views: &[View<'_>], stated: &[Stated<'_>], groups: &[Group], faces: &Faces) -> Table {
    let mut table = Table::new(
        "Claims in more than one document",
        &[("shared", false), ("document", false), ("source", false), ("cue", false), ("kind", false), ("claim", false)],
    );
    let mut order: Vec<&Group> = groups.iter().collect();
    order.sort_by_key(|group| std::cmp::Reverse(group.documents(stated)));
    for group in order {
        let mut shared = Some(shared(group, stated, faces));
        for at in &group.members {
            let Some((one, view)) = stated.get(*at).and_then(|one| Some((one, views.get(one.document)?))) else {
                continue;
            };
            let joined = match (shared.take(), group.refers.get(at)) {
                (Some(shared), _) => shared,
                (None, Some(words)) => format!("″ by “{words}”"),
                (None, None) => "″".to_owned(),
            };
            table.rows.push(vec![
                text(joined),
                lines([Piece::from(view.outlet()), place(one, view)]),
                text(view.chain(one.claim)),
                text(format!("{} ({})", short(view.document(), one.claim.cue.at), class(one.claim.cue.class))),
                text(kind(one.claim.kind)),
                text(one.words(view)),
            ]);
        }
    }
    table
}

fn place(one: &Stated<'_>, view: &View<'_>) -> Piece {
    one.places.first().map_or_else(|| Piece::from(view.number.clone()), |span| view.place_of(*span))
}

/// Joins statements to the most alike of another document first; a group holds what is like its first member.
fn groups(stated: &[Stated<'_>], index: &Index) -> Vec<Group> {
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
    let group = |members: Vec<usize>| Group { members: members.into_iter().collect(), ..Group::default() };
    groups.into_iter().filter(|members| members.len() > 1).map(group).collect()
}

/// Joins statements that speak of a deed as known to the group of an earlier statement of their document that tells of
/// it, when one group alone has it and shares something else with them; also those that are in another group for what
/// else they state.
fn refer(views: &[View<'_>], stated: &[Stated<'_>], groups: &mut [Group]) {
    let mut tellers: BTreeMap<(usize, &str), BTreeSet<(usize, usize)>> = BTreeMap::new();
    for (group, members) in groups.iter().enumerate() {
        for at in &members.members {
            let Some(one) = stated.get(*at) else { continue };
            for feature in &one.features {
                tellers.entry((one.document, feature)).or_default().insert((group, *at));
            }
        }
    }
    let mut joins: Vec<(usize, usize, String)> = vec![];
    for (at, one) in stated.iter().enumerate() {
        let Some(view) = views.get(one.document) else { continue };
        let known = one.places.iter().flat_map(|span| words::known_deeds(view.document(), *span));
        for (deed, words) in known {
            let told = tellers.get(&(one.document, deed)).into_iter().flatten();
            let holds = |group: usize| groups.get(group).is_some_and(|group| group.members.contains(&at));
            let earlier = told.filter(|(group, teller)| *teller < at && !holds(*group));
            let shares = |group: usize| {
                let members = groups.get(group).into_iter().flat_map(|group| &group.members);
                members.filter_map(|at| stated.get(*at)).any(|member| {
                    member.features.iter().any(|feature| feature != deed && one.features.contains(feature))
                })
            };
            let found: BTreeSet<usize> = earlier.map(|(group, _)| *group).filter(|group| shares(*group)).collect();
            if let (Some(group), 1) = (found.first(), found.len()) {
                joins.push((*group, at, words));
                break;
            }
        }
    }
    for (group, at, words) in joins {
        let Some(group) = groups.get_mut(group) else { continue };
        group.members.insert(at);
        group.refers.insert(at, words);
    }
}

/// Returns the features that at least two members have, as the documents write them.
fn shared(group: &Group, stated: &[Stated<'_>], faces: &Faces) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let members = group.members.iter().filter_map(|at| stated.get(*at));
    for feature in members.flat_map(|one| &one.features) {
        *counts.entry(feature).or_default() += 1;
    }
    let shared = counts.into_iter().filter(|(_, count)| *count > 1);
    let shared: Vec<&str> = shared.map(|(feature, _)| faces.shown(feature)).collect();
    shared.join(", ")
}

/// Returns the claims that are in a group, whole or with one of their statements: document and number.
fn grouped(stated: &[Stated<'_>], groups: &[Group]) -> BTreeSet<(usize, usize)> {
    let members = groups.iter().flat_map(|group| &group.members).filter_map(|at| stated.get(*at));
    members.map(|one| (one.document, one.number)).collect()
}

/// Returns the words that claims of several documents have, and that are in no group: who says what by them.
fn in_common(views: &[View<'_>], stated: &[Stated<'_>], groups: &[Group], faces: &Faces) -> Table {
    let together: BTreeSet<usize> = groups.iter().flat_map(|group| &group.members).copied().collect();
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
        &[("word", false), ("source", false), ("place", false), ("claim", false)],
    );
    for (word, claims) in order.into_iter().take(WORDS) {
        for (number, one) in claims.iter().filter_map(|at| stated.get(*at)).enumerate() {
            let Some(view) = views.get(one.document) else { continue };
            let mut row: Vec<Cell> = vec![text(if number == 0 { faces.shown(word) } else { "″" })];
            row.extend([lines([view.label(), view.chain(one.claim)]), vec![place(one, view)], text(one.words(view))]);
            table.rows.push(row);
        }
    }
    table
}

fn alone(views: &[View<'_>], stated: &[Stated<'_>], groups: &[Group]) -> Table {
    let mut seen = grouped(stated, groups);
    let mut table = Table::new(
        "Claims that only one document has",
        &[("document", false), ("source", false), ("place", false), ("claim", false)],
    );
    for one in stated {
        let Some(view) = views.get(one.document).filter(|_| seen.insert((one.document, one.number))) else { continue };
        let source = text(view.chain(one.claim));
        table.rows.push(vec![text(view.label()), source, vec![place(one, view)], text(view.words_of(one.claim))]);
    }
    table
}
