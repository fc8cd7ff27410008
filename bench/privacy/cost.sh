#!/usr/bin/env bash
# What a private step of the discriminator costs: the same networks, batch and machine, with and without clipping and noise, in turns.
# Prints the median time of a step in milliseconds and the largest memory of the process in MB, for each round.
#
#   [DUELLO=COMMAND] [ROUNDS=3] [STEPS=25] cost.sh FOLDER [OPTION...]
#   cost.sh /tmp/cost --set discriminator.width=64
#
# One thread. The generator stays as it is: a step here is 256 fakes made, and 256 reals and 256 fakes judged and learned from.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
duello=${DUELLO:-$root/duello}
folder=$1
shift
mkdir -p "$folder"
kimg=$(awk "BEGIN { print ${STEPS:-25} * 0.256 }")
common=(--data fashion-mnist --preset private --threads 1 --precision fp32 --quiet --watch none --seed 1 --batch 256
    --kimg "$kimg" --set discriminator.steps=100 --set discriminator.adapt-steps=0 "$@")

measure() {
    local name=$1
    shift
    rm -rf "$folder/$name"
    python3 - "$folder/$name" "$name" "$duello" train --out "$folder/$name" "${common[@]}" "$@" <<'PY'
import json
import resource
import statistics
import subprocess
import sys

run, name, *command = sys.argv[1:]
subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
with open(run + "/events.jsonl") as file:
    steps = [event for event in map(json.loads, file) if event["event"] == "stepped"]
# The first steps also compile the program and, in a private one, find what the plan costs. Not every step is in the log.
late = [event for event in steps if event["images"] > 5 * 256]
times = [
    (b["seconds"] - a["seconds"]) / ((b["images"] - a["images"]) / 256)
    for a, b in zip(late, late[1:])
    if b["images"] > a["images"]
]
memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
print(f"{name:8} {1000 * statistics.median(times):8.0f} ms, fastest {1000 * min(times):6.0f} ms, {memory:6.0f} MB")
PY
}

for _ in $(seq "${ROUNDS:-3}"); do
    measure plain --set privacy.epsilon=0
    measure private --set privacy.epsilon=10 --set privacy.noise=1
done
