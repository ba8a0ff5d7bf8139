//! The JSON Schema as a teacher: what a key is for, what may stand behind it, which keys a mapping has.

use serde_json::Value;

/// A name that the schema knows, and what it says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) name: String,
    /// On one line.
    pub(super) about: String,
    /// Whether it has to be there.
    pub(super) required: bool,
    /// Whether keys, and not a value, stand behind it.
    pub(super) is_mapping: bool,
}

/// A schema with its definitions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Schema<'s> {
    root: &'s Value,
}

/// How far references are followed.
const DEPTH: usize = 16;

impl<'s> Schema<'s> {
    pub(super) const fn new(root: &'s Value) -> Self {
        Self { root }
    }

    /// Returns the keys of the mapping that a path of keys leads to.
    pub(super) fn keys(self, path: &[String]) -> Vec<Known> {
        let Some(mapping) = self.mapping(path) else { return vec![] };
        let required: Vec<&str> = strings(mapping.get("required"));
        let known = |(name, schema): (&String, &'s Value)| Known {
            name: name.clone(),
            about: about(schema),
            required: required.contains(&name.as_str()),
            is_mapping: self.step(schema).is_some(),
        };
        let mut keys: Vec<Known> =
            mapping.get("properties").and_then(Value::as_object).into_iter().flatten().map(known).collect();
        keys.sort_by_key(|key| !key.required);
        keys
    }

    /// Returns the names that may stand behind a key.
    pub(super) fn values(self, path: &[String], key: &str) -> Vec<Known> {
        let mut out = vec![];
        if let Some(schema) = self.property(path, key) {
            self.constants(schema, DEPTH, &mut out);
        }
        out
    }

    /// Returns what a key is for, and examples of what may stand behind it.
    pub(super) fn describe(self, path: &[String], key: &str) -> Option<(String, Vec<String>)> {
        let schema = self.property(path, key)?;
        let said = about(schema);
        let said = if said.is_empty() { about(self.resolved(schema)) } else { said };
        let show = |example: &Value| match example {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let examples = schema.get("examples").and_then(Value::as_array).into_iter().flatten().map(show).collect();
        Some((said, examples))
    }

    fn property(self, path: &[String], key: &str) -> Option<&'s Value> {
        self.mapping(path)?.get("properties")?.get(key)
    }

    fn mapping(self, path: &[String]) -> Option<&'s Value> {
        path.iter().try_fold(self.root, |schema, key| {
            let inner = schema.get("properties")?.get(key)?;
            self.step(inner)
        })
    }

    /// Returns the mapping that a schema is, or is a list of.
    fn step(self, schema: &'s Value) -> Option<&'s Value> {
        let mut open = vec![schema];
        for _ in 0..DEPTH {
            let schema = self.resolved(open.pop()?);
            if schema.get("properties").is_some() {
                return Some(schema);
            }
            open.extend(schema.get("items"));
            for branches in ["oneOf", "anyOf"] {
                open.extend(schema.get(branches).and_then(Value::as_array).into_iter().flatten().rev());
            }
        }
        None
    }

    fn resolved(self, schema: &'s Value) -> &'s Value {
        let name = schema.get("$ref").and_then(Value::as_str).and_then(|way| way.strip_prefix("#/$defs/"));
        name.and_then(|name| self.root.get("$defs")?.get(name)).unwrap_or(schema)
    }

    fn constants(self, schema: &'s Value, depth: usize, out: &mut Vec<Known>) {
        let Some(depth) = depth.checked_sub(1) else { return };
        let schema = self.resolved(schema);
        let known = |name: &str, schema| Known {
            name: name.to_owned(),
            about: about(schema),
            required: false,
            is_mapping: false,
        };
        out.extend(schema.get("const").and_then(Value::as_str).map(|name| known(name, schema)));
        out.extend(strings(schema.get("enum")).into_iter().map(|name| known(name, schema)));
        if strings(schema.get("type")).contains(&"boolean") || schema.get("type") == Some(&Value::from("boolean")) {
            out.extend(["true", "false"].map(|name| known(name, schema)));
        }
        for branches in ["oneOf", "anyOf"] {
            for branch in schema.get(branches).and_then(Value::as_array).into_iter().flatten() {
                self.constants(branch, depth, out);
            }
        }
    }
}

fn strings(value: Option<&Value>) -> Vec<&str> {
    value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

fn about(schema: &Value) -> String {
    let text = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(known: &[Known]) -> Vec<&str> {
        known.iter().map(|known| known.name.as_str()).collect()
    }

    #[test]
    fn the_annotation_files_schema_is_understood() {
        let root = schemars::schema_for!(crate::sidecar::File).to_value();
        let schema = Schema::new(&root);
        let path = |way: &str| way.split('.').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(
            names(&schema.values(&path("framing"), "voice")),
            ["outlet", "headline", "quoted", "attributed", "scare"]
        );
        assert_eq!(names(&schema.values(&path("framing"), "relay")), ["neutral", "distancing", "endorsing"]);
        assert_eq!(names(&schema.values(&path("claims"), "review")), ["accepted", "rejected"]);
        assert!(names(&schema.values(&path("claims.cue"), "class")).contains(&"citation"));
        assert!(names(&schema.values(&path("framing.now"), "state")).contains(&"moved"));
        assert_eq!(names(&schema.values(&path("framing"), "broad")), ["true", "false"]);
        assert!(names(&schema.keys(&[])).contains(&"claims"));
        assert!(names(&schema.keys(&path("claims.content"))).contains(&"bytes"));
        let (said, examples) = schema.describe(&path("framing"), "speaker").unwrap();
        assert_eq!(
            (said.as_str(), examples.as_slice()),
            ("Who uses them, when it is not the outlet.", &["Dana Roth".to_owned()][..])
        );
        assert_eq!(schema.describe(&path("framing"), "nothing"), None);
        assert!(schema.keys(&path("no.way")).is_empty());
    }
}
