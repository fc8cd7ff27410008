#!/usr/bin/env bash
# Makes the data set furniture of a package of Debian: datasets/furniture/make.sh, after a build
#
# Needs apt-get with the sources of Debian 12, dpkg-deb and unzip, and JDK 25.
set -euo pipefail
export LC_ALL=C
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$here/../..
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

classpath=$(cd "$root" && ./mvnw -q -pl core dependency:build-classpath -Dmdep.outputFile=/dev/stdout)
cd "$work"
apt-get download sweethome3d-furniture=1.8-1
dpkg-deb -x sweethome3d-furniture_*.deb package
for library in package/usr/share/sweethome3d/furniture/*.sh3f; do
    unzip -q "$library" -d "libraries/$(basename "$library" .sh3f)"
done
java --class-path "$root/core/target/classes:$classpath" "$here/Furniture.java" libraries "$here"
(cd "$here" && sha256sum furniture.zip >SHA256SUMS)
