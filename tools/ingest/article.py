"""A document as the recipes write it: front matter that ibid reads, then Markdown.

Every string is written between double quotes on one line, whatever it holds, so that no title is taken for YAML.
What a document says (`fields`) is kept apart from where its bytes lay (`trace`): a page that was fetched twice gives
the same document if nothing but the trace differs. Standard library only.
"""

import json
import re
import unicodedata
from dataclasses import dataclass, field

# What YAML does not hold as it stands, beyond the control characters that JSON escapes already.
UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")

# The keys of where a document came from. ibid reads none of them; its digests hold all of them.
TRACE = (
    "page",
    "page_sha256",
    "warc",
    "warc_offset",
    "warc_record",
    "feed",
    "feed_sha256",
    "guid",
    "zotero",
    "retrieved",
)

# How long a file name may be in bytes, its ending and the digest behind it left out: file systems take 255.
LONGEST_NAME = 120

# Names that Windows keeps for devices.
DEVICES = {"con", "prn", "aux", "nul"} | {f"{device}{n}" for device in ("com", "lpt") for n in range(1, 10)}


def one_line(text):
    """Folds white space, and replaces what UTF-8 cannot hold."""
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").split())


def quoted(text):
    """Writes a text as a YAML scalar between double quotes."""
    written = json.dumps(one_line(text), ensure_ascii=False)
    return UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", written)


def value(said):
    """Writes a text, a number or a list of texts as YAML."""
    if isinstance(said, int):
        return str(said)
    if isinstance(said, str):
        return quoted(said)
    return "[" + ", ".join(quoted(item) for item in said) + "]"


@dataclass
class Article:
    """Front matter in the order in which it is written, and a body in Markdown."""

    body: str
    fields: dict = field(default_factory=dict)
    trace: dict = field(default_factory=dict)

    def front(self):
        """Returns what is said: keys without a value are left out, and traces follow fields."""
        said = {**self.fields, **{key: self.trace[key] for key in TRACE if key in self.trace}}
        kept = {key: said[key] for key in said if said[key] not in (None, "", [])}
        return {key: item for key, item in kept.items() if isinstance(item, int | list) or one_line(item)}

    def text(self):
        """Returns the whole document."""
        lines = [f"{key}: {value(said)}" for key, said in self.front().items()]
        return "\n".join(["---", *lines, "---", "", self.body.strip("\n"), ""])

    def name(self):
        """Returns a file name, without ending: the day if there is one, then the title's letters and digits.

        Nothing of it is a path: separators, dots, blanks and control characters are hyphens.
        """
        day = re.match(r"\d{4}-\d{2}-\d{2}(?!\d)", self.fields.get("date") or "")
        title = unicodedata.normalize("NFC", one_line(self.fields.get("title") or "")).casefold()
        words = re.findall(r"[^\W_]+", title.replace("'", "").replace("’", ""))
        slug = clipped("-".join(words)) or "untitled"
        name = f"{day[0]}-{slug}" if day else slug
        return f"{name}-" if name in DEVICES else name


def clipped(slug):
    """Cuts a slug at a hyphen, or else at a character, so that it is not too long."""
    if len(slug.encode()) <= LONGEST_NAME:
        return slug
    cut = slug.encode()[:LONGEST_NAME].decode("utf-8", "ignore")
    return cut.rpartition("-")[0] or cut


def without_trace(text):
    """Returns a document's text without the lines of its trace."""
    head, fence, body = text.partition("\n---\n")
    kept = [line for line in head.split("\n") if line.partition(":")[0] not in TRACE]
    return "\n".join(kept) + fence + body
