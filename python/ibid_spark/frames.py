"""DataFrames: annotate, leave out what is done, write, one row an annotation.

Nothing here asks which engine it is: ``mapInArrow`` and SQL functions are all that is used.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from . import rows
from .child import MAX_BYTES, Ibid

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

PREFIX = "digest_prefix"
"""The column by which output is partitioned: the first hexadecimal digits of the document's digest."""


def annotate(
    df: DataFrame,
    *,
    options: Sequence[str] = (),
    binary: str | None = None,
    timeout: float = 300.0,
    jobs: int = 1,
    max_bytes: int = MAX_BYTES,
    done: DataFrame | None = None,
) -> DataFrame:
    """Annotates every row of ``df`` and returns one row each, with the columns of ``docs/columns.md``.

    ``df`` has ``id`` and ``text`` or ``bytes`` (or both: then each row has one of them), and perhaps ``format`` and
    ``title``, ``outlet``, ``author``, ``published``, ``url``, which become front matter; other columns are left out.

    ``options`` go to ``ibid stream`` (``["--framing", "broad"]``), ``jobs`` is the threads of a child: as many as
    ``spark.task.cpus``. A child that gives no row for ``timeout`` seconds is replaced. A document of more than
    ``max_bytes``, one that cannot be read and one that the child dies of are rows with ``error_code``. With ``done``, rows that were
    annotated before, as :func:`skip_done` finds them, are left out.
    """
    df = _selected(df)
    if done is not None:
        df = skip_done(df, done, options=options, binary=binary)
    settings = {"named": binary, "options": tuple(options), "timeout": timeout, "jobs": jobs, "max_bytes": max_bytes}
    work = functools.partial(_annotate, settings=settings)
    return df.mapInArrow(work, rows.SCHEMA)


def skip_done(
    df: DataFrame,
    done: DataFrame,
    *,
    options: Sequence[str] = (),
    binary: str | None = None,
) -> DataFrame:
    """Returns the rows of ``df`` for which ``done`` has no row of the same id, the same bytes and the same engine.

    The engine is its version, its lexicon and its options; so an upgrade annotates everything anew, and a second run
    over the same documents nothing. ``ibid`` is asked for its own digest here, on the driver.
    """
    from pyspark.sql import functions as f

    df = _selected(df)
    with Ibid(binary, options) as child:
        engine = rows.digest(child.schema().metadata[b"ibid.engine"].decode())
    old = done.where(f.col("engine_sha256") == f.lit(engine)).select(
        f.col("id").alias("_id"), f.col("raw_sha256").alias("_raw")
    )
    keyed = _keyed(df)
    same = keyed["_key"].eqNullSafe(old["_raw"]) & keyed["id"].cast("string").eqNullSafe(old["_id"])
    return keyed.join(old, same, "left_anti").drop("_key")


def write(rows_: DataFrame, path: str, *, digits: int = 2, per_file: int = 200_000, mode: str = "append") -> None:
    """Writes rows as Parquet, partitioned by the first ``digits`` hexadecimal digits of their digest.

    Documents spread evenly over digests, whatever their ids are, so partitions are of a size. A row without a document
    goes to ``none``.
    """
    from pyspark.sql import functions as f

    prefix = f.lower(f.substring(f.hex(f.col("raw_sha256")), 1, digits))
    marked = rows_.withColumn(PREFIX, f.coalesce(prefix, f.lit("none")))
    spread = marked.repartition(f.col(PREFIX))
    spread.write.mode(mode).option("maxRecordsPerFile", per_file).partitionBy(PREFIX).parquet(path)


def flatten(rows_: DataFrame) -> DataFrame:
    """Returns one row an annotation; one with no annotation for a document that has none."""
    from pyspark.sql import functions as f

    rest = [name for name in rows_.columns if name != "annotations"]
    return rows_.select(*rest, f.explode_outer("annotations").alias("_entry")).select(*rest, "_entry.*")


def _selected(df: DataFrame) -> DataFrame:
    names = [name for name in rows.INPUT_COLUMNS if name in df.columns]
    if "id" not in names or not {"text", "bytes"} & set(names):
        raise ValueError(f"columns `id` and `text` (or `bytes`) are needed; there are: {', '.join(df.columns)}")
    return df.select(*names)


def _annotate(batches: Iterator[pa.RecordBatch], settings: dict[str, Any]) -> Iterator[pa.RecordBatch]:
    """Runs in a worker, once a task."""
    with Ibid(**settings) as child:
        for answer in child.annotate(batches):
            yield answer.cast(rows.engine_row(answer.schema.remove_metadata()))


def _keyed(df: DataFrame) -> DataFrame:
    """Adds the digest of what ibid would annotate, as ``_key``."""
    from pyspark.sql import functions as f

    if not set(df.columns) & set(rows.FRONT_COLUMNS):
        raw = [f.col(name).cast("binary") for name in ("text", "bytes") if name in df.columns]
        return df.withColumn("_key", f.unhex(f.sha2(f.coalesce(*raw), 256)))
    fields = ", ".join(f"`{field.name}` {field.dataType.simpleString()}" for field in df.schema)
    return df.mapInArrow(_digests, f"{fields}, _key binary")


def _digests(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        sent = rows.sent(batch)
        whole = (rows.composed(sent, row) for row in range(sent.num_rows))
        keys = [None if document is None else hashlib.sha256(document).digest() for document in whole]
        yield batch.append_column("_key", pa.array(keys, pa.binary()))
