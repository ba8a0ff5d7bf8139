//! Sentences that stand in several documents: one took them from another, or both from a third.

use super::{
    entry::View,
    group::groups,
    sheet::{Piece, Section, Table, lines, stack, text},
};
use crate::{
    document::{Prose, Span, key, key_on},
    report::html::speakers::words_in,
};
use std::collections::{BTreeMap, BTreeSet};

/// How many words a shingle has.
const SHINGLE: usize = 4;

/// Sentences of fewer words are alike by chance.
const FEWEST_WORDS: usize = 8;

/// What share of their shingles two sentences must have in common.
const ALIKE: f64 = 0.5;

/// Each band of the signature is this many hashes: with sixteen bands, sentences half of whose shingles are the
/// same meet in one with a chance of 99 in 100.
const ROWS: usize = 2;
const BANDS: usize = 16;

/// With how many of those before it in its bucket a sentence is held together.
const NEIGHBOURS: usize = 32;

/// From how many words on what an outlet is named for is a passage of it.
const LONG_PASSAGE: usize = 20;

struct Said {
    document: usize,
    span: Span<Prose>,
    shingles: BTreeSet<u64>,
}

pub(super) fn section(views: &[View<'_>]) -> Section {
    let said = said(views);
    let mut table = Table::new(
        "Sentences in more than one document",
        &[("sentence", false), ("documents", false), ("who is named for it", false)],
    );
    for group in shared(&said) {
        let members: Vec<&Said> = group.iter().filter_map(|at| said.get(*at)).collect();
        let words = members.first().and_then(|one| Some(views.get(one.document)?.document().words(one.span)));
        let place = |one: &&Said| {
            let view = views.get(one.document)?;
            let told = format!("{}, {}: ", view.outlet(), view.published().unwrap_or("no date"));
            Some(vec![Piece::from(told), view.place_of(one.span)])
        };
        let voice = |one: &&Said| {
            let view = views.get(one.document)?;
            let voice = view.voice_at(middle(view, one.span));
            let others = members.iter().filter(|other| other.document != one.document);
            let original = others
                .filter_map(|other| views.get(other.document))
                .find(|other| voice.split(" › ").any(|name| name == other.outlet()));
            let named = original.map(|other| format!(" – quotes document {}", other.number)).unwrap_or_default();
            Some(format!("{}: {voice}{named}", view.number))
        };
        table.rows.push(vec![
            text(words.unwrap_or_default()),
            stack(members.iter().filter_map(place)),
            lines(members.iter().filter_map(voice)),
        ]);
    }
    Section {
        title: "Text in common",
        about: "Sentences of eight words and more, at least half of whose runs of four words stand in a sentence of another \
                document. Where one names the other as its source, that is said. Otherwise nothing tells who wrote first: the \
                dates of publication stand beside them. Below, passages of twenty words and more that a document gives to an \
                outlet it cites.",
        tables: vec![table, taken(views)],
        pictures: vec![],
    }
}

/// Returns the word in the middle: what introduces a quotation stands before it in the same sentence.
fn middle(view: &View<'_>, span: Span<Prose>) -> Span<Prose> {
    let within = view.document().tokens_in(span);
    let token = view.document().tokens().get(within.start + within.len() / 2);
    token.map_or(span, |token| token.span)
}

/// Returns the passages that a document has from an outlet which it names.
fn taken(views: &[View<'_>]) -> Table {
    let mut table = Table::new(
        "Passages from a named outlet",
        &[("document", false), ("outlet", false), ("words", true), ("passage", false)],
    );
    for view in views {
        let own = view.annotations().outlet.as_ref().map(|outlet| outlet.name.as_str());
        let cites: BTreeSet<&str> = view.annotations().cites.iter().map(|cited| cited.name.as_str()).collect();
        for claim in &view.annotations().claims {
            let Some(speaker) = claim.speaker.as_deref().filter(|name| cites.contains(name) && Some(*name) != own)
            else {
                continue;
            };
            let words: usize = claim.content.iter().map(|span| words_in(view.document(), *span)).sum();
            if words >= LONG_PASSAGE {
                let place = claim.content.first().map_or_else(|| Piece::from(""), |span| view.place(*span));
                table.rows.push(vec![
                    lines([Piece::from(view.outlet()), place]),
                    text(speaker),
                    text(words.to_string()),
                    text(view.words_of(claim)),
                ]);
            }
        }
    }
    table
}

fn said(views: &[View<'_>]) -> Vec<Said> {
    let mut all = vec![];
    for (document, view) in views.iter().enumerate() {
        for sentence in view.document().sentences() {
            let tokens = view.document().tokens().get(view.document().tokens_in(sentence.span)).unwrap_or_default();
            let keys: Vec<u64> = tokens.iter().filter(|token| token.is_word()).map(|token| token.key).collect();
            if keys.len() >= FEWEST_WORDS {
                let joined = |run: &[u64]| run.iter().fold(key(""), |hash, word| key_on(hash, &word.to_string()));
                all.push(Said { document, span: sentence.span, shingles: keys.windows(SHINGLE).map(joined).collect() });
            }
        }
    }
    all
}

/// Returns the least value of each of the hash functions over the shingles (MinHash, Broder 1997).
fn signature(shingles: &BTreeSet<u64>) -> Vec<u64> {
    // A bijection on 64 bits (splitmix64), seeded: each seed gives another order of the shingles.
    let mixed = |value: u64, seed: u64| {
        let mut z = value.wrapping_add(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    let least = |seed| shingles.iter().map(|shingle| mixed(*shingle, seed)).min().unwrap_or(u64::MAX);
    (1..=(ROWS * BANDS) as u64).map(least).collect()
}

/// Returns the sentences that belong together, those of one document alone left out.
fn shared(said: &[Said]) -> Vec<Vec<usize>> {
    let mut buckets: BTreeMap<(usize, Vec<u64>), Vec<usize>> = BTreeMap::new();
    let mut groups = groups(said.len(), |at| {
        let one = said.get(at)?;
        let mut near: BTreeSet<usize> = BTreeSet::new();
        for (band, rows) in signature(&one.shingles).chunks(ROWS).enumerate() {
            let bucket = buckets.entry((band, rows.to_vec())).or_default();
            near.extend(bucket.iter().rev().take(NEIGHBOURS));
            bucket.push(at);
        }
        near.into_iter().find(|before| said.get(*before).is_some_and(|other| alike(one, other)))
    });
    let documents =
        |group: &Vec<usize>| group.iter().filter_map(|at| said.get(*at)).map(|s| s.document).collect::<BTreeSet<_>>();
    groups.retain(|group| documents(group).len() > 1);
    groups
}

fn alike(a: &Said, b: &Said) -> bool {
    let shared = a.shingles.intersection(&b.shingles).count();
    let all = a.shingles.len() + b.shingles.len() - shared;
    shared as f64 >= ALIKE * all as f64
}
