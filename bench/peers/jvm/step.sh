#!/usr/bin/env bash
# Duello's step against DJL's and DL4J's at 64x64x3 on a processor, in turns: bench/peers/jvm/step.sh [ROUNDS] [THREADS] [STEPS] [PEERS]
# Prints each run, then the medians and Duello's ratio to each peer, of wall-clock. PEERS is "djl dl4j" unless told; a step of DL4J
# takes many seconds. Linux on x86-64, Java 25 in JAVA_HOME or on the path; build Duello first (./duello summary).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../median.sh"
root=$here/../../..
rounds=${1:-3} threads=${2:-1} steps=${3:-5} peers=${4:-djl dl4j}
runs=$(mktemp)
classes=$(mktemp -d)
trap 'rm -rf "$runs" "$classes"' EXIT
java=${JAVA_HOME:+$JAVA_HOME/bin/}
# Compiled first, so that the compiler's memory is not counted. One folder and class path each: native libraries must not meet.
compile() {
    local name=$1 source=$2 path=$3
    "${java}javac" -nowarn -Xlint:-deprecation -XDsuppressNotes -proc:none -d "$classes/$name" -cp "$path" "$source"
}
for peer in $peers; do
    "$root/mvnw" -q -f "$here/pom.xml" "-P$peer" dependency:build-classpath "-Dmdep.outputFile=$here/target/$peer.classpath" >&2
done
one() {
    local name=$1
    shift
    "$@" | sed -n "s/^\(.*ms.*\)$/$name: \1/p" | tee -a "$runs"
}
duello() {
    "${java}java" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -Xmn24m -XX:TieredStopAtLevel=1 \
        -cp "$classes/duello:$root/app/target/duello.jar" Step 64 3 auto "$threads" "$steps"
}
# DJL unpacks libtorch into the folder of its cache, and must not look for models online.
djl() {
    "${java}java" --enable-native-access=ALL-UNNAMED -Dai.djl.offline=true "-DDJL_CACHE_DIR=$here/target/djl" \
        -cp "$classes/djl:$(<"$here/target/djl.classpath")" DjlStep "$threads" "$steps"
}
# The environment is where both its own loops and its BLAS look for the number of threads.
dl4j() {
    OMP_NUM_THREADS=$threads "${java}java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        -cp "$classes/dl4j:$(<"$here/target/dl4j.classpath")" Dl4jStep "$steps"
}
compile duello "$here/../Step.java" "$root/app/target/duello.jar"
for peer in $peers; do
    compile "$peer" "$here/${peer^}Step.java" "$(<"$here/target/$peer.classpath")"
done
for _ in $(seq "$rounds"); do
    for name in duello $peers; do
        one "$name" "$name"
    done
done
# The middle of "NAME: 1.0 ms, ...".
middle() {
    sed -n "s/^$1: \([0-9.]*\) ms.*/\1/p" "$runs" | median
}
for peer in $peers; do
    awk -v a="$(middle duello)" -v b="$(middle "$peer")" -v p="$peer" \
        'BEGIN { printf "duello / %s, wall-clock: %.1f / %.1f = %.3f\n", p, a, b, a / b }'
done
