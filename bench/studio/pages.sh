#!/usr/bin/env bash
# How fast the studio shows 200 runs with 1,000,000 events, of which one has 800,000: bench/studio/pages.sh [ROUNDS]
# Prints wall-clock and processor time of each page, in Chromium, until it is drawn.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
./duello summary >/dev/null
./mvnw -q -pl app -am test-compile dependency:build-classpath -Dmdep.outputFile=target/test.classpath >&2
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" --enable-native-access=ALL-UNNAMED \
    -cp "app/target/duello.jar:$(cat app/target/test.classpath)" bench/studio/Pages.java "$PWD/duello" "${1:-5}"
