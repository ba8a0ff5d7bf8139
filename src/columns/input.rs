//! Documents out of batches: which columns are read, and what a row of them says.

use crate::document::{Document, Format, Problem, split};
use arrow_array::{
    Array, ArrayRef, RecordBatch,
    cast::AsArray as _,
    types::{Int32Type, Int64Type, UInt32Type, UInt64Type},
};
use arrow_schema::{DataType, Schema};
use std::borrow::Cow;

/// The columns that become front matter, in the order in which they are written.
const FRONT: [&str; 5] = ["title", "outlet", "author", "published", "url"];

/// A row of the input: a document, or why there is none.
#[derive(Debug)]
pub struct Input<'b> {
    /// Its name.
    pub id: Option<String>,
    /// All of its bytes, front matter from columns included.
    pub bytes: Option<Cow<'b, [u8]>>,
    /// How many of these are front matter from columns.
    pub front: usize,
    format: Result<Format, Problem>,
}

/// Where the columns lie that are read; there may be others.
#[derive(Clone, Debug)]
pub struct Layout {
    id: usize,
    text: Option<usize>,
    bytes: Option<usize>,
    format: Option<usize>,
    front: Vec<(&'static str, usize)>,
}

impl Layout {
    /// Finds the columns.
    ///
    /// # Errors
    ///
    /// Returns a problem when `id` is missing, when neither `text` nor `bytes` is there, or when one of the columns
    /// that are read is of another type.
    pub fn of(schema: &Schema) -> Result<Self, Problem> {
        let find = |name: &str| schema.column_with_name(name);
        let text = |name: &str, also: fn(&DataType) -> bool| match find(name) {
            Some((at, field)) if is_text(field.data_type()) || also(field.data_type()) => Ok(Some(at)),
            Some((_, field)) => Err(wrong_type(name, field.data_type())),
            None => Ok(None),
        };
        let never = |_: &DataType| false;
        let missing = |what: &str| {
            Problem::new("columns.missing", format!("there is no column {what}"))
                .help("name the columns `id` and `text` (or `bytes`), and if you like `format`")
        };
        let layout = Self {
            id: text("id", is_integer)?.ok_or_else(|| missing("`id`"))?,
            text: text("text", never)?,
            bytes: text("bytes", is_binary)?,
            format: text("format", never)?,
            front: FRONT
                .into_iter()
                .filter_map(|name| text(name, never).map(|at| at.map(|at| (name, at))).transpose())
                .collect::<Result<_, Problem>>()?,
        };
        if layout.text.or(layout.bytes).is_none() {
            return Err(missing("`text` or `bytes`"));
        }
        Ok(layout)
    }

    /// Returns which columns are read.
    pub fn columns(&self) -> Vec<usize> {
        let front = self.front.iter().map(|(_, at)| *at);
        [Some(self.id), self.text, self.bytes, self.format].into_iter().flatten().chain(front).collect()
    }

    /// Returns the rows of a batch of the schema that this is the layout of.
    pub fn inputs<'b>(&self, batch: &'b RecordBatch) -> Vec<Input<'b>> {
        let texts = |at: Option<usize>| at.and_then(|at| Texts::of(batch.columns().get(at)?));
        let (text, bytes, format) = (texts(self.text), texts(self.bytes), texts(self.format));
        let front: Vec<(&str, Texts<'b>)> =
            self.front.iter().filter_map(|(name, at)| Some((*name, texts(Some(*at))?))).collect();
        let ids = batch.columns().get(self.id);
        let input = |row: usize| {
            let at = |texts: &Option<Texts<'b>>| texts.as_ref().and_then(|texts| texts.get(row));
            let mut format = at(&format).map_or(Ok(Format::default()), format_of);
            let body = match (at(&text), at(&bytes)) {
                (Some(body), None) | (None, Some(body)) => Some(body),
                _ => {
                    let message = "a row needs either `text` or `bytes`, and not both";
                    format = Err(Problem::new("record.no-text", message));
                    None
                }
            };
            let head = front_matter(front.iter().filter_map(|(name, texts)| Some((*name, texts.get(row)?))));
            if let Some(body) = body.filter(|_| !head.is_empty())
                && has_front_matter(body)
            {
                let message = "the row has front matter in columns and in its text";
                format = Err(Problem::new("record.two-front-matters", message));
            }
            Input {
                id: ids.and_then(|ids| id_of(ids, row)),
                bytes: body.map(|body| match head.as_str() {
                    "" => Cow::Borrowed(body),
                    head => Cow::Owned([head.as_bytes(), body].concat()),
                }),
                front: body.map_or(0, |_| head.len()),
                format,
            }
        };
        (0..batch.num_rows()).map(input).collect()
    }
}

impl Input<'_> {
    /// Reads the document.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with the row, or with its text.
    pub fn document(&self) -> Result<Document, Problem> {
        let format = self.format.clone()?;
        Document::read(self.bytes.as_deref().unwrap_or_default(), format)
    }

    /// Returns how many bytes the document has.
    pub fn size(&self) -> usize {
        self.bytes.as_ref().map_or(0, |bytes| bytes.len())
    }
}

fn format_of(name: &[u8]) -> Result<Format, Problem> {
    match name {
        b"markdown" => Ok(Format::Markdown),
        b"plain" => Ok(Format::Plain),
        other => {
            let name = String::from_utf8_lossy(other);
            Err(Problem::new("record.invalid", format!("there is no format `{name}`: say `markdown` or `plain`")))
        }
    }
}

/// Writes fields as YAML, whose double-quoted scalars are those of JSON; nothing when there is no field.
fn front_matter<'v>(fields: impl Iterator<Item = (&'static str, &'v [u8])>) -> String {
    let mut head = String::new();
    for (name, value) in fields.filter(|(_, value)| !value.is_empty()) {
        let value = serde_json::Value::from(String::from_utf8_lossy(value));
        head.push_str(&format!("{name}: {value}\n"));
    }
    if head.is_empty() { head } else { format!("---\n{head}---\n") }
}

fn has_front_matter(body: &[u8]) -> bool {
    // Only the beginning decides whether a text that is long must be looked at as a whole.
    let start = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
    start.starts_with(b"---") && std::str::from_utf8(body).is_ok_and(|text| split(text).front.is_some())
}

fn is_text(kind: &DataType) -> bool {
    match kind {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, values) => is_text(values),
        _ => false,
    }
}

const fn is_binary(kind: &DataType) -> bool {
    matches!(kind, DataType::Binary | DataType::LargeBinary | DataType::BinaryView)
}

const fn is_integer(kind: &DataType) -> bool {
    matches!(kind, DataType::Int32 | DataType::Int64 | DataType::UInt32 | DataType::UInt64)
}

fn wrong_type(name: &str, kind: &DataType) -> Problem {
    let (wanted, help) = match name {
        "bytes" => ("binary", "cast it to binary"),
        "id" => ("text or whole numbers", "cast it to text"),
        "published" => ("text", "cast it to text, as `2025-08-15` or `2025-08-15T10:40`"),
        _ => ("text", "cast it to text, or give it another name when ibid need not read it"),
    };
    Problem::new("columns.type", format!("the column `{name}` holds {kind}, not {wanted}")).help(help)
}

fn id_of(ids: &ArrayRef, row: usize) -> Option<String> {
    if ids.is_null(row) {
        return None;
    }
    macro_rules! integer {
        ($($kind:ty),*) => {
            $(if let Some(ids) = ids.as_primitive_opt::<$kind>() { return Some(ids.value(row).to_string()); })*
        };
    }
    integer!(Int32Type, Int64Type, UInt32Type, UInt64Type);
    Texts::of(ids).and_then(|ids| ids.get(row).map(|id| String::from_utf8_lossy(id).into_owned()))
}

/// A column of texts or bytes, in whichever of its layouts.
enum Texts<'b> {
    Utf8(&'b arrow_array::StringArray),
    LargeUtf8(&'b arrow_array::LargeStringArray),
    Utf8View(&'b arrow_array::StringViewArray),
    Binary(&'b arrow_array::BinaryArray),
    LargeBinary(&'b arrow_array::LargeBinaryArray),
    BinaryView(&'b arrow_array::BinaryViewArray),
    Dictionary(&'b dyn Array, Vec<usize>, Box<Texts<'b>>),
}

impl<'b> Texts<'b> {
    fn of(array: &'b dyn Array) -> Option<Self> {
        Some(match array.data_type() {
            DataType::Utf8 => Self::Utf8(array.as_string_opt()?),
            DataType::LargeUtf8 => Self::LargeUtf8(array.as_string_opt()?),
            DataType::Utf8View => Self::Utf8View(array.as_string_view_opt()?),
            DataType::Binary => Self::Binary(array.as_binary_opt()?),
            DataType::LargeBinary => Self::LargeBinary(array.as_binary_opt()?),
            DataType::BinaryView => Self::BinaryView(array.as_binary_view_opt()?),
            DataType::Dictionary(..) => {
                let dictionary = array.as_any_dictionary_opt()?;
                let values = Self::of(dictionary.values().as_ref())?;
                // No value may have no key: the keys are normalised by the number of values.
                let keys = if dictionary.values().is_empty() { vec![] } else { dictionary.normalized_keys() };
                Self::Dictionary(dictionary.keys(), keys, Box::new(values))
            }
            _ => return None,
        })
    }

    /// Returns what stands in a row; `None` when it is null.
    fn get(&self, row: usize) -> Option<&'b [u8]> {
        match self {
            Self::Utf8(array) => array.is_valid(row).then(|| array.value(row).as_bytes()),
            Self::LargeUtf8(array) => array.is_valid(row).then(|| array.value(row).as_bytes()),
            Self::Utf8View(array) => array.is_valid(row).then(|| array.value(row).as_bytes()),
            Self::Binary(array) => array.is_valid(row).then(|| array.value(row)),
            Self::LargeBinary(array) => array.is_valid(row).then(|| array.value(row)),
            Self::BinaryView(array) => array.is_valid(row).then(|| array.value(row)),
            Self::Dictionary(keys, places, values) => keys.is_valid(row).then(|| values.get(*places.get(row)?))?,
        }
    }
}
