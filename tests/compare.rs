//! Comparisons: what the invented documents of `corpus/`, and smaller ones, have in common.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot run must fail"
)]

use ibid::{
    detect,
    document::{Document, Format},
    lexicon::Lexicon,
    report::compare::{self, Entry},
};
use scraper::{Html, Selector};
use std::{fs, path::Path};

fn entry(path: &str, source: &str) -> Entry {
    let document = Document::read(source.as_bytes(), Format::Markdown).unwrap();
    let annotations = detect::annotate(&document, Lexicon::builtin(), detect::Mode::Precise);
    Entry { path: path.to_owned(), document, annotations }
}

fn corpus() -> Vec<Entry> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let name = |file: &Path| file.file_name().unwrap().to_string_lossy().into_owned();
    files.iter().map(|file| entry(&name(file), &fs::read_to_string(file).unwrap())).collect()
}

/// The rows of a table of the page, each as its cells' texts.
fn rows(html: &Html, caption: &str) -> Vec<Vec<String>> {
    let region = Selector::parse(&format!("[role=region][aria-label=\"{caption}\"] tbody tr")).unwrap();
    let cell = Selector::parse("th, td").unwrap();
    let text = |row: scraper::ElementRef<'_>| row.select(&cell).map(|cell| cell.text().collect()).collect();
    html.select(&region).map(text).collect()
}

fn row<'r>(rows: &'r [Vec<String>], first: &str) -> &'r [String] {
    rows.iter().find(|row| row[0] == first).unwrap_or_else(|| panic!("no row {first:?} in {rows:#?}"))
}

#[test]
fn a_term_is_shown_with_every_voice_that_uses_it() {
    let html = Html::parse_document(&compare::html(&corpus()));
    let rows = rows(&html, "Terms by document");
    let respected = row(&rows, "highly respected");
    assert!(respected.iter().filter(|cell| !cell.is_empty()).count() > 8, "{respected:?}");
    assert!(respected[7].contains("distancing relay"), "the commentary: {respected:?}");
    assert!(respected[11].starts_with("attributed"), "the state agency: {respected:?}");
}

#[test]
fn the_same_claim_has_its_source_in_each_document() {
    let html = Html::parse_document(&compare::html(&corpus()));
    let rows = rows(&html, "Claims in more than one document");
    let source = |words: &str| -> Vec<&str> {
        rows.iter().filter(|row| row[5].contains(words)).map(|row| row[2].as_str()).collect()
    };
    assert_eq!(
        source("spare parts"),
        ["Mirel Aust", "its embassy in Sel", "Averon’s embassy in Sel"].map(str::to_owned)
    );
    assert_eq!(source("kitchen gossip"), ["Piers Hollin", "Piers Hollin"].map(str::to_owned));
}

#[test]
fn a_quotation_that_was_changed_is_shown_with_the_change() {
    let page = compare::html(&corpus());
    assert!(page.contains("<del><bdi>so,</bdi></del><ins><bdi>soon,</bdi></ins>"), "the other 940");
}

#[test]
fn text_that_was_taken_names_the_original() {
    let html = Html::parse_document(&compare::html(&corpus()));
    let found = rows(&html, "Sentences in more than one document");
    let wire = found.iter().find(|row| row[0].starts_with("Meridian Wire reported")).unwrap();
    assert!(wire[2].contains("quotes document 9"), "{wire:?}");
    let taken = rows(&html, "Passages from a named outlet");
    assert!(taken.iter().any(|row| row[0].starts_with("The Brass Bell") && row[1] == "Meridian Wire"), "{taken:?}");
}

#[test]
fn numbers_stand_with_who_gives_them() {
    let a = entry("a.md", "The ferry carries 1,300 passengers, Captain Ann Lee said.\n\nIt has sixteen boats.\n");
    let b = entry("b.md", "“We count 1,250 passengers,” harbourmaster Ole Brand said. It left on May 16.\n");
    let html = Html::parse_document(&compare::html(&[a, b]));
    let found = rows(&html, "Different numbers of the same word");
    let told: Vec<[&str; 3]> = found.iter().map(|row| [row[0].as_str(), row[1].as_str(), row[2].as_str()]).collect();
    let (first, second) = ("2 unknown outlet: Ole Brand", "1 unknown outlet: Ann Lee");
    assert_eq!(told, [["passengers", "1250", first], ["passengers", "1300", second]]);
    assert!(rows(&html, "The same number in more than one document").is_empty(), "May 16 is a day");
}

#[test]
fn sources_in_effect_follow_the_formula() {
    let one = "“We open on Monday,” Ann Lee said.\n\n“We close on Friday,” Ole Brand said.\n";
    let html = Html::parse_document(&compare::html(&[entry("a.md", one), entry("b.md", "Nothing was said.\n")]));
    let rows = rows(&html, "Sources by document");
    assert_eq!(rows[0][1..7], ["2", "2", "100 %", "8", "0 %", "2.0"].map(str::to_owned), "{rows:?}");
    assert_eq!(rows[1][1..7], ["0", "0", "–", "0", "–", "–"].map(str::to_owned), "{rows:?}");
}

#[test]
fn own_figures_of_a_document_stand_beside() {
    let own = "---\ntitle: A\ndiversity_score: 0.7\nkey_points: [One]\n---\nText.\n";
    let page = compare::markdown(&[entry("a.md", own), entry("b.md", "Text.\n")]);
    assert!(page.contains("diversity\\_score: 0.7"), "{page}");
}

#[test]
fn nothing_of_a_hostile_document_runs() {
    let evil = "---\ntitle: '<script>x</script>'\nsitename: '<img src=x onerror=x>'\n---\n\
                The <b>regime</b> \"| <script>alert(1)</script>\" said so, <svg onload=x> said. [x](javascript:x)\n";
    let entries = [entry("<i>.md", evil), entry("b|.md", evil)];
    let html = Html::parse_document(&compare::html(&entries));
    let count = |selector: &str| html.select(&Selector::parse(selector).unwrap()).count();
    assert_eq!((count("script"), count("img, b.x, i, [onload], [onerror], a[href^=javascript]")), (1, 0));
    assert!(count("main svg") == 1, "our own picture alone");
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.render.r#unsafe = true;
    let shown = Html::parse_fragment(&comrak::markdown_to_html(&compare::markdown(&entries), &options));
    assert_eq!(shown.select(&Selector::parse("script, img, svg, i, b, a[href^=javascript]").unwrap()).count(), 0);
    assert!(shown.select(&Selector::parse("td").unwrap()).any(|cell| cell.text().any(|text| text.contains("<i>.md"))));
}

#[test]
fn the_order_of_things_is_always_the_same() {
    assert_eq!(compare::markdown(&corpus()), compare::markdown(&corpus()));
}
