//! Why: everything that has a name in an output, in words.

use super::{CueEntry, Lexicon, Loadedness, Rule, SHOWN, Takes, measured};
use crate::document::{fold, key};
use serde::Serialize;

/// The limit of what only the broad mode shows.
const BROAD_ONLY: &str = "only with --framing broad";

/// Why a word is found that no list has.
const NEAR_SEEDS: &str = "in public-domain word vectors the word stands near seed terms of the lexicon, and the lexicon \
    does not have it; it knows heat, not standing, and not what the word means here";

/// What a name in an output means, and why it is looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation<'l> {
    /// The name.
    pub id: &'l str,
    /// What it is: rule, term, frame, cue, category, set, table (of words, computed and not listed by hand).
    pub kind: &'static str,
    /// One line.
    pub summary: String,
    /// Why it is looked for, and where it goes wrong.
    pub reason: &'l str,
    /// The words it finds, for terms, frames and cues.
    pub forms: Vec<&'l str>,
    /// Where it must and must not stand, in which mode it is shown, and how often it is right.
    pub limits: Vec<String>,
    /// Texts in which it finds what stands in brackets.
    pub examples: &'l [String],
    /// Texts in which it finds nothing.
    pub counter_examples: &'l [String],
    /// The file of the workspace that it comes from; `None` when it is built in.
    pub origin: Option<&'l str>,
    /// How often it was right, where that was measured.
    pub measured: Option<String>,
}

impl Lexicon {
    /// Returns what `what` means: the name of a rule, a frame, an entry or a category, or words that
    /// entries find. Nothing when it means nothing.
    pub fn explain(&self, what: &str) -> Vec<Explanation<'_>> {
        let by_name: Vec<_> = self.explanations().filter(|known| known.id == what).collect();
        if !by_name.is_empty() {
            return by_name;
        }
        let words = fold(what);
        let terms = self.framing.iter().filter(|term| term.phrases().any(|phrase| fold(&phrase) == words));
        let cues = self.cues.entries().iter().filter(|entry| entry.has(what));
        let mut known: Vec<_> = terms.map(|term| self.term(term)).collect();
        known.extend(by_vectors(&words, !known.is_empty()));
        known.extend(cues.map(cue));
        known
    }

    /// Returns everything that has an explanation.
    pub fn explanations(&self) -> impl Iterator<Item = Explanation<'_>> {
        let categories = self.framing.categories().iter().map(|entry| Explanation {
            id: entry.category.name(),
            kind: "category",
            summary: entry.summary.clone(),
            reason: &entry.reason,
            forms: vec![],
            limits: vec![],
            examples: &[],
            counter_examples: &[],
            origin: None,
            measured: measured::category(entry.category.name()),
        });
        let rules = self.rules.iter().map(|rule| Explanation {
            id: &rule.id,
            kind: "rule",
            summary: rule.summary.clone(),
            reason: &rule.reason,
            forms: vec![],
            limits: measured(rule),
            examples: &rule.examples,
            counter_examples: &rule.counter_examples,
            origin: None,
            measured: measured::entry(&rule.id),
        });
        let sets = self.designators.sets().iter().map(|set| Explanation {
            id: &set.id,
            kind: "set",
            summary: format!("contested nouns: {}", set.about),
            reason: &set.reason,
            forms: strs(&set.variants),
            limits: vec!["shown where a text uses at least two of them".to_owned()],
            examples: &set.examples,
            counter_examples: &set.counter_examples,
            origin: None,
            measured: None,
        });
        let frames = self.relay.iter().map(|frame| Explanation {
            id: &frame.id,
            kind: "frame",
            summary: format!("{} relay", frame.relay.name()),
            reason: &frame.reason,
            forms: strs(&frame.patterns),
            limits: vec![],
            examples: &frame.examples,
            counter_examples: &frame.counter_examples,
            origin: None,
            measured: measured::entry(&frame.id),
        });
        let terms = self.framing.iter().map(|term| self.term(term));
        let cues = self.cues.entries().iter().map(cue);
        categories.chain(rules).chain(sets).chain(cues).chain(frames).chain(terms).chain(self.loadedness())
    }

    fn loadedness(&self) -> impl Iterator<Item = Explanation<'_>> {
        Loadedness::rules().iter().map(|(category, rule)| {
            let entry = self.framing.categories().iter().find(|entry| entry.category == *category);
            Explanation {
                id: rule,
                kind: "table",
                summary: format!("{}: {}", category.name(), entry.map_or("", |entry| entry.summary.as_str())),
                reason: NEAR_SEEDS,
                forms: vec![],
                limits: vec![
                    format!("from a score of {SHOWN}; `ibid explain WORD` shows a word's"),
                    BROAD_ONLY.to_owned(),
                ],
                examples: &[],
                counter_examples: &[],
                origin: None,
                measured: measured::entry(rule),
            }
        })
    }

    fn term<'l>(&'l self, term: &'l super::Term) -> Explanation<'l> {
        let category = self.framing.categories().iter().find(|entry| entry.category == term.category);
        let summary = category.map_or("", |entry| entry.summary.as_str());
        let guards = [
            ("not directly after", &term.unless_before),
            ("not directly before", &term.unless_after),
            ("only directly after", &term.only_before),
            ("only directly before", &term.only_after),
            ("not in a sentence with", &term.unless_sentence),
        ];
        let mut limits: Vec<String> = guards
            .iter()
            .filter(|(_, words)| !words.is_empty())
            .map(|(what, words)| format!("{what}: {}", words.join(", ")))
            .collect();
        if [term.id.as_str(), term.category.name()].iter().any(|name| self.is_off(name)) {
            limits.push("switched off in this workspace".to_owned());
        }
        if term.tier == super::Tier::Broad {
            limits.push(BROAD_ONLY.to_owned());
        }
        Explanation {
            id: &term.id,
            kind: "term",
            summary: format!("{}: {summary}", term.category.name()),
            reason: &term.reason,
            forms: strs(&term.forms),
            limits,
            examples: &term.examples,
            counter_examples: &term.counter_examples,
            origin: term.origin.as_deref(),
            measured: term.origin.is_none().then(|| measured::entry(&term.id)).flatten(),
        }
    }
}

/// Says how often a rule is right, and which of its claims are right more or less often.
fn measured(rule: &Rule) -> Vec<String> {
    let whole =
        rule.precision.zip(rule.count).map(|(precision, count)| format!("right in {precision} of {count} claims"));
    let parts = rule.parts.iter().map(|part| {
        let class = part.class.map(|class| format!(" {}", class.name())).unwrap_or_default();
        format!("{}{class}: right in {} of {}", part.kind.name(), part.precision, part.count)
    });
    whole.into_iter().chain(parts).collect()
}

fn strs(list: &[String]) -> Vec<&str> {
    list.iter().map(String::as_str).collect()
}

fn cue(entry: &CueEntry) -> Explanation<'_> {
    let takes: Vec<&str> = entry.takes.iter().copied().map(Takes::name).collect();
    Explanation {
        id: &entry.id,
        kind: "cue",
        summary: format!("{}: {}s that attribute", entry.class.name(), entry.part.name()),
        reason: &entry.reason,
        forms: entry.lemmas().collect(),
        limits: vec![format!("takes: {}", takes.join(", "))],
        examples: &entry.examples,
        counter_examples: &entry.counter_examples,
        origin: None,
        measured: None,
    }
}

/// Returns what the loadedness table knows of a word, which the lexicon may have too.
fn by_vectors(word: &str, is_listed: bool) -> Option<Explanation<'static>> {
    let (table, key) = (Loadedness::builtin(), key(word));
    let score = table.score(key)?;
    let near = table.get(key);
    let rule = near.and_then(super::Loaded::rule);
    let nearest = near.map(|near| near.nearest().collect::<Vec<_>>().join(", "));
    let category = near.map_or("no category", |near| near.category.name());
    let mut limits: Vec<String> = nearest.iter().map(|nearest| format!("nearest seed terms: {nearest}")).collect();
    limits.push(match rule {
        _ if is_listed => "the lexicon has the word, so its entry decides".to_owned(),
        Some(_) => BROAD_ONLY.to_owned(),
        None => format!("not a find by itself: that takes a score of {SHOWN} and a category of heat"),
    });
    let rule = rule.filter(|_| !is_listed);
    Some(Explanation {
        id: rule.unwrap_or("loadedness"),
        kind: "word",
        summary: format!("{category}: loadedness {score} (seed terms are near 100, neutral words near -100)"),
        reason: if rule.is_some() { NEAR_SEEDS } else { "what public-domain word vectors tell of the word" },
        forms: vec![],
        limits,
        examples: &[],
        counter_examples: &[],
        origin: None,
        measured: None,
    })
}
