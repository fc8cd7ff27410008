#!/usr/bin/env bash
# How long the studio takes to look into a generator, without a browser: bench/studio/explain.sh [SIZE] [PRESET] [IMAGES]
# Images a second while a slider moves, one asked for after the other as the page does; then seconds of finding directions, of the
# search for the latent of a photo, of each heat map, and of the units behind a part. The networks are hardly trained; that changes
# no time.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
duello=${DUELLO:-$here/../../duello}
size=${1:-64} preset=${2:-dcgan} images=${3:-100}
out=$(mktemp -d)
studio=''
trap 'kill $studio 2>/dev/null || true; rm -rf "$out"' EXIT
"$duello" train --preset "$preset" --data emoji --size "$size" --kimg 0.128 --watch none --quiet --out "$out/run" >/dev/null
"$duello" sample "$out/run" -n 1 --seed 9 --quiet --grid "$out/photo.png" >/dev/null
"$duello" studio "$out" >"$out/.studio.words" &
studio=$!
until grep -q http "$out/.studio.words"; do sleep 0.1; done
"${JAVA_HOME:+$JAVA_HOME/bin/}java" "$here/Explain.java" "$(sed -n 's/.*\(http.*\)/\1/p' "$out/.studio.words")" \
    "$studio" run "$images" "$out/photo.png"
