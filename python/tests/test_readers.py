"""Parquet files and streams of ibid, as DuckDB, Polars and pandas read them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import documents
from conftest import content, plain

COUNT = 300


@pytest.fixture(scope="module")
def batches() -> list[pa.RecordBatch]:
    made = list(documents.batches(COUNT, rows=100))
    bad = pa.RecordBatch.from_pydict({"id": ["bad"], "text": ["nothing\0here"]})
    return [*made, bad]


@pytest.fixture(scope="module")
def expected(ibid: str, batches: list[pa.RecordBatch]) -> pa.Table:
    return plain(ibid, batches)


@pytest.fixture(scope="module")
def folder(ibid: str, batches, tmp_path_factory: pytest.TempPathFactory) -> Path:
    here = tmp_path_factory.mktemp("parquet")
    pq.write_table(pa.Table.from_batches(batches), here / "articles.parquet")
    for out, shape in (("nested", []), ("flat", ["--flat"])):
        command = [ibid, "annotate", "--parquet", str(here / "articles.parquet"), "--out", str(here / out), *shape]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=here)
        assert done.returncode == 0, done.stderr
    return here


def voices(rows: list[dict]) -> dict[str, int]:
    """Counts framing terms by voice, by hand."""
    counts: dict[str, int] = {}
    for row in rows:
        for entry in row["annotations"]:
            if entry["kind"] == "framing":
                counts[entry["voice"]] = counts.get(entry["voice"], 0) + 1
    assert len(counts) >= 3
    return counts


def test_pyarrow(folder: Path, expected: pa.Table) -> None:
    table = pq.read_table(folder / "nested/articles.parquet")
    assert content(table) == content(expected)
    assert table.schema.field("raw_sha256").type == pa.binary(32)
    metadata = pq.read_metadata(folder / "nested/articles.parquet").metadata
    assert metadata[b"ibid.columns"] == b"1"
    assert metadata[b"ibid.engine"].decode() == f"sha256:{table.column('engine_sha256')[0].as_py().hex()}"


def test_pandas(folder: Path, expected: pa.Table) -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.read_parquet(folder / "nested/articles.parquet")
    assert frame["id"].tolist() == expected.column("id").to_pylist()
    assert frame["raw_sha256"].map(bytes).tolist() == expected.column("raw_sha256").to_pylist()
    flat = pandas.read_parquet(folder / "flat/articles.parquet")
    counted = flat[flat["kind"] == "framing"].groupby("voice").size().to_dict()
    assert counted == voices(expected.to_pylist())
    assert frame["error_code"].dropna().tolist() == ["document.nul"]


def test_polars(folder: Path, expected: pa.Table) -> None:
    polars = pytest.importorskip("polars")
    frame = polars.read_parquet(folder / "nested/articles.parquet")
    assert content(frame.to_arrow().cast(expected.schema.remove_metadata())) == content(expected)
    entries = frame.lazy().select("annotations").explode("annotations").unnest("annotations")
    counted = entries.filter(polars.col("kind") == "framing").group_by("voice").len().collect()
    assert dict(counted.iter_rows()) == voices(expected.to_pylist())


def test_duckdb(folder: Path, expected: pa.Table) -> None:
    duckdb = pytest.importorskip("duckdb")
    nested, flat = (str(folder / name / "articles.parquet") for name in ("nested", "flat"))
    unnested = "SELECT id, unnest(annotations, max_depth := 2) FROM read_parquet(?)"
    counted = duckdb.execute(
        f"SELECT voice, count(*) FROM ({unnested}) WHERE kind = 'framing' GROUP BY voice", [nested]
    ).fetchall()
    assert dict(counted) == voices(expected.to_pylist())
    same = "SELECT voice, count(*) FROM read_parquet(?) WHERE kind = 'framing' GROUP BY voice"
    assert sorted(duckdb.execute(same, [flat]).fetchall()) == sorted(counted)
    digests = duckdb.execute("SELECT lower(hex(raw_sha256)) FROM read_parquet(?) ORDER BY id", [nested]).fetchall()
    assert [digest for (digest,) in digests] == [
        row["raw_sha256"].hex() for row in sorted(expected.to_pylist(), key=lambda row: row["id"])
    ]


def test_a_stream_of_polars_goes_in(ibid: str, batches, expected: pa.Table) -> None:
    polars = pytest.importorskip("polars")
    frame = polars.from_arrow(pa.Table.from_batches(batches))
    for compression in ("uncompressed", "lz4", "zstd"):
        stream = frame.write_ipc_stream(None, compression=compression)
        done = subprocess.run([ibid, "stream", "--arrow"], input=stream.getvalue(), capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        assert content(pa.ipc.open_stream(done.stdout).read_all()) == content(expected)
