"""Apache Spark with two executors, each a process of its own: ``local-cluster[2,1,1024]``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

import engines
import ibid_spark
from conftest import whole

pyspark = pytest.importorskip("pyspark")


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory):
    from pyspark.sql import SparkSession

    here = Path(__file__).resolve().parents[1]
    work = tmp_path_factory.mktemp("spark")
    os.environ["SPARK_HOME"] = str(Path(pyspark.__file__).parent)
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    os.environ["SPARK_WORKER_DIR"] = str(work / "workers")
    os.environ["SPARK_LOCAL_DIRS"] = str(work / "local")
    # Workers import the package as an installed one would be.
    os.environ["PYTHONPATH"] = os.pathsep.join([str(here), str(here / "tests")])
    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.executorEnv.PYTHONPATH", os.environ["PYTHONPATH"])
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "1000")
        .config("spark.sql.files.maxPartitionBytes", "2m")
        .config("spark.sql.warehouse.dir", str(work / "warehouse"))
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def driver(spark) -> int:
    """The process id of the driver's Java machine, whose children the executors are."""
    return spark.sparkContext._jvm.java.lang.ProcessHandle.current().pid()


class TestSpark(engines.OfEveryEngine):
    pass


def python_worker(processes: dict[int, str]) -> int | None:
    child = engines.native(processes)
    return None if child is None else engines.parent(child)


def executor(processes: dict[int, str]) -> int | None:
    """Picks an executor that is at work: the Java machine above one of our children."""
    pid = engines.native(processes)
    while pid is not None and "CoarseGrainedExecutorBackend" not in processes.get(pid, ""):
        pid = engines.parent(pid) if pid in processes else None
    return pid


@pytest.mark.parametrize("victim", [engines.native, python_worker, executor])
def test_what_is_killed_is_made_again(spark, source: str, tmp_path: Path, ibid: str, wanted: str, driver, victim) -> None:
    def run() -> None:
        rows = ibid_spark.annotate(spark.read.parquet(source), binary=ibid)
        ibid_spark.write(rows, str(tmp_path / "out"), digits=1)

    engines.survives(run, driver, victim)
    assert whole(engines.written(tmp_path / "out")) == wanted


def test_the_command_line(source: str, out: Path, tmp_path: Path, ibid: str, spark, capsys, monkeypatch) -> None:
    from ibid_spark import main

    # The session is the test's; `stop` would end it.
    monkeypatch.setattr(type(spark), "stop", lambda self: None)
    arguments = [source, "--out", str(tmp_path / "out"), "--binary", ibid, "--digits", "1"]
    assert main.main(arguments) == 0
    first = engines.written(tmp_path / "out")
    assert first.num_rows == engines.written(out).num_rows
    assert main.main(arguments) == 0
    assert engines.written(tmp_path / "out").num_rows == first.num_rows
    assert main.main([*arguments, "--column", "text=body"]) == 2
    assert "COLUMN is one of id, text" in capsys.readouterr().err
