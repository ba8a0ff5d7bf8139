//! The ladder, for many selectors of one document.

use super::{
    Anchor, Candidate, Changed, Earlier, Score, search,
    wanted::{Likeness, Wanted},
    words,
};
use crate::{
    annotation::Selector,
    document::{Folded, Source, Span},
};
use memchr::memmem;
use std::sync::OnceLock;

/// The share by which the best of several places must lead the next, else the words are ambiguous. This
/// and the four below were measured on two public revision histories; see `docs/architecture.md`.
const LEAD: f64 = 0.02;

/// Fewer code points are too common to be known again without their surroundings, or changed.
const SHORT: usize = 8;

/// How like the recorded place another must be to be the same, changed.
const SCORE: f64 = 0.65;

/// How like the recorded surroundings those on the better side must be.
const SIDE: f64 = 0.60;

/// How like the recorded words others must be, however like their surroundings are.
const QUOTE: f64 = 0.5;

/// How like the recorded place another must be to be worth a look.
const CANDIDATE: f64 = 0.5;

/// Places over one another whose likeness differs by less are the same place with other ends.
const ENDS: f64 = 0.05;

/// How many candidates are shown for lost words.
const CANDIDATES: usize = 3;

/// How many places are listed for words that stand in many.
const LISTED: usize = 16;

/// Of words that stand in more places, those with the longest equal surroundings are compared.
const COMPARED: usize = 64;

/// Longer words, in code points, are looked for as they are only: the search takes time by their length.
const LONGEST: usize = 8192;

/// How far around the predicted place is searched first, in bytes.
const NEAR: u32 = 2048;

/// A longer document, in bytes, is not searched from end to end for nearly the words, but around the places
/// where pieces of them or of their surroundings stand: a thousand lost passages in five megabytes take
/// seconds, not minutes.
const SEARCHED: u32 = 256 << 10;

/// The length of such pieces, in code points, and how many places of each are looked at.
const PIECE: usize = 12;
const PIECES: usize = 8;

/// A document in which selectors are looked for; it is folded once, when first needed.
#[derive(Debug)]
pub struct Anchors<'t> {
    pub(super) source: &'t str,
    folded: OnceLock<Folded>,
}

/// A place that may be the wanted one.
#[derive(Clone, Copy, Debug)]
struct Place {
    span: Span<Folded>,
    score: f64,
    side: f64,
    around: f64,
}

impl Place {
    const fn of(span: Span<Folded>, likeness: Likeness) -> Self {
        Self { span, score: likeness.score, side: likeness.side, around: likeness.around }
    }
}

impl<'t> Anchors<'t> {
    /// Makes ready to look in `source`.
    pub const fn of(source: &'t str) -> Self {
        Self { source, folded: OnceLock::new() }
    }

    /// Finds a selector's words.
    pub fn find(&self, selector: &Selector) -> Anchor {
        self.verbatim(selector, None).unwrap_or_else(|| self.changed(selector, None))
    }

    /// Finds a selector's words, with the text at hand in which it was made.
    pub fn find_from(&self, earlier: &Earlier<'_>, selector: &Selector) -> Anchor {
        let earlier = Some(earlier);
        self.verbatim(selector, earlier).unwrap_or_else(|| self.changed(selector, earlier))
    }

    /// Returns the one place where the same words stand; does not look for changed ones.
    pub fn place(&self, selector: &Selector) -> Option<Span<Source>> {
        self.verbatim(selector, None).and_then(|anchor| anchor.span())
    }

    fn folded(&self) -> &Folded {
        self.folded.get_or_init(|| Folded::of(self.source))
    }

    /// The first two rungs; `None` when the words stand nowhere.
    fn verbatim(&self, selector: &Selector, earlier: Option<&Earlier<'_>>) -> Option<Anchor> {
        if selector.bytes.0.of(self.source) == Some(&selector.exact) {
            return Some(Anchor::Intact(selector.bytes.0));
        }
        if selector.exact.trim().is_empty() {
            return Some(Anchor::Lost(vec![]));
        }
        let (folded, wanted) = (self.folded(), Wanted::of(selector));
        let text = folded.text();
        let length = wanted.text.len();
        let mut spans: Vec<Span<Folded>> = memmem::find_iter(text.as_bytes(), wanted.text.as_bytes())
            .map(|at| Span::clamped(offset(at), offset(at + length)))
            .collect();
        let recorded = folded.from_source(selector.bytes.0);
        if spans.contains(&recorded) {
            return Some(Anchor::Intact(folded.to_source(recorded)));
        }
        spans.retain(|span| !wanted.is_cut(text, *span));
        if let Some(same) =
            earlier.and_then(|earlier| self.unchanged(earlier, selector)).filter(|at| spans.contains(at))
        {
            return Some(Anchor::Moved(folded.to_source(same)));
        }
        let predicted = earlier.map_or(recorded.start(), |earlier| self.expected(earlier, selector));
        if spans.len() > COMPARED {
            spans.sort_by_cached_key(|span| std::cmp::Reverse(wanted.equal_around(text, *span)));
            spans.truncate(COMPARED);
        }
        let mut places: Vec<Place> = spans
            .into_iter()
            .map(|span| (span, wanted.likeness_exact(text, span, predicted)))
            .map(|(span, likeness)| Place::of(span, likeness))
            .collect();
        places.sort_by(best_first);
        match places.as_slice() {
            [] => None,
            [only] if wanted.length >= SHORT || only.side >= SIDE => Some(Anchor::Moved(folded.to_source(only.span))),
            [best, next, ..] if best.side >= SIDE && best.score - next.score >= LEAD => {
                Some(Anchor::Moved(folded.to_source(best.span)))
            }
            _ => {
                let listed = places.iter().take(LISTED).map(|place| folded.to_source(place.span));
                Some(Anchor::Ambiguous(listed.collect()))
            }
        }
    }

    /// The third rung, and the last.
    fn changed(&self, selector: &Selector, earlier: Option<&Earlier<'_>>) -> Anchor {
        let (folded, wanted) = (self.folded(), Wanted::of(selector));
        if wanted.length > LONGEST {
            return Anchor::Lost(vec![]);
        }
        let predicted = match earlier {
            Some(earlier) => self.expected(earlier, selector),
            None => self.predict(&wanted, selector),
        };
        let is_other = |place: Place| {
            wanted.is_neighbour(folded.text(), place.span)
                || earlier.is_some_and(|old| old.had(folded.text(), place.span, selector.bytes.0, place.score))
        };
        let reach = NEAR.max(offset(wanted.text.len()).saturating_mul(2));
        let mut places = self.places(&wanted, predicted, [around(predicted, reach)]);
        let mut best = accepted(&wanted, &places);
        if best.is_none_or(is_other) {
            places = self.places(&wanted, predicted, self.windows(&wanted, predicted));
            best = accepted(&wanted, &places).filter(|best| !is_other(*best));
        }
        match best {
            Some(best) => self.tell(&wanted, best),
            None => Anchor::Lost(
                places
                    .iter()
                    .filter(|place| place.score >= CANDIDATE)
                    .take(CANDIDATES)
                    .map(|place| Candidate { span: folded.to_source(place.span), score: Score::of(place.score) })
                    .collect(),
            ),
        }
    }

    fn tell(&self, wanted: &Wanted, place: Place) -> Anchor {
        let new = place.span.of(self.folded().text()).unwrap_or_default();
        Anchor::Changed(Changed {
            span: self.folded().to_source(place.span),
            score: Score::of(place.score),
            flags: words::flags(&wanted.text, new),
            words: words::diff(&wanted.text, new),
        })
    }

    /// Returns the places in some windows where nearly the words stand, the best first, none over another.
    fn places(&self, wanted: &Wanted, predicted: u32, windows: impl IntoIterator<Item = Span<Folded>>) -> Vec<Place> {
        let text = self.folded().text();
        let mut places: Vec<Place> = windows
            .into_iter()
            .flat_map(|window| search::nearly(wanted, text, window))
            .map(|span| (span, wanted.likeness(text, span, predicted)))
            .filter(|(_, likeness)| likeness.quote >= QUOTE)
            .map(|(span, likeness)| Place::of(span, likeness))
            .collect();
        places.sort_by(best_first);
        apart(&places)
    }

    /// Returns where the passage is when the line that holds it is still there.
    fn unchanged(&self, earlier: &Earlier<'_>, selector: &Selector) -> Option<Span<Folded>> {
        earlier.unchanged(selector.bytes.0).map(|span| self.folded().from_source(span))
    }

    /// Returns where the words are to be expected by the lines of the earlier text.
    fn expected(&self, earlier: &Earlier<'_>, selector: &Selector) -> u32 {
        let at = earlier.predict(selector.bytes.0);
        self.folded().from_source(Span::clamped(at, at.saturating_add(1))).start()
    }

    /// Returns where the words are to be expected by their surroundings: where the nearest of their surroundings are, else where
    /// they were.
    fn predict(&self, wanted: &Wanted, selector: &Selector) -> u32 {
        let text = self.folded().text().as_bytes();
        let recorded = self.folded().from_source(selector.bytes.0).start();
        let ends = memmem::find_iter(text, wanted.prefix.as_bytes()).map(|at| offset(at + wanted.prefix.len()));
        let starts = memmem::find_iter(text, wanted.suffix.as_bytes())
            .map(|at| offset(at).saturating_sub(offset(wanted.text.len())));
        let long = |side: &str| side.chars().count() >= PIECE;
        let ends = ends.take(if long(&wanted.prefix) { LISTED } else { 0 });
        let starts = starts.take(if long(&wanted.suffix) { LISTED } else { 0 });
        ends.chain(starts).min_by_key(|at| at.abs_diff(recorded)).unwrap_or(recorded)
    }

    /// Returns what is searched when nothing was found near the predicted place.
    fn windows(&self, wanted: &Wanted, predicted: u32) -> Vec<Span<Folded>> {
        let text = self.folded().text();
        let whole = Span::whole(text);
        if whole.len() <= SEARCHED {
            return vec![whole];
        }
        let reach = offset(wanted.text.len() + wanted.prefix.len()).saturating_mul(2);
        let mut windows = vec![around(predicted, SEARCHED / 2)];
        for piece in wanted.pieces(PIECE) {
            let found = memmem::find_iter(text.as_bytes(), piece.as_bytes()).take(PIECES);
            windows.extend(found.map(|at| around(offset(at), reach)));
        }
        windows.sort_unstable();
        let mut joined: Vec<Span<Folded>> = vec![];
        for window in windows {
            match joined.last_mut().filter(|last| window.start() <= last.end()) {
                Some(last) => *last = last.hull(window),
                None => joined.push(window),
            }
        }
        joined
    }
}

/// Returns the best place, if it is like enough and no other is as like.
fn accepted(wanted: &Wanted, places: &[Place]) -> Option<Place> {
    let best = places.first()?;
    let leads = places.get(1).is_none_or(|next| best.score - next.score >= LEAD);
    (wanted.length >= SHORT && best.score >= SCORE && best.side >= SIDE && leads).then_some(*best)
}

/// Returns the places of which none lies over another, the best first. Of those over one another that are
/// about as like, the one between the more like surroundings stands: what was put in belongs to it.
fn apart(sorted: &[Place]) -> Vec<Place> {
    let mut groups: Vec<(f64, Place)> = vec![];
    for place in sorted {
        match groups.iter_mut().find(|(_, kept)| kept.span.overlaps(place.span)) {
            Some((best, kept)) if *best - place.score < ENDS && place.around > kept.around => *kept = *place,
            Some(_) => {}
            None => groups.push((place.score, *place)),
        }
    }
    let mut places: Vec<Place> = groups.into_iter().map(|(_, place)| place).collect();
    places.sort_by(best_first);
    places
}

fn best_first(a: &Place, b: &Place) -> std::cmp::Ordering {
    b.score.total_cmp(&a.score).then(a.span.cmp(&b.span))
}

fn around(at: u32, reach: u32) -> Span<Folded> {
    Span::clamped(at.saturating_sub(reach), at.saturating_add(reach))
}

/// Returns the place of `len` bytes at `at`.
pub(super) fn span_at(at: usize, len: usize) -> Span<Source> {
    Span::clamped(offset(at), offset(at + len))
}

/// Texts are bounded by `MAX_BYTES`, so that nothing is cut.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
