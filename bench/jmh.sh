#!/usr/bin/env bash
# Micro-benchmarks of the pieces that are Duello's own code, with JMH: bench/jmh.sh [JMH'S OPTIONS]
# Without options every piece runs shortly, about three minutes in all; "bench/jmh.sh Gathering -f 3 -i 10" looks closer at
# some. JVM_OPTIONS replaces the options that the launcher gives Java, for example to see what the full compiler would make
# of it: JVM_OPTIONS=-XX:+UseSerialGC. Installs duello-core in the local Maven repository, from where JMH's project takes it.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
./mvnw -q -B -ntp -Dmaven.test.skip=true install >&2
./mvnw -q -B -ntp -f bench/jmh/pom.xml compile dependency:build-classpath -Dmdep.outputFile=target/classpath >&2
options=(-f 1 -wi 2 -i 3 -w 1 -r 1)
# JMH still asks for memory in a way that new JDKs warn of.
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" --sun-misc-unsafe-memory-access=allow \
    -cp "bench/jmh/target/classes:$(cat bench/jmh/target/classpath)" dev.duello.bench.Pieces "${options[@]}" \
    -jvmArgs "--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 \
-Djava.awt.headless=true ${JVM_OPTIONS--XX:+UseSerialGC -Xmn24m -XX:TieredStopAtLevel=1}" "$@"
