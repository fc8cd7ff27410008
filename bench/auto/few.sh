#!/usr/bin/env bash
# Every fourth of the emoji, in their folders: bench/auto/few.sh FOLDER
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
mkdir -p "$1"
unzip -Z1 "$root/datasets/emoji/emoji.zip" '*.png' | LC_ALL=C sort | awk 'NR % 4 == 0' |
    xargs -d '\n' unzip -q -o "$root/datasets/emoji/emoji.zip" -d "$1"
