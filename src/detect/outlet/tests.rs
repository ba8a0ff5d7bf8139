//! Every example of `outlet.yaml`, our corpus, and the seeds.

use crate::{
    annotation::Outlet,
    detect,
    document::{Document, Format, Source, Span},
    lexicon::Lexicon,
};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(text: &str) -> Document {
    Document::read(text.as_bytes(), Format::Markdown).unwrap()
}

/// All places that a rule of this file finds in a document.
fn places(document: &Document, rule: &str) -> BTreeSet<Span<Source>> {
    let lexicon = Lexicon::builtin();
    let own = detect::outlet(document, lexicon);
    let cited = detect::cited(document, lexicon, own.as_ref());
    let damage = detect::damage(document).into_iter().map(|damage| (damage.at, damage.rule));
    let evidence = own
        .into_iter()
        .flat_map(|outlet| outlet.evidence)
        .chain(detect::authors(document, lexicon).into_iter().flat_map(|author| author.evidence))
        .chain(detect::published(document, lexicon).into_iter().flat_map(|published| published.evidence))
        .chain(cited.into_iter().flat_map(|cited| cited.evidence));
    evidence
        .map(|evidence| (evidence.at, evidence.rule))
        .chain(damage)
        .filter(|(_, by)| by == rule)
        .map(|(at, _)| at)
        .collect()
}

/// Takes the brackets out of an example and returns where they stood.
fn unmarked(example: &str) -> (String, BTreeSet<Span<Source>>) {
    let (mut text, mut places, mut open) = (String::new(), BTreeSet::new(), 0);
    for c in example.chars() {
        match c {
            '[' => open = u32::try_from(text.len()).unwrap(),
            ']' => {
                places.insert(Span::clamped(open, u32::try_from(text.len()).unwrap()));
            }
            _ => text.push(c),
        }
    }
    (text, places)
}

#[test]
fn every_example_of_the_rules() {
    let prefixes = ["outlet.", "byline.", "published.", "cited.", "damage."];
    let mut wrong = vec![];
    for rule in Lexicon::builtin().rules.iter().filter(|rule| prefixes.iter().any(|p| rule.id.starts_with(p))) {
        assert!(!rule.examples.is_empty() && !rule.counter_examples.is_empty(), "{} has no examples", rule.id);
        for example in rule.examples.iter().chain(&rule.counter_examples) {
            // Empty brackets are a value of front matter, not a mark.
            let (text, wanted) = unmarked(&example.replace("[]", "null"));
            let document = read(&text);
            let found = places(&document, &rule.id);
            if found != wanted {
                let words: Vec<_> = found.iter().map(|at| document.bytes(*at)).collect();
                wrong.push(format!("{}: {text:?} gives {words:?}", rule.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_of_the_code_is_explained() {
    for rule in super::STRONGEST_FIRST {
        assert!(Lexicon::builtin().rules.get(rule).is_some(), "{rule}");
    }
}

/// What must be found in a document: outlet, domain, authors, date, cited outlets.
struct Wanted(
    &'static str,
    Option<&'static str>,
    Option<&'static str>,
    &'static [&'static str],
    Option<&'static str>,
    &'static [&'static str],
);

const CORPUS: &[Wanted] = &[
    Wanted(
        "meridian-wire-brief.md",
        Some("Meridian Wire"),
        None,
        &["Petra Lindqvale"],
        Some("2031-03-14T09:25"),
        &["The Ostrenian State Telegraph"],
    ),
    Wanted("harbor-explainer.txt", None, None, &[], None, &[]),
    Wanted(
        "lantern-commentary.md",
        Some("Lantern Institute"),
        None,
        &[],
        Some("2031-03-20"),
        &["The Ostrenian State Telegraph", "Gazette of Sel"],
    ),
    Wanted("dateline-brief.txt", None, None, &[], None, &["Gazette of Sel", "The Tidewater Courier"]),
    Wanted(
        "brass-bell-post.md",
        Some("The Brass Bell"),
        Some("brassbell.example"),
        &["Odell Pryce"],
        Some("2031-03-14T21:15:30"),
        &["Meridian Wire", "The Ostrenian State Telegraph", "Perch Daily"],
    ),
    Wanted(
        "interview.md",
        Some("The Harbor Post"),
        Some("harborpost.example"),
        &["Jessamy Oake"],
        Some("2031-03-22"),
        &["The Ostrenian State Telegraph"],
    ),
    Wanted(
        "opinion-blockquotes.md",
        Some("The Tidewater Courier"),
        Some("tidewatercourier.example"),
        &["Maren Tolliver"],
        Some("2031-03-18"),
        &[],
    ),
    Wanted("state-media-release.md", Some("OST"), Some("ost.example"), &["Halka Preen"], Some("2031-03-13"), &[]),
    Wanted("crlf-wire.md", Some("Northgate Press Agency"), None, &["Isolde Marsh"], Some("2031-03-15"), &[]),
    Wanted(
        "letter-corrections.md",
        Some("The Harbor Post"),
        None,
        &["Wendell Farrow"],
        Some("2031-03-24"),
        &["Ostrenian State Telegraph"],
    ),
    Wanted("gazette-note.txt", Some("Gazette of Sel"), None, &["Aurel Finck"], Some("2031-03-14"), &[]),
];

const SEEDS: &[Wanted] = &[
    Wanted(
        "000_0dc89b3ca31d5dfe.txt",
        Some("One America News Network"),
        Some("oann.com"),
        &["Abril Elfi"],
        Some("2025-08-15T10:40"),
        &["BelTA"],
    ),
    Wanted("001_cae9203194819329.txt", None, None, &[], None, &[]),
    Wanted(
        "002_1a8e32a83978186d.txt",
        Some("Carnegie Endowment for International Peace"),
        Some("carnegieendowment.org"),
        &[],
        Some("2025-08-21"),
        &["Time"],
    ),
    Wanted("003_e98e93c31f6e682e.txt", None, None, &[], None, &["Gazeta", "The Washington Times"]),
    Wanted(
        "004_cfbef9151dfca824.txt",
        Some("The Gateway Pundit"),
        Some("thegatewaypundit.com"),
        &["Paul Serran"],
        Some("2025-09-12T12:00:56"),
        &["Reuters", "RT", "BelTA"],
    ),
];

fn check(folder: &str, wanted: &[Wanted]) {
    for Wanted(file, outlet, domain, authors, published, cited) in wanted {
        let document = Document::read(&std::fs::read(here(folder).join(file)).unwrap(), Format::Markdown).unwrap();
        let lexicon = Lexicon::builtin();
        let own: Option<Outlet<Span<Source>>> = detect::outlet(&document, lexicon);
        assert_eq!(own.as_ref().map(|outlet| outlet.name.as_str()), *outlet, "{file}");
        assert_eq!(own.as_ref().and_then(|outlet| outlet.domain.as_deref()), *domain, "{file}");
        let names: Vec<String> = detect::authors(&document, lexicon).into_iter().map(|author| author.name).collect();
        assert_eq!(names, *authors, "{file}");
        assert_eq!(detect::published(&document, lexicon).map(|p| p.date).as_deref(), *published, "{file}");
        let names: Vec<String> =
            detect::cited(&document, lexicon, own.as_ref()).into_iter().map(|cited| cited.name).collect();
        assert_eq!(names, *cited, "{file}");
    }
}

#[test]
fn our_corpus() {
    check("corpus", CORPUS);
}

#[test]
fn the_seeds() {
    if !here("../shared/seeds").is_dir() {
        #[expect(clippy::print_stderr, reason = "a test that checks nothing must say so")]
        {
            eprintln!("skipped: ../shared/seeds is not there");
        }
        return;
    }
    check("../shared/seeds", SEEDS);
}

#[test]
fn no_input_is_too_odd() {
    let lexicon = Lexicon::builtin();
    for text in [
        "",
        "|",
        "By",
        "By By By",
        "The",
        "The The",
        "(",
        "— (@",
        "©",
        "://",
        "Staff",
        "OAN Staff",
        "According to",
        "---\nauthor: \nurl: '://'\ndate: x\n---\n",
        "Watch on",
        "all rights reserved",
        "The Times",
        "Reuters",
    ] {
        let document = read(text);
        let own = detect::outlet(&document, lexicon);
        detect::authors(&document, lexicon);
        detect::published(&document, lexicon);
        detect::cited(&document, lexicon, own.as_ref());
    }
}

/// Thirty times the work of a long article; anything quadratic would take minutes.
#[test]
fn time_is_linear_in_odd_input() {
    let lexicon = Lexicon::builtin();
    for text in [
        "The Times ",
        "Bloomberg ",
        "://",
        "https://reuters.com ",
        "By Ana Ruiz and ",
        "© ",
        "2025-01-01 ",
        "Reuters (",
        "— RT (@RT_com) ",
        "Post Of ",
    ] {
        let document = read(&text.repeat(40_000));
        let own = detect::outlet(&document, lexicon);
        detect::authors(&document, lexicon);
        detect::published(&document, lexicon);
        detect::cited(&document, lexicon, own.as_ref());
    }
}

#[test]
fn a_host_names_what_is_registered() {
    let outlet = |front: &str| {
        let document = read(&format!("---\n{front}\n---\nThe ferry sails again.\n"));
        let outlet = detect::outlet(&document, Lexicon::builtin()).unwrap();
        (outlet.name, outlet.domain)
    };
    let host = || ("harborpost.example".to_owned(), Some("harborpost.example".to_owned()));
    assert_eq!(outlet("hostname: harborpost.example"), host());
    assert_eq!(outlet("site: www.harborpost.example"), host());
    assert_eq!(outlet("domain: news.harborpost.example\nurl: https://news.harborpost.example/1"), host());
    // A name with dots in it is written as it stands.
    assert_eq!(outlet("sitename: Harbor.Example").0, "Harbor.Example");
    let named = "url: https://harborpost.example/1\nhostname: harborpost.example\nsitename: The Harbor Post";
    assert_eq!(outlet(named), ("The Harbor Post".to_owned(), host().1));
}
