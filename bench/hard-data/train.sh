#!/usr/bin/env bash
# Trains every preset on data that are hard to learn from, and prints how each training ended: exit code, images, alerts. About 25
# minutes on one core. Needs java 25 on the PATH or as JAVA_HOME.
#
#   [DUELLO=COMMAND] [JOBS=1] [PRESETS='auto --kimg 40'] train.sh [FOLDER]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
duello=${DUELLO:-$here/../../duello}
out=${1:-runs/hard-data}
mkdir -p "$out"
# Builds, if need be, before trainings do so side by side.
"$duello" --version >/dev/null
[ -d "$out/data" ] || "${JAVA_HOME:+$JAVA_HOME/bin/}java" "$here/Data.java" "$out/data"

train() {
    local code=0
    [ -e "$2.code" ] && return
    rm -rf "$2"
    # shellcheck disable=SC2086
    "$1" train --data "$3" --preset $4 --threads 1 --quiet --watch fid --set evaluation.samples=500 --out "$2" >"$2.log" 2>&1 || code=$?
    echo "$code" >"$2.code"
}
export -f train

presets=${PRESETS:-'auto --kimg 40|dcgan-tiny --kimg 16|mlp-tiny --kimg 16|wgan-gp-tiny --kimg 8|sngan-tiny --kimg 4|r3gan-tiny --kimg 2'}
IFS='|' read -ra presets <<<"$presets"
for set in few one-image all-black 48x64 rgba 99-to-1; do
    for preset in "${presets[@]}"; do
        printf '%s\0' "$duello" "$out/$set-${preset%% *}" "$out/data/$set" "$preset"
    done
done | xargs -0 -n 4 -P "${JOBS:-1}" bash -c 'train "$@"' train

echo '| data | preset | exit | ended | alerts |'
echo '|---|---|---|---|---|'
for set in few one-image all-black 48x64 rgba 99-to-1; do
    for preset in "${presets[@]}"; do
        run=$out/$set-${preset%% *}
        ended=$(sed -n 's/.*"event":"stopped","images":\([0-9]*\),.*"reason":"\([a-z-]*\)".*/\2 at \1 images/p' "$run/events.jsonl" | tail -n 1)
        alerts=$(sed -n 's/.*"event":"alerted".*"symptom":"\([a-z-]*\)".*/\1/p' "$run/events.jsonl" | sort | uniq -c | awk '{ print $2 " ×" $1 }' | paste -sd, -)
        echo "| $set | ${preset%% *} | $(cat "$run.code") | ${ended:-$(tail -n 1 "$run.log")} | ${alerts:--} |"
    done
done
