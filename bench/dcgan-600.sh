#!/usr/bin/env bash
# Trains the dcgan preset on Fashion-MNIST for 600 kimg, ten passes, without measuring, into the folder given (default: runs/dcgan-600).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
time "$here/../duello" train --preset dcgan --kimg 600 --watch none --set training.sample-kimg=50 --set training.checkpoint-kimg=100 \
    --out "${1:-runs/dcgan-600}"
