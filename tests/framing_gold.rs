//! Sentences of our own, labelled by hand before they were run: how many framing terms are found, and how many finds are
//! framing, category by category. What the engine gets wrong stays in the files, and the recorded figures say so.
//!
//! In `tests/framing/*.yaml` brackets hold what is framing: `[words]` of the file's category, `[words|category]` of
//! another. Voice, speaker and relay are those of every bracket of the sentence; the voice is the outlet's where
//! none is given. `innocent.yaml` holds sentences in which there is nothing to find.
//!
//! `cargo test --test framing_gold -- --nocapture` prints the figures.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test that cannot run must fail"
)]

use ibid::{
    annotation::{Category, Framing, Relay, Voice},
    detect::{self, Mode},
    document::{Document, Format, Source, Span},
    lexicon::Lexicon,
};
use std::collections::BTreeMap;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    category: Option<Category>,
    sentences: Vec<Sentence>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentence {
    text: String,
    voice: Option<Voice>,
    speaker: Option<String>,
    relay: Option<Relay>,
}

/// What is to be found in a sentence.
struct Gold {
    text: String,
    terms: Vec<(u32, u32, Category)>,
    voice: Voice,
    speaker: Option<String>,
    relay: Option<Relay>,
}

fn category(name: &str) -> Category {
    *Category::ALL.iter().find(|category| category.name() == name).unwrap_or_else(|| panic!("no category {name}"))
}

fn gold(sentence: Sentence, default: Option<Category>) -> Gold {
    let (mut text, mut terms) = (String::new(), vec![]);
    let mut rest = sentence.text.as_str();
    while let Some((before, tail)) = rest.split_once('[') {
        let (inside, after) = tail.split_once(']').unwrap_or_else(|| panic!("no `]`: {}", sentence.text));
        let (words, name) = inside.split_once('|').unwrap_or((inside, ""));
        text.push_str(before);
        let from = u32::try_from(text.len()).unwrap();
        text.push_str(words);
        let of = if name.is_empty() { default.expect("a category") } else { category(name) };
        terms.push((from, u32::try_from(text.len()).unwrap(), of));
        rest = after;
    }
    text.push_str(rest);
    Gold {
        text,
        terms,
        voice: sentence.voice.unwrap_or(Voice::Outlet),
        speaker: sentence.speaker,
        relay: sentence.relay,
    }
}

fn all() -> Vec<Gold> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/framing");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let file: File = serde_yaml::from_str(&std::fs::read_to_string(path).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let category = file.category;
        file.sentences.into_iter().map(move |sentence| gold(sentence, category)).collect::<Vec<_>>()
    };
    paths.iter().flat_map(read).collect()
}

fn found(text: &str, mode: Mode) -> Vec<Framing<Span<Source>>> {
    let document = Document::read(text.as_bytes(), Format::Markdown).unwrap();
    detect::annotate(&document, Lexicon::builtin(), mode).framing
}

/// Labelled, found of these, finds, finds that are labelled (as framing, of whatever category).
#[derive(Clone, Copy, Default)]
struct Counts {
    labelled: usize,
    hit: usize,
    finds: usize,
    right: usize,
}

/// What a mode comes to.
#[derive(Default)]
struct Figures {
    by_category: BTreeMap<&'static str, Counts>,
    all: Counts,
    /// Terms found, and how many of them have the right category, voice, speaker and relay.
    matched: usize,
    category: usize,
    voice: usize,
    speaker: usize,
    relay: usize,
    innocent: usize,
    /// Sentences without framing in which something was found.
    lit: Vec<String>,
    wrong: Vec<String>,
}

fn measure(gold: &[Gold], mode: Mode) -> Figures {
    let mut figures = Figures::default();
    for sentence in gold {
        let finds = found(&sentence.text, mode);
        if sentence.terms.is_empty() {
            figures.innocent += 1;
            if let Some(find) = finds.first() {
                figures.lit.push(format!("{}: {}", find.term, sentence.text));
            }
        }
        for find in &finds {
            let right = sentence.terms.iter().any(|term| overlaps(term, find));
            for counts in [figures.by_category.entry(find.category.name()).or_default(), &mut figures.all] {
                counts.finds += 1;
                counts.right += usize::from(right);
            }
        }
        for term in &sentence.terms {
            let hits: Vec<_> = finds.iter().filter(|find| overlaps(term, find)).collect();
            for counts in [figures.by_category.entry(term.2.name()).or_default(), &mut figures.all] {
                counts.labelled += 1;
                counts.hit += usize::from(!hits.is_empty());
            }
            let Some(find) = hits.first() else { continue };
            figures.matched += 1;
            figures.category += usize::from(find.category == term.2);
            let voice = find.voice == sentence.voice;
            let (speaker, relay) = (find.speaker == sentence.speaker, find.relay == sentence.relay);
            figures.voice += usize::from(voice);
            figures.speaker += usize::from(speaker);
            figures.relay += usize::from(relay);
            if !(voice && speaker && relay) {
                let got = (find.voice.name(), find.speaker.as_deref(), find.relay.map(Relay::name));
                figures.wrong.push(format!("{}: {got:?}", sentence.text));
            }
        }
    }
    figures
}

fn overlaps(term: &(u32, u32, Category), find: &Framing<Span<Source>>) -> bool {
    term.0 < find.at.end() && find.at.start() < term.1
}

fn percent(part: usize, whole: usize) -> usize {
    (part * 100).checked_div(whole).unwrap_or(100)
}

fn show(name: &str, figures: &Figures) {
    println!("{name}: category, labelled, found, recall %, finds, right, precision %");
    let rows = figures.by_category.iter().map(|(name, counts)| (*name, counts)).chain([("all", &figures.all)]);
    for (name, Counts { labelled, hit, finds, right }) in rows {
        let (recall, precision) = (percent(*hit, *labelled), percent(*right, *finds));
        println!("  {name:<14} {labelled:>4} {hit:>4} {recall:>4}   {finds:>4} {right:>4} {precision:>4}");
    }
    let Figures { matched, category, voice, speaker, relay, .. } = figures;
    println!("  of {matched} found: category {category}, voice {voice}, speaker {speaker}, relay {relay}");
    println!("  of {} sentences without framing, {} have a find", figures.innocent, figures.lit.len());
    for line in figures.wrong.iter().chain(&figures.lit) {
        println!("    {line}");
    }
}

/// What was measured on 2026-11-22: category, then recall and precision in percent by default, then in the broad mode.
const RECORDED: &[(&str, [usize; 4])] = &[
    ("certainty", [11, 100, 77, 87]),
    ("delegitimiser", [73, 92, 89, 87]),
    ("distancing", [55, 92, 100, 86]),
    ("evaluative", [90, 89, 100, 86]),
    ("factive", [0, 100, 58, 50]),
    ("honorific", [61, 81, 88, 86]),
    ("in-group", [33, 100, 61, 83]),
    ("insinuation", [11, 66, 66, 81]),
    ("intensifier", [52, 90, 100, 82]),
    ("label", [85, 76, 100, 73]),
    ("metaphor", [31, 66, 68, 72]),
    ("report-verb", [83, 78, 94, 69]),
    ("superlative", [38, 90, 72, 94]),
    ("typographic", [38, 100, 88, 100]),
    ("all", [48, 85, 83, 81]),
];

/// The same day: of the terms found by default, how many have the right category, voice, speaker and relay; and in how
/// many sentences without framing something is found, by default and in the broad mode.
const RECORDED_RIGHT: [usize; 4] = [108, 123, 123, 121];
const RECORDED_LIT: [usize; 2] = [17, 41];

#[test]
fn the_files_are_large_enough() {
    let gold = all();
    let innocent = gold.iter().filter(|sentence| sentence.terms.is_empty()).count();
    assert!(gold.len() - innocent >= 250 && innocent >= 100, "{} and {innocent}", gold.len() - innocent);
    let mut texts: Vec<&str> = gold.iter().map(|sentence| sentence.text.as_str()).collect();
    texts.sort_unstable();
    let before = texts.len();
    texts.dedup();
    assert_eq!(before, texts.len(), "a sentence stands twice");
}

#[test]
fn figures_are_not_below_the_recorded_ones() {
    let gold = all();
    let (precise, broad) = (measure(&gold, Mode::Precise), measure(&gold, Mode::Broad));
    show("default", &precise);
    show("broad", &broad);
    let mut worse = vec![];
    for (name, recorded) in RECORDED {
        let of = |figures: &Figures| {
            let counts = if *name == "all" { figures.all } else { figures.by_category[name] };
            [percent(counts.hit, counts.labelled), percent(counts.right, counts.finds)]
        };
        let now = [of(&precise), of(&broad)].concat();
        if now.iter().zip(recorded).any(|(now, recorded)| now < recorded) {
            worse.push(format!("{name}: {now:?}, recorded {recorded:?}"));
        }
    }
    let Figures { category, voice, speaker, relay, .. } = precise;
    let right = [category, voice, speaker, relay];
    if right.iter().zip(RECORDED_RIGHT).any(|(now, recorded)| *now < recorded) {
        worse.push(format!("category, voice, speaker, relay: {right:?}, recorded {RECORDED_RIGHT:?}"));
    }
    let lit = [precise.lit.len(), broad.lit.len()];
    if lit.iter().zip(RECORDED_LIT).any(|(now, recorded)| *now > recorded) {
        worse.push(format!("sentences without framing: {lit:?}, recorded {RECORDED_LIT:?}"));
    }
    assert_eq!(RECORDED.len(), Category::ALL.len() + 1);
    assert!(worse.is_empty(), "{}", worse.join("\n"));
}
