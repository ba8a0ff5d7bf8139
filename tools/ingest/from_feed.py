#!/usr/bin/env python3
"""Make documents of the items of feeds (RSS, Atom, RDF), saved as files.

    curl -o feed.xml https://harborpost.example/rss
    python tools/ingest/from_feed.py feed.xml --out articles
    ibid annotate articles

The text is what the feed has: the whole item, or its teaser only, and `extent` says which. Where there is the whole
item, the teaser is written as `description`. `guid`, `feed` and `feed_sha256` say what a document came from. A feed's
title is often that of a section, so it is not taken for the outlet: `sitename` is what --sitename says, or the item's
`source`, or the feed's publisher. No file is written over; running again on a newer feed adds the new items.
Exit codes: 0 all written, 1 an item had no text or a feed could not be read, 2 could not run.
"""

import argparse
import calendar
import hashlib
import io
import re
import sys
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from pathlib import Path

import feedparser
from bs4 import BeautifulSoup

from article import Article
from folder import Folder, counted, error, warn
from markup import markdown


def when(item):
    """Returns when an item was published, as ISO 8601 with the zone that it gives; `None` when it does not say."""
    said = item.get("published", "")
    try:
        moment = parsedate_to_datetime(said)
    except (TypeError, ValueError):
        if re.match(r"\d{4}-\d{2}-\d{2}", said):
            return said
        if not item.get("published_parsed"):
            return None
        moment = datetime.fromtimestamp(calendar.timegm(item.published_parsed), UTC)
    zone = moment.utcoffset()
    written = moment.replace(tzinfo=None).isoformat(timespec="seconds")
    if zone is None:
        return written
    return written + ("Z" if zone == timedelta() else str(timezone(zone)).removeprefix("UTC"))


def html_of(item):
    """Returns an item's text as HTML, its extent, and the teaser that stands beside it."""
    content = next((part for part in item.get("content", []) if part.get("value", "").strip()), None)
    teaser = item.get("summary_detail", {"value": item.get("summary", "")})
    if content is None or content.value == teaser.get("value"):
        return as_html(teaser), "teaser" if content is None else "whole", None
    return as_html(content), "whole", plain(teaser)


def as_html(part):
    """Returns a text construct as HTML; what is plain text has no markup to be read."""
    text = part.get("value", "")
    if part.get("type") != "text/plain":
        return text
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def names(item):
    """Returns the authors: RSS writes addresses, `ana@harborpost.example (Ana López)`."""
    address, _, name = item.get("author", "").partition(" (")
    if "@" in address and " " not in address:
        return [name.removesuffix(")")] if name else []
    return [author.name for author in item.get("authors", []) if author.get("name")]


def article(item, feed, sitename, links):
    """Makes a document of an item. Raises `ValueError` when there is no text."""
    html, extent, teaser = html_of(item)
    title = plain(item.get("title_detail", {}))
    body = markdown(html, links, title)
    if not body:
        raise ValueError("there is no text")
    fields = {
        "title": title,
        "author": names(item),
        "url": item.get("link"),
        "sitename": sitename or item.get("source", {}).get("title") or feed.get("publisher"),
        "date": when(item),
        "description": teaser,
        "tags": [tag.term for tag in item.get("tags", []) if tag.get("term")],
        "language": feed.get("language"),
        "feed_title": feed.get("title"),
        "extent": extent,
    }
    return Article(body, fields, {"guid": item.get("id")})


def plain(part):
    """Returns a title or a teaser without markup."""
    return " ".join(BeautifulSoup(as_html(part), "html.parser").get_text().split())


def read(path, out, args):
    """Writes the items of one feed, and returns how many there were."""
    raw = path.read_bytes()
    # Bytes by themselves could be taken for an address and be fetched.
    found = feedparser.parse(io.BytesIO(raw))
    if not found.version and not found.entries:
        out.refuse(path, f"cannot be read as a feed: {found.get('bozo_exception', 'it has no items')}")
        return 0
    if found.bozo:
        warn(f"{path}: {found.bozo_exception}", f"{counted(len(found.entries), 'item')} read nevertheless")
    digest = hashlib.sha256(raw).hexdigest()
    for number, item in enumerate(found.entries, 1):
        try:
            made = article(item, found.feed, args.sitename, args.links)
            made.trace |= {"feed": path.name, "feed_sha256": digest}
            out.put(made)
        except (OSError, ValueError) as problem:
            out.refuse(path, f"item {number} ({item.get('link') or item.get('title') or 'no name'}): {problem}")
    return len(found.entries)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("feeds", nargs="+", type=Path, help="feeds as files")
    parser.add_argument("--out", required=True, help="the folder to write to, made if need be")
    parser.add_argument("--sitename", help="the outlet whose feeds these are")
    parser.add_argument("--links", action="store_true", help="keep links with their targets")
    args = parser.parse_args()
    for path in args.feeds:
        if not path.is_file():
            error(f"{path}: there is no such file")
            return 2
    out = Folder(args.out)
    count = sum(read(path, out, args) for path in args.feeds)
    return out.summary(counted(count, "item"))


if __name__ == "__main__":
    sys.exit(main())
