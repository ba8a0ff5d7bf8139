//! What follows the text: the tables and the footnotes.

use super::{
    escape::{escape, escape_to},
    named,
    place::Place,
    row::Row,
    share,
    words::{bytes_to, chain, class, damage, kind, number, quoted, short},
};
use crate::{
    annotation::{Annotations, Claim, Framing, Id},
    document::{Document, Source, Span},
    verify::Tokens,
};
use std::collections::{BTreeMap, HashMap};

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

impl<'r> Tail<'r> {
    /// Writes the tables and the footnotes under a rule, an empty line after each; nothing when there is
    /// nothing to tell.
    ///
    /// The tables have bold titles and no headings, so that a document's outline stays its own.
    pub(super) fn write(&self, out: &mut String) {
        const RULE: &str = "* * *\n\n";
        let start = out.len();
        out.push_str(RULE);
        let parts = [
            Self::speakers,
            Self::claims,
            Self::shares,
            Self::framing,
            Self::named,
            Self::cites,
            Self::damage,
            Self::footnotes,
        ];
        for part in parts {
            let before = out.len();
            part(self, out);
            if out.len() > before {
                out.push('\n');
            }
        }
        if out.len() == start + RULE.len() {
            out.truncate(start);
        }
    }

    fn claims(&self, out: &mut String) {
        const HEAD: &str = "| | who | cue | what | kind | within | rule | place |\n|:--|:--|:--|:--|:--|:--|:--|:--|\n";
        let claims = self.by_id();
        table(out, "Claims", HEAD, self.annotations.claims.iter().enumerate(), |out, (index, claim)| {
            let first = claim.content.first().map(|span| short(self.document, *span)).unwrap_or_default();
            let more = if claim.content.len() > 1 && !first.ends_with('…') { " …" } else { "" };
            Row::begin(out)
                .name('c', index + 1)
                .cell(|out| self.who_to(out, claim))
                .foreign(&short(self.document, claim.cue.at))
                .cell(|out| {
                    escape_to(out, &first);
                    out.push_str(more);
                })
                .word(kind(claim.kind))
                .word(&self.chain(claim, &claims))
                .foreign(&claim.rule)
                .cell(|out| {
                    bytes_to(out, &claim.content);
                    self.note_place(out, claim.content.last(), self.claims.get(index));
                })
                .end();
        });
    }

    fn by_id(&self) -> HashMap<&'r Id, &'r Claim<Span<Source>>> {
        if self.annotations.claims.iter().all(|claim| claim.within.is_none()) {
            return HashMap::new();
        }
        self.annotations.claims.iter().map(|claim| (&claim.id, claim)).collect()
    }

    /// Returns who reports a claim, if somebody does.
    fn chain(&self, claim: &'r Claim<Span<Source>>, claims: &HashMap<&'r Id, &'r Claim<Span<Source>>>) -> String {
        chain(claim, |id| claims.get(id).copied(), |outer| self.who(outer))
    }

    /// Tells who speaks: each claim counts once, for its innermost speaker.
    fn speakers(&self, out: &mut String) {
        const HEAD: &str = "| who | what | introduced as | direct | mixed | indirect | handed on | through |\n\
                            |:--|:--|:--|--:|--:|--:|--:|:--|\n";
        let mut through = self.through();
        table(out, "Who speaks", HEAD, self.annotations.speakers.iter(), |out, speaker| {
            let introduced = speaker.introduced.map(|span| short(self.document, span)).unwrap_or_default();
            let mut chains = through.remove(speaker.name.as_str()).unwrap_or_default();
            if let Some(last) = chains.get_mut(MOST_CHAINS) {
                "…".clone_into(last);
            }
            let [direct, mixed, indirect] = speaker.counts;
            Row::begin(out)
                .foreign(&speaker.name)
                .cell(|out| {
                    out.push_str(if speaker.unnamed { "unnamed " } else { "" });
                    out.push_str(speaker.kind.name());
                })
                .foreign(&introduced)
                .number(direct)
                .number(mixed)
                .number(indirect)
                .number(speaker.relayed)
                .word(&chains.join("; "))
                .end();
        });
    }

    /// Returns through whom the words of each speaker came, one chain more than are told.
    fn through(&self) -> HashMap<&'r str, Vec<String>> {
        let claims = self.by_id();
        let mut through: HashMap<&str, Vec<String>> = HashMap::new();
        for claim in self.annotations.claims.iter().filter(|claim| claim.within.is_some()) {
            let Some(speaker) = claim.speaker.as_deref() else { continue };
            let (chain, known) = (self.chain(claim, &claims), through.entry(speaker).or_default());
            if known.len() <= MOST_CHAINS && !known.contains(&chain) && chain != escape(speaker) {
                known.push(chain);
            }
        }
        through
    }

    fn who(&self, claim: &Claim<Span<Source>>) -> String {
        let mut out = String::new();
        self.who_to(&mut out, claim);
        out
    }

    fn who_to(&self, out: &mut String, claim: &Claim<Span<Source>>) {
        match (&claim.speaker, claim.source) {
            (Some(speaker), _) => escape_to(out, speaker),
            (None, Some(source)) => escape_to(out, &short(self.document, source)),
            (None, None) => out.push_str("not named"),
        }
    }

    /// Two tables, an empty line between them.
    fn shares(&self, out: &mut String) {
        if self.annotations.framing.is_empty() {
            return;
        }
        let words = share::Words::of(self.document, self.annotations);
        let rows = share::rows(&words, self.annotations);
        figures(out, "Whose words the text is, and how many framing terms stand in them", share::HEAD, &rows);
        out.push('\n');
        let rows = share::by_category(&words, self.annotations);
        figures(out, "Framing terms by voice and category", share::BY_CATEGORY, &rows);
    }

    fn named(&self, out: &mut String) {
        let telling = named::telling(&self.annotations.naming);
        table(out, "Named how", named::HEAD, telling.into_iter(), named::row);
    }

    fn framing(&self, out: &mut String) {
        const HEAD: &str = "| | voice | category | term | speaker | relay | place |\n|:--|:--|:--|:--|:--|:--|:--|\n";
        let mut order: Vec<(usize, &Framing<Span<Source>>)> = self.annotations.framing.iter().enumerate().collect();
        order.sort_by_key(|(index, term)| (term.voice, term.category.name(), *index));
        table(out, "Framing terms", HEAD, order.into_iter(), |out, (index, term)| {
            let place = self.terms.get(index);
            Row::begin(out)
                .name('f', index + 1)
                .word(term.voice.name())
                .word(term.category.name())
                .foreign(&term.term)
                .foreign(term.speaker.as_deref().unwrap_or_default())
                .word(term.relay.map_or("", |relay| relay.name()))
                .cell(|out| {
                    self.mark_place(out, index, term, place);
                    self.note_place(out, Some(&term.at), place);
                })
                .end();
        });
    }

    /// Writes where a term stands, with a link to its mark.
    fn mark_place(&self, out: &mut String, index: usize, term: &Framing<Span<Source>>, place: Option<&Place>) {
        if place.is_none_or(|place| place.marks.is_empty()) {
            return bytes_to(out, &[term.at]);
        }
        out.push('[');
        bytes_to(out, &[term.at]);
        out.push_str("](#");
        self.tokens.name_to(out, 'f', index + 1);
        out.push(')');
    }

    /// Adds to a place why nothing in the text points to it.
    fn note_place(&self, out: &mut String, span: Option<&Span<Source>>, place: Option<&Place>) {
        if place.is_some_and(|place| place.reference.is_some()) {
            return;
        }
        let body = self.document.parts().body.start();
        let in_front = span.is_some_and(|span| span.end() <= body);
        out.push_str(if in_front { " (front matter)" } else { " (no room for a note)" });
    }

    fn cites(&self, out: &mut String) {
        const HEAD: &str = "| outlet | rule | place |\n|:--|:--|:--|\n";
        table(out, "Cited outlets", HEAD, self.annotations.cites.iter(), |out, cited| {
            let rule = cited.evidence.first().map_or("", |evidence| evidence.rule.as_str());
            let places: Vec<_> = cited.evidence.iter().map(|evidence| evidence.at).collect();
            Row::begin(out).foreign(&cited.name).foreign(rule).cell(|out| bytes_to(out, &places)).end();
        });
    }

    fn damage(&self, out: &mut String) {
        const HEAD: &str = "| as found | perhaps | what happened | place |\n|:--|:--|:--|:--|\n";
        table(out, "Damaged words", HEAD, self.annotations.damage.iter(), |out, found| {
            Row::begin(out)
                .foreign(&short(self.document, found.at))
                .foreign(found.suggestion.as_deref().unwrap_or_default())
                .word(damage(found.kind))
                .cell(|out| bytes_to(out, &[found.at]))
                .end();
        });
    }

    /// Writes the footnotes to which the text refers.
    fn footnotes(&self, out: &mut String) {
        for (letter, index) in self.referred() {
            self.tokens.reference_to(out, letter, index + 1);
            out.push_str(": ");
            let id = match letter {
                'f' => self.annotations.framing.get(index).map(|term| self.about_term(out, term)),
                _ => self.annotations.claims.get(index).map(|claim| self.about_claim(out, claim)),
            };
            let Some(id) = id else { continue };
            out.push_str(DOT);
            escape_to(out, &id.0);
            if let Some(note) = self.notes.get(id) {
                out.push_str(" · note: ");
                escape_to(out, note);
            }
            out.push('\n');
        }
    }

    /// Writes each footnote cut to a word.
    pub(super) fn stubs(&self) -> String {
        let mut out = String::new();
        for (letter, index) in self.referred() {
            self.tokens.reference_to(&mut out, letter, index + 1);
            out.push_str(": x\n");
        }
        out
    }

    /// Returns the footnotes to which the text refers, by letter and place in the list.
    fn referred(&self) -> impl Iterator<Item = (char, usize)> {
        let of = |letter, places: &'r [Place]| {
            let referred = places.iter().enumerate().filter(|(_, place)| place.reference.is_some());
            referred.map(move |(index, _)| (letter, index))
        };
        of('f', self.terms).chain(of('c', self.claims))
    }

    fn about_term(&self, out: &mut String, term: &'r Framing<Span<Source>>) -> &'r Id {
        quoted(out, &term.term);
        for part in [DOT, term.category.name(), " · voice: ", term.voice.name()] {
            out.push_str(part);
        }
        if let Some(speaker) = &term.speaker {
            out.push_str(DOT);
            escape_to(out, speaker);
        }
        if let Some(relay) = term.relay {
            for part in [DOT, relay.name(), " relay"] {
                out.push_str(part);
            }
        }
        why(out, &term.rule, &[term.at]);
        &term.id
    }

    fn about_claim(&self, out: &mut String, claim: &'r Claim<Span<Source>>) -> &'r Id {
        self.who_to(out, claim);
        out.push_str(DOT);
        quoted(out, &short(self.document, claim.cue.at));
        for part in [" (", class(claim.cue.class), ")", DOT, kind(claim.kind)] {
            out.push_str(part);
        }
        why(out, &claim.rule, &claim.content);
        &claim.id
    }
}

/// Writes the rule that found something, and where.
fn why(out: &mut String, rule: &str, places: &[Span<Source>]) {
    out.push_str(DOT);
    escape_to(out, rule);
    out.push_str(DOT);
    bytes_to(out, places);
}

/// What stands between the parts of a footnote.
const DOT: &str = " · ";

/// Writes a table of figures, which needs no count of its rows.
fn figures(out: &mut String, title: &str, header: &str, rows: &[String]) {
    for part in ["**", title, "**\n\n", header] {
        out.push_str(part);
    }
    out.extend(rows.iter().map(String::as_str));
}

/// Writes a table with its title and how many rows it has; nothing when there are none.
fn table<T>(
    out: &mut String,
    title: &str,
    header: &str,
    rows: impl ExactSizeIterator<Item = T>,
    mut write: impl FnMut(&mut String, T),
) {
    if rows.len() == 0 {
        return;
    }
    for part in ["**", title, "**: "] {
        out.push_str(part);
    }
    number(out, rows.len());
    out.push_str("\n\n");
    out.push_str(header);
    for row in rows {
        write(out, row);
    }
}
