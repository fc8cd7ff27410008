#!/usr/bin/env bash
# A search against the preset and against random search at equal time, one thread, one trial at a time:
#
#   [DUELLO=COMMAND] [WIDTH=N] bench/search/study.sh FOLDER [KIMG] [TRIALS] [SEEDS] [DATA...]
#
# On 500 images of shapes at 32x32, which is not what the presets were tuned on, by the preset auto-tiny whose networks have the width
# 32 or WIDTH. DATA are other sets, such as fashion-mnist. Whatever is there already is gone on with, also after Ctrl-C. Random search
# gets the time that the search took, its comparison included. At the end: how much early measurements tell of the end.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
duello=${DUELLO:-$root/duello}
out=$1 kimg=${2:-32} trials=${3:-24} seeds=${4:-3} width=${WIDTH:-32}
if [ $# -gt 4 ]; then data=("${@:5}"); else data=("$out/shapes500"); fi
mkdir -p "$out"
classes=${CLASSES:-$root/app/target/duello.jar:$root/app/target/lib/*}
java=("${JAVA_HOME:+$JAVA_HOME/bin/}java" --enable-native-access=ALL-UNNAMED -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 -cp "$classes")
if [ ! -e "$out/shapes500" ]; then
    "${java[@]}" "$root/bench/search/Subset.java" shapes 32 500 "$out/shapes500"
fi
search() {
    "$duello" search --data "$1" --preset auto-tiny --kimg "$kimg" --jobs 1 --threads 1 --seeds "$seeds" \
        --set evaluation.samples=500 --set generator.width="$width" --set discriminator.width="$width" "${@:2}"
}
for source in "${data[@]}"; do
    name=$(basename "$source")
    search "$source" --trials "$trials" --out "$out/$name-tpe" --json >"$out/$name-tpe.json"
    seconds=$(grep -o '"spent-seconds" *: *[0-9]*' "$out/$name-tpe.json" | grep -o '[0-9]*$')
    search "$source" --random --for "${seconds}s" --out "$out/$name-random" --json >"$out/$name-random.json"
    "${java[@]}" "$root/bench/search/Correlations.java" fid "$out/$name-tpe" "$out/$name-random"
done
