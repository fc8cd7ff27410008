#!/usr/bin/env bash
# Lays out the folder that is archived, around the runtime that is there already: stage.sh FOLDER TIME
# Everything gets the same time: two builds of one commit give the same bytes, and the archive of classes stays valid, which knows
# the times of its jars.
set -euo pipefail
stage=$1
time=$2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$here/..
umask 022
export LC_ALL=C

mkdir -p "$stage"/{app/lib,bin,native,share/bash-completion/completions,share/doc/duello}
cp "$root/app/target/duello.jar" "$stage/app/"
cp "$root"/app/target/lib/*.jar "$stage/app/lib/"
rm -f "$stage"/app/lib/*-linux-x86_64.jar
cp "$here/duello" "$stage/bin/"
cp "$root"/{LICENSE,NOTICE,THIRD_PARTY.md,README.md,CHANGELOG.md} "$here/target/sbom.cdx.json" "$stage/share/doc/duello/"
find "$here/target/natives" -name '*.so*' -exec cp {} "$stage/native/" \;
# The bindings to OpenBLAS ask for it by this name, under which there is none.
ln -sf libopenblas.so.0 "$stage/native/libopenblas_nolapack.so.0"
find "$stage" -exec touch -h -d "$time" {} +

# What the launcher needs is found by doing it.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export DUELLO_CACHE=$work/cache OMP_NUM_THREADS=1
options() { export DUELLO_JAVA_OPTS="-XX:DumpLoadedClassList=$work/$1.classes -Xshare:off"; }
options help
"$stage/bin/duello" --help >/dev/null
options train
"$stage/bin/duello" train --watch none --kimg 0.001 --quiet --out "$work/run" >/dev/null
options sample
"$stage/bin/duello" sample "$work/run" -n 1 --grid "$work/one.png" >/dev/null
# Numbers and constants in the lists are those of one run; without them, and sorted, the archive is the same each time.
cat "$work"/*.classes | grep -v '^#\|source:\|^@cp' | sed 's/ id: [0-9]*//' | sort -u >"$work/classes"
# The archive can be used wherever its files are taken to, but its bytes depend on where it was made: always at the same place.
place=/tmp/duello-class-archive
mkdir "$place" || {
    echo "Another build makes its archive of classes in $place. When there is none, delete that folder." >&2
    exit 1
}
trap 'rm -rf "$work" "$place"' EXIT
cp -a "$stage"/{app,bin,runtime} "$place/"
# Only this collector stores objects in it, such as the graph of modules; any can load them.
DUELLO_JAVA_OPTS="-XX:-UseSerialGC -XX:+UseG1GC -Xshare:dump -XX:SharedClassListFile=$work/classes" "$place/bin/duello" >/dev/null
cp "$place/app/duello.jsa" "$stage/app/"
DUELLO_JAVA_OPTS='' "$stage/bin/duello" generate-completion >"$stage/share/bash-completion/completions/duello"
find "$stage" -exec touch -h -d "$time" {} +
