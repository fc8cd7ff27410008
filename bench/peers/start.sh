#!/usr/bin/env bash
# How soon the command answers: bench/peers/start.sh [ROUNDS]
# Medians of `duello --help`, and of a `duello train` of one single step: until the samples after that step are written, and until
# the command has ended, its checkpoints written, too.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/median.sh"
rounds=${1:-9}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
duello=$here/../../duello
"$duello" --version >/dev/null # builds, if need be
for _ in $(seq "$rounds"); do
    start=$(date +%s%N)
    "$duello" --help >/dev/null
    echo $((($(date +%s%N) - start) / 1000000)) >>"$out/help"
    rm -rf "$out/run"
    start=$(date +%s%N)
    "$duello" train --watch none --kimg 0.032 --quiet --out "$out/run" >/dev/null 2>&1
    echo $((($(date +%s%N) - start) / 1000000)) >>"$out/end"
    echo $((($(date -r "$out/run/samples/000000.032k.png" +%s%N) - start) / 1000000)) >>"$out/step"
done
echo "duello --help: $(median <"$out/help") ms"
echo "duello train to the samples after one step: $(median <"$out/step") ms, to its end: $(median <"$out/end") ms"
