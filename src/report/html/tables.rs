//! The tables below the text: who speaks, whose words the framing terms are, and what is named and cited how.

use super::{
    element::{Column, foreign, plain, table},
    notes::{Notes, whose},
    speakers::letter,
};
use crate::{
    annotation::{Category, Voice},
    document::{Span, fold},
    report::markdown::words::{bytes, damage, short},
};
use std::collections::BTreeMap;

const SPEAKERS: [Column<'_>; 10] = [
    ("who", false),
    ("letter", false),
    ("what", false),
    ("introduced as", false),
    ("direct", true),
    ("mixed", true),
    ("indirect", true),
    ("hands on", true),
    ("framing terms", true),
    ("claims", false),
];

const NAMED: [Column<'_>; 6] =
    [("who or what", false), ("named", false), ("voice", false), ("speaker", false), ("times", true), ("place", false)];

const TERMS: [Column<'_>; 6] =
    [("term", false), ("voice", false), ("category", false), ("speaker", false), ("relay", false), ("notes", false)];

pub(super) fn write(notes: &Notes<'_>) -> String {
    [speakers(notes), voices(notes), terms(notes), named(notes), cites(notes), damaged(notes)].concat()
}

/// A claim counts once, for its innermost speaker; those who only hand it on have a column of their own.
fn speakers(notes: &Notes<'_>) -> String {
    let terms = |name: &str| {
        let of = notes.annotations.framing.iter().filter(|term| term.speaker.as_deref() == Some(name));
        of.count()
    };
    let mut said: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, claim) in notes.annotations.claims.iter().enumerate() {
        said.entry(notes.who(claim)).or_default().push(index);
    }
    let rows: Vec<(String, Vec<String>)> = notes
        .annotations
        .speakers
        .iter()
        .map(|speaker| {
            let number = notes.speakers.number(&speaker.name);
            let what = if speaker.unnamed { "unnamed" } else { speaker.kind.name() };
            let introduced = speaker.introduced.map(|span| foreign(&short(notes.document, span))).unwrap_or_default();
            let mut cells =
                vec![foreign(&speaker.name), number.map(letter).unwrap_or_default(), what.to_owned(), introduced];
            let [direct, mixed, indirect] = speaker.counts;
            cells.extend([direct, mixed, indirect, speaker.relayed, terms(&speaker.name)].map(|n| n.to_string()));
            cells.push(links('c', said.get(&speaker.name).map_or(&[], Vec::as_slice)));
            (number.map(|number| format!("s{number}")).unwrap_or_default(), cells)
        })
        .collect();
    table("Who speaks", &SPEAKERS, &rows)
}

/// Names that say more than who is meant.
fn named(notes: &Notes<'_>) -> String {
    let mut telling: Vec<_> = notes.annotations.naming.iter().filter(|naming| naming.is_telling()).collect();
    telling.sort_by_key(|naming| (naming.kind, &naming.referent, naming.at.first().map(Span::start)));
    let rows: Vec<(String, Vec<String>)> = telling
        .into_iter()
        .map(|naming| {
            let cells = vec![
                foreign(&naming.referent),
                foreign(&naming.designator),
                naming.voice.name().to_owned(),
                naming.speaker.as_deref().map(foreign).unwrap_or_default(),
                naming.at.len().to_string(),
                bytes(&naming.at),
            ];
            (String::new(), cells)
        })
        .collect();
    table("Named how", &NAMED, &rows)
}

/// Counts the framing terms by category, a column a voice.
fn voices(notes: &Notes<'_>) -> String {
    const COLUMNS: [Column<'_>; 7] = [
        ("category", false),
        ("outlet", true),
        ("headline", true),
        ("quoted", true),
        ("attributed", true),
        ("scare", true),
        ("all", true),
    ];
    let terms = &notes.annotations.framing;
    let rows: Vec<(String, Vec<String>)> = Category::ALL
        .iter()
        .filter_map(|category| {
            let of = |voice| terms.iter().filter(|t| t.category == *category && t.voice == voice).count();
            let counts = Voice::ALL.map(of);
            let all: usize = counts.iter().sum();
            let shown = |count: usize| if count == 0 { "–".to_owned() } else { count.to_string() };
            let cells = std::iter::once(category.name().to_owned()).chain(counts.map(shown)).chain([all.to_string()]);
            (all > 0).then(|| (String::new(), cells.collect()))
        })
        .collect();
    table("Framing terms by category and voice", &COLUMNS, &rows)
}

/// Terms that say the same by the same voice are a row, with links to their notes.
fn terms(notes: &Notes<'_>) -> String {
    let mut groups: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (index, term) in notes.annotations.framing.iter().enumerate() {
        let relay = term.relay.map_or("", |relay| relay.name());
        let key = (term.voice, term.category.name(), fold(&term.term), &term.speaker, relay);
        groups.entry(key).or_default().push(index);
    }
    let mut order: Vec<_> = groups.into_iter().collect();
    order.sort_by_key(|((voice, category, ..), those)| (*voice, *category, those.first().copied()));
    let rows: Vec<(String, Vec<String>)> = order
        .into_iter()
        .filter_map(|((voice, category, _, speaker, relay), those)| {
            let first = *those.first()?;
            let cells = vec![
                foreign(&notes.annotations.framing.get(first)?.term),
                whose(voice).to_owned(),
                category.to_owned(),
                speaker.as_deref().map(foreign).unwrap_or_default(),
                relay.to_owned(),
                links('f', &those),
            ];
            Some((notes.classes_of_term(first), cells))
        })
        .collect();
    table("Framing terms", &TERMS, &rows)
}

fn links(kind: char, those: &[usize]) -> String {
    let one = |index: &usize| format!("<a href=\"#n-{kind}{0}\">{kind}{0}</a>", index + 1);
    those.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn cites(notes: &Notes<'_>) -> String {
    const COLUMNS: [Column<'_>; 3] = [("outlet", false), ("rule", false), ("place", false)];
    let rows: Vec<(String, Vec<String>)> = notes
        .annotations
        .cites
        .iter()
        .map(|cited| {
            let rule = cited.evidence.first().map_or("", |evidence| evidence.rule.as_str());
            let places: Vec<_> = cited.evidence.iter().map(|evidence| evidence.at).collect();
            (String::new(), vec![foreign(&cited.name), plain(rule), bytes(&places)])
        })
        .collect();
    table("Cited outlets", &COLUMNS, &rows)
}

fn damaged(notes: &Notes<'_>) -> String {
    const COLUMNS: [Column<'_>; 4] =
        [("as found", false), ("perhaps", false), ("what happened", false), ("place", false)];
    let rows: Vec<(String, Vec<String>)> = notes
        .annotations
        .damage
        .iter()
        .map(|found| {
            let perhaps = found.suggestion.as_deref().map(foreign).unwrap_or_default();
            let word = foreign(&short(notes.document, found.at));
            (String::new(), vec![word, perhaps, damage(found.kind).to_owned(), bytes(&[found.at])])
        })
        .collect();
    table("Damaged words", &COLUMNS, &rows)
}
