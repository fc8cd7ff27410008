#!/usr/bin/env bash
# Trains every objective with five seeds on Gaussians in the plane, on one thread, and prints how many of them each finds:
# the table of docs/guide/training.md.
# Java 25 must be in JAVA_HOME or on the path.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
./mvnw -q -pl core -am test-compile dependency:build-classpath -Dmdep.outputFile=target/toy.classpath >&2
# Threads that wait without spinning: small matrices hardly use them.
export OMP_NUM_THREADS=1 OMP_WAIT_POLICY=passive
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" --enable-native-access=ALL-UNNAMED -cp "core/target/test-classes:core/target/classes:$(cat core/target/toy.classpath)" \
    dev.duello.gan.ToyProblems
