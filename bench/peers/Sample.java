import dev.duello.data.image.ImageFormat;
import dev.duello.network.GeneratorConfig;
import dev.duello.network.NetworkFamily;
import dev.duello.network.Normalization;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Torch;

/**
 * Makes 64×64 images with an untrained DCGAN generator, as {@code sample.py} does:
 *
 * <pre>java --enable-native-access=ALL-UNNAMED -cp app/target/duello.jar bench/peers/Sample.java THREADS IMAGES [BATCH]</pre>
 *
 * Prints images a second from latents to bytes, after a warm-up.
 */
void main(String[] arguments) {
    Torch.setThreads(Integer.parseInt(arguments[0]));
    int images = Integer.parseInt(arguments[1]);
    int batch = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 256;
    var architecture = NetworkFamily.DCGAN.generator(
            Shape.of(3, 64, 64), new GeneratorConfig(100, 64, 1, Normalization.BATCH, 0));
    var random = new RandomStream("sample", 0);
    try (var generator =
            Network.initialized(architecture, Device.CPU, Precision.resolve(System.getenv().getOrDefault("PRECISION", "auto"), Device.CPU), random)) {
        make(generator, 4 * batch, batch, random);
        long start = System.nanoTime();
        int made = make(generator, images, batch, random);
        System.out.printf("%.0f images/s%n", made / ((System.nanoTime() - start) / 1e9));
    }
}

final ImageFormat FORMAT = new ImageFormat(3, 64, 64);

int make(Network generator, int count, int batch, RandomStream random) {
    int made = 0;
    for (; made < count; made += batch) {
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            FORMAT.toStored(generator.forward(random.normal(Device.CPU, batch, 100), Mode.EVALUATE));
        }
    }
    return made;
}
