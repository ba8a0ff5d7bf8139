"""Sail: the same calls over Spark Connect, to a server on the loopback interface, without Java."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

import engines
import ibid_spark
from conftest import whole

pytest.importorskip("pysail")
pytest.importorskip("grpc")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory):
    here = Path(__file__).resolve().parents[1]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("sail") / "log"
    path = os.pathsep.join([str(here), str(here / "tests")])
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "pysail", "spark", "server", "--ip", "127.0.0.1", "--port", str(port)],
            stdout=out,
            stderr=out,
            env={**os.environ, "PYTHONPATH": path},
        )
    for _ in range(600):
        assert process.poll() is None, log.read_text()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield process.pid, port
    process.terminate()
    process.wait(30)


@pytest.fixture(scope="module")
def spark(server):
    from pyspark.sql import SparkSession

    session = SparkSession.builder.remote(f"sc://127.0.0.1:{server[1]}").getOrCreate()
    yield session
    session.stop()


class TestSail(engines.OfEveryEngine):
    pass


def test_a_killed_child_is_replaced(spark, server, source: str, tmp_path: Path, ibid: str, wanted: str) -> None:
    def run() -> None:
        rows = ibid_spark.annotate(spark.read.parquet(source), binary=ibid)
        ibid_spark.write(rows, str(tmp_path / "out"), digits=1)

    engines.survives(run, server[0], engines.native)
    assert whole(engines.written(tmp_path / "out")) == wanted
