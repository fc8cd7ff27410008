#!/usr/bin/env bash
# How useful private samples are: trains privately on Fashion-MNIST, samples 60,000 images by class, trains a classifier on them alone
# and tests it on the 10,000 real test images.
#
#   [DUELLO=COMMAND] [COUNT=6000] [EPOCHS=5] quality.sh FOLDER EPSILON [OPTION...]
#   quality.sh runs/private 10
#   quality.sh runs/private 1 --kimg 400 --seed 2
#
# A run that is there already is not trained again. COUNT is of each class. One thread.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
duello=${DUELLO:-$root/duello}
folder=$1
epsilon=$2
shift 2
mkdir -p "$folder"
run=$folder/epsilon-$epsilon
started=$(date +%s)
if [ ! -e "$run.done" ]; then
    rm -rf "$run"
    "$duello" train --data fashion-mnist --epsilon "$epsilon" --threads 1 --quiet --seed 1 --out "$run" "$@"
    touch "$run.done"
    echo "trained in $(($(date +%s) - started)) s"
fi
"$duello" privacy report "$run" | head -1
arrays=()
for class in 0 1 2 3 4 5 6 7 8 9; do
    "$duello" sample "$run" --class $class -n "${COUNT:-6000}" --npy "$run-$class.npy" --quiet >/dev/null
    arrays+=("$run-$class.npy")
done
data=$root/datasets/fashion-mnist
rm -rf "$run-fakes"
python3 "$here/fakes_as_idx.py" "$run-fakes" "$data/t10k-images-idx3-ubyte.gz" "$data/t10k-labels-idx1-ubyte.gz" "${arrays[@]}"
"$duello" classify train --data "$run-fakes" --epochs "${EPOCHS:-5}" --out "$run-classifier.safetensors" --quiet
rm -rf "$run-fakes" "${arrays[@]}"
