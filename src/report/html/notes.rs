//! The notes beside the text: one a claim, one a framing term, with all that is known of it.

use super::{
    element::{foreign, plain},
    ink::Inked,
    speakers::{Speakers, classes, letter, who},
};
use crate::{
    annotation::{Annotations, Claim, Framing, Id, Voice},
    citation::Citation,
    document::{Document, Positions, Source, Span},
    report::markdown::words::{bytes, class, damage, kind, short},
};
use std::{
    collections::{BTreeMap, HashMap},
    fmt::Write as _,
};

/// How many claims a chain goes up: beyond it, an ellipsis.
const LONGEST_CHAIN: usize = 8;

/// All that notes tell of.
pub(super) struct Notes<'r> {
    pub(super) document: &'r Document,
    pub(super) annotations: &'r Annotations<Span<Source>>,
    /// What people wrote, by the id of the entry.
    pub(super) written: &'r BTreeMap<Id, String>,
    pub(super) speakers: &'r Speakers,
    pub(super) by_id: HashMap<&'r Id, usize>,
    pub(super) positions: Positions<'r>,
}

impl<'r> Notes<'r> {
    pub(super) fn new(
        document: &'r Document,
        annotations: &'r Annotations<Span<Source>>,
        written: &'r BTreeMap<Id, String>,
        speakers: &'r Speakers,
    ) -> Self {
        let by_id = annotations.claims.iter().enumerate().map(|(index, claim)| (&claim.id, index)).collect();
        Self { document, annotations, written, speakers, by_id, positions: Positions::of(document.source()) }
    }

    fn term(&self, index: usize) -> Option<&'r Framing<Span<Source>>> {
        self.annotations.framing.get(index)
    }

    fn claim(&self, index: usize) -> Option<&'r Claim<Span<Source>>> {
        self.annotations.claims.get(index)
    }

    pub(super) fn who(&self, claim: &Claim<Span<Source>>) -> String {
        who(self.document, claim)
    }

    /// Returns the classes by which filters and styles know a framing term.
    pub(super) fn classes_of_term(&self, index: usize) -> String {
        let Some(term) = self.term(index) else { return String::new() };
        let speaker = term.speaker.as_deref().and_then(|name| self.speakers.number(name));
        let speaker = speaker.map(|number| format!(" s-{number}")).unwrap_or_default();
        format!("v-{} k-{}{speaker}", term.voice.name(), term.category.name())
    }

    /// Returns the classes by which filters and styles know a claim.
    pub(super) fn classes_of_claim(&self, index: usize) -> String {
        let Some(claim) = self.claim(index) else { return String::new() };
        let speaker = self.speakers.number(&self.who(claim)).map(classes).unwrap_or_default();
        format!("{speaker} q-{}", kind(claim.kind))
    }

    pub(super) fn tell_claim(&self, index: usize) -> String {
        let Some(claim) = self.claim(index) else { return String::new() };
        let cue = short(self.document, claim.cue.at);
        let (who, class, kind) = (self.who(claim), class(claim.cue.class), kind(claim.kind));
        format!("c{}: {who} · {cue} ({class}) · {kind}", index + 1)
    }

    fn tell_term(&self, index: usize) -> String {
        let Some(term) = self.term(index) else { return String::new() };
        let mut told = format!("f{}: “{}” · {} · {}", index + 1, term.term, term.category.name(), whose(term.voice));
        told.extend(term.speaker.iter().map(|speaker| format!(": {speaker}")));
        told.extend(term.relay.map(|relay| format!(" · {} relay", relay.name())));
        told + " · " + &term.rule
    }

    pub(super) fn tell_cited(&self, index: usize) -> String {
        self.annotations.cites.get(index).map(|cited| format!("cited outlet: {}", cited.name)).unwrap_or_default()
    }

    pub(super) fn tell_damage(&self, index: usize) -> String {
        let Some(found) = self.annotations.damage.get(index) else { return String::new() };
        let perhaps = found.suggestion.as_ref().map(|word| format!("; perhaps {word}")).unwrap_or_default();
        format!("damaged word: {}{perhaps}", damage(found.kind))
    }

    /// Returns the link from a term to its note. Its words are in values, so that the text stays the document's.
    pub(super) fn reference_to_term(&self, index: usize) -> String {
        let (number, told) = (index + 1, plain(&self.tell_term(index)));
        let classes = self.classes_of_term(index);
        format!(
            "<a class=\"ref {classes}\" href=\"#n-f{number}\" data-n=\"f{number}\" data-tip=\"{told}\" aria-label=\"{told}\"></a>"
        )
    }

    /// Returns the link from the end of a claim to its note.
    pub(super) fn reference_to_claim(&self, index: usize) -> String {
        let (number, told) = (index + 1, plain(&self.tell_claim(index)));
        let classes = self.classes_of_claim(index);
        let letter = self.letter_of(index);
        format!(
            "<a class=\"ref {classes}\" href=\"#n-c{number}\" data-n=\"c{number}\u{a0}{letter}\" data-tip=\"{told}\" aria-label=\"{told}\"></a>"
        )
    }

    fn letter_of(&self, claim: usize) -> String {
        let number = self.claim(claim).and_then(|claim| self.speakers.number(&self.who(claim)));
        number.map(letter).unwrap_or_default()
    }

    /// Returns the notes on all claims.
    pub(super) fn claims(&self, inked: &Inked) -> String {
        let mut out = String::new();
        for (index, claim) in self.annotations.claims.iter().enumerate() {
            let number = index + 1;
            let back = back(&format!("c{number}"), inked.shows_claim(index));
            let (letter, classes) = (self.letter_of(index), self.classes_of_claim(index));
            let rule = claim.confidence.map(|share| format!(" (right {share} of the time where it was measured)"));
            let rows = [
                ("cue", format!("{} ({})", foreign(&short(self.document, claim.cue.at)), class(claim.cue.class))),
                ("kind", kind(claim.kind).to_owned()),
                ("within", self.chain(claim)),
                ("note", self.written.get(&claim.id).map(|note| foreign(note)).unwrap_or_default()),
            ];
            // Writing to a string does not fail.
            let _ = writeln!(
                out,
                "<li class=\"note {classes}\" id=\"n-c{number}\">{back} <b class=\"letter\">{letter}</b> \
                 <b>{who}</b><q class=\"words\">{words}</q>{rows}{proof}</li>",
                who = foreign(&self.who(claim)),
                words = foreign(&self.words_of(claim)),
                rows = list(&rows),
                proof = self.proof(
                    &(plain(&claim.rule) + &rule.unwrap_or_default()),
                    &claim.content,
                    inked.shows_claim(index)
                ),
            );
        }
        out
    }

    /// Returns the notes on all framing terms.
    pub(super) fn terms(&self, inked: &Inked) -> String {
        let mut out = String::new();
        for (index, term) in self.annotations.framing.iter().enumerate() {
            let number = index + 1;
            let classes = self.classes_of_term(index);
            let rows = [
                ("category", term.category.name().to_owned()),
                ("voice", whose(term.voice).to_owned()),
                ("speaker", term.speaker.as_deref().map(foreign).unwrap_or_default()),
                ("relay", term.relay.map_or("", |relay| relay.name()).to_owned()),
                ("note", self.written.get(&term.id).map(|note| foreign(note)).unwrap_or_default()),
            ];
            // Writing to a string does not fail.
            let _ = writeln!(
                out,
                "<li class=\"note {classes}\" id=\"n-f{number}\">{back} <b>{words}</b>{rows}{proof}</li>",
                back = back(&format!("f{number}"), inked.shows_term(index)),
                words = foreign(&term.term),
                rows = list(&rows),
                proof = self.proof(&plain(&term.rule), &[term.at], inked.shows_term(index)),
            );
        }
        out
    }

    /// Returns how a claim begins.
    pub(super) fn words_of(&self, claim: &Claim<Span<Source>>) -> String {
        let first = claim.content.first().map(|span| short(self.document, *span)).unwrap_or_default();
        if claim.content.len() > 1 && !first.ends_with('…') { first + " …" } else { first }
    }

    /// Returns who reports a claim, the outermost first, in HTML.
    pub(super) fn chain(&self, claim: &Claim<Span<Source>>) -> String {
        let mut names = vec![];
        let mut around = claim.within.as_ref();
        while let Some(outer) = around.and_then(|id| self.by_id.get(id)).and_then(|index| self.claim(*index)) {
            if names.len() == LONGEST_CHAIN {
                names.push("…".to_owned());
                break;
            }
            names.push(foreign(&self.who(outer)));
            around = outer.within.as_ref();
        }
        names.reverse();
        names.join(" › ")
    }

    /// Returns where something stands, for people, and why the text does not show it.
    pub(super) fn place(&self, spans: &[Span<Source>], shown: bool) -> String {
        let Some(first) = spans.first() else { return String::new() };
        let (line, column) = (self.positions.line(first.start()), self.positions.column(first.start()));
        let why = match shown {
            true => "",
            false if first.end() <= self.document.parts().body.start() => " (front matter, not shown above)",
            false => " (not marked in the text)",
        };
        format!("line {line}, column {column}; {}{why}", bytes(spans))
    }

    /// Returns by which rule something was found, where, and its citations, each with its button.
    fn proof(&self, rule: &str, spans: &[Span<Source>], shown: bool) -> String {
        let raw = self.document.digests().raw;
        let one = |span: &Span<Source>| {
            let citation = Citation::of(self.document.source(), raw, *span)?;
            Some(format!("<p class=\"cite\"><code>{citation}</code>{COPY}</p>"))
        };
        let all: String = spans.iter().filter_map(one).collect();
        let facts = list(&[("rule", rule.to_owned()), ("place", self.place(spans, shown))]);
        format!("<details><summary>rule, place, citation</summary>{facts}{all}</details>")
    }
}

/// The button that copies what stands before it; only the script shows it.
pub(super) const COPY: &str = "<button type=\"button\" class=\"copy\" hidden>copy</button>";

/// Says whose words a voice is.
pub(super) const fn whose(voice: Voice) -> &'static str {
    match voice {
        Voice::Outlet => "the outlet’s own words",
        Voice::Headline => "the outlet’s own words, in a headline",
        Voice::Quoted => "quoted",
        Voice::Attributed => "attributed",
        Voice::Scare => "in quotation marks, nobody’s",
    }
}

/// Returns the name of a note, as a link back into the text where it shows there.
fn back(name: &str, shown: bool) -> String {
    if shown {
        format!("<a class=\"back\" href=\"#t-{name}\" aria-label=\"{name}, back to the text\">{name}</a>")
    } else {
        format!("<span class=\"back\">{name}</span>")
    }
}

/// Returns facts as a list, without those that say nothing.
pub(super) fn list(rows: &[(&str, String)]) -> String {
    let rows = rows.iter().filter(|(_, said)| !said.is_empty());
    let rows: String = rows.map(|(name, said)| format!("<div><dt>{name}</dt><dd>{said}</dd></div>")).collect();
    format!("<dl>{rows}</dl>")
}
