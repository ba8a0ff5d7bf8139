#!/usr/bin/env python3
"""Make a Parquet file of documents of the news pages in web archives (WARC, gzipped or not).

    python tools/ingest/from_warc.py NEWS.warc.gz --out news.parquet
    ibid annotate --parquet news.parquet --out rows
    python tools/ingest/records.py news.parquet | ibid stream > annotations.ndjson

One row a page that the server answered with status 200 and HTML: `id` is the record's name, `text` the whole Markdown
document, front matter included, `format` says that it is Markdown; then the front matter again, a column a key, named
`page_title` and so on: a column `title` would be put before the text once more. `warc`, `warc_offset` and `page_sha256`
lead back to the page. Memory does not grow with the archive. One process uses one core;
give each archive its own:

    ls *.warc.gz | xargs -P 8 -I{} python tools/ingest/from_warc.py {} --out {}.parquet

Exit codes: 0 all read, 1 an archive broke off (what stood before is written), 2 could not run.
"""

import argparse
import os
import sys
from collections import Counter
from email.message import Message
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

import page
from folder import counted, error, warn

# How many rows are held in memory, and make a row group.
BATCH = 500

TEXTS = ("title", "url", "hostname", "sitename", "date", "description", "license", "language")
LISTS = ("author", "categories", "tags")
# Which key of the front matter each column is.
KEYS = {f"page_{key}": key for key in TEXTS + LISTS} | {
    key: key for key in ("retrieved", "page_sha256", "warc", "warc_offset")
}
SCHEMA = pa.schema(
    [pa.field(name, pa.string(), nullable=False) for name in ("id", "text", "format")]
    + [pa.field(f"page_{key}", pa.string()) for key in TEXTS]
    + [pa.field(f"page_{key}", pa.list_(pa.string())) for key in LISTS]
    + [
        pa.field("retrieved", pa.string()),
        pa.field("page_sha256", pa.string(), nullable=False),
        pa.field("warc", pa.string(), nullable=False),
        pa.field("warc_offset", pa.int64(), nullable=False),
        pa.field("warc_payload_digest", pa.string()),
    ]
)


def content_type(record):
    """Returns the media type and the charset that the server gave."""
    message = Message()
    message["Content-Type"] = record.http_headers.get_header("Content-Type") or "application/octet-stream"
    charset = message.get_param("charset")
    return message.get_content_type(), charset if isinstance(charset, str) else None


def skipped(record):
    """Says why a record is no page; `None` when it is one."""
    if record.rec_type != "response" or record.http_headers is None:
        return "other records"
    if record.http_headers.get_statuscode() != "200":
        return "not 200"
    media_type, _ = content_type(record)
    return None if media_type in ("text/html", "application/xhtml+xml") else "not HTML"


def row(record, raw, archive, offset, links):
    """Makes a row of a record and its page. Raises `page.NoText`."""
    headers = record.rec_headers
    when = headers.get_header("WARC-Date") or ""
    _, charset = content_type(record)
    # What was fetched on a day was not published later.
    article = page.article(raw, headers.get_header("WARC-Target-URI"), links, charset, until=when[:10] or None)
    article.trace |= {"warc": archive.name, "warc_offset": offset, "retrieved": when}
    front = article.front()
    columns = {column: front.get(key) for column, key in KEYS.items()}
    name = (headers.get_header("WARC-Record-ID") or f"{archive.name}@{offset}").strip("<>")
    return columns | {
        "id": name,
        "text": article.text(),
        "format": "markdown",
        "warc_payload_digest": headers.get_header("WARC-Payload-Digest"),
    }


def rows(archive, links, count):
    """Yields the rows of an archive, and counts what else is in it."""
    with open(archive, "rb") as file:
        records = ArchiveIterator(file, check_digests=True)
        for record in records:
            why = skipped(record)
            raw = b"" if why else record.content_stream().read(page.LARGEST + 1)
            record.raw_stream.read()
            # The offset is known when the record has been read.
            offset = records.get_record_offset()
            if getattr(record.raw_stream, "limit", 0) > 0:
                raise EOFError(f"the record at offset {offset} is not whole")
            if record.digest_checker.passed is False:
                warn(f"{archive}: offset {offset}: the bytes are not those that the archive's digest names")
            try:
                if why is None:
                    yield row(record, raw, archive, offset, links)
            except page.NoText:
                why = "without text"
            count[why or "pages"] += 1


def write(archives, out, links, count):
    """Writes all rows to a file beside `out`, which takes its name when it is whole. Returns the exit code."""
    broken = 0
    part = out.with_name(out.name + ".part")
    try:
        with pq.ParquetWriter(part, SCHEMA, compression="zstd") as writer:
            batch = []
            for archive in archives:
                try:
                    for made in rows(archive, links, count):
                        batch.append(made)
                        if len(batch) == BATCH:
                            writer.write_table(pa.Table.from_pylist(batch, SCHEMA))
                            batch.clear()
                except (ArchiveLoadFailed, EOFError, OSError) as problem:
                    error(f"{archive}: breaks off: {' '.join(str(problem).split())}")
                    broken = 1
            writer.write_table(pa.Table.from_pylist(batch, SCHEMA))
        os.replace(part, out)
    finally:
        part.unlink(missing_ok=True)
    return broken


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archives", nargs="+", type=Path, help="WARC files")
    parser.add_argument("--out", required=True, type=Path, help="the Parquet file to write")
    parser.add_argument("--links", action="store_true", help="keep links with their targets")
    parser.add_argument("--force", action="store_true", help="write over the file that is there")
    args = parser.parse_args()
    for archive in args.archives:
        if not archive.is_file():
            error(f"{archive}: there is no such file")
            return 2
    if args.out.exists() and not args.force:
        error(f"{args.out}: is there already; give another name, or --force to write over it")
        return 2
    count = Counter()
    try:
        code = write(args.archives, args.out, args.links, count)
    except OSError as problem:
        error(f"{args.out}: {problem.strerror or problem}")
        return 2
    pages = count.pop("pages", 0)
    left = "".join(f", {number} {why}" for why, number in sorted(count.items()))
    print(f"{counted(pages, 'page')} written to {args.out}{left}")
    return code


if __name__ == "__main__":
    sys.exit(main())
