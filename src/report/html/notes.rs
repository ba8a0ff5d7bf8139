//! The notes beside the text: one a claim, one a framing term, with all that is known of it.

use super::{
    element::{foreign, plain},
    ink::Inked,
    speakers::{Speakers, letter, who},
};
use crate::{
    annotation::{Annotations, Category, Claim, ClaimKind, Framing, Id, Voice},
    citation::Citation,
    document::{Document, Positions, Source, Span},
    report::markdown::words::{class, cut, damage, kind, short},
};
use std::{
    collections::{BTreeMap, HashMap},
    fmt::Write as _,
};

/// How many claims a chain goes up: beyond it, an ellipsis.
const LONGEST_CHAIN: usize = 8;

/// How much of a claim its note repeats, in characters: the claim itself stands beside it.
const EXCERPT: usize = 48;

/// All that notes tell of.
pub(super) struct Notes<'r> {
    pub(super) document: &'r Document,
    pub(super) annotations: &'r Annotations<Span<Source>>,
    /// What people wrote, by the id of the entry.
    pub(super) written: &'r BTreeMap<Id, String>,
    pub(super) speakers: &'r Speakers,
    /// What stands below the note on an entry.
    below: &'r dyn Fn(&Id, &str) -> String,
    pub(super) by_id: HashMap<&'r Id, usize>,
    pub(super) positions: Positions<'r>,
}

impl<'r> Notes<'r> {
    pub(super) fn new(
        document: &'r Document,
        annotations: &'r Annotations<Span<Source>>,
        written: &'r BTreeMap<Id, String>,
        speakers: &'r Speakers,
        below: &'r dyn Fn(&Id, &str) -> String,
    ) -> Self {
        let by_id = annotations.claims.iter().enumerate().map(|(index, claim)| (&claim.id, index)).collect();
        Self { document, annotations, written, speakers, below, by_id, positions: Positions::of(document.source()) }
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
        let speaker = speaker.map(|number| format!(" s{number}")).unwrap_or_default();
        format!("{} {}{speaker}", of_voice(term.voice), of_category(term.category))
    }

    /// Returns the classes by which filters and styles know a claim.
    pub(super) fn classes_of_claim(&self, index: usize) -> String {
        let Some(claim) = self.claim(index) else { return String::new() };
        let speaker = self.speakers.number(&self.who(claim)).map(|number| format!("s{number} ")).unwrap_or_default();
        speaker + of_kind(claim.kind)
    }

    /// Says who makes a claim and how; `text` makes HTML of what comes from outside, or a value.
    fn tell_claim(&self, claim: &Claim<Span<Source>>, text: fn(&str) -> String) -> String {
        let cue = text(&short(self.document, claim.cue.at));
        format!("{cue} ({}) · {}", class(claim.cue.class), kind(claim.kind))
    }

    /// Says what a framing term is, and whose.
    fn tell_term(term: &Framing<Span<Source>>, text: fn(&str) -> String) -> String {
        let mut told = format!("{} · {}", term.category.name(), term.voice.name());
        told.extend(term.speaker.iter().map(|speaker| format!(": {}", text(speaker))));
        told.extend(term.relay.map(|relay| format!(" · {} relay", relay.name())));
        told
    }

    pub(super) fn tell_cited(&self, index: usize) -> String {
        self.annotations.cites.get(index).map(|cited| format!("cited outlet: {}", cited.name)).unwrap_or_default()
    }

    pub(super) fn tell_damage(&self, index: usize) -> String {
        let Some(found) = self.annotations.damage.get(index) else { return String::new() };
        let perhaps = found.suggestion.as_ref().map(|word| format!("; perhaps {word}")).unwrap_or_default();
        format!("damaged word: {}{perhaps}", damage(found.kind))
    }

    /// Returns the link from a term to its note. Its words are in values, so that the text stays the document's, and
    /// there once: as the name of the link and as what is shown beside it.
    pub(super) fn reference_to_term(&self, index: usize) -> String {
        let Some(term) = self.term(index) else { return String::new() };
        reference(&format!("f{}", index + 1), "", "", &Self::tell_term(term, plain))
    }

    /// Returns the link from the end of a claim to its note.
    pub(super) fn reference_to_claim(&self, index: usize) -> String {
        let Some(claim) = self.claim(index) else { return String::new() };
        let told = format!("{} · {}", plain(&self.who(claim)), self.tell_claim(claim, plain));
        let classes = format!(" {}", self.classes_of_claim(index));
        reference(&format!("c{}", index + 1), &format!("\u{a0}{}", self.letter_of(index)), &classes, &told)
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
            let (letter, shown) = (self.letter_of(index), inked.shows_claim(index));
            let within = match self.chain(claim) {
                chain if chain.is_empty() => chain,
                chain => format!(" · within {chain}"),
            };
            // Writing to a string does not fail.
            let _ = writeln!(
                out,
                "<li class=\"note {classes}\" id=\"n-c{number}\">{back} <b class=\"letter\">{letter}</b> \
                 <b>{who}</b><q>{words}</q>{told}{within}{written}{proof}",
                classes = self.classes_of_claim(index),
                back = back(&format!("c{number}"), shown),
                who = foreign(&self.who(claim)),
                words = foreign(&self.words_of(claim)),
                told = self.tell_claim(claim, foreign),
                written = self.written_on(&claim.id, &format!("c{number}")),
                proof = self.proof(&claim.rule, claim.confidence.map(|share| share.to_string()), &claim.content, shown),
            );
        }
        out
    }

    /// Returns the notes on all framing terms.
    pub(super) fn terms(&self, inked: &Inked) -> String {
        let mut out = String::new();
        for (index, term) in self.annotations.framing.iter().enumerate() {
            let (number, shown) = (index + 1, inked.shows_term(index));
            // Writing to a string does not fail.
            let _ = writeln!(
                out,
                "<li class=\"note {classes}\" id=\"n-f{number}\">{back} <b>{words}</b> {told}{written}{proof}",
                classes = self.classes_of_term(index),
                back = back(&format!("f{number}"), shown),
                words = foreign(&term.term),
                told = Self::tell_term(term, foreign),
                written = self.written_on(&term.id, &format!("f{number}")),
                proof = self.proof(&term.rule, None, &[term.at], shown),
            );
        }
        out
    }

    /// Returns what somebody wrote about an entry, and what else stands below its note.
    fn written_on(&self, id: &Id, note: &str) -> String {
        let written = self.written.get(id).map(|note| format!("<p>note: {}</p>", foreign(note)));
        written.unwrap_or_default() + &(self.below)(id, note)
    }

    /// Returns how a claim begins.
    pub(super) fn words_of(&self, claim: &Claim<Span<Source>>) -> String {
        let first = claim.content.first().map(|span| cut(&short(self.document, *span), EXCERPT)).unwrap_or_default();
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
    fn place(&self, first: Span<Source>, shown: bool) -> String {
        let (line, column) = (self.positions.line(first.start()), self.positions.column(first.start()));
        let why = match shown {
            true => "",
            false if first.end() <= self.document.parts().body.start() => " (front matter, not shown above)",
            false => " (not marked in the text)",
        };
        format!("line {line}, column {column}{why}")
    }

    /// Returns by which rule something was found and how often that is right, where, and what its citations say
    /// behind the digest of the file, which is the same for all: the style sheet shows it, the script copies it.
    fn proof(&self, rule: &str, right: Option<String>, spans: &[Span<Source>], shown: bool) -> String {
        let raw = self.document.digests().raw;
        let one = |span: &Span<Source>| {
            let citation = Citation::of(self.document.source(), raw, *span)?.to_string();
            let own = citation.strip_prefix(&shared(self.document)).unwrap_or(&citation);
            Some(format!("<code>{own}</code>"))
        };
        let all: String = spans.iter().filter_map(one).collect();
        let place = spans.first().map(|first| self.place(*first, shown)).unwrap_or_default();
        let right = right.map(|share| format!(" (right: {share})")).unwrap_or_default();
        format!("<details><summary>evidence</summary>{}{right} · {place}{all}</details></li>", plain(rule))
    }
}

/// Returns how every citation of a document begins.
pub(super) fn shared(document: &Document) -> String {
    format!("{};", document.digests().raw)
}

/// Returns a link to a note: what is shown of it are its number and, where it is pointed at, what it tells.
fn reference(name: &str, letter: &str, classes: &str, told: &str) -> String {
    format!("<a class=\"ref{classes}\" href=\"#n-{name}\" data-n=\"{name}{letter}\" aria-label=\"{told}\"></a>")
}

/// Returns the class of a voice.
pub(super) fn of_voice(voice: Voice) -> String {
    format!("v-{}", voice.name())
}

/// Returns the class of a category.
pub(super) fn of_category(category: Category) -> String {
    let number = Category::ALL.iter().position(|known| *known == category).unwrap_or(Category::ALL.len());
    format!("k{number}")
}

/// Returns the class of a kind of claims.
pub(super) const fn of_kind(kind: ClaimKind) -> &'static str {
    match kind {
        ClaimKind::Direct => "qd",
        ClaimKind::Mixed => "qm",
        ClaimKind::Indirect => "qi",
    }
}

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
    if shown { format!("<a href=\"#t-{name}\">{name}</a>") } else { format!("<span>{name}</span>") }
}

/// Returns facts as a list, without those that say nothing.
pub(super) fn list(rows: &[(&str, String)]) -> String {
    let rows = rows.iter().filter(|(_, said)| !said.is_empty());
    let rows: String = rows.map(|(name, said)| format!("<div><dt>{name}</dt><dd>{said}</dd></div>")).collect();
    format!("<dl>{rows}</dl>")
}
