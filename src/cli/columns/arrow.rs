//! `ibid stream --arrow`: annotations of the rows of an Arrow IPC stream.

use super::rows::{self, Annotator, Broken, Next};
use crate::{
    cli::{Ended, Stop, args, output::Output},
    columns::{self, Layout, Shape},
    document::Problem,
    lexicon::Lexicon,
};
use arrow_ipc::{reader::StreamReader, writer::StreamWriter};
use arrow_schema::ArrowError;
use std::io::{self, BufReader, BufWriter, IsTerminal as _};

pub(in crate::cli) fn stream(args: &args::Stream, words: &Lexicon, output: &mut Output) -> Result<Ended, Stop> {
    if io::stdout().is_terminal() {
        output.error("an Arrow stream is not for a terminal", Some("write it into a file or a pipe"));
        return Err(Stop::Unable);
    }
    let shape = if args.flat { Shape::Flat } else { Shape::Nested };
    let annotator = Annotator::new(words, (args.framing, args.claims), shape, args.jobs, output)?;
    let no_stream = |error: &str, output: &mut Output| {
        let message = format!("standard input is not an Arrow IPC stream that can be read: {error}");
        let help = "write it with `pyarrow.ipc.new_stream` or its like; texts that may not be UTF-8 go into `bytes`";
        rows::unreadable(&Problem::new("columns.stream", message).help(help), output)
    };
    let batches = StreamReader::try_new(BufReader::with_capacity(1 << 16, io::stdin()), None)
        .map_err(|error| no_stream(&error.to_string(), output))?;
    let layout = Layout::of(&batches.schema()).map_err(|problem| rows::unreadable(&problem, output))?;
    let schema = columns::schema(shape, &annotator.stamp);
    let stdout = BufWriter::with_capacity(1 << 16, io::stdout());
    let mut writer = StreamWriter::try_new(stdout, &schema).map_err(unwritten)?;
    let done = annotator.run(&layout, batches, |next| match next {
        Next::Rows(rows) => writer.write(&rows),
        Next::Flush => writer.flush(),
    });
    match done {
        Ok(()) => writer.finish().and_then(|()| writer.flush()).map(|()| Ended::Done).map_err(unwritten),
        Err(Broken::Read(error)) => Err(no_stream(&error, output)),
        Err(Broken::Write(error)) => Err(unwritten(error)),
    }
}

fn unwritten(error: ArrowError) -> Stop {
    Stop::Output(match error {
        ArrowError::IoError(_, error) => error,
        error => io::Error::other(error),
    })
}
