//! JSON Lines: `{"list": "claims", "entry": {…}}`, one a line.

use crate::{
    document::{Problem, Source, Span},
    sidecar::Part,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    list: String,
    entry: Map<String, Value>,
}

pub(super) fn write(parts: &[Part]) -> String {
    let line = |part: &Part| {
        let line = Line { list: part.list.clone(), entry: part.keys.clone() };
        serde_json::to_string(&line).unwrap_or_default() + "\n"
    };
    parts.iter().map(line).collect()
}

pub(super) fn read(text: &str) -> Result<Vec<Part>, Problem> {
    let (mut parts, mut at) = (vec![], 0);
    for line in text.split_inclusive('\n') {
        let end = at + u32::try_from(line.len()).unwrap_or(u32::MAX);
        if !line.trim().is_empty() {
            let Line { list, entry } = serde_json::from_str(line).map_err(|error| {
                Problem::new("import.line", format!("not a line of ours: {error}"))
                    .at(Span::<Source>::clamped(at, end.saturating_sub(1)))
                    .help("each line is `{\"list\": \"claims\", \"entry\": {…}}`")
            })?;
            parts.push(Part { list, keys: entry });
        }
        at = end;
    }
    Ok(parts)
}
