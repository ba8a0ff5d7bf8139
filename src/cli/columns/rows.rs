//! Batches of documents in, batches of rows out, in order, on all cores, in bounded memory.
//!
//! One thread reads, one annotates (with a pool), one writes; at most one batch waits between two of them. What a
//! batch gives is written and flushed before the next is awaited, so that a program which sends one batch and
//! waits for its rows gets them.

use crate::{
    annotation::Confidence,
    cli::{
        Stop,
        annotate::only_from,
        args,
        groups::{self, Opened},
        output::Output,
        records,
    },
    columns::{self, Input, Layout, Row, Shape, Stamp},
    detect::{self, Mode},
    document::{Document, Problem},
    lexicon::Lexicon,
};
use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use clap::ValueEnum as _;
use std::{
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread::{self, ScopedJoinHandle},
};

/// How many bytes of documents are annotated and written together: a larger batch is answered in several.
const CHUNK: usize = 4 << 20;

/// Annotates rows.
pub(super) struct Annotator<'w> {
    pool: rayon::ThreadPool,
    words: &'w Lexicon,
    mode: Mode,
    least: Confidence,
    pub(super) shape: Shape,
    pub(super) stamp: Stamp,
}

/// Why a stream of batches ended early.
pub(super) enum Broken {
    /// The input cannot be read.
    Read(String),
    /// The rows cannot be made or written.
    Write(ArrowError),
}

/// What the writing thread is handed.
pub(super) enum Next {
    /// Rows to write.
    Rows(RecordBatch),
    /// All rows of a batch of the input were handed over.
    Flush,
}

impl<'w> Annotator<'w> {
    pub(super) fn new(
        words: &'w Lexicon,
        (framing, claims): (args::Framing, args::Claims),
        shape: Shape,
        jobs: Option<usize>,
        output: &mut Output,
    ) -> Result<Self, Stop> {
        let pool = records::pool(jobs, output)?;
        let least = claims.min_confidence;
        Ok(Self { pool, words, mode: framing.mode(), least, shape, stamp: stamp(words, framing, least) })
    }

    /// Annotates every batch of `batches` and hands the rows to `write`, on a thread of its own.
    pub(super) fn run(
        &self,
        layout: &Layout,
        batches: impl Iterator<Item = Result<RecordBatch, ArrowError>> + Send,
        write: impl FnMut(Next) -> Result<(), ArrowError> + Send,
    ) -> Result<(), Broken> {
        let (to_annotate, read) = sync_channel::<RecordBatch>(1);
        let (to_write, annotated) = sync_channel::<Next>(1);
        thread::scope(|scope| {
            let reader = scope.spawn(move || read_all(batches, &to_annotate));
            let writer = scope.spawn(move || annotated.into_iter().try_for_each(write));
            let made = self.annotate_all(layout, read, &to_write);
            drop(to_write);
            let written = writer.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            // What was written before the input broke stays written; that it broke is told.
            written.and(made).map_err(Broken::Write).and_then(|()| ended(reader))
        })
    }

    fn annotate_all(
        &self,
        layout: &Layout,
        batches: Receiver<RecordBatch>,
        to_write: &SyncSender<Next>,
    ) -> Result<(), ArrowError> {
        for batch in batches {
            let inputs = layout.inputs(&batch);
            for chunk in chunks(&inputs) {
                let rows = groups::map(&self.pool, chunk, open, |group| self.rows(&group));
                let rows = columns::batch(&rows, self.shape, &self.stamp)?;
                if to_write.send(Next::Rows(rows)).is_err() {
                    return Ok(());
                }
            }
            if to_write.send(Next::Flush).is_err() {
                return Ok(());
            }
        }
        Ok(())
    }

    fn rows(&self, group: &[(&Input<'_>, Document)]) -> Vec<Row> {
        let found = detect::annotate_all(group.iter().map(|(_, document)| document), self.words, self.mode);
        let row = |((input, document), mut found): (&(&Input<'_>, Document), _)| {
            only_from(&mut found, document, self.least);
            Row::of(input.id.clone(), document, &found, input.front)
        };
        group.iter().zip(found).map(row).collect()
    }
}

fn open<'i, 'b>(input: &'i Input<'b>) -> Opened<(&'i Input<'b>, Document), Row> {
    match input.document() {
        Ok(document) => Opened::Work((input, document), input.size()),
        Err(problem) => Opened::Answered(Row::refused(input.id.clone(), input.bytes.as_deref(), problem)),
    }
}

/// Returns the stamp of this command with its settings, whose names are those of the options.
fn stamp(words: &Lexicon, framing: args::Framing, least: Confidence) -> Stamp {
    let framing = framing.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned());
    let settings = [("framing", framing.as_str()), ("min-confidence", &least.to_string())];
    Stamp::new(env!("CARGO_PKG_VERSION"), words.whole_digest(), &settings)
}

/// Sends every batch on, until nobody wants more.
fn read_all(
    batches: impl Iterator<Item = Result<RecordBatch, ArrowError>>,
    to_annotate: &SyncSender<RecordBatch>,
) -> Result<(), String> {
    for batch in batches {
        if to_annotate.send(batch.map_err(|error| error.to_string())?).is_err() {
            break;
        }
    }
    Ok(())
}

fn ended(reader: ScopedJoinHandle<'_, Result<(), String>>) -> Result<(), Broken> {
    match reader.join() {
        Ok(read) => read.map_err(Broken::Read),
        // A stream that is not one can be wrong in more ways than its decoder has words for.
        Err(_) => Err(Broken::Read("it is damaged".to_owned())),
    }
}

/// Splits the rows of a batch so that none but a single large document has more than [`CHUNK`] bytes.
fn chunks<'i, 'b>(inputs: &'i [Input<'b>]) -> impl Iterator<Item = &'i [Input<'b>]> {
    let mut rest = inputs;
    std::iter::from_fn(move || {
        let mut size = 0;
        let fits = |input: &&Input<'_>| {
            size += input.size();
            size <= CHUNK
        };
        let count = rest.iter().take_while(fits).count().max(1);
        let (chunk, after) = rest.split_at_checked(count)?;
        rest = after;
        Some(chunk)
    })
}

/// Tells what is wrong with the input.
pub(super) fn unreadable(problem: &Problem, output: &mut Output) -> Stop {
    output.error(&problem.message, problem.help.as_deref());
    Stop::Unable
}
