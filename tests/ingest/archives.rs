//! Web archives.

use crate::place::{Place, field, markdown, read, said, wanted};
use crate::tables::{assert_explained, assert_shown, page};
use ibid::document::Digest;
use std::{
    fs,
    io::Write as _,
    process::{Command, Stdio},
};

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
    if cfg!(feature = "columns") {
        assert_shown(&place.ibid(&["annotate", "--parquet", "news.parquet", "--out", "rows"]));
    }
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
