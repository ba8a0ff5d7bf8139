//! Annotated Markdown: the document as it is, with marks, notes and tables added.
//!
//! Insertions only. No byte of the source is changed or removed, and nothing goes inside front matter, so
//! [`strip`](crate::verify::strip) recovers the source and its digest proves it. A report reads as Markdown
//! anywhere: a mark is HTML that every viewer knows, a note is a footnote.
//!
//! Where something may stand is decided in three steps. The parser's events give the text runs, so nothing
//! is put into code, targets of links, HTML or pictures (`inline`). Local rules refuse places where a
//! character would take another meaning (`edge`). Then what was written is read again, by both
//! Markdown parsers, and must come to the same as the source; lines that do not lose their marks, then
//! their notes. The last step is what makes it safe, the first two are what keeps it from being needed.

mod compose;
mod edge;
pub(super) mod escape;
mod head;
mod inline;
mod named;
mod place;
mod row;
pub(in crate::report) mod share;
mod tail;
pub(in crate::report) mod words;

use crate::{
    annotation::{Annotations, Id},
    document::{Document, Source, Span},
    verify::{LineCounter, Ours, Outline, Tokens, View, outlines, with_line_end},
};
use compose::{Composed, Frame, compose};
use place::{Place, Placer};
use std::{collections::BTreeMap, ops::Range};
use tail::Tail;

/// How often a report is tried with fewer marks before it is written without any.
const TRIES: usize = 4;

/// Writes the annotated Markdown of a document. `notes` are what people wrote about annotations.
pub fn write(document: &Document, annotations: &Annotations<Span<Source>>, notes: &BTreeMap<Id, String>) -> String {
    let writer = Writer {
        document,
        annotations,
        notes,
        tokens: Tokens::choose(document.source(), document.digests().raw),
        reads: read_source(document),
    };
    writer.write(Places::of(document, annotations))
}

fn body(document: &Document) -> &str {
    document.bytes(document.parts().body)
}

fn read_source(document: &Document) -> [Outline; 2] {
    outlines(View { text: &with_line_end(body(document)), ours: None })
}

/// Where everything shows.
#[derive(Clone)]
struct Places {
    terms: Vec<Place>,
    claims: Vec<Place>,
}

impl Places {
    fn of(document: &Document, annotations: &Annotations<Span<Source>>) -> Self {
        let body = document.parts().body;
        let ground = inline::Ground::read(document.source(), body);
        let edges = edge::Edges::new(document.source(), body, &ground);
        let placer = Placer::new(document.source(), &ground, &edges);
        let mut terms: Vec<Place> = annotations.framing.iter().map(|term| placer.term(term.at)).collect();
        place::untangle(&mut terms, &placer);
        let end = |content: &[Span<Source>]| content.last().and_then(|last| placer.reference(*last));
        let claims = annotations.claims.iter().map(|claim| Place { marks: vec![], reference: end(&claim.content) });
        let claims = claims.collect();
        Self { terms, claims }
    }

    /// Takes away what stands on these lines: of each annotation the mark, if it has one, else the note.
    fn lighten(&mut self, lines: &Lines) {
        for place in self.terms.iter_mut().chain(&mut self.claims) {
            if place.marks.iter().any(|mark| lines.hold(mark.start()) || lines.hold(mark.end())) {
                place.marks.clear();
            } else if place.reference.is_some_and(|reference| lines.hold(reference.at)) {
                place.reference = None;
                place.marks.clear();
            }
        }
    }

    fn clear(&mut self) {
        for place in self.terms.iter_mut().chain(&mut self.claims) {
            *place = Place::default();
        }
    }
}

/// Places in the source, by lines: sorted, apart.
struct Lines {
    ranges: Vec<Range<u32>>,
}

impl Lines {
    fn of(body: &str, base: u32, lines: &[Range<u32>]) -> Self {
        let starts = LineCounter::starts(body);
        let offset = |line: u32| starts.get(line as usize).map_or(u32::MAX, |start| base.saturating_add(*start));
        Self { ranges: lines.iter().map(|lines| offset(lines.start)..offset(lines.end)).collect() }
    }

    fn hold(&self, at: u32) -> bool {
        let index = self.ranges.partition_point(|range| range.end < at);
        self.ranges.get(index).is_some_and(|range| range.start <= at)
    }
}

struct Writer<'r> {
    document: &'r Document,
    annotations: &'r Annotations<Span<Source>>,
    notes: &'r BTreeMap<Id, String>,
    tokens: Tokens,
    /// What the parsers make of the source.
    reads: [Outline; 2],
}

impl Writer<'_> {
    fn write(&self, mut places: Places) -> String {
        let mut frame = Frame::Around;
        for attempt in 0..TRIES {
            let composed = self.compose(&places, frame);
            let bad = self.differences(&composed, &self.tail(&places).stubs());
            if bad.is_empty() {
                return composed.text;
            }
            if attempt == 0 && self.ends_open() {
                frame = Frame::Ahead;
                continue;
            }
            places.lighten(&Lines::of(body(self.document), self.document.parts().body.start(), &bad));
        }
        places.clear();
        self.compose(&places, frame).text
    }

    fn compose(&self, places: &Places, frame: Frame) -> Composed {
        compose(&self.tail(places), frame)
    }

    fn tail<'p>(&'p self, places: &'p Places) -> Tail<'p> {
        let Self { document, annotations, notes, tokens, .. } = self;
        Tail { document, annotations, notes, tokens, terms: &places.terms, claims: &places.claims }
    }

    /// Tells whether what follows the text would be read as part of it.
    fn ends_open(&self) -> bool {
        let text = format!("{}\n\n{}\n", body(self.document), self.tokens.tail_opens());
        let tail = Some(body(self.document).len() + 2);
        let found = outlines(View { text: &text, ours: Some(Ours { tokens: &self.tokens, head_ends: 0, tail }) });
        !found.iter().zip(&self.reads).all(|(found, source)| found.lines == source.lines && found.arrived)
    }

    /// Returns the lines of the body that are not read in the report as they are in the source.
    fn differences(&self, composed: &Composed, stubs: &str) -> Vec<Range<u32>> {
        let Some((text, tail)) = composed.bare(stubs) else { return self.differences_in_all(composed) };
        let ours = Ours { tokens: &self.tokens, head_ends: 0, tail: Some(tail) };
        let bad = self.differences_to(View { text: &text, ours: Some(ours) });
        debug_assert!(!bad.is_empty() || self.differences_in_all(composed).is_empty(), "{}", composed.text);
        bad
    }

    /// The same from the report as it will be written, head and tail included.
    fn differences_in_all(&self, composed: &Composed) -> Vec<Range<u32>> {
        let start = self.document.parts().body.start() as usize;
        let tail = composed.tail.map(|tail| tail - start);
        let text = with_line_end(composed.text.get(start..).unwrap_or_default());
        let ours = Ours { tokens: &self.tokens, head_ends: composed.head_ends - start, tail };
        self.differences_to(View { text: &text, ours: Some(ours) })
    }

    fn differences_to(&self, view: View<'_>) -> Vec<Range<u32>> {
        let mut lines: Vec<Range<u32>> = vec![];
        for (found, source) in outlines(view).iter().zip(&self.reads) {
            lines.extend(source.differences(found));
            if !found.arrived {
                lines.push(0..u32::MAX);
            }
        }
        lines.sort_unstable_by_key(|range| range.start);
        merge(lines)
    }
}

fn merge(lines: Vec<Range<u32>>) -> Vec<Range<u32>> {
    let mut merged: Vec<Range<u32>> = vec![];
    for range in lines {
        match merged.last_mut().filter(|last| range.start <= last.end) {
            Some(last) => last.end = last.end.max(range.end),
            None => merged.push(range),
        }
    }
    merged
}
