//! Traps for the claims scanner: texts in `tests/claims/`, one file a trap, that look like attribution and are not, or are
//! and do not look like it. `cargo test --test claims -- --nocapture` prints precision and recall of each trap.
//!
//! A case has a text with the claims that a careful reader finds in it, and why it is there:
//!
//! - `finds`: one marked copy of the text for each claim, source `{…}`, cue `[…]`, content `<…>` (in one or more pieces);
//!   a backslash before one of these characters makes it part of the text. `speakers` and `kinds` may go with it, one a claim.
//! - `none`: a text in which nothing is attributed.
//! - `also: true`: the text holds more claims, about which readers may differ; others than those listed are not counted.
//! - `known: fails` with `because`: what the scanner is known to get wrong. When it gets it right, the test fails too, so
//!   that the mark goes.
//!
//! All texts are Markdown. Punctuation and blanks at the edges of a piece do not count.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test that cannot run must fail"
)]

use ibid::{
    annotation::{Claim, ClaimKind},
    detect::{self, Mode},
    document::{Document, Format, Source, Span},
    lexicon::Lexicon,
};
use serde::Deserialize;
use std::{fmt::Write as _, path::Path};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    trap: String,
    why: String,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    #[serde(default)]
    finds: Vec<String>,
    none: Option<String>,
    why: String,
    #[serde(default)]
    speakers: Vec<String>,
    #[serde(default)]
    kinds: Vec<ClaimKind>,
    #[serde(default)]
    also: bool,
    known: Option<Known>,
    because: Option<String>,
}

#[derive(Deserialize, PartialEq, Eq, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
enum Known {
    Fails,
}

/// Bytes of the text, half-open.
type Run = (usize, usize);

/// A claim as places in the text: what is wanted, or what was found.
#[derive(Debug, PartialEq, Eq)]
struct Places {
    source: Option<Run>,
    cue: Run,
    content: Vec<Run>,
}

/// Cuts what is neither letter nor digit from both ends; a run of nothing else stays.
fn trimmed(text: &str, (from, to): Run) -> Run {
    let words = &text[from..to];
    let cut = words.trim_start_matches(|c: char| !c.is_alphanumeric());
    let start = from + words.len() - cut.len();
    let end = start + cut.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
    if start == end { (from, to) } else { (start, end) }
}

impl Places {
    fn of(text: &str, source: Option<Run>, cue: Run, mut content: Vec<Run>) -> Self {
        content.sort_unstable();
        let mut pieces: Vec<Run> = vec![];
        for piece in content {
            match pieces.last_mut() {
                Some(last) if !text[last.1.min(piece.0)..piece.0].contains(char::is_alphanumeric) => {
                    last.1 = last.1.max(piece.1);
                }
                _ => pieces.push(piece),
            }
        }
        Self {
            source: source.map(|run| trimmed(text, run)),
            cue: trimmed(text, cue),
            content: pieces.into_iter().map(|run| trimmed(text, run)).collect(),
        }
    }

    fn show(&self, text: &str) -> String {
        let words = |(from, to): Run| &text[from..to];
        let content: Vec<&str> = self.content.iter().map(|run| words(*run)).collect();
        format!("{{{}}} [{}] <{}>", self.source.map_or("", words), words(self.cue), content.join("> <"))
    }
}

/// Takes the marks out of a text and returns what they marked.
fn marked(example: &str) -> (String, Places) {
    let (mut text, mut source, mut cue, mut content) = (String::new(), None, None, vec![]);
    let mut opened = 0;
    let mut chars = example.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => text.push(chars.next().unwrap()),
            '{' | '[' | '<' => opened = text.len(),
            '}' => source = Some((opened, text.len())),
            ']' => cue = Some((opened, text.len())),
            '>' => content.push((opened, text.len())),
            c => text.push(c),
        }
    }
    let places = Places::of(&text, source, cue.expect("a claim has a cue"), content);
    (text, places)
}

fn found(text: &str) -> Vec<(Places, Claim<Span<Source>>)> {
    let document = Document::read(text.as_bytes(), Format::Markdown).unwrap();
    let run = |span: Span<Source>| (span.start() as usize, span.end() as usize);
    detect::annotate(&document, Lexicon::builtin(), Mode::Off)
        .claims
        .into_iter()
        .map(|claim| {
            let content = claim.content.iter().map(|span| run(*span)).collect();
            (Places::of(text, claim.source.map(run), run(claim.cue.at), content), claim)
        })
        .collect()
}

/// Claims that were wanted and found, found, and wanted.
#[derive(Default)]
struct Figures {
    right: usize,
    found: usize,
    wanted: usize,
}

/// Runs a case, adds to the figures, and returns what is wrong with it.
fn run(case: &Case, figures: &mut Figures) -> Option<String> {
    let wanted: Vec<(String, Places)> = case.finds.iter().map(|example| marked(example)).collect();
    let text = case.none.as_ref().unwrap_or_else(|| &wanted[0].0);
    assert!(wanted.iter().all(|(other, _)| other == text), "the copies of a text differ: {text}");
    let found = found(text);
    let mut wrong = String::new();
    let mut right = 0;
    for (index, (_, wanted)) in wanted.iter().enumerate() {
        let Some((_, claim)) = found.iter().find(|(places, _)| places == wanted) else {
            let _ = writeln!(wrong, "  missing {}", wanted.show(text));
            continue;
        };
        right += 1;
        if case.speakers.get(index).is_some_and(|speaker| claim.speaker.as_ref() != Some(speaker)) {
            let _ = writeln!(wrong, "  {} is by {:?}", wanted.show(text), claim.speaker);
        }
        if case.kinds.get(index).is_some_and(|kind| claim.kind != *kind) {
            let _ = writeln!(wrong, "  {} is {}", wanted.show(text), claim.kind.name());
        }
    }
    let others = found.iter().filter(|(places, _)| !wanted.iter().any(|(_, wanted)| places == wanted));
    let others: Vec<_> = others.collect();
    figures.right += right;
    figures.wanted += wanted.len();
    figures.found += right + if case.also { 0 } else { others.len() };
    // Where more may be found, the others are shown to explain what is missing, and are no failure by themselves.
    if !case.also || !wrong.is_empty() {
        for (places, claim) in others {
            let _ = writeln!(wrong, "  found   {} ({})", places.show(text), claim.rule);
        }
    }
    (!wrong.is_empty()).then(|| format!("{text}\n{wrong}  ({})", case.why))
}

fn groups() -> Vec<(String, Group)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/claims");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let group = |path: &Path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        match serde_yaml::from_str(&std::fs::read_to_string(path).unwrap()) {
            Ok(group) => (name, group),
            Err(error) => panic!("{name}: {error}"),
        }
    };
    paths.iter().map(|path| group(path)).collect()
}

#[test]
fn every_trap() {
    let (mut wrong, mut all, mut cases, mut known) = (vec![], Figures::default(), 0, 0);
    println!("| trap | cases | known to fail | precision | recall |\n|:--|--:|--:|--:|--:|");
    let share = |part: usize, whole: usize| {
        if whole == 0 { "–".to_owned() } else { format!("{:.2}", part as f64 / whole as f64) }
    };
    for (name, group) in groups() {
        let mut figures = Figures::default();
        let mut fails = 0;
        for case in &group.cases {
            match (run(case, &mut figures), case.known) {
                (Some(told), None) => wrong.push(format!("{name}: {told}")),
                (None, Some(Known::Fails)) => {
                    let text = case.none.clone().unwrap_or_else(|| case.finds.join(" | "));
                    wrong.push(format!("{name}: {text}\n  does not fail any more: take `known: fails` away"));
                }
                (told, _) => fails += usize::from(told.is_some()),
            }
        }
        let (precision, recall) = (share(figures.right, figures.found), share(figures.right, figures.wanted));
        println!("| {} | {} | {fails} | {precision} | {recall} |", group.trap, group.cases.len());
        all.right += figures.right;
        all.found += figures.found;
        all.wanted += figures.wanted;
        cases += group.cases.len();
        known += fails;
    }
    println!("| all | {cases} | {known} | {} | {} |", share(all.right, all.found), share(all.right, all.wanted));
    assert!(wrong.is_empty(), "{} of {cases} cases:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_case_is_whole() {
    let (mut cases, mut nothing) = (0, 0);
    for (name, group) in groups() {
        assert!(!group.why.is_empty() && group.cases.len() >= 5, "{name}");
        for case in &group.cases {
            let what = format!("{name}: {}", case.why);
            assert!(!case.why.is_empty(), "{what}");
            assert!(case.none.is_some() == case.finds.is_empty(), "{what}: either `finds` or `none`");
            assert_eq!(case.known.is_some(), case.because.is_some(), "{what}: `known` goes with `because`");
            assert!(case.speakers.is_empty() || case.speakers.len() == case.finds.len(), "{what}: one speaker a claim");
            cases += 1;
            nothing += usize::from(case.none.is_some());
        }
    }
    assert!(cases >= 150 && nothing >= 60, "{cases} cases, {nothing} of them without a claim");
}

#[test]
fn the_test_itself_can_fail() {
    let case = |yaml: &str| serde_yaml::from_str::<Case>(yaml).unwrap();
    let fails = |yaml: &str| run(&case(yaml), &mut Figures::default()).is_some();
    assert!(!fails("{finds: ['{Moss} [said] <it rained>.'], why: x}"));
    assert!(fails("{finds: ['{Moss} [said] <it> rained.'], why: x}"));
    assert!(fails("{finds: ['{Moss} said [it] <rained>.'], also: true, why: x}"));
    assert!(fails("{none: 'Moss said it rained.', why: x}"));
    assert!(fails("{finds: ['{Moss} [said] <it rained>.'], speakers: [Cole], why: x}"));
    assert!(fails("{finds: ['{Moss} [said] <it rained>.'], kinds: [direct], why: x}"));
}

/// Paragraphs that each hold claims, some of which begin with the mark that an odd one before could swallow.
const PARAGRAPHS: [&str; 6] = [
    "Mayor Ines Dorval said the bridge would reopen in May, and the council agreed.",
    "“We ran out of time,” said Lena Brandt, the team’s captain. “It happens.”",
    "According to a police report, two cars were stolen from the old pier.",
    "\"We begin in June,\" Odo Varga told reporters. \"We end in July.\"",
    "‘It’s the council’s fault,’ Agnes Firth said of the flood.",
    "The ministry announced that exports of salt fell by a third.",
];

/// The claims whose cue stands outside a paragraph, with as much of their content as does: a paragraph that opens with a
/// mark may go on with the speech before it.
fn outside(text: &str, from: usize, to: usize) -> Vec<String> {
    let apart = |(start, end): Run| [(start, end.min(from)), (start.max(to), end)];
    let claims = found(text).into_iter().map(|(places, _)| places);
    claims
        .filter(|places| places.cue.1 <= from || places.cue.0 >= to)
        .map(|mut places| {
            let parts = places.content.iter().flat_map(|run| apart(*run)).filter(|run| run.0 < run.1);
            places.content = parts
                .map(|run| trimmed(text, run))
                .filter(|run| text[run.0..run.1].contains(char::is_alphanumeric))
                .collect();
            places.show(text)
        })
        .collect()
}

#[test]
fn an_odd_mark_costs_at_most_its_paragraph() {
    let mut tried = 0;
    for hit in 0..PARAGRAPHS.len() {
        let from: usize = PARAGRAPHS.iter().take(hit).map(|paragraph| paragraph.len() + 2).sum();
        let paragraph = PARAGRAPHS[hit];
        let wanted = outside(&PARAGRAPHS.join("\n\n"), from, from + paragraph.len());
        assert!(wanted.len() >= 5, "{wanted:#?}");
        let gaps = paragraph.match_indices(' ').map(|(at, _)| at + 1).chain([0, paragraph.len()]);
        for (at, mark) in gaps.flat_map(|at| ["\"", "“", "”", "‘", "’", "'", "«", "»", "„"].map(|mark| (at, mark)))
        {
            let mut paragraphs = PARAGRAPHS.map(str::to_owned);
            paragraphs[hit].insert_str(at, mark);
            let text = paragraphs.join("\n\n");
            assert_eq!(outside(&text, from, from + paragraph.len() + mark.len()), wanted, "{}", paragraphs[hit]);
            tried += 1;
        }
    }
    assert!(tried > 400, "{tried}");
}

/// The whole line in memory, on a text that is long and odd; eight times as much may take little more than its share.
/// `cargo bench --bench floor` measures the exponent.
#[test]
fn a_paragraph_of_a_hundred_thousand_marks_takes_its_share() {
    for piece in ["\" ", "“a” ", "“a ", "‘a’ \"b ", "”a“ ", "he said “a ", "«a» „b “c ", "5'10\" "]
    {
        let marks = piece.matches(|c: char| !c.is_alphanumeric() && c != ' ').count();
        let time = |wanted: usize| {
            let text = piece.repeat(wanted / marks);
            let start = std::time::Instant::now();
            found(&text);
            start.elapsed().as_secs_f64()
        };
        // A busy machine may take its time once, not three times.
        let proportionate = || time(100_000) < time(12_500).max(0.005) * 8.0 * 5.0;
        assert!((0..3).any(|_| proportionate()), "{piece:?}");
    }
}
