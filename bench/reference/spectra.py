"""How far sounds are from the nearest real one by their spectrograms, in NumPy and float64.

    python bench/reference/spectra.py
"""

import json
import pathlib

import numpy as np

PATH = pathlib.Path(__file__).parents[2] / "core/src/test/resources/dev/duello/metric/spectra.json"
LENGTH, WINDOW, HOP = 320, 256, 64


def powers(sound):
    """[times, frequencies]: 1 for a sine of amplitude 1; half of what a window sees beyond its hop lies before it."""
    before = (WINDOW - HOP) // 2
    padded = np.concatenate([np.zeros(before), sound / 32768, np.zeros(WINDOW)])
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)
    frames = [padded[at:at + WINDOW] * hann for at in range(0, LENGTH, HOP)]
    spectra = np.fft.rfft(frames)[:, :WINDOW // 2]
    return np.abs(spectra * 4 / WINDOW) ** 2


def decibels(sound):
    return 10 * np.log10(powers(sound) + 1e-8)


def median_of_nearest(distance, fakes, reals):
    return float(np.median([min(distance(fake, real) for real in reals) for fake in fakes]))


def log_spectral_distance(fake, real):
    return np.sqrt(np.mean((decibels(fake) - decibels(real)) ** 2))


def spectral_convergence(fake, real):
    a, b = np.sqrt(powers(fake)), np.sqrt(powers(real))
    return np.linalg.norm(a - b) / np.linalg.norm(b)


def sounds(random, count):
    time = np.arange(LENGTH)
    for _ in range(count):
        tone = 3000 * random.random() * np.sin(2 * np.pi * random.uniform(0.01, 0.3) * time)
        yield np.round(tone + 300 * random.random() * random.standard_normal(LENGTH)).astype(int)


def main():
    random = np.random.default_rng(20261128)
    reals, fakes = list(sounds(random, 6)), list(sounds(random, 6))
    PATH.write_text(json.dumps({
        "note": "Made by bench/reference/spectra.py; do not edit.",
        "reals": [sound.tolist() for sound in reals],
        "fakes": [sound.tolist() for sound in fakes],
        "spectral-convergence": median_of_nearest(spectral_convergence, fakes, reals),
        "log-spectral-distance": median_of_nearest(log_spectral_distance, fakes, reals),
    }, separators=(",", ":")) + "\n")
    print(f"{PATH.name}: {PATH.stat().st_size} bytes")


if __name__ == "__main__":
    main()
