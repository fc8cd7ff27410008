#!/usr/bin/env python3
"""Puts samples by class and real test images into one folder of IDX files, as MNIST has them.

fakes_as_idx.py OUT TEST_IMAGES TEST_LABELS CLASS_0.npy CLASS_1.npy ...: train-* holds the fakes, t10k-* the real test images, so that
`duello classify train --data OUT` trains on fakes and is tested on reals.
"""
import ast
import gzip
import os
import shutil
import struct
import sys


def read_npy(path):
    """The shape and the bytes of a NumPy array of unsigned bytes, without NumPy."""
    with open(path, "rb") as file:
        assert file.read(6) == b"\x93NUMPY"
        version = file.read(2)
        length = struct.unpack("<H", file.read(2))[0] if version[0] == 1 else struct.unpack("<I", file.read(4))[0]
        header = ast.literal_eval(file.read(length).decode("latin1"))
        assert header["descr"] in ("|u1", "<u1", "u1"), header
        return header["shape"], file.read()


def main(out, images, labels, arrays):
    os.makedirs(out, exist_ok=True)
    parts = [read_npy(path) for path in arrays]
    n, height, width = parts[0][0][:3]
    total = sum(shape[0] for shape, _ in parts)
    # Classes take turns, so that no part of the file lacks one.
    size = height * width
    with open(os.path.join(out, "train-images-idx3-ubyte"), "wb") as file:
        file.write(struct.pack(">IIII", 0x803, total, height, width))
        for i in range(n):
            for _, pixels in parts:
                file.write(pixels[i * size : (i + 1) * size])
    with open(os.path.join(out, "train-labels-idx1-ubyte"), "wb") as file:
        file.write(struct.pack(">II", 0x801, total))
        file.write(bytes(range(len(parts))) * n)
    for source, name in ((images, "t10k-images-idx3-ubyte"), (labels, "t10k-labels-idx1-ubyte")):
        with (gzip.open(source) if source.endswith(".gz") else open(source, "rb")) as a:
            with open(os.path.join(out, name), "wb") as b:
                shutil.copyfileobj(a, b)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
