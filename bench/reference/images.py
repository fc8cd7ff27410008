"""Golden values for dev.duello.data.image.ImageDecoder: small images of every kind of every format, and what independent
decoders make of them. Needs pillow and numpy, ImageMagick 6 and the tools of libwebp (cwebp, dwebp, gif2webp).

    python bench/reference/images.py core/src/test/resources/dev/duello/data

writes formats.zip, the files, and formats.json: for each file its height and width, the mean of each 8x8 block and channel
of the straight RGBA pixels (color 0 where alpha is 0; without alpha where it is 255 everywhere), and the SHA-256 of those pixels where a decoder has no freedom.

JPEG is decoded by libjpeg-turbo and TIFF by libtiff (both through Pillow), lossy WebP by dwebp. What is lossless and what
Pillow cannot read at full depth is compared with the pixels that went in; where Pillow reads it, it has to agree.
"""

import hashlib
import io
import json
import struct
import subprocess
import sys
import tempfile
import warnings
import zipfile
import zlib
from pathlib import Path

import numpy as np
import PIL
from PIL import Image, ImageOps, features

warnings.simplefilter("ignore")
H, W = 40, 56
random = np.random.default_rng(20)
TEMP = Path(tempfile.mkdtemp())
files, golden = {}, {}


def picture(h=H, w=W, seed=1):
    """A gradient, soft noise of several scales, and hard edges of strong colors: uint8 [h, w, 3]."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:h, 0:w]
    image = np.stack([30 + 190 * x / w, 210 - 160 * y / h, 20 + 200 * (x + y) / (h + w)], -1)
    for scale in (3, 6, 12):
        noise = rng.normal(size=(scale, scale, 3)).astype(np.float32)
        for c in range(3):
            image[..., c] += 18 * np.asarray(Image.fromarray(noise[..., c]).resize((w, h), Image.BICUBIC))
    image[h // 2 : h * 3 // 4, w // 3 : w * 2 // 3] = [230, 20, 30]
    image[h * 3 // 4 :, : w // 4] = [10, 30, 240]
    return np.clip(image, 0, 255).round().astype(np.uint8)


def alpha(h=H, w=W):
    """0 at the left, 255 at the right, with everything between."""
    return np.broadcast_to(np.clip((np.arange(w) - w // 8) * 320 // w, 0, 255).astype(np.uint8), (h, w)).copy()


def rgba(pixels):
    """Any of [h, w], [h, w, 2], [h, w, 3], [h, w, 4] as [h, w, 4]."""
    pixels = np.asarray(pixels)
    if pixels.ndim == 2:
        pixels = pixels[..., None]
    if pixels.shape[2] <= 2:
        pixels = np.concatenate([pixels[..., :1]] * 3 + [pixels[..., 1:]], -1)
    if pixels.shape[2] == 3:
        pixels = np.concatenate([pixels, np.full(pixels.shape[:2] + (1,), 255, np.uint8)], -1)
    pixels = pixels.astype(np.uint8).copy()
    pixels[pixels[..., 3] == 0] = 0
    return pixels


def means(pixels):
    h, w, _ = pixels.shape
    return [
        round(float(pixels[y : y + 8, x : x + 8, c].mean()), 2)
        for y in range(0, h, 8)
        for x in range(0, w, 8)
        for c in range(pixels.shape[2])
    ]


def add(name, data, expected, exact=True, within=0):
    """within: how far another honest decoder may be from this one in the mean of a block."""
    expected = rgba(expected)
    files[name] = data
    golden[name] = {
        "h": expected.shape[0],
        "w": expected.shape[1],
        "sha256": hashlib.sha256(expected.tobytes()).hexdigest() if exact else None,
        "within": within,
        "means": means(expected if (expected[..., 3] < 255).any() else expected[..., :3]),
    }


def pillow(data):
    image = Image.open(io.BytesIO(data))
    return np.asarray(image.convert("RGBA"))


def checked(name, data, expected):
    """Lossless: Pillow has to agree with what went in."""
    difference = np.abs(rgba(pillow(data)).astype(int) - rgba(expected)).max()
    if difference:
        print(f"{name}: Pillow differs by {difference}", file=sys.stderr)
    add(name, data, expected)


def run(*command):
    subprocess.run([str(part) for part in command], check=True)


def convert(source, *options, suffix):
    """ImageMagick from a PNG of these pixels."""
    png, out = TEMP / "in.png", TEMP / f"out{suffix}"
    png.write_bytes(source)
    run("convert", png, "-strip", *options, out)
    return out.read_bytes()


def png_of(pixels):
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "png")
    return out.getvalue()


# ---- JPEG -------------------------------------------------------------------------------------------------------------


def save_jpeg(image, **options):
    out = io.BytesIO()
    image.save(out, "jpeg", quality=options.pop("quality", 80), **options)
    return out.getvalue()


def jpeg(name, data, within=1):
    # Another inverse transform and another filter for subsampled color are allowed: the standard leaves both open.
    add(name, data, pillow(data), exact=False, within=within)


RGB = Image.fromarray(picture())
for sampling, number in (("444", 0), ("422", 1), ("420", 2)):
    for kind in ("baseline", "progressive"):
        jpeg(f"{kind}-{sampling}.jpg", save_jpeg(RGB, subsampling=number, progressive=kind == "progressive"))
for sampling, factors in (("440", "1x2"), ("411", "4x1"), ("410", "4x2")):
    for kind, interlace in (("baseline", "none"), ("progressive", "JPEG")):
        options = ["-interlace", interlace, "-quality", "80", "-sampling-factor", factors]
        # Java's libjpeg is older than the filter for color that is subsampled from top to bottom only.
        within = 2 if sampling == "440" else 1
        jpeg(f"{kind}-{sampling}.jpg", convert(png_of(picture()), *options, suffix=".jpg"), within)
jpeg("restarts.jpg", save_jpeg(RGB, restart_marker_blocks=2))
jpeg("odd.jpg", save_jpeg(RGB.crop((0, 0, 37, 29))))
jpeg("gray.jpg", save_jpeg(RGB.convert("L")))
jpeg("adobe-rgb.jpg", save_jpeg(RGB, keep_rgb=True))


def adobe_at(data):
    return data.index(b"Adobe")


def without_adobe(data):
    at = adobe_at(data) - 4
    return data[:at] + data[at + 2 + struct.unpack(">H", data[at + 2 : at + 4])[0] :]


# Component names R, G, B and no marker.
jpeg("rgb-by-names.jpg", without_adobe(save_jpeg(RGB, keep_rgb=True)))

ink = 255 - picture().astype(int)
black = ink.min(-1, keepdims=True) // 2
CMYK = Image.fromarray(np.concatenate([ink - black, black], -1).astype(np.uint8), "CMYK")


def naive(cmyk):
    """What a press would print if its inks were perfect."""
    cmyk = np.asarray(cmyk).astype(float)
    return ((255 - cmyk[..., :3]) * (255 - cmyk[..., 3:]) / 255).round()


def decoded_cmyk(data):
    return naive(Image.open(io.BytesIO(data)))


def cmyk_jpeg(name, data):
    add(name, data, decoded_cmyk(data), exact=False, within=1)


cmyk_jpeg("adobe-cmyk.jpg", save_jpeg(CMYK, quality=90))
# YCCK: the same coefficients under another name. What is stored is inverted, as everything from Adobe.
stored = 255 - np.asarray(CMYK).astype(float)
r, g, b = (255 - stored[..., i] for i in range(3))
ycck = np.stack(
    [
        0.299 * r + 0.587 * g + 0.114 * b,
        128 - 0.168736 * r - 0.331264 * g + 0.5 * b,
        128 + 0.5 * r - 0.418688 * g - 0.081312 * b,
        stored[..., 3],
    ],
    -1,
)
as_inks = Image.fromarray(255 - np.clip(ycck, 0, 255).round().astype(np.uint8), "CMYK")
for name, options in (("adobe-ycck.jpg", {"subsampling": 0}), ("adobe-ycck-progressive.jpg", {"progressive": True})):
    data = bytearray(save_jpeg(as_inks, quality=90, **options))
    data[adobe_at(data) + 11] = 2
    cmyk_jpeg(name, bytes(data))

# ---- PNG --------------------------------------------------------------------------------------------------------------

ADAM7 = ((0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1))


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def packed(rows, depth):
    """Samples [h, w * channels] as bytes, each row filtered by another filter in turn."""
    out, above = b"", None
    for y, row in enumerate(rows):
        if depth == 16:
            line = row.astype(">u2").tobytes()
        elif depth == 8:
            line = row.astype(np.uint8).tobytes()
        else:
            bits = ((row[:, None].astype(int) >> np.arange(depth - 1, -1, -1)) & 1).ravel().astype(np.uint8)
            line = np.packbits(bits).tobytes()
        if above is not None and len(above) == len(line) and y % 2:
            out += b"\2" + bytes((a - b) & 255 for a, b in zip(line, above))
        else:
            out += b"\0" + line
        above = line
    return out


def png(samples, color_type, depth=8, interlaced=False, extra=()):
    """A PNG of samples [h, w, channels]."""
    h, w, c = samples.shape
    if interlaced:
        data = b"".join(
            packed(part.reshape(part.shape[0], -1), depth)
            for y, x, dy, dx in ADAM7
            for part in [samples[y::dy, x::dx]]
            if part.size
        )
    else:
        data = packed(samples.reshape(h, w * c), depth)
    header = struct.pack(">IIBBBBB", w, h, depth, color_type, 0, 0, int(interlaced))
    chunks = chunk(b"IHDR", header) + b"".join(chunk(*one) for one in extra)
    return b"\x89PNG\r\n\x1a\n" + chunks + chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b"")


def eight(samples):
    """16 bits to 8 as Duello does: the nearest."""
    return (samples.astype(float) / 257).round().astype(np.uint8)


# What is lossless needs no large pictures.
H, W = 20, 28
rgb = picture(H, W)
gray = np.asarray(Image.fromarray(rgb).convert("L"))[..., None]
with_alpha = np.concatenate([rgb, alpha(H, W)[..., None]], -1)
gray_alpha = np.concatenate([gray, alpha(H, W)[..., None]], -1)
deep = random.integers(-1, 2, (H, W, 4)) * 100 + with_alpha.astype(int) * 257
deep = np.clip(deep, 0, 65535)
deep[..., 3][with_alpha[..., 3] == 0] = 0
for interlaced in (False, True):
    kind = "interlaced-" if interlaced else ""
    checked(f"{kind}rgb.png", png(rgb, 2, 8, interlaced), rgb)
    checked(f"{kind}rgba.png", png(with_alpha, 6, 8, interlaced), with_alpha)
    checked(f"{kind}gray.png", png(gray, 0, 8, interlaced), gray)
    checked(f"{kind}gray-alpha.png", png(gray_alpha, 4, 8, interlaced), gray_alpha)
    add(f"{kind}rgb16.png", png(deep[..., :3], 2, 16, interlaced), eight(deep[..., :3]))
    add(f"{kind}rgba16.png", png(deep, 6, 16, interlaced), eight(deep))
    add(f"{kind}gray16.png", png(deep[..., :1], 0, 16, interlaced), eight(deep[..., :1]))
    add(f"{kind}gray-alpha16.png", png(deep[..., [0, 3]], 4, 16, interlaced), eight(deep[..., [0, 3]]))
    for depth in (1, 2, 4):
        coarse = gray >> (8 - depth)
        checked(f"{kind}gray{depth}.png", png(coarse, 0, depth, interlaced), coarse * (255 // (2**depth - 1)))
    for depth in (1, 2, 4, 8):
        count = 2**depth
        palette = random.integers(0, 256, (count, 3))
        clear = random.integers(0, 256, count // 2 + 1)
        indices = (gray.astype(int) * count) >> 8
        colors = np.concatenate([palette, np.full((count, 1), 255)], -1)
        colors[: len(clear), 3] = clear
        extra = ((b"PLTE", palette.astype(np.uint8).tobytes()), (b"tRNS", clear.astype(np.uint8).tobytes()))
        checked(f"{kind}palette{depth}.png", png(indices, 3, depth, interlaced, extra), colors[indices[..., 0]])
# One color that is transparent.
key = rgb[H // 2 + 2, W // 2]
keyed = np.concatenate([rgb, np.where((rgb == key).all(-1, keepdims=True), 0, 255)], -1)
checked("rgb-key.png", png(rgb, 2, extra=((b"tRNS", key.astype(">u2").tobytes()),)), keyed)
level = gray[H // 2 + 2, W // 2]
keyed = np.concatenate([gray, np.where(gray == level, 0, 255)], -1)
checked("gray-key.png", png(gray, 0, extra=((b"tRNS", level.astype(">u2").tobytes()),)), keyed)
# Gamma, chromaticities and profiles are not applied, as by Pillow.
checked("gamma.png", png(rgb, 2, extra=((b"gAMA", struct.pack(">I", 100000)),)), rgb)
checked("gray-gamma.png", png(gray, 0, extra=((b"gAMA", struct.pack(">I", 100000)),)), gray)


def profile():
    """An RGB profile with swapped primaries: whoever applies it gets other colors."""
    from PIL import ImageCms

    bytes_ = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack(">I", bytes_[128:132])[0]
    where = {bytes(bytes_[132 + 12 * i : 136 + 12 * i]): 132 + 12 * i for i in range(count)}
    red, blue = where[b"rXYZ"], where[b"bXYZ"]
    bytes_[red : red + 4], bytes_[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(bytes_)


ICC = profile()
checked("icc.png", png(rgb, 2, extra=((b"iCCP", b"swapped\0\0" + zlib.compress(ICC)),)), rgb)
jpeg("icc.jpg", save_jpeg(RGB, icc_profile=ICC))

# ---- GIF --------------------------------------------------------------------------------------------------------------


def lzw(indices, bits):
    """GIF's LZW without compression: a clear code often enough that codes never grow."""
    clear, end, width = 1 << bits, (1 << bits) + 1, bits + 1
    codes = []
    for i, index in enumerate(indices):
        if i % ((1 << bits) - 2) == 0:
            codes.append(clear)
        codes.append(int(index))
    codes.append(end)
    value = out = 0
    stream, filled = bytearray(), 0
    for code in codes:
        value |= code << filled
        filled += width
        while filled >= 8:
            stream.append(value & 255)
            value >>= 8
            filled -= 8
    if filled:
        stream.append(value & 255)
    blocks = b"".join(bytes([len(stream[i : i + 255])]) + bytes(stream[i : i + 255]) for i in range(0, len(stream), 255))
    return bytes([bits]) + blocks + b"\0"


def gif(frames, palette, size, bits, background=0):
    """frames: (indices [h, w], top, left, transparent or None, disposal, interlaced)."""
    out = b"GIF89a" + struct.pack("<HHBBB", size[1], size[0], 0x80 | bits - 1, background, 0)
    out += palette.astype(np.uint8).tobytes()
    for indices, top, left, clear, disposal, interlaced in frames:
        flags = disposal << 2 | (clear is not None)
        out += b"\x21\xf9\4" + struct.pack("<BHBB", flags, 10, clear or 0, 0)
        h, w = indices.shape
        out += b"\x2c" + struct.pack("<HHHHB", left, top, w, h, 0x40 if interlaced else 0)
        if interlaced:
            order = [*range(0, h, 8), *range(4, h, 8), *range(2, h, 4), *range(1, h, 2)]
            indices = indices[order]
        out += lzw(indices.ravel(), bits)
    return out + b"\x3b"


palette = random.integers(0, 256, (16, 3))
indices = (gray[..., 0].astype(int) * 16) >> 8
colors = np.concatenate([palette, np.full((16, 1), 255)], -1)
clear3 = colors.copy()
clear3[3, 3] = 0
checked("plain.gif", gif([(indices, 0, 0, None, 0, False)], palette, (H, W), 4), colors[indices])
checked("interlaced.gif", gif([(indices, 0, 0, None, 0, True)], palette, (H, W), 4), colors[indices])
checked("transparent.gif", gif([(indices, 0, 0, 3, 0, False)], palette, (H, W), 4), clear3[indices])
second = (15 - indices, 0, 0, None, 0, False)
for disposal in (1, 2, 3):
    data = gif([(indices, 0, 0, 3, disposal, False), second], palette, (H, W), 4)
    checked(f"disposal{disposal}.gif", data, clear3[indices])
# A first frame that covers a part of the picture: nothing is seen around it.
part = np.zeros((H, W, 4), int)
part[8:16, 4:20] = colors[indices[8:16, 4:20]]
add("offset.gif", gif([(indices[8:16, 4:20], 8, 4, None, 0, False), second], palette, (H, W), 4), part)

# ---- BMP --------------------------------------------------------------------------------------------------------------


def bmp(rows, bits, palette=None, compression=0, masks=b"", top_down=False, header=40, h=20, w=28):
    """rows: bytes of the rows from the bottom, padded; or whatever the compression makes of them."""
    table = b"" if palette is None else np.concatenate([palette[:, ::-1], palette[:, :1] * 0], -1).astype(np.uint8).tobytes()
    count = 0 if palette is None else len(palette)
    info = struct.pack("<IiiHHIIiiII", header, w, -h if top_down else h, 1, bits, compression, len(rows), 2835, 2835, count, 0)
    info += masks
    info += b"\0" * (header - len(info)) if header > 40 else b""
    offset = 14 + len(info) + len(table)
    return b"BM" + struct.pack("<IHHI", offset + len(rows), 0, 0, offset) + info + table + rows


def padded(lines):
    return b"".join(line + b"\0" * (-len(line) % 4) for line in lines)


upside_down = rgb[::-1]
checked("24.bmp", bmp(padded(line[:, ::-1].tobytes() for line in upside_down), 24), rgb)
checked("24-top-down.bmp", bmp(padded(line[:, ::-1].tobytes() for line in rgb), 24, top_down=True), rgb)
odd = rgb[:17, :19]
checked("24-odd.bmp", bmp(padded(line[:, ::-1].tobytes() for line in odd[::-1]), 24, h=17, w=19), odd)
unused = np.concatenate([upside_down[..., ::-1], np.zeros((H, W, 1), np.uint8)], -1)
checked("32.bmp", bmp(unused.tobytes(), 32), rgb)
argb = np.concatenate([with_alpha[::-1][..., 2::-1], with_alpha[::-1][..., 3:]], -1)
MASKS = struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000) + b"BGRs"
checked("32-alpha.bmp", bmp(argb.tobytes(), 32, compression=3, masks=MASKS, header=108), with_alpha)
five = upside_down.astype(int) >> 3
words = (five[..., 0] << 10 | five[..., 1] << 5 | five[..., 2]).astype("<u2")
# Five bits to eight: the nearest of v * 255 / 31.
seen5 = ((rgb >> 3) * 255.0 / 31).round()
add("16-555.bmp", bmp(padded(line.tobytes() for line in words), 16), seen5, exact=False, within=1)
words = (five[..., 0] << 11 | (upside_down[..., 1].astype(int) >> 2) << 5 | five[..., 2]).astype("<u2")
seen6 = seen5.copy()
seen6[..., 1] = ((rgb[..., 1] >> 2) * 255.0 / 63).round()
masks = struct.pack("<III", 0xF800, 0x7E0, 0x1F)
data = bmp(padded(line.tobytes() for line in words), 16, compression=3, masks=masks)
add("16-565.bmp", data, seen6, exact=False, within=1)
for bits in (1, 4, 8):
    count = 2**bits
    palette = random.integers(0, 256, (count, 3))
    indices = ((gray[..., 0].astype(int) * count) >> 8)[::-1]
    if bits == 1:
        lines = [np.packbits(line.astype(np.uint8)).tobytes() for line in indices]
    elif bits == 4:
        lines = [bytes(line[i] << 4 | line[i + 1] for i in range(0, W, 2)) for line in indices]
    else:
        lines = [line.astype(np.uint8).tobytes() for line in indices]
    checked(f"{bits}.bmp", bmp(padded(lines), bits, palette), palette[indices[::-1]])
    if bits == 8:
        runs = b""
        for line in indices // 16 * 16:
            x = 0
            while x < W:
                n = 1
                while x + n < W and n < 255 and line[x + n] == line[x]:
                    n += 1
                runs += bytes([n, line[x]])
                x += n
            runs += b"\0\0"
        checked("8-rle.bmp", bmp(runs + b"\0\1", 8, palette, compression=1), palette[(indices // 16 * 16)[::-1]])
    if bits == 4:
        runs = b"".join(
            b"".join(bytes([2, line[i] << 4 | line[i + 1]]) for i in range(0, W, 2)) + b"\0\0" for line in indices
        )
        checked("4-rle.bmp", bmp(runs + b"\0\1", 4, palette, compression=2), palette[indices[::-1]])

# ---- TIFF -------------------------------------------------------------------------------------------------------------


def tiff(name, source, expected, *options, exact=True, within=0, compress="none"):
    data = convert(source, "-compress", compress, *options, suffix=".tif")
    add(name, data, expected, exact, within)


png_rgb, png_rgba, png_gray = png(rgb, 2), png(with_alpha, 6), png(gray, 0)
png_deep, png_deep_gray = png(deep[..., :3], 2, 16), png(deep[..., :1], 0, 16)
for compress in ("none", "lzw", "zip", "rle"):
    tiff(f"rgb-{compress}.tif", png_rgb, rgb, compress=compress)
    tiff(f"gray-{compress}.tif", png_gray, gray, compress=compress)
    tiff(f"gray16-{compress}.tif", png_deep_gray, eight(deep[..., :1]), "-depth", "16", compress=compress)
BIG, LITTLE = ("-define", "tiff:endian=msb"), ("-define", "tiff:endian=lsb")
TILED = ("-define", "tiff:tile-geometry=16x16")
tiff("rgb16-big.tif", png_deep, eight(deep[..., :3]), "-depth", "16", *BIG, compress="lzw")
tiff("rgb16-little.tif", png_deep, eight(deep[..., :3]), "-depth", "16", *LITTLE, compress="lzw")
tiff("rgb-big.tif", png_rgb, rgb, *BIG, compress="lzw")
tiff("rgb-tiled.tif", png_rgb, rgb, *TILED, compress="lzw")
tiff("gray16-tiled-big.tif", png_deep_gray, eight(deep[..., :1]), "-depth", "16", *TILED, *BIG, compress="zip")
tiff("rgba.tif", png_rgba, with_alpha, "-alpha", "on", compress="lzw")
tiff("rgba16.tif", png(deep, 6, 16), eight(deep), "-depth", "16", "-alpha", "on", compress="zip")
tiff("rgb-predictor.tif", png_rgb, rgb, "-define", "tiff:predictor=2", compress="lzw")
tiff("rgb16-predictor.tif", png_deep, eight(deep[..., :3]), "-depth", "16", "-define", "tiff:predictor=2", compress="zip")
tiff("rgb-planes.tif", png_rgb, rgb, "-interlace", "plane", compress="none")
tiff("rgb-strips.tif", png_rgb, rgb, "-define", "tiff:rows-per-strip=7", compress="lzw")
# ImageMagick writes the samples as they are, and says that 0 is white.
tiff("white-is-zero.tif", png_gray, 255 - gray, "-define", "quantum:polarity=min-is-white", compress="lzw")
one = (gray > 127).astype(np.uint8)
tiff("bilevel.tif", png(one, 0, 1), one * 255, "-type", "bilevel", compress="lzw")
tiff("bilevel-fax.tif", png(one, 0, 1), one * 255, "-type", "bilevel", compress="Group4")
palette = random.integers(0, 256, (16, 3))
coded = png((gray.astype(int) * 16) >> 8, 3, 4, extra=((b"PLTE", palette.astype(np.uint8).tobytes()),))
tiff("palette.tif", coded, palette[(gray[..., 0].astype(int) * 16) >> 8], "-type", "palette", compress="lzw")
jpeg_tiff = convert(png_rgb, "-compress", "jpeg", "-quality", "90", suffix=".tif")
add("rgb-jpeg.tif", jpeg_tiff, pillow(jpeg_tiff), exact=False, within=1)
(TEMP / "a.png").write_bytes(png_rgb)
(TEMP / "b.png").write_bytes(png(255 - rgb, 2))
run("convert", TEMP / "a.png", TEMP / "b.png", "-compress", "lzw", TEMP / "pages.tif")
add("pages.tif", (TEMP / "pages.tif").read_bytes(), rgb)
out = io.BytesIO()
small = CMYK.crop((0, 0, W, H))
small.save(out, "tiff")
add("cmyk.tif", out.getvalue(), naive(small), exact=False, within=1)
out = io.BytesIO()
Image.fromarray(rgb).save(out, "tiff", icc_profile=ICC)
add("icc.tif", out.getvalue(), rgb)
# Lying on its side, with a note that says so.
for code, turn in ((3, 2), (6, 1), (8, 3)):
    out = io.BytesIO()
    Image.fromarray(np.rot90(rgb, turn).copy()).save(out, "tiff", tiffinfo={274: code})
    add(f"orientation{code}.tif", out.getvalue(), rgb)

# ---- WebP -------------------------------------------------------------------------------------------------------------


def webp(name, source, *options):
    png_file, out = TEMP / "in.png", TEMP / "out.webp"
    png_file.write_bytes(source)
    run("cwebp", "-quiet", *options, png_file, "-o", out)
    decoded(name, out.read_bytes())


def decoded(name, data):
    file, back = TEMP / "in.webp", TEMP / "back.png"
    file.write_bytes(data)
    run("dwebp", "-quiet", "-nodither", file, "-o", back)
    # The standard defines every bit up to Y'CbCr; the rest is as libwebp does it.
    add(name, data, np.asarray(Image.open(back).convert("RGBA")))


for method in range(7):
    for quality in (30, 50, 75, 90):
        webp(f"m{method}-q{quality}.webp", png_of(picture(seed=method)), "-m", method, "-q", quality)
odd = picture(37, 29, 11)
webp("odd.webp", png_of(odd), "-q", 60)
webp("tiny.webp", png_of(odd[:1, :1]), "-q", 60)
webp("row.webp", png_of(picture(1, 33)), "-q", 60)
webp("column.webp", png_of(picture(33, 1)), "-q", 60)
webp("filter0.webp", png_of(picture(seed=12)), "-f", 0, "-q", 20)
for strength in (30, 100):
    for sharpness in (0, 4, 7):
        for kind in ("strong", "nostrong"):
            options = ["-f", strength, "-sharpness", sharpness, f"-{kind}", "-q", 20]
            webp(f"filter{strength}-{sharpness}-{kind}.webp", png_of(picture(seed=12)), *options)
large = picture(72, 88, 13)
webp("segments1.webp", png_of(large), "-segments", 1, "-q", 40)
webp("segments4.webp", png_of(large), "-segments", 4, "-sns", 100, "-q", 25)
for partitions in (0, 1, 2, 3):
    webp(f"partitions{partitions}.webp", png_of(large), "-partition_limit", 0, "-mt", "-q", 35 + partitions)
webp("q0.webp", png_of(large), "-q", 0)
webp("q100.webp", png_of(picture()), "-q", 100)
webp("sharp-yuv.webp", png_of(picture()), "-sharp_yuv", "-q", 70)
for filtering in ("none", "fast", "best"):
    webp(f"alpha-{filtering}.webp", png_rgba, "-q", 70, "-alpha_filter", filtering)
webp("alpha-q30.webp", png_rgba, "-q", 70, "-alpha_q", 30)
webp("alpha-raw.webp", png_rgba, "-q", 70, "-alpha_method", 0)
webp("lossless.webp", png_rgb, "-lossless")
webp("lossless-alpha.webp", png_rgba, "-lossless", "-exact")
webp("lossless-palette.webp", coded, "-lossless")
webp("lossless-m0.webp", png_rgb, "-lossless", "-m", 0)
webp("near-lossless.webp", png_rgb, "-near_lossless", 40)
with_profile = png(rgb, 2, extra=((b"iCCP", b"swapped\0\0" + zlib.compress(ICC)),))
webp("icc.webp", with_profile, "-q", 80, "-metadata", "icc")
webp("icc-lossless.webp", with_profile, "-lossless", "-metadata", "icc")
# An animation: the first frame.
for kind, options in (("lossless", []), ("lossy", ["-lossy", "-q", "70"])):
    (TEMP / "in.gif").write_bytes(files["disposal2.gif"])
    run("gif2webp", "-quiet", *options, TEMP / "in.gif", "-o", TEMP / "out.webp")
    data = (TEMP / "out.webp").read_bytes()
    add(f"animated-{kind}.webp", data, pillow(data), exact=kind == "lossless", within=0 if kind == "lossless" else 1)

# ---- Orientation ------------------------------------------------------------------------------------------------------

for code in range(1, 9):
    exif = Image.Exif()
    exif[274] = code
    for suffix, options in (("png", {}), ("webp", {"lossless": True}), ("lossy.webp", {"quality": 80}), ("jpg", {})):
        out = io.BytesIO()
        kind = suffix.split(".")[-1].replace("jpg", "jpeg")
        Image.fromarray(rgb).save(out, kind, exif=exif, **options)
        upright = ImageOps.exif_transpose(Image.open(out)).convert("RGBA")
        lossless = suffix != "jpg"
        if code == 6 or suffix == "png":
            add(f"orientation{code}.{suffix}", out.getvalue(), np.asarray(upright), lossless, 0 if lossless else 1)

folder = Path(sys.argv[1])
with zipfile.ZipFile(folder / "formats.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
    for name in sorted(files):
        # A date that never changes: the same files, the same archive.
        archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), files[name], zipfile.ZIP_DEFLATED)
about = {
    "pillow": PIL.__version__,
    "libjpeg-turbo": features.version_feature("libjpeg_turbo"),
    "libwebp": subprocess.run(["dwebp", "-version"], capture_output=True, text=True).stdout.split()[0],
}
text = json.dumps(about)[:-1] + ',\n"files": {\n'
text += ",\n".join(json.dumps(name) + ": " + json.dumps(golden[name], separators=(",", ":")) for name in sorted(golden))
(folder / "formats.json").write_text(text + "\n}}\n")
print(len(files), "files,", sum(map(len, files.values())), "bytes", file=sys.stderr)
