#!/usr/bin/env bash
# A search against the preset and against random search at equal time, one thread, one trial at a time:
#
#   [DUELLO=COMMAND] bench/search/study.sh FOLDER [KIMG] [TRIALS] [SEEDS]
#
# On 500 images of shapes at 32x32, which is not what the presets were tuned on, and on Fashion-MNIST. Whatever is there already is
# gone on with. Random search gets the time that the search took, its comparison included.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
duello=${DUELLO:-$root/duello}
out=$1 kimg=${2:-3} trials=${3:-8} seeds=${4:-2}
mkdir -p "$out"
if [ ! -e "$out/shapes500" ]; then
    "${JAVA_HOME:+$JAVA_HOME/bin/}java" --enable-native-access=ALL-UNNAMED -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 \
        -cp "${CLASSES:-$root/app/target/duello.jar:$root/app/target/lib/*}" "$root/bench/search/Subset.java" shapes 32 500 "$out/shapes500"
fi
search() {
    "$duello" search --data "$1" --preset auto-tiny --kimg "$kimg" --jobs 1 --threads 1 --seeds "$seeds" \
        --set evaluation.samples=500 "${@:2}"
}
for data in "$out/shapes500" fashion-mnist; do
    name=$(basename "$data")
    search "$data" --trials "$trials" --out "$out/$name-tpe" --json >"$out/$name-tpe.json"
    seconds=$(grep -o '"spent-seconds":[0-9]*' "$out/$name-tpe.json" | cut -d: -f2)
    search "$data" --random --for "${seconds}s" --out "$out/$name-random" --json >"$out/$name-random.json"
done
