//! Exported web annotations against what the W3C's recommendation demands.
//!
//! `RULES` says in our words, section by section, what <https://www.w3.org/TR/annotation-model/> demands of the parts
//! that ibid writes. With `IBID_W3C_TESTS` set to a copy of the repository w3c/web-annotation-tests, every assertion
//! there that is a must is run as well, against every page and every annotation.

use super::{FERRY, Workspace};
use serde_json::{Map, Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// What must be so.
fn rules() -> Value {
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "definitions": {
            "uri": {"type": "string", "pattern": "^[a-z][a-z0-9+.-]*:[^ ]+$"},
            // 3.1: the context may be a list, but that of the model is one of it.
            "context": {"type": "array", "contains": {"const": "http://www.w3.org/ns/anno.jsonld"}},
            // 3.2.4 and 3.3.5: text, and why it is there, out of the motivations of the model.
            "body": {
                "type": "object",
                "required": ["type", "value"],
                "properties": {
                    "type": {"const": "TextualBody"},
                    "value": {"type": "string"},
                    "purpose": {"$ref": "#/definitions/motivation"},
                },
                "not": {"anyOf": [{"required": ["source"]}, {"required": ["items"]}]},
            },
            "motivation": {"enum": [
                "assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting",
                "identifying", "linking", "moderating", "questioning", "replying", "tagging",
            ]},
            // 4: one source; no value of its own.
            "target": {
                "type": "object",
                "required": ["source", "selector"],
                "properties": {
                    "source": {"$ref": "#/definitions/uri"},
                    "selector": {"type": "array", "items": {"oneOf": [
                        {"$ref": "#/definitions/quote"}, {"$ref": "#/definitions/position"},
                    ]}},
                },
                "not": {"required": ["value"]},
            },
            // 4.2.4: the words once; what stands around them at most once.
            "quote": {
                "type": "object",
                "required": ["type", "exact"],
                "properties": {
                    "type": {"const": "TextQuoteSelector"},
                    "exact": {"type": "string", "minLength": 1},
                    "prefix": {"type": "string"},
                    "suffix": {"type": "string"},
                },
            },
            // 4.2.5: both ends, counted from 0.
            "position": {
                "type": "object",
                "required": ["type", "start", "end"],
                "properties": {
                    "type": {"const": "TextPositionSelector"},
                    "start": {"type": "integer", "minimum": 0},
                    "end": {"type": "integer", "minimum": 1},
                },
            },
            // 3.1: an annotation has an id, a type, one target or more.
            "annotation": {
                "type": "object",
                "required": ["id", "type", "target"],
                "properties": {
                    "id": {"$ref": "#/definitions/uri"},
                    "type": {"const": "Annotation"},
                    "motivation": {"$ref": "#/definitions/motivation"},
                    "body": {"type": "array", "items": {"$ref": "#/definitions/body"}},
                    "target": {"type": "array", "minItems": 1, "items": {"$ref": "#/definitions/target"}},
                    // 3.3.2: who made it.
                    "creator": {
                        "type": "object",
                        "properties": {
                            "type": {"enum": ["Person", "Organization", "Software"]},
                            "name": {"type": "string"},
                        },
                    },
                },
                "not": {"required": ["bodyValue"]},
            },
        },
        // 5.2: a page.
        "type": "object",
        "required": ["@context", "id", "type", "items"],
        "properties": {
            "@context": {"$ref": "#/definitions/context"},
            "id": {"$ref": "#/definitions/uri"},
            "type": {"const": "AnnotationPage"},
            "items": {"type": "array", "items": {"$ref": "#/definitions/annotation"}},
        },
    })
}

/// Every annotation file of the repository, and one with all that a person writes.
fn pages() -> Vec<(String, Value)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let here = Workspace::new();
    here.write("corpus/ferry.md", FERRY);
    here.ibid(&["annotate", "--quiet"]).expect(0);
    here.edit(
        "annotations/ferry.md.yaml",
        "    kind: direct\n",
        "    kind: direct\n    review: accepted\n    reviewer: Mira Osk\n    note: see 🚢\n",
    );
    here.ibid(&["export", "--as", "web-annotation", "--out", "out"]).expect(0);
    let out = here.path("out");
    let mut command = here.command(&["export", "--as", "web-annotation", "--out", out.to_str().unwrap()]);
    command.current_dir(root);
    super::run(command, b"").expect(0);
    let mut pages: Vec<(String, Value)> = fs::read_dir(&out)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.display().to_string(), serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()))
        .collect();
    pages.sort_by(|a, b| a.0.cmp(&b.0));
    assert!(pages.len() > 10);
    pages
}

#[test]
fn pages_are_what_the_model_demands() {
    let rules = jsonschema::validator_for(&rules()).unwrap();
    let pages = pages();
    for (name, page) in &pages {
        let errors: Vec<String> =
            rules.iter_errors(page).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
        let file = page["items"].as_array().unwrap().iter().flat_map(|item| item["target"].as_array().unwrap());
        for target in file {
            let (from, to) = (&target["selector"][1]["start"], &target["selector"][1]["end"]);
            assert!(from.as_u64().unwrap() < to.as_u64().unwrap(), "{name}: {target}");
        }
    }
    // The rules can fail.
    let good = &pages.last().unwrap().1;
    let spoilt: [(&str, Value); 9] = [
        ("/@context", json!(["urn:mine"])),
        ("/type", json!("Page")),
        ("/id", json!("no uri")),
        ("/items/0/target", json!([])),
        ("/items/0/target/0/source", json!("a b")),
        ("/items/0/target/0/selector/0/exact", Value::Null),
        ("/items/0/target/0/selector/1/start", json!(-1)),
        ("/items/0/body/0/purpose", json!("tattling")),
        ("/items/0/motivation", json!("loud")),
    ];
    for (at, value) in spoilt {
        let mut page = good.clone();
        *page.pointer_mut(at).unwrap_or_else(|| panic!("{at}")) = value;
        assert!(!rules.is_valid(&page), "{at}");
    }
}

/// The W3C's own assertions, where they are at hand.
#[test]
fn the_w3cs_own_assertions_hold() {
    let Some(folder) = std::env::var_os("IBID_W3C_TESTS").map(PathBuf::from) else { return };
    let mut definitions = Map::new();
    for path in json_files(&folder.join("definitions")) {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let mut text: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        lead_home(&mut text, &name);
        definitions.insert(name, text);
    }
    let pages = pages();
    let mut run = 0;
    for (below, is_page) in [("collections/pages", true), ("annotations", false)] {
        for path in json_files(&folder.join(below)) {
            let mut schema: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
            if schema["assertionType"] != "must" {
                continue;
            }
            lead_home(&mut schema, "");
            schema["w3c"] = Value::Object(definitions.clone());
            let wanted = schema["expectedResult"] != "invalid";
            let validator = jsonschema::options().with_draft(jsonschema::Draft::Draft4).build(&schema).unwrap();
            for (name, page) in &pages {
                let with_context = |item: &Value| {
                    let mut item = item.clone();
                    item["@context"] = page["@context"].clone();
                    item
                };
                let items = page["items"].as_array().unwrap().iter().map(with_context);
                let held = if is_page { vec![page.clone()] } else { items.collect() };
                for value in held {
                    assert_eq!(validator.is_valid(&value), wanted, "{}: {name}: {value:#}", path.display());
                    run += 1;
                }
            }
        }
    }
    assert!(run > 1000, "{run}");
}

fn json_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(json_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "json") {
            found.push(path);
        }
    }
    found
}

/// Sets references to other files to where these stand in one schema.
fn lead_home(value: &mut Value, file: &str) {
    match value {
        Value::Object(keys) => {
            keys.remove("id").filter(|id| !id.is_string()).map(|id| keys.insert("id".to_owned(), id));
            for (key, value) in keys.iter_mut() {
                match value.as_str().and_then(|way| way.split_once('#')) {
                    Some((other, rest)) if key == "$ref" => {
                        let file = if other.is_empty() { file } else { other };
                        *value =
                            if file.is_empty() { format!("#{rest}") } else { format!("#/w3c/{file}{rest}") }.into();
                    }
                    _ => lead_home(value, file),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| lead_home(item, file)),
        _ => {}
    }
}
