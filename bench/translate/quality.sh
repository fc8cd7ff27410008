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
# Compared above all in the layers of the network that measures; --features random asks one that was not learned from.
features=(--kimg 20 --set loss.features=100 --set loss.l1=10 --set loss.adversarial=0 --set 'generator.optimizer.rate=1e-3 -> 1e-5'
    --set data.flip=true --watch feature-distance)
wide=(--set generator.width=48 --set generator.dropout=0.3)
each line-features --pairs emoji-line emoji "${features[@]}"
each line-wide --pairs emoji-line emoji "${features[@]}" "${wide[@]}"
each line-adversarial --pairs emoji-line emoji "${features[@]}" --set loss.adversarial=1 \
    --set 'generator.optimizer.rate=5e-4 -> 1e-5'
each flat-features --pairs emoji-flat emoji "${features[@]}"
each colorize-features --task colorize --data emoji "${features[@]}"
each colorize-wide --task colorize --data emoji "${features[@]}" "${wide[@]}"
for name in line-features line-wide line-adversarial flat-features colorize-features colorize-wide; do
    ./duello evaluate "$out/$name" --features random
done
each cut --preset cut --unpaired emoji-flat emoji --kimg 12 --set data.flip=true
each cyclegan --preset cyclegan --unpaired emoji-flat emoji --kimg 6 --set data.flip=true
