#!/usr/bin/env python3
"""Write the documents of Parquet files as JSON, one a line, for `ibid stream`.

    python tools/ingest/records.py news.parquet | ibid stream > annotations.ndjson

Exit codes: 0 done, 2 could not run.
"""

import argparse
import json
import os
import sys

import pyarrow as pa
import pyarrow.parquet as pq

from folder import error

COLUMNS = ["id", "text", "format"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", help=f"Parquet files with the columns {', '.join(COLUMNS)}")
    args = parser.parse_args()
    for name in args.files:
        try:
            with pq.ParquetFile(name) as file:
                missing = set(COLUMNS) - set(file.schema_arrow.names)
                if missing:
                    error(f"{name}: there is no column {', '.join(sorted(missing))}")
                    return 2
                for batch in file.iter_batches(batch_size=256, columns=COLUMNS):
                    for record in batch.to_pylist():
                        sys.stdout.buffer.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")
            sys.stdout.flush()
        except BrokenPipeError:
            # Whoever read has enough; nothing is left to be flushed.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        except (OSError, pa.ArrowException) as problem:
            error(f"{name}: {' '.join(str(problem).split())}")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
