//! Holds the engine to `docs/corpus.md`: the page says what must be found in each document of `corpus/`.
//!
//! Where the documents come from and what was lost in them must be found whole. Claims and framing terms are
//! judgements with borders; what is reached is recorded in [`RECORDED`], so that a loss is seen, whoever caused
//! it. Rows marked † are reported and never fail. `cargo test --test corpus -- --nocapture` prints all misses.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test that cannot run must fail"
)]

mod page;

use ibid::{
    annotation::{Annotations, Claim, Framing, Relay, Voice},
    detect::{self, Mode},
    document::{Document, Format, Positions, Source, Span},
    lexicon::Lexicon,
};
use page::{ClaimRow, Forbidden, FramingRow, Section};
use std::{
    collections::BTreeMap,
    fmt::Write as _,
    path::{Path, PathBuf},
};

/// What the figures count, in the order of [`RECORDED`].
const COLUMNS: [&str; 8] = ["claims", "kinds", "who", "framing", "voices", "speakers", "relays", "not"];

/// What is reached now, by document; the rows that are not marked † are what can be reached.
const RECORDED: &[(&str, [usize; 8])] = &[
    ("meridian-wire-brief.md", [9, 9, 8, 3, 3, 3, 3, 2]),
    ("harbor-explainer.txt", [9, 9, 9, 5, 5, 5, 5, 1]),
    ("lantern-commentary.md", [11, 11, 11, 16, 15, 15, 15, 1]),
    ("dateline-brief.txt", [10, 10, 9, 3, 3, 3, 3, 3]),
    ("brass-bell-post.md", [10, 9, 6, 11, 9, 8, 9, 6]),
    ("interview.md", [12, 5, 9, 6, 3, 2, 3, 0]),
    ("opinion-blockquotes.md", [2, 2, 1, 11, 11, 9, 9, 1]),
    ("state-media-release.md", [8, 8, 6, 15, 13, 12, 13, 2]),
    ("crlf-wire.md", [10, 10, 9, 2, 2, 2, 2, 7]),
    ("letter-corrections.md", [13, 12, 7, 5, 5, 2, 5, 0]),
    ("gazette-note.txt", [8, 8, 6, 3, 3, 2, 3, 2]),
];

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn page() -> Vec<Section> {
    page::read(&std::fs::read_to_string(here("docs/corpus.md")).unwrap())
}

fn document(section: &Section) -> Document {
    let bytes = std::fs::read(here("corpus").join(&section.file)).unwrap();
    Document::read(&bytes, Format::Markdown).unwrap()
}

/// Found and wanted, by column.
#[derive(Default)]
struct Figures([(usize, usize); 8]);

/// What the engine finds in one document, what the page wants, and what came of it.
struct Check<'p> {
    section: &'p Section,
    document: Document,
    found: Annotations<Span<Source>>,
    figures: Figures,
    misses: Vec<String>,
    /// Terms that the page and the engine show in different modes.
    wrong_mode: Vec<String>,
}

impl<'p> Check<'p> {
    fn of(section: &'p Section) -> Self {
        let document = document(section);
        let found = detect::annotate(&document, Lexicon::builtin(), Mode::Broad);
        let mut check =
            Self { section, document, found, figures: Figures::default(), misses: vec![], wrong_mode: vec![] };
        section.claims.iter().for_each(|row| check.claim(row));
        section.framing.iter().for_each(|row| check.framing(row));
        section.forbidden.iter().for_each(|line| check.forbidden(line));
        check
    }

    fn count(&mut self, column: &str, hard: bool, good: bool, miss: impl FnOnce() -> String) {
        if !good {
            let mark = if hard { "†" } else { "" };
            self.misses.push(format!("{column}{mark} {}", miss()));
        }
        if hard {
            return;
        }
        let index = COLUMNS.iter().position(|name| *name == column).unwrap();
        self.figures.0[index].0 += usize::from(good);
        self.figures.0[index].1 += 1;
    }

    fn words(&self, span: Span<Source>) -> &str {
        self.document.bytes(span)
    }

    fn claim(&mut self, row: &ClaimRow) {
        let fits = |claim: &&Claim<Span<Source>>| {
            let source = claim.source.map(|span| self.words(span));
            let same_source = match &row.source {
                Some(wanted) => source.is_some_and(|source| source.contains(wanted.as_str())),
                None => source.is_none(),
            };
            let begins =
                |wanted: &String| claim.content.iter().any(|piece| self.words(*piece).starts_with(wanted.as_str()));
            same_source && self.words(claim.cue.at).contains(row.cue.as_str()) && row.content.iter().all(begins)
        };
        let found = self.found.claims.iter().find(fits).cloned();
        let near = || {
            let place = row.content.first().and_then(|words| self.document.source().find(words.as_str()));
            let at = |claim: &Claim<Span<Source>>| {
                let whole = claim.content.iter().fold(claim.cue.at, |all, piece| all.hull(*piece));
                place.is_some_and(|place| whole.covers(u32::try_from(place).unwrap()))
            };
            let near: Vec<String> = self.found.claims.iter().filter(|claim| at(claim)).map(|c| self.show(c)).collect();
            format!("line {}: {:?} {:?} {:?}; near: {near:#?}", row.line, row.source, row.cue, row.content)
        };
        let miss = near();
        self.count("claims", row.hard, found.is_some(), || miss);
        if let Some(wanted) = row.kind {
            let kind = found.as_ref().map(|claim| claim.kind);
            self.count("kinds", row.hard, kind == Some(wanted), || format!("line {}: {kind:?}", row.line));
        }
        let speaker = found.as_ref().and_then(|claim| claim.speaker.as_deref());
        let good = found.is_some() && same_name(speaker, &row.speaker.text);
        let wanted = &row.speaker.text;
        self.count("who", row.hard || row.speaker.hard, good, || {
            format!("line {}: {speaker:?} for {wanted}", row.line)
        });
    }

    fn show(&self, claim: &Claim<Span<Source>>) -> String {
        let source = claim.source.map_or("—", |span| self.words(span));
        let content: Vec<&str> = claim.content.iter().map(|piece| self.words(*piece)).collect();
        format!("{} {{{source}}} [{}] <{}>", claim.rule, self.words(claim.cue.at), content.join("> + <"))
    }

    /// Returns the places of some words, in source order.
    fn places(&self, words: &str) -> Vec<Span<Source>> {
        let offset = |at: usize| u32::try_from(at).unwrap();
        let found = self.document.source().match_indices(words);
        found.map(|(at, words)| Span::clamped(offset(at), offset(at + words.len()))).collect()
    }

    fn framing(&mut self, row: &FramingRow) {
        let places = self.places(&row.term);
        let places = match row.occurrence {
            Some(nth) => places.get(nth - 1..nth).unwrap_or_default(),
            None => &places,
        };
        assert!(!places.is_empty(), "docs/corpus.md:{}: {:?} does not stand there", row.line, row.term);
        let voice = |hit: &Framing<Span<Source>>| row.voices.iter().any(|voice| voice == hit.voice.name());
        let hits = self.found.framing.iter().filter(|hit| places.iter().any(|place| place.overlaps(hit.at)));
        let hit = hits.filter(|hit| hit.category.name() == row.category).max_by_key(|hit| voice(hit)).cloned();
        let what = format!("line {}: {}", row.line, row.term);
        self.count("framing", row.hard, hit.is_some(), || format!("{what} ({})", row.category));
        let hard = row.hard || row.voice_hard;
        let got = hit.as_ref().map(|hit| hit.voice.name());
        let good = hit.as_ref().is_some_and(voice);
        self.count("voices", hard, good, || format!("{what}: {got:?} for {:?}", row.voices));
        // Speaker and relay belong to the voice that the page names first.
        let named_first = hit.filter(|hit| hit.voice.name() == row.voices[0]);
        let speaker = named_first.as_ref().and_then(|hit| hit.speaker.as_deref());
        let other_voice = good && named_first.is_none();
        let same = other_voice || named_first.is_some() && same_name(speaker, &row.speaker.text);
        self.count("speakers", hard || row.speaker.hard, same, || {
            format!("{what}: {speaker:?} for {:?}", row.speaker.text)
        });
        let relay = named_first.as_ref().and_then(|hit| hit.relay).map_or("", |relay| relay.name());
        let same = other_voice || named_first.is_some() && relay == row.relay.text;
        self.count("relays", hard || row.relay.hard, same, || format!("{what}: {relay:?} for {:?}", row.relay.text));
        if let Some(hit) = named_first.filter(|hit| hit.broad != row.broad) {
            self.wrong_mode.push(format!("docs/corpus.md:{}: {} is broad: {}", row.line, row.term, hit.broad));
        }
    }

    fn forbidden(&mut self, line: &Forbidden) {
        let marks: &[char] = &['“', '”', '‘', '’', '"', '«', '»', ' '];
        let bare = |words: &str| words.trim_matches(marks).to_owned();
        let (what, good) = match line {
            Forbidden::Voice(voice) => (voice, !self.found.framing.iter().any(|hit| hit.voice.name() == voice)),
            Forbidden::Framing { words, category } => {
                let places = self.places(words);
                assert!(places.is_empty() != self.document.source().contains(words.as_str()));
                let hit = self.found.framing.iter().find(|hit| {
                    places.iter().any(|place| place.overlaps(hit.at))
                        && category.as_ref().is_none_or(|category| category == hit.category.name())
                });
                (words, hit.is_none())
            }
            Forbidden::Claim(words) => {
                let begins = |span: &Span<Source>| {
                    let from = self.document.source().get(span.start() as usize..).unwrap_or_default();
                    from.trim_start_matches(marks).starts_with(&bare(words))
                };
                let hit = self.found.claims.iter().find(|c| begins(&c.cue.at) || c.content.iter().any(begins));
                (words, hit.is_none())
            }
            Forbidden::Mark(words) => {
                let places = self.places(words);
                assert!(!places.is_empty(), "{words:?} does not stand in {}", self.section.file);
                let edges: Vec<u32> = (self.document.quotations().iter())
                    .filter_map(|quotation| self.document.map().to_source(quotation.span))
                    .flat_map(|span| [span.start(), span.end() - 1])
                    .collect();
                (words, !edges.iter().any(|edge| places.iter().any(|place| place.covers(*edge))))
            }
        };
        self.count("not", false, good, || format!("{what:?} is found"));
    }
}

/// Compares names without their article.
fn same_name(found: Option<&str>, wanted: &str) -> bool {
    let bare = |name: &str| name.strip_prefix("The ").unwrap_or(name).to_owned();
    match found {
        None => matches!(wanted, "" | "null"),
        Some(found) => bare(found) == bare(wanted),
    }
}

#[test]
fn every_document_has_its_section() {
    let mut files: Vec<String> = std::fs::read_dir(here("corpus"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    let mut described: Vec<String> = page().into_iter().map(|section| section.file).collect();
    described.sort();
    assert_eq!(files, described);
}

#[test]
fn where_it_comes_from_is_found_whole() {
    for section in page() {
        let (document, lexicon) = (document(&section), Lexicon::builtin());
        let found = detect::annotate(&document, lexicon, Mode::Precise);
        let file = &section.file;
        assert_eq!(found.outlet.map(|outlet| outlet.name), section.outlet, "{file}");
        assert_eq!(found.authors.into_iter().map(|author| author.name).collect::<Vec<_>>(), section.authors, "{file}");
        assert_eq!(found.published.map(|published| published.date), section.published, "{file}");
        let cited: Vec<String> = found.cites.into_iter().map(|cited| cited.name).collect();
        assert_eq!(cited.len(), section.cited.len(), "{file}: {cited:?}");
        for (found, wanted) in cited.iter().zip(&section.cited) {
            assert!(same_name(Some(found), wanted), "{file}: {found} for {wanted}");
        }
    }
}

#[test]
fn what_is_found_does_not_depend_on_the_group() {
    let (documents, lexicon) = (page().iter().map(document).collect::<Vec<_>>(), Lexicon::builtin());
    let backwards = detect::annotate_all(documents.iter().rev().chain(&documents), lexicon, Mode::Broad);
    let alone = |document: &Document| detect::annotate(document, lexicon, Mode::Broad);
    assert!(documents.len() > 5);
    assert_eq!(backwards, documents.iter().rev().chain(&documents).map(alone).collect::<Vec<_>>());
}

#[test]
fn damage_is_found_whole_and_nothing_else_is() {
    for section in page() {
        let document = document(&section);
        let mut found: BTreeMap<(String, String), usize> = BTreeMap::new();
        for damage in detect::damage(&document) {
            let was = damage.suggestion.unwrap_or_default();
            *found.entry((document.bytes(damage.at).to_owned(), was)).or_default() += 1;
        }
        for row in &section.damage {
            let times = found.remove(&(row.word.clone(), row.suggestion.clone())).unwrap_or_default();
            assert!(row.hard || times == row.times, "docs/corpus.md:{}: {} found {times} times", row.line, row.word);
        }
        assert!(found.is_empty(), "{}: {found:?} is not on the page", section.file);
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "the figures are what this test is read for")]
fn claims_and_framing_are_found_as_recorded() {
    let (mut table, mut losses, mut all) = (String::new(), vec![], Figures::default());
    let _ = writeln!(table, "{:<26}{}", "", COLUMNS.map(|name| format!("{name:>9}")).concat());
    let mut line = |name: &str, figures: &Figures| {
        let cells = figures.0.map(|(found, all)| format!("{:>9}", format!("{found}/{all}")));
        let _ = writeln!(table, "{name:<26}{}", cells.concat());
    };
    let sections = page();
    for section in &sections {
        let check = Check::of(section);
        losses.extend(check.wrong_mode.iter().cloned());
        eprintln!("{}\n  {}", section.file, check.misses.join("\n  "));
        line(&section.file, &check.figures);
        let recorded = RECORDED.iter().find(|(file, _)| *file == section.file).map(|(_, figures)| *figures);
        for (index, (found, wanted)) in check.figures.0.iter().enumerate() {
            all.0[index].0 += found;
            all.0[index].1 += wanted;
            let least = recorded.map_or(*wanted, |figures| figures[index]);
            if *found < least {
                losses.push(format!("{}: {} {found}, recorded {least}", section.file, COLUMNS[index]));
            }
        }
        let now: Vec<String> = check.figures.0.iter().map(|(found, _)| found.to_string()).collect();
        if recorded.is_none_or(|figures| check.figures.0.iter().zip(figures).any(|((found, _), least)| *found > least))
        {
            eprintln!("  better than recorded: (\"{}\", [{}]),", section.file, now.join(", "));
        }
    }
    line("all", &all);
    eprintln!("\n{table}");
    assert!(losses.is_empty(), "lost, see the misses above:\n{}", losses.join("\n"));
}

/// The page's last table: the terms that the corpus was written for, in the voices that the engine gives them.
#[test]
fn the_three_terms_are_heard_in_their_voices() {
    let sections = page();
    let mut heard: BTreeMap<(usize, Voice), Vec<String>> = BTreeMap::new();
    const TERMS: [&str; 3] = ["highly respected", "contested", "A WIN FOR DIPLOMACY"];
    for section in &sections {
        let document = document(section);
        let lines = Positions::of(document.source());
        for hit in detect::annotate(&document, Lexicon::builtin(), Mode::Precise).framing {
            let words = hit.term.to_lowercase();
            let Some(term) = TERMS.iter().position(|term| words.contains(&term.to_lowercase())) else { continue };
            let relay = if hit.relay == Some(Relay::Distancing) { " (distancing)" } else { "" };
            let place = format!("`{}`:{}{relay}", section.file, lines.line(hit.at.start()));
            heard.entry((term, hit.voice)).or_default().push(place);
        }
    }
    let mut table = String::new();
    for (index, term) in TERMS.iter().enumerate() {
        for voice in Voice::ALL {
            if let Some(places) = heard.get(&(index, voice)) {
                let _ = writeln!(table, "| `{term}` | {} | {} |", voice.name(), places.join(", "));
            }
        }
    }
    let page = std::fs::read_to_string(here("docs/corpus.md")).unwrap();
    assert!(page.contains(&table), "the last table of docs/corpus.md should be:\n{table}");
    for voice in Voice::ALL {
        assert!(heard.keys().any(|(_, other)| *other == voice), "no term is heard in the voice {}", voice.name());
    }
}
