#!/usr/bin/env python3
"""Make documents of a folder of saved web pages.

    python tools/ingest/from_html.py pages --out articles
    ibid annotate articles

Every .html, .htm and .xhtml file becomes a Markdown file: trafilatura finds the text and the metadata, which are
written as front matter. `page` and `page_sha256` say which file a document came from. No file is written over.
Exit codes: 0 all written, 1 a page had no text or could not be read, 2 could not run.
"""

import argparse
import os
import sys
from pathlib import Path
from urllib.parse import quote, urljoin

import page
from folder import Folder, counted, error

ENDINGS = (".html", ".htm", ".xhtml")


def pages(roots):
    """Yields each page as its root and its path, in the order of names; links are not followed."""
    for root in map(Path, roots):
        if root.is_file():
            yield root.parent, root
        for folder, folders, files in os.walk(root):
            folders.sort()
            for name in sorted(files):
                path = Path(folder, name)
                if name.lower().endswith(ENDINGS) and not path.is_symlink():
                    yield root, path


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="+", help="folders of pages, or pages")
    parser.add_argument("--out", required=True, help="the folder to write to, made if need be")
    parser.add_argument("--base-url", help="the address of the folder, for pages that state none (a mirror of wget)")
    parser.add_argument("--links", action="store_true", help="keep links with their targets")
    args = parser.parse_args()
    for root in args.pages:
        if not os.path.exists(root):
            error(f"{root}: there is no such file or folder")
            return 2
    out, count = Folder(args.out), 0
    for root, path in pages(args.pages):
        count += 1
        place = path.relative_to(root).as_posix()
        url = urljoin(args.base_url.rstrip("/") + "/", quote(os.fsencode(place))) if args.base_url else None
        try:
            article = page.article(path.read_bytes(), url, args.links)
            article.trace["page"] = place
            out.put(article)
        except (OSError, page.NoText) as problem:
            out.refuse(path, getattr(problem, "strerror", None) or problem)
    if count == 0:
        error(f"{', '.join(args.pages)}: there is no page; pages end in {', '.join(ENDINGS)}")
        return 2
    return out.summary(counted(count, "page"))


if __name__ == "__main__":
    sys.exit(main())
