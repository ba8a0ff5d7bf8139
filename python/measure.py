"""Measures the command alone, on Apache Spark and on Sail: processor time, time, memory. Run by hand; see benches/runs.

    python/measure.py --documents 40000 --engines binary,spark,sail

Each engine is run twice, with few documents and with all, in processes of its own. The difference is what the documents
cost; the run with few is the start-up. Processor time is that of every process below, read from /proc while they run: a
process that is over loses at most the last tenth of a second.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE / "tests")]
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


class Watch:
    """Adds up the processor time of a process and of all below it, and keeps the most memory they had together."""

    def __init__(self, root: int):
        self.root, self.spent, self.known, self.peak, self.end = root, {}, set(), 0, threading.Event()
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _run(self) -> None:
        while not self.end.wait(0.1):
            self.sample()

    def sample(self) -> None:
        parents, sizes = {}, {}
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            pid = int(entry.name)
            parents[pid] = int(fields[1])
            sizes[pid] = int(fields[21]) * PAGE
            self.spent[pid, fields[19]] = (int(fields[11]) + int(fields[12])) / TICKS
        ours = {self.root}
        while more := {pid for pid, parent in parents.items() if parent in ours} - ours:
            ours |= more
        self.peak = max(self.peak, sum(sizes.get(pid, 0) for pid in ours))
        self.known |= {key for key in self.spent if key[0] in ours}

    def stop(self) -> tuple[float, int]:
        self.end.set()
        self.thread.join()
        return sum(self.spent[key] for key in self.known), self.peak


def run(engine: str, source: Path, out: Path, ibid: str) -> dict[str, float]:
    """Runs one engine over one folder of documents, in a process of its own."""
    began = time.monotonic()
    command = [sys.executable, __file__, "--work", engine, "--source", str(source), "--out", str(out), "--binary", ibid]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    watch = Watch(process.pid)
    _, code, usage = os.wait4(process.pid, 0)
    cpu, peak = watch.stop()
    # What a process was over too soon to be seen is in the account of the one that waited for it.
    cpu = max(cpu, usage.ru_utime + usage.ru_stime)
    if code:
        raise SystemExit(f"{engine} ended with {code}")
    return {"seconds": time.monotonic() - began, "cpu": cpu, "peak": peak}


def work(engine: str, source: str, out: str, ibid: str) -> None:
    """What runs in the process that is measured."""
    if engine == "binary":
        subprocess.run([ibid, "annotate", "--parquet", source, "--out", out, "--quiet"], check=True)
        return
    import pyspark
    from pyspark.sql import SparkSession

    import ibid_spark

    os.environ["PYTHONPATH"] = str(HERE)
    os.environ["PYSPARK_PYTHON"] = sys.executable
    if engine == "spark":
        os.environ |= {"SPARK_HOME": str(Path(pyspark.__file__).parent), "SPARK_LOCAL_IP": "127.0.0.1"}
        os.environ["SPARK_WORKER_DIR"] = out + ".work"
        builder = SparkSession.builder.master("local-cluster[2,1,1024]").config("spark.ui.enabled", "false")
        builder = builder.config("spark.executorEnv.PYTHONPATH", str(HERE))
        spark = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "2000").getOrCreate()
    else:
        from pysail.spark import SparkConnectServer

        server = SparkConnectServer("127.0.0.1", 0)
        server.start(background=True)
        spark = SparkSession.builder.remote(f"sc://127.0.0.1:{server.listening_address[1]}").getOrCreate()
    ibid_spark.annotate(spark.read.parquet(source), binary=ibid).write.parquet(out)
    spark.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=40_000)
    parser.add_argument("--few", type=int, default=200)
    parser.add_argument("--bytes", type=int, default=3000)
    parser.add_argument("--engines", default="binary,spark,sail")
    parser.add_argument("--binary", default=str(HERE.parent / "target/release/ibid"))
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--work", help=argparse.SUPPRESS)
    parser.add_argument("--source", help=argparse.SUPPRESS)
    parser.add_argument("--out", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.work:
        return work(args.work, args.source, args.out, args.binary)
    import pyarrow as pa
    import pyarrow.parquet as pq

    import documents

    with tempfile.TemporaryDirectory() as folder:
        here, sizes = Path(folder), {}
        for name, count in (("few", args.few), ("all", args.documents)):
            (here / name).mkdir()
            batches = list(documents.batches(count, rows=max(1, count // 16), size=args.bytes))
            sizes[name] = sum(len(text.as_py().encode()) for batch in batches for text in batch.column("text"))
            for number, batch in enumerate(batches):
                pq.write_table(pa.Table.from_batches([batch]), here / name / f"{number:02}.parquet")
        print(json.dumps({"documents": args.documents, "bytes": sizes["all"], "load": os.getloadavg()}), flush=True)
        for turn in range(args.repeat):
            for engine in args.engines.split(","):
                few, all_ = (
                    run(engine, here / name, here / f"{engine}-{name}-{turn}", args.binary) for name in ("few", "all")
                )
                each = (all_["cpu"] - few["cpu"]) / (args.documents - args.few)
                line = {
                    "engine": engine,
                    "cpu_ms_per_document": round(1000 * each, 4),
                    "documents_per_second": round((args.documents - args.few) / (all_["seconds"] - few["seconds"])),
                    "start_seconds": round(few["seconds"], 2),
                    "start_cpu_seconds": round(few["cpu"], 2),
                    "peak_mb": round(all_["peak"] / 1e6),
                    "core_hours_for_1e9": round(each * 1e9 / 3600),
                    "load": os.getloadavg(),
                }
                print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
