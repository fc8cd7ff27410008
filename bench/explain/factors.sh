#!/usr/bin/env bash
# How well directions go with what is known of the data sets shapes and faces, as a table:
#
#   bench/explain/factors.sh [shapes|faces [RUN]]
#
# Without a run it trains one first, of 32x32 pixels: 122 kimg of shapes, 60 kimg of faces.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
data=${1:-shapes}
run=${2:-$root/bench/explain/target/$data}
kimg=121.92
[ "$data" = faces ] && kimg=60
if [ ! -e "$run" ]; then
    "$root/duello" train --data "$data" --size 32x32 --kimg "$kimg" --seed 0 --threads 1 --watch none \
        --set data.labels=ignore --out "$run" >&2
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
classes="$root/app/target/duello.jar:$root/app/target/lib/*"
"${JAVA_HOME:+$JAVA_HOME/bin/}javac" -d "$work" -cp "$classes" "$root"/bench/explain/Factor*.java
"${JAVA_HOME:+$JAVA_HOME/bin/}java" --enable-native-access=ALL-UNNAMED -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 \
    -cp "$work:$classes" Factors "$run"
