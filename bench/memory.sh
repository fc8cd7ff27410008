#!/usr/bin/env bash
# Prints the resident memory of a training at step 1,000 and at step 10,000, in kB, and the growth in between.
# Measuring is off: its first evaluation takes memory of its own, once.
# The mlp preset is taken because its 10,000 steps last a minute; objects per step hardly depend on the preset.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
"$here/../duello" train --preset "${1:-mlp}" --kimg 660 --watch none --quiet --out "$out/run" \
    --set training.sample-kimg=10 --set training.checkpoint-kimg=50 >/dev/null &
process=$!
at() { # waits until the log tells the given number of images, then prints VmRSS
    while kill -0 $process 2>/dev/null; do
        images=$(tail -n 1 "$out/run/events.jsonl" 2>/dev/null | sed -n 's/.*"images":\([0-9]*\).*/\1/p')
        if [ "${images:-0}" -ge "$1" ]; then
            sed -n 's/VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$process/status"
            return
        fi
        sleep 0.2
    done
}
early=$(at 64000)
late=$(at 640000)
wait $process
echo "step 1,000: $early kB   step 10,000: $late kB   growth: $(awk "BEGIN { printf \"%.2f %%\", 100 * ($late - $early) / $early }")"
