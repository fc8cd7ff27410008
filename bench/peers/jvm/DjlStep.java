import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Adam;
import ai.djl.training.tracker.Tracker;

/**
 * Times one full DCGAN step in DJL on its PyTorch engine, the networks of step.py at 64x64x3, batch 64:
 *
 * <pre>java -Dai.djl.offline=true -cp "$(cat target/djl.classpath)" DjlStep.java THREADS STEPS</pre>
 *
 * Prints the median wall-clock time of a step after a warm-up of two steps, and the losses of the last one. step.sh makes the class
 * path.
 *
 * <p>The engine has no transposed convolution: its deconvolution throws. Two exact stand-ins with as many weights and multiplications
 * take its place, both of plain operations. From 1x1 to 4x4 a transposed convolution is a linear layer. One with kernel 4, stride 2 and
 * padding 1 computes each of the four pixels that an input pixel becomes from 2x2 input pixels; so one 2x2 convolution to four times
 * the channels computes all of them, and each kind is cut out where its 2x2 pixels lie. A 3x3 convolution and a pixel shuffle would do
 * too, but with more than twice the multiplications.
 */
static final int BATCH = 64;

static final int LATENT = 100;
static final int WIDTH = 64;

void main(String[] arguments) {
    // Before the engine starts: it reads them once.
    System.setProperty("ai.djl.pytorch.num_threads", arguments[0]);
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    int steps = Integer.parseInt(arguments[1]);
    var loss = Loss.sigmoidBinaryCrossEntropyLoss();
    try (Model generator = model("generator", generator());
            Model discriminator = model("discriminator", discriminator());
            Trainer g = trainer(generator, new Shape(BATCH, LATENT));
            Trainer d = trainer(discriminator, new Shape(BATCH, 3, 64, 64))) {
        // Running statistics are parameters too, and must not start to learn when the weights thaw.
        List<Parameter> weights = discriminator.getBlock().getParameters().values().stream()
                .filter(Parameter::requiresGradient)
                .toList();
        NDManager images = d.getManager().newSubManager();
        NDArray real = images.randomUniform(-1, 1, new Shape(BATCH, 3, 64, 64));
        NDList one = new NDList(images.ones(new Shape(BATCH, 1)));
        NDList zero = new NDList(images.zeros(new Shape(BATCH, 1)));
        double[] wall = new double[steps];
        float lossD = 0;
        float lossG = 0;
        for (int i = -2; i < steps; i++) {
            long start = System.nanoTime();
            try (NDManager step = g.getManager().newSubManager()) {
                NDArray fake;
                NDArray lossReal;
                NDArray lossFake;
                try (var collector = d.newGradientCollector()) {
                    NDArray seen = real.duplicate();
                    seen.attach(step);
                    lossReal = loss.evaluate(one, d.forward(new NDList(seen)));
                    collector.backward(lossReal);
                    NDArray z = step.randomNormal(new Shape(BATCH, LATENT));
                    fake = g.forward(new NDList(z)).singletonOrThrow();
                    lossFake = loss.evaluate(zero, d.forward(new NDList(fake.stopGradient())));
                    collector.backward(lossFake);
                }
                d.step();
                // Only the images need gradients now.
                weights.forEach(weight -> weight.freeze(true));
                NDArray lossFooled;
                try (var collector = g.newGradientCollector()) {
                    lossFooled = loss.evaluate(one, d.forward(new NDList(fake)));
                    collector.backward(lossFooled);
                }
                weights.forEach(weight -> weight.freeze(false));
                g.step();
                lossD = lossReal.getFloat() + lossFake.getFloat();
                lossG = lossFooled.getFloat();
            }
            if (i >= 0) {
                wall[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        Arrays.sort(wall);
        System.out.printf(
                "%.1f ms, losses %.4f %.4f, peak memory %d MB%n", wall[steps / 2], lossD, lossG, peakMegabytes());
    }
}

Model model(String name, Block block) {
    Model model = Model.newInstance(name, Device.cpu(), "PyTorch");
    block.setInitializer(new NormalInitializer(0.02f), Parameter.Type.WEIGHT);
    model.setBlock(block);
    return model;
}

Trainer trainer(Model model, Shape input) {
    Trainer trainer = model.newTrainer(new DefaultTrainingConfig(Loss.sigmoidBinaryCrossEntropyLoss())
            .optDevices(new Device[] {Device.cpu()})
            .optOptimizer(Adam.builder()
                    .optLearningRateTracker(Tracker.fixed(2e-4f))
                    .optBeta1(0.5f)
                    .build()));
    trainer.initialize(input);
    return trainer;
}

SequentialBlock generator() {
    var block = new SequentialBlock()
            .add(Linear.builder().setUnits(8 * WIDTH * 16).optBias(false).build())
            .add(LambdaBlock.singleton(x -> x.reshape(-1, 8 * WIDTH, 4, 4)))
            .add(normalization())
            .add(Activation.reluBlock());
    for (int width : new int[] {4 * WIDTH, 2 * WIDTH, WIDTH}) {
        doubling(block, width);
        block.add(normalization()).add(Activation.reluBlock());
    }
    doubling(block, 3);
    return block.add(Activation.tanhBlock());
}

SequentialBlock discriminator() {
    var block = new SequentialBlock().add(convolution(4, 2, 1, WIDTH)).add(Activation.leakyReluBlock(0.2f));
    for (int width : new int[] {2 * WIDTH, 4 * WIDTH, 8 * WIDTH}) {
        block.add(convolution(4, 2, 1, width)).add(normalization()).add(Activation.leakyReluBlock(0.2f));
    }
    return block.add(convolution(4, 1, 0, 1)).add(LambdaBlock.singleton(x -> x.reshape(-1, 1)));
}

void doubling(SequentialBlock block, int width) {
    block.add(convolution(2, 1, 1, 4 * width)).add(LambdaBlock.singleton(x -> interleaved(x, width)));
}

/** [N, 4C, H+1, W+1] to [N, C, 2H, 2W]. */
NDArray interleaved(NDArray x, int width) {
    long h = x.getShape().get(2) - 1;
    long w = x.getShape().get(3) - 1;
    var rows = new NDList();
    for (int a = 0; a < 2; a++) {
        var row = new NDList();
        for (int b = 0; b < 2; b++) {
            int first = (2 * a + b) * width;
            row.add(x.get(":, %d:%d, %d:%d, %d:%d".formatted(first, first + width, a, a + h, b, b + w)));
        }
        rows.add(NDArrays.stack(row, 4).reshape(-1, width, h, 2 * w));
    }
    return NDArrays.stack(rows, 3).reshape(-1, width, 2 * h, 2 * w);
}

Block convolution(int kernel, int stride, int padding, int width) {
    return Conv2d.builder()
            .setKernelShape(new Shape(kernel, kernel))
            .optStride(new Shape(stride, stride))
            .optPadding(new Shape(padding, padding))
            .setFilters(width)
            .optBias(false)
            .build();
}

Block normalization() {
    return BatchNorm.builder().build();
}

/** The most resident memory that this process had (Linux). */
long peakMegabytes() {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
        return lines.filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .sum();
    } catch (IOException e) {
        return 0;
    }
}
