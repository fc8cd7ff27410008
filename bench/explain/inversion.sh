#!/usr/bin/env bash
# How close inversion comes to a model's own samples and to images that no training saw, and how long one image takes:
#
#   bench/explain/inversion.sh [RUN [N]]
#
# Without a run it trains one first: the default of `duello train`.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
run=${1:-$root/bench/explain/target/fashion-mnist}
count=${2:-32}
duello=${DUELLO:-$root/duello}
classes=${DUELLO_CLASSES:-$root/app/target/duello.jar:$root/app/target/lib/*}
if [ ! -e "$run" ]; then
    "$duello" train --seed 0 --threads 1 --watch none --out "$run" >&2
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tool() {
    "${JAVA_HOME:+$JAVA_HOME/bin/}java" --enable-native-access=ALL-UNNAMED -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 \
        -cp "$classes" "$root/bench/explain/Inversions.java" "$@"
}
row() { # NAME IMAGE...
    local name=$1
    shift
    TIMEFORMAT='%R %U %S'
    { time "$duello" explain invert "$run" "$@" --out "${KEEP:-$work/pictures}" --json --quiet \
        >"$work/found.json" 2>/dev/null; } 2>"$work/time"
    # shellcheck disable=SC2046
    tool table "$name" "$work/found.json" $(cat "$work/time")
}
mkdir -p "$work/held-out"
tool draw fashion-mnist "$work/held-out" "$count"
"$duello" sample "$run" -n "$count" --seed 1 --files "$work/own" --quiet >&2
# The first command of all trains the classifier that measures, where there is none yet.
"$duello" explain invert "$run" "$work/held-out/0000.png" --starts 1 --steps 1 --out "$work/pictures" --quiet >/dev/null
echo "| images | | median PSNR | median SSIM | median of the nearest sample | by the clock | each, processor time |"
echo "|---|---|---|---|---|---|---|"
row "its own samples" "$work"/own/*.png
row "held-out images" "$work"/held-out/*.png
row "a held-out image alone" "$work/held-out/0000.png"
