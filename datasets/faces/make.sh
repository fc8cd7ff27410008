#!/usr/bin/env bash
# Makes parts.json, of which the data set faces is drawn, from a package of npm: datasets/faces/make.sh
#
# Needs nodejs and npm.
set -euo pipefail
export LC_ALL=C
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-save --ignore-scripts @dicebear/toon-head@9.4.3 @dicebear/core@9.4.3 svgpath@2.6.0
cp "$here/parts.mjs" .
node parts.mjs node_modules/@dicebear/toon-head "$here/parts.json"
(cd "$here" && sha256sum parts.json >SHA256SUMS)
