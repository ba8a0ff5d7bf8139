//! `docs/ingest.md`: its scripts, run over pages, archives, feeds and exports of our own, and what ibid reads of
//! what they write; and its tables, row by row.
//!
//! The scripts need the packages of `tools/ingest/requirements.txt` in `target/venv`; where they are not, the tests
//! say that they were skipped. `IBID_INGEST=1`, which `.ci/run` sets, makes that a failure.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    reason = "a test that cannot run must fail"
)]

mod archives;
mod pages;
mod place;
mod tables;

use crate::place::{Place, field, here, markdown, read, said, wanted, words};
use crate::tables::{assert_explained, assert_shown};
use ibid::document::{BlockKind, Digest, Document, Format};
use std::{collections::BTreeMap, fs, process::Command};

#[test]
fn names_and_files_are_safe() {
    let mut command = Command::new("python3");
    command.args(["-B", "-m", "unittest", "discover"]).arg(here("tests/ingest"));
    match command.env("PYTHONPATH", here("tools/ingest")).output() {
        Ok(output) => assert!(output.status.success(), "{}", said(&output).1),
        Err(error) => eprintln!("skipped: python3 cannot be run: {error}"),
    }
}

#[test]
fn items_of_feeds_become_documents() {
    let Some(place) = Place::new() else { return };
    let (out, err) = place.run(1, "from_feed.py", &["feed.xml", "atom.xml", "--out", "articles"]);
    assert_eq!(out, "5 items: 4 written to articles, 1 refused\n");
    assert!(err.contains("error: feed.xml: item 4 (https://www.harborpost.example/world/headline): there is no text"));
    assert!(err.contains("warning: articles/2024-03-06-wire-council-adjourns.md is there already"), "{err}");
    let documents = place.documents("articles");
    assert_eq!(documents.len(), 4);
    assert_explained("A feed", &documents);

    let ferry = &documents["2024-03-05-ferry-resumes-storm-of-the-year-what-follows.md"];
    let host = "harborpost.example";
    assert_eq!(read(ferry), wanted(host, host, &["Ana López"], "2024-03-05T09:30:00+01:00"));
    assert_eq!(field(ferry, "title"), "Ferry resumes: “storm of the year” & what follows");
    assert_eq!(words(ferry, BlockKind::Dek), ["The contested ferry sails again."]);
    assert_eq!(words(ferry, BlockKind::Quotation), ["The skippers were never heard."]);
    assert_eq!(
        words(ferry, BlockKind::Paragraph),
        ["“We had no choice,” Mayor Ana Ruiz said of the contested ferry, which sails again."]
    );
    assert_eq!((field(ferry, "extent"), field(ferry, "guid")), ("whole", "harborpost:4711"));

    // What an agency wrote is the agency's, although it is in the paper's feed.
    let wire = &documents["2024-03-06-wire-council-adjourns.md"];
    let (outlet, _, authors, date) = read(wire);
    assert_eq!(outlet.as_deref(), Some("Meridian Wire"));
    assert_eq!((authors, date.as_deref()), (vec!["Meridian Wire".to_owned()], Some("2024-03-06T18:00:00Z")));
    assert_eq!(field(wire, "extent"), "teaser");

    // No other file is read, whatever a feed's entities say.
    let quay = &documents["2024-03-07-quay-mended.md"];
    assert_eq!(words(quay, BlockKind::Paragraph), ["The quay is 1 < 2 boats long, &file; the board said."]);
    assert_eq!(read(quay).2, ["Petra Lindqvale", "Odell Pryce"]);

    let (out, _) = place.run(1, "from_feed.py", &["feed.xml", "--out", "articles"]);
    assert_eq!(out, "4 items: 0 written to articles, 3 there already, 1 refused\n");
    fs::remove_dir_all(place.path("articles")).unwrap();
    let (out, err) = place.run(1, "from_feed.py", &["feed.xml", "--out", "articles", "--sitename", "The Harbor Post"]);
    assert_shown(&(out + &err));
    assert_shown(&place.ibid(&["annotate", "articles"]));
    let named = place.documents("articles");
    let ferry = &named["2024-03-05-ferry-resumes-storm-of-the-year-what-follows.md"];
    assert_eq!(read(ferry).0.as_deref(), Some("The Harbor Post"));

    fs::write(place.path("none.xml"), "<html><body>Not here</body></html>").unwrap();
    let (_, err) = place.run(1, "from_feed.py", &["none.xml", "--out", "none"]);
    assert!(err.starts_with("error: none.xml: cannot be read as a feed"), "{err}");
}

#[test]
fn zotero_items_and_notes_become_documents() {
    let Some(place) = Place::new() else { return };
    let (out, err) = place.run(1, "from_zotero.py", &["Ferry/Ferry.rdf", "--out", "articles", "--notes", "notes"]);
    assert_eq!(out, "3 items, 1 without a snapshot: 1 written to articles, 1 refused\nnotes: 1 written to notes\n");
    assert!(err.contains("../pages/ferry.html leads out of the export"), "{err}");
    assert_shown(&(out + &err));
    assert_shown(&place.ibid(&["annotate", "articles"]));
    let documents = place.documents("articles");
    assert_explained("Zotero, A folder of pages", &documents);
    let ferry = &documents["ferry-resumes-a-librarians-title.md"];
    let authors = ["Ana López", "Meridian Wire"];
    assert_eq!(read(ferry), wanted("The Harbor Post", "harborpost.example", &authors, "2024-03-05"));
    assert_eq!(field(ferry, "tags[1]"), "storms");
    assert_eq!(field(ferry, "retrieved"), "2024-03-06 07:12:00");
    let raw = fs::read(place.path("Ferry/files/4/ferry.html")).unwrap();
    assert_eq!(format!("sha256:{}", field(ferry, "page_sha256")), Digest::of(&raw).to_string());

    let notes = place.documents("notes");
    assert_explained("Zotero", &notes);
    let note = &notes["on-the-ferry.md"];
    assert_eq!(read(note), wanted("", "", &[], ""), "a note is nobody's but yours");
    assert_eq!(field(note, "note_on"), "Ferry resumes: a librarian’s title");
    assert_eq!(words(note, BlockKind::Paragraph), ["“We had no choice” (López, 2024) – who had none?"]);

    let (_, err) = place.run(2, "from_zotero.py", &["Ferry/Ferry.rdf", "--out", "x", "--notes", "./x"]);
    assert!(err.starts_with("error: --notes: give another folder"), "{err}");
    let (_, err) = place.run(2, "from_zotero.py", &["feed.xmls", "--out", "x"]);
    assert!(err.starts_with("error: feed.xmls: "), "{err}");
}

#[test]
fn clippings_are_documents() {
    let document = Document::read(&fs::read(here("tests/ingest/clipper.md")).unwrap(), Format::Markdown).unwrap();
    let authors = ["Ana López", "Bo van der Lind"];
    assert_eq!(read(&document), wanted("harborpost.example", "harborpost.example", &authors, "2024-03-05"));
    assert_eq!(words(&document, BlockKind::Dek), ["The council's ferry sails again."]);
    assert_eq!(words(&document, BlockKind::Quotation).len(), 1);
    assert_explained("Obsidian Web Clipper", &BTreeMap::from([("clipper.md".to_owned(), document)]));
    let own = markdown("---\nsource: https://harborpost.example/1\nsite: The Harbor Post\n---\n\nThe ferry sails.\n");
    assert_eq!(read(&own).0.as_deref(), Some("The Harbor Post"));
}

/// The tools of the page have help, and refuse what they do not know.
#[test]
fn every_script_explains_itself() {
    let Some(place) = Place::new() else { return };
    for script in ["from_html.py", "from_warc.py", "from_feed.py", "from_zotero.py", "records.py"] {
        assert!(tables::page().contains(&format!("tools/ingest/{script}")), "docs/ingest.md does not name {script}");
        let (help, _) = place.run(0, script, &["--help"]);
        assert!(help.contains("Exit codes: 0 ") && help.contains("python tools/ingest/"), "{help}");
        place.run(2, script, &["--no-such-option"]);
    }
}

/// Odd input is told with its place, and the rest is written.
#[test]
fn what_is_odd_ends_no_run() {
    let Some(place) = Place::new() else { return };
    let deep = format!("{}The ferry sails.{}", "<div>".repeat(20_000), "</div>".repeat(20_000));
    let escaped = deep.replace('<', "&lt;").replace('>', "&gt;");
    let item =
        |title: &str, text: &str| format!("<item><title>{title}</title><description>{text}</description></item>");
    let feed =
        format!("<rss version=\"2.0\"><channel>{}{}</channel></rss>", item("Deep", &escaped), item("Quay", "Mended."));
    fs::write(place.path("deep.xml"), feed).unwrap();
    let (_, err) = place.run(1, "from_feed.py", &["deep.xml", "--out", "articles"]);
    assert_eq!(err, "error: deep.xml: item 1 (Deep): its markup nests too deep\n");
    assert_eq!(place.documents("articles").keys().collect::<Vec<_>>(), ["quay.md"]);

    let page = |name: &str, bytes: &[u8]| fs::write(place.path("odd").join(name), bytes).unwrap();
    fs::create_dir(place.path("odd")).unwrap();
    page("deep.html", deep.as_bytes());
    page("nul.html", b"<html><title>Nul\0</title><p>The ferry\0 sails again on Monday.</p></html>");
    page("bytes.html", &[0x80, 0xff, 0xfe, 0x00, b'<', 0x81]);
    page("dashes.html", format!("<html><title>Dashes</title><p>{}x</p></html>", "-".repeat(200_000)).as_bytes());
    page("large.html", &vec![b' '; 20_000_001]);
    let (_, err) = place.run(1, "from_html.py", &["odd", "--out", "pages-of-odd"]);
    assert!(err.contains("error: odd/large.html: it has more than 20 MB\n"), "{err}");
    for document in place.documents("pages-of-odd").values() {
        assert!(!document.source().contains('\0'));
    }
}
