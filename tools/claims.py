#!/usr/bin/env python3
"""Measure how often each rule of src/lexicon/claim.yaml is right, and write the figures beside the rules.

    python3 tools/claims.py GOLD.jsonl [--bin target/release/ibid] [--check DEV.jsonl] [--write]

GOLD.jsonl is the training split of PolNeAR v1.0 (Newell, Margolin, Ruths 2018: political news with sources, cues
and contents marked by hand), one article a line: {"id", "text", "attributions": [{"source", "cue", "content"}],
"discard"}, each place a list of [start, end) in code points. The corpus is not part of this repository, and nothing
of it is: only the figures are.

What counts as right. Claims and attributions of an article are paired one to one, as many as possible, where the
contents overlap by half (intersection over union), the cues overlap, and the sources overlap or are both absent. A
claim within another is left out, because PolNeAR marks the outermost only; so is one at least half of whose content
stands in matter that the annotators set aside ("discard"). Precision is the share of claims that are paired.

Which figures are kept. A rule's claims are parted by kind (direct, indirect, mixed) and by class of the cue. A part
gets a figure of its own when it has at least MIN_COUNT claims and its precision differs from that of the whole by
more than APART standard errors of the difference; of nested parts the finer one is tried only against the coarser
one's figure. All else has the rule's figure. Rules with fewer than MIN_COUNT claims have theirs drawn towards that of
all rules, as if PRIOR claims of average precision had been seen besides: three claims that were right are no proof.

--check prints, for another split, how far the figures are off there: the Brier score beside that of one figure for
all rules, and for each tenth of confidence the share that was right. --write puts the figures into claim.yaml.
Python 3.9+, standard library only; the same inputs give the same figures on every machine.
"""
import argparse
import collections
import json
import os
import re
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LEXICON = os.path.join(ROOT, "src", "lexicon", "claim.yaml")
MIN_COUNT = 50
APART = 3.0
PRIOR = 10


def spans(text, places):
    """Sorts, trims blanks, joins what touches: a tuple of (start, end)."""
    out = []
    for start, end in sorted(places or []):
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start >= end:
            continue
        if out and (start <= out[-1][1] or not text[out[-1][1] : start].strip()):
            out[-1][1] = max(out[-1][1], end)
        else:
            out.append([start, end])
    return tuple(map(tuple, out))


def shared(a, b):
    return sum(max(0, min(e, f) - max(s, t)) for s, e in a for t, f in b)


def size(places):
    return sum(end - start for start, end in places)


def both(a, b):
    return shared(a, b) > 0 or (not a and not b)


def same(gold, found):
    common = shared(gold[2], found[2])
    union = size(gold[2]) + size(found[2]) - common
    return common * 2 >= union > 0 and both(gold[1], found[1]) and both(gold[0], found[0])


def paired(gold, found):
    """Returns the indices of the claims in a largest pairing (Kuhn's augmenting paths)."""
    fits = [[j for j, claim in enumerate(found) if same(g, claim)] for g in gold]
    owner = {}

    def augment(i, seen):
        for j in fits[i]:
            if j in seen:
                continue
            seen.add(j)
            if j not in owner or augment(owner[j], seen):
                owner[j] = i
                return True
        return False

    for i in range(len(gold)):
        augment(i, set())
    return set(owner)


def measure(path, binary):
    """Returns (rule, kind, class, right) of every claim."""
    with open(path, encoding="utf-8") as lines:
        gold = [json.loads(line) for line in lines if line.strip()]
    records = "".join(json.dumps({"id": g["id"], "text": g["text"], "format": "plain"}) + "\n" for g in gold)
    done = subprocess.run(
        [binary, "stream", "--framing", "off", "--fields", "claims"], input=records.encode(), capture_output=True, check=True
    )
    answers = {answer["id"]: answer for answer in map(json.loads, done.stdout.decode().splitlines())}
    out = []
    for article in gold:
        text = article["text"]
        places = lambda claim: tuple(spans(text, claim.get(key)) for key in ("source", "cue", "content"))
        aside = spans(text, article.get("discard"))
        claims = [claim for claim in answers[article["id"]]["claims"] if not claim["within"]]
        found = [(places(claim), claim) for claim in claims]
        found = [(p, c) for p, c in found if p[2] and 2 * shared(p[2], aside) < size(p[2])]
        wanted = [p for p in map(places, article["attributions"]) if p[2]]
        right = paired(wanted, [p for p, _ in found])
        out += [(c["rule"], c["kind"], c["cue_class"], j in right) for j, (_, c) in enumerate(found)]
    return out


class Figure:
    def __init__(self, rows):
        self.count = len(rows)
        self.right = sum(row[3] for row in rows)

    def precision(self, mean=None):
        if mean is not None and self.count < MIN_COUNT:
            return (self.right + PRIOR * mean) / (self.count + PRIOR)
        return self.right / max(1, self.count)

    def apart(self, other):
        p, q = self.precision(), other.precision()
        error = (q * (1 - q) * (1 / self.count + 1 / other.count)) ** 0.5
        return self.count >= MIN_COUNT and abs(p - q) > APART * error


def parts(rows):
    """Returns the parts of a rule that have figures of their own: (kind or None, class or None, figure)."""
    whole = Figure(rows)
    out = []
    kinds, classes = (sorted({row[n] for row in rows}) for n in (1, 2))
    for kind in kinds:
        of_kind = Figure([row for row in rows if row[1] == kind])
        if not of_kind.apart(whole):
            of_kind = None
        else:
            out.append((kind, None, of_kind))
        for name in classes:
            cell = [row for row in rows if row[1] == kind and row[2] == name]
            if cell and Figure(cell).apart(of_kind or whole):
                out.append((kind, name, Figure(cell)))
    return out


def figures(rows):
    """Returns for each rule its figure and those of its parts."""
    by_rule = collections.defaultdict(list)
    for row in rows:
        by_rule[row[0]].append(row)
    return {rule: (Figure(all_), parts(all_)) for rule, all_ in sorted(by_rule.items())}


def lookup(table, mean, rule, kind, name):
    whole, cells = table[rule]
    for wanted in ((kind, name), (kind, None)):
        for k, c, figure in cells:
            if (k, c) == wanted:
                return round(figure.precision(), 2)
    return round(whole.precision(mean), 2)


def check(table, mean, rows):
    rows = [row for row in rows if row[0] in table]
    said = [(lookup(table, mean, *row[:3]), row[3]) for row in rows]
    brier = sum((p - right) ** 2 for p, right in said) / len(said)
    by_rule = sum((round(table[row[0]][0].precision(mean), 2) - row[3]) ** 2 for row in rows) / len(rows)
    flat = sum((mean - right) ** 2 for _, right in said) / len(said)
    print(f"\n{len(said)} claims: Brier score {brier:.4f}; by rule alone {by_rule:.4f}; one figure for all {flat:.4f}")
    tenths = collections.defaultdict(list)
    for p, right in said:
        tenths[min(9, int(p * 10))].append((p, right))
    print("\n| confidence | claims | said | right |\n|:--|--:|--:|--:|")
    for tenth, pairs in sorted(tenths.items()):
        mean_said, share = (sum(pair[n] for pair in pairs) / len(pairs) for n in (0, 1))
        print(f"| {tenth / 10:.1f} to {(tenth + 1) / 10:.1f} | {len(pairs)} | {mean_said:.2f} | {share:.2f} |")


def show(table, mean):
    print("| rule | kind | class | claims | right | precision |\n|:--|:--|:--|--:|--:|--:|")
    for rule, (whole, cells) in table.items():
        for kind, name, figure, p in [(None, None, whole, whole.precision(mean))] + [c + (c[2].precision(),) for c in cells]:
            print(f"| {rule} | {kind or ''} | {name or ''} | {figure.count} | {figure.right} | {p:.2f} |")


def write(table, mean):
    with open(LEXICON, encoding="utf-8", newline="") as file:
        lines = file.read().split("\n")
    lines = [line for line in lines if not re.match(r"    (precision|count|parts): |    parts:$|      - \{kind: ", line)]
    out, rule = [], None
    for line in lines:
        out.append(line)
        start = re.match(r"  - id: (claim\..*)$", line)
        rule = start[1] if start else rule
        if rule in table and re.match(r"  - id: ", line):
            whole, cells = table[rule]
            out.append(f"    precision: {whole.precision(mean):.2f}")
            out.append(f"    count: {whole.count}")
            if cells:
                out.append("    parts:")
            for kind, name, figure in cells:
                part = f"kind: {kind}" + (f", class: {name}" if name else "")
                out.append(f"      - {{{part}, precision: {figure.precision():.2f}, count: {figure.count}}}")
    with open(LEXICON, "w", encoding="utf-8", newline="") as file:
        file.write("\n".join(out))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("gold", metavar="GOLD.jsonl")
    parser.add_argument("--bin", default=os.path.join(ROOT, "target", "release", "ibid"))
    parser.add_argument("--check", metavar="DEV.jsonl")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    rows = measure(args.gold, args.bin)
    mean = Figure(rows).precision()
    table = figures(rows)
    show(table, mean)
    print(f"\n{len(rows)} claims, precision {mean:.3f}")
    if args.check:
        check(table, mean, measure(args.check, args.bin))
    if args.write:
        write(table, mean)


if __name__ == "__main__":
    main()
