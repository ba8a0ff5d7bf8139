//! Holds the lexicon to its own word: every entry says why it is there, and its examples hold.
//!
//! Each example runs through the engine where its notation is known: those of terms and typographic rules in
//! `lexicon_framing.rs`, those of frames in `src/detect/framing/tests.rs`, those of claim rules and cues in
//! `src/detect/claim/tests.rs`, those of outlet, byline, date, citation and damage rules in
//! `src/detect/outlet/tests.rs`. A test below knows these places, so that a new kind of entry cannot go without.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test that cannot run must fail"
)]

use ibid::{
    annotation::{Annotations, Author, Cited, Outlet, Published},
    detect::{self, Mode},
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
        // A category is a heading; a table's words were computed, `docs/loadedness.md` says how.
        let bare = matches!(*kind, "category" | "table");
        if !bare && examples.is_empty() {
            complain("has no example");
        }
        if !bare && counter_examples.is_empty() {
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
        "category" | "table" => Some("none: it has no examples"),
        "term" => Some("tests/lexicon_framing.rs"),
        "frame" => Some("src/detect/framing/tests.rs"),
        "set" => Some("tests/naming.rs"),
        "rule" if known.id.starts_with("naming.") => Some("tests/naming.rs"),
        "cue" => Some("src/detect/claim/tests.rs"),
        "rule" if known.id.starts_with("typographic.") => Some("tests/lexicon_framing.rs"),
        "rule" if known.id.starts_with("claim.") => Some("src/detect/claim/tests.rs"),
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
    let Annotations { outlet, authors, published, cites, claims, speakers: _, framing, naming, damage } = found;
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
        .chain(naming.into_iter().map(|naming| naming.rule))
        .chain(damage.into_iter().map(|damage| damage.rule))
        .collect()
}

#[test]
fn every_rule_in_an_output_is_explained() {
    let lexicon = Lexicon::builtin();
    let folders = ["corpus", "../shared/seeds"].map(here);
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

/// The figures that `tools/claims.py` wrote: every rule of claims has one, and no part has more claims than the whole.
#[test]
fn every_claim_rule_was_measured() {
    let lexicon = Lexicon::builtin();
    let rules: Vec<_> = lexicon.rules.iter().filter(|rule| rule.id.starts_with("claim.")).collect();
    assert!(rules.len() >= 13);
    for rule in &rules {
        let count = rule.count.unwrap_or_else(|| panic!("{} was not measured: run tools/claims.py", rule.id));
        assert!(rule.precision.is_some() && count > 0, "{}", rule.id);
        for (index, part) in rule.parts.iter().enumerate() {
            assert!(part.count >= 50 && part.count <= count, "{}: {part:?}", rule.id);
            let same = |other: &ibid::lexicon::Measured| (other.kind, other.class) == (part.kind, part.class);
            assert!(!rule.parts[..index].iter().any(same), "{}: {part:?} is there twice", rule.id);
            // What a claim of the part gets is the part's figure, unless its class has one of its own.
            let class = part.class.unwrap_or(ibid::annotation::CueClass::Citation);
            assert_eq!(rule.confidence(part.kind, class), Some((part.precision, part.count)), "{}", rule.id);
        }
    }
    assert_eq!(
        lexicon.rules.confidence("person", ibid::annotation::ClaimKind::Direct, ibid::annotation::CueClass::Neutral),
        None
    );
}
