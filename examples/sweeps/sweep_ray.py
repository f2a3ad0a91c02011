"""A sweep under Ray: python sweep_ray.py plan.json parts 8."""
import os, subprocess, sys
import ray

LITTORAL = os.environ.get("LITTORAL", "littoral")


@ray.remote(num_cpus=1)
def shard(plan, parts, i, n):
    command = [LITTORAL, "--quiet", "sweep", "run", plan, "--shard", f"{i}/{n}", "--jobs", "1", "-o", parts]
    return subprocess.run(command, check=True).returncode


if __name__ == "__main__":
    plan, parts, n = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), int(sys.argv[3])
    ray.init()
    ray.get([shard.remote(plan, parts, i, n) for i in range(1, n + 1)])
    subprocess.run([LITTORAL, "--quiet", "sweep", "merge", plan, parts, "-o", "result.parquet"], check=True)
