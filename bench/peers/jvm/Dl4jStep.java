import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Times one full DCGAN step in DL4J on its native CPU backend, the networks of step.py at 64x64x3, batch 64:
 *
 * <pre>OMP_NUM_THREADS=THREADS java -cp "$(cat target/dl4j.classpath)" Dl4jStep.java STEPS</pre>
 *
 * Prints the median wall-clock time of a step after a warm-up of one step, and the losses of the last one. step.sh makes the class path.
 *
 * <p>DL4J has no autograd across networks: the two networks are joined by hand. The loss's gradient enters the discriminator as an
 * external error, and what comes out at its input enters the generator.
 */
static final int BATCH = 64;

static final int LATENT = 100;
static final int WIDTH = 64;

void main(String[] arguments) {
    int steps = Integer.parseInt(arguments[0]);
    Nd4j.getRandom().setSeed(0);
    MultiLayerNetwork g = network(InputType.convolutional(1, 1, LATENT), generator());
    MultiLayerNetwork d = network(InputType.convolutional(64, 64, 3), discriminator());
    INDArray real = Nd4j.rand(DataType.FLOAT, BATCH, 3, 64, 64).muli(2).subi(1);
    double[] wall = new double[steps];
    double lossD = 0;
    double lossG = 0;
    for (int i = -1; i < steps; i++) {
        long start = System.nanoTime();
        // The gradients of the reals and the fakes add up to one update: a network's gradients are overwritten each time.
        INDArray logits = forward(d, real);
        lossD = loss(logits, 1);
        d.backpropGradient(error(logits, 1), null);
        INDArray kept = d.getFlattenedGradients().dup();
        INDArray fake = forward(g, Nd4j.randn(DataType.FLOAT, BATCH, LATENT, 1, 1));
        logits = forward(d, fake);
        lossD += loss(logits, 0);
        Gradient gradient = d.backpropGradient(error(logits, 0), null).getFirst();
        d.getFlattenedGradients().addi(kept);
        update(d, gradient, i + 1);
        logits = forward(d, fake);
        lossG = loss(logits, 1);
        INDArray atImages = d.backpropGradient(error(logits, 1), null).getSecond();
        update(g, g.backpropGradient(atImages, null).getFirst(), i + 1);
        if (i >= 0) {
            wall[i] = (System.nanoTime() - start) / 1e6;
        }
    }
    Arrays.sort(wall);
    System.out.printf(
            "%.1f ms, losses %.4f %.4f, peak memory %d MB%n", wall[steps / 2], lossD, lossG, peakMegabytes());
    // Threads of the library would keep the process alive.
    System.exit(0);
}

/** Keeps each layer's input: the way back needs it. */
INDArray forward(MultiLayerNetwork network, INDArray input) {
    network.setInput(input);
    return network.feedForward(true, false).getLast();
}

/** The mean over the batch of softplus(x) - target * x, binary cross-entropy from logits. */
double loss(INDArray logits, int target) {
    return Transforms.softPlus(logits, true).subi(logits.mul(target)).meanNumber().doubleValue();
}

INDArray error(INDArray logits, int target) {
    return Transforms.sigmoid(logits, true).subi(target).divi(BATCH);
}

void update(MultiLayerNetwork network, Gradient gradient, int iteration) {
    network.getUpdater().update(network, gradient, iteration, 0, BATCH, LayerWorkspaceMgr.noWorkspaces());
    network.params().subi(gradient.gradient());
}

MultiLayerNetwork network(InputType input, List<Layer> layers) {
    var list = new NeuralNetConfiguration.Builder()
            .seed(0)
            .dataType(DataType.FLOAT)
            .dist(new NormalDistribution(0, 0.02))
            .activation(Activation.IDENTITY)
            .updater(new Adam(2e-4, 0.5, 0.999, 1e-8))
            // The errors are means over the batch already.
            .miniBatch(false)
            .list();
    layers.forEach(list::layer);
    var network = new MultiLayerNetwork(list.setInputType(input).build());
    network.init();
    return network;
}

List<Layer> generator() {
    var layers = new ArrayList<Layer>();
    layers.add(transposed(1, 0, 8 * WIDTH));
    for (int width : new int[] {4 * WIDTH, 2 * WIDTH, WIDTH, 3}) {
        layers.add(new BatchNormalization.Builder().build());
        layers.add(activation(new ActivationReLU()));
        layers.add(transposed(2, 1, width));
    }
    layers.add(activation(new ActivationTanH()));
    return layers;
}

List<Layer> discriminator() {
    var layers = new ArrayList<Layer>();
    layers.add(convolution(2, 1, WIDTH));
    layers.add(activation(new ActivationLReLU(0.2)));
    for (int width : new int[] {2 * WIDTH, 4 * WIDTH, 8 * WIDTH}) {
        layers.add(convolution(2, 1, width));
        layers.add(new BatchNormalization.Builder().build());
        layers.add(activation(new ActivationLReLU(0.2)));
    }
    layers.add(convolution(1, 0, 1));
    return layers;
}

Layer transposed(int stride, int padding, int width) {
    return new Deconvolution2D.Builder(4, 4)
            .stride(stride, stride)
            .padding(padding, padding)
            .nOut(width)
            .hasBias(false)
            .build();
}

Layer convolution(int stride, int padding, int width) {
    return new ConvolutionLayer.Builder(4, 4)
            .stride(stride, stride)
            .padding(padding, padding)
            .nOut(width)
            .hasBias(false)
            .build();
}

Layer activation(IActivation function) {
    return new ActivationLayer.Builder().activation(function).build();
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
