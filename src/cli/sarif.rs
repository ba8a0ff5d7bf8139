//! What a check found as SARIF 2.1.0, which code scanning services read.
//!
//! Columns count code points, 1-based, the end not included; the log says so. A path is a URI relative to the
//! folder where ibid ran, with forward slashes.

use super::check::{Checked, level_name};
use crate::{
    document::{Positions, Source, Span},
    sidecar::Finding,
};
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    path::{Component, Path},
};

/// Returns the log of one run.
pub(super) fn log(checked: &[Checked]) -> Value {
    let codes: BTreeSet<&str> =
        checked.iter().flat_map(|file| &file.found).map(|finding| finding.problem.code).collect();
    let rules: Vec<Value> = codes.iter().map(|code| json!({"id": code, "name": code})).collect();
    let results: Vec<Value> = checked
        .iter()
        .flat_map(|file| {
            let positions = Positions::of(&file.text);
            file.found.iter().map(|finding| result(file, finding, &positions)).collect::<Vec<_>>()
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "ibid", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules}},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn result(file: &Checked, finding: &Finding, positions: &Positions<'_>) -> Value {
    let problem = &finding.problem;
    let text = match &problem.help {
        Some(help) => format!("{}; {help}", problem.message),
        None => problem.message.clone(),
    };
    let uri = uri(&file.path);
    let mut place = json!({"artifactLocation": {"uri": uri}});
    if let (Some(at), Some(place)) = (problem.at, place.as_object_mut()) {
        place.insert("region".to_owned(), region(at, positions));
    }
    let mut result = json!({
        "ruleId": problem.code,
        "level": level_name(finding.level),
        "message": {"text": text},
        "locations": [{"physicalLocation": place}],
    });
    if let (false, Some(result)) = (finding.fix.is_empty(), result.as_object_mut()) {
        let replacements: Vec<Value> = finding
            .fix
            .iter()
            .map(|(at, new)| json!({"deletedRegion": region(*at, positions), "insertedContent": {"text": new}}))
            .collect();
        let change = json!({"artifactLocation": {"uri": uri}, "replacements": replacements});
        result.insert("fixes".to_owned(), json!([{"artifactChanges": [change]}]));
    }
    result
}

fn region(at: Span<Source>, positions: &Positions<'_>) -> Value {
    json!({
        "startLine": positions.line(at.start()), "startColumn": positions.column(at.start()),
        "endLine": positions.line(at.end()), "endColumn": positions.column(at.end()),
        "byteOffset": at.start(), "byteLength": at.len(),
    })
}

/// Returns a path as a URI reference: relative where it was, everything but plain characters escaped.
fn uri(path: &Path) -> String {
    let mut out = String::new();
    for part in path.components() {
        match part {
            Component::CurDir => continue,
            Component::RootDir => out.push_str("file://"),
            _ => {
                if !out.is_empty() {
                    out.push('/');
                }
                for byte in part.as_os_str().to_string_lossy().bytes() {
                    if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                        out.push(char::from(byte));
                    } else {
                        out.push_str(&format!("%{byte:02X}"));
                    }
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_uris() {
        assert_eq!(uri(Path::new("./annotations/a b é#1.yaml")), "annotations/a%20b%20%C3%A9%231.yaml");
        assert_eq!(uri(Path::new("/tmp/x.yaml")), "file:///tmp/x.yaml");
    }
}
