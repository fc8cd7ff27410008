#!/usr/bin/env bash
# How good clips become by the time that the training computed on one core: bench/video/quality.sh FOLDER [SEED ...]
# Of each seed FOLDER/SEED-half after 5 and FOLDER/SEED after 10 minutes of processor time, measured by Baselines.java beside real
# clips, clips that stand still and frames that are moved as a whole. CP is the class path of the two jars and all that they need.
# DATA names another data set, OPTIONS further options of the training, such as --kimg 100: the preset's 30 take six minutes.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source "$here/../ten-minutes.sh"
data=${DATA:-moving-shapes}
folder=$1
shift
runs=()
for seed in "${@:-0}"; do
    # shellcheck disable=SC2086
    ten_minutes "$folder/$seed" --data "$data" --seed "$seed" ${OPTIONS:-}
    runs+=("$folder/$seed-half" "$folder/$seed")
done
java --enable-native-access=ALL-UNNAMED -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 -cp "$CP" "$here/Baselines.java" \
    "$data" 500 random "${runs[@]}"
