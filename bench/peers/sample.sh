#!/usr/bin/env bash
# Making 64x64 images, Duello and PyTorch in turns: PYTHON=python-with-torch bench/peers/sample.sh [ROUNDS] [THREADS] [IMAGES]
# Prints images a second of each run, then the medians and their ratio. Build Duello first (./duello summary).
# PRECISION is auto (bfloat16 where the processor multiplies it), fp32 or bf16.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/median.sh"
rounds=${1:-5} threads=${2:-2} images=${3:-10000}
runs=$(mktemp)
trap 'rm -f "$runs"' EXIT
for _ in $(seq "$rounds"); do
    echo "duello $("${JAVA_HOME:+$JAVA_HOME/bin/}java" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -Xmn24m \
        -XX:TieredStopAtLevel=1 -cp "$here/../../app/target/duello.jar" "$here/Sample.java" "$threads" "$images")" | tee -a "$runs"
    echo "pytorch $("${PYTHON:-python3}" "$here/sample.py" "$threads" "$images")" | tee -a "$runs"
done
middle() {
    sed -n "s/^$1 \([0-9]*\) .*/\1/p" "$runs" | median
}
awk -v a="$(middle duello)" -v b="$(middle pytorch)" 'BEGIN { printf "duello / pytorch: %.0f / %.0f images/s = %.2f\n", a, b, a / b }'
