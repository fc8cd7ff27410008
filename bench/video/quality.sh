#!/usr/bin/env bash
# How good clips become by the time that the training computed on one core: bench/video/quality.sh FOLDER [SEED ...]
# Of each seed FOLDER/SEED-half after 5 and FOLDER/SEED after 10 minutes of processor time, measured by Baselines.java beside real
# clips, clips that stand still and frames that are moved as a whole. CP is the class path of the two jars and all that they need.
# DATA names another data set, OPTIONS further options of the training, such as --kimg 100: the preset's 40 take a little more than ten minutes.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source "$here/../ten-minutes.sh"
data=${DATA:-moving-shapes}
folder=$1
shift
# shellcheck disable=SC2086
ten_minutes_of_seeds "$folder" "$data" "${*:-0}" ${OPTIONS:-}
java --enable-native-access=ALL-UNNAMED -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 -cp "$CP" "$here/Baselines.java" \
    "$data" 500 random "${runs[@]}"
