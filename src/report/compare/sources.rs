//! Who speaks in each document, and how many different voices there are.

use super::{
    chart::{bars, graph},
    entry::View,
    sheet::{Section, Table, lines, text},
};
use crate::report::{
    html::speakers::{who, words_in},
    markdown::share::Words,
};
use crate::{
    annotation::{Claim, ClaimKind},
    document::{Source, Span, fold},
};
use std::collections::BTreeMap;

/// What is known of one source in one document.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Given {
    pub(super) claims: usize,
    pub(super) direct: usize,
    pub(super) mixed: usize,
    pub(super) words: usize,
    pub(super) direct_words: usize,
    pub(super) mixed_words: usize,
    pub(super) unnamed: bool,
    /// Where the first claim begins to be attributed.
    pub(super) first: Option<Span<Source>>,
}

/// Returns the sources of a document. A claim that another one hands on counts for the inner speaker alone.
pub(super) fn given(view: &View<'_>) -> BTreeMap<String, Given> {
    let claims = &view.annotations().claims;
    let around: std::collections::HashSet<_> = claims.iter().filter_map(|claim| claim.within.as_ref()).collect();
    let nameless =
        |name: &str| view.annotations().speakers.iter().any(|speaker| speaker.unnamed && speaker.name == name);
    // “An aide to the mayor” is nobody's name; whom “we” stands for is another question.
    let unnamed = |claim: &Claim<Span<Source>>, name: &str| match claim.speaker {
        Some(_) => nameless(name),
        None => !is_pronoun(name),
    };
    let mut sources: BTreeMap<String, Given> = BTreeMap::new();
    for claim in claims.iter().filter(|claim| !around.contains(&claim.id)) {
        let name = who(view.document(), claim);
        let unnamed = unnamed(claim, &name);
        let source = sources.entry(name).or_default();
        source.claims += 1;
        let words = claim.content.iter().map(|span| words_in(view.document(), *span)).sum::<usize>();
        source.words += words;
        match claim.kind {
            ClaimKind::Direct => {
                (source.direct, source.direct_words) = (source.direct + 1, source.direct_words + words)
            }
            ClaimKind::Mixed => (source.mixed, source.mixed_words) = (source.mixed + 1, source.mixed_words + words),
            ClaimKind::Indirect => {}
        }
        source.unnamed = unnamed;
        source.first = source.first.or(Some(claim.cue.at));
    }
    sources
}

/// Tells whether the words of a source are a pronoun alone: nothing says whether it is somebody with a name.
pub(super) fn is_pronoun(name: &str) -> bool {
    ["i", "we", "he", "she", "they", "it", "you", "who"].contains(&fold(name).as_str())
}

/// Returns the effective number of sources: 1 / Σ p², p being each source's share of all attributed words; a dash
/// where there are none.
pub(super) fn in_effect(words: impl Iterator<Item = usize> + Clone) -> String {
    let all: usize = words.clone().sum();
    let squares: f64 = words.map(|words| (words as f64 / all as f64).powi(2)).sum();
    if all == 0 { "–".to_owned() } else { format!("{:.1}", 1.0 / squares) }
}

pub(super) fn section(views: &[View<'_>]) -> Section {
    let all: Vec<BTreeMap<String, Given>> = views.iter().map(given).collect();
    let count = |sources: &BTreeMap<String, Given>| {
        let unnamed = sources.values().filter(|source| source.unnamed).count();
        (sources.len() - unnamed, unnamed)
    };
    let counts: Vec<_> = views.iter().zip(&all).map(|(view, sources)| (view.label(), count(sources))).collect();
    Section {
        title: "Sources",
        about: "A claim counts for its innermost speaker. Words are those of the claims. Sources in effect is 1 / Σ p², p \
                being each source's share of the attributed words: 4 sources with equal shares give 4, one that has nearly \
                all gives nearly 1. It says how evenly the words are spread, not how different the sources' views are. What \
                a document's own front matter says stands beside it as it is.",
        tables: vec![documents(views, &all), shares(views), speakers(views, &all), citations(views)],
        pictures: vec![bars::voices(views), bars::sources(&counts), graph::citations(views)],
    }
}

pub(super) fn percent(part: usize, of: usize) -> String {
    (100 * part + of / 2).checked_div(of).map_or_else(|| "–".to_owned(), |share| format!("{share} %"))
}

/// Returns the table of the sources of each document.
pub(super) fn documents_of(views: &[View<'_>]) -> Table {
    documents(views, &views.iter().map(given).collect::<Vec<_>>())
}

fn documents(views: &[View<'_>], all: &[BTreeMap<String, Given>]) -> Table {
    let mut table = Table::new(
        "Sources by document",
        &[
            ("document", false),
            ("sources", true),
            ("unnamed", true),
            ("claims", true),
            ("direct", true),
            ("words given", true),
            ("words of unnamed sources", true),
            ("sources in effect", true),
            ("cited outlets", false),
            ("says of itself", false),
        ],
    );
    for (view, sources) in views.iter().zip(all) {
        let sum = |of: fn(&Given) -> usize| sources.values().map(of).sum::<usize>();
        let (claims, words) = (sum(|s| s.claims), sum(|s| s.words));
        let cites: Vec<String> = view.annotations().cites.iter().map(|cited| cited.name.clone()).collect();
        let own: Vec<String> = view
            .document()
            .front()
            .fields
            .iter()
            .filter(|field| field.route == "diversity_score" || field.route.starts_with("key_points"))
            .filter(|field| !field.value.is_empty())
            .map(|field| format!("{}: {}", field.route, field.value))
            .collect();
        table.rows.push(vec![
            text(view.label()),
            text(sources.len().to_string()),
            text(sources.values().filter(|source| source.unnamed).count().to_string()),
            text(claims.to_string()),
            text(percent(sum(|s| s.direct), claims)),
            text(words.to_string()),
            text(percent(sum(|s| if s.unnamed { s.words } else { 0 }), words)),
            text(in_effect(sources.values().map(|source| source.words))),
            lines(cites),
            lines(own),
        ]);
    }
    table
}

fn shares(views: &[View<'_>]) -> Table {
    let mut table = Table::new(
        "Whose words each document is",
        &[
            ("document", false),
            ("words", true),
            ("own", true),
            ("headlines", true),
            ("quoted", true),
            ("attributed", true),
        ],
    );
    for view in views {
        let words = Words::of(view.document(), view.annotations());
        let shares = [words.outlet, words.headline, words.quoted, words.attributed];
        let mut row = vec![text(view.label()), text(words.all().to_string())];
        row.extend(shares.map(|part| text(percent(part, words.all()))));
        table.rows.push(row);
    }
    table
}

fn speakers(views: &[View<'_>], all: &[BTreeMap<String, Given>]) -> Table {
    let mut by_name: BTreeMap<&String, Vec<(usize, Given)>> = BTreeMap::new();
    for (index, sources) in all.iter().enumerate() {
        for (name, given) in sources {
            by_name.entry(name).or_default().push((index, *given));
        }
    }
    let mut order: Vec<_> = by_name.into_iter().filter(|(_, documents)| documents.len() > 1).collect();
    order.sort_by_key(|(name, documents)| (std::cmp::Reverse(documents.len()), (*name).clone()));
    let mut table = Table::new(
        "Who speaks in more than one document",
        &[("who", false), ("documents", true), ("words given", true), ("where: claims, direct, words", false)],
    );
    for (name, documents) in order {
        let told = documents.iter().filter_map(|(index, given)| {
            let view = views.get(*index)?;
            Some(format!("{}: {}, {} direct, {} words", view.label(), given.claims, given.direct, given.words))
        });
        table.rows.push(vec![
            text(name),
            text(documents.len().to_string()),
            text(documents.iter().map(|(_, given)| given.words).sum::<usize>().to_string()),
            lines(told.collect::<Vec<_>>()),
        ]);
    }
    table
}

/// Returns who speaks in which document by way of which outlet.
fn citations(views: &[View<'_>]) -> Table {
    let mut table = Table::new(
        "Outlets that the documents cite, and who speaks there",
        &[("document", false), ("cited outlet", false), ("speaker", false), ("claims", true)],
    );
    for ((document, outlet, speaker), claims) in graph::edges(views) {
        let Some(view) = views.get(document) else { continue };
        let speaker = speaker.unwrap_or_else(|| "the outlet itself".to_owned());
        table.rows.push(vec![text(view.label()), text(outlet), text(speaker), text(claims.to_string())]);
    }
    table
}
