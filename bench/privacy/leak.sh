#!/usr/bin/env bash
# How much samples and discriminator give away, by how many images were learned from: the same network, length and seed on parts of
# Fashion-MNIST, each audited against images that were kept out.
#
#   bench/privacy/leak.sh [FOLDER]     (default: runs/leak)
#
# Prints a table and draws FOLDER/leak.png. One thread; about 25 minutes.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
out=${1:-runs/leak}
mkdir -p "$out"
for images in 64 256 1024 8192; do
    [ -d "$out/$images" ] || OMP_NUM_THREADS=1 "$root/duello" train --preset auto-tiny --data fashion-mnist \
        --set data.held-out=$((60000 - images)) --set data.labels=ignore --set augmentation.translation=false \
        --set augmentation.probability=0 --kimg 60 --seed 0 --watch none --threads 1 --set training.sample-kimg=60 \
        --set training.checkpoint-kimg=60 --quiet --out "$out/$images"
    "$root/duello" audit "$out/$images" --quiet
done
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -Djava.awt.headless=true -cp "$root/app/target/duello.jar:$root/app/target/lib/*" \
    "$root/bench/privacy/LeakPlot.java" "$out"
