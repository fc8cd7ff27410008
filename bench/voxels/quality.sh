#!/usr/bin/env bash
# How good shapes become by the time that the training computed on one core: bench/voxels/quality.sh FOLDER [SEED ...]
# Of each seed a run in FOLDER/SEED after 10 minutes of processor time, and in FOLDER/SEED-half as it was after 5; Baselines.java
# measures both beside real shapes and mean shapes. DUELLO names another command than the one beside this script.
# OPTIONS holds further options of the training.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
duello=${DUELLO:-$here/../../duello}
data=${DATA:-furniture}
folder=$1
shift
export OMP_NUM_THREADS=1
mkdir -p "$folder"
"$duello" --version

# Ends the training that was just started in the background when it has computed for 300 seconds; it saves first. An interrupt would
# not do: a shell without job control lets its background processes ignore it.
five_minutes() {
    local training=$! stat
    while read -r -a stat <"/proc/$training/stat"; do
        if [ $(((stat[13] + stat[14]) / 100)) -ge 300 ]; then
            kill -TERM "$training"
            break
        fi
        sleep 1
    done 2>/dev/null
    wait "$training" || true
}

for seed in "${@:-0}"; do
    run=$folder/$seed
    if ! [ -e "$run/experiment.yaml" ]; then
        # In one process with the wrapper, so that its id is the one to ask for the time.
        # shellcheck disable=SC2086
        "$duello" train --data "$data" --out "$run" --seed "$seed" --threads 1 --kimg 100000 --quiet --watch none \
            --set training.checkpoint-kimg=1000 --set training.keep-checkpoints=9 ${OPTIONS:-} >"$run.log" 2>&1 &
        five_minutes
        # What a stopped training leaves is replaced by the next checkpoint.
        cp -r "$run" "$run-half"
        "$duello" resume "$run" --quiet >>"$run.log" 2>&1 &
        five_minutes
    fi
done
