//! CSV: one row an entry, one column a key. A cell is the value as JSON; a string that could not be taken for
//! JSON, or by a spreadsheet for a formula, stands as it is. An empty cell is a key that is not there.

use crate::{
    document::{Problem, Source, Span},
    sidecar::Part,
};
use serde_json::{Map, Value};

const LIST: &str = "list";

pub(super) fn write(parts: &[Part]) -> String {
    let mut columns: Vec<&String> = vec![];
    for key in parts.iter().flat_map(|part| part.keys.keys()) {
        if !columns.contains(&key) {
            columns.push(key);
        }
    }
    let mut writer = csv::Writer::from_writer(vec![]);
    let head = std::iter::once(LIST).chain(columns.iter().map(|key| key.as_str()));
    // To memory nothing fails, and all rows have the length of the first.
    let _ = writer.write_record(head);
    for part in parts {
        let cells = columns.iter().map(|key| part.keys.get(*key).map(cell).unwrap_or_default());
        let _ = writer.write_record(std::iter::once(part.list.clone()).chain(cells));
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

fn cell(value: &Value) -> String {
    match value {
        Value::String(text) if is_plain(text) => text.clone(),
        other => other.to_string(),
    }
}

fn is_plain(text: &str) -> bool {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    !text.is_empty() && !formula && serde_json::from_str::<Value>(text).is_err()
}

pub(super) fn read(text: &str) -> Result<Vec<Part>, Problem> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let wrong = |error: csv::Error| {
        let at = error.position().map_or(0, |position| u32::try_from(position.byte()).unwrap_or(u32::MAX));
        Problem::new("import.row", format!("not a row of ours: {error}"))
            .at(Span::<Source>::clamped(at, at))
            .help("each row has as many cells as the first one")
    };
    let head = reader.headers().map_err(wrong)?.clone();
    if head.get(0) != Some(LIST) {
        let problem = Problem::new("import.head", "the first column is not `list`");
        return Err(problem.at(Span::<Source>::clamped(0, 1)).help("`ibid export --as csv` writes such a table"));
    }
    let mut parts = vec![];
    for record in reader.records() {
        let record = record.map_err(wrong)?;
        let cells = head.iter().zip(&record).skip(1).filter(|(_, cell)| !cell.is_empty());
        let value = |cell: &str| serde_json::from_str(cell).unwrap_or_else(|_| Value::String(cell.to_owned()));
        let keys: Map<String, Value> = cells.map(|(key, cell)| (key.to_owned(), value(cell))).collect();
        parts.push(Part { list: record.get(0).unwrap_or_default().to_owned(), keys });
    }
    Ok(parts)
}
