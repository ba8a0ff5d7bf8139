//! `ibid annotate --parquet` and `ibid export --parquet`: documents and annotations in Parquet files.

use super::rows::{Annotator, Broken, Next};
use crate::{
    cli::{
        Ended, Stop,
        annotate::placed,
        args, count, files, harmless,
        import::{self, Annotated},
        lexicon,
        output::Output,
        store::Wrong,
        workspace,
    },
    columns::{self, Layout, Row, Said, Shape, Stamp},
    document::Problem,
    sidecar::Part,
};
use arrow_array::{RecordBatch, RecordBatchReader as _};
use arrow_schema::{ArrowError, SchemaRef};
use parquet::{
    arrow::{ArrowWriter, ProjectionMask, arrow_reader::ParquetRecordBatchReaderBuilder},
    basic::{Compression, ZstdLevel},
    errors::ParquetError,
    file::{metadata::KeyValue, properties::WriterProperties},
};
use serde_json::{Map, Value};
use std::{collections::BTreeSet, ffi::OsStr, fs::File, path::Path};

/// How many documents are read at once.
const ROWS: usize = 256;

/// How many bytes of rows are kept before they are written as a row group.
const GROUP: usize = 32 << 20;

pub(in crate::cli) fn annotate(args: &args::Annotate, out: &Path, output: &mut Output) -> Result<Ended, Stop> {
    let mut ended = Ended::Done;
    let words = lexicon::load(&args.own, output)?;
    let shape = if args.flat { Shape::Flat } else { Shape::Nested };
    let annotator = Annotator::new(words.get(), (args.framing, args.claims), shape, args.jobs, output)?;
    let is_parquet = |path: &Path| path.extension() == Some(OsStr::new("parquet"));
    let inputs = import::below(&args.parquet, is_parquet, output, &mut ended);
    let mut taken = BTreeSet::new();
    let (mut done, mut documents) = (0, 0);
    for (name, input) in &inputs {
        let path = out.join(name);
        let made = if taken.insert(name) {
            annotate_one(input, &path, &annotator)
        } else {
            let problem = Problem::new("columns.same-name", "another input has the same name, and so the same output");
            Err(Wrong::whole(input, problem.help("annotate them into different folders")))
        };
        match made {
            Ok(rows) => {
                done += 1;
                documents += rows;
            }
            Err(wrong) => {
                wrong.tell(output);
                ended = ended.and(Ended::Unable);
            }
        }
    }
    output.say(&format!("{} in {}, see {}", count(documents, "document"), count(done, "file"), harmless::name(out)))?;
    Ok(ended)
}

/// Annotates the documents of one file, and returns how many there are.
fn annotate_one(input: &Path, path: &Path, annotator: &Annotator<'_>) -> Result<usize, Wrong> {
    let damaged = |error: &str| {
        let problem = Problem::new("columns.file", format!("not a Parquet file that can be read: {error}"));
        Wrong::whole(input, problem.help("texts that may not be UTF-8 go into a column `bytes`"))
    };
    let file = File::open(input).map_err(|error| Wrong::whole(input, files::unreadable(error)))?;
    if path.canonicalize().is_ok_and(|path| input.canonicalize().is_ok_and(|input| input == path)) {
        let problem = Problem::new("columns.same-file", "the rows would overwrite the documents");
        return Err(Wrong::whole(input, problem.help("name another folder with --out")));
    }
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| damaged(&error.to_string()))?;
    let layout = Layout::of(builder.schema()).map_err(|problem| Wrong::whole(input, problem))?;
    // Columns that are not annotated are not read either.
    let wanted = ProjectionMask::roots(builder.parquet_schema(), layout.columns());
    let batches = builder.with_projection(wanted).with_batch_size(ROWS).build();
    let batches = batches.map_err(|error| damaged(&error.to_string()))?;
    let layout = Layout::of(&batches.schema()).map_err(|problem| Wrong::whole(input, problem))?;
    let mut rows = 0;
    let batches = batches.inspect(|batch| rows += batch.as_ref().map_or(0, RecordBatch::num_rows));
    write(path, columns::schema(annotator.shape, &annotator.stamp), |writer| {
        let done = annotator.run(&layout, batches, |next| match next {
            Next::Rows(batch) => writer.write(&batch).map_err(ArrowError::from),
            Next::Flush => Ok(()),
        });
        done.map_err(|broken| match broken {
            Broken::Read(error) => damaged(&error),
            Broken::Write(error) => unwritable(path, error),
        })
    })?;
    Ok(rows)
}

pub(in crate::cli) fn export(args: &args::Export, out: &Path, output: &mut Output) -> Result<Ended, Stop> {
    let mut ended = Ended::Done;
    let default = [args.kept.folders.annotations.clone()];
    let named = if args.paths.is_empty() { &default[..] } else { &args.paths };
    let files = import::below(named, workspace::is_sidecar, output, &mut ended);
    let shape = if args.flat { Shape::Flat } else { Shape::Nested };
    let path = out.join("annotations.parquet");
    let stamp = Stamp::of(env!("CARGO_PKG_VERSION"), None);
    let mut done = 0;
    // A file that cannot be exported is told, and the others are written all the same.
    let written = write(&path, columns::schema(shape, &stamp), |writer| {
        for (name, file) in &files {
            match export_one(name, file, args) {
                Ok((row, stamp)) => {
                    let batch = columns::batch(&[row], shape, &stamp).map_err(|error| unwritable(&path, error))?;
                    // Files differ in what their schema says of the engine; the table has one schema.
                    let batch = RecordBatch::try_new(writer.schema().clone(), batch.columns().to_vec());
                    let batch = batch.map_err(|error| unwritable(&path, error))?;
                    writer.write(&batch).map_err(|error| unwritable(&path, error.into()))?;
                    done += 1;
                }
                Err(wrong) => {
                    wrong.tell(output);
                    ended = ended.and(Ended::Unable);
                }
            }
        }
        Ok(())
    });
    match written {
        Ok(()) => output.say(&format!("{} exported to {}", count(done, "annotation file"), harmless::name(&path)))?,
        Err(wrong) => {
            wrong.tell(output);
            ended = ended.and(Ended::Unable);
        }
    }
    Ok(ended)
}

/// Reads an annotation file and its document as a row, named as the document is below its folder.
fn export_one(name: &Path, path: &Path, args: &args::Export) -> Result<(Row, Stamp), Wrong> {
    let Annotated { said, document, parts, .. } = Annotated::read(path, args)?;
    let id = name.with_extension("").to_string_lossy().replace('\\', "/");
    let mut row = Row::of(Some(id), &document, &placed(&said, &document).0, 0);
    for entry in &mut row.entries {
        let Some(id) = entry.id.as_deref() else { continue };
        let keys = parts.iter().map(|Part { keys, .. }| keys).find(|keys| word(keys, "id") == Some(id));
        entry.said = Said {
            person: Some(said.people.iter().any(|person| person.0 == id)),
            review: keys.and_then(|keys| serde_json::from_value(keys.get("review")?.clone()).ok()),
            note: keys.and_then(|keys| word(keys, "note")).map(str::to_owned),
        };
    }
    Ok((row, Stamp::of(&said.engine.version, Some(said.engine.lexicon))))
}

fn word<'k>(keys: &'k Map<String, Value>, key: &str) -> Option<&'k str> {
    keys.get(key).and_then(Value::as_str)
}

/// Writes batches into row groups that fit into memory.
struct RowGroups {
    writer: ArrowWriter<File>,
    schema: SchemaRef,
}

impl RowGroups {
    const fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<(), ParquetError> {
        self.writer.write(batch)?;
        if self.writer.memory_size() > GROUP { self.writer.flush() } else { Ok(()) }
    }
}

/// Writes a Parquet file; it is there when all of it is, or not at all.
fn write(path: &Path, schema: SchemaRef, fill: impl FnOnce(&mut RowGroups) -> Result<(), Wrong>) -> Result<(), Wrong> {
    let failed = |error: std::io::Error| Wrong::whole(path, files::unwritable(path, &error));
    let temporary = files::begin(path).map_err(failed)?;
    let file = temporary.as_file().try_clone().map_err(failed)?;
    let said = |(key, value): (&String, &String)| KeyValue::new(key.clone(), value.clone());
    let mut metadata: Vec<KeyValue> = schema.metadata().iter().map(said).collect();
    metadata.sort_by(|a, b| a.key.cmp(&b.key));
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_key_value_metadata(Some(metadata))
        .build();
    let writer = ArrowWriter::try_new(file, schema.clone(), Some(properties));
    let writer = writer.map_err(|error| unwritable(path, error.into()))?;
    let mut groups = RowGroups { writer, schema };
    fill(&mut groups)?;
    groups.writer.close().map_err(|error| unwritable(path, error.into()))?;
    files::finish(temporary, path).map_err(failed)
}

fn unwritable(path: &Path, error: ArrowError) -> Wrong {
    let error = match error {
        ArrowError::IoError(_, error) => error,
        error => std::io::Error::other(error),
    };
    Wrong::whole(path, files::unwritable(path, &error))
}
