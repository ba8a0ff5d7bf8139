//! `ibid stream`: JSON records in, JSON records out, in order, on all cores, in bounded memory.
//!
//! Records are read in batches of a few megabytes; each batch is annotated in parallel and written in
//! order before the next is read, so that no more than one batch (or one large record) is in memory.

use super::{Ended, Stop, args, harmless, output::Output};
use crate::{
    detect::{self, Mode},
    document::{Document, Format, MAX_BYTES, Problem},
    lexicon::Lexicon,
    report,
};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::io::{self, BufRead, Read as _};

/// How many bytes of records make a batch.
const BATCH: usize = 4 << 20;

/// How long a line may be, in bytes: base64 takes four for three, and JSON may write six for one.
const LINE: u64 = 8 * MAX_BYTES as u64;

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
    let pool = rayon::ThreadPoolBuilder::new().num_threads(args.jobs.unwrap_or(0)).build();
    let pool = pool.map_err(|error| {
        output.error(&format!("cannot start threads: {error}"), Some("give fewer with --jobs"));
        Stop::Unable
    })?;
    let mode = args.framing.mode();
    let mut input = io::stdin().lock();
    loop {
        let (batch, more) = batch(&mut input).map_err(|error| {
            output.error(&format!("standard input cannot be read: {error}"), None);
            Stop::Unable
        })?;
        let answers: Vec<String> = pool.install(|| {
            let answer = |line: &Line| harmless::json(&answer(line, mode, &args.fields)).into_owned();
            batch.par_iter().with_max_len(8).map(answer).collect()
        });
        for mut answer in answers {
            answer.push('\n');
            output.bytes(answer.as_bytes())?;
        }
        if !more {
            return Ok(Ended::Done);
        }
    }
}

/// A line of input, or the fact that it was too long to be read.
type Line = Result<Vec<u8>, ()>;

/// Reads lines until they fill a batch, and tells whether there may be more.
fn batch(input: &mut impl BufRead) -> io::Result<(Vec<Line>, bool)> {
    let (mut lines, mut size) = (vec![], 0);
    while size < BATCH {
        let mut line = vec![];
        let read = input.by_ref().take(LINE).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok((lines, false));
        }
        size += read;
        if read as u64 == LINE && !line.ends_with(b"\n") {
            skip_line(input)?;
            lines.push(Err(()));
        } else if !line.trim_ascii().is_empty() {
            lines.push(Ok(line));
        }
    }
    Ok((lines, true))
}

fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        let (used, done) = match buffer.iter().position(|byte| *byte == b'\n') {
            Some(at) => (at + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        input.consume(used);
        if done {
            return Ok(());
        }
    }
}

/// Returns the answer to one line; never fails, because the stream must go on.
fn answer(line: &Line, mode: Mode, fields: &[String]) -> String {
    let Ok(line) = line else { return refuse(&Value::Null, &Problem::new("record.too-large", "the line is too long")) };
    let record: Record = match serde_json::from_slice(line) {
        Ok(record) => record,
        Err(error) => {
            let id = serde_json::from_slice::<Value>(line).ok().and_then(|value| value.get("id").cloned());
            let code = if error.is_data() { "record.invalid" } else { "record.not-json" };
            return refuse(&id.unwrap_or(Value::Null), &Problem::new(code, error.to_string()));
        }
    };
    let bytes = match (record.text, record.base64) {
        (Some(text), None) => Ok(text.into_bytes()),
        (None, Some(text)) => data_encoding::BASE64
            .decode(text.as_bytes())
            .map_err(|error| Problem::new("record.base64", format!("`base64` cannot be decoded: {error}"))),
        _ => Err(Problem::new("record.no-text", "a record needs either `text` or `base64`, and not both")),
    };
    let document = match bytes.and_then(|bytes| Document::read(&bytes, record.format)) {
        Ok(document) => document,
        Err(problem) => return refuse(&record.id, &problem),
    };
    let found = detect::annotate(&document, Lexicon::builtin(), mode);
    let answer = report::json::record(&record.id, &document, &found);
    if fields.is_empty() { answer } else { only(&answer, fields) }
}

fn refuse(id: &Value, problem: &Problem) -> String {
    let mut error = json!({"code": problem.code, "message": problem.message});
    if let (Some(at), Some(error)) = (problem.at, error.as_object_mut()) {
        error.insert("bytes".to_owned(), json!([at.start(), at.end()]));
    }
    json!({"id": id, "error": error}).to_string()
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
