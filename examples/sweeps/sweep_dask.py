"""A sweep under Dask: python sweep_dask.py plan.json parts 8 [scheduler address]."""
import os, subprocess, sys
from dask.distributed import Client

LITTORAL = os.environ.get("LITTORAL", "littoral")


def shard(plan, parts, i, n):
    command = [LITTORAL, "--quiet", "sweep", "run", plan, "--shard", f"{i}/{n}", "--jobs", "1", "-o", parts]
    return subprocess.run(command, check=True).returncode


if __name__ == "__main__":
    plan, parts, n = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), int(sys.argv[3])
    with Client(sys.argv[4] if len(sys.argv) > 4 else None) as client:
        client.gather([client.submit(shard, plan, parts, i, n, pure=False) for i in range(1, n + 1)])
    subprocess.run([LITTORAL, "--quiet", "sweep", "merge", plan, parts, "-o", "result.parquet"], check=True)
