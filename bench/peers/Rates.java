import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.duello.learn.Weights;
import dev.duello.torch.Device;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Torch;
import dev.duello.train.TrainedModel;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * Images a second from latents to bytes of one generator, after a warm-up: {@code Rates duello|duello-fp32 RUN IMAGES BATCH},
 * or {@code Rates onnx FILE IMAGES BATCH} of a file that {@code export --onnx --uint8} wrote. Two threads.
 */
void main(String[] arguments) throws Exception {
    Path path = Path.of(arguments[1]);
    int images = Integer.parseInt(arguments[2]);
    int batch = Integer.parseInt(arguments[3]);
    if (arguments[0].equals("onnx")) {
        onnx(path, images, batch);
        return;
    }
    Torch.setThreads(2);
    try (TrainedModel model = arguments[0].equals("duello") ? TrainedModel.open(path) : TrainedModel.openExact(path, null)) {
        RandomStream random = new RandomStream("rates", 0);
        rate(images, batch, () -> {
            try (var _ = TensorScope.open()) {
                Tensor latents = random.normal(Device.CPU, batch, model.latentShape().elements());
                model.format().toStored(model.model().sample(latents, Weights.AVERAGE));
            }
        });
    }
}

void onnx(Path file, int images, int batch) throws Exception {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    environment.setTelemetry(false);
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
        options.setIntraOpNumThreads(2);
        try (OrtSession session = environment.createSession(file.toString(), options)) {
            Random random = new Random(0);
            rate(images, batch, () -> {
                // Latents, and any mixture of classes where it knows some.
                Map<String, OnnxTensor> inputs = new HashMap<>();
                for (Map.Entry<String, NodeInfo> input : session.getInputInfo().entrySet()) {
                    long length = ((TensorInfo) input.getValue().getInfo()).getShape()[1];
                    float[] numbers = new float[batch * (int) length];
                    for (int i = 0; i < numbers.length; i++) {
                        numbers[i] = (float) random.nextGaussian();
                    }
                    inputs.put(
                            input.getKey(),
                            OnnxTensor.createTensor(environment, FloatBuffer.wrap(numbers), new long[] {batch, length}));
                }
                try (OrtSession.Result result = session.run(inputs)) {
                    ((OnnxTensor) result.get(0)).getByteBuffer();
                }
                inputs.values().forEach(OnnxTensor::close);
            });
        }
    }
}

interface Work {
    void run() throws Exception;
}

void rate(int images, int batch, Work work) throws Exception {
    for (int i = 0; i < 4; i++) {
        work.run();
    }
    long start = System.nanoTime();
    int made = 0;
    for (; made < images; made += batch) {
        work.run();
    }
    System.out.printf("%.0f images/s%n", made / ((System.nanoTime() - start) / 1e9));
}
