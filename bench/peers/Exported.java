import dev.duello.learn.Model;
import dev.duello.learn.Weights;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.train.TrainedModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes latents, classes and what a run makes of them in float32, as raw little-endian numbers, for exported.py. */
public final class Exported {
    private static final int COUNT = 16;

    public static void main(String[] arguments) throws Exception {
        Path out = Files.createDirectories(Path.of(arguments[1]));
        try (TrainedModel trained = TrainedModel.openExact(Path.of(arguments[0]), null);
                var _ = TensorScope.open()) {
            Model model = trained.model();
            Tensor latents = trained.latents(COUNT, 0);
            long noise = latents.size(1) - model.classes();
            write(out.resolve("z.f32"), latents.narrow(1, 0, noise));
            if (model.classes() > 0) {
                write(out.resolve("classes.f32"), latents.narrow(1, noise, model.classes()));
            }
            write(out.resolve("samples.f32"), model.sample(latents, Weights.AVERAGE));
        }
    }

    private static void write(Path file, Tensor tensor) throws Exception {
        float[] values = tensor.toFloats();
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        Files.write(file, bytes.array());
    }
}
