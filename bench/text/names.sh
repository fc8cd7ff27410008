#!/usr/bin/env bash
# How good names become by the time that the training computed on one core: bench/text/names.sh FOLDER [SEED ...]
# Of each seed a run FOLDER/SEED, evaluated at the start, after 5 and after 10 minutes of processor time. OPTIONS are further options
# of the training.
set -euo pipefail
source "$(dirname "$0")/../ten-minutes.sh"
folder=$1
shift

newest() {
    ls "$1/checkpoints" | tail -1
}

evaluate() {
    echo "$1 $2"
    "$duello" evaluate "$1" --checkpoint "$2" --features random --quiet \
        --metrics jsd-1,jsd-2,jsd-3,jsd-4,known-words,novelty,distinctness
}

for seed in "${@:-0}"; do
    run=$folder/$seed
    # shellcheck disable=SC2086
    ten_minutes "$run" --data names --seed "$seed" --kimg 100000 ${OPTIONS:-}
    evaluate "$run" 0
    evaluate "$run-half" "$(newest "$run-half")"
    evaluate "$run" "$(newest "$run")"
done
