"""A folder of documents, into which files are put and out of which none is lost. Standard library only."""

import hashlib
import os
import sys
from pathlib import Path

from article import without_trace


class Folder:
    """Where a recipe writes, with a count of what became of each document."""

    def __init__(self, path):
        self.path = Path(path)
        self.written = 0
        self.unchanged = 0
        self.refused = 0

    def put(self, article):
        """Writes a document and returns its path; one that is there already is left as it is.

        No file is ever written over. Where the name is taken by another text, the first eight digits of the
        document's SHA-256 are put behind it, and a warning says so.
        """
        text = article.text()
        plain = self.path / f"{article.name()}.md"
        digest = hashlib.sha256(without_trace(text).encode()).hexdigest()[:8]
        for path in (plain, plain.with_name(f"{plain.stem}-{digest}.md")):
            before = self.written
            if self.put_at(path, text):
                if path != plain and self.written > before:
                    warn(f"{plain} is there already and says something else", f"{path} has this one")
                return path
        raise OSError(f"{plain} and {path} are there already and say something else")

    def put_at(self, path, text):
        """Writes a text to a path, unless another text is there."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            create(path, text.encode())
        except FileExistsError:
            if not path.is_file() or without_trace(path.read_text("utf-8", "replace")) != without_trace(text):
                return False
            self.unchanged += 1
            return True
        self.written += 1
        return True

    def refuse(self, path, why):
        """Tells that a document could not be made, and goes on."""
        self.refused += 1
        error(f"{path}: {why}")

    def summary(self, inputs):
        """Prints what became of `inputs` and returns the exit code: 0, or 1 when a document could not be made."""
        parts = [f"{self.written} written to {self.path}"]
        parts += [f"{self.unchanged} there already"] if self.unchanged else []
        parts += [f"{self.refused} refused"] if self.refused else []
        print(f"{inputs}: {', '.join(parts)}")
        return 1 if self.refused else 0


def counted(number, noun):
    """Writes a number with its noun."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def create(path, content):
    """Writes a new file whole, or not at all; fails when one is there, be it only a link."""
    with open(path, "xb") as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            os.unlink(path)
            raise


def harmless(text):
    """Replaces what a terminal would obey, and what it could not print."""
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return shown.encode("utf-8", "replace").decode("utf-8")


def error(message):
    """Prints an error."""
    print(f"error: {harmless(message)}", file=sys.stderr)


def warn(message, help=None):
    """Prints a warning, and what follows from it."""
    print(f"warning: {harmless(message)}", file=sys.stderr)
    if help:
        print(f"  help: {harmless(help)}", file=sys.stderr)
