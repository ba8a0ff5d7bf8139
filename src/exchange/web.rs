//! W3C Web Annotation: an annotation page, one annotation an entry that has places.
//!
//! The targets say in the words of the model where the entry stands, quote and position, the latter in code points,
//! half-open, as the model counts. The bodies say what other tools can show: the category or the kind as a tag, the
//! note as a comment. The whole entry stands beside them as a JSON literal under `ibid:entry`, and what has no place
//! under `ibid:file` of the page.

use crate::{
    annotation::{ByteRange, Selector},
    citation::Citation,
    document::{Document, Positions, Problem, Source, Span},
    sidecar::Part,
};
use serde_json::{Map, Value, json};

pub(super) fn write(parts: &[Part], document: &Document) -> String {
    let positions = Positions::of(document.source());
    let raw = document.digests().raw;
    let whole = Span::<Source>::whole(document.source());
    let source = Citation::of(document.source(), raw, whole).map_or_else(|| raw.to_string(), |cited| cited.ni());
    let (mut items, mut file) = (vec![], vec![]);
    for (number, part) in parts.iter().enumerate() {
        let places = places(part);
        if places.is_empty() {
            file.push(json!({"list": part.list, "entry": part.keys}));
            continue;
        }
        let targets: Vec<Value> = places.into_iter().map(|span| target(span, &source, document, &positions)).collect();
        let name = text(&part.keys, "id").map_or_else(|| number.to_string(), str::to_owned);
        let mut item = json!({
            "id": format!("urn:ibid:{}:{name}", raw.hex()),
            "type": "Annotation",
            "motivation": "describing",
            "body": bodies(part),
            "target": targets,
            "ibid:list": part.list,
            "ibid:entry": part.keys,
        });
        if let (Some(by), Some(item)) = (text(&part.keys, "reviewer"), item.as_object_mut()) {
            item.insert("creator".to_owned(), json!({"type": "Person", "name": by}));
        }
        items.push(item);
    }
    let page = json!({
        "@context": ["http://www.w3.org/ns/anno.jsonld", {
            "ibid": "urn:ibid:",
            "ibid:entry": {"@type": "@json"},
            "ibid:file": {"@type": "@json"},
        }],
        "id": format!("urn:ibid:{}", raw.hex()),
        "type": "AnnotationPage",
        "items": items,
        "ibid:file": file,
    });
    serde_json::to_string_pretty(&page).unwrap_or_default() + "\n"
}

fn text<'p>(keys: &'p Map<String, Value>, key: &str) -> Option<&'p str> {
    keys.get(key)?.as_str()
}

/// The places of what is annotated: a claim's content, not its cue.
fn places(part: &Part) -> Vec<Span<Source>> {
    let of = |value: &Value| value.get("bytes")?.as_str()?.parse::<ByteRange>().ok().map(|range| range.0);
    let keys = ["content", "at", "evidence"].into_iter().filter_map(|key| part.keys.get(key));
    keys.flat_map(|value| value.as_array().map_or_else(|| vec![value], |items| items.iter().collect()))
        .filter_map(of)
        .collect()
}

fn target(span: Span<Source>, source: &str, document: &Document, positions: &Positions<'_>) -> Value {
    let quote = Selector::of(document, span);
    json!({
        "source": source,
        "selector": [
            {"type": "TextQuoteSelector", "exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix},
            {
                "type": "TextPositionSelector",
                "start": positions.code_points(span.start()),
                "end": positions.code_points(span.end()),
            },
        ],
    })
}

fn bodies(part: &Part) -> Vec<Value> {
    let body = |purpose: &str, value: &str| json!({"type": "TextualBody", "purpose": purpose, "value": value});
    let tags = ["category", "kind", "voice"].into_iter().filter_map(|key| text(&part.keys, key));
    let mut out = vec![body("classifying", &part.list)];
    out.extend(tags.map(|tag| body("tagging", tag)));
    out.extend(
        ["speaker", "name", "referent"]
            .iter()
            .filter_map(|key| text(&part.keys, key))
            .map(|name| body("identifying", name)),
    );
    out.extend(text(&part.keys, "note").map(|note| body("commenting", note)));
    out
}

pub(super) fn read(text: &str) -> Result<(Vec<Part>, usize), Problem> {
    let page: Value = serde_json::from_str(text).map_err(|error| {
        let line: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let at = u32::try_from(line + error.column().saturating_sub(1)).unwrap_or(u32::MAX);
        Problem::new("import.json", format!("not JSON: {error}")).at(Span::<Source>::clamped(at, at))
    })?;
    let list = |key: &str| page.get(key).and_then(Value::as_array).into_iter().flatten();
    let part = |value: &Value, name: &str, entry: &str| {
        let keys = value.get(entry)?.as_object()?.clone();
        Some(Part { list: value.get(name)?.as_str()?.to_owned(), keys })
    };
    let mut parts: Vec<Part> = list("ibid:file").filter_map(|value| part(value, "list", "entry")).collect();
    if parts.is_empty() {
        let problem = Problem::new("import.foreign", "this page was not written by `ibid export`");
        return Err(problem.help("only pages with `ibid:file` say of which document they are"));
    }
    let mut foreign = 0;
    for item in list("items") {
        match part(item, "ibid:list", "ibid:entry") {
            Some(part) => parts.push(part),
            None => foreign += 1,
        }
    }
    Ok((parts, foreign))
}
