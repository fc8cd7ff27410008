#!/usr/bin/env bash
# Images per second of `duello serve` beside `duello sample`, in turns on the same machine: bench/serve.sh RUN [SECONDS]
# The command's rate is that of 20,000 more images, so that its start does not count.
set -euo pipefail
run=${1:?usage: bench/serve.sh RUN [SECONDS]}
seconds=${2:-20}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
duello=${DUELLO:-$root/duello}
work=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

"$duello" serve "$run" --port 0 --quiet 2>"$work/err" &
server=$!
until address=$(grep -o 'http://[0-9.:]*' "$work/err"); do
    kill -0 "$server" || { cat "$work/err"; exit 1; }
    sleep 0.2
done

sample() {
    local start=$EPOCHREALTIME
    "$duello" sample "$run" -n "$1" --npy "$work/$1.npy" --quiet >/dev/null
    awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }'
}

for turn in 1 2 3; do
    few=$(sample 1000)
    many=$(sample 21000)
    awk -v few="$few" -v many="$many" 'BEGIN { printf "duello sample: %.0f images/s\n", 20000 / (many - few) }'
    "$java" "$root/bench/serve/Load.java" "$address" 16 "$seconds" 16
done
"$java" "$root/bench/serve/Load.java" "$address" 16 "$seconds" 1
"$java" "$root/bench/serve/Load.java" "$address" 1 "$seconds" 1 png
