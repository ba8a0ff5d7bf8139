use super::*;
use crate::document::{Digest, Span};
use serde_json::json;

const TEXT: &str = "Ferries & “fares”: 100 % of $5 {free} a_b #1 ~ x^y";

fn cited(check: impl Fn(&Cited<'_>)) {
    let citation = Citation::of(TEXT, Digest::of(TEXT.as_bytes()), Span::whole(TEXT)).unwrap();
    let work = Work {
        title: Some("100 % [sure] <b>\"it\"</b> & on_time".into()),
        outlet: Some("The Harbor Post".into()),
        authors: vec!["Jessamy van der Oake".into(), "Meridian Wire".into(), "Osk".into()],
        published: Some("2031-03-22T09:25".into()),
        url: Some("https://harborpost.example/a?b=1&c=(2)".into()),
        archived: Some("https://archive.example/2031/it".into()),
    };
    check(&Cited { citation: &citation, work: &work, words: TEXT, link: None });
    let bare = Work { published: Some("in spring".into()), ..Work::default() };
    check(&Cited { citation: &citation, work: &bare, words: TEXT, link: None });
}

/// `biblatex` reads what was written, and finds the same words.
#[test]
fn bibtex_is_read_by_another_parser() {
    use biblatex::{Bibliography, ChunksExt as _, EntryType};
    cited(|cited| {
        let text = bibtex(cited);
        let read = Bibliography::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let entry = read.get(&cited.citation.key()).unwrap();
        let field = |key: &str| entry.get(key).unwrap().format_verbatim();
        assert_eq!(field("note"), cited.citation.to_string());
        let shown = |text: &str| text.replace(['{', '}', '~', '^'], "");
        assert_eq!(
            shown(&field("abstract").replace("\\textbraceleft", "").replace("\\textbraceright", "")),
            shown(TEXT)
        );
        if cited.work.outlet.is_none() {
            assert_eq!(entry.entry_type, EntryType::Misc);
            return;
        }
        assert_eq!(entry.entry_type, EntryType::Article);
        assert_eq!(field("title"), cited.work.title.as_deref().unwrap());
        assert_eq!(entry.url().unwrap(), cited.work.url.as_deref().unwrap());
        let authors = entry.author().unwrap();
        let names: Vec<String> = authors.iter().map(|p| format!("{}|{}|{}", p.given_name, p.prefix, p.name)).collect();
        assert_eq!(names, ["Jessamy|van der|Oake", "||Meridian Wire", "||Osk"]);
        assert!(format!("{:?}", entry.date().unwrap()).contains("2031"), "{text}");
    });
}

/// What the schema of CSL-JSON (csl-data.json, 1.0.2) asks of the fields that we write, in our own words.
fn csl_schema() -> serde_json::Value {
    let text = json!({"type": "string"});
    json!({
        "type": "array",
        "items": {
            "type": "object",
            "required": ["type", "id"],
            "additionalProperties": false,
            "properties": {
                "type": {"enum": ["article-newspaper", "webpage"]},
                "id": {"type": ["string", "number"]},
                "title": text, "container-title": text, "URL": text, "abstract": text, "note": text,
                "archive_location": text,
                "author": {"type": "array", "items": {
                    "anyOf": [{"properties": {"family": text, "given": text, "literal": text}, "additionalProperties": false}]
                }},
                "issued": {"anyOf": [
                    {"properties": {"date-parts": {"type": "array", "minItems": 1, "maxItems": 2, "items": {
                        "type": "array", "minItems": 1, "maxItems": 3, "items": {"type": ["string", "number"]}
                    }}}, "required": ["date-parts"], "additionalProperties": false},
                    {"properties": {"literal": text}, "required": ["literal"], "additionalProperties": false}
                ]}
            }
        }
    })
}

#[test]
fn csl_is_as_the_schema_wants_it() {
    cited(|cited| {
        let written = serde_json::to_value([csl(cited)]).unwrap();
        jsonschema::validate(&csl_schema(), &written).unwrap_or_else(|error| panic!("{error}\n{written}"));
        assert_eq!(written[0]["note"], json!(cited.citation.to_string()));
        if cited.work.outlet.is_some() {
            assert_eq!(written[0]["issued"], json!({"date-parts": [[2031, 3, 22]]}));
            assert_eq!(written[0]["author"][0], json!({"family": "van der Oake", "given": "Jessamy"}));
            assert_eq!(written[0]["author"][1], json!({"literal": "Meridian Wire"}));
            assert_eq!(written[0]["archive_location"], json!(cited.work.archived));
        } else {
            assert_eq!(written[0]["issued"], json!({"literal": "in spring"}));
        }
    });
}

/// The reader of hayagriva, which knows no date in words.
#[test]
fn csl_is_read_by_another_reader() {
    use citationberg::json::{DateValue, Item, NameValue, Value};
    cited(|cited| {
        let mut written = serde_json::to_value([csl(cited)]).unwrap();
        if cited.work.date().is_empty() {
            written[0].as_object_mut().unwrap().remove("issued");
        }
        let items: Vec<Item> = serde_json::from_value(written).unwrap();
        let item = &items[0];
        assert_eq!(item.id().unwrap(), cited.citation.key());
        let Some(Value::Names(authors)) = item.0.get("author") else { return };
        assert_eq!(authors.len(), cited.work.authors.len());
        assert!(matches!(&authors[0], NameValue::Item(name) if name.given.as_deref() == Some("Jessamy")));
        assert!(matches!(&authors[1], NameValue::Literal(name) if name.literal == "Meridian Wire"));
        let Some(Value::Date(DateValue::DateParts { date_parts, .. })) = item.0.get("issued") else { panic!() };
        assert_eq!(date_parts.0[0].0, [2031, 3, 22]);
    });
}

#[test]
fn no_markup_of_the_document_acts() {
    cited(|cited| {
        let (note, page) = (markdown(cited), html(cited));
        assert!(note.ends_with(&format!("`{}`\n", cited.citation)) && note.matches('\n').count() == 1, "{note}");
        assert!(!note.contains("<b>") && !page.contains("<b>"), "{note}{page}");
        assert!(!page.contains("& ") && page.contains("&quot;it&quot;") == cited.work.title.is_some(), "{page}");
    });
}
