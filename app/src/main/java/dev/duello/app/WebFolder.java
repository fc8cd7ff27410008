package dev.duello.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.data.AtomicFiles;
import dev.duello.data.Medium;
import dev.duello.explain.SavedDirections;
import dev.duello.export.ExportException;
import dev.duello.export.ModelFacts;
import dev.duello.export.OnnxExport;
import dev.duello.export.OnnxForm;
import dev.duello.learn.ModelPart;
import dev.duello.nn.Architecture;
import dev.duello.nn.Network;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A folder of static files that runs a generator of images in a browser: a page, the generator, and ONNX Runtime Web. */
final class WebFolder {
    private static final List<String> PAGE =
            List.of("index.html", "page.css", "page.js", "generator.js", "ONNXRUNTIME-LICENSE.txt");
    private static final List<String> RUNTIME =
            List.of("ort.wasm.min.mjs", "ort-wasm-simd-threaded.mjs", "ort-wasm-simd-threaded.wasm");

    private WebFolder() {}

    /** @throws ExportException when a page cannot be made of it, or this Duello was built without ONNX Runtime Web */
    static OnnxExport write(Path folder, Network generator, ModelFacts facts, List<SavedDirections.Saved> directions) {
        if (facts.format().medium() != Medium.IMAGE
                || !generator.architecture().inputs().keySet().stream()
                        .allMatch(name -> name.equals(Architecture.LATENT)
                                || name.equals(Architecture.SAMPLE)
                                || name.equals(Architecture.CLASS))) {
            throw new ExportException(
                    "--web makes a page for generators that make images of latents, and this is none.");
        }
        if (WebFolder.class.getResource("web/" + RUNTIME.getFirst()) == null) {
            throw new ExportException(
                    "This Duello was built without ONNX Runtime Web, which the build downloads from the"
                            + " npm registry. Build it again with a network.");
        }
        OnnxExport export = OnnxExport.of(generator, ModelPart.GENERATOR, new OnnxForm(21, true, false), facts);
        export.write(folder.resolve("model.onnx"), true);
        AtomicFiles.writeText(folder.resolve("model.json"), json(generator, facts, directions));
        PAGE.forEach(name -> copy(name, folder.resolve(name)));
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
                        "A generator of images (%s) that was trained with Duello on %s, with %,d images seen.",
                        facts.format(),
                        facts.data(),
                        facts.samplesSeen()));
        told.put("shape", facts.format().shape());
        told.put("latent", generator.architecture().input().elements());
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
