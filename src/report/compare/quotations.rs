//! The same words quoted in several documents, and where they differ.

use super::{
    entry::View,
    group::groups,
    sheet::{Cell, Piece, Section, Table, lines, text},
    words::{Index, features},
};
use crate::document::{Prose, Span};
use similar::{ChangeTag, TextDiff};
use std::collections::{BTreeSet, HashMap};

/// Shorter quotations are phrases, and stand among the framing terms when they judge.
const FEWEST_WORDS: usize = 4;

/// Longer ones are texts, whose differences take the square of their length.
const MOST_WORDS: usize = 1000;

/// What share of their words two quotations must have in common, in order, to be one quotation.
const ALIKE: f32 = 0.6;

struct Quoted {
    document: usize,
    span: Span<Prose>,
    words: Vec<u64>,
    features: BTreeSet<String>,
}

pub(super) fn section(views: &[View<'_>]) -> Section {
    let quoted = quoted(views);
    let index = Index::of(quoted.iter().map(|one| &one.features));
    let like = |at: usize| {
        let one = quoted.get(at)?;
        index.candidates(at, &one.features).into_iter().find(|before| {
            quoted.get(*before).is_some_and(|other| other.document != one.document && alike(&other.words, &one.words))
        })
    };
    let groups = groups(quoted.len(), like);
    let mut table = Table::new(
        "Quotations in more than one document",
        &[("document", false), ("speaker", false), ("words", false)],
    );
    for group in &groups {
        let members: Vec<&Quoted> = group.iter().filter_map(|at| quoted.get(*at)).collect();
        let Some((first, others)) = members.split_first() else { continue };
        let row = |one: &Quoted, words: Cell| {
            let view = views.get(one.document)?;
            let place = view.place_of(one.span);
            Some(vec![lines([Piece::from(view.outlet()), place]), text(view.voice_at(one.span)), words])
        };
        let said = |one: &Quoted| views.get(one.document).map_or("", |view| view.document().words(one.span));
        table.rows.extend(row(first, text(said(first))));
        for other in others {
            let same = first.words == other.words;
            let words = if same { text("the same words") } else { difference(said(first), said(other)) };
            table.rows.extend(row(other, words));
        }
    }
    Section {
        title: "Quotations",
        about: "Passages in quotation marks, of four to 1,000 words, that share most of their words in the same order. The \
                first is shown whole; of the others, what they leave out of it and what they have instead. A shorter \
                quotation is not thereby wrong: what was said, only a recording tells.",
        tables: vec![table],
        pictures: vec![],
    }
}

fn quoted(views: &[View<'_>]) -> Vec<Quoted> {
    let mut all = vec![];
    for (document, view) in views.iter().enumerate() {
        for quotation in view.document().quotations() {
            let span = quotation.inner;
            let tokens = view.document().tokens().get(view.document().tokens_in(span)).unwrap_or_default();
            let words: Vec<u64> = tokens.iter().filter(|token| token.is_word()).map(|token| token.key).collect();
            if (FEWEST_WORDS..=MOST_WORDS).contains(&words.len()) {
                all.push(Quoted { document, span, features: features(view.document(), span), words });
            }
        }
    }
    all
}

fn alike(a: &[u64], b: &[u64]) -> bool {
    // What the shorter one has of the longer one, so that a quotation that was cut is known again.
    let shorter = a.len().min(b.len());
    if shorter * 4 < a.len().max(b.len()) || (in_common(a, b) as f32) < ALIKE * shorter as f32 {
        return false;
    }
    let same: usize = similar::capture_diff_slices(similar::Algorithm::Myers, a, b)
        .iter()
        .map(|op| match op {
            similar::DiffOp::Equal { len, .. } => *len,
            _ => 0,
        })
        .sum();
    same as f32 / shorter.max(1) as f32 >= ALIKE
}

/// Returns how many words both have, in whatever order: as many as a comparison in order can find at most.
fn in_common(a: &[u64], b: &[u64]) -> usize {
    let mut counts: HashMap<u64, usize> = HashMap::new();
    for word in a {
        *counts.entry(*word).or_default() += 1;
    }
    let mut taken = |word: &&u64| match counts.get_mut(*word) {
        Some(left) if *left > 0 => {
            *left -= 1;
            true
        }
        _ => false,
    };
    b.iter().filter(|word| taken(word)).count()
}

/// Returns a word diff.
fn difference(before: &str, after: &str) -> Cell {
    let diff = TextDiff::from_words(before, after);
    let mut cell: Cell = vec![];
    for change in diff.iter_all_changes() {
        let words = change.value().to_owned();
        match (cell.last_mut(), change.tag()) {
            (Some(Piece::Text(last)), ChangeTag::Equal)
            | (Some(Piece::Added(last)), ChangeTag::Insert)
            | (Some(Piece::Removed(last)), ChangeTag::Delete) => *last += &words,
            (_, ChangeTag::Equal) => cell.push(Piece::Text(words)),
            (_, ChangeTag::Insert) => cell.push(Piece::Added(words)),
            (_, ChangeTag::Delete) => cell.push(Piece::Removed(words)),
        }
    }
    cell
}
