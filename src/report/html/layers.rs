//! Which annotations stand at each byte of the source.

use crate::{
    annotation::Annotations,
    document::{Source, Span},
};

/// How many annotations are shown at one place; beyond it, only their notes tell of them.
const DEEPEST: usize = 16;

/// What part of an annotation a place is, the outermost first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// What a claim says.
    Content,
    /// Who says it.
    Source,
    /// The words that attribute it.
    Cue,
    /// The name of an outlet that is relied on.
    Cited,
    /// A damaged word.
    Damage,
    /// A framing term.
    Term,
}

/// A part of the annotation `index` in its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Layer {
    pub(super) part: Part,
    pub(super) index: usize,
}

/// The source, cut wherever an annotation begins or ends.
#[derive(Debug, Default)]
pub(super) struct Layers {
    /// The first byte of each stretch, and what stands there; sorted.
    stretches: Vec<(u32, Vec<Layer>)>,
}

impl Layers {
    pub(super) fn of(annotations: &Annotations<Span<Source>>) -> Self {
        let mut edges: Vec<(u32, bool, Layer)> = vec![];
        let mut add = |part, index, span: Span<Source>| {
            if !span.is_empty() {
                let layer = Layer { part, index };
                edges.extend([(span.start(), true, layer), (span.end(), false, layer)]);
            }
        };
        for (index, claim) in annotations.claims.iter().enumerate() {
            claim.content.iter().for_each(|span| add(Part::Content, index, *span));
            claim.source.iter().for_each(|span| add(Part::Source, index, *span));
            add(Part::Cue, index, claim.cue.at);
        }
        for (index, cited) in annotations.cites.iter().enumerate() {
            cited.evidence.iter().for_each(|evidence| add(Part::Cited, index, evidence.at));
        }
        for (index, damage) in annotations.damage.iter().enumerate() {
            add(Part::Damage, index, damage.at);
        }
        for (index, term) in annotations.framing.iter().enumerate() {
            add(Part::Term, index, term.at);
        }
        edges.sort_unstable();
        let mut stretches = vec![];
        let mut open: Vec<Layer> = vec![];
        for group in edges.chunk_by(|a, b| a.0 == b.0) {
            for (at, begins, layer) in group {
                match open.binary_search(layer) {
                    Ok(found) if !begins => drop(open.remove(found)),
                    Err(place) if *begins => open.insert(place, *layer),
                    _ => {}
                }
                debug_assert!(stretches.last().is_none_or(|(last, _): &(u32, _)| last <= at), "edges are sorted");
            }
            if let Some((at, ..)) = group.first() {
                stretches.push((*at, open.iter().rev().take(DEEPEST).rev().copied().collect()));
            }
        }
        Self { stretches }
    }

    /// Returns the number of the stretch that holds the byte at `offset`, if anything stands there.
    pub(super) fn at(&self, offset: u32) -> Option<usize> {
        let index = self.stretches.partition_point(|(start, _)| *start <= offset).checked_sub(1)?;
        self.stretches.get(index).filter(|(_, layers)| !layers.is_empty()).map(|_| index)
    }

    /// Returns what stands in a stretch, the outermost first.
    pub(super) fn of_stretch(&self, index: usize) -> &[Layer] {
        self.stretches.get(index).map_or(&[], |(_, layers)| layers)
    }
}
