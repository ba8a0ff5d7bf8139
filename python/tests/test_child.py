"""The child by itself: what it answers, and what becomes of documents that it dies of."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pyarrow as pa
import pytest

import documents
from conftest import content, plain
from ibid_spark import SCHEMA, Ibid, Unable, compose
from ibid_spark.rows import FRONT_COLUMNS, engine_row


def annotated(child: Ibid, batches) -> pa.Table:
    with child:
        return pa.Table.from_batches(child.annotate(batches))


@pytest.fixture(scope="module")
def few() -> list[pa.RecordBatch]:
    return list(documents.batches(600, rows=100))


@pytest.fixture(scope="module")
def said(ibid: str, few: list[pa.RecordBatch]) -> dict[str, str]:
    return content(plain(ibid, few))


def frail(tmp_path: Path, ibid: str) -> str:
    """A command that is ibid, except that it dies of POISON and sleeps over STALL."""
    path = tmp_path / "frail"
    path.write_text(
        textwrap.dedent(
            f"""\
            #!{sys.executable}
            import os, signal, subprocess, sys, time
            import pyarrow as pa
            real = subprocess.Popen([{ibid!r}] + sys.argv[1:], stdin=subprocess.PIPE)
            reader = pa.ipc.open_stream(sys.stdin.buffer)
            with pa.ipc.new_stream(real.stdin, reader.schema) as writer:
                for batch in reader:
                    texts = [text.as_py() or b"" for text in batch.column("bytes")]
                    if any(b"POISON" in text for text in texts):
                        real.kill()
                        print("this is more than I can take", file=sys.stderr, flush=True)
                        os.kill(os.getpid(), signal.SIGSEGV)
                    if any(b"STALL" in text for text in texts):
                        print("x" * 300_000, file=sys.stderr, flush=True)
                        time.sleep(600)
                    writer.write_batch(batch)
                    real.stdin.flush()
            real.stdin.close()
            sys.exit(real.wait())
            """
        )
    )
    path.chmod(0o755)
    return str(path)


def test_it_says_what_the_command_says(ibid: str, few, said) -> None:
    assert content(annotated(Ibid(ibid), few)) == said


def ddl(kind: pa.DataType) -> str:
    """Returns Spark's words for a type."""
    if pa.types.is_list(kind):
        return f"array<{ddl(kind.value_type)}>"
    if pa.types.is_struct(kind):
        return f"struct<{', '.join(f'{field.name}: {ddl(field.type)}' for field in kind)}>"
    names = {pa.int32(): "int", pa.int64(): "bigint", pa.bool_(): "boolean"}
    return names.get(kind, str(kind))


def test_the_schema_that_engines_are_told_is_that_of_the_rows(ibid: str) -> None:
    with Ibid(ibid) as child:
        fields = engine_row(child.schema())
    assert SCHEMA == ", ".join(f"{field.name} {ddl(field.type)}" for field in fields)


def test_the_order_is_that_of_the_input(ibid: str, few) -> None:
    rows = annotated(Ibid(ibid, jobs=2), few)
    assert rows.column("id").to_pylist() == [name for batch in few for name in batch.column("id").to_pylist()]


def test_one_batch_may_hold_more_than_any_pipe(ibid: str) -> None:
    batch = pa.RecordBatch.from_pydict({"id": ["a", "b"], "text": [documents.document(n, 3_000_000) for n in (1, 2)]})
    assert content(annotated(Ibid(ibid), [batch])) == content(plain(ibid, [batch]))


def test_a_killed_child_is_replaced(ibid: str, few, said) -> None:
    child = Ibid(ibid)
    with child:
        rows = []
        for number, answer in enumerate(child.annotate(few)):
            rows.append(answer)
            if number in (0, 2, 3):
                os.kill(child.pid, signal.SIGKILL)
    assert content(pa.Table.from_batches(rows)) == said
    assert child.restarts >= 3


def test_the_guilty_document_alone_is_refused(ibid: str, few, said, tmp_path: Path) -> None:
    batch = few[0].to_pydict()
    batch["text"][37] = "A word, and then POISON."
    batch["text"][38] = "And POISON again."
    poisoned = [pa.RecordBatch.from_pydict(batch), *few[1:]]
    child = Ibid(frail(tmp_path, ibid))
    rows = annotated(child, poisoned)
    assert rows.num_rows == 600
    guilty = [row for row in rows.to_pylist() if row["error_code"]]
    assert [row["id"] for row in guilty] == [batch["id"][37], batch["id"][38]]
    for row in guilty:
        assert row["error_code"] == "child.died"
        assert "SIGSEGV" in row["error_message"] and "more than I can take" in row["error_message"]
    # Its digests are those that ibid gives, so that a second run leaves it out.
    refused = plain(ibid, poisoned[:1]).to_pylist()[37]
    for name in ("raw_sha256", "bytes", "engine_sha256", "engine_version", "lexicon_sha256"):
        assert guilty[0][name] == refused[name]
    innocent = {name: digest for name, digest in content(rows).items() if name not in (row["id"] for row in guilty)}
    assert innocent == {name: said[name] for name in innocent}


def test_a_child_that_stalls_is_replaced(ibid: str, few, tmp_path: Path) -> None:
    batch = few[0].slice(0, 4).to_pydict()
    batch["text"][2] = "STALL"
    rows = annotated(Ibid(frail(tmp_path, ibid), timeout=3), [pa.RecordBatch.from_pydict(batch)]).to_pylist()
    assert [row["error_code"] for row in rows] == [None, None, "child.stalled", None]


def test_poison(ibid: str) -> None:
    names = list(documents.POISON)
    batch = pa.RecordBatch.from_pydict({"id": names, "bytes": list(documents.POISON.values())})
    child = Ibid(ibid, max_bytes=64 << 20)
    rows = {row["id"]: row for row in annotated(child, [batch]).to_pylist()}
    assert {name: row["error_code"] for name, row in rows.items() if row["error_code"]} == documents.REFUSED
    assert child.restarts == 0
    assert len(rows["huge"]["annotations"]) > 100_000


def test_a_document_may_be_too_large(ibid: str, few, said) -> None:
    whole = few[0].to_pydict()
    whole["text"][5] = "A word. " * 10_000
    rows = annotated(Ibid(ibid, max_bytes=50_000), [pa.RecordBatch.from_pydict(whole), *few[1:]]).to_pylist()
    refused = rows.pop(5)
    assert (refused["error_code"], refused["bytes"]) == ("document.too-large", 80_000)
    assert [row["id"] for row in rows] == sorted(said.keys() - {refused["id"]})


def test_text_that_is_not_utf_8_is_one_bad_row(ibid: str) -> None:
    # Spark's strings may be so; Arrow's may not, but nobody looks before ibid does.
    data = pa.py_buffer(b"Fine.caf\xe9Fine.")
    text = pa.StringArray.from_buffers(3, pa.array([0, 5, 9, 14], pa.int32()).buffers()[1], data)
    batch = pa.RecordBatch.from_arrays([pa.array(["a", "b", "c"]), text], names=["id", "text"])
    rows = annotated(Ibid(ibid), [batch]).to_pylist()
    assert [row["error_code"] for row in rows] == [None, "document.not-utf-8", None]


def test_either_text_or_bytes(ibid: str) -> None:
    batch = pa.RecordBatch.from_pydict(
        {"id": [1, 2, 3, 4], "text": ["a", None, "c", None], "bytes": [None, b"b", b"c", None]}
    )
    rows = annotated(Ibid(ibid), [batch]).to_pylist()
    wanted = [None, None, "record.no-text", "record.no-text"]
    assert [(row["id"], row["error_code"]) for row in rows] == list(zip("1234", wanted))


def test_front_matter_is_composed_as_ibid_does(ibid: str) -> None:
    titles = ["Plain", 'A "win"\n\\for\u2028the\tport\x01\x7f', "Ünder\x0b", ""]
    columns = {name: [f"{name} {title}" for title in titles] for name in FRONT_COLUMNS} | {"title": titles}
    batch = pa.RecordBatch.from_pydict({"id": ["a", "b", "c", "d"], "text": ["Text."] * 4, **columns})
    for at, row in enumerate(annotated(Ibid(ibid), [batch]).to_pylist()):
        whole = compose(b"Text.", {name: columns[name][at] for name in FRONT_COLUMNS})
        assert row["raw_sha256"] == hashlib.sha256(whole).digest()
        assert row["front_bytes"] == len(whole) - 5


def test_who_cannot_start_says_so(tmp_path: Path, few) -> None:
    with pytest.raises(Unable, match="no command"):
        Ibid(str(tmp_path / "ibid"))
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\necho it is Sunday >&2\nexit 3\n")
    broken.chmod(0o755)
    with pytest.raises(Unable, match="exit code 3: it is Sunday"):
        annotated(Ibid(str(broken)), few)


def test_a_child_dies_with_its_parent(ibid: str) -> None:
    script = textwrap.dedent(
        f"""\
        import os, signal
        from ibid_spark import Ibid
        child = Ibid({ibid!r})
        child.schema()
        print(child.pid, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
        """
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    pid = int(done.stdout)
    for _ in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except FileNotFoundError:
            return
        if state == "Z":
            return
        time.sleep(0.1)
    pytest.fail(f"{pid} lives on")
