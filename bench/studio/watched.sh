#!/usr/bin/env bash
# What two pages that watch a training cost it: bench/studio/watched.sh [PAIRS] [KIMG] [PRESET]
# Trains by turns without a studio, and with one whose news two clients hear while they ask for what the page of a run shows
# every three seconds. Prints images a second of each training, without its first quarter, the processor time of the training and
# of the studio, and the median loss. Needs curl and a machine that nothing else uses.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
duello=$here/../../duello
pairs=${1:-7} kimg=${2:-600} preset=${3:-mlp}
out=$(mktemp -d)
studio='' clients=()
leave() {
    unwatch
    rm -rf "$out"
}
trap leave EXIT
"$duello" summary >/dev/null

processor() { # seconds that a process has used
    awk -v tick="$(getconf CLK_TCK)" '{ sub(/.*\) /, ""); print ($12 + $13) / tick }' "/proc/$1/stat"
}

watch() { # RUN
    "$duello" studio "$out" >"$out/.studio.words" &
    studio=$!
    until grep -q http "$out/.studio.words"; do sleep 0.1; done
    local address
    address=$(sed -n 's/.*\(http[^?]*\).*/\1/p' "$out/.studio.words")
    for _ in 1 2; do
        curl -sN "${address}api/events?runs=$1" >/dev/null &
        clients+=($!)
        while sleep 3; do
            curl -s "${address}api/machine" "${address}api/runs/$1" "${address}api/runs/$1/curves" >/dev/null
        done &
        clients+=($!)
    done
}

unwatch() {
    [ -n "$studio" ] || return 0
    kill "${clients[@]}" "$studio" 2>/dev/null || true
    wait "${clients[@]}" "$studio" 2>/dev/null || true
    studio='' clients=()
}

train() { # NAME plain|watched
    local run=$out/$1 training used=0 seen=0 before=0
    if [ "$2" = watched ]; then
        watch "$1"
        before=$(processor "$studio")
    fi
    "$duello" train --preset "$preset" --kimg "$kimg" --watch none --threads 1 --quiet --out "$run" >/dev/null &
    training=$!
    while kill -0 $training 2>/dev/null; do
        used=$(processor $training 2>/dev/null || echo "$used")
        sleep 0.5
    done
    wait $training
    if [ -n "$studio" ]; then seen=$(processor "$studio"); fi
    unwatch
    grep '"event":"stepped"' "$run/events.jsonl" | sed 's/.*"images":\([0-9]*\),"seconds":\([0-9.]*\).*/\1 \2/' |
        awk -v kimg="$kimg" -v used="$used" -v seen="$seen" -v before="$before" -v name="$2" '
            $1 >= 250 * kimg && !from { from = $1; at = $2 }
            { to = $1; end = $2 }
            END { printf "%s %.1f images/s, processor: training %.1f s, studio %.1f s\n", name, (to - from) / (end - at), used, seen - before }'
    rm -rf "$run"
}

for i in $(seq "$pairs"); do
    # Neither always comes first.
    if ((i % 2)); then order='plain watched'; else order='watched plain'; fi
    for how in $order; do train "$how-$i" "$how"; done | tee "$out/.pair"
    awk '{ speed[$1] = $2 } END { print 100 * (1 - speed["watched"] / speed["plain"]) }' "$out/.pair" >>"$out/.losses"
done
sort -n "$out/.losses" | awk '{ v[NR] = $1 }
    END { printf "the watched training is slower by %.2f %% (median of %d pairs, from %.2f to %.2f)\n",
        (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2, NR, v[1], v[NR] }'
