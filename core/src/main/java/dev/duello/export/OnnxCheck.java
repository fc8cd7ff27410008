package dev.duello.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.duello.data.image.ImageFormat;
import dev.duello.learn.ModelPart;
import dev.duello.nn.Architecture;
import dev.duello.nn.GriffinLim;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.Functions;
import dev.duello.torch.GradientMode;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what ONNX Runtime makes of a file with what the network itself makes of the same inputs.
 *
 * @param difference the largest one between two numbers, where a number above 1 counts as 1: for images in [-1, 1] simply the
 *     largest; of uint8 images, in the same unit
 * @param samples how many were compared, in one batch and one by one
 */
public record OnnxCheck(double difference, int samples) {
    private static final Logger log = LoggerFactory.getLogger(OnnxCheck.class);
    private static final int SAMPLES = 16;
    /** Where both made the same number of a sum in another order, they differ by a few millionths. */
    private static final double TOLERANCE = 1e-4;

    /** Each step of a search for phases amplifies rounding, most where there is nearly no sound. */
    private static final double TOLERANCE_OF_PHASES = 1e-2;

    /** The largest difference that rounding explains. */
    public static double tolerance(Architecture architecture) {
        return architecture.layers().getLast() instanceof GriffinLim ? TOLERANCE_OF_PHASES : TOLERANCE;
    }

    /**
     * Runs both.
     *
     * @param network what was written, in float32 on the CPU
     * @return empty where ONNX Runtime is not there, or does not run on this machine
     * @throws ExportException when it cannot run the file
     */
    public static Optional<OnnxCheck> of(OnnxModel model, Network network, ModelPart part) {
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            Map<String, Tensor> inputs = inputs(network.architecture(), part);
            double difference =
                    Math.max(difference(model, network, inputs, SAMPLES), difference(model, network, inputs, 1));
            return Optional.of(new OnnxCheck(difference, SAMPLES));
        } catch (OrtException e) {
            throw new ExportException("ONNX Runtime cannot run what was written: " + e.getMessage(), e);
        } catch (LinkageError e) {
            log.warn("What was written cannot be compared, since ONNX Runtime does not run here: {}", e.toString());
            return Optional.empty();
        }
    }

    /** The largest difference between what two networks make of the same inputs, in the unit of {@link #difference()}. */
    static double difference(Network one, Network other, ModelPart part) {
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            Map<String, Tensor> inputs = inputs(one.architecture(), part);
            return difference(
                    run(one, inputs).toFloats(),
                    FloatBuffer.wrap(run(other, inputs).toFloats()));
        }
    }

    private static Tensor run(Network network, Map<String, Tensor> inputs) {
        String first = inputs.keySet().iterator().next();
        return network.forward(inputs.get(first), network.pass(Mode.EVALUATE, inputs, null));
    }

    /** Latents as they are drawn, or samples of any numbers in [-1, 1]. */
    private static Map<String, Tensor> inputs(Architecture architecture, ModelPart part) {
        RandomStream random = new RandomStream("onnx-check", 0);
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        architecture.inputs().forEach((name, shape) -> {
            long[] batch = shape.batch(SAMPLES);
            boolean isNoise = part == ModelPart.GENERATOR && !name.equals("source");
            inputs.put(
                    name,
                    name.equals(Architecture.CLASS)
                            ? classes(shape)
                            : isNoise ? random.normal(Device.CPU, batch) : random.uniform(Device.CPU, -1, 1, batch));
        });
        return inputs;
    }

    private static Tensor classes(Shape shape) {
        long[] labels = new long[SAMPLES];
        Arrays.setAll(labels, i -> i % shape.channels());
        return Functions.oneHot(Tensors.of(labels, SAMPLES), shape.channels());
    }

    /** @param batch 1 for the first sample alone */
    private static double difference(OnnxModel model, Network network, Map<String, Tensor> all, int batch)
            throws OrtException {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        all.forEach((name, tensor) -> inputs.put(name, tensor.narrow(0, 0, batch)));
        Tensor expected = run(network, inputs);
        if (model.form().uint8()) {
            long[] shape = expected.shape();
            ImageFormat format = new ImageFormat((int) shape[1], (int) shape[2], (int) shape[3]);
            byte[] levels = new byte[Math.toIntExact(expected.elements())];
            format.toStored(expected).copyTo(MemorySegment.ofArray(levels));
            return difference(levels, run(model, inputs).array());
        }
        return difference(expected.toFloats(), run(model, inputs).asFloatBuffer());
    }

    private static double difference(float[] expected, FloatBuffer found) {
        double largest = found.remaining() == expected.length ? 0 : Double.POSITIVE_INFINITY;
        for (int i = 0; i < Math.min(expected.length, found.remaining()); i++) {
            double one = Math.abs(expected[i] - found.get(i)) / Math.max(1, Math.abs(expected[i]));
            // Also where either is NaN.
            largest = one <= largest ? largest : one;
        }
        return largest;
    }

    /** A number just between two levels may be rounded to either. */
    private static double difference(byte[] expected, byte[] found) {
        double largest = found.length == expected.length ? 0 : Double.POSITIVE_INFINITY;
        for (int i = 0; i < Math.min(expected.length, found.length); i++) {
            int levels = Math.abs((expected[i] & 0xFF) - (found[i] & 0xFF));
            largest = Math.max(largest, levels <= 1 ? 0 : levels / 127.5);
        }
        return largest;
    }

    /** The bytes of what comes out. */
    private static ByteBuffer run(OnnxModel model, Map<String, Tensor> inputs) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        environment.setTelemetry(false);
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            try (OrtSession session = environment.createSession(model.bytes(), options)) {
                int position = 0;
                for (Tensor input : inputs.values()) {
                    tensors.put(
                            model.inputs().get(position++),
                            OnnxTensor.createTensor(environment, FloatBuffer.wrap(input.toFloats()), input.shape()));
                }
                try (OrtSession.Result result = session.run(tensors)) {
                    return ((OnnxTensor) result.get(0)).getByteBuffer();
                }
            }
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }
}
