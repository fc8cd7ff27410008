#!/usr/bin/env bash
# How good sounds become by the time that the training computed on one core: bench/sound/quality.sh FOLDER [SEED ...]
# Of each seed FOLDER/SEED-half after 5 and FOLDER/SEED after 10 minutes of processor time, measured by Measure.java beside real sounds
# and simple methods. CP is the class path of the two jars and all that they need. DATA names another data set, OPTIONS further options
# of the training, such as --preset wavegan.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source "$here/../ten-minutes.sh"
data=${DATA:-spoken-digits}
folder=$1
shift
# shellcheck disable=SC2086
ten_minutes_of_seeds "$folder" "$data" "${*:-0}" --kimg 100000 ${OPTIONS:-}
java --enable-native-access=ALL-UNNAMED -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 -cp "$CP" "$here/Measure.java" \
    "$data" 1000 "${runs[@]}"
