//! What stands under the pointer: the annotations of a passage; an entry's sentence; what a key is for.

use super::{
    context,
    definition::{entry_at, ids_at, place},
    disk::Shape,
    reading::Reading,
    state::{Kind, State},
    teaching::Schema,
    words::{Page, short},
};
use crate::{
    annotation::{Anchors, Claim, Framing, Id, Naming},
    document::{Document, Source, Span},
    lexicon::Lexicon,
    sidecar::{self, Entry},
};
use lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind, Position, Url};

/// How many annotations of one place are shown: a term, and the claims around it.
const MOST: usize = 6;

/// Returns what there is to say of a place.
pub(super) fn of(state: &mut State, uri: &Url, position: Position) -> Option<Hover> {
    let mut page = Page::new(state.client.markdown);
    let range = match state.kind(uri) {
        Kind::Document => passage(state, uri, position, &mut page),
        Kind::Sidecar | Kind::Lexicon | Kind::Settings => field(state, uri, position, &mut page),
        Kind::Other => None,
    };
    if page.is_empty() {
        return None;
    }
    let kind = if page.is_markdown() { MarkupKind::Markdown } else { MarkupKind::PlainText };
    let text = state.file(uri).map(|open| &open.text);
    let range = range.and_then(|span| Some(text?.range(span)));
    Some(Hover { contents: HoverContents::Markup(MarkupContent { kind, value: page.finish() }), range })
}

/// The annotations of a passage of a document; returns the shortest one's place.
fn passage(state: &mut State, uri: &Url, position: Position, page: &mut Page) -> Option<Span<Source>> {
    let reading = state.reading(uri).ok()?;
    let offset = state.file(uri)?.text.offset(position);
    let found = &reading.annotations;
    let lexicon = state.disk.lexicon();
    let mut closest = None;
    for id in ids_at(&reading, offset).into_iter().take(MOST) {
        if let Some(framing) = found.framing.iter().find(|framing| framing.id == id) {
            term(framing, &reading, lexicon, page);
            closest = closest.or(Some(framing.at));
        } else if let Some(said) = found.claims.iter().find(|claim| claim.id == id) {
            claim(said, &reading, page);
            let places = said.source.iter().chain([&said.cue.at]).chain(&said.content);
            closest = closest.or_else(|| places.copied().find(|at| at.covers(offset)));
        } else if let Some(named) = found.naming.iter().find(|naming| naming.id == id) {
            naming(named, page);
            person(&id, &reading, page);
        }
    }
    outlets(&reading, offset, page);
    closest
}

fn term(term: &Framing<Span<Source>>, reading: &Reading, lexicon: &Lexicon, page: &mut Page) {
    page.rule().strong(&term.term).say(" · ").say(term.category.name());
    page.line().say("voice: ").say(term.voice.name());
    if let Some(speaker) = &term.speaker {
        page.line().say("speaker: ").say(speaker);
    }
    if let Some(relay) = term.relay {
        page.line().say("relay: ").say(relay.name());
    }
    page.line().say("rule: ").name(&term.rule);
    if let Some(known) = lexicon.explain(&term.rule).first() {
        page.paragraph().say(&short_reason(known.reason));
    }
    person(&term.id, reading, page);
}

fn claim(claim: &Claim<Span<Source>>, reading: &Reading, page: &mut Page) {
    let words = |at: Span<Source>| short(reading.document.bytes(at));
    page.rule().strong(claim.speaker.as_deref().unwrap_or("speaker not named"));
    page.say(" · ").say(claim.kind.name()).say(" claim");
    if let Some(source) = claim.source {
        page.line().say("source: ").say(&words(source));
    }
    page.line().say("cue: ").say(&words(claim.cue.at)).say(" (").say(claim.cue.class.name()).say(": ");
    page.say(claim.cue.class.meaning()).say(")");
    if let Some(within) = &claim.within {
        page.line().say("reported within: ").name(&within.0);
    }
    page.line().say("rule: ").name(&claim.rule);
    person(&claim.id, reading, page);
}

fn naming(naming: &Naming<Span<Source>>, page: &mut Page) {
    page.rule().strong(&naming.designator).say(" · names ").say(&naming.referent);
    page.line().say("voice: ").say(naming.voice.name());
    if let Some(speaker) = &naming.speaker {
        page.line().say("speaker: ").say(speaker);
    }
    page.line().say("rule: ").name(&naming.rule);
}

/// What people said of an entry, and how it stands with the annotation file.
fn person(id: &Id, reading: &Reading, page: &mut Page) {
    page.paragraph().name(&id.0);
    let Some(entry) = reading.entry(id) else {
        page.say(" · not in the annotation file yet");
        return;
    };
    let anchors = Anchors::of(reading.document.source());
    let worst = entry.places.iter().map(|spoken| anchors.find(&spoken.selector).state()).max();
    page.say(" · ").say(if entry.owned { "the engine's" } else { "a person's" });
    if let Some(worst) = worst {
        page.say(" · ").say(worst.name());
    }
    if let Some(review) = &entry.review {
        page.say(" · ").say(review);
        if let Some(reviewer) = &entry.reviewer {
            page.say(" by ").say(reviewer);
        }
    }
    if let Some(note) = reading.notes.get(id) {
        page.line().say("note: ").say(note);
    }
}

fn outlets(reading: &Reading, offset: u32, page: &mut Page) {
    let found = &reading.annotations;
    let outlet = found.outlet.iter().map(|outlet| ("outlet", &outlet.name, &outlet.evidence));
    let authors = found.authors.iter().map(|author| ("author", &author.name, &author.evidence));
    let published = found.published.iter().map(|published| ("published", &published.date, &published.evidence));
    let cites = found.cites.iter().map(|cited| ("cited outlet", &cited.name, &cited.evidence));
    for (what, name, evidence) in outlet.chain(authors).chain(published).chain(cites) {
        if let Some(here) = evidence.iter().find(|evidence| evidence.at.covers(offset)) {
            page.rule().strong(name).say(" · ").say(what).line().say("rule: ").name(&here.rule);
        }
    }
}

/// What a key of an annotation file or lexicon is for, and the sentence of the entry that it is in.
fn field(state: &mut State, uri: &Url, position: Position, page: &mut Page) -> Option<Span<Source>> {
    let shape = state.kind(uri).shape()?;
    let (offset, context, entries) = {
        let text = &state.file(uri)?.text;
        let offset = text.offset(position);
        (offset, context::at(text, offset), sidecar::entries(text.as_str()).unwrap_or_default())
    };
    let schema = Schema::new(state.disk.schema(shape));
    let span = match &context.key {
        Some(key) if !context.outside => {
            teach(schema, &context.path, key, page);
            if context.in_value {
                let value = context.span.of(state.file(uri)?.text.as_str()).unwrap_or_default();
                let known = schema.values(&context.path, key).into_iter().find(|known| known.name == value);
                if let Some(known) = known.filter(|known| !known.about.is_empty()) {
                    page.paragraph().name(&known.name).say(": ").say(&known.about);
                }
            }
            Some(context.span)
        }
        _ => None,
    };
    if let Some(entry) = entry_at(&entries, offset).filter(|_| shape == Shape::Annotations)
        && let Some((_, document)) = state.document_of(uri)
    {
        sentence(entry, &document, page);
    }
    span
}

fn teach(schema: Schema<'_>, path: &[String], key: &str, page: &mut Page) {
    let Some((about, examples)) = schema.describe(path, key) else { return };
    page.name(key).say(": ").say(&about);
    if !examples.is_empty() {
        page.line().say("for example ");
        for (number, example) in examples.iter().enumerate() {
            page.say(if number == 0 { "" } else { ", " }).name(example);
        }
    }
    let values = schema.values(path, key);
    if !values.is_empty() {
        page.line().say("one of ");
        for (number, known) in values.iter().enumerate() {
            page.say(if number == 0 { "" } else { ", " }).name(&known.name);
        }
    }
}

/// The sentences that an entry speaks of, its words in them standing out.
fn sentence(entry: &Entry, document: &Document, page: &mut Page) {
    let anchors = Anchors::of(document.source());
    let mut marks: Vec<Span<Source>> =
        entry.places.iter().filter_map(|spoken| place(document, &anchors, &spoken.selector)).collect();
    marks.sort_unstable();
    let (Some(first), Some(last)) = (marks.first(), marks.iter().map(Span::end).max()) else { return };
    let around = first.hull(Span::clamped(last, last));
    let sentences = document.sentences().iter().filter_map(|s| document.map().to_source(s.span));
    let passage = sentences.filter(|span| span.overlaps(around)).fold(around, |all, span| all.hull(span));
    page.rule();
    let mut at = passage.start();
    for mark in marks {
        if mark.start() < at {
            continue;
        }
        page.say(document.bytes(Span::clamped(at, mark.start()))).strong(document.bytes(mark));
        at = mark.end();
    }
    page.say(document.bytes(Span::clamped(at, passage.end())));
}

fn short_reason(reason: &str) -> String {
    reason.split_whitespace().collect::<Vec<_>>().join(" ")
}
