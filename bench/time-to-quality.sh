#!/usr/bin/env bash
# How soon presets get how good: trains each with three seeds on the same data, one thread a run, and prints fid against the clock.
#
#   [DUELLO=COMMAND] [JOBS=2] [SEEDS="0 1 2"] time-to-quality.sh FOLDER DATA PRESET=KIMG...
#   time-to-quality.sh runs/fashion fashion-mnist dcgan=600 auto=300
#   time-to-quality.sh runs/emoji "emoji --size 32" dcgan=80 auto=40
#
# Runs that are there already are not trained again. JOBS runs train side by side: on two cores, two with a thread each disturb
# each other little and together are half as fast again as one with two.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
duello=${DUELLO:-$root/duello}
out=$1
data=$2
shift 2
mkdir -p "$out"
# Builds, if need be, before trainings do so side by side.
"$duello" --version >/dev/null

train() {
    [ -e "$2.done" ] && return
    rm -rf "$2"
    # shellcheck disable=SC2086
    "$1" train --data $3 --preset "$4" --kimg "$5" --seed "$6" --threads 1 --quiet --set evaluation.kimg="$7" \
        --out "$2" >"$2.log" 2>&1 && touch "$2.done"
}
export -f train

for entry in "$@"; do
    kimg=${entry#*=}
    # Sixteen readings in a training, the first at a sixteenth.
    every=$(awk "BEGIN { print $kimg / 16 }")
    for seed in ${SEEDS:-0 1 2}; do
        printf '%s\0' "$duello" "$out/${entry%=*}-$seed" "$data" "${entry%=*}" "$kimg" "$seed" "$every"
    done
done | xargs -0 -n 7 -P "${JOBS:-1}" bash -c 'train "$@"' train || true

# kimg, seconds and fid of every reading of a run
readings() {
    sed -n 's/.*"event":"evaluated","images":\([0-9]*\),"seconds":\([0-9.]*\),"values":{[^}]*"fid":\([0-9.]*\).*/\1 \2 \3/p' "$1/events.jsonl"
}

for entry in "$@"; do
    for seed in ${SEEDS:-0 1 2}; do
        readings "$out/${entry%=*}-$seed" | awk -v run="${entry%=*}" -v seed="$seed" '{ print run, seed, $0 }'
    done
done | awk '
    !($1 in runs) { runs[$1]; order[++presets] = $1 }
    {
        key = $1 " " $2
        if (!(key in best) || $5 < best[key]) { best[key] = $5; at[key] = $4 }
        if (!(key in known)) { known[key]; keys[++count] = key }
        line[key, ++n[key]] = $0
        seconds[key] = $4
    }
    END {
        print "| preset | seed | fid at seconds of training | best | at |\n|---|---|---|---|---|"
        for (i = 1; i <= count; i++) {
            split(keys[i], part, " ")
            curve = ""
            for (j = 1; j <= n[keys[i]]; j++) {
                split(line[keys[i], j], field, " ")
                if (j == 1 || j == 2 || j == 4 || j == 8 || j == 12 || j == n[keys[i]])
                    curve = curve sprintf("%s%.1f at %.0f s", curve == "" ? "" : ", ", field[5], field[4])
            }
            printf "| `%s` | %s | %s | %.2f | %.0f s |\n", part[1], part[2], curve, best[keys[i]], at[keys[i]]
        }
        # When each run first was as good as the best of the first preset with the same seed, on a straight line between readings.
        print "\n| preset | seed | as good as the best of `" order[1] "` after | of its time |\n|---|---|---|---|"
        for (i = 1; i <= count; i++) {
            split(keys[i], part, " ")
            goal = best[order[1] " " part[2]]
            reached = ""
            for (j = 1; j <= n[keys[i]] && reached == ""; j++) {
                split(line[keys[i], j], field, " ")
                if (field[5] <= goal)
                    reached = j == 1 ? field[4] : field[4] - (goal - field[5]) / (fid - field[5]) * (field[4] - time)
                fid = field[5]
                time = field[4]
            }
            if (reached == "") printf "| `%s` | %s | never | |\n", part[1], part[2]
            else printf "| `%s` | %s | %.0f s | %.2f |\n", part[1], part[2], reached, reached / at[order[1] " " part[2]]
        }
    }'
