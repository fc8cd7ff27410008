"""In which precision PyTorch is fastest on this processor, for the peers that take their best setting."""

import os
import pathlib

# What multiplies bfloat16; elsewhere it is emulated, and a step takes many times as long as in float32.
BFLOAT16 = {"amx_bf16", "avx512_bf16"}


def takes_bfloat16(device="cpu"):
    """True on a GPU and where the processor multiplies bfloat16; PRECISION=fp32 or bf16 decides otherwise."""
    wanted = os.environ.get("PRECISION", "auto")
    if wanted != "auto":
        return wanted == "bf16"
    if device != "cpu":
        return True
    lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    flags = next((line.split() for line in lines if line.startswith("flags")), [])
    return not BFLOAT16.isdisjoint(flags)
