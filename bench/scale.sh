#!/usr/bin/env bash
# What several processes bring: one process with as many threads as there are processes is trained in turns with processes of one
# thread each; what a sum over processes costs by its size; and a model of both, laid out to more machines.
#
#   scale.sh [ARGUMENTS OF train...]
#   PROCESSES=2 ROUNDS=3 KIMG=6 scale.sh --preset auto
#
# Prints images a second, the share of the time of steps in which processes send, receive or wait, and the model with what it assumes.
# DUELLO names another command that runs Duello, CLASSES its class path.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
duello=${DUELLO:-$root/duello}
processes=${PROCESSES:-2}
rounds=${ROUNDS:-3}
kimg=${KIMG:-6}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
export OMP_WAIT_POLICY=PASSIVE GOMP_SPINCOUNT=0
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
# Builds, and prepares the data.
$duello train "$@" --kimg 0.2 --quiet --watch none --out "$out/warm" >"$out/log" 2>&1 || { cat "$out/log"; exit 1; }

one() { # name, arguments of train: images a second after the first third, and the shares of waiting with sending, and of sending
    local run="$out/$1"
    shift
    $duello train --quiet --watch none --kimg "$kimg" --set training.sample-kimg=1e6 --set training.checkpoint-kimg=1e6 \
        --out "$run" "$@" >"$run.log" 2>&1 || { cat "$run.log" >&2; exit 1; }
    sed -n 's/.*"event":"stepped","images":\([0-9]*\),"seconds":\([0-9.]*\),.*/\1 \2/p' "$run/events.jsonl" |
        awk -v from="$(awk "BEGIN { print $kimg * 1000 / 3 }")" '
            $1 >= from && !first { first = $1; since = $2 }
            { last = $1; now = $2 }
            END { printf "%.1f ", (last - first) / (now - since) }'
    grep '"event":"shared"' "$run/events.jsonl" | grep -oE '"(waiting|sending)":[0-9.E-]+' | tr -d '"' | tr ':' ' ' |
        awk '{ sum[$1] += $2; n[$1]++ }
            END { if (n["waiting"]) printf "%.1f %.1f\n", 100 * sum["waiting"] / n["waiting"], 100 * sum["sending"] / n["sending"]
                else print "- -" }'
}

echo "| round | one process, $processes threads: images/s | $processes processes, 1 thread: images/s | ratio | sending and waiting, % | of which sending, % |"
echo "|---|---|---|---|---|---|"
for ((round = 1; round <= rounds; round++)); do
    read -r alone _ _ <<<"$(one "alone-$round" --threads "$processes" "$@")"
    read -r shared waiting sending <<<"$(one "shared-$round" --threads 1 --processes "$processes" "$@")"
    awk "BEGIN { printf \"| %d | %.1f | %.1f | %.2f | %s | %s |\\n\", $round, $alone, $shared, $shared / $alone, \"$waiting\", \"$sending\" }"
done
echo
classes=${CLASSES:-$root/app/target/duello.jar:$root/app/target/lib/*}
port=$((20000 + RANDOM % 20000))
for ((rank = processes - 1; rank > 0; rank--)); do
    "$java" --enable-native-access=ALL-UNNAMED -cp "$classes" "$root/bench/scale/Sums.java" $rank "$processes" $port >"$out/rank-$rank" 2>&1 &
done
"$java" --enable-native-access=ALL-UNNAMED -cp "$classes" "$root/bench/scale/Sums.java" 0 "$processes" $port
wait
