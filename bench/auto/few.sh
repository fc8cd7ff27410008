#!/usr/bin/env bash
# Every eighth of the game tiles, in their folders: bench/auto/few.sh FOLDER
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
mkdir -p "$1"
unzip -Z1 "$root/datasets/tiles/tiles.zip" '*.png' | LC_ALL=C sort | awk 'NR % 8 == 0' |
    xargs -d '\n' unzip -q -o "$root/datasets/tiles/tiles.zip" -d "$1"
