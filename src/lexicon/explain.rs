//! Why: everything that has a name in an output, in words.

use super::{CueEntry, Lexicon, Takes};
use crate::document::fold;
use serde::Serialize;

/// What a name in an output means, and why it is looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation<'l> {
    /// The name.
    pub id: &'l str,
    /// What it is: rule, term, frame, cue, category.
    pub kind: &'static str,
    /// One line.
    pub summary: String,
    /// Why it is looked for, and where it goes wrong.
    pub reason: &'l str,
    /// The words it finds, for terms, frames and cues.
    pub forms: Vec<&'l str>,
    /// Where it must and must not stand, and in which mode it is shown.
    pub limits: Vec<String>,
    /// Texts in which it finds what stands in brackets.
    pub examples: &'l [String],
    /// Texts in which it finds nothing.
    pub counter_examples: &'l [String],
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
        terms.map(|term| self.term(term)).chain(cues.map(cue)).collect()
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
        });
        let rules = self.rules.iter().map(|rule| Explanation {
            id: &rule.id,
            kind: "rule",
            summary: rule.summary.clone(),
            reason: &rule.reason,
            forms: vec![],
            limits: vec![],
            examples: &rule.examples,
            counter_examples: &rule.counter_examples,
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
        });
        let terms = self.framing.iter().map(|term| self.term(term));
        let cues = self.cues.entries().iter().map(cue);
        categories.chain(rules).chain(cues).chain(frames).chain(terms)
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
        if term.tier == super::Tier::Broad {
            limits.push("only with --framing broad".to_owned());
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
        }
    }
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
    }
}
