#!/usr/bin/env bash
# Whether a change made the default training worse: an earlier commit and this working copy train in turns, with the same seeds.
#
#   before-after.sh COMMIT [ARGUMENTS OF train...]
#   SEEDS="0 1 2 3 4" before-after.sh COMMIT --kimg 50 --watch none --threads 1
#
# Prints seconds of the whole command, its peak of resident memory, and the best fid where it is measured.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
commit=$1
shift
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
git clone -q "$root" "$out/before"
git -C "$out/before" checkout -q "$commit"
declare -A duello=([before]="$out/before/duello" [after]="$root/duello")
# Builds, and prepares the data.
for side in before after; do
    "${duello[$side]}" train --kimg 1 --quiet --watch none --out "$out/warm-$side" >"$out/log" 2>&1 || { cat "$out/log"; exit 1; }
done

one() { # side, seed, arguments of train: seconds, megabytes and fid
    local side=$1 seed=$2 run="$out/$1-$2" start peak=0 now
    shift 2
    start=$(date +%s.%N)
    "${duello[$side]}" train --seed "$seed" --quiet --out "$run" "$@" >"$run.log" 2>&1 &
    local process=$!
    while kill -0 $process 2>/dev/null; do
        now=$(sed -n 's/VmHWM:[^0-9]*\([0-9]*\).*/\1/p' /proc/$process/status 2>/dev/null || true)
        [ "${now:-0}" -gt "$peak" ] && peak=$now
        sleep 0.2
    done
    wait $process || { cat "$run.log" >&2; exit 1; }
    # The lowest of all readings.
    local fid
    fid=$(sed -n 's/.*"event":"evaluated".*"fid":\([0-9.]*\).*/\1/p' "$run/events.jsonl" | sort -g | head -n 1)
    awk "BEGIN { printf \"%.1f %.0f %s\\n\", $(date +%s.%N) - $start, $peak / 1024, \"${fid:--}\" }"
}

echo "| seed | seconds before | after | MB before | after | fid before | after |"
echo "|---|---|---|---|---|---|---|"
for seed in ${SEEDS:-0 1 2}; do
    # Who is first changes from seed to seed.
    if [ $((seed % 2)) = 0 ]; then
        before=$(one before "$seed" "$@")
        after=$(one after "$seed" "$@")
    else
        after=$(one after "$seed" "$@")
        before=$(one before "$seed" "$@")
    fi
    read -r s0 m0 f0 <<<"$before"
    read -r s1 m1 f1 <<<"$after"
    echo "| $seed | $s0 | $s1 | $m0 | $m1 | $f0 | $f1 |"
done
