#!/usr/bin/env bash
# Makes the data sets emoji, emoji-flat and emoji-line from packages of npm: datasets/emoji/make.sh
#
# Needs nodejs and npm, and of Debian librsvg2-bin, imagemagick, optipng and zip. The same versions of these make the same bytes;
# what is committed was made with Debian 12's (librsvg 2.54.7, ImageMagick 6.9.11, OptiPNG 0.7.7, Zip 3.0).
set -euo pipefail
export LC_ALL=C TZ=UTC
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

package() { # NAME VERSION SHA256 FOLDER
    local file
    file=$(npm pack --silent "$1@$2")
    echo "$3  $file" | sha256sum --check --quiet
    mkdir -p "packages/$4"
    tar -xzf "$file" -C "packages/$4" --strip-components=1
}
package @iconify-json/fluent-emoji 1.2.7 8044210dbf11e016d4de85f15d01a243423bd832457e7e2491df1b751c0e272b fluent-emoji
package @iconify-json/fluent-emoji-flat 1.2.6 7d064769dee690815f823bc5bcc511d957198caf9f5edd8dd9c1aa48a6aeb175 fluent-emoji-flat
package @iconify-json/fluent-emoji-high-contrast 1.2.6 0b92d48c90d2200bd499e3cdd09a127ca6a8c8ddefd34c35eb5a1e4994012ae0 fluent-emoji-high-contrast
package unicode-emoji-json 0.9.0 ae7efacb55533385bf8767d613dbd36c71226669759d95919a6e9059f5e4c401 unicode-emoji-json
node "$here/icons.mjs" packages svg

# Rendered on white at four times the size, then every block of 4x4 pixels becomes its mean: rsvg-convert does not smooth the edges
# of clip paths, which many icons have.
render() {
    for svg; do
        png=${svg%.svg}.png
        rsvg-convert --background-color=white "$svg" |
            convert png:- -alpha off -scale 64x64 -depth 8 "PNG24:$png"
        rm "$svg"
    done
}
# Rounded to 128 levels a channel, lines to 16: what nobody sees takes a fifth of the space.
pack() {
    local levels=128
    case $1 in */emoji-line/*) levels=16 ;; esac
    mogrify -format png +dither -posterize "$levels" -depth 8 "$@"
    optipng -quiet -o2 -strip all "$@"
    touch -d '2000-01-01 00:00:00' "$@"
}
export -f render pack
find svg -name '*.svg' -print0 | xargs -0 -n 50 -P "$(nproc)" bash -euo pipefail -c 'render "$@"' render
find svg -mindepth 2 -maxdepth 2 -type d -print0 | xargs -0 -n 1 -P "$(nproc)" bash -euo pipefail -c 'pack "$1"/*.png' pack

for style in emoji emoji-flat emoji-line; do
    zip=$here/../$style/$style.zip
    rm -f "$zip"
    # PNG files are compressed already.
    (cd "svg/$style" && find . -name '*.png' | sed 's|^\./||' | sort | zip -q -X -D -0 -@ "$zip")
    (cd "$here/../$style" && sha256sum "$style.zip" >SHA256SUMS)
done
