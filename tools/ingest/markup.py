"""HTML to Markdown, so that ibid reads the words that a reader of the page reads.

markdownify keeps block quotations, which decide whose words a paragraph is; trafilatura's own Markdown drops their
marks. Escaped is what Markdown would take for markup, and no more: "[The mayor] lost 1_000 votes at AT&T" stays.
"""

import re

from bs4 import BeautifulSoup
from markdownify import BACKSLASH, MarkdownConverter

# Backslashes, emphasis, code and strikethrough; tags and comments; entities; links, footnotes and alerts.
INLINE = re.compile(
    r"[\\*`~]"
    r"|(?<![^\W_])_|_(?![^\W_])"
    r"|<(?=[A-Za-z/!?])"
    r"|&(?=#?\w+;)"
    r"|\[(?=[\^!])|\](?=[(\[:])"
)

# What at the start of a line makes it a heading, a quotation, a list, a rule, a table or a task.
LEADING = re.compile(
    r"^(\s*)(#{1,6}(?=\s|$)|>|[-+](?=\s|$)|[-=]++(?=\s*$)|\|?\s*:?-++(?=[\s:|-]*+$)|\[(?=[ xX]\]))", re.M
)
NUMBERED = re.compile(r"^(\s*\d{1,9})([.)])(?=\s|$)", re.M)


class Converter(MarkdownConverter):
    """Converts what carries words; pictures carry none."""

    def escape(self, text, parent_tags):
        text = INLINE.sub(r"\\\g<0>", text or "")
        text = LEADING.sub(r"\1\\\2", text)
        text = NUMBERED.sub(r"\1\\\2", text)
        in_cell = not {"td", "th"}.isdisjoint(parent_tags)
        return text.replace("|", r"\|") if in_cell else text

    def convert_img(self, el, text, parent_tags):
        return ""


def markdown(html, links=False, title=None):
    """Returns HTML as Markdown; a heading at its start that only repeats the title is left out.

    Raises `ValueError` for markup that nests too deep to be read.
    """
    try:
        return converted(html, links, title)
    except RecursionError:
        raise ValueError("its markup nests too deep") from None


def converted(html, links, title):
    soup = BeautifulSoup(html, "html.parser")
    first = soup.find(lambda tag: tag.name not in ("html", "body", "article", "div") and tag.get_text(strip=True))
    for head in soup.find_all("head"):
        head.decompose()
    if first is not None and re.fullmatch("h[1-6]", first.name) and folded(first.get_text()) == folded(title or ""):
        first.decompose()
    # A line end in HTML is a blank; kept, it could end a block for ibid.
    options = {"wrap": True, "wrap_width": None, "heading_style": "ATX", "bullets": "-", "newline_style": BACKSLASH}
    dropped = ["script", "style"]
    for tag in soup.find_all(dropped):
        tag.decompose()
    text = Converter(**options, autolinks=False, strip=None if links else ["a"]).convert_soup(soup)
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


def folded(text):
    return " ".join(text.split()).casefold()
