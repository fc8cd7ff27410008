"""Animations in the formats that are read, and their frames as Pillow sees them, for AnimationTest.

pip install pillow==12.3.0; python animations.py
"""
import json
import pathlib
import struct
import zlib

from PIL import Image, ImageDraw, ImageSequence

OUT = pathlib.Path(__file__).parents[2] / "core/src/test/resources/dev/duello/data/video"
SIZE = (14, 10)
COUNT = 5


def frames(alpha):
    """A half transparent disk moves over a square that stays; the background is transparent where there is alpha."""
    made = []
    for i in range(COUNT):
        image = Image.new("RGBA", SIZE, (0, 0, 0, 0) if alpha else (40, 60, 80, 255))
        draw = ImageDraw.Draw(image)
        draw.rectangle((1, 1, 4, 4), fill=(200, 30, 10, 255))
        draw.ellipse((2 * i, 3, 2 * i + 5, 8), fill=(20, 220, 60 + 30 * i, 128 if alpha == "half" else 255))
        made.append(image)
    return made


def save(name, pictures, **options):
    pictures[0].save(OUT / name, save_all=True, append_images=pictures[1:], duration=80, loop=0, **options)


OUT.mkdir(parents=True, exist_ok=True)
save("opaque.gif", [f.convert("RGB") for f in frames(False)])
save("background.gif", frames("full"), disposal=2)
save("previous.gif", frames("full"), disposal=3)
save("over.png", frames("full"), blend=1)
save("background.png", frames("half"), disposal=1, blend=0)
save("previous.png", frames("full"), disposal=2, blend=1)
save("palette.png", [f.convert("RGB").quantize(8, dither=0) for f in frames(False)])
save("lossless.webp", frames("half"), lossless=True, exact=True, minimize_size=True)
save("lossy.webp", [f.resize((28, 20)) for f in frames(False)], quality=90)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def rows(image):
    raw = image.tobytes()
    return zlib.compress(b"".join(b"\0" + raw[y:y + 4 * image.width] for y in range(0, len(raw), 4 * image.width)))


# Half transparent upon half transparent, which Pillow writes but does not lay upon each other as PNG says.
below = Image.new("RGBA", (3, 2), (250, 10, 60, 128))
above = Image.new("RGBA", (2, 1), (0, 200, 90, 77))
(OUT / "half.png").write_bytes(
    b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 3, 2, 8, 6, 0, 0, 0))
    + chunk(b"acTL", struct.pack(">II", 2, 0))
    + chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, 3, 2, 0, 0, 1, 10, 0, 0)) + chunk(b"IDAT", rows(below))
    + chunk(b"fcTL", struct.pack(">IIIIIHHBB", 1, 2, 1, 1, 1, 1, 10, 0, 1)) + chunk(b"fdAT", struct.pack(">I", 2) + rows(above))
    + chunk(b"IEND", b""))
one = frames(False)[0]
one.save(OUT / "single.gif")

expected = {}
for file in sorted(OUT.iterdir()):
    if file.suffix == ".json":
        continue
    with Image.open(file) as image:
        seen = [f.convert("RGBA") for f in ImageSequence.Iterator(image)]
    expected[file.name] = {
        "width": seen[0].width, "height": seen[0].height, "frames": [f.tobytes().hex() for f in seen]}
both = below.copy()
both.alpha_composite(above, (1, 1))
expected["half.png"] = {"width": 3, "height": 2, "frames": [f.tobytes().hex() for f in (below, both)]}
(OUT / "frames.json").write_text(json.dumps(expected, indent=0))
