//! The places of a claim, found together.
//!
//! A cue such as “said” stands in many places, and a source's name in several: alone they are ambiguous as
//! soon as a word is put in before them. The content is long and moves as one with them, so its way settles
//! theirs: they stand where the content's shift takes them, or are the only ones in its line.

use super::{Anchor, Anchors};
use crate::{
    annotation::{Claim, Cue, Selector},
    document::{Source, Span},
};
use memchr::memmem;

/// Where the places of a claim are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimAnchors {
    /// Of the words that name the source.
    pub source: Option<Anchor>,
    /// Of the words that attribute.
    pub cue: Anchor,
    /// Of what is attributed, piece by piece.
    pub content: Vec<Anchor>,
}

/// Where a piece of content was, and where it is.
type Way = (Span<Source>, Span<Source>);

impl Anchors<'_> {
    /// Finds the places of a claim: its source, its cue and the pieces of its content.
    pub fn find_claim(&self, source: Option<&Selector>, cue: &Selector, content: &[Selector]) -> ClaimAnchors {
        let now: Vec<Anchor> = content.iter().map(|piece| self.find(piece)).collect();
        let ways: Vec<Way> = content.iter().zip(&now).filter_map(|(piece, now)| way(piece, now)).collect();
        let settled = |selector: &Selector| self.settle(selector, &ways).unwrap_or_else(|| self.find(selector));
        ClaimAnchors { source: source.map(settled), cue: settled(cue), content: now }
    }

    /// Finds the places of an entry whose parts are not told apart: those that stand in several places go where the
    /// others went.
    pub fn find_entry(&self, selectors: &[&Selector]) -> Vec<Anchor> {
        let mut found: Vec<Anchor> = selectors.iter().map(|selector| self.find(selector)).collect();
        let ways: Vec<Way> = selectors.iter().zip(&found).filter_map(|(selector, now)| way(selector, now)).collect();
        for (selector, anchor) in selectors.iter().zip(&mut found) {
            if matches!(anchor, Anchor::Ambiguous(_))
                && let Some(settled) = self.settle(selector, &ways)
            {
                *anchor = settled;
            }
        }
        found
    }

    /// Returns a claim at the places where the same words stand; nothing when its cue or a piece of its
    /// content stands in no one place.
    pub fn place_claim(&self, claim: &Claim<Selector>) -> Option<Claim<Span<Source>>> {
        let content: Vec<Span<Source>> = claim.content.iter().map(|piece| self.place(piece)).collect::<Option<_>>()?;
        let ways: Vec<Way> = claim.content.iter().map(|piece| piece.bytes.0).zip(content.iter().copied()).collect();
        let place = |selector: &Selector| {
            self.settle(selector, &ways).and_then(|anchor| anchor.span()).or_else(|| self.place(selector))
        };
        Some(Claim {
            id: claim.id.clone(),
            kind: claim.kind,
            speaker: claim.speaker.clone(),
            source: claim.source.as_ref().and_then(place),
            cue: Cue { at: place(&claim.cue.at)?, class: claim.cue.class },
            content,
            within: claim.within.clone(),
            rule: claim.rule.clone(),
            confidence: claim.confidence,
        })
    }

    /// Returns where a cue or a source went with its content; nothing when that does not tell.
    fn settle(&self, selector: &Selector, ways: &[Way]) -> Option<Anchor> {
        let old = selector.bytes.0;
        let has_words = |span: &Span<Source>| span.of(self.source) == Some(&selector.exact);
        if selector.exact.trim().is_empty() {
            return None;
        }
        let nearest = |(was, _): &&Way| was.start().abs_diff(old.end()).min(old.start().abs_diff(was.end()));
        let mut ways: Vec<&Way> = ways.iter().collect();
        ways.sort_by_key(nearest);
        let shifted = ways.iter().flat_map(|(was, is)| {
            [(was.start(), is.start()), (was.end(), is.end())].map(|(was, is)| shifted(old, was, is))
        });
        let found = shifted.flatten().find(has_words).or_else(|| self.alone_beside(selector, ways.first()?.1));
        found.map(|span| if span == old { Anchor::Intact(span) } else { Anchor::Moved(span) })
    }

    /// Returns the one place in the line of `content`, outside of it, where the words stand by themselves.
    fn alone_beside(&self, selector: &Selector, content: Span<Source>) -> Option<Span<Source>> {
        let before = self.source.get(..content.start() as usize)?;
        let from = before.rfind('\n').map_or(0, |at| at + 1);
        let after = self.source.get(content.end() as usize..)?;
        let to = after.find('\n').map_or(self.source.len(), |at| content.end() as usize + at);
        let line = self.source.get(from..to)?;
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let span = |at: usize| super::finder::span_at(from + at, selector.exact.len());
        let whole = |at: &usize| {
            let end = at + selector.exact.len();
            !is_letter(line.get(..*at).and_then(|head| head.chars().next_back()))
                && !is_letter(line.get(end..).and_then(|tail| tail.chars().next()))
                && !span(*at).overlaps(content)
        };
        let mut found = memmem::find_iter(line.as_bytes(), selector.exact.as_bytes()).filter(whole).map(span);
        found.next().filter(|_| found.next().is_none())
    }
}

/// Where a piece of content went, if it is clear.
fn way(piece: &Selector, now: &Anchor) -> Option<Way> {
    let is = match now {
        Anchor::Intact(span) | Anchor::Moved(span) => *span,
        Anchor::Changed(changed) => changed.span,
        Anchor::Ambiguous(_) | Anchor::Lost(_) => return None,
    };
    Some((piece.bytes.0, is))
}

fn shifted(span: Span<Source>, was: u32, is: u32) -> Option<Span<Source>> {
    let start = span.start().checked_add(is)?.checked_sub(was)?;
    Span::new(start, start.checked_add(span.len())?)
}
