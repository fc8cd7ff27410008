#!/usr/bin/env bash
# Takes the three files of ONNX Runtime Web that pages of `duello export --web` need from npm's package: app/onnxruntime-web/make.sh
#
# MIT license (../src/main/resources/dev/duello/app/web/ONNXRUNTIME-LICENSE.txt). Needs npm. The build without WebGPU is taken.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
file=$(npm pack --silent onnxruntime-web@1.30.0)
echo "d2228df7e4616bc3348bf504ee888f3bec43789a273f0a63f3e68d203ce3bf71  $file" | sha256sum --check --quiet
tar -xzf "$file"
cd package/dist
cp ort.wasm.min.mjs ort-wasm-simd-threaded.mjs ort-wasm-simd-threaded.wasm "$here"
cd "$here"
sha256sum ./*.mjs ./*.wasm | sed 's|\./||' >SHA256SUMS
