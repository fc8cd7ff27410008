#!/usr/bin/env bash
# One step of the presets for sounds, clips, shapes and texts, Duello against PyTorch, in turns:
#   PYTHON=python-with-torch bench/peers/media-step.sh [ROUNDS] [WINDOWS] [MEDIA]
# One thread each; windows are of eight steps. PyTorch runs in the setting that SETTING names (fp32, fp32-last, bf16 or bf16-last), Duello
# in PRECISION. Prints each run, then the medians of the processor time of a step and Duello's ratio. CP is the class path of the two
# jars and all that they need; without it, build Duello first (./duello summary).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/median.sh"
rounds=${1:-3} windows=${2:-6} media=${3:-specgan video voxel dcgan3d text}
export OMP_NUM_THREADS=1 OMP_WAIT_POLICY=PASSIVE GOMP_SPINCOUNT=0
path=${CP:-$here/../../app/target/duello.jar}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
java=${JAVA_HOME:+$JAVA_HOME/bin/}
"${java}javac" -proc:none -d "$out" -cp "$path" "$here/MediaStep.java"
# one NAME MEDIUM COMMAND...
one() {
    local name=$1 medium=$2
    shift 2
    "$@" >"$out/said"
    grep numbers "$out/said" | tr '\n' ' ' >"$out/$medium-$name.numbers"
    sed -n "s/^\(processor .*\)$/$medium, $name: \1/p" "$out/said" | tee -a "$out/runs"
}
for medium in $media; do
    for _ in $(seq "$rounds"); do
        # The options of the launcher.
        one duello "$medium" "${java}java" --enable-native-access=ALL-UNNAMED -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 \
            -XX:+UseSerialGC -Xmn24m -XX:TieredStopAtLevel=1 -cp "$out:$path" MediaStep "$medium" "${PRECISION:-auto}" 1 "$windows"
        one pytorch "$medium" "${PYTHON:-python3}" "$here/media_step.py" "$medium" "${SETTING:-bf16-last}" 1 "$windows"
    done
    if ! cmp -s "$out/$medium-duello.numbers" "$out/$medium-pytorch.numbers"; then
        echo "The networks of $medium are not the same: $(cat "$out/$medium-duello.numbers") and $(cat "$out/$medium-pytorch.numbers")" >&2
        exit 1
    fi
done
middle() {
    sed -n "s/^$1, $2: processor \([0-9.]*\) ms.*/\1/p" "$out/runs" | median
}
for medium in $media; do
    awk -v m="$medium" -v a="$(middle "$medium" duello)" -v b="$(middle "$medium" pytorch)" -v n="$(cat "$out/$medium-duello.numbers")" \
        'BEGIN { printf "%s (%s): duello / pytorch: %.1f / %.1f ms = %.2f\n", m, n, a, b, a / b }'
done
