//! `ibid stream`: annotations of JSON records.

use super::{Ended, Stop, annotate::only_from, args, columns, lexicon, output::Output, records};
use crate::{
    detect::{self, Mode},
    document::{Document, Format, Problem},
    lexicon::Lexicon,
    report,
};
use serde_json::Value;

#[derive(serde::Deserialize)]
struct Record {
    id: Value,
    text: Option<String>,
    base64: Option<String>,
    #[serde(default)]
    format: Format,
}

pub(super) fn run(args: &args::Stream, output: &mut Output) -> Result<Ended, Stop> {
    if let Some(field) = args.fields.iter().find(|field| !report::json::FIELDS.contains(&field.as_str())) {
        let help = format!("there are: {}", report::json::FIELDS.join(", "));
        output.error(&format!("there is no field `{field}`"), Some(&help));
        return Err(Stop::Unable);
    }
    let mode = args.framing.mode();
    let words = lexicon::load(&args.own, output)?;
    if args.arrow {
        return columns::stream(args, words.get(), output);
    }
    records::run(args.jobs, output, open, |group| answers(&group, words.get(), mode, args))
}

fn open(record: Record) -> Result<((Value, Document), usize), (Value, Problem)> {
    let bytes = match (record.text, record.base64) {
        (Some(text), None) => Ok(text.into_bytes()),
        (None, Some(text)) => data_encoding::BASE64
            .decode(text.as_bytes())
            .map_err(|error| Problem::new("record.base64", format!("`base64` cannot be decoded: {error}"))),
        _ => Err(Problem::new("record.no-text", "a record needs either `text` or `base64`, and not both")),
    };
    match bytes.and_then(|bytes| Ok((Document::read(&bytes, record.format)?, bytes.len()))) {
        Ok((document, size)) => Ok(((record.id, document), size)),
        Err(problem) => Err((record.id, problem)),
    }
}

fn answers(group: &[(Value, Document)], words: &Lexicon, mode: Mode, args: &args::Stream) -> Vec<String> {
    let found = detect::annotate_all(group.iter().map(|(_, document)| document), words, mode);
    let answer = |((id, document), mut found): (&(Value, Document), _)| {
        only_from(&mut found, document, args.claims.min_confidence);
        let answer = report::json::record(id, document, &found);
        if args.fields.is_empty() { answer } else { only(&answer, &args.fields) }
    };
    group.iter().zip(found).map(answer).collect()
}

fn only(answer: &str, fields: &[String]) -> String {
    match serde_json::from_str::<Value>(answer) {
        Ok(Value::Object(mut map)) => {
            map.retain(|key, _| key == "id" || fields.iter().any(|field| field == key));
            Value::Object(map).to_string()
        }
        _ => answer.to_owned(),
    }
}
