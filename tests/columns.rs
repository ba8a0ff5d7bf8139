//! Columns: what `ibid stream --arrow` says is what `ibid stream` says, whatever the batches look like.
#![cfg(feature = "columns")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot run must fail"
)]

use arrow_array::{
    Array, ArrayRef, BinaryArray, BinaryViewArray, BooleanArray, DictionaryArray, FixedSizeBinaryArray, Float64Array,
    Int32Array, Int64Array, LargeBinaryArray, LargeStringArray, ListArray, RecordBatch, StringArray, StringViewArray,
    StructArray, types::Int8Type,
};
use arrow_ipc::{reader::StreamReader, writer::StreamWriter};
use parquet::arrow::{ArrowWriter, arrow_reader::ParquetRecordBatchReaderBuilder};
use serde_json::{Map, Value, json};
use std::{
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Output, Stdio},
    sync::Arc,
};

/// Texts with what is hard about bytes: a BOM, CRLF, accents, no text at all, quotation marks without end.
const ODD: &[&str] = &[
    "",
    "\u{feff}---\r\ntitle: “Gale” closes the Port of Ilmar\r\nsitename: The Harbor Post\r\n---\r\n\r\n“We had no choice,” said Ana López.\r\n",
    "Die Fähre 🚢 fährt nicht, sagte niemand. “So-called experts”, the regime claimed, “know nothing.”",
    "““““““““““““““““““““““““",
    "Caf\u{e9} owner Dana Roth said the ferry was late.\n\nIt’s â€™s fault.",
];

fn ibid(args: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ibid"));
    command.args(args).current_dir(env!("CARGO_TARGET_TMPDIR")).env_clear();
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    std::thread::scope(|scope| {
        scope.spawn(move || stdin.write_all(input).ok());
        child.wait_with_output().unwrap()
    })
}

fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true))).unwrap()
}

fn written(batches: &[RecordBatch]) -> Vec<u8> {
    let mut bytes = vec![];
    let mut writer = StreamWriter::try_new(&mut bytes, &batches[0].schema()).unwrap();
    for batch in batches {
        writer.write(batch).unwrap();
    }
    writer.finish().unwrap();
    drop(writer);
    bytes
}

fn read(bytes: &[u8]) -> Vec<RecordBatch> {
    StreamReader::try_new(bytes, None).unwrap().map(Result::unwrap).collect()
}

#[track_caller]
fn arrow(args: &[&str], batches: &[RecordBatch]) -> Vec<RecordBatch> {
    let done = ibid(&[&["stream", "--arrow"], args].concat(), &written(batches));
    assert_eq!((done.status.code(), String::from_utf8_lossy(&done.stderr).as_ref()), (Some(0), ""));
    read(&done.stdout)
}

/// The corpus and the odd texts.
fn texts() -> Vec<String> {
    let mut texts: Vec<String> = ODD.iter().map(|text| (*text).to_owned()).collect();
    let mut files: Vec<_> = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    texts.extend(files.iter().map(|path| fs::read_to_string(path).unwrap()));
    assert!(texts.len() > ODD.len() + 10, "the corpus was found");
    texts
}

fn ids(count: usize) -> ArrayRef {
    Arc::new((0..count).map(|id| Some(id.to_string())).collect::<StringArray>())
}

/// A value of any column as JSON.
fn json(array: &dyn Array, row: usize) -> Value {
    if array.is_null(row) {
        return Value::Null;
    }
    let any = array.as_any();
    macro_rules! plain {
        ($($kind:ty),*) => {
            $(if let Some(array) = any.downcast_ref::<$kind>() { return json!(array.value(row)); })*
        };
    }
    plain!(StringArray, Int32Array, Int64Array, Float64Array, BooleanArray);
    if let Some(array) = any.downcast_ref::<FixedSizeBinaryArray>() {
        assert_eq!(array.value(row).len(), 32);
        return json!(format!("sha256:{}", data_encoding::HEXLOWER.encode(array.value(row))));
    }
    if let Some(array) = any.downcast_ref::<ListArray>() {
        let items = array.value(row);
        return (0..items.len()).map(|item| json(&items, item)).collect();
    }
    let array = any.downcast_ref::<StructArray>().expect("a type of the schema");
    let fields = array.fields().iter().zip(array.columns());
    Value::Object(fields.map(|(field, column)| (field.name().clone(), json(column, row))).collect())
}

fn rows(batches: &[RecordBatch]) -> Vec<Value> {
    let all = batches.iter().cloned().map(StructArray::from);
    all.flat_map(|batch| (0..batch.len()).map(|row| json(&batch, row)).collect::<Vec<_>>()).collect()
}

/// The spans of an annotation with this role, in code points, as records have them.
fn spans(entry: &Value, role: &str) -> Value {
    let places = entry["spans"].as_array().unwrap().iter().filter(|place| place["role"] == role);
    places.map(|place| json!([place["char_start"], place["char_end"]])).collect()
}

/// Takes fields of an annotation under the names that records give them, and its spans.
fn picked(entry: &Value, fields: &[(&str, &str)], places: &[(&str, &str)]) -> Value {
    let mut map: Map<String, Value> =
        fields.iter().map(|(to, from)| ((*to).to_owned(), entry.get(from).expect("a field").clone())).collect();
    map.extend(places.iter().map(|(to, role)| ((*to).to_owned(), spans(entry, role))));
    Value::Object(map)
}

/// The record that `ibid stream` prints, made again from a row.
fn record(row: &Value) -> Value {
    if row["error_code"].is_string() {
        let mut error = json!({"code": row["error_code"], "message": row["error_message"]});
        if row["error_start"].is_number() {
            error["bytes"] = json!([row["error_start"], row["error_end"]]);
        }
        return json!({"id": row["id"], "error": error});
    }
    let all = |kind: &str, make: &dyn Fn(&Value) -> Value| -> Value {
        row["annotations"].as_array().unwrap().iter().filter(|entry| entry["kind"] == kind).map(make).collect()
    };
    let evidence = all("outlet", &|entry| picked(entry, &[("rule", "rule")], &[("span", "at")]));
    let outlet = match &row["outlet"] {
        Value::Null => Value::Null,
        name => json!({"name": name, "domain": row["outlet_domain"], "evidence": evidence}),
    };
    let claim = |entry: &Value| {
        let fields = ["kind:category", "id:annotation_id", "speaker", "cue_class", "within", "rule", "confidence"];
        let fields: Vec<_> = fields.iter().map(|name| name.split_once(':').unwrap_or((name, name))).collect();
        picked(entry, &fields, &[("source", "source"), ("cue", "cue"), ("content", "content")])
    };
    let speaker = |entry: &Value| {
        let fields = ["kind:category", "name", "unnamed", "direct", "mixed", "indirect", "relayed"];
        let fields: Vec<_> = fields.iter().map(|name| name.split_once(':').unwrap_or((name, name))).collect();
        picked(entry, &fields, &[("introduced", "at")])
    };
    let framing = |entry: &Value| {
        let fields =
            ["id:annotation_id", "category", "term:words", "voice", "speaker", "relay", "claim:within", "rule"];
        let fields: Vec<_> = fields.iter().map(|name| name.split_once(':').unwrap_or((name, name))).collect();
        picked(entry, &fields, &[("span", "at")])
    };
    let naming = |entry: &Value| {
        let fields = ["id:annotation_id", "kind:category", "referent:name", "designator:words", "voice", "speaker"];
        let fields: Vec<_> = fields.iter().map(|name| name.split_once(':').unwrap_or((name, name))).collect();
        picked(entry, &[&fields[..], &[("rule", "rule")]].concat(), &[("span", "at")])
    };
    let damage = |entry: &Value| {
        let fields = [("kind", "category"), ("suggestion", "suggestion"), ("rule", "rule")];
        picked(entry, &fields, &[("span", "at")])
    };
    json!({
        "id": row["id"], "raw": row["raw_sha256"], "text": row["text_sha256"], "front": row["front_sha256"],
        "root": row["root_sha256"], "outlet": outlet, "published": row["published"],
        "byline": all("byline", &|entry| entry["name"].clone()),
        "cites": all("cite", &|entry| picked(entry, &[("name", "name"), ("rule", "rule")], &[("span", "at")])),
        "claims": all("claim", &claim), "speakers": all("speaker", &speaker), "framing": all("framing", &framing),
        "naming": all("naming", &naming), "damage": all("damage", &damage),
    })
}

/// The records of `ibid stream` for the same documents.
fn records(args: &[&str], documents: &[Vec<u8>]) -> Vec<Value> {
    let lines: Vec<String> = documents
        .iter()
        .enumerate()
        .map(|(id, bytes)| json!({"id": id.to_string(), "base64": data_encoding::BASE64.encode(bytes)}).to_string())
        .collect();
    let done = ibid(&[&["stream"], args].concat(), lines.join("\n").as_bytes());
    String::from_utf8(done.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

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
    for shape in [&[][..], &["--flat"]] {
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
