#!/bin/sh
# Makes names.zip of the npm package @faker-js/faker. Needs npm, node, zip and a network.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent @faker-js/faker@10.6.0 >file
echo "13b79ed894af1a52a624fdb144384e1fd6c4afc1a30488830d3be64924333674  $(cat file)" | sha256sum --check --quiet
tar xf faker-js-faker-10.6.0.tgz
cp package/LICENSE "$here/LICENSE"
node "$here/names.mjs" package names
cd names
find . -exec touch -d '2000-01-01 00:00:00' {} +
rm -f "$here/names.zip"
find . -type f | LC_ALL=C sort | zip -X -9 -q "$here/names.zip" -@
cd "$here"
sha256sum names.zip > SHA256SUMS
