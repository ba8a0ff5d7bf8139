//! The same annotations at other places: proposals become selectors, selectors become spans.

use super::{
    Anchors, Annotations, Author, Cited, Claim, Cue, Damage, Evidence, Framing, Naming, Outlet, Published, Selector,
};
use crate::document::{Source, Span};

impl<At> Annotations<At> {
    /// Returns the annotations with every place replaced.
    pub fn map<B>(&self, mut place: impl FnMut(&At) -> B) -> Annotations<B> {
        let mut find = |at: &At| Some(place(at));
        let claims = self.claims.iter().filter_map(|entry| claim(entry, &mut find)).collect();
        Annotations { claims, ..self.place(&mut find).0 }
    }

    /// Returns all but the claims at the places that can be found, and how many cannot. An outlet, an
    /// author, a date stays when only its evidence is gone.
    fn place<B>(&self, find: &mut impl FnMut(&At) -> Option<B>) -> (Annotations<B>, usize) {
        let mut astray = 0;
        let mut found = Annotations {
            outlet: self.outlet.as_ref().map(|outlet| Outlet {
                name: outlet.name.clone(),
                domain: outlet.domain.clone(),
                evidence: evidence(&outlet.evidence, find),
            }),
            authors: vec![],
            published: self.published.as_ref().map(|published| Published {
                date: published.date.clone(),
                evidence: evidence(&published.evidence, find),
            }),
            cites: vec![],
            claims: vec![],
            speakers: self.speakers.iter().map(|speaker| speaker.map(&mut *find)).collect(),
            framing: vec![],
            naming: vec![],
            damage: vec![],
        };
        for author in &self.authors {
            found.authors.push(Author { name: author.name.clone(), evidence: evidence(&author.evidence, find) });
        }
        for cited in &self.cites {
            found.cites.push(Cited { name: cited.name.clone(), evidence: evidence(&cited.evidence, find) });
        }
        for entry in &self.framing {
            count(framing(entry, find), &mut found.framing, &mut astray);
        }
        for entry in &self.naming {
            count(naming(entry, find), &mut found.naming, &mut astray);
        }
        for entry in &self.damage {
            count(damage(entry, find), &mut found.damage, &mut astray);
        }
        (found, astray)
    }
}

impl Annotations<Selector> {
    /// Returns the annotations whose words stand in one place each, and how many do not. An outlet, an
    /// author, a date stays when only its evidence is gone; a claim needs its cue and its content.
    pub fn placed(&self, anchors: &Anchors<'_>) -> (Annotations<Span<Source>>, usize) {
        let (mut found, mut astray) = self.place(&mut |selector: &Selector| anchors.place(selector));
        for entry in &self.claims {
            count(anchors.place_claim(entry), &mut found.claims, &mut astray);
        }
        (found, astray)
    }
}

fn count<T>(entry: Option<T>, found: &mut Vec<T>, astray: &mut usize) {
    match entry {
        Some(entry) => found.push(entry),
        None => *astray += 1,
    }
}

fn evidence<A, B>(evidence: &[Evidence<A>], find: &mut impl FnMut(&A) -> Option<B>) -> Vec<Evidence<B>> {
    evidence.iter().filter_map(|e| Some(Evidence { at: find(&e.at)?, rule: e.rule.clone() })).collect()
}

fn claim<A, B>(claim: &Claim<A>, find: &mut impl FnMut(&A) -> Option<B>) -> Option<Claim<B>> {
    Some(Claim {
        id: claim.id.clone(),
        kind: claim.kind,
        speaker: claim.speaker.clone(),
        source: claim.source.as_ref().and_then(&mut *find),
        cue: Cue { at: find(&claim.cue.at)?, class: claim.cue.class },
        content: claim.content.iter().map(&mut *find).collect::<Option<_>>()?,
        within: claim.within.clone(),
        rule: claim.rule.clone(),
        confidence: claim.confidence,
    })
}

fn framing<A, B>(framing: &Framing<A>, find: &mut impl FnMut(&A) -> Option<B>) -> Option<Framing<B>> {
    Some(Framing {
        id: framing.id.clone(),
        term: framing.term.clone(),
        at: find(&framing.at)?,
        category: framing.category,
        voice: framing.voice,
        speaker: framing.speaker.clone(),
        relay: framing.relay,
        claim: framing.claim.clone(),
        rule: framing.rule.clone(),
        broad: framing.broad,
    })
}

/// Places that are gone are left out; a name that stands nowhere any more is gone itself.
fn naming<A, B>(naming: &Naming<A>, find: &mut impl FnMut(&A) -> Option<B>) -> Option<Naming<B>> {
    let at: Vec<B> = naming.at.iter().filter_map(&mut *find).collect();
    (!at.is_empty()).then(|| Naming {
        id: naming.id.clone(),
        referent: naming.referent.clone(),
        kind: naming.kind,
        designator: naming.designator.clone(),
        at,
        voice: naming.voice,
        speaker: naming.speaker.clone(),
        rule: naming.rule.clone(),
    })
}

fn damage<A, B>(damage: &Damage<A>, find: &mut impl FnMut(&A) -> Option<B>) -> Option<Damage<B>> {
    Some(Damage {
        at: find(&damage.at)?,
        kind: damage.kind,
        suggestion: damage.suggestion.clone(),
        rule: damage.rule.clone(),
    })
}
