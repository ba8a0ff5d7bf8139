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


@pytest.fixture(scope="module")
def source(articles, tmp_path_factory: pytest.TempPathFactory) -> str:
    return engines.parquet(tmp_path_factory.mktemp("articles") / "in", articles)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rows") / "out"


def test_it_says_what_the_command_says(spark, source: str, out: Path, ibid: str, wanted: str) -> None:
    engines.annotates_as_the_command_does(spark, source, out, ibid, wanted)


def test_a_second_run_does_nothing(spark, source: str, out: Path, ibid: str) -> None:
    engines.a_second_run_does_nothing(spark, source, out, ibid)


def test_front_matter_is_part_of_what_is_done(spark, ibid: str) -> None:
    engines.front_matter_is_part_of_what_is_done(spark, ibid)


def test_flat_rows(spark, ibid: str) -> None:
    engines.flat_rows(spark, ibid)


def test_poison_is_a_row(spark, tmp_path: Path, ibid: str) -> None:
    engines.poison_is_a_row(spark, tmp_path / "out", ibid, tmp_path / "in")


def test_a_killed_child_is_replaced(spark, server, source: str, tmp_path: Path, ibid: str, wanted: str) -> None:
    def run() -> None:
        rows = ibid_spark.annotate(spark.read.parquet(source), binary=ibid)
        ibid_spark.write(rows, str(tmp_path / "out"), digits=1)

    engines.survives(run, server[0], engines.native)
    assert whole(engines.written(tmp_path / "out")) == wanted
