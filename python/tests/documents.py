"""Documents of our own making: the same ones for the same number, in any order, on any machine.

Every sentence is about invented people, places and outlets. They hold what ibid looks for (claims direct and indirect,
framing terms in several voices, names) and what is hard about text: accents, entities, lists, quotation marks that are
never closed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

import pyarrow as pa

PEOPLE = ("Dana Roth", "Mira Osk", "Tomas Vell", "Ana López", "Ilse Harrow", "Bram Okoro", "Søren Lind", "Pia Quist")
PLACES = ("Port Ilmar", "Vesthaven", "Old Karsk", "the Lower Basin", "Hollin", "São Brás")
OUTLETS = ("The Harbor Gazette", "Meridian Wire", "The Karsk Lantern", "Basin Daily")
ROLES = ("Mayor", "engineer", "a spokeswoman for the ferry company", "Harbour Minister", "union leader", "professor")
THINGS = ("the ferry", "the bridge", "the new tariff", "the water board", "the strike", "the reform")
FACTS = (
    "would close for nine weeks",
    "cost more than anyone had been told",
    "was safe before the storm and is safe now",
    "had failed two inspections since spring",
    "will reopen once the cranes are paid for",
    "could not go on like this",
)
TERMS = ("so-called", "controversial", "highly respected", "reckless", "historic", "embattled", "sham")
SENTENCES = (
    "{role} {person} said {thing} {fact}.",
    "“{Thing} {fact},” {person} said on Tuesday. “Nobody asked us.”",
    "According to {outlet}, the {term} deal on {thing} {fact}.",
    "{person}, a {term} figure in {place}, claimed that {thing} {fact}.",
    "Critics called it a “{term}” plan; {person} denied that {thing} {fact}.",
    "The {term} regime in {place} insisted {thing} {fact}, {outlet} reported.",
    "In {place}, {number} people waited in the rain.",
    "- {Thing} {fact} &mdash; or so *{person}* told [{outlet}](https://wire.example/{number}).",
    "“We had no choice, {person} wrote, because {thing} {fact}.",
    "It {fact}, {person} admitted, after {number} days.",
)


def document(number: int, size: int = 1200) -> str:
    """Returns the document with this number, of about ``size`` bytes."""
    chance = random.Random(f"ibid {number}")
    lines: list[str] = []
    if chance.random() < 0.6:
        title = f"{chance.choice(THINGS).capitalize()} {chance.choice(FACTS)}"
        lines += ["---", f'title: "{title}"', f"sitename: {chance.choice(OUTLETS)}"]
        lines += [f"author: {chance.choice(PEOPLE)}", f"date: 2031-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"]
        lines += ["---", ""]
    wanted, have = size * chance.uniform(0.4, 1.6), 0
    while have < wanted:
        sentences = []
        for _ in range(chance.randint(1, 4)):
            thing = chance.choice(THINGS)
            sentences.append(
                chance.choice(SENTENCES).format(
                    role=chance.choice(ROLES),
                    person=chance.choice(PEOPLE),
                    place=chance.choice(PLACES),
                    outlet=chance.choice(OUTLETS),
                    thing=thing,
                    Thing=thing.capitalize(),
                    fact=chance.choice(FACTS),
                    term=chance.choice(TERMS),
                    number=chance.randint(3, 9999),
                )
            )
        paragraph = " ".join(sentences)
        have += len(paragraph)
        lines += [paragraph, ""]
    return "\n".join(lines)


POISON: dict[str, bytes] = {
    "not-utf-8": b"Caf\xe9 owner Dana Roth said the ferry was late.",
    "nul": b"The ferry was\0late, Dana Roth said.",
    "huge": b"\xe2\x80\x9cThe port is closed,\xe2\x80\x9d Dana Roth said.\n\n" * (50_000_000 // 44),
    "quotation-marks": "“".encode() * 100_000,
    "empty": b"",
}
"""Documents that something else would die of."""

REFUSED = {"not-utf-8": "document.not-utf-8", "nul": "document.nul"}
"""Those of them that ibid refuses, and how. The others are texts, if odd ones."""


def batches(count: int, rows: int = 1000, size: int = 1200, first: int = 0) -> Iterator[pa.RecordBatch]:
    """Returns documents as batches with ``id`` and ``text``."""
    for start in range(first, first + count, rows):
        numbers = range(start, min(start + rows, first + count))
        texts = [document(number, size) for number in numbers]
        yield pa.RecordBatch.from_pydict({"id": [f"doc-{number:06}" for number in numbers], "text": texts})
