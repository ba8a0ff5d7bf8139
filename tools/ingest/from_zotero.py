#!/usr/bin/env python3
"""Make documents of the web pages that Zotero keeps, and of the notes about them.

In Zotero: Export Collection…, format Zotero RDF, with Export Notes and Export Files. Then

    python tools/ingest/from_zotero.py "Ferry/Ferry.rdf" --out articles --notes notes
    ibid annotate articles

Each item with a snapshot becomes a Markdown file: the text is the snapshot's, and what Zotero says about the item goes
before what the page says. `zotero`, `page` and `page_sha256` say what a document came from. Notes go into a folder of
their own (--notes), because they are your words and not the outlet's: they have no outlet, author or date. No file is
written over. Exit codes: 0 all written, 1 a snapshot had no text or could not be read, 2 could not run.
"""

import argparse
import sys
from pathlib import Path

from lxml import etree

import page
from article import Article
from folder import Folder, counted, error
from markup import markdown

NAMESPACES = {
    "bib": "http://purl.org/net/biblio#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "link": "http://purl.org/rss/1.0/modules/link/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "z": "http://www.zotero.org/namespaces/export#",
}
ABOUT = f"{{{NAMESPACES['rdf']}}}about"
MEMO = f"{{{NAMESPACES['bib']}}}Memo"
RESOURCE = f"{{{NAMESPACES['rdf']}}}resource"


def text(node, path):
    """Returns the first text at a path; `None` when there is none."""
    found = node.find(path, NAMESPACES)
    said = " ".join((found.text or "").split()) if found is not None else ""
    return said or None


def linked(item, path, by_name):
    """Returns the nodes to which the elements at a path point."""
    names = (element.get(RESOURCE) for element in item.findall(path, NAMESPACES))
    return [by_name[name] for name in names if name in by_name]


def author(person):
    """Returns a name as it is read; an organisation has a surname only."""
    given = text(person, "foaf:givenName") or text(person, "foaf:givenname")
    return " ".join(part for part in (given, text(person, "foaf:surname")) if part)


def fields(item):
    """Returns what Zotero says of an item in front-matter keys."""
    # The section of a paper stands between an item and the paper.
    section = item.find("dcterms:isPartOf/bib:Part", NAMESPACES)
    whole = section if section is not None else item
    return {
        "title": text(item, "dc:title"),
        "author": [author(person) for person in item.findall("bib:authors/rdf:Seq/rdf:li/foaf:Person", NAMESPACES)],
        "url": text(item, "dc:identifier/dcterms:URI/rdf:value"),
        "sitename": text(whole, "dcterms:isPartOf/*/dc:title"),
        "publisher": text(item, "dc:publisher/foaf:Organization/foaf:name"),
        "date": text(item, "dc:date"),
        "abstract": text(item, "dcterms:abstract"),
        "categories": [text(section, "dc:title")] if section is not None and text(section, "dc:title") else [],
        "tags": [tag for tag in tags(item) if tag],
        "language": text(item, "z:language"),
        "extra": text(item, "dc:description"),
    }


def tags(item):
    for subject in item.findall("dc:subject", NAMESPACES):
        yield text(subject, "z:AutomaticTag/rdf:value") or " ".join((subject.text or "").split())


def snapshot(item, by_name, root):
    """Returns the path of an item's first HTML file, and how it is written in the export; `None` when there is none."""
    for attachment in linked(item, "link:link", by_name):
        place = attachment.find("rdf:resource", NAMESPACES)
        if place is None or text(attachment, "link:type") not in ("text/html", "application/xhtml+xml"):
            continue
        path = (root / place.get(RESOURCE)).resolve()
        if not path.is_relative_to(root.resolve()):
            raise OSError(f"{place.get(RESOURCE)} leads out of the export")
        return path, place.get(RESOURCE)
    return None


def article(item, by_name, root, links):
    """Makes a document of an item's snapshot; `None` when it has none."""
    found = snapshot(item, by_name, root)
    if found is None:
        return None
    path, place = found
    known = {key: said for key, said in fields(item).items() if said}
    made = page.article(path.read_bytes(), known.get("url"), links)
    made.fields = made.fields | known
    retrieved = text(item, "dcterms:dateSubmitted")
    made.trace |= {"page": place, "zotero": item.get(ABOUT), "retrieved": retrieved}
    return made


def note(memo, about):
    """Makes a document of a note; `about` is the item that it belongs to, or nothing."""
    body = markdown(memo.findtext("rdf:value", "", NAMESPACES))
    title = next((line.strip("# ") for line in body.split("\n") if line.strip("# ")), None)
    said = fields(about) if about is not None else {}
    on = {"note_on": said.get("title"), "note_on_url": said.get("url")}
    return Article(body, {"title": title and title[:80], **on}, {"zotero": memo.get(ABOUT)}) if body else None


def read(path):
    """Returns the items and all nodes by their names."""
    # Entities and other files are not followed: the export is whole by itself.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    nodes = [node for node in etree.parse(path, parser).getroot() if isinstance(node.tag, str)]
    by_name = {node.get(ABOUT): node for node in nodes if node.get(ABOUT)}
    apart = {MEMO, f"{{{NAMESPACES['z']}}}Attachment", f"{{{NAMESPACES['z']}}}Collection"}
    return [node for node in nodes if node.tag not in apart], by_name


def write_articles(items, by_name, args, out):
    """Writes the items that have a snapshot, and returns how many have none."""
    without = 0
    for item in items:
        name = text(item, "dc:title") or item.get(ABOUT)
        try:
            made = article(item, by_name, args.export.parent, args.links)
            without += made is None
            if made:
                out.put(made)
        except (OSError, page.NoText) as problem:
            out.refuse(args.export, f"{name}: {problem}")
    return without


def write_notes(items, by_name, path, notes):
    """Writes all notes, those of no item too."""
    about = {memo.get(ABOUT): item for item in items for memo in linked(item, "dcterms:isReferencedBy", by_name)}
    for memo in by_name.values():
        if memo.tag == MEMO:
            try:
                made = note(memo, about.get(memo.get(ABOUT)))
                if made:
                    notes.put(made)
            except (OSError, ValueError) as problem:
                notes.refuse(path, f"note {memo.get(ABOUT)}: {problem}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("export", type=Path, help="the .rdf file of the export; its files lie beside it")
    parser.add_argument("--out", required=True, help="the folder to write documents to, made if need be")
    parser.add_argument("--notes", help="the folder to write notes to; without it they are left out")
    parser.add_argument("--links", action="store_true", help="keep links with their targets")
    args = parser.parse_args()
    if args.notes and Path(args.notes).resolve() == Path(args.out).resolve():
        error("--notes: give another folder than --out; notes are not the outlet's words")
        return 2
    try:
        items, by_name = read(args.export)
    except (OSError, etree.XMLSyntaxError) as problem:
        error(f"{args.export}: {getattr(problem, 'strerror', None) or problem}")
        return 2
    out = Folder(args.out)
    without = write_articles(items, by_name, args, out)
    left = f", {without} without a snapshot" if without else ""
    code = out.summary(counted(len(items), "item") + left)
    if args.notes:
        notes = Folder(args.notes)
        write_notes(items, by_name, args.export, notes)
        code = max(code, notes.summary("notes"))
    return code


if __name__ == "__main__":
    sys.exit(main())
