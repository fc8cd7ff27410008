#!/usr/bin/env bash
# Images in between a second, one asked for after the other as the page does while a point is dragged, without a browser:
# bench/studio/between.sh [SIZE] [PRESET] [IMAGES]. The networks are hardly trained; that changes no time.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
duello=$here/../../duello
size=${1:-64} preset=${2:-dcgan} images=${3:-100}
out=$(mktemp -d)
studio=''
trap 'kill $studio 2>/dev/null || true; rm -rf "$out"' EXIT
"$duello" train --preset "$preset" --data emoji --size "$size" --kimg 0.128 --watch none --quiet --out "$out/run" >/dev/null
"$duello" studio "$out" >"$out/.studio.words" &
studio=$!
until grep -q http "$out/.studio.words"; do sleep 0.1; done
"${JAVA_HOME:+$JAVA_HOME/bin/}java" "$here/Between.java" "$(sed -n 's/.*\(http[^?]*\).*/\1/p' "$out/.studio.words")" \
    $studio run "$images"
