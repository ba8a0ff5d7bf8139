//! `ibid sources`: rows, tables, and text that a spreadsheet must not run.

use super::Workspace;

const HARBOUR: &str = "\
---
title: Harbour opens
sitename: The Harbor Gazette
date: 2031-03-14
---

“The harbour is open to everybody,” Mayor Dana Roth, a former pilot, said on Friday.

Roth also said that the old ferry would be sold. Officials in the port said the buyer was known.
";

const WIRE: &str =
    "---\ntitle: Ferry\nsitename: Brine Wire\n---\n\nThe ferry will be sold, Dana Roth said on Monday.\n";

/// The rows of a CSV file, each as pairs of its column and its cell.
fn table(text: &str) -> Vec<std::collections::HashMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

fn harbour() -> Workspace {
    let here = Workspace::new();
    here.write("corpus/harbour.md", HARBOUR);
    here.write("corpus/wire.md", WIRE);
    here
}

#[test]
fn a_row_for_each_source_of_each_document() {
    let here = harbour();
    let rows = table(&here.ibid(&["sources", "--format", "csv"]).expect(0).out());
    let cells = |row: usize, names: &[&str]| names.iter().map(|name| rows[row][*name].clone()).collect::<Vec<_>>();
    assert_eq!(rows.len(), 3, "{rows:?}");
    assert_eq!(
        cells(0, &["source", "kind", "unnamed", "outlet", "published", "document", "line"]),
        ["Dana Roth", "person", "no", "The Harbor Gazette", "2031-03-14", "corpus/harbour.md", "7"]
    );
    assert_eq!(cells(0, &["claims", "direct", "mixed", "paraphrased"]), ["2", "1", "0", "1"]);
    assert_eq!(cells(0, &["words", "direct_words", "mixed_words", "paraphrased_words"]), ["13", "6", "0", "7"]);
    assert!(rows[0]["introduced"].contains("Mayor Dana Roth, a former pilot"), "{:?}", rows[0]);
    assert_eq!(cells(1, &["source", "unnamed"]), ["Officials", "yes"]);
    assert_eq!(cells(2, &["source", "outlet", "published"]), ["Dana Roth", "Brine Wire", ""]);
    assert!(!here.has("annotations"), "nothing is written");
    let json = here.ibid(&["sources", "--format", "json"]).expect(0).json();
    assert_eq!((json.len(), json[0]["direct_words"].as_u64()), (3, Some(6)));
}

#[test]
fn who_has_no_name_is_unnamed_and_a_pronoun_is_not_known_to_be() {
    let here = Workspace::new();
    let text = "“The quay is shut,” said an aide to the mayor.\n\n“We sold it in May,” they said.\n";
    here.write("corpus/quay.md", text);
    here.ibid(&["annotate", "--quiet"]).expect(0);
    // A person who holds that the text does not say who the aide is.
    here.edit("annotations/quay.md.yaml", "speaker: an aide\n", "speaker: null\n");
    let rows = table(&here.ibid(&["sources", "--format", "csv"]).expect(0).out());
    let told: Vec<[&str; 3]> =
        rows.iter().map(|row| ["source", "kind", "unnamed"].map(|name| row[name].as_str())).collect();
    assert_eq!(told, [["an aide", "", "yes"], ["they", "unresolved", "no"]]);
}

#[test]
fn annotation_files_are_what_counts() {
    let here = harbour();
    here.ibid(&["annotate", "--quiet"]).expect(0);
    let before = here.ibid(&["sources", "--format", "csv"]).expect(0).out();
    let undecided = here.ibid(&["review", "--format", "json", "corpus/wire.md"]).json();
    let claim = undecided.iter().find(|entry| entry["id"].as_str().unwrap().starts_with("c-")).unwrap();
    here.ibid(&["review", "reject", claim["id"].as_str().unwrap()]).expect(0);
    let after = here.ibid(&["sources", "--format", "csv"]).expect(0).out();
    assert_eq!((table(&before).len(), table(&after).len()), (3, 2), "{after}");
}

#[test]
fn tables_by_outlet_source_and_document() {
    let here = harbour();
    let markdown = here.ibid(&["sources"]).expect(0).out();
    assert!(markdown.starts_with("# Sources of 2 documents\n"), "{markdown}");
    let row = |first: &str| {
        let line = markdown.lines().find(|line| line.starts_with(&format!("| {first} |")));
        line.unwrap_or_else(|| panic!("no row {first} in {markdown}")).to_owned()
    };
    assert_eq!(
        row("The Harbor Gazette"),
        "| The Harbor Gazette | 1 | 2 | 3 | 33 % | 0 % | 67 % | 17 | 35 % | 24 % | 1\\.6 |"
    );
    assert!(row("Dana Roth").contains("| 2 | The Harbor Gazette<br>Brine Wire |"), "{}", row("Dana Roth"));
    let page = here.ibid(&["sources", "--format", "html"]).expect(0).out();
    assert!(page.starts_with("<!doctype html>") && page.contains("<title>Sources of 2 documents</title>"), "{page}");
}

#[test]
fn words_of_documents_are_words_in_every_format() {
    let here = Workspace::new();
    here.write(
        "corpus/=evil.md",
        "---\nsitename: '=HYPERLINK(\"http://x.example\";\"<b>x</b>|\")'\n---\n\n“It is sold,” @Sum Brand said on Monday.\n",
    );
    let csv = here.ibid(&["sources", "--format", "csv", "corpus"]).expect(0).out();
    for cell in table(&csv).iter().flat_map(|row| row.values()) {
        assert!(!cell.starts_with(['=', '+', '-', '@']), "{csv}");
    }
    assert!(csv.contains("'=HYPERLINK"), "the words stay: {csv}");
    let markdown = here.ibid(&["sources"]).expect(0).out();
    assert!(!markdown.contains("<b>") && !markdown.contains(">|"), "{markdown}");
    assert!(!here.ibid(&["sources", "--format", "html"]).expect(0).out().contains("<b>x"));
}

#[test]
fn what_cannot_be_counted_is_told() {
    let here = Workspace::new();
    assert!(here.ibid(&["sources"]).expect(2).err().contains("help:"));
    assert!(
        harbour().ibid(&["annotate", "--format", "csv"]).expect(2).err().contains("only `ibid sources` writes CSV")
    );
}
