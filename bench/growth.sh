#!/usr/bin/env bash
# What growth costs: a step by the side of the images and by the batch, data by their number. Every figure comes from a process
# of its own, so that its peak memory is its own.
#
#   [THREADS=1] bench/growth.sh [sides] [batches] [data]
#
# Measures what is named, or all, which takes about five minutes, 2 GB of disk in a temporary folder, and for 1,000,000 images as
# much memory for the system to keep files in. Figures stay in bench/growth/target; of all that are there it prints tables
# and draws bench/growth/target/growth.png.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
kept=$root/bench/growth/target
mkdir -p "$kept"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Builds, if need be.
"$root/duello" summary >/dev/null
# Compiled once, not anew in each of the processes.
"${JAVA_HOME:+$JAVA_HOME/bin/}javac" -cp "$root/app/target/duello.jar:$root/app/target/lib/*" -d "$kept/classes" \
    "$root/bench/growth/Growth.java" "$root/bench/growth/Plot.java"

# The options of Java are the launcher's.
growth() {
    DUELLO_CACHE="$work/cache" "${JAVA_HOME:+$JAVA_HOME/bin/}java" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -Xmn24m \
        -XX:TieredStopAtLevel=1 -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 -Djava.awt.headless=true -Xlog:disable \
        -Dthreads="${THREADS:-1}" -cp "$kept/classes:$root/app/target/duello.jar" Growth "$@" 2> >(grep -v SLF4J >&2)
}

# keep NAME: into a file that appears when it is whole
keep() {
    tee >(cat >&2) >"$kept/$1.part" && mv "$kept/$1.part" "$kept/$1.tsv"
}

for part in ${*:-sides batches data}; do
    case $part in
        sides)
            for preset in auto dcgan; do
                for side in 16 32 64 128; do
                    growth step $preset 0 $side 32
                done
            done | keep sides
            # The preset halves its width above 64; this is what it would cost without.
            growth step auto 64 128 32 | keep unhalved
            ;;
        batches)
            for preset in auto dcgan; do
                for batch in 16 32 64 128 256 512; do
                    growth step $preset 0 32 $batch
                done
            done | keep batches
            ;;
        data)
            for kind in idx folder; do
                for count in 1000 10000 100000 1000000; do
                    # A folder of a million files takes minutes to make, and 4 GB.
                    [ $kind-$count = folder-1000000 ] && continue
                    growth make $kind $count "$work/data"
                    growth open first $kind $count "$work/data"
                    growth open again $kind $count "$work/data"
                    rm -rf "$work/data" "$work/cache"
                done
            done | keep data
            ;;
        *)
            echo "There is no $part: sides, batches or data." >&2
            exit 1
            ;;
    esac
done
growth plot "$kept"
