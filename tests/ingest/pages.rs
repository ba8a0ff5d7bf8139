//! Pages of HTML.

use crate::place::{Place, field, markdown, read, said, wanted, words};
use crate::tables::{assert_explained, assert_shown};
use ibid::{
    detect,
    document::{BlockKind, Digest, Document},
    lexicon::Lexicon,
};
use std::{fs, process::Command};

pub(crate) const FERRY: &str = "2024-03-05-ferry-resumes-storm-of-the-year-is-over.md";

#[test]
fn pages_become_documents() {
    let Some(place) = Place::new() else { return };
    let (out, err) = place.run(1, "from_html.py", &["pages", "--out", "articles"]);
    assert_eq!(out, "4 pages: 3 written to articles, 1 refused\n");
    assert_eq!(err, "error: pages/world/empty.html: no text was found in it\n");
    assert_shown(&(out + &err));
    assert_shown(&place.ibid(&["annotate", "articles"]));
    let documents = place.documents("articles");
    assert_eq!(documents.keys().collect::<Vec<_>>(), [FERRY, "etc-passwd-the-key-100-1-o.md", "quay-mended.md"]);
    assert_explained("A folder of pages", &documents);

    let ferry = &documents[FERRY];
    let authors = ["Ana López", "Bo van der Lind"];
    assert_eq!(read(ferry), wanted("The Harbor Post", "harborpost.example", &authors, "2024-03-05"));
    assert_eq!(words(ferry, BlockKind::Title), ["Ferry resumes: “storm of the year” is over"]);
    assert_eq!(words(ferry, BlockKind::Dek), ["The council's ferry sails again, #1 of three."]);
    assert_eq!(words(ferry, BlockKind::Heading), ["What comes next"]);
    assert_eq!(words(ferry, BlockKind::ListItem), ["A timetable by Friday", "A hearing in April"]);
    assert_eq!(
        words(ferry, BlockKind::Quotation),
        ["The skippers were never heard, and this shameful bargain will cost them their boats."]
    );
    for lost in
        ["crook", "Another story", "Ruun Adler", "By Ana", "09:30", "All rights reserved", "https://ost.example"]
    {
        assert!(!ferry.source().contains(lost), "{lost}");
    }
    let (front, _) = ferry.source().split_once("\n\n").unwrap();
    assert_shown(front);

    // The way from a citation back to the page.
    let mut ibid = Command::new(env!("CARGO_BIN_EXE_ibid"));
    let cite = ibid.args(["cite", &format!("articles/{FERRY}"), "We had no choice"]).current_dir(place.dir.path());
    let (citation, err) = said(&cite.output().unwrap());
    let document = Digest::of(&fs::read(place.path("articles").join(FERRY)).unwrap());
    assert!(citation.starts_with(&format!("{document};bytes=")), "{citation}{err}");
    assert_shown(&citation);
    let raw = fs::read(place.path("pages/ferry.html")).unwrap();
    assert_eq!(format!("sha256:{}", field(ferry, "page_sha256")), Digest::of(&raw).to_string());

    // The storm is of 2019, the mayor's words of 2020, the footer of 2018: nothing says when it was published.
    assert_eq!(read(&documents["quay-mended.md"]), wanted("", "", &[], ""));

    let before: Vec<String> = documents.values().map(|document| document.source().to_owned()).collect();
    let (out, _) = place.run(1, "from_html.py", &["pages", "--out", "articles"]);
    assert_eq!(out, "4 pages: 0 written to articles, 3 there already, 1 refused\n");
    let after = place.documents("articles");
    assert_eq!(after.values().map(Document::source).collect::<Vec<_>>(), before);
}

/// What looks like Markdown in a page is read as the page has it.
#[test]
fn words_are_those_of_the_page() {
    let Some(place) = Place::new() else { return };
    place.run(
        0,
        "from_html.py",
        &["pages/odd.html", "--out", "articles", "--base-url", "https://gazetteofsel.example/a/"],
    );
    let documents = place.documents("articles");
    let (_, odd) = documents.first_key_value().unwrap();
    assert_eq!(field(odd, "title"), "../../etc/passwd: the \"key\" – 100% #1 \\o/");
    assert_eq!(field(odd, "url"), "https://gazetteofsel.example/a/odd.html");
    assert_eq!(
        words(odd, BlockKind::Paragraph),
        [
            "1. Ruiz wrote *this* and _that_ in snake_case_words, `code`, ~~gone~~, AT&T, &amp; and 1_000 crowns.",
            "# No heading, [no](link), [^1], <b>no tag</b>, <!-- ibid-disable --> and a \\ backslash.",
            "- No item: “[The mayor] had no choice,” said Ruiz, who is “nobody’s fool”.",
            "> No quotation, although it begins as one in a letter would begin.",
            "+ No item either, and --- no rule; it goes on for as long as a sentence must.",
            "The board wrote “we heard ‘no’ and ‘never’” about quay_2 to “nobody”.",
            "=====",
        ]
    );
    assert_eq!(odd.comments(), [], "a page cannot switch a rule off");
    let item = "[x] No task is this, but an item of a list that begins with brackets";
    assert_eq!(words(odd, BlockKind::ListItem), [item, "2) No number"]);
    assert_eq!(words(odd, BlockKind::Cell), ["a | b", "c"]);
    assert!(!place.path("../etc").exists() && !place.path("passwd.md").exists());
}

#[test]
fn links_are_kept_when_asked_for() {
    let Some(place) = Place::new() else { return };
    place.run(0, "from_html.py", &["pages/ferry.html", "--out", "articles", "--links"]);
    assert!(
        place.documents("articles")[FERRY].source().contains("[Ostrenian State Telegraph](https://ost.example/ferry)")
    );
}

/// The voice that ibid gives to "shameful" on the page, which quotes it in a block quotation.
fn voice_of_shameful(document: &Document) -> String {
    let found = detect::annotate(document, Lexicon::builtin(), detect::Mode::default());
    let framing = found.framing.iter().find(|framing| framing.term == "shameful").expect("it stands there");
    format!("{:?}", framing.voice)
}

/// What trafilatura writes by itself: its keys are read, but it drops the marks of block quotations.
#[test]
fn trafilaturas_own_markdown() {
    let Some(place) = Place::new() else { return };
    let extract = "import sys, trafilatura as t; sys.stdout.reconfigure(encoding='utf-8'); \
                   print(t.extract(open('pages/ferry.html', 'rb').read(), output_format='markdown', \
                   with_metadata=True, include_comments=False))";
    let output = Command::new(&place.python).args(["-c", extract]).current_dir(place.dir.path()).output().unwrap();
    let (text, err) = said(&output);
    assert!(output.status.success(), "{err}");
    let theirs = markdown(&text);
    let authors = ["Ana López", "Bo van der Lind"];
    assert_eq!(read(&theirs), wanted("The Harbor Post", "harborpost.example", &authors, "2024-03-05"));
    assert_eq!(words(&theirs, BlockKind::Quotation), [""; 0]);
    assert_eq!(voice_of_shameful(&theirs), "Outlet");
    place.run(0, "from_html.py", &["pages/ferry.html", "--out", "articles"]);
    assert_eq!(voice_of_shameful(&place.documents("articles")[FERRY]), "Quoted");
}
