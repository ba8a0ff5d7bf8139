//! The command, and what goes in and comes out of it as batches, rows and records.

use arrow_array::{
    Array, ArrayRef, BooleanArray, FixedSizeBinaryArray, Float64Array, Int32Array, Int64Array, ListArray, RecordBatch,
    StringArray, StructArray,
};
use arrow_ipc::{reader::StreamReader, writer::StreamWriter};
use serde_json::{Map, Value, json};
use std::{
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Output, Stdio},
    sync::Arc,
};

/// Texts with what is hard about bytes: a BOM, CRLF, accents, no text at all, quotation marks without end.
pub(crate) const ODD: &[&str] = &[
    "",
    "\u{feff}---\r\ntitle: “Gale” closes the Port of Ilmar\r\nsitename: The Harbor Post\r\n---\r\n\r\n“We had no choice,” said Ana López.\r\n",
    "Die Fähre 🚢 fährt nicht, sagte niemand. “So-called experts”, the regime claimed, “know nothing.”",
    "““““““““““““““““““““““““",
    "Caf\u{e9} owner Dana Roth said the ferry was late.\n\nIt’s â€™s fault.",
];

pub(crate) fn ibid(args: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ibid"));
    command.args(args).current_dir(env!("CARGO_TARGET_TMPDIR")).env_clear();
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    std::thread::scope(|scope| {
        scope.spawn(move || stdin.write_all(input).ok());
        child.wait_with_output().unwrap()
    })
}

pub(crate) fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true))).unwrap()
}

pub(crate) fn written(batches: &[RecordBatch]) -> Vec<u8> {
    let mut bytes = vec![];
    let mut writer = StreamWriter::try_new(&mut bytes, &batches[0].schema()).unwrap();
    for batch in batches {
        writer.write(batch).unwrap();
    }
    writer.finish().unwrap();
    drop(writer);
    bytes
}

pub(crate) fn read(bytes: &[u8]) -> Vec<RecordBatch> {
    StreamReader::try_new(bytes, None).unwrap().map(Result::unwrap).collect()
}

#[track_caller]
pub(crate) fn arrow(args: &[&str], batches: &[RecordBatch]) -> Vec<RecordBatch> {
    let done = ibid(&[&["stream", "--arrow"], args].concat(), &written(batches));
    assert_eq!((done.status.code(), String::from_utf8_lossy(&done.stderr).as_ref()), (Some(0), ""));
    read(&done.stdout)
}

/// The corpus and the odd texts.
pub(crate) fn texts() -> Vec<String> {
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

pub(crate) fn ids(count: usize) -> ArrayRef {
    Arc::new((0..count).map(|id| Some(id.to_string())).collect::<StringArray>())
}

/// A value of any column as JSON.
pub(crate) fn json(array: &dyn Array, row: usize) -> Value {
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

pub(crate) fn rows(batches: &[RecordBatch]) -> Vec<Value> {
    let all = batches.iter().cloned().map(StructArray::from);
    all.flat_map(|batch| (0..batch.len()).map(|row| json(&batch, row)).collect::<Vec<_>>()).collect()
}

/// The spans of an annotation with this role, in code points, as records have them.
pub(crate) fn spans(entry: &Value, role: &str) -> Value {
    let places = entry["spans"].as_array().unwrap().iter().filter(|place| place["role"] == role);
    places.map(|place| json!([place["char_start"], place["char_end"]])).collect()
}

/// Takes fields of an annotation under the names that records give them, and its spans.
pub(crate) fn picked(entry: &Value, fields: &[(&str, &str)], places: &[(&str, &str)]) -> Value {
    let mut map: Map<String, Value> =
        fields.iter().map(|(to, from)| ((*to).to_owned(), entry.get(from).expect("a field").clone())).collect();
    map.extend(places.iter().map(|(to, role)| ((*to).to_owned(), spans(entry, role))));
    Value::Object(map)
}

/// The record that `ibid stream` prints, made again from a row.
pub(crate) fn record(row: &Value) -> Value {
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
pub(crate) fn records(args: &[&str], documents: &[Vec<u8>]) -> Vec<Value> {
    let lines: Vec<String> = documents
        .iter()
        .enumerate()
        .map(|(id, bytes)| json!({"id": id.to_string(), "base64": data_encoding::BASE64.encode(bytes)}).to_string())
        .collect();
    let done = ibid(&[&["stream"], args].concat(), lines.join("\n").as_bytes());
    String::from_utf8(done.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
