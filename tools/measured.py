#!/usr/bin/env python3
"""Make src/lexicon/measured.yaml: how often terms and categories were right.

    python3 tools/measured.py GOLD.jsonl --ibid target/release/ibid

Needs Python 3.9. GOLD.jsonl holds one JSON object a line: {"id", "text", "spans": [[start, end, …], …]}, spans in code
points, half-open, of the words that readers marked as biased; the training split of BABE (Spinde and others, 2021)
in this form was used. Nothing of the corpus is kept but counts.

A find is right when it overlaps a marked span. Counts are kept for every category, by default and in the broad
mode, and in the broad mode for every entry with at least LEAST finds: fewer say nothing.
"""
import argparse
import collections
import json
import subprocess
import sys

LEAST = 5

HEAD = """\
# How often a find was right: written by tools/measured.py, not by hand.
#
# Readers of the training split of BABE marked the words that carry bias; a find is right when it overlaps one. Counts
# are [right, finds]. They measure a term in American news of 2017 to 2020, one word marked in ten or so; another
# corpus gives other figures, and the lists were tuned on this one. Entries with fewer than {least} finds are left out.
"""


def finds(ibid, rows, mode):
    """Yields (row, framing term) for every find."""
    records = "".join(json.dumps({"id": i, "text": row["text"], "format": "plain"}) + "\n" for i, row in enumerate(rows))
    command = [ibid, "stream", "--framing", mode, "--fields", "framing"]
    ran = subprocess.run(command, input=records, capture_output=True, text=True, check=True)
    for line in ran.stdout.splitlines():
        answer = json.loads(line)
        for term in answer["framing"]:
            yield rows[answer["id"]], term


def counts(ibid, rows, mode, key):
    out = collections.defaultdict(lambda: [0, 0])
    for row, term in finds(ibid, rows, mode):
        start, end = term["span"][0][0], term["span"][-1][1]
        right = any(span[0] < end and start < span[1] for span in row["spans"])
        out[term[key]][0] += right
        out[term[key]][1] += 1
    return out


def section(name, table):
    lines = [f"{name}:"] + [f"  {key}: [{right}, {all_}]" for key, (right, all_) in sorted(table.items())]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold")
    parser.add_argument("--ibid", default="ibid")
    parser.add_argument("-o", "--out", default="src/lexicon/measured.yaml")
    args = parser.parse_args()
    with open(args.gold, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    rules = counts(args.ibid, rows, "broad", "rule")
    rules = {rule: count for rule, count in rules.items() if count[1] >= LEAST}
    text = HEAD.format(least=LEAST)
    text += f"corpus: BABE train\nsentences: {len(rows)}\n"
    text += section("default", counts(args.ibid, rows, "precise", "category"))
    text += section("broad", counts(args.ibid, rows, "broad", "category"))
    text += section("entries", rules)
    with open(args.out, "w", encoding="utf-8") as out:
        out.write(text)
    print(f"{args.out}: {len(rules)} entries", file=sys.stderr)


if __name__ == "__main__":
    main()
