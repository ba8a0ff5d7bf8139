//! Holds the lexicon to its own word: every entry says why it is there, and its examples hold.
//!
//! Each example runs through the engine exactly once, where its notation is known: those of terms and typographic
//! rules in `lexicon_framing.rs`, those of frames in `src/detect/framing/tests.rs`, those of outlet, byline, date,
//! citation and damage rules in `src/detect/outlet/tests.rs`, those of claim rules and cues here. The last test
//! knows all of these places, so that a new kind of entry cannot go without one.

use ibid::{
    annotation::{Annotations, Author, Cited, Outlet, Published},
    detect::{self, FoundClaim, Mode},
    document::{Document, Format, Source, Span},
    lexicon::{Explanation, Lexicon},
};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A claim, or what an example wants of one: its source, its cue, its content.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Marked {
    source: Option<(u32, u32)>,
    cue: (u32, u32),
    content: Vec<(u32, u32)>,
}

/// Takes an example apart: the text, and what its brackets mark, `{source}`, `[cue]`, `<content>`. A second
/// source begins a second claim.
fn unmarked(example: &str) -> (String, Vec<Marked>) {
    let (mut text, mut claims, mut open) = (String::new(), vec![], vec![]);
    let mut marked = Marked::default();
    for c in example.chars() {
        let at = u32::try_from(text.len()).unwrap();
        match c {
            '{' if marked.source.is_some() => {
                claims.push(std::mem::take(&mut marked));
                open.push(at);
            }
            '{' | '[' | '<' => open.push(at),
            '}' => marked.source = Some((open.pop().unwrap(), at)),
            ']' => marked.cue = (open.pop().unwrap(), at),
            '>' => marked.content.push((open.pop().unwrap(), at)),
            c => text.push(c),
        }
    }
    if marked != Marked::default() {
        claims.push(marked);
    }
    (text, claims)
}

/// Examples that the engine does not live up to yet; to be struck out as it does.
const NOT_YET: &[&str] = &[
    "The so-called reform has stalled, to say the least.",
    "He went home and wrote a song.",
    "{Critics in the capital} [argue] <that the tax hurts the poor>.",
    "{The players} [are confident] <that the pitch will dry>.",
];

#[expect(clippy::print_stderr, reason = "a debt must be seen, and so must its payment")]
fn is_owed(example: &str, holds: bool) -> bool {
    let owed = NOT_YET.contains(&example);
    match (owed, holds) {
        (true, true) => eprintln!("holds now, strike it from NOT_YET: {example}"),
        (true, false) => eprintln!("does not hold yet: {example}"),
        (false, _) => {}
    }
    owed
}

fn claims(text: &str) -> (Document, Vec<FoundClaim>) {
    let document = Document::read(text.as_bytes(), Format::Plain).unwrap();
    let found = detect::claims(&document, Lexicon::builtin());
    (document, found)
}

fn marked(document: &Document, claim: &FoundClaim) -> Marked {
    let place = |span| document.map().to_source(span).map(|span| (span.start(), span.end())).unwrap();
    Marked {
        source: claim.source.map(place),
        cue: place(claim.cue),
        content: claim.content.iter().map(|span| place(*span)).collect(),
    }
}

fn show(document: &Document, found: &[FoundClaim]) -> String {
    let claim = |claim: &FoundClaim| {
        let source = claim.source.map_or("", |span| document.words(span));
        let content: Vec<&str> = claim.content.iter().map(|span| document.words(*span)).collect();
        format!("{} {{{source}}} [{}] <{}>", claim.rule, document.words(claim.cue), content.join("> <"))
    };
    found.iter().map(claim).collect::<Vec<_>>().join(" | ")
}

#[test]
fn every_example_of_a_claim_rule_holds() {
    let mut wrong = vec![];
    for rule in Lexicon::builtin().rules.iter().filter(|rule| rule.id.starts_with("claim.")) {
        for example in rule.examples.iter().chain(&rule.counter_examples) {
            let (text, wanted) = unmarked(example);
            let (document, found) = claims(&text);
            let by_rule: Vec<Marked> =
                found.iter().filter(|claim| claim.rule == rule.id).map(|claim| marked(&document, claim)).collect();
            if !is_owed(example, by_rule == wanted) && by_rule != wanted {
                wrong.push(format!("{}: {example}\n    found {}", rule.id, show(&document, &found)));
            }
        }
    }
    assert!(wrong.is_empty(), "{} examples fail:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_example_of_a_cue_holds() {
    let mut wrong = vec![];
    for entry in Lexicon::builtin().cues.entries() {
        for example in &entry.examples {
            let (text, wanted) = unmarked(example);
            let (document, found) = claims(&text);
            let mut mine =
                found.iter().filter(|claim| claim.class == entry.class).map(|claim| marked(&document, claim));
            let holds = mine.any(|claim| wanted.contains(&claim));
            if !is_owed(example, holds) && !holds {
                wrong.push(format!("{}: {example}\n    found {}", entry.id, show(&document, &found)));
            }
        }
        for example in &entry.counter_examples {
            let (document, found) = claims(example);
            if !is_owed(example, found.is_empty()) && !found.is_empty() {
                wrong.push(format!("{}: {example}\n    found {}", entry.id, show(&document, &found)));
            }
        }
    }
    assert!(wrong.is_empty(), "{} examples fail:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_entry_says_why_and_when_not() {
    let mut seen = BTreeSet::new();
    let mut wrong = vec![];
    for known in Lexicon::builtin().explanations() {
        let Explanation { id, kind, summary, reason, examples, counter_examples, .. } = &known;
        let mut complain = |what: &str| wrong.push(format!("{kind} {id}: {what}"));
        if !seen.insert(id.to_string()) {
            complain("is there twice");
        }
        if summary.trim().is_empty() {
            complain("has no summary");
        }
        if reason.trim().is_empty() {
            complain("has no reason");
        }
        if *kind != "category" && examples.is_empty() {
            complain("has no example");
        }
        if *kind != "category" && counter_examples.is_empty() {
            complain("has no counter-example");
        }
        if examples.iter().chain(*counter_examples).any(|text| text.trim().is_empty()) {
            complain("has an empty example");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Which test runs the examples of an entry.
fn runner(known: &Explanation<'_>) -> Option<&'static str> {
    const OUTLET: [&str; 5] = ["outlet.", "byline.", "published.", "cited.", "damage."];
    match known.kind {
        "category" => Some("none: a category has no examples"),
        "term" => Some("tests/lexicon_framing.rs"),
        "frame" => Some("src/detect/framing/tests.rs"),
        "cue" => Some("tests/lexicon.rs"),
        "rule" if known.id.starts_with("typographic.") => Some("tests/lexicon_framing.rs"),
        "rule" if known.id.starts_with("claim.") => Some("tests/lexicon.rs"),
        "rule" if OUTLET.iter().any(|prefix| known.id.starts_with(prefix)) => Some("src/detect/outlet/tests.rs"),
        _ => None,
    }
}

#[test]
fn every_entry_has_a_test_that_runs_its_examples() {
    for known in Lexicon::builtin().explanations() {
        let place =
            runner(&known).unwrap_or_else(|| panic!("no test runs the examples of {} {}", known.kind, known.id));
        assert!(place.starts_with("none") || here(place).is_file(), "{place}");
    }
}

/// Every rule that annotations name.
fn rules_of(found: Annotations<Span<Source>>) -> BTreeSet<String> {
    let Annotations { outlet, authors, published, cites, claims, framing, damage } = found;
    let evidence = outlet
        .into_iter()
        .flat_map(|Outlet { evidence, .. }| evidence)
        .chain(authors.into_iter().flat_map(|Author { evidence, .. }| evidence))
        .chain(published.into_iter().flat_map(|Published { evidence, .. }| evidence))
        .chain(cites.into_iter().flat_map(|Cited { evidence, .. }| evidence))
        .map(|evidence| evidence.rule);
    evidence
        .chain(claims.into_iter().map(|claim| claim.rule))
        .chain(framing.into_iter().map(|term| term.rule))
        .chain(damage.into_iter().map(|damage| damage.rule))
        .collect()
}

#[test]
fn every_rule_in_an_output_is_explained() {
    let lexicon = Lexicon::builtin();
    let folders = ["corpus", "../shared/seeds", "../../../work/shared/seeds"].map(here);
    let mut read = 0;
    for path in folders.iter().filter_map(|folder| std::fs::read_dir(folder).ok()).flatten() {
        let path = path.unwrap().path();
        if !path.extension().is_some_and(|ending| ending == "md" || ending == "txt") {
            continue;
        }
        read += 1;
        let document = Document::read(&std::fs::read(&path).unwrap(), Format::Markdown).unwrap();
        for rule in rules_of(detect::annotate(&document, lexicon, Mode::Broad)) {
            assert!(!lexicon.explain(&rule).is_empty(), "{}: nothing explains `{rule}`", path.display());
        }
    }
    assert!(read >= 11, "{read} documents");
}
