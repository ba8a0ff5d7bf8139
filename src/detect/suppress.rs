//! What people take out: `<!-- ibid-disable RULE -->` in a document, `off:` in a workspace's lexicon.
//!
//! Finds are made first and taken out afterwards, so that a switched-off rule changes nothing else: the voice of a term
//! does not turn into the outlet's because the claim around it is not wanted. A comment counts only where
//! Markdown reads HTML; in code it is text.
//!
//! `<!-- ibid-disable a b -->` holds to `<!-- ibid-enable -->` or the document's end; `<!-- ibid-disable-next-line a -->`
//! for the next line with text. A name is that of a rule, a term or a category, `claims`, `framing` or `naming`;
//! without one, everything is meant.

use crate::{
    annotation::{Annotations, Id},
    document::{Document, Problem, Source, Span, fold},
    lexicon::Lexicon,
};
use std::collections::{BTreeMap, BTreeSet};

/// The kinds of annotations that a comment can name.
const KINDS: [&str; 3] = ["claims", "framing", "naming"];

/// What a comment says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verb {
    Disable,
    NextLine,
    Enable,
}

/// A comment that speaks to ibid.
#[derive(Debug)]
struct Directive<'d> {
    span: Span<Source>,
    verb: Verb,
    /// The names after the verb, each with its place; empty for everything.
    names: Vec<(&'d str, Span<Source>)>,
}

/// Takes out what comments and the workspace's lexicon do not want.
pub(super) fn apply(found: &mut Annotations<Span<Source>>, document: &Document, lexicon: &Lexicon) {
    let silent = Silent::of(document);
    if silent.is_empty() && !lexicon.has_off() {
        return;
    }
    let kept = |at: Span<Source>, names: &[&str]| {
        !names.iter().any(|name| lexicon.is_off(name)) && !silent.holds(at.start(), names)
    };
    found.claims.retain(|claim| {
        let class = format!("claims.{}", claim.cue.class.name());
        kept(claim.cue.at, &["claims", &claim.rule, &class])
    });
    found.framing.retain(|term| {
        let names = ["framing", term.rule.as_str(), term.category.name()];
        kept(term.at, &names) && !lexicon.is_off(&fold(&term.term))
    });
    for naming in &mut found.naming {
        let rule = naming.rule.clone();
        naming.at.retain(|at| kept(*at, &["naming", &rule]));
    }
    found.naming.retain(|naming| !naming.at.is_empty());
    let claims: BTreeSet<Id> = found.claims.iter().map(|claim| claim.id.clone()).collect();
    let still = |id: &mut Option<Id>| {
        if id.as_ref().is_some_and(|id| !claims.contains(id)) {
            *id = None;
        }
    };
    found.claims.iter_mut().for_each(|claim| still(&mut claim.within));
    found.framing.iter_mut().for_each(|term| still(&mut term.claim));
}

/// Returns what is odd about the comments of a document that speak to ibid: names that nothing has.
pub fn comment_problems(document: &Document, lexicon: &Lexicon) -> Vec<Problem> {
    let directives = directives(document);
    if directives.is_empty() {
        return vec![];
    }
    let known = lexicon.names();
    let names = directives.into_iter().flat_map(|directive| directive.names);
    let unknown = names.filter(|(name, _)| !KINDS.contains(name) && !known.contains(name));
    unknown
        .map(|(name, at)| {
            let message = format!("nothing is called `{name}`, so the comment does nothing for it");
            let help = "`ibid explain` lists rules, terms and categories";
            Problem::new("comment.unknown-rule", message).at(at).help(help)
        })
        .collect()
}

fn directives(document: &Document) -> Vec<Directive<'_>> {
    document.comments().iter().filter_map(|span| directive(document, *span)).collect()
}

fn directive(document: &Document, span: Span<Source>) -> Option<Directive<'_>> {
    let text = document.bytes(span);
    let inside = text.strip_prefix("<!--")?.strip_suffix("-->")?;
    let mut words = inside.split([' ', '\t', '\n', '\r', ',']).filter(|word| !word.is_empty());
    let verb = match words.next()? {
        "ibid-disable" => Verb::Disable,
        "ibid-disable-next-line" => Verb::NextLine,
        "ibid-enable" => Verb::Enable,
        _ => return None,
    };
    let place = |word: &str| {
        let offset = (word.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        let start = span.start().saturating_add(u32::try_from(offset).unwrap_or(0));
        Span::clamped(start, start.saturating_add(u32::try_from(word.len()).unwrap_or(0)))
    };
    Some(Directive { span, verb, names: words.map(|word| (word, place(word))).collect() })
}

/// Where what is silent: half-open ranges of bytes by name, sorted; the empty name is everything.
#[derive(Debug, Default)]
struct Silent(BTreeMap<String, Vec<(u32, u32)>>);

impl Silent {
    fn of(document: &Document) -> Self {
        let mut silent = Self::default();
        let mut open: BTreeMap<String, u32> = BTreeMap::new();
        let end = Span::<Source>::whole(document.source()).end();
        let mut line = (0, 0);
        for Directive { span, verb, names } in directives(document) {
            let mut names: Vec<String> = names.iter().map(|(name, _)| (*name).to_owned()).collect();
            if names.is_empty() {
                names = if verb == Verb::Enable { open.keys().cloned().collect() } else { vec![String::new()] };
            }
            for name in names {
                match verb {
                    Verb::Disable => {
                        open.entry(name).or_insert(span.end());
                    }
                    Verb::Enable => {
                        if let Some(from) = open.remove(&name) {
                            silent.0.entry(name).or_default().push((from, span.start()));
                        }
                    }
                    Verb::NextLine => {
                        // Comments on one line, or on lines that follow each other, mean the same line.
                        if line.0 < span.end() {
                            line = next_line(document.source(), span.end());
                        }
                        silent.0.entry(name).or_default().push(line);
                    }
                }
            }
        }
        for (name, from) in open {
            silent.0.entry(name).or_default().push((from, end));
        }
        silent.0.values_mut().for_each(union);
        silent
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn holds(&self, at: u32, names: &[&str]) -> bool {
        names.iter().chain(&[""]).filter_map(|name| self.0.get(*name)).any(|ranges| {
            let index = ranges.partition_point(|range| range.1 <= at);
            ranges.get(index).is_some_and(|range| range.0 <= at)
        })
    }
}

/// Joins ranges that overlap, sorted.
fn union(ranges: &mut Vec<(u32, u32)>) {
    ranges.sort_unstable();
    ranges.dedup_by(|later, earlier| {
        let joined = later.0 <= earlier.1;
        if joined {
            earlier.1 = earlier.1.max(later.1);
        }
        joined
    });
}

/// Returns the first line behind the one on which `at` stands that holds more than blanks or a comment.
fn next_line(source: &str, at: u32) -> (u32, u32) {
    let mut from = at;
    for (index, line) in source.get(at as usize..).unwrap_or_default().split_inclusive('\n').enumerate() {
        let to = from.saturating_add(u32::try_from(line.len()).unwrap_or(u32::MAX));
        let text = line.trim();
        if index > 0 && !text.is_empty() && !(text.starts_with("<!--") && text.ends_with("-->")) {
            return (from, to);
        }
        from = to;
    }
    (from, from)
}
