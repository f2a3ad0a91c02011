#!/usr/bin/env bash
# The same plan on every engine must give the same merged bytes as on one machine:
#   examples/sweeps/check.sh path/to/littoral
# Snakemake, Dask and Ray where pip can install them; a Slurm array by Slurm's own sbatch where a controller answers or
# one can be started here (slurm-here.sh), else by a stand-in that runs the tasks one after the other and says so.
set -euo pipefail
LITTORAL=$(realpath "${1:-littoral}")
recipes=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'if [ -d "$work/controller" ]; then "$recipes/slurm-here.sh" "$work/controller" stop; fi; rm -rf "$work"' EXIT
export LITTORAL PIP_DISABLE_PIP_VERSION_CHECK=1

# Installs packages into an environment of their own, once; fails where there is no index to install from.
have() {
  local home=${SWEEP_VENVS:-$work/venvs}/$1
  shift
  test -x "$home/bin/python" || python3 -m venv "$home"
  "$home/bin/pip" install --quiet "$@" >"$work/pip.log" 2>&1 || { tail -n 3 "$work/pip.log"; return 1; }
  PATH="$home/bin:$path"
}
path=$PATH

same() { cmp "$work/here.parquet" "$2" && echo "$1: the merged bytes of $(basename "$LITTORAL") sweep run"; }
fresh() { mkdir "$work/$1" && cp "$work/plan.json" "$work/study.toml" "$work/$1" && cd "$work/$1"; }

# A small study of the same shape as weights.toml: 48 scenarios.
cat >"$work/study.toml" <<'STUDY'
id = "engines"
case = "teaching-lake"
seed = 8

[[rule]]
rule = "equiratio"
design = "sobol"
samples = 48
[rule.vary]
"weights.EST" = { uniform = [0.8, 1.4] }

[keep]
measures = ["gini"]
lines = true
places = 200
STUDY
cd "$work"
"$LITTORAL" --quiet sweep plan study.toml -o plan.json
"$LITTORAL" --quiet sweep run plan.json -o here
"$LITTORAL" --quiet sweep merge plan.json here -o here.parquet

if have snakemake snakemake; then
  fresh snakemake
  snakemake --snakefile "$recipes/Snakefile" --cores 2 --quiet all --config study=study.toml shards=5 littoral="$LITTORAL" >log 2>&1 ||
    { cat log; exit 1; }
  same Snakemake sweep/result.parquet
  test -s sweep/report.html
  # Shard 3 of 5 holds blocks 2, 7, ...: what it has lost is made again.
  rm sweep/done/3 sweep/parts/part-*-000002-* sweep/result.parquet sweep/report.html
  snakemake --snakefile "$recipes/Snakefile" --cores 2 --quiet all --config study=study.toml shards=5 littoral="$LITTORAL" >log 2>&1 ||
    { cat log; exit 1; }
  same "Snakemake after a lost shard" sweep/result.parquet
else
  echo "Snakemake: cannot be installed here, NOT tried"
fi

for engine in dask ray; do
  packages=$engine
  test $engine = dask && packages="dask distributed"
  # shellcheck disable=SC2086
  if have $engine $packages; then
    fresh $engine
    python "$recipes/sweep_$engine.py" plan.json parts 7 >log 2>&1 || { cat log; exit 1; }
    same $engine result.parquet
  else
    echo "$engine: not installed, not tried"
  fi
done

fresh slurm
if ! timeout 10 sinfo --noheader >/dev/null 2>&1 && [ "$(id -u)" = 0 ] && command -v slurmctld slurmd munged >/dev/null; then
  mkdir "$work/controller"
  if "$recipes/slurm-here.sh" "$work/controller" start; then export SLURM_CONF=$work/controller/slurm.conf; fi
fi
if timeout 10 sinfo --noheader >/dev/null 2>&1; then
  timeout 180 sbatch --wait --array=1-6 "$recipes/sweep.slurm" plan.json parts && slurm=Slurm
fi
if [ -z "${slurm-}" ]; then
  for task in 1 2 3 4 5 6; do
    SLURM_ARRAY_TASK_ID=$task SLURM_ARRAY_TASK_COUNT=6 bash "$recipes/sweep.slurm" plan.json parts
  done
  slurm="Slurm's script by a stand-in (no controller answers here)"
fi
"$LITTORAL" --quiet sweep merge plan.json parts -o result.parquet
same "$slurm" result.parquet
