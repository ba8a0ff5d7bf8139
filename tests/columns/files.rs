//! Files of Parquet.

use crate::io::{arrow, batch, ibid, ids, rows, texts};
use arrow_array::{ArrayRef, BinaryArray, Float64Array, RecordBatch};
use parquet::arrow::{ArrowWriter, arrow_reader::ParquetRecordBatchReaderBuilder};
use serde_json::json;
use std::{
    fs,
    path::Path,
    process::{Command, Output},
    sync::Arc,
};

fn parquet(path: &Path, batches: &[RecordBatch]) {
    let mut writer = ArrowWriter::try_new(fs::File::create(path).unwrap(), batches[0].schema(), None).unwrap();
    for batch in batches {
        writer.write(batch).unwrap();
    }
    writer.close().unwrap();
}

fn read_parquet(path: &Path) -> Vec<RecordBatch> {
    let file = fs::File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap().map(Result::unwrap).collect()
}

#[track_caller]
fn said(done: &Output, code: i32, wanted: &str) {
    let said = [done.stdout.as_slice(), b"\n", done.stderr.as_slice()].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(done.status.code() == Some(code) && said.contains(wanted), "{wanted}: {:?}\n{said}", done.status);
}

#[test]
fn parquet_files_hold_the_rows_of_the_stream() {
    let here = tempfile::tempdir().unwrap();
    let at = |name: &str| here.path().join(name).to_str().unwrap().to_owned();
    fs::create_dir(at("in")).unwrap();
    let documents: Vec<Vec<u8>> = texts().into_iter().map(String::into_bytes).chain([b"\xff".to_vec()]).collect();
    let column: ArrayRef = Arc::new(documents.iter().map(Some).collect::<BinaryArray>());
    let weight: ArrayRef = Arc::new(Float64Array::from(vec![0.5; documents.len()]));
    let input = batch(vec![("weight", weight), ("bytes", column), ("id", ids(documents.len()))]);
    parquet(Path::new(&at("in/a.parquet")), std::slice::from_ref(&input));
    parquet(Path::new(&at("in/b.parquet")), &[input.clone(), input.clone()]);
    fs::write(at("in/c.parquet"), b"PAR1 not PAR1").unwrap();
    fs::write(at("in/readme.txt"), b"Not ours.").unwrap();
    for shape in [&["--jobs", "1"][..], &["--flat"]] {
        let done = ibid(&[&["annotate", "--parquet", &at("in"), "--out", &at("out")], shape].concat(), b"");
        said(&done, 2, "not a Parquet file that can be read");
        said(&done, 2, &format!("{} documents in 2 files", 3 * documents.len()));
        let wanted = rows(&arrow(shape, std::slice::from_ref(&input)));
        assert_eq!(rows(&read_parquet(Path::new(&at("out/a.parquet")))), wanted);
        assert_eq!(rows(&read_parquet(Path::new(&at("out/b.parquet")))), [wanted.clone(), wanted].concat());
        assert_eq!(fs::read_dir(at("out")).unwrap().count(), 2, "no file is there that is not whole");
    }
    let before = fs::read(at("in/a.parquet")).unwrap();
    let done = ibid(&["annotate", "--parquet", &at("in/a.parquet"), "--out", &at("in")], b"");
    said(&done, 2, "the rows would overwrite the documents");
    assert_eq!(fs::read(at("in/a.parquet")).unwrap(), before);
    let twice = ibid(&["annotate", "--parquet", &at("in/a.parquet"), &at("in/a.parquet"), "--out", &at("two")], b"");
    said(&twice, 2, "another input has the same name");
    said(&ibid(&["annotate", "--parquet", &at("none.parquet"), "--out", &at("out")], b""), 2, "no such file");
}

#[test]
fn annotation_files_are_exported_with_what_people_said() {
    let here = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ibid"));
        command.args(args).current_dir(here.path()).env_clear().output().unwrap()
    };
    let ferry = "---\ntitle: Ferry strike\n---\n\nThe so-called reform was rejected, Mayor Dana Roth said.\n\n“It is closed,” Roth said.\n";
    fs::create_dir_all(here.path().join("corpus/north")).unwrap();
    fs::write(here.path().join("corpus/north/ferry.md"), ferry).unwrap();
    fs::write(here.path().join("corpus/bridge.md"), "The bridge is safe, Tomas Vell said.\n").unwrap();
    said(&run(&["annotate"]), 0, "2 documents");
    let sidecar = here.path().join("annotations/north/ferry.md.yaml");
    let text = fs::read_to_string(&sidecar).unwrap();
    let rule = text.lines().find(|line| line.trim_start().starts_with("rule: framing")).map(str::to_owned);
    let rule = rule.or_else(|| text.split("framing:").nth(1)?.lines().find(|l| l.contains("rule:")).map(str::to_owned));
    let rule = rule.expect("a framing term");
    let edited = text.replacen(&rule, &format!("{rule}\n    review: accepted\n    note: plainly"), 1);
    fs::write(&sidecar, edited).unwrap();
    said(&run(&["export", "--parquet", "tables"]), 0, "2 annotation files exported to tables/annotations.parquet");
    let rows = rows(&read_parquet(&here.path().join("tables/annotations.parquet")));
    assert_eq!(rows.iter().map(|row| &row["id"]).collect::<Vec<_>>(), ["bridge.md", "north/ferry.md"]);
    let entries = rows[1]["annotations"].as_array().unwrap();
    let framing: Vec<_> = entries.iter().filter(|entry| entry["kind"] == "framing").collect();
    assert_eq!(
        (&framing[0]["person"], &framing[0]["review"], &framing[0]["note"]),
        (&json!(true), &json!("accepted"), &json!("plainly"))
    );
    let claims: Vec<_> = entries.iter().filter(|entry| entry["kind"] == "claim").collect();
    assert!(!claims.is_empty() && claims.iter().all(|claim| claim["person"] == false && claim["review"].is_null()));
    assert!(rows.iter().all(|row| row["engine_sha256"].is_null() && row["lexicon_sha256"].is_string()));
    // An edited document is told, and the others are written.
    fs::write(here.path().join("corpus/bridge.md"), "The bridge is not safe, Tomas Vell said.\n").unwrap();
    said(&run(&["export", "--parquet", "tables", "--flat"]), 2, "the document is not the one that was annotated");
    let flat = self::rows(&read_parquet(&here.path().join("tables/annotations.parquet")));
    assert_eq!(flat.len(), entries.len());
}
