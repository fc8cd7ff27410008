#!/usr/bin/env bash
# One trained generator of images in Duello, ONNX Runtime and eager PyTorch, in turns:
#   PYTHON=venv/bin/python bench/peers/rates.sh RUN [ROUNDS] [IMAGES] [BATCH]     (torch, numpy and safetensors in the venv)
# DUELLO and CLASSPATH name another command and its classes than those that ./duello builds.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/median.sh"
run=${1:?usage: bench/peers/rates.sh RUN [ROUNDS] [IMAGES] [BATCH]}
rounds=${2:-3} images=${3:-4096} batch=${4:-64}
duello=${DUELLO:-$here/../../duello}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
"$duello" export "$run" --safetensors "$out/folder" --quiet >/dev/null
"$duello" export "$run" --onnx "$out/model.onnx" --uint8 --quiet >/dev/null
java() {
    "${JAVA_HOME:+$JAVA_HOME/bin/}java" --enable-native-access=ALL-UNNAMED \
        -cp "${CLASSPATH:-$here/../../app/target/duello.jar:$here/../../app/target/lib/*}" "$here/Rates.java" "$@"
}
for _ in $(seq "$rounds"); do
    echo "duello $(java duello "$run" "$images" "$batch")"
    echo "duello-fp32 $(java duello-fp32 "$run" "$images" "$batch")"
    echo "onnx $(java onnx "$out/model.onnx" "$images" "$batch")"
    echo "pytorch $("${PYTHON:-python3}" "$here/rates.py" "$out/folder" "$images" "$batch")"
done | tee "$out/all"
for name in duello duello-fp32 onnx pytorch; do
    echo "$name: $(sed -n "s/^$name \([0-9]*\) .*/\1/p" "$out/all" | median) images/s, the median of $rounds"
done
