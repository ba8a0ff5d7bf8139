"""A child ``ibid stream --arrow`` that is kept alive, or replaced.

The child answers every row it is sent with one row, in order. So what it has answered when it dies is known, and the
rest is given to another child, in halves, until the one document is left that no child survives. That one becomes an
error row.

A pipe holds 64 KiB. Who writes all of a batch before reading waits for ever, because the child cannot write its rows
and so reads no more: a thread of its own writes. Another drains standard error, for the same reason.
"""

from __future__ import annotations

import collections
import ctypes
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa

from . import rows

PIECE_BYTES = 4 << 20
"""How many bytes of documents the child is sent at once."""

PIECE_ROWS = 2048
"""How many documents the child is sent at once."""

MAX_BYTES = 8 << 20
"""The largest document, unless told otherwise. An article has some thousand bytes; the annotations of one of many
megabytes are a row that an executor's memory may not hold."""

ATTEMPTS = 2
"""How often a document is tried alone before it is refused: a child may die of something else."""

STARTS = 3
"""How often a child is started that dies before it has said anything."""


class ChildError(Exception):
    """Something is wrong with the child."""


class Unable(ChildError):
    """No child can be started at all: the task fails, because no document is at fault."""


class Broken(ChildError):
    """The child died or stalled with rows unanswered."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code


def binary(named: str | None) -> str:
    """Finds the command: as named, as ``IBID_BINARY`` says, among the files of the job, on the path."""
    for path in (named, os.environ.get("IBID_BINARY")):
        if path:
            found = shutil.which(path)
            if found is None:
                raise Unable(f"there is no command {path!r} on {os.uname().nodename}")
            return found
    shipped = _shipped()
    if shipped is not None:
        return shipped
    found = shutil.which("ibid")
    if found is None:
        raise Unable(
            "there is no `ibid` here: install it on every machine (`cargo install --path . --features columns`), "
            "or ship it with the job (`spark-submit --files ibid`), or name it with `binary=` or IBID_BINARY"
        )
    return found


def _shipped() -> str | None:
    """Returns what ``spark-submit --files ibid`` brought along; Spark leaves the mode of files alone, others may not."""
    try:
        from pyspark import SparkFiles

        path = SparkFiles.get("ibid")
    except Exception:  # no pyspark here, or an engine without files
        return None
    if not os.path.isfile(path):
        return None
    if not os.access(path, os.X_OK):
        os.chmod(path, 0o755)
    return path


class _Process:
    """One child, from its start to its end."""

    def __init__(self, command: Sequence[str], schema: pa.Schema, timeout: float):
        self._inputs = schema
        self._timeout = timeout
        self._stalled = False
        self._popen = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd="/",  # a folder `lexicon` where a worker happens to run is not the job's
            env={"PATH": "/usr/bin:/bin", "NO_COLOR": "1"},
            close_fds=True,
            preexec_fn=_die_with_parent(),
        )
        self._said: collections.deque[bytes] = collections.deque(maxlen=20)
        self._work: queue.SimpleQueue[pa.RecordBatch | None] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._drain, daemon=True, name="ibid-stderr"),
            threading.Thread(target=self._write, daemon=True, name="ibid-stdin"),
        ]
        for thread in self._threads:
            thread.start()
        self._reader: pa.RecordBatchStreamReader | None = None

    @property
    def pid(self) -> int:
        return self._popen.pid

    def schema(self) -> pa.Schema:
        """Returns the schema of the rows, which is the first thing that the child says."""
        if self._reader is None:
            self.send(_empty(self._inputs))
            self._reader = self._limited(lambda: pa.ipc.open_stream(self._popen.stdout))
        return self._reader.schema

    def send(self, batch: pa.RecordBatch) -> None:
        """Hands a batch to the thread that writes."""
        self._work.put(batch)

    def rows(self) -> pa.RecordBatch:
        """Returns the next rows that the child wrote."""
        self.schema()
        return self._limited(self._reader.read_next_batch)

    def _limited(self, read):
        """Reads something, and kills the child when that takes too long."""
        timer = threading.Timer(self._timeout, self._stall)
        timer.daemon = True
        timer.start()
        try:
            return read()
        except (pa.ArrowInvalid, OSError, StopIteration) as error:
            raise self._broken(error) from error
        finally:
            timer.cancel()

    def _stall(self) -> None:
        self._stalled = True
        self._popen.kill()

    def _broken(self, error: Exception) -> Broken:
        try:
            code = self._popen.wait(1)
        except subprocess.TimeoutExpired:
            self._popen.kill()
            code = self._popen.wait()
        self._threads[0].join(1)
        said = b"".join(self._said).decode("utf-8", "replace").strip()
        if self._stalled:
            return Broken("child.stalled", f"ibid gave no row for {self._timeout:g} seconds")
        if code < 0:
            name = signal.Signals(-code).name if -code in iter(signal.Signals) else str(-code)
            return Broken("child.died", f"ibid was ended by {name}" + (f": {said}" if said else ""))
        return Broken("child.died", f"ibid ended with exit code {code}: {said or error}")

    def _write(self) -> None:
        stdin = self._popen.stdin
        try:
            with pa.ipc.new_stream(stdin, self._inputs) as writer:
                while (batch := self._work.get()) is not None:
                    writer.write_batch(batch)
                    stdin.flush()
        except OSError:
            pass  # the child is gone: whoever waits for its rows sees that
        finally:
            try:
                stdin.close()
            except OSError:
                pass

    def _drain(self) -> None:
        for line in self._popen.stderr:
            self._said.append(line[:2000])

    def close(self, kill: bool = False) -> None:
        """Ends the child: kindly, unless it must be killed."""
        self._work.put(None)
        if not kill:
            try:
                self._popen.wait(5)
            except subprocess.TimeoutExpired:
                kill = True
        if kill:
            self._popen.kill()
        self._popen.wait()
        for thread in self._threads:
            thread.join(5)
        self._popen.stdout.close()
        self._popen.stderr.close()


def _empty(schema: pa.Schema) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([pa.array([], field.type) for field in schema], schema=schema)


def _die_with_parent():
    """Returns what makes a child die with us, where the system can: Spark kills a task's worker without a word.

    A child whose input ends goes away by itself, unless it is caught in a document. The signal comes when the
    *thread* ends that started the child, so only a main thread may ask for it.
    """
    if not sys.platform.startswith("linux") or threading.get_native_id() != os.getpid():
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(1, signal.SIGKILL)


class Ibid:
    """Annotates batches with a child, and with another one when that dies.

    ``timeout`` is how many seconds the child may take for its next rows, which are those of at most 4 MiB of documents
    or of one larger document. A document of more than ``max_bytes`` is refused.
    """

    def __init__(
        self,
        named: str | None = None,
        options: Sequence[str] = (),
        timeout: float = 300.0,
        jobs: int = 1,
        max_bytes: int = MAX_BYTES,
    ):
        self._max_bytes = max_bytes
        self._command = [binary(named), "stream", "--arrow", "--jobs", str(jobs), *options]
        self._timeout = timeout
        self._process: _Process | None = None
        self._inputs: pa.Schema | None = None
        self.restarts = 0

    def __enter__(self) -> Ibid:
        return self

    def __exit__(self, kind: type | None, *_: object) -> None:
        self.close(kill=kind is not None)

    @property
    def pid(self) -> int | None:
        """The child's process id, when there is a child."""
        return None if self._process is None else self._process.pid

    def close(self, kill: bool = False) -> None:
        """Ends the child."""
        process, self._process = self._process, None
        if process is not None:
            process.close(kill)

    def schema(self) -> pa.Schema:
        """Returns the schema of the rows; its metadata names the engine."""
        if self._inputs is None:
            self._inputs = pa.schema([("id", pa.string()), ("bytes", pa.binary())])
        return self._started().schema()

    def annotate(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Answers every row of ``batches`` with a row, in order."""
        waiting: collections.deque[pa.RecordBatch] = collections.deque()
        for batch in batches:
            batch = rows.sent(batch)
            if self._inputs is None:
                self._inputs = batch.schema
            elif batch.schema != self._inputs:
                batch = batch.cast(self._inputs)
            for piece in rows.pieces(batch, PIECE_BYTES, PIECE_ROWS, self._max_bytes):
                if piece.num_rows == 1 and (size := rows.size(piece, 0)) > self._max_bytes:
                    while waiting:
                        yield from self._answered(waiting)
                    yield self._too_large(piece, size)
                    continue
                # One piece is on its way while another is annotated.
                self._started().send(piece)
                waiting.append(piece)
                if len(waiting) > 1:
                    yield from self._answered(waiting)
        while waiting:
            yield from self._answered(waiting)

    def _too_large(self, piece: pa.RecordBatch, size: int) -> pa.RecordBatch:
        message = f"the document has {size >> 20} MiB, more than the {self._max_bytes >> 20} that are sent to ibid"
        return rows.refused(piece, self._started().schema(), "document.too-large", message)

    def _answered(self, waiting: collections.deque[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Returns the rows of the first of the batches that were sent."""
        batch = waiting.popleft()
        done = 0
        try:
            while done < batch.num_rows:
                answer = self._process.rows()
                done += answer.num_rows
                yield answer
            return
        except Broken as broken:
            self._restart()
            rest = batch.slice(done)
            yield from self._mended(rest, broken)
        # The others went down with the child that had them.
        for other in waiting:
            self._started().send(other)

    def _mended(self, batch: pa.RecordBatch, broken: Broken, attempt: int = 1) -> Iterator[pa.RecordBatch]:
        """Returns the rows of a batch that a child died of, from other children."""
        if batch.num_rows == 1 and attempt >= ATTEMPTS:
            yield rows.refused(batch, self._started().schema(), broken.code, str(broken))
            return
        half = (batch.num_rows + 1) // 2
        for part in (batch.slice(0, half), batch.slice(half)):
            again = attempt + 1 if batch.num_rows == 1 else 1
            done = 0
            try:
                if part.num_rows:
                    self._started().send(part)
                while done < part.num_rows:
                    answer = self._process.rows()
                    done += answer.num_rows
                    yield answer
            except Broken as other:
                self._restart()
                yield from self._mended(part.slice(done), other, again)

    def _restart(self) -> None:
        self.restarts += 1
        self.close(kill=True)

    def _started(self) -> _Process:
        """Returns the child; a new one has said its schema, so that one which cannot run at all is told from one that
        died of a document."""
        attempt = 0
        while self._process is None:
            attempt += 1
            try:
                process = _Process(self._command, self._inputs, self._timeout)
            except OSError as error:
                raise Unable(f"{self._command[0]} cannot be run: {error}") from error
            try:
                process.schema()
                self._process = process
            except Broken as broken:
                process.close(kill=True)
                if attempt >= STARTS:
                    raise Unable(f"{' '.join(self._command)}: {broken}") from broken
        return self._process
