#!/usr/bin/env bash
# Whether `duello serve` stays what it is: MINUTES of load by 16 threads, with the memory of the process at every tenth of the time, and
# the rate of `duello sample` before and after: bench/serve/long.sh RUN [MINUTES] [IMAGES-A-REQUEST]
# The command's rate is that of $MANY more images, 10,000 by default, so that its start does not count.
set -euo pipefail
run=${1:?usage: bench/serve/long.sh RUN [MINUTES] [IMAGES-A-REQUEST]}
minutes=${2:-10}
images=${3:-16}
many=${MANY:-10000}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
duello=${DUELLO:-$root/duello}
work=$(mktemp -d)
server=
trap 'kill $server 2>/dev/null || true; rm -rf "$work"' EXIT
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

seconds() {
    rm -f "$work/samples.npy"
    local start=$EPOCHREALTIME
    "$duello" sample "$run" -n "$1" --npy "$work/samples.npy" --quiet >/dev/null
    awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }'
}

sample() {
    local few more
    few=$(seconds 500)
    more=$(seconds $((many + 500)))
    awk -v few="$few" -v more="$more" -v many="$many" 'BEGIN { printf "duello sample: %.0f images/s\n", many / (more - few) }'
}

sample
"$duello" serve "$run" --port 0 --quiet 2>"$work/err" &
server=$!
until address=$(grep -o 'http://[0-9.:]*' "$work/err"); do
    kill -0 "$server" || { cat "$work/err"; exit 1; }
    sleep 0.2
done
"$java" "$root/bench/serve/Load.java" "$address" 16 $((minutes * 60)) "$images"
kill "$server"
wait "$server" || true
sample
