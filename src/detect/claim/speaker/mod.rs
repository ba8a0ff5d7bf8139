//! Who the sources are, within the document: surnames, titles, pronouns, roles, groups.
//!
//! A name is looked up, a role is looked up when exactly one person holds it, a pronoun takes the nearest fitting subject.
//! What stays open stays open: a group keeps its words, a pronoun without a person before it has no speaker.

mod list;
pub(in crate::detect) mod names;

pub use list::speakers;

use super::{
    Draft,
    chain::Claimed,
    source,
    unit::Unit,
    view::{Run, View},
    words::{
        self, ADVERB, DATE, DETERMINER, EXPLETIVE, FEMALE, FIRST, MALE, MEDIUM, OF, PLURAL, POSSESSIVE, POSSESSIVE_S,
        PREPOSITION, PRONOUN, RELATIVE, STOP,
    },
};
use crate::document::key_of;
use names::{Gender, Name, Names};

/// How many sentences back a pronoun looks for its noun.
const MAX_BACK: usize = 4;
/// How far into a sentence its subject may begin.
const MAX_INTRODUCTION: usize = 24;

/// The longest of two names that speak together.
const MAX_JOINT: usize = 3;

/// How many claims back “the publication” looks for the outlet that was cited.
const MAX_RECENT: usize = 8;

/// What is known while sources are resolved, in document order.
struct Resolver<'v, 'd> {
    view: &'v View<'d>,
    names: Names,
    /// The speakers so far, with the end of their claim's cue.
    said: Vec<(usize, String)>,
}

/// Fills in the speakers, and returns the names they were resolved by.
pub(in crate::detect) fn resolve(view: &View<'_>, claims: &mut [Claimed]) -> Names {
    let mut resolver = Resolver { view, names: Names::of(view), said: vec![] };
    let mut order: Vec<usize> = (0..claims.len()).collect();
    order.sort_by_key(|index| claims.get(*index).map(|(_, draft)| draft.cue.from));
    for index in order {
        let Some((claim, draft)) = claims.get_mut(index) else { continue };
        claim.speaker = draft.source.and_then(|run| resolver.speaker(run, draft));
        if let Some(speaker) = &claim.speaker {
            resolver.said.push((draft.cue.from, speaker.clone()));
        }
    }
    resolver.names
}

/// Tells whether a phrase is about nobody: “none”, “no one”, “no lobbyists”.
fn is_none(view: &View<'_>, run: Run) -> bool {
    matches!(view.text(run.from), "no" | "No" | "none" | "None" | "nobody" | "Nobody")
}

/// Tells whether a speaker is a word that stands for others, as “some” does.
fn is_function_word(name: &str) -> bool {
    words::flags(key_of(name), name.as_bytes()) & (PRONOUN | DETERMINER | STOP | RELATIVE | EXPLETIVE | ADVERB) != 0
}

/// Tells whether a phrase is several: its first part ends in -s, or joins two.
fn is_plural(phrase: &str) -> bool {
    let head = phrase.split([',', '(']).next().unwrap_or_default();
    let head = head.split(" of ").next().unwrap_or_default().trim_end();
    let plural = head.ends_with('s') && !head.ends_with("ss") && !head.ends_with("'s") && !head.ends_with("’s");
    plural || head.contains(" and ") || ["people", "People", "police", "Police"].iter().any(|noun| head.ends_with(noun))
}

impl Resolver<'_, '_> {
    fn speaker(&self, source: Run, draft: &Draft) -> Option<String> {
        let view = self.view;
        let first = view.at(source.from);
        if source.len() == 1 && first.is(RELATIVE) {
            let noun = source::left(view, &draft.unit, source.from).or_else(|| {
                (view.before(source.from).sign == b',')
                    .then(|| source::left(view, &draft.unit, source.from - 1))
                    .flatten()
            });
            return noun.and_then(|run| self.antecedent(run));
        }
        if source.len() == 1 && first.is(FIRST) {
            return None;
        }
        if source.len() == 1 && first.is(PRONOUN | POSSESSIVE) && first.is(MALE | FEMALE | PLURAL | EXPLETIVE) {
            return self.pronoun(source.from, draft);
        }
        self.phrase(source)
    }

    /// Resolves the noun phrase before a relative pronoun: the name it ends with, if it begins with none, as in “a
    /// blow to her rival, Senator Cole, who”.
    fn antecedent(&self, run: Run) -> Option<String> {
        let view = self.view;
        let run = self.trimmed(run);
        let head = self.head(self.without_article(run));
        let comma = (head.to..run.to).rev().find(|at| view.sign(*at) == b',');
        let last = comma.map(|comma| Run::new(comma + 1, run.to));
        let named = last.filter(|last| names::name_at(view, last.from).is_some_and(|name| name.to == last.to));
        let other = named.filter(|_| self.last_name(head).is_none()).and_then(|last| self.last_name(last));
        other.or_else(|| self.phrase(run)).filter(|_| !is_none(view, run))
    }

    /// Resolves a noun phrase.
    fn phrase(&self, run: Run) -> Option<String> {
        let view = self.view;
        let run = self.without_article(self.trimmed(run));
        let head = self.head(run);
        if let Some(both) = self.joint(head) {
            return Some(view.words_of(both).to_owned());
        }
        if let Some(name) = self.name_in(run, head) {
            return Some(name);
        }
        let definite = view.before(run.from).is(DETERMINER) || run.from == head.from && view.at(run.from).capital;
        if let Some(name) = definite.then(|| self.role(run, head)).flatten() {
            return Some(name);
        }
        (!run.is_empty()).then(|| view.words_of(self.trimmed(Run::new(self.with_article(run), run.to))).to_owned())
    }

    /// Returns two names that speak together, which are not one of the two: “Brandt and Cole”, “both Brandt and Mayor Cole”.
    fn joint(&self, head: Run) -> Option<Run> {
        let view = self.view;
        let and = (head.from + 1..head.to).find(|at| [words::AND, words::NOR].contains(&view.key(*at)))?;
        let from = head.from + usize::from(matches!(view.text(head.from), "Both" | "both"));
        let person = |from: usize, to: usize| {
            let name = (from..to).find(|at| !view.at(*at).is(words::TITLE)).filter(|name| to - name <= MAX_JOINT)?;
            (name..to).all(|at| view.at(at).is_name() && !view.at(at).is(words::TITLE)).then_some(())
        };
        person(from, and).and(person(and + 1, head.to)).map(|()| Run::new(from, head.to))
    }

    /// Cuts the comma and the possessive 's at a phrase's end.
    fn trimmed(&self, mut run: Run) -> Run {
        let ends = |at: usize| {
            matches!(self.view.sign(at), b',' | b'-')
                || self.view.key(at) == POSSESSIVE_S
                || self.view.sign(at) == b'"'
                    && !self.view.at(at).spaced
                    && !(run.from..at).any(|before| self.view.sign(before) == b'"')
        };
        while run.len() > 1 && ends(run.to - 1) {
            run.to -= 1;
        }
        run
    }

    fn without_article(&self, run: Run) -> Run {
        let article = matches!(self.view.text(run.from), "the" | "The" | "a" | "an" | "A" | "An" | "But" | "but");
        Run::new(run.from + usize::from(article && run.len() > 1), run.to)
    }

    /// Takes an indefinite or definite article back in for phrases that keep their words.
    fn with_article(&self, run: Run) -> usize {
        let article = self.view.before(run.from).is(DETERMINER)
            && matches!(self.view.text(run.from.wrapping_sub(1)), "the" | "The" | "a" | "an" | "A" | "An");
        run.from - usize::from(article && !self.view.at(run.from).capital)
    }

    /// Returns the part of a phrase up to its first comma, bracket, preposition or `who`.
    fn head(&self, run: Run) -> Run {
        let view = self.view;
        let end = (run.from + 1..run.to).find(|at| {
            let word = view.at(*at);
            let of_name = word.key == OF
                && view.before(*at).capital
                && view.at(at + 1).capital
                && !view.before(*at).is(words::TITLE);
            word.sign != 0 && word.sign != b'&' && word.sign != b'"'
                || word.is(PREPOSITION | RELATIVE) && !of_name && word.key != POSSESSIVE_S
        });
        Run::new(run.from, end.unwrap_or(run.to))
    }

    /// Returns the name that a phrase ends with, or has in apposition: “spokesman Piers Hollin”, “the president, Alden Marrick,”.
    fn name_in(&self, run: Run, head: Run) -> Option<String> {
        if let Some(name) = self.last_name(head) {
            return Some(name);
        }
        let opens = self.view.sign(head.to) == b',' && head.to + 1 < run.to;
        let apposition = Run::new(head.to + 1, run.to);
        let rest = if opens { self.head(apposition) } else { return None };
        let named = names::name_at(self.view, rest.from).is_some_and(|name| name.to == rest.to);
        named.then(|| self.last_name(rest)).flatten()
    }

    /// Returns the name at the end of a phrase, in full.
    fn last_name(&self, head: Run) -> Option<String> {
        let view = self.view;
        let mut from = head.to;
        while from > head.from
            && (view.before(from).is_name()
                || matches!(view.text(from - 1), "of" | "de" | "von" | "van" | "bin" | "&") && from < head.to)
        {
            from -= 1;
        }
        while from < head.to && !view.at(from).capital {
            from += 1;
        }
        let run = Run::new(from, head.to);
        if run.is_empty() {
            return None;
        }
        let titles = (run.from..run.to).rev().find(|at| view.at(*at).is(words::TITLE));
        let core = Run::new(titles.map_or(run.from, |at| at + 1), run.to);
        if core.is_empty() {
            return None;
        }
        let name = names::plain(view, core);
        let known = self.names.expand(&name);
        // “leader of Ostrenia Teodrin Vask”: two names ran into one. Others have three words: “Marine Le Pen”.
        let ran_in = view.before(core.from).key == OF || (core.from..core.to).any(|at| view.key(at) == OF);
        let better = |part: &&Name| known.is_none_or(|known| ran_in && part.count > known.count);
        let part = self.part(core).filter(better);
        Some(part.or(known).map_or_else(|| name.into_owned(), |name| name.full.clone()))
    }

    /// Returns the known person whose name ends a longer run of capitals, or begins one: “Kestrel House Piers Hollin”,
    /// “Oriel Vandemeer of Korvath”.
    fn part(&self, core: Run) -> Option<&Name> {
        let view = self.view;
        let person = |run: Run| {
            let known = self.names.expand(&names::plain(view, run)).filter(|_| run.len() > 1);
            known.filter(|known| known.is_person())
        };
        let of = (core.from..core.to).find(|at| view.key(*at) == OF);
        let before = of.and_then(|of| person(Run::new(core.from, of)));
        before.or_else(|| (core.len() > 2).then(|| person(Run::new(core.to - 2, core.to))).flatten())
    }

    /// Resolves “the Ostrenian leader”, “the publication”.
    fn role(&self, run: Run, head: Run) -> Option<String> {
        let view = self.view;
        let last = view.before(head.to);
        if last.is(MEDIUM) {
            return self
                .said
                .iter()
                .rev()
                .take(MAX_RECENT)
                .find(|(_, name)| !self.is_person(name) && name.starts_with(char::is_uppercase))
                .map(|(_, name)| name.clone());
        }
        let beside = (run.from..run.to).filter(|at| {
            *at + 1 != head.to && view.at(*at).word && !view.at(*at).is(PREPOSITION | POSSESSIVE | DETERMINER)
        });
        let words: Vec<u64> = beside.map(|at| view.key(at)).collect();
        self.names.by_role(&words, last.key).map(|name| name.full.clone())
    }

    fn is_person(&self, name: &str) -> bool {
        self.names.expand(name).is_some_and(Name::is_person)
    }

    /// Resolves he, she, they, it: the subject of this sentence before it, else of the sentences before.
    fn pronoun(&self, at: usize, draft: &Draft) -> Option<String> {
        let view = self.view;
        let word = view.at(at);
        let gender = Gender::of(word.flags);
        let personal = gender.is_some();
        let fits = |name: &str| match self.names.expand(name) {
            Some(known) if personal => known.is_person() && known.gender.is_none_or(|own| Some(own) == gender),
            Some(known) => !known.is_person() && (!word.is(PLURAL) || is_plural(&known.full)),
            None if personal => {
                !name.contains(' ')
                    && name.starts_with(char::is_uppercase)
                    && !name.ends_with('s')
                    && !names::is_body(name)
                    && !is_function_word(name)
            }
            None => word.is(PLURAL) == is_plural(name) && !is_function_word(name),
        };
        let sentences = view.document.sentences();
        let own = sentences.partition_point(|s| (s.tokens.start as usize) <= at).saturating_sub(1);
        for back in 0..=MAX_BACK {
            let sentence = sentences.get(own.checked_sub(back)?)?;
            let run = Run::new(sentence.tokens.start as usize, (sentence.tokens.end as usize).min(at));
            if view.quote(run.from, draft.unit.level).is_some_and(|quote| quote.run.to >= run.to) && back > 0 {
                continue;
            }
            let said = self
                .said
                .iter()
                .rev()
                .take_while(|(cue, _)| *cue >= run.from)
                .find(|(cue, name)| run.holds(*cue) && fits(name));
            if let Some((_, name)) = said {
                return Some(name.clone());
            }
            if let Some(name) = self.subject(run, &draft.unit).filter(|name| fits(name)) {
                return Some(name);
            }
        }
        None
    }

    /// Returns the resolved subject of a sentence: its first noun phrase that is a name or a role.
    fn subject(&self, run: Run, unit: &Unit) -> Option<String> {
        let view = self.view;
        let mut at = run.from;
        while at < run.to && at - run.from < MAX_INTRODUCTION {
            let word = view.at(at);
            if word.depth > unit.level {
                at += 1;
                continue;
            }
            let introduces = word.is(PREPOSITION | DATE | STOP | ADVERB) && !word.is(DETERMINER)
                || word.is(words::ED | words::ING) && view.sign(at + 1) == 0 && !view.at(at + 1).capital;
            if introduces {
                at = (at..run.to).find(|n| view.sign(*n) == b',').map_or(run.to, |comma| comma + 1);
                continue;
            }
            let end = (at..run.to).find(|n| {
                *n > at
                    && (source::finite(view, *n)
                        || view.at(*n).is(words::ED) && !view.at(*n).capital
                        || view.at(*n).is(ADVERB) && !view.at(*n).capital
                        || view.sign(*n) == b',')
            })?;
            let phrase = Run::new(at, end);
            if word.is(PRONOUN) && !word.is(DETERMINER) {
                return None;
            }
            let article = self.without_article(phrase);
            let head = self.head(article);
            return self.name_in(article, head).or_else(|| self.role(article, head));
        }
        None
    }
}
