package dev.duello.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.data.AtomicFiles;
import dev.duello.data.Medium;
import dev.duello.data.sound.SoundFormat;
import dev.duello.explain.SavedDirections;
import dev.duello.export.ExportException;
import dev.duello.export.ModelFacts;
import dev.duello.export.OnnxExport;
import dev.duello.export.OnnxForm;
import dev.duello.learn.ModelPart;
import dev.duello.nn.Architecture;
import dev.duello.nn.Network;
import dev.duello.nn.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A folder of static files that runs a generator in a browser: a page, the generator, and ONNX Runtime Web. */
final class WebFolder {
    private static final String SOURCE = "source";
    private static final List<String> RUNTIME =
            List.of("ort.wasm.min.mjs", "ort-wasm-simd-threaded.mjs", "ort-wasm-simd-threaded.wasm");

    /**
     * What is seen and done.
     *
     * @param files by their names in the folder, from where they lie in the program
     * @param uint8 whether the generator makes pixels rather than numbers
     */
    private record Page(Map<String, String> files, boolean uint8) {
        private static final List<String> ALWAYS =
                List.of("page.css", "generator.js", "save.js", "ONNXRUNTIME-LICENSE.txt");

        /** Sliders, and a sample that is shown and saved by a file of its medium. */
        static Page ofSamples(String medium, boolean uint8) {
            return of(Map.of("index.html", "sample.html", "page.js", "page.js", "sample.js", medium), uint8);
        }

        /** An image that is given, and what is made of it. */
        static Page ofTranslations() {
            return of(
                    Map.of("index.html", "translate.html", "translate.js", "translate.js", "tiles.js", "tiles.js"),
                    false);
        }

        private static Page of(Map<String, String> own, boolean uint8) {
            Map<String, String> files = new TreeMap<>(own);
            ALWAYS.forEach(name -> files.put(name, name));
            return new Page(files, uint8);
        }

        static Page of(Network generator, ModelFacts facts) {
            Set<String> inputs = generator.architecture().inputs().keySet();
            Medium medium = facts.format().medium();
            if (inputs.contains(SOURCE) && medium == Medium.IMAGE) {
                return ofTranslations();
            }
            if (Set.of(Architecture.LATENT, Architecture.SAMPLE, Architecture.CLASS)
                    .containsAll(inputs)) {
                if (medium == Medium.IMAGE) {
                    return ofSamples("image.js", true);
                }
                if (medium == Medium.SOUND) {
                    return ofSamples("sound.js", false);
                }
            }
            throw new ExportException(
                    "--web makes a page for generators of images and sounds, and for those that make images of images;"
                            + " this one makes " + medium.plural() + ".");
        }
    }

    private WebFolder() {}

    /** @throws ExportException when a page cannot be made of it */
    static OnnxExport write(Path folder, Network generator, ModelFacts facts, List<SavedDirections.Saved> directions) {
        Page page = Page.of(generator, facts);
        OnnxExport export = OnnxExport.of(generator, ModelPart.GENERATOR, new OnnxForm(21, page.uint8, false), facts);
        export.write(folder.resolve("model.onnx"), true);
        AtomicFiles.writeText(folder.resolve("model.json"), json(generator, facts, directions));
        page.files.forEach((name, from) -> copy(from, folder.resolve(name)));
        // Servers that do not know .mjs, such as the JDK's, give it a type that browsers refuse for programs.
        RUNTIME.forEach(name -> copy(name, folder.resolve(name.replaceAll("\\.mjs$", ".js"))));
        return export;
    }

    private static String json(Network generator, ModelFacts facts, List<SavedDirections.Saved> directions) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("name", facts.name());
        told.put(
                "about",
                String.format(
                        Locale.ROOT,
                        "A generator of %s (%s) that was trained with Duello on %s, with %,d %s seen.",
                        facts.format().medium().plural(),
                        facts.format(),
                        facts.data(),
                        facts.samplesSeen(),
                        facts.format().medium().plural()));
        told.put("shape", facts.format().shape());
        Map<String, Shape> inputs = generator.architecture().inputs();
        Shape source = inputs.get(SOURCE);
        if (source == null) {
            told.put("latent", generator.architecture().input().elements());
        } else {
            Shape noise = inputs.get(Architecture.LATENT);
            told.put("latent", noise == null ? 0 : noise.elements());
            told.put("source", source.axes());
            told.put(
                    "factor",
                    generator.architecture().output().spatial().getFirst()
                            / source.spatial().getFirst());
        }
        if (facts.format() instanceof SoundFormat sound) {
            told.put("rate", sound.rate());
        }
        told.put("classes", List.copyOf(facts.classes().keySet()));
        told.put(
                "directions",
                directions.stream()
                        .map(each ->
                                Map.of("name", each.name(), "description", each.description(), "vector", each.vector()))
                        .toList());
        try {
            return new ObjectMapper().writeValueAsString(told);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void copy(String name, Path file) {
        AtomicFiles.write(file, beside -> {
            try (InputStream resource = WebFolder.class.getResourceAsStream("web/" + name)) {
                if (resource == null) {
                    throw new IOException("web/" + name + " is not in the program");
                }
                Files.copy(resource, beside, StandardCopyOption.REPLACE_EXISTING);
            }
        });
    }
}
