"""What every engine must do, and the processes below it that are killed while it does."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

import documents
import ibid_spark
from conftest import whole


def written(folder: Path) -> pa.Table:
    """Reads what :func:`ibid_spark.write` wrote."""
    return ds.dataset(folder, format="parquet", partitioning="hive").to_table().drop_columns("digest_prefix")


class OfEveryEngine:
    """The tests that an engine passes, in this order: the second finds the rows of the first."""

    def test_it_says_what_the_command_says(self, spark, source: str, out: Path, ibid: str, wanted: str) -> None:
        rows = ibid_spark.annotate(spark.read.parquet(source), binary=ibid)
        ibid_spark.write(rows, str(out), digits=1)
        assert len(list(out.glob("digest_prefix=*"))) == 16
        assert whole(written(out)) == wanted

    def test_a_second_run_does_nothing(self, spark, source: str, out: Path, ibid: str) -> None:
        """Only what is new or changed is annotated."""
        df = spark.read.parquet(source)
        done = spark.read.parquet(str(out))
        assert ibid_spark.annotate(df, binary=ibid, done=done).count() == 0
        broad = ["--framing", "broad"]
        assert ibid_spark.skip_done(df.limit(50), done, binary=ibid, options=broad).count() == 50
        changed = spark.createDataFrame(
            [("doc-000000", "Another text."), ("new", documents.document(1)), ("doc-000001", documents.document(1))],
            "id string, text string",
        )
        left = ibid_spark.skip_done(changed, done, binary=ibid).collect()
        assert sorted(row.id for row in left) == ["doc-000000", "new"]

    def test_front_matter_is_part_of_what_is_done(self, spark, ibid: str) -> None:
        df = spark.createDataFrame(
            [("a", "A text.", 'A "title"'), ("b", "A text.", None), ("c", "A text.", "Another")],
            "id string, text string, title string",
        )
        rows = ibid_spark.annotate(df.where("id != 'c'"), binary=ibid)
        done = spark.createDataFrame(rows.toArrow())
        assert [row.id for row in ibid_spark.skip_done(df, done, binary=ibid).collect()] == ["c"]

    def test_poison_is_a_row(self, spark, tmp_path: Path, ibid: str) -> None:
        """A document that something else would die of is a row, beside the others of its batch."""
        healthy = {f"healthy-{number}": documents.document(number).encode() for number in range(50)}
        all_ = healthy | documents.POISON
        table = pa.table({"id": list(all_), "bytes": pa.array(list(all_.values()), pa.binary())})
        folder, out = tmp_path / "in", tmp_path / "out"
        folder.mkdir()
        pq.write_table(table, folder / "poison.parquet")
        ibid_spark.write(ibid_spark.annotate(spark.read.parquet(str(folder)), binary=ibid), str(out))
        rows = {row["id"]: row for row in written(out).select(["id", "error_code", "bytes"]).to_pylist()}
        assert rows.keys() == all_.keys()
        refused = documents.REFUSED | {"huge": "document.too-large"}
        assert {name: row["error_code"] for name, row in rows.items() if row["error_code"]} == refused
        assert all(row["bytes"] == len(all_[name]) for name, row in rows.items())

    def test_flat_rows(self, spark, ibid: str) -> None:
        df = spark.createDataFrame([("a", "“It is open,” Dana Roth said."), ("b", "")], "id string, text string")
        flat = ibid_spark.flatten(ibid_spark.annotate(df, binary=ibid)).toArrow().to_pylist()
        assert {(row["id"], row["kind"]) for row in flat} >= {("a", "claim"), ("a", "speaker"), ("b", None)}


def below(pid: int) -> dict[int, str]:
    """Returns the processes below one, with their command lines."""
    parents, lines = {}, {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                lines[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            except (FileNotFoundError, ProcessLookupError):
                continue
    found: dict[int, str] = {}

    def add(parent: int) -> None:
        for child, its in parents.items():
            if its == parent and child not in found:
                found[child] = lines[child]
                add(child)

    add(pid)
    return found


def parent(pid: int) -> int:
    """Returns the process that started this one."""
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])


def is_native(line: str) -> bool:
    """Tells whether a command line is that of our child."""
    return " stream --arrow" in line


def survives(run: Callable[[], None], root: int, victim: Callable[[dict[int, str]], int | None]) -> None:
    """Runs a job and kills a process below ``root`` while it runs, by its id."""
    failed: list[BaseException] = []

    def job() -> None:
        try:
            run()
        except BaseException as error:  # it is raised again below, in the thread of the test
            failed.append(error)

    thread = threading.Thread(target=job)
    thread.start()
    killed = None
    while thread.is_alive() and killed is None:
        processes = below(root)
        if any(is_native(line) for line in processes.values()):
            time.sleep(0.2)
            killed = victim(below(root))
            if killed is not None:
                os.kill(killed, signal.SIGKILL)
        time.sleep(0.02)
    at_work = thread.is_alive()
    thread.join()
    if failed:
        raise failed[0]
    assert killed is not None, "there was nothing to kill"
    assert at_work, "the job was over when it was killed"


def native(processes: dict[int, str]) -> int | None:
    """Picks our child."""
    return next((pid for pid, line in processes.items() if is_native(line)), None)
