"""The columns on either side of the child: what it is sent, what it answers, what an engine is told of it.

Spark knows no binary of fixed length, so digests are plain ``binary`` there, of 32 bytes each.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

FRONT_COLUMNS = ("title", "outlet", "author", "published", "url")
"""Columns that become front matter, in the order in which ibid writes them."""

INPUT_COLUMNS = ("id", "text", "bytes", "format", *FRONT_COLUMNS)
"""Columns that are read; others are left out."""

_SPAN = "role: string, start: int, end: int, char_start: int, char_end: int"

_ENTRY = (
    "kind: string, annotation_id: string, category: string, name: string, words: string, suggestion: string, "
    "voice: string, speaker: string, relay: string, cue_class: string, within: string, rule: string, "
    "confidence: double, unnamed: boolean, direct: int, mixed: int, indirect: int, relayed: int, person: boolean, "
    f"review: string, note: string, spans: array<struct<{_SPAN}>>"
)

SCHEMA = (
    "id string, raw_sha256 binary, text_sha256 binary, front_sha256 binary, root_sha256 binary, bytes bigint, "
    "front_bytes int, front_chars int, outlet string, outlet_domain string, published string, error_code string, "
    "error_message string, error_start bigint, error_end bigint, engine_version string, engine_sha256 binary, "
    f"lexicon_sha256 binary, annotations array<struct<{_ENTRY}>>"
)
"""The rows as an engine is told of them, in Spark's words."""


def sent(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Returns what the child is sent: the columns it reads, texts as bytes.

    A Spark string need not be UTF-8, an Arrow one must; as bytes a bad text is one bad row, not a bad stream.
    """
    names, columns = [], []
    for name, column in zip(batch.schema.names, batch.columns):
        if name not in INPUT_COLUMNS:
            continue
        if name == "id":
            column = column.cast(pa.string())
        elif name == "text":
            column = column.cast(pa.large_binary() if pa.types.is_large_string(column.type) else pa.binary())
            if "bytes" in batch.schema.names:
                column = _either(column, batch.column("bytes"))
            name = "bytes"
        elif name == "bytes" and "text" in batch.schema.names:
            continue
        names.append(name)
        columns.append(column)
    return pa.RecordBatch.from_arrays(columns, names=names)


def _either(text: pa.Array, raw: pa.Array) -> pa.Array:
    """Returns the one that is there; nothing, which ibid refuses, where both are."""
    both = pc.and_(pc.is_valid(text), pc.is_valid(raw))
    return pc.if_else(both, pa.scalar(None, text.type), pc.coalesce(text, raw.cast(text.type)))


def engine_row(schema: pa.Schema) -> pa.Schema:
    """Returns the schema of the child with the types that engines know."""
    plain = [
        field.with_type(pa.binary()) if pa.types.is_fixed_size_binary(field.type) else field for field in schema
    ]
    return pa.schema(plain)


def pieces(batch: pa.RecordBatch, limit: int, rows: int, alone: int) -> Iterator[pa.RecordBatch]:
    """Cuts a batch so that no piece has more than ``limit`` bytes of documents, or one document, or ``rows`` rows.

    A document of more than ``alone`` bytes is a piece of its own.
    """
    lengths = pc.fill_null(pc.binary_length(batch.column("bytes")), 0).to_pylist()
    start = size = 0
    for at, length in enumerate(lengths):
        full = size + length > limit or at - start >= rows
        if at > start and (full or length > alone or size > alone and at - start == 1):
            yield batch.slice(start, at - start)
            start, size = at, 0
        size += length
    if start < len(lengths):
        yield batch.slice(start)


def size(batch: pa.RecordBatch, row: int) -> int:
    """Returns how many bytes the text of a row has."""
    return pc.binary_length(batch.column("bytes"))[row].as_py() or 0


def compose(document: bytes | None, front: dict[str, str | None]) -> bytes | None:
    """Returns the bytes that ibid annotates for a row: its text after the front matter of its columns."""
    if document is None:
        return None
    fields = [(name, front.get(name)) for name in FRONT_COLUMNS if front.get(name)]
    if not fields:
        return document
    head = "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields)
    return f"---\n{head}---\n".encode() + document


def composed(batch: pa.RecordBatch, row: int) -> bytes | None:
    """Returns the bytes that ibid annotates for a row of what it is sent."""
    at = {name: batch.column(name)[row].as_py() for name in batch.schema.names if name in ("bytes", *FRONT_COLUMNS)}
    return compose(at.pop("bytes"), at)


def refused(batch: pa.RecordBatch, schema: pa.Schema, code: str, message: str) -> pa.RecordBatch:
    """Returns the row of the one document of a batch, which cannot be annotated."""
    document = composed(batch, 0)
    metadata = {key.decode(): value.decode() for key, value in (schema.metadata or {}).items()}
    row = {
        "id": batch.column("id")[0].as_py(),
        "raw_sha256": None if document is None else hashlib.sha256(document).digest(),
        "bytes": None if document is None else len(document),
        "front_bytes": 0,
        "front_chars": 0,
        "error_code": code,
        "error_message": message,
        "engine_version": metadata["ibid.version"],
        "engine_sha256": digest(metadata["ibid.engine"]),
        "lexicon_sha256": digest(metadata["ibid.lexicon"]),
        "annotations": [],
    }
    arrays = [pa.array([row.get(field.name)], field.type) for field in schema]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def digest(text: str) -> bytes:
    """Returns the bytes of a digest as ibid prints it, ``sha256:…``."""
    return bytes.fromhex(text.removeprefix("sha256:"))
