"""A web page to a document, with trafilatura.

Only dates that the page states in its markup are taken: trafilatura's wider search would take the date of an event in
the text for that of publication. Readers' comments are left out, for they are not the outlet's words.
"""

import hashlib
import logging
import re

import trafilatura

from article import Article
from markup import markdown

# What trafilatura has to say is said by the recipes, with the file.
logging.disable(logging.CRITICAL)


# As many bytes of a page as trafilatura takes.
LARGEST = 20_000_000

# The language that a page states, within its first bytes.
LANGUAGE = re.compile(rb"<html\b[^>]*?\slang\s*=\s*[\"']?([A-Za-z-]+)", re.I)


class NoText(Exception):
    """A page in which no text was found."""


def article(raw, url=None, links=False, charset=None, until=None):
    """Makes a document of the bytes of a page.

    `url` counts when the page states no address of its own. `charset` is what the server said, `until` the last
    day on which the page can have been published (`YYYY-MM-DD`). Raises `NoText`.
    """
    if len(raw) > LARGEST:
        raise NoText(f"it has more than {LARGEST // 1_000_000} MB")
    dates = {"original_date": True, "extensive_search": False}
    tree = trafilatura.load_html(decoded(raw, charset))
    if tree is None:
        raise NoText("no text was found in it")
    keep_in_line(tree)
    found = trafilatura.extract_with_metadata(
        tree,
        url=url,
        output_format="html",
        include_comments=False,
        include_formatting=True,
        include_links=links,
        date_extraction_params={**dates, "max_date": until} if until else dates,
    )
    try:
        body = markdown(found.text, links, found.title) if found is not None else ""
    except ValueError as problem:
        raise NoText(problem) from None
    if not body:
        raise NoText("no text was found in it")
    language = LANGUAGE.search(raw[:4096])
    said = fields(found) | {"language": language and language[1].decode()}
    return Article(body, said, {"page_sha256": hashlib.sha256(raw).hexdigest()})


def keep_in_line(tree):
    """Keeps quotations and code in their sentences; trafilatura would make a block of each.

    Browsers show a `q` between quotation marks, so they are put there as text, single ones within double ones.
    """
    depths = [(quotation, sum(1 for _ in quotation.iterancestors("q"))) for quotation in tree.iter("q")]
    for quotation, depth in depths:
        opening, closing = "‘’" if depth % 2 else "“”"
        quotation.text = opening + (quotation.text or "")
        if len(quotation):
            quotation[-1].tail = (quotation[-1].tail or "") + closing
        else:
            quotation.text += closing
        quotation.drop_tag()
    for code in list(tree.iter("code")):
        if next(code.iterancestors("pre"), None) is None:
            code.drop_tag()


def fields(found):
    """Returns trafilatura's metadata in front-matter keys."""
    # Where a page names no site, trafilatura repeats the host.
    host = (found.hostname or "").lower()
    sitename = found.sitename if (found.sitename or "").lower().removeprefix("www.") != host else None
    return {
        "title": found.title,
        "author": [name for name in (found.author or "").split("; ") if name],
        "url": found.url,
        "hostname": found.hostname,
        "sitename": sitename,
        "date": found.date,
        "description": found.description,
        "categories": list(found.categories or []),
        "tags": list(found.tags or []),
        "license": found.license,
    }


def decoded(raw, charset):
    """Decodes a page as the server said, or leaves it to trafilatura."""
    try:
        return raw.decode(charset) if charset else raw
    except (LookupError, UnicodeDecodeError):
        return raw
