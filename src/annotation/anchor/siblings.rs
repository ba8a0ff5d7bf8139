//! Short words of an entry, found by the entry's other places.
//!
//! "said" stands everywhere, and no surroundings are recorded for it. But where the claim's content went, its
//! cue went with it: the very words, as far from the content as they were.

use super::Anchor;
use crate::{
    annotation::ByteRange,
    document::{Source, Span},
};

/// A place of an entry: where it was, its words, where they are.
pub type Sibling<'s> = (ByteRange, &'s str, Anchor);

/// Settles the ambiguous places of one entry by its other places: of those that were found, the nearest on
/// either side tells how far the text went there.
pub fn settle(source: &str, entry: &mut [Sibling<'_>]) {
    let found: Vec<(Span<Source>, Span<Source>)> =
        entry.iter().filter_map(|(was, _, anchor)| Some((was.0, now(anchor)?))).collect();
    for (was, exact, anchor) in entry.iter_mut() {
        if !matches!(anchor, Anchor::Ambiguous(_)) {
            continue;
        }
        let at = was.0;
        let shift = |(old, new): &(Span<Source>, Span<Source>)| {
            if at.end() <= old.start() {
                (old.start() - at.end(), i64::from(new.start()) - i64::from(old.start()))
            } else if old.end() <= at.start() {
                (at.start() - old.end(), i64::from(new.end()) - i64::from(old.end()))
            } else {
                (0, i64::from(new.start()) - i64::from(old.start()))
            }
        };
        let nearest = found.iter().map(shift).min_by_key(|(distance, _)| *distance);
        let place = nearest.and_then(|(_, shift)| {
            let start = u32::try_from(i64::from(at.start()) + shift).ok()?;
            Some(Span::<Source>::clamped(start, start.saturating_add(at.len())))
        });
        if let Some(place) = place.filter(|place| place.of(source) == Some(*exact)) {
            *anchor = Anchor::Moved(place);
        }
    }
}

fn now(anchor: &Anchor) -> Option<Span<Source>> {
    match anchor {
        Anchor::Intact(span) | Anchor::Moved(span) => Some(*span),
        Anchor::Changed(changed) => Some(changed.span),
        Anchor::Ambiguous(_) | Anchor::Lost(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Anchors, Selector};

    #[test]
    fn a_cue_goes_with_its_content() {
        let old = "He said no. Then Dana Roth said that the ferry had left the port. She said yes.";
        let place = |words: &str, from: usize| {
            let at = from + old.get(from..).unwrap().find(words).unwrap();
            Span::clamped(at as u32, (at + words.len()) as u32)
        };
        let cue = Selector { prefix: String::new(), suffix: String::new(), ..Selector::within(old, place("said", 20)) };
        let content = Selector::within(old, place("that the ferry had left the port", 0));
        for new in [format!("Yesterday: {old}"), format!("A. {}", old.replace("the port", "our port"))] {
            let anchors = Anchors::of(&new);
            let mut entry = [
                (cue.bytes, cue.exact.as_str(), anchors.find(&cue)),
                (content.bytes, content.exact.as_str(), anchors.find(&content)),
            ];
            assert!(matches!(entry[0].2, Anchor::Ambiguous(_)));
            settle(&new, &mut entry);
            let wanted = new.find("said that").unwrap() as u32;
            assert_eq!(entry[0].2, Anchor::Moved(Span::clamped(wanted, wanted + 4)));
        }
        // Nothing is guessed where other words stand.
        let new = format!("Yesterday: {}", old.replace("Roth said", "Roth told us"));
        let anchors = Anchors::of(&new);
        let mut entry = [
            (cue.bytes, cue.exact.as_str(), anchors.find(&cue)),
            (content.bytes, content.exact.as_str(), anchors.find(&content)),
        ];
        settle(&new, &mut entry);
        assert!(matches!(entry[0].2, Anchor::Ambiguous(_)));
    }
}
