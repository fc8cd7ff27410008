#!/usr/bin/env bash
# How good clips become by the time that the training computed on one core: bench/video/quality.sh FOLDER [SEED ...]
# Of each seed a run in FOLDER/SEED with checkpoints at the start, after 5 and after 10 minutes of processor time, measured by
# Baselines.java beside real clips, clips that stand still and frames that are moved as a whole. DUELLO names another command than
# the one beside this script, CP the class path of the two jars and all that they need, DATA another data set, OPTIONS further
# options of the training.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
duello=${DUELLO:-$here/../../duello}
data=${DATA:-moving-shapes}
folder=$1
shift
export OMP_NUM_THREADS=1 OMP_WAIT_POLICY=PASSIVE GOMP_SPINCOUNT=0
mkdir -p "$folder"
"$duello" --version

# Interrupts the training that was just started in the background when it has computed for 300 seconds.
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

runs=()
for seed in "${@:-0}"; do
    run=$folder/$seed
    runs+=("$run")
    if ! [ -e "$run/experiment.yaml" ]; then
        # In one process with the wrapper, so that its id is the one to ask for the time.
        # shellcheck disable=SC2086
        "$duello" train --data "$data" --out "$run" --seed "$seed" --threads 1 --quiet --watch none \
            --set training.checkpoint-kimg=1000 --set training.keep-checkpoints=9 ${OPTIONS:-} >"$run.log" 2>&1 &
        five_minutes
        "$duello" resume "$run" --quiet >>"$run.log" 2>&1 &
        five_minutes
    fi
done
java --enable-native-access=ALL-UNNAMED -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 -cp "$CP" "$here/Baselines.java" \
    "$data" 500 random "${runs[@]}"
