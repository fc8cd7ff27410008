package dev.duello.export;

import dev.duello.data.sound.SoundFormat;
import dev.duello.data.text.TextFormat;
import dev.duello.nn.Architecture;
import dev.duello.nn.Shape;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A program for PyTorch that makes samples of exported weights, with nothing of Duello. */
final class PythonGenerator {
    private PythonGenerator() {}

    /** @param generator of a folded network */
    static String of(Architecture generator, ModelFacts facts) {
        Shape latent = generator.inputs().entrySet().stream()
                .filter(entry -> !entry.getKey().equals(Architecture.CLASS)
                        && !entry.getKey().equals("source"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
        boolean hasSource = generator.inputs().containsKey("source");
        String shape = generator.output().axes().stream().map(String::valueOf).collect(Collectors.joining(", "));
        String unit = facts.format() instanceof SoundFormat sound ? ", " + sound.rate() + " samples a second" : "";
        if (facts.format() instanceof TextFormat) {
            unit = "; a channel for the end of a text, then one for each character of the alphabet in config.json";
        }
        List<String> body = PythonLayers.of(generator);
        return """
                \"""A generator that Duello trained, for PyTorch. Needs torch, safetensors and numpy.

                python generator.py 16 0 samples.npy        # how many, seed, file
                \"""
                import math
                import pathlib
                import sys

                import numpy
                import torch
                import torch.nn.functional as F
                from safetensors.torch import load_file

                LATENT = %d  # standard normal numbers
                CLASSES = %d  # a row of 0 but for a 1 tells the class


                def load(folder=pathlib.Path(__file__).parent):
                    return load_file(str(pathlib.Path(folder) / "model.safetensors"))


                @torch.no_grad()
                def generate(w, z=None, classes=None, source=None):
                    \"""[N, %s] in [-1, 1]%s, of z [N, LATENT]%s%s.\"""
                %s
                    return x


                def main(count, seed, file):
                    random = torch.Generator().manual_seed(seed)
                    z = torch.randn(count, LATENT, generator=random)
                    classes = F.one_hot(torch.arange(count) %% CLASSES, CLASSES).float() if CLASSES else None
                %s    numpy.save(file, generate(load(), z, classes%s).numpy())


                if __name__ == "__main__":
                    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
                """.formatted(
                        latent == null ? 0 : latent.elements(),
                        generator.classes(),
                        shape,
                        unit,
                        generator.classes() > 0 ? " and classes [N, CLASSES]" : "",
                        hasSource ? " and source [N, C, H, W] in [-1, 1]" : "",
                        body.stream().map(line -> "    " + line).collect(Collectors.joining("\n")),
                        hasSource ? "    source = torch.from_numpy(numpy.load(\"sources.npy\"))\n" : "",
                        hasSource ? ", source" : "");
    }
}
