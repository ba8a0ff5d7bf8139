//! The schemas are those of the types, and say the same as the reader.

use super::{BRIDGE, FERRY, Workspace};
use serde_json::Value;
use std::path::Path;

const SIDECAR: &str = "annotations/ferry.md.yaml";

fn schema(name: &str) -> jsonschema::Validator {
    let text = Workspace::new().ibid(&["schema", name]).expect(0).out();
    jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap()
}

fn value(yaml: &str) -> Value {
    serde_yaml::from_str(yaml).unwrap()
}

#[test]
fn the_files_in_schemas_are_up_to_date() {
    for name in ["annotation", "config", "lexicon"] {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("schemas/{name}.schema.json"));
        let printed = Workspace::new().ibid(&["schema", name]).expect(0).out();
        assert_eq!(std::fs::read_to_string(file).unwrap(), printed, "run `ibid schema --write schemas`");
    }
}

#[test]
fn what_annotate_writes_is_valid() {
    let (here, schema) = (Workspace::annotated(), schema("annotation"));
    here.write("corpus/bridge.md", BRIDGE);
    here.write("corpus/empty.md", "");
    here.ibid(&["annotate", "--framing", "broad"]).expect(0);
    for name in ["ferry", "bridge", "empty"] {
        let file = value(&here.read(format!("annotations/{name}.md.yaml")));
        let errors: Vec<String> = schema.iter_errors(&file).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
    }
}

#[test]
fn schema_and_reader_agree() {
    let schema = schema("annotation");
    let good = [
        ("    kind: direct\n", "    kind: mixed\n    note: seen\n    x-desk: {any: thing}\n"),
        ("    kind: direct\n", "    kind: direct\n    review: rejected\n"),
        ("    speaker: Dana Roth\n", "    speaker: null\n"),
        ("ibid: 1\n", "ibid: 1\nx-mine: 1\n"),
        ("ibid: 1\n", "ibid: 1\ndamage:\n"),
        ("    kind: direct\n", "    kind: direct\n    reviewer: Mira Osk\n"),
        ("    kind: direct\n", "    kind: direct\n    now: {state: lost, content: [1-2, 4-5]}\n"),
    ];
    let bad = [
        ("ibid: 1\n", "ibid: 2\n"),
        ("ibid: 1\n", "ibid: 1\nmine: 1\n"),
        ("    kind: direct\n", "    kind: shouted\n"),
        ("    kind: direct\n", ""),
        ("    kind: direct\n", "    kind: direct\n    colour: blue\n"),
        ("    kind: direct\n", "    kind: direct\n    review: maybe\n"),
        ("    voice: attributed\n", "    voice: loud\n"),
        ("    kind: direct\n", "    kind: direct\n    now: {state: gone}\n"),
        ("    kind: direct\n", "    kind: direct\n    now: {at: 1-2}\n"),
        ("    kind: direct\n", "    kind: direct\n    note: [a, b]\n"),
        ("    kind: direct\n", "    kind: direct\n    reviewer: {name: Ann}\n"),
        ("ibid: 1\n", "ibid: 1\ndamage: {a: b}\n"),
        ("{bytes: 212-215", "{bytes: twelve"),
        ("  raw: sha256:", "  raw: md5:"),
        ("engine: {version", "engine: {edition: 1, version"),
    ];
    let cases = good.iter().map(|case| (case, true)).chain(bad.iter().map(|case| (case, false)));
    for ((from, to), valid) in cases {
        let here = Workspace::annotated();
        here.edit(SIDECAR, from, to);
        assert_eq!(schema.is_valid(&value(&here.read(SIDECAR))), valid, "the schema, on {to:?}");
        let ran = here.ibid(&["verify", SIDECAR]);
        assert_eq!(ran.code, if valid { 0 } else { 2 }, "the reader, on {to:?}: {}", ran.screen());
    }
}

#[test]
fn the_lexicon_follows_its_schema() {
    let schema = schema("lexicon");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lexicon/framing");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.ends_with("typographic.yaml") {
            continue; // it has no terms, and a form of its own
        }
        let errors: Vec<String> = schema
            .iter_errors(&value(&std::fs::read_to_string(&path).unwrap()))
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", path.display());
    }
    assert!(schema.is_valid(&serde_json::json!({"off": ["superlative"]})));
    assert!(!schema.is_valid(&serde_json::json!({"category": "labels"})));
    assert!(!schema.is_valid(&serde_json::json!({"category": "label", "terms": [{"id": "label.x", "reason": "y"}]})));
}

#[test]
fn schemas_are_written_into_a_folder() {
    let here = Workspace::new();
    assert_eq!(here.ibid(&["schema", "--write", "schemas"]).expect(0).out(), "3 schemas written to schemas\n");
    assert_eq!(here.read("schemas/annotation.schema.json"), here.ibid(&["schema"]).out());
    here.write("file", FERRY);
    let ran = here.ibid(&["schema", "--write", "file"]).expect(2);
    assert!(ran.err().contains("file/annotation.schema.json"), "{}", ran.screen());
}

/// Completion and hover teach the format: every key says what it is and shows a value, and the value is valid.
#[test]
fn every_key_is_described_and_shown() {
    for (schema, at_least) in [("annotation", 50), ("config", 5), ("lexicon", 15)] {
        let text = Workspace::new().ibid(&["schema", schema]).expect(0).out();
        let root: Value = serde_json::from_str(&text).unwrap();
        let definitions = root["$defs"].as_object().unwrap();
        let mut keys = 0;
        for (name, definition) in definitions.iter().map(|(name, one)| (name.as_str(), one)).chain([("root", &root)]) {
            for (key, property) in definition["properties"].as_object().into_iter().flatten() {
                let place = format!("{schema}: {name}.{key}");
                let about = property["description"].as_str();
                assert!(about.is_some_and(|text| !text.is_empty()), "{place} says nothing");
                // What a key of the file itself or a reference refers to is shown where it is defined.
                let elsewhere = property.get("$ref").is_some() || (schema == "annotation" && name == "root");
                if elsewhere && property.get("examples").is_none() {
                    continue;
                }
                let examples = property["examples"].as_array().unwrap_or_else(|| panic!("{place} shows nothing"));
                let mut schema = property.clone();
                schema["$defs"] = root["$defs"].clone();
                let schema = jsonschema::validator_for(&schema).unwrap();
                for example in examples {
                    assert!(schema.is_valid(example), "{place}: {example}");
                }
                keys += 1;
            }
        }
        assert!(keys > at_least, "{schema}: {keys}");
    }
}

/// What the schema of lexicons refuses, `ibid annotate` refuses too, and the other way about.
#[test]
fn the_lexicons_schema_and_its_reader_agree() {
    let schema = schema("lexicon");
    let term = "category: label\nterms:\n  - id: label.rat\n    forms: [harbor rat]\n    reason: an insult\n    examples: [\"The [harbor rat] met.\"]\n";
    let good = [
        "",
        "    inflect: noun\n",
        "    tier: broad\n    case: upper\n",
        "    unless_before: [the]\n",
        "off: [superlative]\n",
    ];
    let bad = [
        "    colour: grey\n",
        "    inflect: plural\n",
        "    tier: sure\n",
        "    case: title\n",
        "    unless_before: the\n",
        "    only_after: [{a: b}]\n",
        "    counter_examples: no\n",
        "off: superlative\n",
        "kind: label\n",
        "  - id: label.x\n    reason: no forms\n",
        "  - forms: [x]\n    reason: no id\n",
        "  - id: label.x\n    forms: [x]\n",
    ];
    let cases = good.iter().map(|more| (more, true)).chain(bad.iter().map(|more| (more, false)));
    for (more, valid) in cases {
        let text = format!("{term}{more}");
        let is_valid = serde_yaml::from_str::<Value>(&text).is_ok_and(|value| schema.is_valid(&value));
        assert_eq!(is_valid, valid, "the schema, on {more:?}");
        let here = Workspace::new();
        here.write("corpus/ferry.md", FERRY);
        here.write("lexicon/own.yaml", &text);
        let ran = here.ibid(&["annotate"]);
        assert_eq!(ran.code, if valid { 0 } else { 2 }, "the reader, on {more:?}: {}", ran.screen());
        assert_eq!(here.ibid(&["check", "lexicon"]).code, i32::from(!valid), "the check, on {more:?}");
    }
}
