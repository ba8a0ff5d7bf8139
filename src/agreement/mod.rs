//! How far people agree who annotated the same documents, and where they do not.
//!
//! Whether they mark the same words is told by the F-measure between each two of them: nobody counts the words
//! that both left alone, so no agreement beyond chance can be told of that (George Hripcsak and Adam S. Rothschild,
//! *Agreement, the F-Measure, and Reliability in Information Retrieval*, Journal of the American Medical
//! Informatics Association 12(3), 2005, <https://doi.org/10.1197/jamia.M1733>). What they say of words that two or
//! more of them marked is told by Krippendorff's [`alpha()`].

mod alpha;
mod matching;

pub use alpha::{Alpha, alpha};

use crate::{
    annotation::{Annotations, Claim, Framing, Id, Relay, Selector},
    document::{Source, Span},
};
use alpha::real;

/// What kind of entry people differ on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Something that the document attributes to somebody.
    Claim,
    /// A word that judges.
    Term,
}

impl Kind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Claim, Self::Term];

    /// Returns the name that outputs use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::Term => "term",
        }
    }
}

/// One person's entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Its id in that person's file.
    pub id: Id,
    /// Where its words stand: a term's, or a claim's content piece by piece; sorted.
    pub places: Vec<Span<Source>>,
    /// The words.
    pub words: String,
    /// What it says of them: keys of the annotation file with their values, always the same keys for a kind.
    pub facts: Vec<(&'static str, Option<String>)>,
    /// What tells two entries at the same place apart.
    kin: String,
}

impl Reading {
    fn of_claim(claim: &Claim<Selector>) -> Self {
        let exact: Vec<&str> = claim.content.iter().map(|piece| piece.exact.as_str()).collect();
        Self {
            id: claim.id.clone(),
            places: sorted(claim.content.iter().map(|piece| piece.bytes.0).collect()),
            words: exact.join(" … "),
            facts: vec![
                ("kind", Some(claim.kind.name().to_owned())),
                ("speaker", claim.speaker.clone()),
                ("cue", Some(claim.cue.at.exact.clone())),
                ("class", Some(claim.cue.class.name().to_owned())),
            ],
            kin: claim.cue.at.bytes.to_string(),
        }
    }

    fn of_term(term: &Framing<Selector>) -> Self {
        Self {
            id: term.id.clone(),
            places: vec![term.at.bytes.0],
            words: term.term.clone(),
            facts: vec![
                ("category", Some(term.category.name().to_owned())),
                ("voice", Some(term.voice.name().to_owned())),
                ("speaker", term.speaker.clone()),
                ("relay", term.relay.map(Relay::name).map(str::to_owned)),
            ],
            kin: term.category.name().to_owned(),
        }
    }

    /// Returns what it says under a key.
    pub fn fact(&self, key: &str) -> Option<&str> {
        self.facts.iter().find(|(name, _)| *name == key)?.1.as_deref()
    }

    /// First byte, and the one behind the last.
    fn hull(&self) -> (u32, u32) {
        let start = self.places.iter().map(Span::start).min().unwrap_or(0);
        (start, self.places.iter().map(Span::end).max().unwrap_or(start))
    }
}

fn sorted(mut places: Vec<Span<Source>>) -> Vec<Span<Source>> {
    places.sort_unstable_by_key(|place| (place.start(), place.end()));
    places
}

/// What people say of the same words.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// A claim or a term.
    pub kind: Kind,
    /// Who says what: the person's number, counted from 0, and the entry; by number.
    pub readings: Vec<(usize, Reading)>,
    /// The people who annotated the document and have no such entry.
    pub without: Vec<usize>,
    /// The keys whose values differ; `bytes` where the places do.
    pub differs: Vec<&'static str>,
}

impl Case {
    fn of(kind: Kind, readings: Vec<(usize, Reading)>, people: &[usize]) -> Self {
        let without = people.iter().filter(|who| !readings.iter().any(|(has, _)| has == *who)).copied().collect();
        let mut differs = vec![];
        if let [(_, first), rest @ ..] = readings.as_slice() {
            if rest.iter().any(|(_, reading)| reading.places != first.places) {
                differs.push("bytes");
            }
            let keys = first.facts.iter().map(|(key, _)| *key);
            differs.extend(keys.filter(|key| rest.iter().any(|(_, reading)| reading.fact(key) != first.fact(key))));
        }
        Self { kind, readings, without, differs }
    }

    /// Tells whether all have the entry, at the same place and with the same values.
    pub const fn is_agreed(&self) -> bool {
        self.without.is_empty() && self.differs.is_empty()
    }

    fn values(&self, key: &str) -> Vec<String> {
        self.readings.iter().filter_map(|(_, reading)| reading.fact(key).map(str::to_owned)).collect()
    }
}

/// Returns what people say of one document, in document order, claims first. Each of `files` is a person's number
/// and file; rejected entries are not in it.
pub fn cases(files: &[(usize, &Annotations<Selector>)]) -> Vec<Case> {
    let people: Vec<usize> = files.iter().map(|(who, _)| *who).collect();
    let mut out = vec![];
    for kind in Kind::ALL {
        let read: Vec<(usize, Vec<Reading>)> = files.iter().map(|(who, file)| (*who, readings(kind, file))).collect();
        let all = read.iter().flat_map(|(who, readings)| readings.iter().map(|reading| (*who, reading))).collect();
        for group in matching::groups(all) {
            let mut group: Vec<(usize, Reading)> =
                group.into_iter().map(|(who, reading)| (who, reading.clone())).collect();
            group.sort_by_key(|(who, _)| *who);
            out.push(Case::of(kind, group, &people));
        }
    }
    out
}

fn readings(kind: Kind, file: &Annotations<Selector>) -> Vec<Reading> {
    match kind {
        Kind::Claim => file.claims.iter().map(Reading::of_claim).collect(),
        Kind::Term => file.framing.iter().map(Reading::of_term).collect(),
    }
}

/// Returns the alpha of what is said under a key of entries of a kind: the units are the words that two or more
/// people marked, at the same place or at overlapping ones.
pub fn alpha_of<'c>(cases: impl IntoIterator<Item = &'c Case>, kind: Kind, key: &str) -> Alpha {
    alpha(cases.into_iter().filter(|case| case.kind == kind).map(|case| case.values(key)))
}

/// How many entries two people have, and how many of them speak of the same words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overlap {
    /// The entries of both.
    pub entries: usize,
    /// The pairs of entries at the very same places.
    pub exact: usize,
    /// The pairs of entries with at least a byte in common, those at the same places among them; no entry is in two.
    pub overlapping: usize,
}

impl Overlap {
    /// Counts the entries of a kind in two people's files of one document.
    pub fn of(kind: Kind, one: &Annotations<Selector>, other: &Annotations<Selector>) -> Self {
        let (one, other) = (readings(kind, one), readings(kind, other));
        let mut out = Self { entries: one.len() + other.len(), ..Self::default() };
        let all = one.iter().map(|reading| (0, reading)).chain(other.iter().map(|reading| (1, reading)));
        for group in matching::groups(all.collect()) {
            if let [(_, one), (_, other)] = group.as_slice() {
                out.overlapping += 1;
                out.exact += usize::from(one.places == other.places);
            }
        }
        out
    }

    /// Returns the F-measure of exact places; `None` when neither has an entry.
    pub fn f1_exact(&self) -> Option<f64> {
        f1(self.exact, self.entries)
    }

    /// Returns the F-measure of overlapping places; `None` when neither has an entry.
    pub fn f1_overlapping(&self) -> Option<f64> {
        f1(self.overlapping, self.entries)
    }
}

impl std::ops::AddAssign for Overlap {
    fn add_assign(&mut self, other: Self) {
        self.entries += other.entries;
        self.exact += other.exact;
        self.overlapping += other.overlapping;
    }
}

/// The harmonic mean of precision and recall, `2 tp / (2 tp + fp + fn)`: the same whoever is taken as the one who
/// is right.
fn f1(pairs: usize, entries: usize) -> Option<f64> {
    (entries > 0).then(|| real(2 * pairs) / real(entries))
}
