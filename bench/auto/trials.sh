#!/usr/bin/env bash
# What the rules of the preset auto rest on: trains every trial of a list and measures it, one thread each.
#
#   [DUELLO=COMMAND] [JOBS=2] [SEEDS="0"] [FEW=FOLDER] [AGAINST=DATA] trials.sh FOLDER LIST...
#   trials.sh runs/auto bench/auto/classes.txt
#
# A line of a list is NAME | DATA | KIMG | SETTINGS: the arguments after --data, the length, over which every schedule goes, and
# KEY=VALUE separated by spaces. FEW stands for a folder of images. AGAINST are other images to measure with than those trained on.
# Runs that are there already are not trained again.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export duello=${DUELLO:-$root/duello} out=$1
shift
mkdir -p "$out"
"$duello" --version >/dev/null # builds, if need be

trial() {
    local run=$out/$1-$5
    [ -s "$run.json" ] && return
    rm -rf "$run"
    # shellcheck disable=SC2046,SC2086
    "$duello" train --data ${2/#FEW/${FEW:-}} --kimg "$3" --set training.anneal-kimg="$3" ${4:+$(printf -- '--set %s ' $4)} --seed "$5" --threads 1 \
        --watch none --quiet --out "$run" >"$run.log" 2>&1 &&
        "$duello" evaluate "$run" ${AGAINST:+--against "$AGAINST"} --quiet --json --metrics fid,precision,recall,coverage,diversity >"$run.json" 2>>"$run.log"
}
export -f trial

for seed in ${SEEDS:-0}; do
    grep -hv '^#' "$@" | sed 's/ *| */|/g' | while IFS='|' read -r name data kimg settings; do
        printf '%s\0' "$name" "$data" "$kimg" "$settings" "$seed"
    done
done | xargs -0 -n 5 -P "${JOBS:-1}" bash -c 'trial "$@"' trial || true

echo '| trial | seed | fid | precision | recall | coverage | diversity |'
echo '|---|---|---|---|---|---|---|'
for seed in ${SEEDS:-0}; do
    grep -hv '^#' "$@" | sed 's/ *|.*//' | while read -r name; do
        printf '| %s | %s |' "$name" "$seed"
        for metric in fid precision recall coverage diversity; do
            printf ' %s |' "$(sed -n "s/.*\"values\":{[^}]*\"$metric\":\([-0-9.e]*\).*/\1/p" "$out/$name-$seed.json")"
        done
        echo
    done
done
