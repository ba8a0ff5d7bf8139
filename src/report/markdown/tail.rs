//! What follows the text: the tables and the footnotes.

use super::{
    escape::escape,
    named,
    place::Place,
    share,
    words::{bytes, chain, class, damage, kind, quoted, short},
};
use crate::{
    annotation::{Annotations, Claim, Framing, Id},
    document::{Document, Source, Span},
    verify::Tokens,
};
use std::{
    collections::{BTreeMap, HashMap},
    fmt::Write as _,
};

/// How many of the chains are told through which a speaker's words came: beyond it, an ellipsis.
const MOST_CHAINS: usize = 3;

/// All that the tables and footnotes tell of.
pub(super) struct Tail<'r> {
    pub(super) document: &'r Document,
    pub(super) annotations: &'r Annotations<Span<Source>>,
    pub(super) notes: &'r BTreeMap<Id, String>,
    pub(super) tokens: &'r Tokens,
    /// Where each framing term shows, in order.
    pub(super) terms: &'r [Place],
    /// Where each claim shows, in order.
    pub(super) claims: &'r [Place],
}

impl Tail<'_> {
    /// Returns the tables and the footnotes under a rule, an empty line after each; nothing when there is
    /// nothing to tell.
    ///
    /// The tables have bold titles and no headings, so that a document's outline stays its own.
    pub(super) fn write(&self) -> String {
        let parts = [
            self.speakers(),
            self.claims(),
            self.shares(),
            self.by_category(),
            self.framing(),
            self.named(),
            self.cites(),
            self.damage(),
            self.footnotes(),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().map(|part| part + "\n").collect();
        if parts.is_empty() { String::new() } else { format!("* * *\n\n{}", parts.concat()) }
    }

    fn claims(&self) -> Option<String> {
        let claims = &self.annotations.claims;
        let by_id: HashMap<&Id, &Claim<Span<Source>>> = claims.iter().map(|claim| (&claim.id, claim)).collect();
        let rows = claims.iter().enumerate().map(|(index, claim)| {
            let first = claim.content.first().map(|span| short(self.document, *span)).unwrap_or_default();
            let more = if claim.content.len() > 1 && !first.ends_with('…') { " …" } else { "" };
            format!(
                "| c{} | {} | {} | {}{more} | {} | {} | {} | {} |\n",
                index + 1,
                self.who(claim),
                escape(&short(self.document, claim.cue.at)),
                escape(&first),
                kind(claim.kind),
                chain(claim, |id| by_id.get(id).copied(), |outer| self.who(outer)),
                escape(&claim.rule),
                self.note_place(&bytes(&claim.content), claim.content.last(), self.claims.get(index)),
            )
        });
        table(
            "Claims",
            "| | who | cue | what | kind | within | rule | place |\n|:--|:--|:--|:--|:--|:--|:--|:--|\n",
            rows,
        )
    }

    /// Tells who speaks: each claim counts once, for its innermost speaker.
    fn speakers(&self) -> Option<String> {
        let claims = &self.annotations.claims;
        let by_id: HashMap<&Id, &Claim<Span<Source>>> = claims.iter().map(|claim| (&claim.id, claim)).collect();
        let mut through: HashMap<&str, Vec<String>> = HashMap::new();
        for claim in claims.iter().filter(|claim| claim.within.is_some()) {
            let Some(speaker) = claim.speaker.as_deref() else { continue };
            let (chain, known) = (
                chain(claim, |id| by_id.get(id).copied(), |outer| self.who(outer)),
                through.entry(speaker).or_default(),
            );
            if known.len() <= MOST_CHAINS && !known.contains(&chain) && chain != escape(speaker) {
                known.push(chain);
            }
        }
        let rows = self.annotations.speakers.iter().map(|speaker| {
            let introduced = speaker.introduced.map(|span| escape(&short(self.document, span))).unwrap_or_default();
            let mut chains = through.remove(speaker.name.as_str()).unwrap_or_default();
            if let Some(last) = chains.get_mut(MOST_CHAINS) {
                "…".clone_into(last);
            }
            let [direct, mixed, indirect] = speaker.counts;
            format!(
                "| {} | {}{} | {introduced} | {direct} | {mixed} | {indirect} | {} | {} |\n",
                escape(&speaker.name),
                if speaker.unnamed { "unnamed " } else { "" },
                speaker.kind.name(),
                speaker.relayed,
                chains.join("; "),
            )
        });
        table(
            "Who speaks",
            "| who | what | introduced as | direct | mixed | indirect | handed on | through |\n|:--|:--|:--|--:|--:|--:|--:|:--|\n",
            rows,
        )
    }

    fn who(&self, claim: &Claim<Span<Source>>) -> String {
        match (&claim.speaker, claim.source) {
            (Some(speaker), _) => escape(speaker),
            (None, Some(source)) => escape(&short(self.document, source)),
            (None, None) => "not named".to_owned(),
        }
    }

    fn shares(&self) -> Option<String> {
        if self.annotations.framing.is_empty() {
            return None;
        }
        let rows = share::rows(self.document, self.annotations);
        figures("Whose words the text is, and how many framing terms stand in them", share::HEAD, &rows)
    }

    fn by_category(&self) -> Option<String> {
        let rows = share::by_category(self.document, self.annotations);
        figures("Framing terms by voice and category", share::BY_CATEGORY, &rows)
    }

    fn named(&self) -> Option<String> {
        table("Named how", named::HEAD, named::rows(&self.annotations.naming).into_iter())
    }

    fn framing(&self) -> Option<String> {
        let mut order: Vec<(usize, &Framing<Span<Source>>)> = self.annotations.framing.iter().enumerate().collect();
        order.sort_by_key(|(index, term)| (term.voice, term.category.name(), *index));
        let rows = order.into_iter().map(|(index, term)| {
            let place = self.terms.get(index);
            let name = self.tokens.name(&format!("f{}", index + 1));
            let marked = place.is_some_and(|place| !place.marks.is_empty());
            let at = bytes(&[term.at]);
            let at = if marked { format!("[{at}](#{name})") } else { at };
            format!(
                "| f{} | {} | {} | {} | {} | {} | {} |\n",
                index + 1,
                term.voice.name(),
                term.category.name(),
                escape(&term.term),
                term.speaker.as_deref().map(escape).unwrap_or_default(),
                term.relay.map_or("", |relay| relay.name()),
                self.note_place(&at, Some(&term.at), place),
            )
        });
        table(
            "Framing terms",
            "| | voice | category | term | speaker | relay | place |\n|:--|:--|:--|:--|:--|:--|:--|\n",
            rows,
        )
    }

    /// Adds to a place why nothing in the text points to it.
    fn note_place(&self, at: &str, span: Option<&Span<Source>>, place: Option<&Place>) -> String {
        if place.is_some_and(|place| place.reference.is_some()) {
            return at.to_owned();
        }
        let body = self.document.parts().body.start();
        let why = if span.is_some_and(|span| span.end() <= body) { "front matter" } else { "no room for a note" };
        format!("{at} ({why})")
    }

    fn cites(&self) -> Option<String> {
        let rows = self.annotations.cites.iter().map(|cited| {
            let rule = cited.evidence.first().map_or("", |evidence| evidence.rule.as_str());
            let places: Vec<_> = cited.evidence.iter().map(|evidence| evidence.at).collect();
            format!("| {} | {} | {} |\n", escape(&cited.name), escape(rule), bytes(&places))
        });
        table("Cited outlets", "| outlet | rule | place |\n|:--|:--|:--|\n", rows)
    }

    fn damage(&self) -> Option<String> {
        let rows = self.annotations.damage.iter().map(|found| {
            let suggestion = found.suggestion.as_deref().map(escape).unwrap_or_default();
            let word = escape(&short(self.document, found.at));
            format!("| {word} | {suggestion} | {} | {} |\n", damage(found.kind), bytes(&[found.at]))
        });
        table("Damaged words", "| as found | perhaps | what happened | place |\n|:--|:--|:--|:--|\n", rows)
    }

    /// Returns the footnotes to which the text refers.
    fn footnotes(&self) -> Option<String> {
        let mut out = String::new();
        let referred = |place: &Place| place.reference.is_some();
        for (index, (term, _)) in
            self.annotations.framing.iter().zip(self.terms).enumerate().filter(|(_, f)| referred(f.1))
        {
            self.footnote(&mut out, &format!("f{}", index + 1), &self.about_term(term), &term.id);
        }
        for (index, (claim, _)) in
            self.annotations.claims.iter().zip(self.claims).enumerate().filter(|(_, c)| referred(c.1))
        {
            self.footnote(&mut out, &format!("c{}", index + 1), &self.about_claim(claim), &claim.id);
        }
        (!out.is_empty()).then_some(out)
    }

    fn footnote(&self, out: &mut String, name: &str, text: &str, id: &Id) {
        let note = self.notes.get(id).map(|note| format!(" · note: {}", escape(note))).unwrap_or_default();
        // Writing to a string does not fail.
        let _ = writeln!(out, "{}: {text} · {}{note}", self.tokens.reference(name), escape(&id.0));
    }

    fn about_term(&self, term: &Framing<Span<Source>>) -> String {
        let mut parts =
            vec![quoted(&term.term), term.category.name().to_owned(), format!("voice: {}", term.voice.name())];
        parts.extend(term.speaker.as_deref().map(escape));
        parts.extend(term.relay.map(|relay| format!("{} relay", relay.name())));
        parts.push(escape(&term.rule));
        parts.push(bytes(&[term.at]));
        parts.join(" · ")
    }

    fn about_claim(&self, claim: &Claim<Span<Source>>) -> String {
        let cue = quoted(&short(self.document, claim.cue.at));
        let parts = [
            self.who(claim),
            format!("{cue} ({})", class(claim.cue.class)),
            kind(claim.kind).to_owned(),
            escape(&claim.rule),
            bytes(&claim.content),
        ];
        parts.join(" · ")
    }
}

/// Returns a table of figures, which needs no count of its rows.
fn figures(title: &str, header: &str, rows: &[String]) -> Option<String> {
    (!rows.is_empty()).then(|| format!("**{title}**\n\n{header}{}", rows.concat()))
}

fn table(title: &str, header: &str, rows: impl Iterator<Item = String>) -> Option<String> {
    let mut body = String::new();
    let mut number = 0;
    for row in rows {
        body.push_str(&row);
        number += 1;
    }
    (number > 0).then(|| format!("**{title}**: {number}\n\n{header}{body}"))
}
