//! One document as one JSON object: the contract of `ibid stream`.
//!
//! Spans are half-open, in Unicode code points of the source text, front matter included. Each place is
//! a list of them.

use crate::{
    annotation::{Annotations, Claim, Confidence, Evidence, Framing, Relay, Speaker, SpeakerKind},
    document::{Digests, Document, Positions, Source, Span},
};
use serde::Serialize;
use serde_json::Value;

/// A place: `[[start, end], …]`.
type Spans = Vec<[u32; 2]>;

/// The fields of a record, beside `id`.
pub const FIELDS: [&str; 13] = [
    "raw",
    "text",
    "front",
    "root",
    "outlet",
    "byline",
    "published",
    "cites",
    "claims",
    "speakers",
    "framing",
    "naming",
    "damage",
];

/// What `ibid stream` prints for one document.
#[derive(Serialize)]
struct Record<'a> {
    id: &'a Value,
    raw: String,
    text: String,
    front: Option<String>,
    root: String,
    outlet: Option<OutletRecord<'a>>,
    byline: Vec<&'a str>,
    published: Option<&'a str>,
    cites: Vec<CitedRecord<'a>>,
    claims: Vec<ClaimRecord<'a>>,
    speakers: Vec<SpeakerRecord<'a>>,
    framing: Vec<FramingRecord<'a>>,
    naming: Vec<NamingRecord<'a>>,
    damage: Vec<DamageRecord<'a>>,
}

#[derive(Serialize)]
struct OutletRecord<'a> {
    name: &'a str,
    domain: Option<&'a str>,
    evidence: Vec<EvidenceRecord<'a>>,
}

#[derive(Serialize)]
struct EvidenceRecord<'a> {
    span: Spans,
    rule: &'a str,
}

#[derive(Serialize)]
struct CitedRecord<'a> {
    name: &'a str,
    span: Spans,
    rule: &'a str,
}

#[derive(Serialize)]
struct ClaimRecord<'a> {
    id: &'a str,
    kind: &'static str,
    source: Spans,
    cue: Spans,
    content: Spans,
    speaker: Option<&'a str>,
    cue_class: &'static str,
    within: Option<&'a str>,
    rule: &'a str,
    confidence: Option<Confidence>,
}

#[derive(Serialize)]
struct SpeakerRecord<'a> {
    name: &'a str,
    kind: SpeakerKind,
    unnamed: bool,
    introduced: Spans,
    direct: usize,
    mixed: usize,
    indirect: usize,
    relayed: usize,
}

#[derive(Serialize)]
struct FramingRecord<'a> {
    id: &'a str,
    span: Spans,
    term: &'a str,
    category: &'static str,
    voice: &'static str,
    speaker: Option<&'a str>,
    relay: Option<&'static str>,
    claim: Option<&'a str>,
    rule: &'a str,
}

/// One place where somebody is named.
#[derive(Serialize)]
struct NamingRecord<'a> {
    id: &'a str,
    span: Spans,
    referent: &'a str,
    kind: &'static str,
    designator: &'a str,
    voice: &'static str,
    speaker: Option<&'a str>,
    rule: &'a str,
}

#[derive(Serialize)]
struct DamageRecord<'a> {
    span: Spans,
    kind: &'static str,
    suggestion: Option<&'a str>,
    rule: &'a str,
}

/// Returns the record of a document as one line without its end.
pub fn record(id: &Value, document: &Document, annotations: &Annotations<Span<Source>>) -> String {
    let positions = Positions::of(document.source());
    let spans = |span: &Span<Source>| vec![[positions.code_points(span.start()), positions.code_points(span.end())]];
    let evidence = |evidence: &'_ Evidence<Span<Source>>| spans(&evidence.at);
    let Digests { raw, text, front, root } = document.digests();
    let record = Record {
        id,
        raw: raw.to_string(),
        text: text.to_string(),
        front: front.map(|digest| digest.to_string()),
        root: root.to_string(),
        outlet: annotations.outlet.as_ref().map(|outlet| OutletRecord {
            name: &outlet.name,
            domain: outlet.domain.as_deref(),
            evidence: outlet.evidence.iter().map(|e| EvidenceRecord { span: evidence(e), rule: &e.rule }).collect(),
        }),
        byline: annotations.authors.iter().map(|author| author.name.as_str()).collect(),
        published: annotations.published.as_ref().map(|published| published.date.as_str()),
        cites: annotations
            .cites
            .iter()
            .map(|cited| CitedRecord {
                name: &cited.name,
                span: cited.evidence.iter().flat_map(evidence).collect(),
                rule: cited.evidence.first().map_or("", |e| e.rule.as_str()),
            })
            .collect(),
        claims: annotations.claims.iter().map(|claim| claim_record(claim, spans)).collect(),
        speakers: annotations.speakers.iter().map(|speaker| speaker_record(speaker, spans)).collect(),
        framing: annotations.framing.iter().map(|term| framing_record(term, spans)).collect(),
        naming: naming(annotations, spans),
        damage: annotations
            .damage
            .iter()
            .map(|damage| DamageRecord {
                span: spans(&damage.at),
                kind: damage.kind.name(),
                suggestion: damage.suggestion.as_deref(),
                rule: &damage.rule,
            })
            .collect(),
    };
    serde_json::to_string(&record).unwrap_or_default()
}

fn claim_record(claim: &Claim<Span<Source>>, spans: impl Fn(&Span<Source>) -> Spans) -> ClaimRecord<'_> {
    ClaimRecord {
        id: &claim.id.0,
        kind: claim.kind.name(),
        source: claim.source.iter().flat_map(&spans).collect(),
        cue: spans(&claim.cue.at),
        content: claim.content.iter().flat_map(&spans).collect(),
        speaker: claim.speaker.as_deref(),
        cue_class: claim.cue.class.name(),
        within: claim.within.as_ref().map(|id| id.0.as_str()),
        rule: &claim.rule,
        confidence: claim.confidence,
    }
}

fn speaker_record(speaker: &Speaker<Span<Source>>, spans: impl Fn(&Span<Source>) -> Spans) -> SpeakerRecord<'_> {
    let [direct, mixed, indirect] = speaker.counts;
    SpeakerRecord {
        name: &speaker.name,
        kind: speaker.kind,
        unnamed: speaker.unnamed,
        introduced: speaker.introduced.iter().flat_map(spans).collect(),
        direct,
        mixed,
        indirect,
        relayed: speaker.relayed,
    }
}

fn framing_record(term: &Framing<Span<Source>>, spans: impl Fn(&Span<Source>) -> Spans) -> FramingRecord<'_> {
    FramingRecord {
        id: &term.id.0,
        span: spans(&term.at),
        term: &term.term,
        category: term.category.name(),
        voice: term.voice.name(),
        speaker: term.speaker.as_deref(),
        relay: term.relay.map(Relay::name),
        claim: term.claim.as_ref().map(|id| id.0.as_str()),
        rule: &term.rule,
    }
}

/// Returns every place where somebody is named, in document order.
fn naming<'a>(
    annotations: &'a Annotations<Span<Source>>,
    spans: impl Fn(&Span<Source>) -> Spans,
) -> Vec<NamingRecord<'a>> {
    let places = annotations.naming.iter().flat_map(|naming| naming.at.iter().map(move |at| (at, naming)));
    let mut places: Vec<_> = places.collect();
    places.sort_by_key(|(at, _)| (at.start(), at.end()));
    places
        .into_iter()
        .map(|(at, naming)| NamingRecord {
            id: &naming.id.0,
            span: spans(at),
            referent: &naming.referent,
            kind: naming.kind.name(),
            designator: &naming.designator,
            voice: naming.voice.name(),
            speaker: naming.speaker.as_deref(),
            rule: &naming.rule,
        })
        .collect()
}
