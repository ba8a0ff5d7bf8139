//! What stands in the columns: a document as a row, an annotation as an entry, a span as a place.

use crate::{
    annotation::{Annotations, Claim, Damage, Evidence, Framing, Id, Naming, Published, Relay, Review, Speaker, Voice},
    document::{Digest, Digests, Document, Positions, Problem, Source, Span},
};

/// One document, annotated or refused.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// The name that the input gave it.
    pub id: Option<String>,
    /// The digest of its bytes; `None` when there were none.
    pub raw: Option<Digest>,
    /// How many bytes it has.
    pub bytes: Option<i64>,
    /// The digests of a document that could be read.
    pub digests: Option<Digests>,
    /// How much front matter was put before its text, in bytes and in code points.
    pub front: (i32, i32),
    /// Whose document it is.
    pub outlet: Option<String>,
    /// The outlet's domain.
    pub domain: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// Why it could not be read.
    pub problem: Option<Problem>,
    /// What was found.
    pub entries: Vec<Entry>,
}

/// One annotation.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// Which list of a record it stands in: `outlet`, `claim`, `framing`, …
    pub kind: &'static str,
    /// Its id within the document.
    pub id: Option<String>,
    /// What kind of its kind it is.
    pub category: Option<&'static str>,
    /// Who or what is meant.
    pub name: Option<String>,
    /// The words themselves, as a reader reads them.
    pub words: Option<String>,
    /// What probably stood where letters were lost.
    pub suggestion: Option<String>,
    /// Whose words they are.
    pub voice: Option<&'static str>,
    /// Who says them.
    pub speaker: Option<String>,
    /// How the outlet hands on another's words.
    pub relay: Option<&'static str>,
    /// How the words of a claim attribute.
    pub cue: Option<&'static str>,
    /// The id of the claim around it.
    pub within: Option<String>,
    /// The rule that found it.
    pub rule: Option<String>,
    /// How often that rule is right.
    pub confidence: Option<f64>,
    /// Whether a speaker is given no name.
    pub unnamed: Option<bool>,
    /// A speaker's direct, mixed and indirect claims, and those of others that it hands on.
    pub counts: Option<[i32; 4]>,
    /// What a person said about it.
    pub said: Said,
    /// Where it stands.
    pub places: Vec<Place>,
}

/// What a person said about an annotation.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Whether the entry is a person's; `None` where nobody can tell.
    pub person: Option<bool>,
    /// Their verdict.
    pub review: Option<Review>,
    /// Their note.
    pub note: Option<String>,
}

/// A span of the document and what it is to its annotation; half-open.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// `source`, `cue`, `content`, `at`.
    pub role: &'static str,
    /// In bytes.
    pub bytes: [i32; 2],
    /// In code points.
    pub chars: [i32; 2],
}

impl Row {
    /// Returns the row of a document that was read. `front` is how many of its bytes were put before its text.
    pub fn of(id: Option<String>, document: &Document, found: &Annotations<Span<Source>>, front: usize) -> Self {
        let positions = Positions::of(document.source());
        let front_chars = positions.code_points(u32::try_from(front).unwrap_or(u32::MAX));
        Self {
            id,
            raw: Some(document.digests().raw),
            bytes: i64::try_from(document.source().len()).ok(),
            digests: Some(*document.digests()),
            front: (i32::try_from(front).unwrap_or(i32::MAX), offset(front_chars)),
            outlet: found.outlet.as_ref().map(|outlet| outlet.name.clone()),
            domain: found.outlet.as_ref().and_then(|outlet| outlet.domain.clone()),
            published: found.published.as_ref().map(|published| published.date.clone()),
            problem: None,
            entries: Entries { positions: &positions }.all(found),
        }
    }

    /// Returns the row of a document that could not be read.
    pub fn refused(id: Option<String>, bytes: Option<&[u8]>, problem: Problem) -> Self {
        Self {
            id,
            raw: bytes.map(Digest::of),
            bytes: bytes.and_then(|bytes| i64::try_from(bytes.len()).ok()),
            problem: Some(problem),
            ..Self::default()
        }
    }
}

/// Offsets fit: documents have at most 64 MiB.
fn offset(at: u32) -> i32 {
    i32::try_from(at).unwrap_or(i32::MAX)
}

fn text(id: &Id) -> String {
    id.0.clone()
}

/// Makes entries from annotations.
struct Entries<'d> {
    positions: &'d Positions<'d>,
}

impl Entries<'_> {
    fn all(&self, found: &Annotations<Span<Source>>) -> Vec<Entry> {
        let mut all = vec![];
        if let Some(outlet) = &found.outlet {
            all.extend(outlet.evidence.iter().map(|evidence| self.evident("outlet", &outlet.name, [evidence])));
        }
        all.extend(found.authors.iter().map(|author| self.evident("byline", &author.name, &author.evidence)));
        all.extend(found.published.iter().map(|published| self.published(published)));
        all.extend(found.cites.iter().map(|cited| self.evident("cite", &cited.name, &cited.evidence)));
        all.extend(found.claims.iter().map(|claim| self.claim(claim)));
        all.extend(found.speakers.iter().map(|speaker| self.speaker(speaker)));
        all.extend(found.framing.iter().map(|term| self.framing(term)));
        let mut names: Vec<_> =
            found.naming.iter().flat_map(|naming| naming.at.iter().map(move |at| (at, naming))).collect();
        names.sort_by_key(|(at, _)| (at.start(), at.end()));
        all.extend(names.into_iter().map(|(at, naming)| self.naming(at, naming)));
        all.extend(found.damage.iter().map(|damage| self.damage(damage)));
        all
    }

    fn place(&self, role: &'static str, span: &Span<Source>) -> Place {
        let chars = |at| offset(self.positions.code_points(at));
        Place {
            role,
            bytes: [offset(span.start()), offset(span.end())],
            chars: [chars(span.start()), chars(span.end())],
        }
    }

    fn places<'s>(&self, role: &'static str, spans: impl IntoIterator<Item = &'s Span<Source>>) -> Vec<Place> {
        spans.into_iter().map(|span| self.place(role, span)).collect()
    }

    /// An entry of the head of a document: its rule is that of its first evidence.
    fn evident<'e>(
        &self,
        kind: &'static str,
        name: &str,
        evidence: impl IntoIterator<Item = &'e Evidence<Span<Source>>>,
    ) -> Entry {
        let mut rule = None;
        let mut places = vec![];
        for evidence in evidence {
            rule.get_or_insert_with(|| evidence.rule.clone());
            places.push(self.place("at", &evidence.at));
        }
        Entry { kind, name: Some(name.to_owned()), rule, places, ..Entry::default() }
    }

    fn published(&self, published: &Published<Span<Source>>) -> Entry {
        self.evident("published", &published.date, &published.evidence)
    }

    fn claim(&self, claim: &Claim<Span<Source>>) -> Entry {
        let mut places = self.places("source", &claim.source);
        places.push(self.place("cue", &claim.cue.at));
        places.extend(self.places("content", &claim.content));
        Entry {
            kind: "claim",
            id: Some(text(&claim.id)),
            category: Some(claim.kind.name()),
            speaker: claim.speaker.clone(),
            cue: Some(claim.cue.class.name()),
            within: claim.within.as_ref().map(text),
            rule: Some(claim.rule.clone()),
            confidence: claim.confidence.map(crate::annotation::Confidence::share),
            places,
            ..Entry::default()
        }
    }

    fn speaker(&self, speaker: &Speaker<Span<Source>>) -> Entry {
        let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
        let [direct, mixed, indirect] = speaker.counts;
        Entry {
            kind: "speaker",
            category: Some(speaker.kind.name()),
            name: Some(speaker.name.clone()),
            unnamed: Some(speaker.unnamed),
            counts: Some([direct, mixed, indirect, speaker.relayed].map(count)),
            places: self.places("at", &speaker.introduced),
            ..Entry::default()
        }
    }

    fn framing(&self, term: &Framing<Span<Source>>) -> Entry {
        Entry {
            kind: "framing",
            id: Some(text(&term.id)),
            category: Some(term.category.name()),
            words: Some(term.term.clone()),
            voice: Some(Voice::name(term.voice)),
            speaker: term.speaker.clone(),
            relay: term.relay.map(Relay::name),
            within: term.claim.as_ref().map(text),
            rule: Some(term.rule.clone()),
            places: self.places("at", [&term.at]),
            ..Entry::default()
        }
    }

    fn naming(&self, at: &Span<Source>, naming: &Naming<Span<Source>>) -> Entry {
        Entry {
            kind: "naming",
            id: Some(text(&naming.id)),
            category: Some(naming.kind.name()),
            name: Some(naming.referent.clone()),
            words: Some(naming.designator.clone()),
            voice: Some(Voice::name(naming.voice)),
            speaker: naming.speaker.clone(),
            rule: Some(naming.rule.clone()),
            places: self.places("at", [at]),
            ..Entry::default()
        }
    }

    fn damage(&self, damage: &Damage<Span<Source>>) -> Entry {
        Entry {
            kind: "damage",
            category: Some(damage.kind.name()),
            suggestion: damage.suggestion.clone(),
            rule: Some(damage.rule.clone()),
            places: self.places("at", [&damage.at]),
            ..Entry::default()
        }
    }
}
