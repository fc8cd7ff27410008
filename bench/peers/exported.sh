#!/usr/bin/env bash
# Exports runs as safetensors, and compares what their generator.py makes with what Duello makes of the same latents.
#   PYTHON=venv/bin/python bench/peers/exported.sh RUN...     (torch, numpy and safetensors in the venv)
set -e
cd "$(dirname "$0")/../.."
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
for run in "$@"; do
    ./duello export "$run" --safetensors "$out/folder" --force --quiet > "$out/log"
    java --enable-native-access=ALL-UNNAMED -cp "app/target/duello.jar:app/target/lib/*" bench/peers/Exported.java "$run" "$out/numbers"
    echo -n "$run "
    "${PYTHON:-python3}" bench/peers/exported.py "$out/folder" "$out/numbers"
    rm -r "$out/folder" "$out/numbers"
done
