"""Where the command is, and what it says by itself: everything else is held against that."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import documents

pytest.register_assert_rewrite("engines")

ROOT = Path(__file__).resolve().parents[2]
COUNT = int(os.environ.get("IBID_TEST_DOCUMENTS", "20000"))
"""How many documents the engines get; fewer while developing."""


@pytest.fixture(scope="session")
def ibid() -> str:
    """The command that is tested: IBID_BINARY, or what `cargo build --release --features columns` made."""
    path = Path(os.environ.get("IBID_BINARY", ROOT / "target/release/ibid")).resolve()
    assert path.is_file(), f"{path} is not there: cargo build --release --features columns"
    return str(path)


def plain(ibid: str, batches: Iterable[pa.RecordBatch]) -> pa.Table:
    """What the command says, with nothing between: files instead of pipes."""
    batches = list(batches)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batches[0].schema) as writer:
        for batch in batches:
            writer.write_batch(batch)
    done = subprocess.run([ibid, "stream", "--arrow"], input=sink.getvalue(), capture_output=True, cwd="/", check=False)
    assert done.returncode == 0, done.stderr.decode()
    return pa.ipc.open_stream(done.stdout).read_all()


def content(rows: pa.Table) -> dict[str, str]:
    """Returns a digest of each row by its id, whatever the order of the rows and the widths of the types."""
    names = sorted(rows.schema.names)
    made: dict[str, str] = {}
    for batch in rows.select(names).to_batches(max_chunksize=500):
        for row in batch.to_pylist():
            line = json.dumps(row, sort_keys=True, ensure_ascii=False, default=lambda value: value.hex())
            assert row["id"] not in made, f"{row['id']} came twice"
            made[row["id"]] = hashlib.sha256(line.encode()).hexdigest()
    return made


def whole(rows: pa.Table) -> str:
    """Returns one digest of all rows, sorted by id."""
    lines = [f"{name} {digest}\n" for name, digest in sorted(content(rows).items())]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


@pytest.fixture(scope="session")
def articles() -> list[pa.RecordBatch]:
    return list(documents.batches(COUNT))


@pytest.fixture(scope="session")
def wanted(ibid: str, articles: list[pa.RecordBatch]) -> str:
    """The digest of what the plain command says of all documents."""
    rows = plain(ibid, articles)
    assert rows.num_rows == COUNT
    entries = sum(len(list_) for list_ in rows.column("annotations").to_pylist()[:100])
    assert entries > 500, "the documents hold something to find"
    return whole(rows)


@pytest.fixture(scope="module")
def source(articles: list[pa.RecordBatch], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The documents for an engine to read, in several files so that there are several tasks."""
    folder = tmp_path_factory.mktemp("articles")
    for number, part in enumerate(articles[start::8] for start in range(8)):
        if part:
            pq.write_table(pa.Table.from_batches(part), folder / f"part-{number}.parquet")
    return str(folder)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where an engine writes its rows."""
    return tmp_path_factory.mktemp("rows") / "out"
