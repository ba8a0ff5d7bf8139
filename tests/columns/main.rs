//! Columns: what `ibid stream --arrow` says is what `ibid stream` says, whatever the batches look like.
#![cfg(feature = "columns")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot run must fail"
)]

mod files;
mod io;

use crate::io::{arrow, batch, ibid, ids, record, records, rows, texts, written};
use arrow_array::{
    ArrayRef, BinaryArray, BinaryViewArray, BooleanArray, DictionaryArray, Float64Array, Int64Array, LargeBinaryArray,
    LargeStringArray, RecordBatch, StringArray, StringViewArray, types::Int8Type,
};
use arrow_ipc::{reader::StreamReader, writer::StreamWriter};
use serde_json::{Value, json};
use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
};

#[test]
fn rows_say_what_records_say() {
    let mut documents: Vec<Vec<u8>> = texts().into_iter().map(String::into_bytes).collect();
    documents.extend([b"caf\xe9".to_vec(), b"a\0b".to_vec(), b"\xff\xfe".to_vec()]);
    for args in [&[][..], &["--framing", "broad"], &["--framing", "off", "--min-confidence", "0.7"]] {
        let column = documents.iter().map(Some).collect::<BinaryArray>();
        let input = batch(vec![("id", ids(documents.len())), ("bytes", Arc::new(column))]);
        let made: Vec<Value> = rows(&arrow(args, &[input])).iter().map(record).collect();
        let wanted = records(args, &documents);
        assert_eq!(made.len(), wanted.len());
        for (made, wanted) in made.iter().zip(&wanted) {
            assert_eq!(made, wanted, "{args:?}");
        }
    }
}

#[test]
fn bytes_and_code_points_mean_the_same_words() {
    let texts = texts();
    let column = texts.iter().map(Some).collect::<StringArray>();
    let rows = rows(&arrow(&[], &[batch(vec![("id", ids(texts.len())), ("text", Arc::new(column))])]));
    let mut seen = 0;
    for (row, text) in rows.iter().zip(&texts) {
        assert_eq!(row["bytes"], text.len());
        for place in row["annotations"].as_array().unwrap().iter().flat_map(|e| e["spans"].as_array().unwrap()) {
            let at = |name: &str| usize::try_from(place[name].as_u64().unwrap()).unwrap();
            let chars: String = text.chars().skip(at("char_start")).take(at("char_end") - at("char_start")).collect();
            assert_eq!(&text[at("start")..at("end")], chars);
            seen += 1;
        }
    }
    assert!(seen > 500, "there was something to compare: {seen}");
}

#[test]
fn batches_and_threads_change_nothing() {
    let texts = texts();
    let all: Vec<&String> = texts.iter().cycle().take(700).collect();
    let input = |from: usize, to: usize| {
        let ids: ArrayRef = Arc::new((from..to).map(|id| Some(id.to_string())).collect::<StringArray>());
        let column = all[from..to].iter().map(|text| Some(text.as_str())).collect::<StringArray>();
        batch(vec![("id", ids), ("text", Arc::new(column))])
    };
    let one = rows(&arrow(&["--jobs", "1"], &[input(0, 700)]));
    assert_eq!(one.len(), 700);
    assert!(one.iter().enumerate().all(|(id, row)| row["id"].as_str() == Some(id.to_string().as_str())));
    let many: Vec<RecordBatch> = (0..70).map(|part| input(part * 10, part * 10 + 10)).collect();
    assert_eq!(one, rows(&arrow(&["--jobs", "3"], &many)));
    let none = arrow(&[], &[input(0, 0), input(0, 1), input(1, 1)]);
    assert_eq!(rows(&none), one[..1]);
}

#[test]
fn text_is_read_from_every_layout() {
    let texts = [Some("The bridge is safe, Tomas Vell said."), None, Some("Bridge opens")];
    let bytes = || texts.iter().map(|text| text.map(str::as_bytes));
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("text", Arc::new(texts.iter().collect::<LargeStringArray>())),
        ("text", Arc::new(texts.iter().collect::<StringViewArray>())),
        ("text", Arc::new(texts.iter().copied().collect::<DictionaryArray<Int8Type>>())),
        ("bytes", Arc::new(bytes().collect::<BinaryArray>())),
        ("bytes", Arc::new(bytes().collect::<LargeBinaryArray>())),
        ("bytes", Arc::new(bytes().collect::<BinaryViewArray>())),
    ];
    let read = |id: ArrayRef, column: (&'static str, ArrayRef)| rows(&arrow(&[], &[batch(vec![("id", id), column])]));
    let wanted = read(ids(3), ("text", Arc::new(texts.iter().collect::<StringArray>())));
    assert_eq!(wanted[1]["error_code"], "record.no-text");
    assert_eq!((&wanted[1]["raw_sha256"], &wanted[1]["bytes"]), (&Value::Null, &Value::Null));
    for (name, column) in columns {
        assert_eq!(read(ids(3), (name, column)), wanted);
    }
    let numbers: ArrayRef = Arc::new(Int64Array::from(vec![0, 1, 2]));
    assert_eq!(read(numbers, ("text", Arc::new(texts.iter().collect::<StringArray>()))), wanted);
    let nulls: ArrayRef = Arc::new(StringArray::from(vec![None::<&str>; 3]));
    assert_eq!(read(nulls, ("text", Arc::new(texts.iter().collect::<StringArray>())))[0]["id"], Value::Null);
}

#[test]
fn a_row_that_cannot_be_read_is_told_and_the_stream_goes_on() {
    let text = |values: Vec<Option<&str>>| -> ArrayRef { Arc::new(StringArray::from(values)) };
    let huge = vec![b'a'; (64 << 20) + 1];
    let bytes: ArrayRef = Arc::new(BinaryArray::from_opt_vec(vec![
        None,
        Some(b"caf\xe9"),
        Some(b"a\0b"),
        Some(&huge),
        Some(b"x"),
        Some(b"fine"),
        Some(b"fine"),
    ]));
    let input = batch(vec![
        ("id", ids(7)),
        ("text", text(vec![None, None, None, None, Some("x"), None, None])),
        ("bytes", bytes),
        ("format", text(vec![None, None, None, None, None, Some("html"), Some("plain")])),
    ]);
    let rows = rows(&arrow(&[], &[input]));
    let codes: Vec<&Value> = rows.iter().map(|row| &row["error_code"]).collect();
    let wanted = [
        json!("record.no-text"),
        json!("document.not-utf-8"),
        json!("document.nul"),
        json!("document.too-large"),
        json!("record.no-text"),
        json!("record.invalid"),
        Value::Null,
    ];
    assert_eq!(codes, wanted.iter().collect::<Vec<_>>());
    assert_eq!((&rows[1]["error_start"], &rows[1]["error_end"]), (&json!(3), &json!(4)));
    // What was refused has its digest, so that it need not be tried again.
    assert!(rows[1..4].iter().all(|row| row["raw_sha256"].is_string() && row["text_sha256"].is_null()));
}

#[test]
fn columns_become_front_matter() {
    let text = |values: Vec<Option<&str>>| -> ArrayRef { Arc::new(StringArray::from(values)) };
    let input = batch(vec![
        ("url", text(vec![Some("https://post.example/1"), None, None])),
        ("id", ids(3)),
        ("title", text(vec![Some("A \"win\":\nfor the Ü-port"), None, Some("Own")])),
        ("outlet", text(vec![Some("The Harbor Post"), None, None])),
        ("author", text(vec![Some("Mira Osk"), Some(""), None])),
        ("published", text(vec![Some("2031-03-14"), None, None])),
        ("text", text(vec![Some("It is open."), Some("It is open."), Some("---\ntitle: Other\n---\nOpen.\n")])),
        ("ignored", Arc::new(BooleanArray::from(vec![true, false, true]))),
    ]);
    let rows = rows(&arrow(&[], &[input]));
    let whole = "---\ntitle: \"A \\\"win\\\":\\nfor the Ü-port\"\noutlet: \"The Harbor Post\"\nauthor: \"Mira Osk\"\n\
                 published: \"2031-03-14\"\nurl: \"https://post.example/1\"\n---\nIt is open.";
    let wanted = &records(&[], &[whole.as_bytes().to_vec()])[0];
    assert_eq!(record(&rows[0]), *wanted);
    assert_eq!(wanted["byline"], json!(["Mira Osk"]));
    let front = whole.len() - "It is open.".len();
    assert_eq!((&rows[0]["front_bytes"], &rows[0]["front_chars"]), (&json!(front), &json!(front - 1)));
    assert_eq!((&rows[1]["front_bytes"], &rows[1]["bytes"]), (&json!(0), &json!(11)));
    assert_eq!(rows[2]["error_code"], "record.two-front-matters");
}

#[test]
fn flat_rows_are_the_nested_ones_one_by_one() {
    let mut documents: Vec<Vec<u8>> = texts().into_iter().map(String::into_bytes).collect();
    documents.insert(1, b"\xff".to_vec());
    let column: ArrayRef = Arc::new(documents.iter().map(Some).collect::<BinaryArray>());
    let input = batch(vec![("id", ids(documents.len())), ("bytes", column)]);
    let (nested, flat) = (rows(&arrow(&[], std::slice::from_ref(&input))), rows(&arrow(&["--flat"], &[input])));
    let mut wanted = vec![];
    for mut row in nested {
        let entries = row.as_object_mut().unwrap().remove("annotations").unwrap();
        for entry in entries.as_array().unwrap() {
            let mut row = row.clone();
            row.as_object_mut().unwrap().extend(entry.as_object().unwrap().clone());
            wanted.push(row);
        }
        if entries.as_array().unwrap().is_empty() {
            wanted.push(row);
        }
    }
    assert_eq!(flat.len(), wanted.len());
    for (mut flat, wanted) in flat.into_iter().zip(wanted) {
        if wanted.get("kind").is_none() {
            let fields = flat.as_object_mut().unwrap();
            assert_eq!(fields.remove("spans"), Some(json!([])));
            fields.retain(|name, value| wanted.get(name).is_some() || !value.is_null());
        }
        assert_eq!(flat, wanted);
    }
}

/// The engine's digest can be made without ibid, and differs when the settings do.
#[test]
fn the_stamp_is_of_what_decides_the_rows() {
    let input = batch(vec![("id", ids(1)), ("text", Arc::new(StringArray::from(vec!["A word."])))]);
    let made = arrow(&[], std::slice::from_ref(&input));
    let row = &rows(&made)[0];
    let text = format!(
        "ibid {}\ncolumns 1\nlexicon {}\nframing precise\nmin-confidence 0.00\n",
        row["engine_version"].as_str().unwrap(),
        row["lexicon_sha256"].as_str().unwrap(),
    );
    assert_eq!(row["engine_sha256"], ibid::document::Digest::of(text.as_bytes()).to_string());
    let metadata = made[0].schema().metadata().clone();
    assert_eq!(
        (metadata["ibid.columns"].as_str(), json!(metadata["ibid.engine"])),
        ("1", row["engine_sha256"].clone())
    );
    assert_ne!(rows(&arrow(&["--framing", "broad"], &[input]))[0]["engine_sha256"], row["engine_sha256"]);
}

/// A batch is answered before the next is sent: who waits for its rows gets them.
#[test]
fn a_batch_is_answered_before_the_next_is_read() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ibid"));
    command.args(["stream", "--arrow", "--jobs", "1"]).current_dir(env!("CARGO_TARGET_TMPDIR"));
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let input = batch(vec![("id", ids(1)), ("text", Arc::new(StringArray::from(vec!["A word."])))]);
    let mut writer = StreamWriter::try_new(child.stdin.take().unwrap(), &input.schema()).unwrap();
    writer.write(&input).unwrap();
    let mut reader = StreamReader::try_new(child.stdout.take().unwrap(), None).unwrap();
    for _ in 0..3 {
        assert_eq!(reader.next().unwrap().unwrap().num_rows(), 1);
        writer.write(&input).unwrap();
    }
    writer.finish().unwrap();
    drop(writer);
    assert_eq!(reader.count(), 1);
    assert!(child.wait().unwrap().success());
}

#[test]
fn what_is_no_stream_is_refused() {
    let number: ArrayRef = Arc::new(Float64Array::from(vec![1.0]));
    let text: ArrayRef = Arc::new(StringArray::from(vec!["A word."]));
    let only = |columns: Vec<(&str, ArrayRef)>| written(&[batch(columns)]);
    let good = only(vec![("id", ids(1)), ("text", text.clone())]);
    let mut invalid = good.clone();
    let at = invalid.windows(7).rposition(|bytes| bytes == b"A word.").unwrap();
    invalid[at] = 0xff;
    for (input, wanted) in [
        (b"".to_vec(), "standard input is not an Arrow IPC stream that can be read"),
        (b"{\"id\": 1, \"text\": \"a\"}\n".to_vec(), "standard input is not an Arrow IPC stream that can be read"),
        (good[..good.len() - 40].to_vec(), "standard input is not an Arrow IPC stream that can be read"),
        (invalid, "texts that may not be UTF-8 go into `bytes`"),
        (only(vec![("text", text.clone())]), "there is no column `id`"),
        (only(vec![("id", ids(1))]), "there is no column `text` or `bytes`"),
        (only(vec![("id", ids(1)), ("text", number.clone())]), "the column `text` holds Float64, not text"),
        (only(vec![("id", number), ("text", text)]), "the column `id` holds Float64, not text or whole numbers"),
    ] {
        let done = ibid(&["stream", "--arrow"], &input);
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.code() == Some(2) && said.contains(wanted), "{wanted}: {said}");
    }
}

/// No stream that is damaged ends in anything but rows or an error.
#[test]
fn damaged_streams_end_in_an_error() {
    let texts = ["The bridge is safe, Tomas Vell said.", "Bridge opens"];
    let good = written(&[batch(vec![("id", ids(2)), ("text", Arc::new(StringArray::from(texts.to_vec())))])]);
    for at in (0..good.len()).step_by(5) {
        let mut bad = good.clone();
        bad[at] ^= 0x5a;
        let code = ibid(&["stream", "--arrow", "--jobs", "1"], &bad).status.code();
        assert!(matches!(code, Some(0 | 2)), "byte {at}: {code:?}");
    }
}

/// The page shows every column with its type, in order.
#[test]
fn the_page_shows_the_schema() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/columns.md")).unwrap();
    let (_, after) = page.rsplit_once("| column | type | what |").expect("the table of columns");
    let row = |line: &str| -> Option<(String, String)> {
        let mut cells = line.trim_matches('|').split(" | ").map(|cell| cell.trim().trim_matches('`').to_owned());
        Some((cells.next()?, cells.next()?))
    };
    let shown: Vec<_> = after.lines().skip(2).take_while(|line| line.starts_with('|')).filter_map(row).collect();
    assert_eq!(shown, ibid::columns::columns());
}
