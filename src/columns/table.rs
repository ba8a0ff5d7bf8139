//! The columns themselves, and batches made of them. Schema, batches and `docs/columns.md` all follow the
//! tables of this file.

use super::{
    VERSION,
    row::{Entry, Place, Row},
};
use crate::{annotation::Review, document::Digest};
use arrow_array::{
    ArrayRef, BooleanArray, FixedSizeBinaryArray, Float64Array, Int32Array, Int64Array, ListArray, RecordBatch,
    StringArray, StructArray,
};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema, SchemaRef};
use std::{collections::HashMap, sync::Arc};

/// How annotations lie in rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One row a document, in the order of the input, with a list of annotations.
    Nested,
    /// One row an annotation; one with no annotation for a document that has none.
    Flat,
}

/// What made a row, apart from the document: the same stamp and the same bytes give the same row.
#[derive(Clone, Debug)]
pub struct Stamp {
    version: String,
    lexicon: Option<Digest>,
    engine: Option<Digest>,
}

impl Stamp {
    /// Returns the stamp of an engine with its lexicon and its settings, which are lines of `name value`.
    pub fn new(version: &str, lexicon: Digest, settings: &[(&str, &str)]) -> Self {
        let mut text = format!("ibid {version}\ncolumns {VERSION}\nlexicon {lexicon}\n");
        for (name, value) in settings {
            text.push_str(&format!("{name} {value}\n"));
        }
        Self { version: version.to_owned(), lexicon: Some(lexicon), engine: Some(Digest::of(text.as_bytes())) }
    }

    /// Returns the stamp of rows that annotation files gave: nobody knows their settings, and people had a hand in them.
    pub fn of(version: &str, lexicon: Option<Digest>) -> Self {
        Self { version: version.to_owned(), lexicon, engine: None }
    }
}

/// How a column gets its value out of a `T`, and thereby its type.
enum Get<T> {
    Text(fn(&T) -> Option<&str>),
    Digest(fn(&T) -> Option<&Digest>),
    Int(fn(&T) -> Option<i32>),
    Long(fn(&T) -> Option<i64>),
    Share(fn(&T) -> Option<f64>),
    Flag(fn(&T) -> Option<bool>),
}

struct Column<T> {
    name: &'static str,
    get: Get<T>,
}

const fn column<T>(name: &'static str, get: Get<T>) -> Column<T> {
    Column { name, get }
}

const ROW: &[Column<Row>] = &[
    column("id", Get::Text(|row| row.id.as_deref())),
    column("raw_sha256", Get::Digest(|row| row.raw.as_ref())),
    column("text_sha256", Get::Digest(|row| row.digests.as_ref().map(|digests| &digests.text))),
    column("front_sha256", Get::Digest(|row| row.digests.as_ref().and_then(|digests| digests.front.as_ref()))),
    column("root_sha256", Get::Digest(|row| row.digests.as_ref().map(|digests| &digests.root))),
    column("bytes", Get::Long(|row| row.bytes)),
    column("front_bytes", Get::Int(|row| Some(row.front.0))),
    column("front_chars", Get::Int(|row| Some(row.front.1))),
    column("outlet", Get::Text(|row| row.outlet.as_deref())),
    column("outlet_domain", Get::Text(|row| row.domain.as_deref())),
    column("published", Get::Text(|row| row.published.as_deref())),
    column("error_code", Get::Text(|row| row.problem.as_ref().map(|problem| problem.code))),
    column("error_message", Get::Text(|row| row.problem.as_ref().map(|problem| problem.message.as_str()))),
    column("error_start", Get::Long(|row| row.problem.as_ref()?.at.map(|at| i64::from(at.start())))),
    column("error_end", Get::Long(|row| row.problem.as_ref()?.at.map(|at| i64::from(at.end())))),
];

const STAMP: &[Column<Stamp>] = &[
    column("engine_version", Get::Text(|stamp| Some(&stamp.version))),
    column("engine_sha256", Get::Digest(|stamp| stamp.engine.as_ref())),
    column("lexicon_sha256", Get::Digest(|stamp| stamp.lexicon.as_ref())),
];

const ENTRY: &[Column<Entry>] = &[
    column("kind", Get::Text(|entry| Some(entry.kind))),
    column("annotation_id", Get::Text(|entry| entry.id.as_deref())),
    column("category", Get::Text(|entry| entry.category)),
    column("name", Get::Text(|entry| entry.name.as_deref())),
    column("words", Get::Text(|entry| entry.words.as_deref())),
    column("suggestion", Get::Text(|entry| entry.suggestion.as_deref())),
    column("voice", Get::Text(|entry| entry.voice)),
    column("speaker", Get::Text(|entry| entry.speaker.as_deref())),
    column("relay", Get::Text(|entry| entry.relay)),
    column("cue_class", Get::Text(|entry| entry.cue)),
    column("within", Get::Text(|entry| entry.within.as_deref())),
    column("rule", Get::Text(|entry| entry.rule.as_deref())),
    column("confidence", Get::Share(|entry| entry.confidence)),
    column("unnamed", Get::Flag(|entry| entry.unnamed)),
    column("direct", Get::Int(|entry| entry.counts.map(|[direct, ..]| direct))),
    column("mixed", Get::Int(|entry| entry.counts.map(|[_, mixed, ..]| mixed))),
    column("indirect", Get::Int(|entry| entry.counts.map(|[_, _, indirect, _]| indirect))),
    column("relayed", Get::Int(|entry| entry.counts.map(|[.., relayed]| relayed))),
    column("person", Get::Flag(|entry| entry.said.person)),
    column("review", Get::Text(|entry| entry.said.review.map(Review::name))),
    column("note", Get::Text(|entry| entry.said.note.as_deref())),
];

const PLACE: &[Column<Place>] = &[
    column("role", Get::Text(|place| Some(place.role))),
    column("start", Get::Int(|place| Some(place.bytes[0]))),
    column("end", Get::Int(|place| Some(place.bytes[1]))),
    column("char_start", Get::Int(|place| Some(place.chars[0]))),
    column("char_end", Get::Int(|place| Some(place.chars[1]))),
];

impl<T> Column<T> {
    fn field(&self) -> Field {
        let kind = match self.get {
            Get::Text(_) => DataType::Utf8,
            Get::Digest(_) => DataType::FixedSizeBinary(32),
            Get::Int(_) => DataType::Int32,
            Get::Long(_) => DataType::Int64,
            Get::Share(_) => DataType::Float64,
            Get::Flag(_) => DataType::Boolean,
        };
        Field::new(self.name, kind, true)
    }

    /// Returns the column of these values; `None` is null.
    fn array<'t>(&self, values: impl Iterator<Item = Option<&'t T>>) -> Result<ArrayRef, ArrowError>
    where
        T: 't,
    {
        Ok(match self.get {
            Get::Text(get) => Arc::new(values.map(|value| value.and_then(get)).collect::<StringArray>()),
            Get::Digest(get) => Arc::new(FixedSizeBinaryArray::try_from_sparse_iter_with_size(
                values.map(|value| value.and_then(get).map(Digest::bytes)),
                32,
            )?),
            Get::Int(get) => Arc::new(values.map(|value| value.and_then(get)).collect::<Int32Array>()),
            Get::Long(get) => Arc::new(values.map(|value| value.and_then(get)).collect::<Int64Array>()),
            Get::Share(get) => Arc::new(values.map(|value| value.and_then(get)).collect::<Float64Array>()),
            Get::Flag(get) => Arc::new(values.map(|value| value.and_then(get)).collect::<BooleanArray>()),
        })
    }
}

fn fields<T>(columns: &[Column<T>]) -> Vec<Field> {
    columns.iter().map(Column::field).collect()
}

fn places_field() -> Field {
    let item = Field::new_list_field(DataType::Struct(fields(PLACE).into()), true);
    Field::new("spans", DataType::List(Arc::new(item)), true)
}

fn entry_fields() -> Fields {
    fields(ENTRY).into_iter().chain([places_field()]).collect()
}

/// Returns the schema of the rows. Its metadata names the schema's version and the engine, so that a reader
/// knows both before the first row.
pub fn schema(shape: Shape, stamp: &Stamp) -> SchemaRef {
    let mut all = [fields(ROW), fields(STAMP)].concat();
    match shape {
        Shape::Nested => {
            let item = Field::new_list_field(DataType::Struct(entry_fields()), true);
            all.push(Field::new("annotations", DataType::List(Arc::new(item)), true));
        }
        Shape::Flat => all.extend(entry_fields().iter().map(|field| field.as_ref().clone())),
    }
    let mut metadata = HashMap::from([
        ("ibid.columns".to_owned(), VERSION.to_string()),
        ("ibid.version".to_owned(), stamp.version.clone()),
    ]);
    let digests = [("ibid.engine", &stamp.engine), ("ibid.lexicon", &stamp.lexicon)];
    metadata
        .extend(digests.into_iter().filter_map(|(key, digest)| Some((key.to_owned(), digest.as_ref()?.to_string()))));
    Arc::new(Schema::new_with_metadata(all, metadata))
}

/// Returns the names of all columns with their types, those of lists after their list as `list.name`: what
/// `docs/columns.md` shows.
pub fn columns() -> Vec<(String, String)> {
    let mut all = vec![];
    let mut push = |prefix: &str, fields: Vec<Field>| {
        all.extend(fields.iter().map(|field| (format!("{prefix}{}", field.name()), field.data_type().to_string())));
    };
    push("", fields(ROW));
    push("", fields(STAMP));
    push("annotations.", fields(ENTRY));
    push("annotations.spans.", fields(PLACE));
    all
}

/// Returns the rows as a batch of [`schema`].
///
/// # Errors
///
/// Returns an error when the words of all rows together are more than a column can hold, which is 2 GiB.
pub fn batch(rows: &[Row], shape: Shape, stamp: &Stamp) -> Result<RecordBatch, ArrowError> {
    let arrays = match shape {
        Shape::Nested => {
            let entries: Vec<Option<&Entry>> = rows.iter().flat_map(|row| &row.entries).map(Some).collect();
            let entries = StructArray::try_new(entry_fields(), entry_arrays(&entries)?, None)?;
            let mut arrays = row_arrays(&rows.iter().collect::<Vec<_>>(), stamp)?;
            arrays.push(list(rows.iter().map(|row| row.entries.len()), entries)?);
            arrays
        }
        Shape::Flat => {
            let (rows, entries): (Vec<&Row>, Vec<Option<&Entry>>) = rows.iter().flat_map(exploded).unzip();
            [row_arrays(&rows, stamp)?, entry_arrays(&entries)?].concat()
        }
    };
    RecordBatch::try_new(schema(shape, stamp), arrays)
}

/// Returns a row with each of its entries, or with none.
fn exploded(row: &Row) -> Vec<(&Row, Option<&Entry>)> {
    match row.entries.as_slice() {
        [] => vec![(row, None)],
        entries => entries.iter().map(|entry| (row, Some(entry))).collect(),
    }
}

fn row_arrays(rows: &[&Row], stamp: &Stamp) -> Result<Vec<ArrayRef>, ArrowError> {
    let own = ROW.iter().map(|column| column.array(rows.iter().map(|row| Some(*row))));
    own.chain(STAMP.iter().map(|column| column.array(rows.iter().map(|_| Some(stamp))))).collect()
}

fn entry_arrays(entries: &[Option<&Entry>]) -> Result<Vec<ArrayRef>, ArrowError> {
    let mut arrays = vec![];
    for column in ENTRY {
        arrays.push(column.array(entries.iter().copied())?);
    }
    let places = || entries.iter().flatten().flat_map(|entry| &entry.places);
    let columns = PLACE.iter().map(|column| column.array(places().map(Some)));
    let columns = columns.collect::<Result<Vec<ArrayRef>, ArrowError>>()?;
    let places = StructArray::try_new(fields(PLACE).into(), columns, None)?;
    arrays.push(list(entries.iter().map(|entry| entry.map_or(0, |entry| entry.places.len())), places)?);
    Ok(arrays)
}

fn list(lengths: impl IntoIterator<Item = usize>, items: StructArray) -> Result<ArrayRef, ArrowError> {
    let item = Field::new_list_field(DataType::Struct(items.fields().clone()), true);
    let offsets = OffsetBuffer::from_lengths(lengths);
    Ok(Arc::new(ListArray::try_new(Arc::new(item), offsets, Arc::new(items), None)?))
}
