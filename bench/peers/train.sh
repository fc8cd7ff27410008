#!/usr/bin/env bash
# Whole trainings of the auto preset on Fashion-MNIST, Duello and a plain PyTorch loop in turns:
#   PYTHON=python-with-torch bench/peers/train.sh [ROUNDS] [THREADS] [KIMG] [SETTINGS]
# Data, logging, samples and checkpoints are part of the time, measuring is not: the loop has none. Prints images a second from the
# 1,024th, when both are warm, to the end, those of the fastest 1,024 images in a row, which other work on the machine disturbs
# least, and peak memory of each run, then the medians and Duello's ratio to each setting.
# PRECISION is auto (bfloat16 where the processor multiplies it), fp32 or bf16, for all but the example, which is float32 always.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/median.sh"
rounds=${1:-5} threads=${2:-2} kimg=${3:-20} settings=${4:-example best}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
"$here/../../duello" --version >/dev/null # builds, if need be

# measured NAME COMMAND...: its images a second, which the command prints, and the most memory that one of its processes had
measured() {
    local name=$1 peak=0 now each
    shift
    "$@" >"$out/speed" 2>/dev/null &
    local process=$!
    while kill -0 $process 2>/dev/null; do
        for each in $process $(pgrep -P $process); do
            now=$(sed -n 's/VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$each/status" 2>/dev/null || true)
            [ "${now:-0}" -gt "$peak" ] && peak=$now
        done
        sleep 0.2
    done
    wait $process
    echo "$name: $(sed 's/ / images\/s, at best /' "$out/speed"), peak memory $((peak / 1024)) MB" | tee -a "$out/runs"
}
duello_run() {
    rm -rf "$out/run"
    "$here/../../duello" train --watch none --precision "${PRECISION:-auto}" --threads "$threads" --kimg "$kimg" --quiet --out "$out/run" >&2
    # Its log tells the speed.
    grep -E '"(stepped|stopped)"' "$out/run/events.jsonl" |
        sed 's/.*"images":\([0-9]*\),"seconds":\([0-9.]*\).*/\1 \2/' |
        awk 'NR == 1 { i = $1; s = $2 }
             NR > 1 && ($1 - j) / ($2 - t) > best { best = ($1 - j) / ($2 - t) }
             { j = $1; t = $2 }
             END { printf "%.0f %.0f\n", (j - i) / (t - s), best }'
}
for _ in $(seq "$rounds"); do
    measured duello duello_run
    for setting in $settings; do
        measured "$setting" "${PYTHON:-python3}" "$here/train.py" "$setting" "$threads" "$kimg" \
            "$here/../../datasets/fashion-mnist" "$out/$setting"
    done
done
# The middle of "NAME: 1 images/s, at best 2, peak memory 3 MB": column 1, 2 or 3.
middle() {
    sed -n "s/^$1: \([0-9]*\) images.*best \([0-9]*\), .*memory \([0-9]*\) MB.*/\1 \2 \3/p" "$out/runs" | cut -d ' ' -f "$2" | median
}
for setting in $settings; do
    for column in 1 2 3; do
        awk -v a="$(middle duello $column)" -v b="$(middle "$setting" $column)" -v s="$setting" -v c="$column" \
            'BEGIN { printf "duello / %s, %s: %.0f / %.0f = %.2f\n", s, c == 1 ? "images/s" : c == 2 ? "at best" : "memory", a, b, a / b }'
    done
done
