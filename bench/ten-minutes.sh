# To be sourced by scripts that ask how good something becomes by the time that a training computed.
#
# ten_minutes RUN OPTIONS...: trains with one thread for ten minutes of processor time, unless the run is there; what it was after five
# stays in RUN-half. DUELLO names another command than that of this clone.
# ten_minutes_of_seeds, at the end, does so for several seeds.
# shellcheck shell=bash
duello=${DUELLO:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/duello}
export OMP_NUM_THREADS=1 OMP_WAIT_POLICY=PASSIVE GOMP_SPINCOUNT=0

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

ten_minutes() {
    local run=$1
    shift
    if [ -e "$run/experiment.yaml" ]; then
        return
    fi
    mkdir -p "$(dirname "$run")"
    # A wrapper that becomes the training keeps its id, which is the one to ask for the time.
    "$duello" train --out "$run" --threads 1 --quiet --watch none --set training.checkpoint-kimg=1000 \
        --set training.keep-checkpoints=9 "$@" >"$run.log" 2>&1 &
    five_minutes
    # What a stopped training leaves is replaced by the next checkpoint.
    cp -r "$run" "$run-half"
    "$duello" resume "$run" --quiet >>"$run.log" 2>&1 &
    five_minutes
}

# ten_minutes_of_seeds FOLDER DATA "SEED ..." OPTIONS...: the same for each seed, in FOLDER/SEED; runs lists halves and wholes.
ten_minutes_of_seeds() {
    local folder=$1 data=$2 seeds=$3 seed
    shift 3
    runs=()
    for seed in $seeds; do
        ten_minutes "$folder/$seed" --data "$data" --seed "$seed" "$@"
        runs+=("$folder/$seed-half" "$folder/$seed")
    done
}
