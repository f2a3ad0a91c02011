#!/usr/bin/env bash
# Starts a Slurm of one node on this machine for a test, in a folder: slurm-here.sh DIR start|stop. Needs root, slurmctld,
# slurmd and munged (Debian: slurm-wlm munge). After `start`, set SLURM_CONF=DIR/slurm.conf.
set -euo pipefail
dir=$(realpath "$1")
if [ "$2" = stop ]; then
  for daemon in slurmd slurmctld munged; do
    if [ -s "$dir/$daemon.pid" ]; then kill "$(cat "$dir/$daemon.pid")" || true; fi
  done
  exit 0
fi
mkdir -p "$dir/state" "$dir/spool" /run/munge
chown munge /run/munge
if ! pgrep -x munged >/dev/null; then
  runuser -u munge -- munged
  cp /run/munge/munged.pid "$dir/munged.pid"
fi
cat >"$dir/slurm.conf" <<CONF
ClusterName=one
SlurmctldHost=$(hostname)(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
StateSaveLocation=$dir/state
SlurmdSpoolDir=$dir/spool
SlurmctldPidFile=$dir/slurmctld.pid
SlurmdPidFile=$dir/slurmd.pid
SlurmctldLogFile=$dir/slurmctld.log
SlurmdLogFile=$dir/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
ReturnToService=2
SwitchType=switch/none
MpiDefault=none
NodeName=$(hostname) NodeAddr=127.0.0.1 CPUs=$(nproc) RealMemory=2000 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
export SLURM_CONF=$dir/slurm.conf
slurmctld -f "$SLURM_CONF"
slurmd -f "$SLURM_CONF"
for _ in 1 2 3 4 5 6 7 8 9 10; do
  if sinfo --noheader 2>/dev/null | grep -q idle; then exit 0; fi
  sleep 1
done
echo "the controller does not answer: see $dir/slurmctld.log" >&2
exit 1
