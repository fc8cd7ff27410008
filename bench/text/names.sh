#!/usr/bin/env bash
# How good names become, by the time that the training computed on one core: bench/text/names.sh FOLDER [SEED ...]
# Of each seed a run in FOLDER/SEED and the evaluations of its checkpoints at the start, after 5 and after 10 minutes of
# processor time.
set -euo pipefail
folder=$1
shift
duello=$(cd "$(dirname "$0")/../.." && pwd)/duello
export OMP_NUM_THREADS=1
mkdir -p "$folder"
for seed in "${@:-0}"; do
    run=$folder/$seed
    "$duello" train --data names --out "$run" --seed "$seed" --threads 1 --kimg 100000 --quiet \
        --set evaluation.kimg=10 --set evaluation.samples=10000 --set training.checkpoint-kimg=10 \
        --set training.keep-checkpoints=200 --set training.sample-kimg=10 &
    sleep 5
    training=$(pgrep -f "train --data names --out $run " | tail -1)
    at5=
    while read -r -a stat <"/proc/$training/stat"; do
        seconds=$(((stat[13] + stat[14]) / 100))
        newest=$(ls "$run/checkpoints" 2>/dev/null | tail -1)
        if [ "$seconds" -ge 300 ] && [ -z "$at5" ]; then at5=$newest; fi
        if [ "$seconds" -ge 600 ]; then
            kill -TERM "$training"
            break
        fi
        sleep 2
    done
    wait || true
    for checkpoint in 000000.000k "$at5" "$newest"; do
        echo "seed $seed, $checkpoint"
        "$duello" evaluate "$run" --checkpoint "$checkpoint" --features random --quiet --html "$run/$checkpoint.html" \
            --metrics jsd-1,jsd-2,jsd-3,jsd-4,known-words,novelty,distinctness
    done
done
