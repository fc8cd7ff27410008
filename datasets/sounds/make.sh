#!/usr/bin/env bash
# Makes the data sets spoken-digits, tones and notes with packages of Debian: datasets/sounds/make.sh, after a build
#
# Needs apt-get with the sources of Debian 12, dpkg-deb, fluidsynth, oggdec, and JDK 25. The same versions make the same bytes; what is
# committed was made with flite 2.2-5, fluidsynth 2.3.1-2, fluid-soundfont-gm 3.1-5.3, vorbis-tools 1.4.2-1 and gcin-voice 0~20170223-3.
set -euo pipefail
# Names of syllables are in UTF-8.
export LC_ALL=C.UTF-8 TZ=UTC
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$here/../..
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

classpath=$root/core/target/classes:$(cd "$root" && ./mvnw -q -pl core dependency:build-classpath -Dmdep.outputFile=/dev/stdout)
cd "$work"
apt-get download flite=2.2-5 libflite1=2.2-5 fluid-soundfont-gm=3.1-5.3 gcin-voice=0~20170223-3
for package in *.deb; do
    dpkg-deb -x "$package" packages
done
export LD_LIBRARY_PATH=$work/packages/usr/lib/$(dpkg-architecture -q DEB_HOST_MULTIARCH 2>/dev/null || echo x86_64-linux-gnu)
java --class-path "$classpath" "$here/SpokenDigits.java" packages/usr/bin/flite "$here/../spoken-digits"
java --class-path "$classpath" "$here/Notes.java" fluidsynth packages/usr/share/sounds/sf2/FluidR3_GM.sf2 "$here/../notes"
java --class-path "$classpath" "$here/Tones.java" oggdec packages/usr/share/gcin-voice/ogg "$here/../tones"
for set in spoken-digits tones notes; do
    (cd "$here/../$set" && sha256sum "$set.zip" factors.csv >SHA256SUMS)
done
