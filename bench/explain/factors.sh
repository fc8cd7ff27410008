#!/usr/bin/env bash
# How well what `duello explain` finds goes with what is known of the data set shapes: directions against factors, and how
# close inversion comes to images that no training saw.
#
#   bench/explain/factors.sh [RUN]
#
# Without a run it trains one first, 122 kimg of 32x32 pixels.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
run=${1:-$root/bench/explain/target/run}
if [ ! -e "$run" ]; then
    "$root/duello" train --data shapes --size 32x32 --kimg 121.92 --seed 0 --threads 1 --watch none \
        --set data.labels=ignore --out "$run" >&2
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
factors() {
    "${JAVA_HOME:+$JAVA_HOME/bin/}java" --enable-native-access=ALL-UNNAMED -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 \
        -cp "$root/app/target/duello.jar:$root/app/target/lib/*" "$root/bench/explain/Factors.java" "$@"
}
echo "| directions | hue | size | x | y | background | mean |"
echo "|---|---|---|---|---|---|---|"
factors "$run"
mkdir "$work/images"
factors draw "$work/images" 8
"$root/duello" explain invert "$run" "$work"/images/*.png --out "$work/pictures"
