//! Comparisons: what the invented documents of `corpus/`, and smaller ones, have in common.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot run must fail"
)]

use ibid::{
    detect,
    document::{Document, Format},
    lexicon::Lexicon,
    report::compare::{self, Entry},
};
use scraper::{Html, Selector};
use std::{collections::BTreeSet, fs, path::Path};

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
    let found = rows(&html, "Different numbers of the same");
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
    assert_eq!(rows[0][1..8], ["2", "0", "2", "100 %", "8", "0 %", "2.0"].map(str::to_owned), "{rows:?}");
    assert_eq!(rows[1][1..8], ["0", "0", "0", "–", "0", "–", "–"].map(str::to_owned), "{rows:?}");
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
    assert_eq!(count("main svg"), count("main figure > svg[role=img][aria-label]"), "our own pictures alone");
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.render.r#unsafe = true;
    let shown = Html::parse_fragment(&comrak::markdown_to_html(&compare::markdown(&entries), &options));
    assert_eq!(shown.select(&Selector::parse("script, img, svg, i, b, a[href^=javascript]").unwrap()).count(), 0);
    assert!(shown.select(&Selector::parse("td").unwrap()).any(|cell| cell.text().any(|text| text.contains("<i>.md"))));
}

/// One visit, told by four sources in three documents: by an invitation, by an answer to it, by a plan.
#[test]
fn a_claim_is_known_again_by_other_words_and_by_what_refers_to_it() {
    let a = "The news agency Tessel Wire reported that Premier Oda Brun invited Governor Hal Kerr and his wife to Zarnhem, \
             the Tesselian capital.\n\nThe harbour is open, Mayor Finn Roe said.\n";
    let b = "“We freed nobody,” Warden Ilse Maat said.\n\nAccording to Zarnhem, Governor Hal Kerr said he would come to \
             Tesselia with his wife.\n";
    let c = "Premier Oda Brun used the talk on Monday to offer to host Governor Hal Kerr and his wife in Zarnhem, she said. \
             It rained.\n\nTesselian state radio reported that Kerr accepted the invitation, though no date has been set.\n\n\
             The Lowland Courier noted that Kerr praised Brun for her work on the old dykes and accepted the offer to visit \
             Zarnhem.\n";
    let html = Html::parse_document(&compare::html(&[entry("a.md", a), entry("b.md", b), entry("c.md", c)]));
    let found = rows(&html, "Claims in more than one document");
    let sources: Vec<&str> = found.iter().map(|row| row[2].as_str()).collect();
    assert_eq!(
        sources,
        [
            "Tessel Wire › Oda Brun",
            "Zarnhem › Hal Kerr",
            "Oda Brun",
            "Tesselian state radio",
            "Lowland Courier › Hal Kerr"
        ],
        "{found:#?}"
    );
    assert_eq!(found[3][0], "″ by “the invitation”", "{found:#?}");
    let others = rows(&html, "Claims that only one document has");
    let others: Vec<&str> = others.iter().map(|row| row[3].as_str()).collect();
    assert!(others.contains(&"“We freed nobody,”"), "{others:?}");
}

#[test]
fn a_long_quotation_is_several_statements() {
    let a = "“The ferry was late again because of heavy ice. We have ordered forty new lifeboats from Aldern. I slept badly,” \
             Captain Ann Lee said.\n";
    let b = "Captain Ann Lee announced that forty new lifeboats from Aldern were ordered.\n";
    let html = Html::parse_document(&compare::html(&[entry("a.md", a), entry("b.md", b)]));
    let found = rows(&html, "Claims in more than one document");
    assert_eq!(found.len(), 2, "{found:#?}");
    assert_eq!(found[0][5], "We have ordered forty new lifeboats from Aldern.");
}

#[test]
fn every_link_leads_to_its_passage() {
    let page = compare::html(&corpus());
    let html = Html::parse_document(&page);
    let select = |selector: &str| html.select(&Selector::parse(selector).unwrap()).collect::<Vec<_>>();
    let mut followed = 0;
    for link in select("main td a, main th a") {
        let target = select(link.attr("href").unwrap());
        assert_eq!(target.len(), 1, "{:?}", link.attr("href"));
        followed += 1;
    }
    assert!(followed > 100, "{followed}");
    let passages: BTreeSet<&str> = select("main span[id^=p]").iter().map(|place| place.attr("id").unwrap()).collect();
    let shown: BTreeSet<&str> = select("main td a").iter().map(|link| &link.attr("href").unwrap()[1..]).collect();
    assert_eq!(passages, shown, "no passage without a link");
    let cell = Selector::parse("td mark.v-quoted").unwrap();
    let regions = select("section:last-of-type tr");
    assert!(
        regions.iter().any(|row| row.select(&cell).any(|mark| mark.text().collect::<String>() == "highly respected"))
    );
    let text = compare::markdown(&corpus());
    assert_eq!(text.matches("<a id=\"p").count(), passages.len());
}

#[test]
fn days_are_counted_from_the_day_of_publication() {
    // 13 May 2027 is a Thursday.
    let dated = "---\ntitle: A\ndate: 2027-05-13\n---\nThe lock broke on Tuesday. It was mended yesterday. They meet again next \
                 Friday. On Thursday it rained. It began on Monday, May 3, and will last.\n";
    let undated = "The lock broke on Tuesday.\n";
    let html = Html::parse_document(&compare::html(&[entry("a.md", dated), entry("b.md", undated)]));
    let found = rows(&html, "Days that the texts name");
    let days: Vec<(&str, &str)> = found.iter().map(|row| (row[0].as_str(), row[2].as_str())).collect();
    let wanted = [
        ("2027-05-03", "“May 3”"),
        ("2027-05-11", "“Tuesday”, counted"),
        ("2027-05-12", "“yesterday”, counted"),
        ("2027-05-13", "“Thursday”, counted"),
        ("2027-05-14", "“Friday”, counted"),
    ];
    assert_eq!(days, wanted);
}

#[test]
fn numbers_of_the_same_by_other_words() {
    let a = entry("a.md", "Over a dozen prisoners were freed, Warden Ilse Maat said.\n");
    let b = entry("b.md", "“Sixteen detainees came home,” Mayor Finn Roe said.\n");
    let html = Html::parse_document(&compare::html(&[a, b]));
    let found = rows(&html, "Different numbers of the same");
    let told: Vec<[&str; 2]> = found.iter().map(|row| [row[0].as_str(), row[1].as_str()]).collect();
    assert_eq!(told, [["detainees, prisoners", "over 12"], ["detainees, prisoners", "16"]]);
}

/// Each picture says in words what it shows, and its table has the same figures.
#[test]
fn pictures_are_told_in_words_and_in_tables() {
    let html = Html::parse_document(&compare::html(&corpus()));
    let pictures: Vec<String> = html
        .select(&Selector::parse("figure svg").unwrap())
        .map(|picture| picture.attr("aria-label").unwrap().to_owned())
        .collect();
    assert_eq!(pictures.len(), 4, "{pictures:?}");
    for row in rows(&html, "Sources by document") {
        let (all, unnamed) = (row[1].parse::<usize>().unwrap(), row[2].parse::<usize>().unwrap());
        let told = format!("{}: {} named, {unnamed} unnamed", row[0], all - unnamed);
        assert!(pictures.iter().any(|picture| picture.contains(&told)), "{told}");
    }
    for row in rows(&html, "Outlets that the documents cite, and who speaks there") {
        let told = match row[2].as_str() {
            "the outlet itself" => format!("{} cites {}", row[0], row[1]),
            speaker => format!("{} cites {} for {speaker}", row[0], row[1]),
        };
        assert!(pictures.iter().any(|picture| picture.contains(&told)), "{told}");
    }
}

#[test]
fn the_order_of_things_is_always_the_same() {
    assert_eq!(compare::markdown(&corpus()), compare::markdown(&corpus()));
}
