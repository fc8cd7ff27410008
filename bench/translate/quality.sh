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
each inpaint-l1 --task inpaint --data emoji --kimg 24 --set loss.adversarial=0 --set 'generator.optimizer.rate=1e-3 -> 1e-5' \
    --set data.flip=true
each colorize --task colorize --data emoji --kimg 5
each line --pairs emoji-line emoji --kimg 4
# Compared also in the layers of the network that measures: --features random asks one that was not learned from.
each line-features --pairs emoji-line emoji --kimg 4 --set loss.features=30 --watch feature-distance
each colorize-features --task colorize --data emoji --kimg 5 --set loss.features=30 --watch feature-distance
for name in line line-features colorize colorize-features; do
    ./duello evaluate "$out/$name" --features random
done
each cut --preset cut --unpaired emoji-flat emoji --kimg 8
each cyclegan --preset cyclegan --unpaired emoji-flat emoji --kimg 5
