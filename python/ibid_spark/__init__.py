"""Runs ibid over a Spark DataFrame: one ``ibid stream --arrow`` child per task, over ``DataFrame.mapInArrow``.

>>> from ibid_spark import annotate, write
>>> rows = annotate(spark.read.parquet("articles"))      # columns: id, text or bytes; perhaps format, title, …
>>> write(rows, "annotated")

The same code runs on Apache Spark and on any engine that speaks Spark Connect and knows ``mapInArrow``.
The columns that come out are those of ``docs/columns.md``.
"""

from .child import Broken, ChildError, Ibid, Unable
from .frames import annotate, flatten, skip_done, write
from .rows import INPUT_COLUMNS, SCHEMA, compose

__all__ = [
    "INPUT_COLUMNS",
    "SCHEMA",
    "Broken",
    "ChildError",
    "Ibid",
    "Unable",
    "annotate",
    "compose",
    "flatten",
    "skip_done",
    "write",
]
