#!/usr/bin/env bash
# The step of a VAE, Duello and PyTorch in turns: bench/peers/vae-step.sh [ROUNDS] [THREADS] [STEPS] [SIDE] [CHANNELS]
# Prints each run, then Duello's ratio to each setting of the least processor time of the calling thread, which with one thread is the
# least disturbed by other work on the machine. PYTHON names a Python with PyTorch, CLASSES a class path of Duello if it is not that of
# app/target/duello.jar.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
rounds=${1:-3} threads=${2:-1} steps=${3:-10} side=${4:-32} channels=${5:-3}
path=${CLASSES:-$here/../../app/target/duello.jar}
runs=$(mktemp)
classes=$(mktemp -d)
trap 'rm -rf "$runs" "$classes"' EXIT
java=${JAVA_HOME:+$JAVA_HOME/bin/}
"${java}javac" -proc:none -d "$classes" -cp "$path" "$here/VaeStep.java"
for _ in $(seq "$rounds"); do
    "${java}java" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -cp "$classes:$path" \
        VaeStep "$side" "$channels" auto "$threads" "$steps" | sed 's/^/duello: /' | tee -a "$runs"
    for setting in example best; do
        "${PYTHON:-python3}" "$here/vae_step.py" $setting "$side" "$channels" "$threads" "$steps" | sed "s/^/$setting: /" | tee -a "$runs"
    done
done
least() {
    sed -n "s/^$1: .*at best \([0-9.]*\) ms.*/\1/p" "$runs" | sort -n | head -n 1
}
for setting in example best; do
    awk -v a="$(least duello)" -v b="$(least $setting)" -v s=$setting \
        'BEGIN { printf "duello / %s: %.1f / %.1f ms = %.2f\n", s, a, b, a / b }'
done
