//! One document as one JSON object: the contract of `ibid stream`.
//!
//! Spans are half-open, in Unicode code points of the source text, front matter included. Each place is
//! a list of them.

mod object;

use crate::{
    annotation::{Annotations, Claim, Damage, Framing, Naming, Outlet, Relay, Speaker},
    document::{Digest, Digests, Document, Positions, Source, Span},
};
use object::{Object, text};
use serde_json::Value;

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

/// Returns the record of a document as one line without its end.
pub fn record(id: &Value, document: &Document, annotations: &Annotations<Span<Source>>) -> String {
    let positions = Positions::of(document.source());
    let positions = &positions;
    let Digests { raw, text: words, front, root } = document.digests();
    let mut line = String::with_capacity(document.source().len());
    Object::write(&mut line, |record| {
        record.value("id", id);
        record.text("raw", &raw.to_string());
        record.text("text", &words.to_string());
        record.maybe("front", front.as_ref().map(Digest::to_string).as_deref());
        record.text("root", &root.to_string());
        match &annotations.outlet {
            Some(found) => Object::write(record.field("outlet"), |object| outlet(object, found, positions)),
            None => record.maybe("outlet", None),
        }
        record.list("byline", &annotations.authors, |line, author| text(line, &author.name));
        record.maybe("published", annotations.published.as_ref().map(|published| published.date.as_str()));
        record.objects("cites", &annotations.cites, |object, cited| {
            object.text("name", &cited.name);
            spans(object, "span", cited.evidence.iter().map(|evidence| &evidence.at), positions);
            object.text("rule", cited.evidence.first().map_or("", |evidence| &evidence.rule));
        });
        record.objects("claims", &annotations.claims, |object, found| claim(object, found, positions));
        record.objects("speakers", &annotations.speakers, |object, found| speaker(object, found, positions));
        record.objects("framing", &annotations.framing, |object, found| framing(object, found, positions));
        record.objects("naming", places(annotations), |object, (at, found)| naming(object, at, found, positions));
        record.objects("damage", &annotations.damage, |object, found| damage(object, found, positions));
    });
    line
}

/// Writes a place: `[[start, end], …]`.
fn spans<'s>(
    object: &mut Object<'_>,
    name: &str,
    places: impl IntoIterator<Item = &'s Span<Source>>,
    positions: &Positions<'_>,
) {
    object.list(name, places, |line, span| {
        let mut digits = itoa::Buffer::new();
        line.push('[');
        line.push_str(digits.format(positions.code_points(span.start())));
        line.push(',');
        line.push_str(digits.format(positions.code_points(span.end())));
        line.push(']');
    });
}

fn outlet(object: &mut Object<'_>, outlet: &Outlet<Span<Source>>, positions: &Positions<'_>) {
    object.text("name", &outlet.name);
    object.maybe("domain", outlet.domain.as_deref());
    object.objects("evidence", &outlet.evidence, |object, evidence| {
        spans(object, "span", [&evidence.at], positions);
        object.text("rule", &evidence.rule);
    });
}

fn claim(object: &mut Object<'_>, claim: &Claim<Span<Source>>, positions: &Positions<'_>) {
    object.text("id", &claim.id.0);
    object.word("kind", claim.kind.name());
    spans(object, "source", &claim.source, positions);
    spans(object, "cue", [&claim.cue.at], positions);
    spans(object, "content", &claim.content, positions);
    object.maybe("speaker", claim.speaker.as_deref());
    object.word("cue_class", claim.cue.class.name());
    object.maybe("within", claim.within.as_ref().map(|id| id.0.as_str()));
    object.text("rule", &claim.rule);
    object.value("confidence", &claim.confidence);
}

fn speaker(object: &mut Object<'_>, speaker: &Speaker<Span<Source>>, positions: &Positions<'_>) {
    let [direct, mixed, indirect] = speaker.counts;
    object.text("name", &speaker.name);
    object.word("kind", speaker.kind.name());
    object.field("unnamed").push_str(if speaker.unnamed { "true" } else { "false" });
    spans(object, "introduced", &speaker.introduced, positions);
    object.number("direct", direct);
    object.number("mixed", mixed);
    object.number("indirect", indirect);
    object.number("relayed", speaker.relayed);
}

fn framing(object: &mut Object<'_>, term: &Framing<Span<Source>>, positions: &Positions<'_>) {
    object.text("id", &term.id.0);
    spans(object, "span", [&term.at], positions);
    object.text("term", &term.term);
    object.word("category", term.category.name());
    object.word("voice", term.voice.name());
    object.maybe("speaker", term.speaker.as_deref());
    object.maybe("relay", term.relay.map(Relay::name));
    object.maybe("claim", term.claim.as_ref().map(|id| id.0.as_str()));
    object.text("rule", &term.rule);
}

/// Returns every place where somebody is named, in document order.
fn places(annotations: &Annotations<Span<Source>>) -> Vec<(&Span<Source>, &Naming<Span<Source>>)> {
    let places = annotations.naming.iter().flat_map(|naming| naming.at.iter().map(move |at| (at, naming)));
    let mut places: Vec<_> = places.collect();
    places.sort_by_key(|(at, _)| (at.start(), at.end()));
    places
}

fn naming(object: &mut Object<'_>, at: &Span<Source>, naming: &Naming<Span<Source>>, positions: &Positions<'_>) {
    object.text("id", &naming.id.0);
    spans(object, "span", [at], positions);
    object.text("referent", &naming.referent);
    object.word("kind", naming.kind.name());
    object.text("designator", &naming.designator);
    object.word("voice", naming.voice.name());
    object.maybe("speaker", naming.speaker.as_deref());
    object.text("rule", &naming.rule);
}

fn damage(object: &mut Object<'_>, damage: &Damage<Span<Source>>, positions: &Positions<'_>) {
    spans(object, "span", [&damage.at], positions);
    object.word("kind", damage.kind.name());
    object.maybe("suggestion", damage.suggestion.as_deref());
    object.text("rule", &damage.rule);
}
