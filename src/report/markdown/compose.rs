//! Puts marks, references, head and tail into the source.

use super::{
    edge::Guards,
    head,
    place::{Place, Reference},
    tail::Tail,
};
use crate::verify::Tokens;

/// Where the tables and footnotes go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Frame {
    /// After the text.
    Around,
    /// Before it, because the text ends within something that would swallow them.
    Ahead,
}

/// A report, and where in it its parts are.
pub(super) struct Composed {
    pub(super) text: String,
    /// The byte after the head block.
    pub(super) head_ends: usize,
    /// Where the tail begins.
    pub(super) tail: Option<usize>,
}

impl Composed {
    /// Returns the annotated text followed by the tail's marker and `stubs`, a word for each footnote, and where the
    /// marker stands. Both parsers read the text in it as in the whole report, because head and tail end what stands before
    /// them, and what stands in them acts on the text through definitions alone: of footnotes, which are all here, and
    /// of links, which cannot be without `]:`. `None` when there may be one.
    pub(super) fn bare(&self, stubs: &str) -> Option<(String, usize)> {
        let tail = self.tail?;
        let head = self.text.get(..self.head_ends)?;
        let after = self.text.get(tail..)?;
        let definitions = |text: &str| memchr::memmem::find_iter(text.as_bytes(), "]:").count();
        if definitions(head) > 0 || definitions(after) != definitions(stubs) {
            return None;
        }
        let marker = after.split_inclusive('\n').next()?;
        let text = [self.text.get(self.head_ends..tail)?, marker, "\n", stubs].concat();
        Some((text, tail - self.head_ends))
    }
}

/// What comes first where several things are put at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    MarkEnds,
    Reference,
    MarkBegins,
}

struct Insertion {
    at: u32,
    turn: Turn,
    /// Among those of one turn: the outer mark first, else in the order of the annotations.
    order: u32,
    piece: Piece,
}

/// What is put in.
#[derive(Clone, Copy)]
enum Piece {
    /// The start of a framing term's mark, or of its second, third, ... part.
    Opens {
        term: usize,
        part: usize,
    },
    Closes,
    /// A reference to the footnote with this letter and number, and what keeps it apart.
    Refers {
        letter: char,
        number: usize,
        guards: Guards,
    },
}

impl Piece {
    fn write(self, out: &mut String, tokens: &Tokens) {
        match self {
            Self::Opens { term, part } => {
                let letter = (part > 0).then(|| ('a'..='z').nth(part)).flatten();
                tokens.mark_to(out, 'f', term + 1, letter);
            }
            Self::Closes => out.push_str(&tokens.mark_ends()),
            Self::Refers { letter, number, guards } => {
                out.extend(guards.before.then(|| tokens.guard()));
                tokens.reference_to(out, letter, number);
                out.extend(guards.after.then(|| tokens.guard()));
            }
        }
    }
}

/// Composes the report of what `tail` tells of.
pub(super) fn compose(tail: &Tail<'_>, frame: Frame) -> Composed {
    let (source, tokens) = (tail.document.source(), tail.tokens);
    let mut text = String::with_capacity(2 * source.len() + 4096);
    let body = tail.document.parts().body.start() as usize;
    let mut kept = body;
    text.push_str(source.get(..body).unwrap_or_default());
    if tail.document.parts().front.is_some() {
        text.push('\n');
    }
    text.push_str(&tokens.head_opens());
    text.push_str("\n\n");
    text.push_str(&head::write(tail.document, tail.annotations, tokens));
    text.push('\n');
    if frame == Frame::Ahead {
        tail.write(&mut text);
    }
    text.push_str(&tokens.head_closes());
    text.push_str("\n\n");
    let head_ends = text.len();
    for insertion in insertions(tail) {
        text.push_str(source.get(kept..insertion.at as usize).unwrap_or_default());
        insertion.piece.write(&mut text, tokens);
        kept = insertion.at as usize;
    }
    text.push_str(source.get(kept..).unwrap_or_default());
    let begins = (frame == Frame::Around).then(|| {
        text.push_str("\n\n");
        let begins = text.len();
        text.push_str(&tokens.tail_opens());
        text.push_str("\n\n");
        tail.write(&mut text);
        text.push_str(&tokens.end());
        text.push('\n');
        begins
    });
    Composed { text, head_ends, tail: begins }
}

fn insertions(tail: &Tail<'_>) -> Vec<Insertion> {
    let mut all = vec![];
    for (term, place) in tail.terms.iter().enumerate() {
        for (part, mark) in place.marks.iter().enumerate() {
            let (at, order, piece) = (mark.start(), u32::MAX - mark.end(), Piece::Opens { term, part });
            all.push(Insertion { at, turn: Turn::MarkBegins, order, piece });
            all.push(Insertion { at: mark.end(), turn: Turn::MarkEnds, order: 0, piece: Piece::Closes });
        }
        all.extend(reference(place, 'f', term));
    }
    for (claim, place) in tail.claims.iter().enumerate() {
        all.extend(reference(place, 'c', claim));
    }
    all.sort_by_key(|insertion| (insertion.at, insertion.turn, insertion.order));
    guard(&mut all);
    all
}

fn reference(place: &Place, letter: char, index: usize) -> Option<Insertion> {
    let Reference { at, guards } = place.reference?;
    let piece = Piece::Refers { letter, number: index + 1, guards };
    Some(Insertion { at, turn: Turn::Reference, order: 0, piece })
}

/// Keeps only the first and the last reference of each place apart from what stands around them.
fn guard(all: &mut [Insertion]) {
    for group in all.chunk_by_mut(|a, b| a.at == b.at) {
        let marks_end = group.first().is_some_and(|first| first.turn == Turn::MarkEnds);
        let references = group.iter_mut().filter_map(|insertion| match &mut insertion.piece {
            Piece::Refers { guards, .. } => Some(guards),
            _ => None,
        });
        let mut references: Vec<&mut Guards> = references.collect();
        let last = references.len().saturating_sub(1);
        for (index, guards) in references.iter_mut().enumerate() {
            guards.before &= index == 0 && !marks_end;
            guards.after &= index == last;
        }
    }
}
