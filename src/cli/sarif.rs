//! SARIF 2.1.0: what code hosts, code scanning services and editors show beside the lines of files.
//!
//! Columns count code points, 1-based, the end not included; the log says so. A path is a URI relative to the
//! folder where ibid ran, with forward slashes.

use super::{
    check::{self, level_name},
    checked::{self, Warning},
};
use crate::{
    document::{Positions, Source, Span},
    sidecar,
};
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    path::{Component, Path},
};

/// Returns what `ibid check` found as the log of one run.
pub(super) fn of_check(checked: &[check::Checked]) -> Value {
    let results = checked.iter().flat_map(|file| {
        let positions = Positions::of(&file.text);
        file.found.iter().map(|finding| mistake(file, finding, &positions)).collect::<Vec<_>>()
    });
    log(results.collect())
}

/// Returns what `ibid verify` found as the log of one run.
pub(super) fn of_verify(checked: &[&checked::Checked]) -> Value {
    let findings = checked.iter().flat_map(|checked| &checked.findings).map(unverified);
    log(findings.chain(checked.iter().flat_map(|checked| &checked.warnings).map(warning)).collect())
}

fn log(results: Vec<Value>) -> Value {
    let codes: BTreeSet<&str> = results.iter().filter_map(|result| result.get("ruleId")?.as_str()).collect();
    let rules: Vec<Value> = codes.iter().map(|code| rule(code)).collect();
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

/// Returns what a code stands for. Code scanning services want words of every kind; what is wrong and what mends it
/// stands with each result.
fn rule(code: &str) -> Value {
    let words = code.replace('.', ": ").replace('-', " ");
    let help = "The message of each result says what is wrong and how to go on.";
    json!({
        "id": code, "name": code, "shortDescription": {"text": words}, "fullDescription": {"text": words},
        "help": {"text": help},
    })
}

fn unverified(finding: &checked::Finding) -> Value {
    let mut location = json!({"artifactLocation": {"uri": uri(&finding.path)}});
    if let (Some(place), Some(location)) = (finding.place, location.as_object_mut()) {
        let region = json!({
            "startLine": place.line, "startColumn": place.column, "byteOffset": place.byte, "byteLength": place.length,
        });
        location.insert("region".to_owned(), region);
    }
    json!({
        "ruleId": finding.rule, "level": "error", "message": {"text": finding.message},
        "locations": [{"physicalLocation": location}],
    })
}

fn warning(warning: &Warning) -> Value {
    let mut location = json!({"artifactLocation": {"uri": uri(&warning.path)}});
    let text = std::str::from_utf8(&warning.bytes).unwrap_or_default();
    if let (Some(at), Some(location)) = (warning.problem.at.filter(|_| !text.is_empty()), location.as_object_mut()) {
        location.insert("region".to_owned(), region(at, &Positions::of(text)));
    }
    json!({
        "ruleId": warning.problem.code, "level": "warning", "message": {"text": warning.problem.message},
        "locations": [{"physicalLocation": location}],
    })
}

fn mistake(file: &check::Checked, finding: &sidecar::Finding, positions: &Positions<'_>) -> Value {
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
