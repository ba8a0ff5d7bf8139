//! A file against its JSON Schema, with the place of every misfit.
//!
//! The schemas are made from our own types, so only what those use is understood: `$ref`, `type`, `const`,
//! `anyOf` and `oneOf`, `properties`, `required`, `additionalProperties`, `patternProperties` of `^x-`, `items`.
//! A general validator would tell paths into a JSON value; people need bytes of the file they edit.

use super::{Finding, Level, listed, nearest};
use crate::{
    annotation::ByteRange,
    document::{
        Digest, Problem,
        yaml::{Kind, Node, Style},
    },
};
use serde_json::Value;

/// Returns every misfit of a file.
pub(super) fn check(text: &str, tree: &Node, schema: &Value) -> Vec<Finding> {
    let mut shape = Shape { text, root: schema, found: vec![] };
    shape.node(tree, schema);
    shape.found
}

struct Shape<'s> {
    text: &'s str,
    root: &'s Value,
    found: Vec<Finding>,
}

/// What a value is, in the words of JSON Schema.
fn kind(node: &Node) -> &'static str {
    match &node.kind {
        Kind::Sequence(_) => "array",
        Kind::Mapping(_) => "object",
        Kind::Alias(_) => "alias",
        Kind::Scalar { style: Style::Plain, value } => match serde_yaml::from_str(value) {
            Ok(serde_yaml::Value::Null) => "null",
            Ok(serde_yaml::Value::Bool(_)) => "boolean",
            Ok(serde_yaml::Value::Number(number)) if number.is_f64() => "number",
            Ok(serde_yaml::Value::Number(_)) => "integer",
            _ => "string",
        },
        Kind::Scalar { .. } => "string",
    }
}

/// A kind in the words of people.
fn words(kind: &str) -> &str {
    match kind {
        "array" => "a list",
        "object" => "keys with values",
        "null" => "nothing",
        "boolean" => "true or false",
        "integer" => "a whole number",
        "number" => "a number",
        "string" => "text",
        other => other,
    }
}

impl<'s> Shape<'s> {
    fn tell(&mut self, node: &Node, code: &'static str, message: String, help: String) {
        let problem = Problem::new(code, message).at(node.span).help(help);
        self.found.push(Finding::new(Level::Error, problem));
    }

    /// Follows references.
    fn resolved(&self, schema: &'s Value) -> (&'s Value, &'s str) {
        let name = schema.get("$ref").and_then(Value::as_str).and_then(|way| way.strip_prefix("#/$defs/"));
        match name.and_then(|name| Some((self.root.get("$defs")?.get(name)?, name))) {
            Some(found) => found,
            None => (schema, ""),
        }
    }

    fn node(&mut self, node: &Node, schema: &'s Value) {
        if matches!(node.kind, Kind::Alias(_)) {
            return; // What it stands for is checked where it stands.
        }
        let (schema, name) = self.resolved(schema);
        let branches = schema.get("anyOf").or_else(|| schema.get("oneOf")).and_then(Value::as_array);
        if let Some(branches) = branches {
            return self.one_of(node, branches);
        }
        if let Some(wanted) = schema.get("const") {
            let said = node.scalar().unwrap_or_default();
            if wanted.as_str().map_or_else(|| wanted.to_string(), str::to_owned) != said {
                self.tell(node, "shape.value", format!("`{said}` is not {wanted}"), format!("write {wanted}"));
            }
            return;
        }
        let (kind, kinds) = (kind(node), kinds(schema));
        if !kinds.is_empty()
            && !kinds.iter().any(|wanted| *wanted == kind || (*wanted == "number" && kind == "integer"))
        {
            return self.wrong_kind(node, kind, &kinds);
        }
        match (&node.kind, name) {
            (Kind::Scalar { value, .. }, "ByteRange") => {
                if let Err(message) = value.parse::<ByteRange>() {
                    self.tell(node, "shape.value", message, "first and last byte, counted from 0".to_owned());
                }
            }
            (Kind::Scalar { value, .. }, "Digest") if value.parse::<Digest>().is_err() => {
                let message = format!("`{value}` is no digest");
                self.tell(node, "shape.value", message, "write `sha256:` and 64 hexadecimal digits".to_owned());
            }
            (Kind::Sequence(items), _) => {
                if let Some(schema) = schema.get("items") {
                    items.iter().for_each(|item| self.node(item, schema));
                }
            }
            (Kind::Mapping(pairs), _) => self.mapping(node, pairs, schema),
            _ => {}
        }
    }

    fn wrong_kind(&mut self, node: &Node, kind: &str, kinds: &[&str]) {
        let wanted: Vec<&str> = kinds.iter().filter(|kind| **kind != "null").map(|kind| words(kind)).collect();
        let message = format!("expected {}, this is {}", listed(&wanted), words(kind));
        let problem = Problem::new("shape.kind", message).at(node.span);
        let quotable = kinds.contains(&"string") && matches!(kind, "integer" | "number" | "boolean");
        let raw = node.span.of(self.text).unwrap_or_default();
        let finding = if quotable {
            let problem = problem.help(format!("write it in quotation marks: \"{raw}\""));
            Finding::new(Level::Error, problem).fix(node.span, format!("\"{raw}\""))
        } else {
            Finding::new(Level::Error, problem.help(format!("write {} here", listed(&wanted))))
        };
        self.found.push(finding);
    }

    fn one_of(&mut self, node: &Node, branches: &'s [Value]) {
        let resolved: Vec<&Value> = branches.iter().map(|branch| self.resolved(branch).0).collect();
        let kind = kind(node);
        if kind == "null" && resolved.iter().any(|branch| kinds(branch).contains(&"null")) {
            return;
        }
        let named: Vec<&str> = resolved.iter().flat_map(|branch| constants(branch)).collect();
        if !named.is_empty() {
            return self.named(node, &named);
        }
        let fits = |branch: &&Value| kinds(branch).contains(&kind);
        let inner = resolved.iter().position(fits).and_then(|at| branches.get(at));
        match inner.or_else(|| resolved.iter().position(|b| b.get("oneOf").is_some()).and_then(|at| branches.get(at))) {
            Some(branch) => self.node(node, branch),
            None => {
                let wanted: Vec<&str> = resolved.iter().flat_map(|branch| kinds(branch)).collect();
                self.wrong_kind(node, kind, &wanted);
            }
        }
    }

    fn named(&mut self, node: &Node, named: &[&str]) {
        let said = node.scalar().unwrap_or_default();
        if named.contains(&said) && node.scalar().is_some() {
            return;
        }
        let message = match node.scalar() {
            Some(said) => format!("`{said}` is not known here"),
            None => "a name is expected here".to_owned(),
        };
        let problem = Problem::new("shape.value", message).at(node.span);
        let finding = match nearest(said, named.iter().copied()) {
            Some(near) => {
                Finding::new(Level::Error, problem.help(format!("did you mean `{near}`?"))).fix(node.span, near)
            }
            None => Finding::new(Level::Error, problem.help(format!("write {}", listed(named)))),
        };
        self.found.push(finding);
    }

    fn mapping(&mut self, node: &Node, pairs: &[(Node, Node)], schema: &'s Value) {
        let Some(properties) = schema.get("properties").and_then(Value::as_object) else { return };
        let has = |name: &str| pairs.iter().any(|(key, _)| key.scalar() == Some(name));
        let mut seen = vec![];
        for (key, value) in pairs {
            let Some(name) = key.scalar() else {
                self.tell(key, "shape.key", "a key is a word".to_owned(), "write a name before the colon".to_owned());
                continue;
            };
            if seen.contains(&name) {
                let message = format!("the key `{name}` is given twice");
                self.tell(key, "shape.duplicate-key", message, "remove one of the two".to_owned());
            }
            seen.push(name);
            match properties.get(name) {
                Some(schema) => self.node(value, schema),
                None if name.starts_with("x-") && schema.get("patternProperties").is_some() => {}
                None if schema.get("additionalProperties") != Some(&Value::Bool(false)) => {}
                None => self.unknown(key, name, properties.keys().map(String::as_str).filter(|key| !has(key)), schema),
            }
        }
        for name in schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
            let misspelt = |(key, _): &(Node, Node)| {
                let said = key.scalar().unwrap_or_default();
                !properties.contains_key(said) && nearest(said, properties.keys().map(String::as_str)) == Some(name)
            };
            if !has(name) && !pairs.iter().any(misspelt) {
                let at = pairs.first().map_or(node, |(key, _)| key);
                let about =
                    properties.get(name).and_then(|property| property.get("description")).and_then(Value::as_str);
                let help = format!(
                    "add `{name}:`{}",
                    about.map_or_else(String::new, |about| format!(": {}", one_line(about)))
                );
                self.tell(at, "shape.missing-key", format!("the key `{name}` is missing"), help);
            }
        }
    }

    fn unknown<'k>(&mut self, key: &Node, name: &str, known: impl Iterator<Item = &'k str>, schema: &Value) {
        let problem = Problem::new("shape.unknown-key", format!("unknown key `{name}`")).at(key.span);
        let known: Vec<&str> = known.collect();
        let finding = match nearest(name, known.iter().copied()) {
            Some(near) => {
                Finding::new(Level::Error, problem.help(format!("did you mean `{near}`?"))).fix(key.span, near)
            }
            None => {
                let own = match schema.get("patternProperties") {
                    Some(_) => format!("keys of your own begin with `x-`: write `x-{name}`, or remove it"),
                    None => format!("known here: {}", listed(&known)),
                };
                Finding::new(Level::Error, problem.help(own))
            }
        };
        self.found.push(finding);
    }
}

fn kinds(schema: &Value) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).collect(),
        _ => vec![],
    }
}

/// The names that a schema allows, of itself or of its branches.
fn constants(schema: &Value) -> Vec<&str> {
    let own = schema.get("const").into_iter().chain(schema.get("enum").and_then(Value::as_array).into_iter().flatten());
    let branches = schema.get("oneOf").and_then(Value::as_array).into_iter().flatten();
    let inner = branches.flat_map(|branch| {
        branch.get("const").into_iter().chain(branch.get("enum").and_then(Value::as_array).into_iter().flatten())
    });
    own.chain(inner).filter_map(Value::as_str).collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches('.').to_owned()
}
