#!/usr/bin/env bash
# Whether bfloat16 costs quality: the default preset on Fashion-MNIST in both precisions, three seeds each, one thread a run.
#   [JOBS=2] bench/precision.sh FOLDER [KIMG]
# Prints the fid at the end of each run. Runs that are there already are not trained again.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export out=$1 kimg=${2:-40} duello=$here/../duello
mkdir -p "$out"
"$duello" --version >/dev/null # builds, if need be
one() {
    local run=$out/$1-$2
    [ -e "$run.done" ] && return
    rm -rf "$run"
    "$duello" train --precision "$1" --seed "$2" --kimg "$kimg" --threads 1 --quiet --set evaluation.kimg="$kimg" \
        --set evaluation.samples=10000 --out "$run" >"$run.log" 2>&1 && touch "$run.done"
}
export -f one
for seed in 0 1 2; do echo fp32 $seed; echo bf16 $seed; done | xargs -P "${JOBS:-2}" -L 1 bash -c 'one "$@"' one
for run in "$out"/*.done; do
    run=${run%.done}
    grep '"evaluated"' "$run/events.jsonl" | tail -n 1 | sed "s/.*\"fid[^:]*\":\([0-9.]*\).*/$(basename "$run") fid \1/"
done
