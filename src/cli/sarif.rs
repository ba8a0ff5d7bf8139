//! SARIF 2.1.0: what code hosts and editors show beside the lines of files.

use super::checked::{Checked, Finding};
use serde_json::{Value, json};
use std::{collections::BTreeSet, path::Path};

/// Returns all findings as one SARIF log.
pub(super) fn log(checked: &[&Checked]) -> Value {
    let findings: Vec<&Finding> = checked.iter().flat_map(|checked| &checked.findings).collect();
    let warnings = checked.iter().flat_map(|checked| &checked.warnings);
    let mut rules: BTreeSet<&str> = findings.iter().map(|finding| finding.rule).collect();
    let mut results: Vec<Value> = findings.iter().map(|finding| result(finding)).collect();
    for warning in warnings {
        rules.insert(warning.problem.code);
        let region = warning.problem.at.map(|at| json!({"byteOffset": at.start(), "byteLength": at.len()}));
        results.push(json!({
            "ruleId": warning.problem.code, "level": "warning", "message": {"text": warning.problem.message},
            "locations": [location(&warning.path, region)],
        }));
    }
    let rules: Vec<Value> = rules.into_iter().map(|rule| json!({"id": rule})).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "ibid", "version": env!("CARGO_PKG_VERSION"), "rules": rules}},
            "results": results,
        }],
    })
}

fn result(finding: &Finding) -> Value {
    let region = finding.place.map(|place| {
        json!({
            "startLine": place.line, "startColumn": place.column, "byteOffset": place.byte, "byteLength": place.length,
        })
    });
    json!({
        "ruleId": finding.rule, "level": "error", "message": {"text": finding.message},
        "locations": [location(&finding.path, region)],
    })
}

fn location(path: &Path, region: Option<Value>) -> Value {
    let artifact = json!({"uri": uri(path)});
    match region {
        Some(region) => json!({"physicalLocation": {"artifactLocation": artifact, "region": region}}),
        None => json!({"physicalLocation": {"artifactLocation": artifact}}),
    }
}

/// Returns a path as a relative reference: parts percent-encoded, set apart by `/`.
fn uri(path: &Path) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte);
    let text = path.to_string_lossy().replace('\\', "/");
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
