#!/usr/bin/env bash
# Duello's step against PyTorch's at 64x64x3, in turns: bench/peers/step.sh [ROUNDS] [THREADS] [STEPS] [SETTINGS]
# Prints each run, then the medians and Duello's ratio to each setting: wall-clock, processor time of the calling thread, peak memory,
# and with 95 STEPS or more the time from the start of the process to the 100th step. Last, how Duello's multiply-adds in a second
# compare with those of a matrix product with as many threads.
# PRECISION is auto (bfloat16 where the processor multiplies it), fp32 or bf16, for all but the example, which is float32 always.
# PYTHON names a Python with PyTorch; build Duello first (./duello summary).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/median.sh"
rounds=${1:-5} threads=${2:-1} steps=${3:-10} settings=${4:-example best compiled}
export PRECISION=${PRECISION:-auto}
runs=$(mktemp)
classes=$(mktemp -d)
trap 'rm -rf "$runs" "$classes"' EXIT
java=${JAVA_HOME:+$JAVA_HOME/bin/}
# Compiled first, so that the compiler's memory is not counted.
"${java}javac" -proc:none -d "$classes" -cp "$here/../../app/target/duello.jar" "$here/Step.java" "$here/Product.java"
duello_java() {
    "${java}java" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -Xmn24m -XX:TieredStopAtLevel=1 \
        -cp "$classes:$here/../../app/target/duello.jar" "$@"
}
one() {
    local name=$1
    shift
    "$@" | sed -n "s/^\(.* ms.*\|100 steps .*\)$/$name: \1/p" | tee -a "$runs"
}
for _ in $(seq "$rounds"); do
    one duello duello_java Step 64 3 "$PRECISION" "$threads" "$steps"
    duello_java Product "$threads" 2048 "$PRECISION" | tee -a "$runs"
    for setting in $settings; do
        # A cold start compiles, whatever an earlier one left.
        rm -rf "$classes/compiled"
        one "$setting" env TORCHINDUCTOR_CACHE_DIR="$classes/compiled" "${PYTHON:-python3}" "$here/step.py" "$setting" "$threads" "$steps"
    done
done
# The middle of "NAME: 1.0 ms, ... at best 2.0 ms, ... peak memory 3 MB": column 1, 2 or 3.
middle() {
    sed -n "s/^$1: \([0-9.]*\) ms.*at best \([0-9.]*\) ms.*peak memory \([0-9]*\) MB.*/\1 \2 \3/p" "$runs" | cut -d ' ' -f "$2" | median
}
hundredth() {
    sed -n "s/^$1: 100 steps after \([0-9.]*\) s/\1/p" "$runs" | median
}
for setting in $settings; do
    for column in 1 2 3; do
        awk -v a="$(middle duello $column)" -v b="$(middle "$setting" $column)" -v s="$setting" -v c="$column" \
            'BEGIN { printf "duello / %s, %s: %.1f / %.1f = %.2f\n", s, c == 1 ? "wall-clock" : c == 2 ? "processor" : "memory", a, b, a / b }'
    done
    if [ "$steps" -ge 95 ]; then
        awk -v a="$(hundredth duello)" -v b="$(hundredth "$setting")" -v s="$setting" \
            'BEGIN { printf "duello / %s, to the 100th step: %.1f / %.1f s = %.2f\n", s, a, b, a / b }'
    fi
done
adds=$(sed -n 's/.* \([0-9.]*e9\) multiply-adds/\1/p' "$runs" | head -n 1)
product=$(sed -n 's/^product: \([0-9.]*\) .*/\1/p' "$runs" | median)
awk -v adds="$adds" -v ms="$(middle duello 1)" -v product="$product" \
    'BEGIN { speed = 2 * adds / ms / 1e6; printf "duello / product: %.0f / %.0f GFLOP/s = %.2f\n", speed, product, speed / product }'
