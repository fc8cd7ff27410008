#!/usr/bin/env bash
# Trains healthy and deliberately broken runs, one after the other, and prints which alerts each gave and a confusion table.
# Runs that end in "+" were not looked at when thresholds were chosen. About 45 minutes on one core that is free.
#
#   [DUELLO=COMMAND] calibrate.sh [FOLDER] [PATTERN]     FOLDER keeps the runs (default runs/diagnosis); only those that match PATTERN
#
# A run that is there already is not trained again, so that an interrupted calibration goes on.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
out=${1:-runs/diagnosis}
pattern=${2:-.}
mkdir -p "$out"
duello=${DUELLO:-$root/duello}

# The first N images of Fashion-MNIST as a data set of their own, with the whole test part.
few() {
    local folder=$out/few-$1 fashion=$root/datasets/fashion-mnist bytes
    bytes=$(printf '%08x' "$1" | sed 's/../\\x&/g')
    mkdir -p "$folder"
    { printf '\x00\x00\x08\x03'"$bytes"'\x00\x00\x00\x1c\x00\x00\x00\x1c'
        { zcat "$fashion/train-images-idx3-ubyte.gz" || true; } | tail -c +17 | head -c $(($1 * 784)); } >"$folder/train-images-idx3-ubyte"
    { printf '\x00\x00\x08\x01'"$bytes"
        { zcat "$fashion/train-labels-idx1-ubyte.gz" || true; } | tail -c +9 | head -c "$1"; } >"$folder/train-labels-idx1-ubyte"
    cp "$fashion"/t10k-*.gz "$folder"
    echo "$folder"
}

# run KIND NAME ARGUMENTS...
run() {
    local kind=$1 name=$2
    shift 2
    [[ $kind/$name =~ $pattern ]] || return 0
    local folder=$out/$kind/$name
    if ! [ -e "$folder.done" ]; then
        rm -rf "$folder"
        mkdir -p "$out/$kind"
        # Readings go to the log, to choose thresholds by.
        DUELLO_JAVA_OPTS='-Dorg.slf4j.simpleLogger.log.dev.duello.gan.diagnosis=debug' \
            "$duello" train --threads 1 --watch fid --quiet --out "$folder" \
            --set evaluation.kimg=8 --set evaluation.samples=500 --set training.sample-kimg=20 --set training.checkpoint-kimg=20 \
            "$@" >"$folder.log" 2>&1 </dev/null || true
        touch "$folder.done"
    fi
    local alerts
    alerts=$(sed -n 's/.*"event":"alerted".*"symptom":"\([a-z-]*\)".*/\1/p' "$folder/events.jsonl" | sort -u | paste -sd' ')
    printf '%-15s %-22s %s\n' "$kind" "$name" "${alerts:--}" | tee -a "$out/alerts.txt"
}

: >"$out/alerts.txt"
narrow='--set generator.width=16 --set discriminator.width=16'
small="--preset dcgan $narrow --kimg 32"
plain='--set augmentation.probability=0 --set augmentation.adapt=0'
emoji='--data emoji --size 32'
mlp='--preset mlp --kimg 40'
long='--preset mlp --kimg 240'
g=generator.optimizer
d=discriminator.optimizer
blind="--set discriminator.width=1 --set $d.rate=2e-5"
slow="--set discriminator.width=4 --set $g.rate=5e-5 --set $d.rate=5e-5"

# shellcheck disable=SC2086
{
    run healthy dcgan $small
    run healthy dcgan-seed1 $small --seed 1
    run healthy mlp $mlp
    run healthy mlp-emoji $emoji $mlp
    run healthy dcgan-seed2+ $small --seed 2
    run healthy dcgan-batch-32+ $small --batch 32 --seed 4
    run healthy mlp-seed1+ $mlp --seed 1
    run healthy mlp-emoji-seed1+ $emoji $mlp --seed 1
    run healthy auto --preset auto $narrow --kimg 32
    run healthy auto-emoji --preset auto $emoji $narrow --kimg 32
    run healthy auto-seed1+ --preset auto $narrow --kimg 32 --seed 1
    run healthy auto-full+ --preset auto --kimg 24 --seed 2
    run healthy auto-emoji-seed1+ --preset auto $emoji $narrow --kimg 32 --seed 1
    run healthy sngan+ --preset sngan $narrow --kimg 16
    run healthy r3gan+ --preset r3gan $narrow --kimg 16
    run healthy dcgan-full+ --preset dcgan --kimg 24 --seed 5
    run healthy auto-groups+ --preset auto $narrow --set data.labels=cluster --kimg 32 --seed 2
    run healthy dcgan-width32+ $small --set generator.width=32 --set discriminator.width=32 --seed 3

    run overpowering g-rate-20th $small --set $g.rate=1e-5
    run overpowering emoji-g-rate-20th $emoji $small --set $g.rate=1e-5
    run overpowering minimax+ $small --set objective=minimax
    run overpowering mlp-g-rate-50th $mlp --set $g.rate=4e-6
    run overpowering g-rate-10th+ $small --set $g.rate=2e-5 --seed 3
    run overpowering d-rate-5-g-rate-5th+ $small --set $d.rate=1e-3 --set $g.rate=4e-5 --seed 1

    run too-weak d-rate-50th $small --set $d.rate=4e-6
    run too-weak g-rate-20 $small --set $g.rate=4e-3
    run too-weak emoji-d-rate-50th $emoji $small --set $d.rate=4e-6
    run too-weak mlp-d-rate-100th+ $mlp --set $d.rate=2e-6
    run too-weak g-rate-10-d-rate-10th+ $small --set $g.rate=2e-3 --set $d.rate=2e-5 --seed 1

    run overfitting images-50 --data "$(few 50)" --preset dcgan $narrow --kimg 48
    run overfitting images-100 --data "$(few 100)" --preset dcgan $narrow --set discriminator.width=32 --kimg 96
    run overfitting auto-images-50 --data "$(few 50)" --preset auto $narrow $plain --kimg 48
    run overfitting images-50-seed1+ --data "$(few 50)" --preset dcgan $narrow --kimg 48 --seed 1
    run overfitting images-100-seed1+ --data "$(few 100)" --preset dcgan $narrow --set discriminator.width=32 --kimg 96 --seed 1
    run overfitting auto-images-100+ --data "$(few 100)" --preset auto $narrow $plain --kimg 64 --seed 1

    run collapse latent-1 $small --set generator.latent=1
    run collapse emoji-latent-1 $emoji $small --set generator.latent=1
    run collapse mlp-latent-1 $mlp --set generator.latent=1
    run collapse latent-2+ $small --set generator.latent=2 --seed 1
    run collapse mlp-latent-2+ $mlp --set generator.latent=2 --seed 1

    # A fully connected generator that trains long makes fewer and fewer kinds of clothes.
    run losing mlp-long $long
    run losing mlp-long-seed1 $long --seed 1
    run losing mlp-long-seed2 $long --seed 2
    run losing mlp-long-seed3+ $long --seed 3
    run losing mlp-long-seed4+ $long --seed 4

    run oscillation beta1-0.95 $small --set $g.beta1=0.95 --set $d.beta1=0.95
    run oscillation beta1-0.99 $small --set $g.beta1=0.99 --set $d.beta1=0.99
    run oscillation emoji-beta1-0.95 $emoji $small --set $g.beta1=0.95 --set $d.beta1=0.95
    run oscillation beta1-0.95-seed1+ $small --set $g.beta1=0.95 --set $d.beta1=0.95 --seed 1
    run oscillation emoji-beta1-0.99+ $emoji $small --set $g.beta1=0.99 --set $d.beta1=0.99

    run divergence rates-1000 $small --set $g.rate=0.2 --set $d.rate=0.2
    run divergence d-rate-10000 $small --set $d.rate=2
    run divergence emoji-rates-10000 $emoji $small --set $g.rate=2 --set $d.rate=2
    run divergence mlp-rates-10000+ $mlp --set $g.rate=2 --set $d.rate=2
    run divergence emoji-rates-1000+ $emoji $small --set $g.rate=0.2 --set $d.rate=0.2

    run dead g-rate-1000 $small --set $g.rate=0.2
    run dead g-rate-50000 $small --set $g.rate=10
    run dead emoji-g-rate-50000 $emoji $small --set $g.rate=10
    run dead mlp-g-rate-50000+ $mlp --set $g.rate=10
    run dead emoji-g-rate-5000+ $emoji $small --set $g.rate=1 --seed 1

    run checkerboard d-width-1 $small $blind
    run checkerboard d-width-1-seed1 $small $blind --seed 1
    run checkerboard emoji-d-width-1 $emoji $small $blind
    run checkerboard emoji-d-width-1-seed1 $emoji $small $blind --seed 1
    run checkerboard d-width-2 $small --set discriminator.width=2 --set $d.rate=1e-5 --seed 2
    run checkerboard slow-d-width-4 $small $slow
    run checkerboard slow-d-width-4-seed1 $small $slow --seed 1
    run checkerboard emoji-slow-d-width-4 $emoji $small $slow
    run checkerboard slow-d-width-4-seed2+ $small $slow --seed 2
    run checkerboard emoji-slow-d-width-4-seed1+ $emoji $small $slow --seed 1
    # Transposed convolutions of which not much but the pattern is there yet.
    run checkerboard young --preset wgan-gp $narrow --kimg 32
    run checkerboard young-seed1 --preset wgan-gp $narrow --kimg 32 --seed 1
    run checkerboard young-emoji --preset wgan-gp $emoji $narrow --kimg 32
    run checkerboard young-dcgan-emoji $emoji $small
    run checkerboard young-dcgan-emoji-seed1 $emoji $small --seed 1
    run checkerboard young-seed2+ --preset wgan-gp $narrow --kimg 32 --seed 2
    run checkerboard young-emoji-seed1+ --preset wgan-gp $emoji $narrow --kimg 32 --seed 1
    run checkerboard young-dcgan-emoji-seed2+ $emoji $small --seed 2
}

awk '
    BEGIN {
        columns = split("discriminator-overpowering discriminator-too-weak discriminator-overfitting mode-collapse" \
            " missing-classes oscillation divergence dead-generator checkerboard", names, " ")
    }
    {
        kind = $1 (sub(/\+$/, "", $2) ? " (held out)" : "")
        if (!(kind in runs)) order[++rows] = kind
        runs[kind]++
        for (i = 3; i <= NF; i++) count[kind, $i]++
    }
    END {
        printf "\n| runs |"
        for (i = 1; i <= columns; i++) printf " %s |", names[i]
        printf "\n|---|"
        for (i = 1; i <= columns; i++) printf "---|"
        print ""
        for (r = 1; r <= rows; r++) {
            printf "| %d %s |", runs[order[r]], order[r]
            for (i = 1; i <= columns; i++) printf " %s |", count[order[r], names[i]] ? count[order[r], names[i]] : ""
            print ""
        }
    }' "$out/alerts.txt"
