package dev.duello.app;

import dev.duello.explain.SavedDirections;
import dev.duello.export.ExportException;
import dev.duello.export.ExportedFolder;
import dev.duello.export.ModelFacts;
import dev.duello.export.OnnxCheck;
import dev.duello.export.OnnxExport;
import dev.duello.export.OnnxForm;
import dev.duello.learn.ModelPart;
import dev.duello.learn.Weights;
import dev.duello.nn.Network;
import dev.duello.torch.Torch;
import dev.duello.train.TrainedModel;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "export",
        description = "Writes a trained network as a file that other programs read.",
        footer = {
            "",
            "--onnx writes a generator, or the classifier of a run that trained one, and compares what ONNX Runtime makes of 16"
                    + " latents with what Duello makes of them: nothing is written where they differ by more than 1e-4.",
            "What each file holds and how others read it: docs/guide/shipping.md."
        },
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "The run directory.")
    private Path run;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Target target;

    /** What is written. */
    private static final class Target {
        @Option(names = "--onnx", paramLabel = "FILE", description = "An ONNX file.")
        private @Nullable Path onnx;

        @Option(
                names = "--safetensors",
                paramLabel = "DIR",
                description = "A folder with the generator's weights, a model card, and a program for PyTorch.")
        private @Nullable Path safetensors;

        @Option(
                names = "--web",
                paramLabel = "DIR",
                description = "A folder for any web server: a page that makes images in the browser.")
        private @Nullable Path web;
    }

    @Option(
            names = "--discriminator",
            description = "With --onnx the discriminator instead of the generator, with --safetensors as well.")
    private boolean discriminator;

    @Option(
            names = "--encoder",
            description =
                    "With --onnx the encoder of an autoencoder instead of the generator, with --safetensors as well.")
    private boolean encoder;

    @Option(
            names = "--opset",
            paramLabel = "N",
            defaultValue = "21",
            description = "Version of the ONNX operators, " + OnnxForm.OLDEST + " to " + OnnxForm.NEWEST
                    + " (default: ${DEFAULT-VALUE}).")
    private int opset;

    @Option(
            names = "--uint8",
            description =
                    "Images come out as uint8 [N, H, W, C], as in files, instead of float32 [N, C, H, W] in [-1, 1].")
    private boolean uint8;

    @Option(names = "--half", description = "Store weights in 16 bits: half the size, a little rounding.")
    private boolean half;

    @Mixin
    private CheckpointOption checkpoint = new CheckpointOption();

    @Option(names = "--raw", description = "The network's current weights instead of their moving average.")
    private boolean raw;

    @Option(
            names = "--license",
            paramLabel = "ID",
            defaultValue = "",
            description =
                    "The license under which you give the network away, such as Apache-2.0; it is written into the file.")
    private String license;

    @Option(names = "--force", description = "Replace a file that is there already.")
    private boolean force;

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Torch.loadAside();
        require(
                opset >= OnnxForm.OLDEST && opset <= OnnxForm.NEWEST,
                "--opset is " + OnnxForm.OLDEST + " to " + OnnxForm.NEWEST + ", not " + opset + ".");
        if (target.onnx != null) {
            require(!discriminator || !encoder, "An ONNX file holds one network: --discriminator or --encoder.");
            writeOnnx(target.onnx);
        } else if (target.safetensors != null) {
            require(!half && !uint8, "--half and --uint8 are for --onnx.");
            writeFolder(target.safetensors);
        } else if (target.web != null) {
            require(!half && !uint8 && !discriminator && !encoder, "--web takes none of the other networks and forms.");
            writePage(target.web);
        }
        return 0;
    }

    private void require(boolean holds, String sentence) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), sentence);
        }
    }

    private void writeOnnx(Path file) {
        OnnxExport.requireFree(file, force);
        try (TrainedModel model = checkpoint.openExact(run)) {
            ModelPart part = part(model);
            ModelFacts facts = facts(model);
            try (Network network = network(model, part)) {
                OnnxExport export = OnnxExport.of(network, part, new OnnxForm(opset, uint8, half), facts);
                export.write(file, force);
                report(file, export, part, facts);
            }
        }
    }

    private ModelFacts facts(TrainedModel model) {
        ModelFacts facts = model.facts();
        return license.isEmpty() ? facts : facts.licensed(license);
    }

    private ModelPart part(TrainedModel model) {
        if (discriminator) {
            return ModelPart.DISCRIMINATOR;
        }
        if (encoder) {
            return ModelPart.ENCODER;
        }
        boolean makesSamples =
                model.isGenerative() || model.model().translator().isPresent();
        return makesSamples ? ModelPart.GENERATOR : ModelPart.CLASSIFIER;
    }

    private void writeFolder(Path folder) {
        ExportedFolder.requireFree(folder, force);
        Map<ModelPart, Network> networks = new EnumMap<>(ModelPart.class);
        try (TrainedModel model = checkpoint.openExact(run)) {
            ModelFacts facts = facts(model);
            networks.put(ModelPart.GENERATOR, network(model, ModelPart.GENERATOR));
            if (discriminator) {
                networks.put(ModelPart.DISCRIMINATOR, network(model, ModelPart.DISCRIMINATOR));
            }
            if (encoder) {
                networks.put(ModelPart.ENCODER, network(model, ModelPart.ENCODER));
            }
            ExportedFolder.write(folder, networks, facts, force);
            reportFolder(folder, networks.keySet(), facts, model.isGenerative());
        } finally {
            networks.values().forEach(Network::close);
        }
    }

    private void writePage(Path folder) {
        ExportedFolder.requireFree(folder, force);
        try (TrainedModel model = checkpoint.openExact(run);
                Network generator = network(model, ModelPart.GENERATOR)) {
            ModelFacts facts = facts(model);
            // Those of other checkpoints would change something else.
            List<SavedDirections.Saved> directions = SavedDirections.of(run).directions().stream()
                    .filter(direction -> direction.images() == facts.samplesSeen())
                    .toList();
            OnnxExport export = WebFolder.write(folder, generator, facts, directions);
            report(folder.resolve("model.onnx"), export, ModelPart.GENERATOR, facts);
            if (!outputOptions.json) {
                spec.commandLine()
                        .getOut()
                        .printf("Next:  jwebserver -d %s%n", ShellQuoting.quote(folder.toAbsolutePath()));
            }
        }
    }

    /** @param opens whether Duello makes samples with the folder alone */
    private void reportFolder(Path folder, Set<ModelPart> parts, ModelFacts facts, boolean opens) {
        PrintWriter out = spec.commandLine().getOut();
        String names = String.join(", ", parts.stream().map(ExportCommand::name).toList());
        if (outputOptions.json) {
            Json.object()
                    .put("run", run.toString())
                    .put("kimg", facts.samplesSeen() / 1000.0)
                    .put("weights", raw ? "raw" : "average")
                    .put("networks", names)
                    .put("output", folder.toString())
                    .print(out);
        } else {
            out.printf("The %s of %s in %s%n", names, facts.format(), folder);
            out.printf("Next:  python %s 16 0 samples.npy%n", ShellQuoting.quote(folder.resolve("generator.py")));
            if (opens) {
                out.printf("       duello sample %s%n", ShellQuoting.quote(folder));
            } else {
                out.println("       of sources in sources.npy, float32 [16, C, H, W] in [-1, 1]");
            }
        }
        out.flush();
    }

    private static String name(ModelPart part) {
        return part.name().toLowerCase(Locale.ROOT);
    }

    private Network network(TrainedModel model, ModelPart part) {
        return model.model()
                .part(part, raw ? Weights.RAW : Weights.AVERAGE)
                .orElseThrow(
                        () -> new ExportException(run + " has no " + part.name().toLowerCase(Locale.ROOT)
                                + ". Its networks are those that `duello summary` lists."));
    }

    private void report(Path file, OnnxExport export, ModelPart part, ModelFacts facts) {
        PrintWriter out = spec.commandLine().getOut();
        Optional<OnnxCheck> check = export.check();
        String network = name(part);
        int bytes = export.model().bytes().length;
        if (outputOptions.json) {
            Json node = Json.object()
                    .put("run", run.toString())
                    .put("kimg", facts.samplesSeen() / 1000.0)
                    .put("weights", raw ? "raw" : "average")
                    .put("network", network)
                    .put("opset", opset)
                    .put("bytes", bytes);
            check.ifPresent(found -> node.put("difference", found.difference()));
            if (half) {
                node.put("rounding", export.rounding());
            }
            node.put("output", file.toString()).print(out);
        } else {
            out.printf(
                    "The %s of %s, ONNX operators %d, %,d bytes, in %s%n", network, facts.format(), opset, bytes, file);
            check.ifPresent(found -> out.printf(
                    "ONNX Runtime makes the same of %d inputs: the largest difference is %.1e%n",
                    found.samples(), found.difference()));
            if (half) {
                out.printf(
                        "Weights in 16 bits change what it makes by %.1e at most, where 7.8e-3 is one gray level%n",
                        export.rounding());
            }
        }
        if (check.isEmpty() && !outputOptions.quiet) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "ONNX Runtime does not run on this machine, so that the file was not compared with the run.");
        }
        out.flush();
    }
}
