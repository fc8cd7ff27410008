#!/usr/bin/env bash
# How much samples and discriminator give away, by how many images were learned from: the same network, length and seed on parts of
# Fashion-MNIST, each audited against images that were kept out; and with the promise of epsilon 10 and 1 on 1,024 of them.
#
#   [DUELLO=COMMAND] bench/privacy/leak.sh [FOLDER]     (default: runs/leak)
#
# Prints a table and draws FOLDER/leak.png. One thread; about 30 minutes.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
duello=${DUELLO:-$root/duello}
out=${1:-runs/leak}
mkdir -p "$out"
for images in 64 256 1024 8192; do
    [ -d "$out/$images" ] || OMP_NUM_THREADS=1 "$duello" train --preset auto-tiny --data fashion-mnist \
        --set data.held-out=$((60000 - images)) --set data.labels=ignore --set augmentation.translation=false \
        --set augmentation.probability=0 --kimg 60 --seed 0 --watch none --threads 1 --set training.sample-kimg=60 \
        --set training.checkpoint-kimg=60 --quiet --out "$out/$images"
    "$duello" audit "$out/$images" --quiet
done
for epsilon in 10 1; do
    run=$out/1024-epsilon-$epsilon
    [ -d "$run" ] || OMP_NUM_THREADS=1 "$duello" train --epsilon "$epsilon" --data fashion-mnist \
        --set data.held-out=58976 --set data.labels=ignore --kimg 60 --seed 1 --watch none --threads 1 \
        --set training.sample-kimg=60 --set training.checkpoint-kimg=60 --quiet --out "$run"
    "$duello" audit "$run" --quiet
done
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -Djava.awt.headless=true -cp "$root/app/target/duello.jar:$root/app/target/lib/*" \
    "$root/bench/privacy/LeakPlot.java" "$out"
