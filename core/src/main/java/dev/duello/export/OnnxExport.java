package dev.duello.export;

import dev.duello.data.AtomicFiles;
import dev.duello.learn.ModelPart;
import dev.duello.nn.Folding;
import dev.duello.nn.Network;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What came of writing a network as an ONNX file.
 *
 * @param model what was written
 * @param check the comparison with ONNX Runtime; empty where that does not run
 * @param rounding by how much samples change when weights are stored in 16 bits, at most; 0 when they are not
 */
public record OnnxExport(OnnxModel model, Optional<OnnxCheck> check, double rounding) {
    /**
     * Makes the file in memory and compares what ONNX Runtime computes with it to what the network computes.
     *
     * @param network as {@link dev.duello.learn.Model#part} gives it
     * @throws ExportException when they differ by more than {@link OnnxCheck#tolerance}
     */
    public static OnnxExport of(Network network, ModelPart part, OnnxForm form, ModelFacts facts) {
        if (!form.half()) {
            OnnxModel model = OnnxModel.of(network, part, form, facts.metadata(part), facts.version());
            return new OnnxExport(model, checked(model, network, part), 0);
        }
        try (Network rounded = Folding.folded(network)) {
            round(rounded);
            OnnxModel model = OnnxModel.of(rounded, part, form, facts.metadata(part), facts.version());
            Optional<OnnxCheck> check = checked(model, rounded, part);
            double rounding = OnnxCheck.difference(network, rounded, part);
            return new OnnxExport(model, check, rounding);
        }
    }

    private static Optional<OnnxCheck> checked(OnnxModel model, Network network, ModelPart part) {
        Optional<OnnxCheck> check = OnnxCheck.of(model, network, part);
        double tolerance = OnnxCheck.tolerance(network.architecture());
        check.filter(found -> !(found.difference() <= tolerance)).ifPresent(found -> {
            throw new ExportException(String.format(
                    "Nothing was written: ONNX Runtime makes something else of it than Duello (a difference of %.1e, where"
                            + " %.0e is allowed). Please report this with the run.",
                    found.difference(), tolerance));
        });
        return check;
    }

    /** To the 16-bit number next to each weight, as they are written. */
    private static void round(Network network) {
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            for (Tensor tensor : network.parameters().byName().values()) {
                float[] values = tensor.toFloats();
                for (int i = 0; i < values.length; i++) {
                    values[i] = Float.float16ToFloat(Float.floatToFloat16(values[i]));
                }
                tensor.copyFrom_(Tensors.of(values, tensor.shape()));
            }
        }
    }

    /** @throws ExportException when a file is there already and {@code replace} is not set, or it is a folder */
    public static void requireFree(Path file, boolean replace) {
        Targets.requireFree(file, replace);
    }

    /** Writes the file, whole or not at all. @throws ExportException when it is there already and {@code replace} is not set */
    public void write(Path file, boolean replace) {
        Targets.requireFree(file, replace);
        AtomicFiles.write(file, beside -> Files.write(beside, model.bytes()));
    }
}
