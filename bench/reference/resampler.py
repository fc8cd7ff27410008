"""Golden values for dev.duello.data.image.Resampler: Pillow's BICUBIC on mode F. Needs pillow and numpy.

    python bench/reference/resampler.py > core/src/test/resources/dev/duello/data/resampler-golden.json

The input of every case is value(i) = (37 i^2 + 101 i + 11) mod 256 over the flat index i of [h, w, c]; a box is
(top, left, bottom, right) in the input.
"""

import json

import numpy as np
import PIL
from PIL import Image

CASES = [  # h, w, c, new h, new w, box
    (5, 7, 1, 3, 4, None),
    (8, 6, 3, 16, 12, None),
    (32, 20, 1, 7, 9, None),
    (13, 11, 3, 13, 5, None),
    (9, 9, 4, 4, 14, None),
    (3, 3, 1, 1, 1, None),
    (1, 1, 1, 3, 4, None),
    (2, 50, 1, 5, 3, None),
    (24, 36, 1, 8, 8, (0, 6, 24, 30)),
    (20, 15, 3, 6, 8, (4.375, 0, 15.625, 15)),
    (40, 10, 1, 10, 10, (15, 0, 25, 10)),
]


def resized(h, w, c, new_h, new_w, box):
    i = np.arange(h * w * c, dtype=np.int64)
    image = ((37 * i * i + 101 * i + 11) % 256).astype(np.float32).reshape(h, w, c)
    top, left, bottom, right = box or (0, 0, h, w)
    planes = [
        np.asarray(
            Image.fromarray(image[:, :, k], mode="F").resize(
                (new_w, new_h), Image.Resampling.BICUBIC, box=(left, top, right, bottom)
            )
        )
        for k in range(c)
    ]
    return np.stack(planes, axis=-1)


cases = []
for case in CASES:
    h, w, c, new_h, new_w, box = case
    values = [float(f"{v:.7g}") for v in resized(*case).ravel()]
    cases.append({"h": h, "w": w, "c": c, "newH": new_h, "newW": new_w, "box": box, "expected": values})

print(json.dumps({"pillow": PIL.__version__, "cases": cases}, separators=(",", ":")))
