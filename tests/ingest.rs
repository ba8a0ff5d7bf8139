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

use ibid::{
    detect,
    document::{BlockKind, Digest, Document, Format},
    lexicon::Lexicon,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A folder with a copy of `tests/ingest`, where the scripts are run.
struct Place {
    dir: tempfile::TempDir,
    python: PathBuf,
}

impl Place {
    /// `None` where the packages are not installed, which is said.
    fn new() -> Option<Self> {
        let python = here("target/venv/bin/python");
        let packages = "import feedparser, markdownify, pyarrow, trafilatura, warcio";
        let there = Command::new(&python).args(["-c", packages]).stderr(Stdio::null()).status();
        if !there.is_ok_and(|status| status.success()) {
            assert!(std::env::var_os("IBID_INGEST").is_none(), "target/venv has not what tools/ingest needs");
            eprintln!("skipped: target/venv has not the packages of tools/ingest/requirements.txt");
            return None;
        }
        let dir = tempfile::tempdir().unwrap();
        copy(&here("tests/ingest"), dir.path());
        Some(Self { dir, python })
    }

    fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    /// Runs a script of `tools/ingest`, which must end with `code`; returns what it prints and what it complains of.
    fn run(&self, code: i32, script: &str, args: &[&str]) -> (String, String) {
        let script = here("tools/ingest").join(script);
        // The tests run side by side, and their files of byte code would be written at once.
        let mut command = Command::new(&self.python);
        command.arg("-B").arg(&script).args(args).current_dir(self.dir.path());
        let output = command.output().unwrap();
        let (out, err) = said(&output);
        assert_eq!(output.status.code(), Some(code), "{} {args:?}\n{out}{err}", script.display());
        (out, err)
    }

    /// The documents in a folder, by name.
    fn documents(&self, folder: &str) -> BTreeMap<String, Document> {
        let entries = fs::read_dir(self.path(folder)).unwrap();
        let read = |path: PathBuf| {
            let document = Document::read(&fs::read(&path).unwrap(), Format::Markdown).unwrap();
            assert_eq!(document.warnings(), [], "{}", path.display());
            (path.file_name().unwrap().to_str().unwrap().to_owned(), document)
        };
        entries.map(|entry| read(entry.unwrap().path())).collect()
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let copied = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &copied);
        } else {
            fs::copy(&path, &copied).unwrap();
        }
    }
}

fn said(output: &Output) -> (String, String) {
    (String::from_utf8(output.stdout.clone()).unwrap(), String::from_utf8(output.stderr.clone()).unwrap())
}

fn markdown(text: &str) -> Document {
    Document::read(text.as_bytes(), Format::Markdown).unwrap()
}

/// What ibid makes of a document's front matter: outlet, domain, authors, date.
fn read(document: &Document) -> (Option<String>, Option<String>, Vec<String>, Option<String>) {
    let lexicon = Lexicon::builtin();
    let outlet = detect::outlet(document, lexicon);
    let authors = detect::authors(document, lexicon).into_iter().map(|author| author.name).collect();
    let published = detect::published(document, lexicon).map(|published| published.date);
    (outlet.as_ref().map(|outlet| outlet.name.clone()), outlet.and_then(|outlet| outlet.domain), authors, published)
}

fn wanted(
    outlet: &str,
    domain: &str,
    authors: &[&str],
    date: &str,
) -> (Option<String>, Option<String>, Vec<String>, Option<String>) {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    (some(outlet), some(domain), authors.iter().map(ToString::to_string).collect(), some(date))
}

/// The words of a document's blocks of one kind.
fn words(document: &Document, kind: BlockKind) -> Vec<&str> {
    document.blocks().iter().filter(|block| block.kind == kind).map(|block| document.words(block.span)).collect()
}

fn field<'d>(document: &'d Document, key: &str) -> &'d str {
    document.front().get(key).map_or("", |field| field.value.as_str())
}

/// A row of the tables of the page: its section, the key, and what ibid reads it as.
struct Row {
    section: String,
    key: String,
    reading: String,
}

fn page() -> String {
    fs::read_to_string(here("docs/ingest.md")).unwrap()
}

/// The page shows what was printed, line by line.
fn assert_shown(printed: &str) {
    let page = page();
    for line in printed.lines() {
        assert!(page.lines().any(|shown| shown == format!("    {line}")), "docs/ingest.md does not show: {line}");
    }
}

/// The rows whose table says what ibid reads a key as.
fn rows() -> Vec<Row> {
    let (mut rows, mut section, mut of_keys) = (vec![], String::new(), false);
    for line in page().lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            heading.clone_into(&mut section);
        }
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        match cells.as_slice() {
            [_, "front matter", "ibid reads it as"] => of_keys = true,
            [_, keys, reading] if of_keys && !reading.starts_with("---") => {
                let named = keys.split('`').skip(1).step_by(2);
                let reading = reading.split(',').next().unwrap_or_default().to_owned();
                rows.extend(named.map(|key| Row {
                    section: section.clone(),
                    key: key.to_owned(),
                    reading: reading.clone(),
                }));
            }
            _ if !line.starts_with('|') => of_keys = false,
            _ => {}
        }
    }
    rows
}

/// What ibid reads a key as, whatever it holds.
fn readings(key: &str) -> BTreeSet<&'static str> {
    let mut found = BTreeSet::new();
    for sample in [
        "Words of it",
        "The Harbor Post",
        "Ana López",
        "2024-03-05",
        "https://harborpost.example/1",
        "harborpost.example",
    ] {
        let document = markdown(&format!("---\n{key}: \"{sample}\"\n---\n\nThe ferry sails again.\n"));
        let front = document.front();
        found.extend(front.title().map(|_| "title"));
        found.extend(front.url().filter(|url| url.value.starts_with("https://")).map(|_| "address"));
        found.extend(front.outlet().map(|_| "outlet"));
        found.extend(front.authors().first().map(|_| "author"));
        found.extend(front.published().map(|_| "date"));
        found.extend(words(&document, BlockKind::Dek).first().map(|_| "dek"));
    }
    found
}

#[test]
fn every_row_of_the_tables_is_read_as_it_says() {
    let rows = rows();
    assert!(rows.len() > 50, "{} rows", rows.len());
    for Row { section, key, reading } in &rows {
        let mut wanted = if reading == "—" { BTreeSet::new() } else { BTreeSet::from([reading.as_str()]) };
        // An address under `source` is the page's, a name the outlet's.
        if key == "source" {
            wanted.insert("outlet");
        }
        assert_eq!(readings(key), wanted, "{section}: `{key}`");
    }
}

/// Every key that a recipe writes stands in its table.
fn assert_explained(section: &str, documents: &BTreeMap<String, Document>) {
    let rows = rows();
    let known: BTreeSet<&str> =
        rows.iter().filter(|row| section.contains(&row.section)).map(|row| row.key.as_str()).collect();
    for (name, document) in documents {
        for field in &document.front().fields {
            let key = field.route.split('[').next().unwrap();
            assert!(known.contains(key), "{name}: `{key}` is not in the tables of {section}: {known:?}");
        }
    }
}

#[test]
fn names_and_files_are_safe() {
    let mut command = Command::new("python3");
    command.args(["-B", "-m", "unittest", "discover"]).arg(here("tests/ingest"));
    match command.env("PYTHONPATH", here("tools/ingest")).output() {
        Ok(output) => assert!(output.status.success(), "{}", said(&output).1),
        Err(error) => eprintln!("skipped: python3 cannot be run: {error}"),
    }
}

const FERRY: &str = "2024-03-05-ferry-resumes-storm-of-the-year-is-over.md";

#[test]
fn pages_become_documents() {
    let Some(place) = Place::new() else { return };
    let (out, err) = place.run(1, "from_html.py", &["pages", "--out", "articles"]);
    assert_eq!(out, "4 pages: 3 written to articles, 1 refused\n");
    assert_eq!(err, "error: pages/world/empty.html: no text was found in it\n");
    assert_shown(&(out + &err));
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

#[test]
fn archives_become_rows_and_records() {
    let Some(place) = Place::new() else { return };
    let python = |args: &[&str]| {
        let output = Command::new(&place.python).args(args).current_dir(place.dir.path()).output().unwrap();
        assert!(output.status.success(), "{args:?}: {}", said(&output).1);
        output.stdout
    };
    python(&["archive.py", "pages", "news.warc.gz"]);
    let args = ["news.warc.gz", "--out", "news.parquet"];
    let (out, _) = place.run(0, "from_warc.py", &args);
    let summary = "4 pages written to news.parquet, 1 not 200, 1 not HTML, 2 other records, 1 without text\n";
    assert_eq!(out, summary);
    assert_shown(summary);
    let (_, err) = place.run(2, "from_warc.py", &args);
    assert!(err.starts_with("error: news.parquet: is there already"), "{err}");

    let (records, _) = place.run(0, "records.py", &["news.parquet"]);
    let lines: Vec<serde_json::Value> = records.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let documents: Vec<_> = lines.iter().map(|line| markdown(line["text"].as_str().unwrap())).collect();
    let named =
        documents.iter().map(|document| (field(document, "warc_offset").to_owned(), markdown(document.source())));
    assert_explained("A folder of pages, A web archive", &named.collect());
    let authors = ["Ana López", "Bo van der Lind"];
    for packed in &documents[..2] {
        assert_eq!(read(packed), wanted("The Harbor Post", "harborpost.example", &authors, "2024-03-05"));
        assert_eq!(field(packed, "retrieved"), "2024-03-06T07:12:00Z");
    }
    assert_eq!(field(&documents[2], "title"), "Café");
    assert!(documents[2].prose().contains("Zoë Rúa"), "{}", documents[2].prose());
    // It was fetched before the day that it gives.
    assert_eq!(read(&documents[3]), wanted("gazetteofsel.example", "gazetteofsel.example", &[], ""));

    // The way back to the page.
    let offset = field(&documents[0], "warc_offset");
    let raw = python(&["-m", "warcio.cli", "extract", "--payload", "news.warc.gz", offset]);
    assert_eq!(raw, fs::read(place.path("pages/ferry.html")).unwrap());
    assert_eq!(format!("sha256:{}", field(&documents[1], "page_sha256")), Digest::of(&raw).to_string());

    // The columns are the front matter, and ibid reads the records.
    let columns = "import pyarrow.parquet as p; print(*p.read_table('news.parquet').column_names)";
    let columns = String::from_utf8(python(&["-c", columns])).unwrap();
    for column in columns.split_whitespace() {
        assert!(page().contains(&format!("`{column}`")), "docs/ingest.md does not name the column {column}");
    }
    let answers = stream(&records);
    assert_eq!(answers.len(), 4);
    assert_shown(&answers[0].to_string());
    assert_eq!(answers[0]["id"], "urn:uuid:00000000-0000-4000-8000-000000000001");
    assert_eq!(answers[0]["outlet"]["name"], "The Harbor Post");
    assert!(answers.iter().all(|answer| answer.get("error").is_none()), "{answers:?}");
}

fn stream(records: &str) -> Vec<serde_json::Value> {
    let mut ibid = Command::new(env!("CARGO_BIN_EXE_ibid"));
    let mut child = ibid
        .args(["stream", "--fields", "outlet,published"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(records.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    said(&output).0.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_broken_archive_says_where_it_breaks() {
    let Some(place) = Place::new() else { return };
    let made =
        Command::new(&place.python).args(["archive.py", "pages", "a.warc.gz"]).current_dir(place.dir.path()).status();
    assert!(made.unwrap().success());
    let whole = fs::read(place.path("a.warc.gz")).unwrap();
    fs::write(place.path("half.warc.gz"), &whole[..2_500]).unwrap();
    let (out, err) = place.run(1, "from_warc.py", &["half.warc.gz", "--out", "half.parquet"]);
    assert!(err.starts_with("error: half.warc.gz: breaks off: the record at offset "), "{err}");
    assert_eq!(out, "1 page written to half.parquet, 1 other records\n");
    fs::write(place.path("none.warc"), "No archive.\n").unwrap();
    let (_, err) = place.run(1, "from_warc.py", &["none.warc", "a.warc.gz", "--out", "both.parquet"]);
    assert!(err.starts_with("error: none.warc: breaks off: "), "{err}");
    assert_eq!(place.run(0, "records.py", &["both.parquet"]).0.lines().count(), 4);
    let (_, err) = place.run(2, "records.py", &["none.warc"]);
    assert!(err.starts_with("error: none.warc: "), "{err}");
    place.run(2, "from_warc.py", &["nowhere.warc", "--out", "x.parquet"]);
    assert!(!place.path("x.parquet").exists() && !place.path("both.parquet.part").exists());
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
        assert!(page().contains(&format!("tools/ingest/{script}")), "docs/ingest.md does not name {script}");
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
