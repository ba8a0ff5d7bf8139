"""``ibid-spark``: annotates files with Spark.

    ibid-spark articles.parquet --out annotated
    ibid-spark --remote sc://localhost:50051 articles.parquet --out annotated
    spark-submit --master … --files ibid --py-files ibid_spark.zip ibid_spark/__main__.py articles --out annotated
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from ibid_spark import frames
from ibid_spark.child import ChildError


def parser() -> argparse.ArgumentParser:
    """Returns what reads the command line."""
    made = argparse.ArgumentParser(prog="ibid-spark", description="Annotates files of documents with Spark.")
    made.add_argument("inputs", nargs="+", metavar="IN", help="files or folders that the engine can read")
    made.add_argument("--out", required=True, metavar="DIR", help="where the rows go, as Parquet; they are added")
    made.add_argument("--input-format", default="parquet", metavar="NAME", help="parquet, json, orc … [parquet]")
    made.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="NAME=COLUMN",
        help="which column is `id`, `text`, `bytes`, `format`, `title`, … when it has another name",
    )
    made.add_argument("--option", action="append", default=[], metavar="OPTION", help="for `ibid stream`: --option=--framing --option=broad")
    made.add_argument("--binary", metavar="PATH", help="the command, on every machine [ibid]")
    made.add_argument("--timeout", type=float, default=300.0, metavar="SECONDS", help="how long 4 MiB may take [300]")
    made.add_argument("--jobs", type=int, default=1, metavar="N", help="threads a task: spark.task.cpus [1]")
    made.add_argument("--partitions", type=int, metavar="N", help="split the documents into so many tasks")
    made.add_argument("--digits", type=int, default=2, metavar="N", help="digits of the digest that name a partition [2]")
    made.add_argument("--again", action="store_true", help="annotate also what DIR has rows of already")
    made.add_argument("--flat", action="store_true", help="one row an annotation")
    made.add_argument("--remote", metavar="URL", help="an engine that speaks Spark Connect: sc://host:port")
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code: 0 done, 2 could not run."""
    args = parser().parse_args(arguments)
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("ibid")
    spark = (builder.remote(args.remote) if args.remote else builder).getOrCreate()
    try:
        return run(spark, args)
    except (ChildError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    finally:
        spark.stop()


def run(spark, args: argparse.Namespace) -> int:
    """Reads, annotates and writes."""
    df = spark.read.format(args.input_format).load(args.inputs)
    for pair in args.column:
        name, _, column = pair.partition("=")
        if name not in frames.rows.INPUT_COLUMNS or column not in df.columns:
            known, there = ", ".join(frames.rows.INPUT_COLUMNS), ", ".join(df.columns)
            raise ValueError(f"--column {pair}: NAME is one of {known}; COLUMN is one of {there}")
        df = df.withColumn(name, df[column])
    if args.partitions:
        df = df.repartition(args.partitions)
    done = None if args.again else _done(spark, args.out)
    made = frames.annotate(
        df, options=args.option, binary=args.binary, timeout=args.timeout, jobs=args.jobs, done=done
    )
    frames.write(frames.flatten(made) if args.flat else made, args.out, digits=args.digits)
    return 0


def _done(spark, path: str):
    """Returns the rows that are there; none when nothing is."""
    try:
        return spark.read.parquet(path).select("id", "raw_sha256", "engine_sha256")
    except Exception as error:  # engines have no class in common for a path that is not there
        if any(word in str(error).lower() for word in ("path_not_found", "does not exist", "unable_to_infer", "not found", "no files", "unable to infer")):
            return None
        raise


if __name__ == "__main__":
    sys.exit(main())
