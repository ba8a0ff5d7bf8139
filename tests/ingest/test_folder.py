"""What tools/ingest writes to disk, whatever a title says; standard library only.

PYTHONPATH=tools/ingest python3 -m unittest discover tests/ingest
"""

import contextlib
import io
import os
import tempfile
import unittest
from pathlib import Path

from article import LONGEST_NAME, Article, quoted, without_trace
from folder import Folder, harmless


def titled(title, body="The ferry sails again.", **trace):
    return Article(body, {"title": title}, trace)


class Names(unittest.TestCase):
    def test_a_name_is_no_path(self):
        for title, name in [
            ("../../etc/passwd", "etc-passwd"),
            ("C:\\Windows\\system32", "c-windows-system32"),
            (".hidden", "hidden"),
            ("a\x00b\nc", "a-b-c"),
            ("Don’t panic: “it's” over", "dont-panic-its-over"),
            ("--help", "help"),
            ("NUL", "nul-"),
            ("COM1", "com1-"),
            ("...", "untitled"),
            ("", "untitled"),
            (None, "untitled"),
            ("Ärger in Łódź", "ärger-in-łódź"),
            ("A\u0308rger", "ärger"),
            ("\ud800", "untitled"),
            ("\u202egpj.exe", "gpj-exe"),
        ]:
            with self.subTest(title=title):
                self.assertEqual(titled(title).name(), name)

    def test_a_long_title_is_cut_at_a_word(self):
        name = titled("Überfahrt " * 50).name()
        self.assertLessEqual(len(name.encode()), LONGEST_NAME)
        self.assertTrue(name.endswith("überfahrt"))
        self.assertLessEqual(len(titled("é" * 500).name().encode()), LONGEST_NAME)

    def test_the_day_goes_first(self):
        for date, name in [
            ("2024-03-05T09:30:00+01:00", "2024-03-05-quay"),
            ("2024-03-05", "2024-03-05-quay"),
            ("March 5, 2024", "quay"),
            ("2024-03-056", "quay"),
            ("../../2024", "quay"),
            (None, "quay"),
        ]:
            with self.subTest(date=date):
                self.assertEqual(Article("x", {"title": "Quay", "date": date}).name(), name)


class FrontMatter(unittest.TestCase):
    def test_a_value_is_one_quoted_line(self):
        self.assertEqual(quoted('a: "b"\n---\n# c'), '"a: \\"b\\" --- # c"')
        self.assertEqual(quoted("\x1b[31m\x7f\ufeff"), '"\\u001b[31m\\u007f\\ufeff"')
        self.assertEqual(quoted("\ud800"), '"?"')
        self.assertEqual(quoted("“λ” 📰"), '"“λ” 📰"')

    def test_what_says_nothing_is_left_out(self):
        article = Article("x", {"title": " ", "tags": [], "url": None, "date": ""}, {"warc_offset": 0, "page": "p"})
        self.assertEqual(article.text(), '---\npage: "p"\nwarc_offset: 0\n---\n\nx\n')

    def test_the_trace_can_be_taken_out(self):
        text = titled("t", body="page: 1\n\n---\n\npage: 2", page="p.html", page_sha256="0", retrieved="2024").text()
        self.assertEqual(without_trace(text), '---\ntitle: "t"\n---\n\npage: 1\n\n---\n\npage: 2\n')


class Writing(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.root = Path(place.name)
        self.told = io.StringIO()

    def put(self, *articles):
        folder = Folder(self.root / "corpus")
        with contextlib.redirect_stderr(self.told):
            for article in articles:
                folder.put(article)
        return folder

    def files(self):
        return {path.name: path.read_text("utf-8") for path in (self.root / "corpus").iterdir()}

    def test_two_of_a_name_are_both_kept(self):
        one, other = titled("Quay", "One."), titled("Quay", "Other.")
        self.assertEqual(self.put(one, other, one).written, 2)
        files = self.files()
        self.assertEqual(files["quay.md"], one.text())
        self.assertEqual(sorted(files.values()), sorted([one.text(), other.text()]))
        self.assertIn("quay.md is there already and says something else", self.told.getvalue())
        again = self.put(other, one)
        self.assertEqual((again.written, again.unchanged), (0, 2))
        self.assertEqual(self.files(), files)

    def test_what_a_person_changed_is_left_alone(self):
        self.put(titled("Quay"))
        path = self.root / "corpus" / "quay.md"
        path.write_text("edited", "utf-8")
        self.assertEqual(self.put(titled("Quay")).written, 1)
        self.assertEqual(path.read_text("utf-8"), "edited")

    def test_only_the_trace_differs(self):
        self.put(titled("Quay", retrieved="2024-03-05"))
        self.assertEqual(self.put(titled("Quay", retrieved="2024-03-06")).unchanged, 1)
        self.assertIn("2024-03-05", self.files()["quay.md"])

    @unittest.skipUnless(hasattr(os, "symlink"), "no links here")
    def test_a_link_is_not_followed(self):
        (self.root / "corpus").mkdir()
        target = self.root / "target"
        (self.root / "corpus" / "quay.md").symlink_to(target)
        self.put(titled("Quay"))
        self.assertFalse(target.exists())

    def test_both_names_taken(self):
        (self.root / "corpus").mkdir()
        digest_name = next(name for name in self.put(titled("x"), titled("x", "y")).path.iterdir() if "-" in name.name)
        digest_name.write_text("something else", "utf-8")
        with self.assertRaises(OSError):
            self.put(titled("x", "y"))
        self.assertEqual(digest_name.read_text("utf-8"), "something else")

    def test_a_terminal_is_not_obeyed(self):
        self.assertEqual(harmless("a\x1b[31m\n\u202eb"), "a\ufffd[31m\ufffd\ufffdb")


if __name__ == "__main__":
    unittest.main()
