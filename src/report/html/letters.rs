//! The letters of the text, each with the place in the source that it came from.
//!
//! comrak says on which line of the source a text begins, but not which byte gave which letter (an entity, an
//! escape); the prose knows that of every letter. Both write down the letters of each line: where they agree, a
//! letter's place is known; where they do not, the line is shown without marks. Nothing is searched.

use super::layers::Layers;
use crate::{
    document::{Document, Prose, Source, Span},
    verify::LineCounter,
};

/// A letter that is not a blank.
#[derive(Clone, Copy, Debug)]
pub(super) struct Letter {
    letter: char,
    /// The line of the body, the first being 0.
    line: u32,
    source: Span<Source>,
    /// Where the letter begins in the prose.
    prose: u32,
}

/// A stretch of text, and the number of the stretch of layers that it stands in.
pub(super) type Run = (String, Option<usize>);

/// The letters of a body, in order.
pub(super) struct Letters<'d> {
    document: &'d Document,
    layers: &'d Layers,
    letters: Vec<Letter>,
}

impl<'d> Letters<'d> {
    pub(super) fn of_body(document: &'d Document, layers: &'d Layers) -> Self {
        let body = document.parts().body;
        let starts = LineCounter::starts(document.bytes(body));
        let line = |at: u32| starts.partition_point(|start| body.start() + start <= at).saturating_sub(1);
        let mut letters = vec![];
        let pieces = document.map().pieces().iter().filter(|piece| piece.source.start() >= body.start());
        for piece in pieces {
            let words = document.words(piece.prose);
            letters.extend(placed(words, piece.prose.start(), piece.source, piece.verbatim).map(|mut letter| {
                letter.line = u32::try_from(line(letter.source.start())).unwrap_or(u32::MAX);
                letter
            }));
        }
        Self { document, layers, letters }
    }

    /// Returns the letters of a line if they are those of `texts`, which stand there one after the other.
    pub(super) fn of_line<'t>(&self, line: u32, texts: impl Iterator<Item = &'t str>) -> Option<&[Letter]> {
        let from = self.letters.partition_point(|letter| letter.line < line);
        let to = self.letters.partition_point(|letter| letter.line <= line);
        let letters = self.letters.get(from..to)?;
        let shown = texts.flat_map(str::chars).filter(|c| !c.is_whitespace());
        shown.eq(letters.iter().map(|letter| letter.letter)).then_some(letters)
    }

    /// Cuts a text into runs; `letters` are its own.
    pub(super) fn runs(&self, text: &str, letters: &[Letter]) -> Vec<Run> {
        runs(text, letters, self.layers)
    }

    /// Returns where the line begins that follows the end of `line`, if the prose begins a block there.
    pub(super) fn block_after(&self, line: u32) -> Option<u32> {
        let next = self.letters.partition_point(|letter| letter.line <= line);
        let (last, next) = (self.letters.get(next.checked_sub(1)?)?, self.letters.get(next)?);
        let between = Span::<Prose>::clamped(last.prose, next.prose);
        self.document.words(between).contains('\n').then_some(next.prose)
    }
}

/// Returns the runs of a block of prose.
pub(super) fn runs_of_block(document: &Document, layers: &Layers, block: Span<Prose>) -> Vec<Run> {
    let pieces = document.map().runs(block);
    let letters: Vec<Letter> = pieces
        .flat_map(|piece| placed(document.words(piece.prose), piece.prose.start(), piece.source, piece.verbatim))
        .collect();
    runs(document.words(block), &letters, layers)
}

fn placed(words: &str, prose: u32, source: Span<Source>, verbatim: bool) -> impl Iterator<Item = Letter> {
    words.char_indices().filter(|(_, letter)| !letter.is_whitespace()).map(move |(at, letter)| {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        let width = u32::try_from(letter.len_utf8()).unwrap_or(1);
        let own = Span::clamped(source.start().saturating_add(at), source.start().saturating_add(at + width));
        Letter { letter, line: 0, source: if verbatim { own } else { source }, prose: prose + at }
    })
}

fn runs(text: &str, letters: &[Letter], layers: &Layers) -> Vec<Run> {
    let mut runs: Vec<Run> = vec![];
    let mut letters = letters.iter();
    let mut after = None;
    for c in text.chars() {
        let stretch = if c.is_whitespace() {
            // A blank belongs to what goes on behind the letter before it.
            after.and_then(|at| layers.at(at))
        } else {
            let letter = letters.next();
            after = letter.map(|letter| letter.source.end());
            letter.and_then(|letter| layers.at(letter.source.start()))
        };
        match runs.last_mut().filter(|last| last.1 == stretch) {
            Some(last) => last.0.push(c),
            None => runs.push((c.to_string(), stretch)),
        }
    }
    runs
}
