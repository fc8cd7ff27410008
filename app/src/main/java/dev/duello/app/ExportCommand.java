package dev.duello.app;

import dev.duello.export.ExportException;
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
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
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

    @Option(names = "--onnx", paramLabel = "FILE", required = true, description = "The ONNX file to write.")
    private Path onnx;

    @ArgGroup(exclusive = true)
    private Other other = new Other();

    /** Which network, if not the generator. */
    private static final class Other {
        @Option(names = "--discriminator", description = "The discriminator instead of the generator.")
        private boolean discriminator;

        @Option(names = "--encoder", description = "The encoder of an autoencoder instead of the generator.")
        private boolean encoder;
    }

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
        if (opset < OnnxForm.OLDEST || opset > OnnxForm.NEWEST) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--opset is " + OnnxForm.OLDEST + " to " + OnnxForm.NEWEST + ", not " + opset + ".");
        }
        OnnxExport.requireFree(onnx, force);
        try (TrainedModel model = checkpoint.openExact(run)) {
            ModelPart part = part(model);
            ModelFacts facts = model.facts().licensed(license);
            try (Network network = network(model, part)) {
                OnnxExport export = OnnxExport.of(network, part, new OnnxForm(opset, uint8, half), facts);
                export.write(onnx, force);
                report(export, part, facts);
            }
        }
        return 0;
    }

    private ModelPart part(TrainedModel model) {
        if (other.discriminator) {
            return ModelPart.DISCRIMINATOR;
        }
        if (other.encoder) {
            return ModelPart.ENCODER;
        }
        boolean makesSamples =
                model.isGenerative() || model.model().translator().isPresent();
        return makesSamples ? ModelPart.GENERATOR : ModelPart.CLASSIFIER;
    }

    private Network network(TrainedModel model, ModelPart part) {
        return model.model()
                .part(part, raw ? Weights.RAW : Weights.AVERAGE)
                .orElseThrow(
                        () -> new ExportException(run + " has no " + part.name().toLowerCase(Locale.ROOT)
                                + ". Its networks are those that `duello summary` lists."));
    }

    private void report(OnnxExport export, ModelPart part, ModelFacts facts) {
        PrintWriter out = spec.commandLine().getOut();
        Optional<OnnxCheck> check = export.check();
        String network = part.name().toLowerCase(Locale.ROOT);
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
            node.put("output", onnx.toString()).print(out);
        } else {
            out.printf(
                    "The %s of %s, ONNX operators %d, %,d bytes, in %s%n", network, facts.format(), opset, bytes, onnx);
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
