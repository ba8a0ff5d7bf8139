//! JSON records in, JSON records out, in order, on all cores, in bounded memory.
//!
//! Records are read in batches of a few megabytes and each batch is answered in parallel, so that no more
//! than three batches (or large records) are in memory: one read, one answered, one written.

use super::{
    Ended, Stop,
    groups::{self, Opened},
    harmless,
    output::Output,
};
use crate::document::{MAX_BYTES, Problem};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::io::{self, BufRead, Read as _};

/// How many bytes of records make a batch.
const BATCH: usize = 4 << 20;

/// How many bytes of answers are written at once: they stay in the cache.
const WRITE: usize = 1 << 17;

/// How long a line may be, in bytes: base64 takes four for three, and JSON may write six for one.
const LINE: u64 = 8 * MAX_BYTES as u64;

/// Answers every record of standard input on a line of standard output. `open` and `close` are those of [`groups::map`];
/// what `open` refuses is told in the record's place, and the stream goes on.
pub(super) fn run<R: DeserializeOwned, W>(
    jobs: Option<usize>,
    output: &mut Output,
    open: impl Fn(R) -> Result<(W, usize), (Value, Problem)> + Sync,
    close: impl Fn(Vec<W>) -> Vec<String> + Sync,
) -> Result<Ended, Stop> {
    let pool = pool(jobs, output)?;
    let open = |line: &Line| match read(line).and_then(&open) {
        Ok((work, size)) => Opened::Work(work, size),
        Err((id, problem)) => Opened::Answered(refuse(&id, &problem)),
    };
    let close = |group: Vec<W>| close(group).into_iter().map(harmless::into_json).collect();
    let mut input = io::stdin().lock();
    let mut next = |output: &mut Output| {
        batch(&mut input).map_err(|error| {
            output.error(&format!("standard input cannot be read: {error}"), None);
            Stop::Unable
        })
    };
    let (mut lines, mut more) = next(output)?;
    let mut answered: Vec<String> = vec![];
    // While one batch is answered, the one before is written and the one after is read.
    loop {
        let (answers, read) = std::thread::scope(|scope| {
            let work = scope.spawn(|| groups::map(&pool, &lines, open, close));
            let read = write(output, &answered).and_then(|()| if more { next(output) } else { Ok((vec![], false)) });
            (work.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), read)
        });
        let last = !more;
        (answered, (lines, more)) = (answers, read?);
        if last {
            write(output, &answered)?;
            return Ok(Ended::Done);
        }
    }
}

/// Starts so many threads; as many as there are cores when nobody says.
pub(super) fn pool(jobs: Option<usize>, output: &mut Output) -> Result<rayon::ThreadPool, Stop> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs.unwrap_or(0)).build();
    pool.map_err(|error| {
        output.error(&format!("cannot start threads: {error}"), Some("give fewer with --jobs"));
        Stop::Unable
    })
}

fn write(output: &mut Output, answers: &[String]) -> Result<(), Stop> {
    let mut text = String::with_capacity(2 * WRITE);
    for answer in answers {
        text.push_str(answer);
        text.push('\n');
        if text.len() >= WRITE {
            output.bytes(text.as_bytes())?;
            text.clear();
        }
    }
    if !text.is_empty() {
        output.bytes(text.as_bytes())?;
    }
    Ok(())
}

fn read<R: DeserializeOwned>(line: &Line) -> Result<R, (Value, Problem)> {
    let Ok(line) = line else {
        return Err((Value::Null, Problem::new("record.too-large", "the line is too long")));
    };
    serde_json::from_slice(line).map_err(|error| {
        let id = serde_json::from_slice::<Value>(line).ok().and_then(|value| value.get("id").cloned());
        let code = if error.is_data() { "record.invalid" } else { "record.not-json" };
        (id.unwrap_or(Value::Null), Problem::new(code, error.to_string()))
    })
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

fn refuse(id: &Value, problem: &Problem) -> String {
    let mut error = json!({"code": problem.code, "message": problem.message});
    if let (Some(at), Some(error)) = (problem.at, error.as_object_mut()) {
        error.insert("bytes".to_owned(), json!([at.start(), at.end()]));
    }
    harmless::into_json(json!({"id": id, "error": error}).to_string())
}
