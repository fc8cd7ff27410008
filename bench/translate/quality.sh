#!/usr/bin/env bash
# What short trainings of translators reach on held-out emoji, beside simple methods: bench/translate/quality.sh DIR
set -euo pipefail
out=$1
mkdir -p "$out"
each() {
    local name=$1
    shift
    ./duello train "$@" --threads 1 --quiet --out "$out/$name"
    ./duello evaluate "$out/$name"
}
each sr2 --task super-resolution:2 --data emoji --kimg 8
each sr4 --task super-resolution:4 --data emoji --kimg 6
each inpaint --task inpaint --data emoji --kimg 12
each colorize --task colorize --data emoji --kimg 5
each line --pairs emoji-line emoji --kimg 4
