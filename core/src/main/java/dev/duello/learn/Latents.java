package dev.duello.learn;

import dev.duello.nn.Architecture;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.Shape;
import dev.duello.nn.Tape;
import dev.duello.torch.Device;
import dev.duello.torch.Functions;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What goes into a generator: standard normal noise, and, where it knows classes, one number a class after it, 0 but for a 1.
 *
 * @param noise numbers of noise
 * @param shares how often each class occurs in the data; empty when the generator knows none
 */
public record Latents(int noise, List<Double> shares) {
    public Latents {
        shares = List.copyOf(shares);
    }

    /** One latent. */
    public Shape shape() {
        return Shape.of(noise + classes());
    }

    /** How many classes; 0 for none. */
    public int classes() {
        return shares.size();
    }

    /** Latents {@code [count, shape]} whose classes occur as often as in the data. */
    public Tensor draw(int count, RandomStream random, Device device) {
        if (classes() == 0) {
            return random.normal(device, count, noise);
        }
        Tensor normal = random.normal(device, count, noise);
        SplittableRandom draws = random.javaRandom();
        long[] labels = new long[count];
        for (int i = 0; i < count; i++) {
            labels[i] = classAt(draws.nextDouble());
        }
        return Tensors.concatenate(
                List.of(normal, oneHot(Tensors.of(labels, count).to(device))), 1);
    }

    /** Latents {@code [N, shape]} of given classes. */
    public Tensor draw(Tensor labels, RandomStream random, Device device) {
        return of(random.normal(device, Math.toIntExact(labels.size(0)), noise), labels);
    }

    /**
     * Latents {@code [N, shape]} of given noise and classes.
     *
     * @param normal {@code [N, noise]}
     * @param labels INT64 {@code [N]}; ignored where there are no classes
     */
    public Tensor of(Tensor normal, Tensor labels) {
        return classes() == 0 ? normal : Tensors.concatenate(List.of(normal, oneHot(labels)), 1);
    }

    /** {@code [N, classes]} for INT64 labels {@code [N]}. */
    public Tensor oneHot(Tensor labels) {
        return Functions.oneHot(labels, classes());
    }

    /** What a generator makes of latents {@code [N, shape]}, its layers recorded on {@code tape} if there is one. */
    public Tensor generate(Network generator, Tensor latents, Mode mode, @Nullable Tape tape) {
        return generator.forward(noiseOf(latents), generator.pass(mode, namedInputs(latents), tape));
    }

    /** The noise of latents, which flows into the first layer. */
    public Tensor noiseOf(Tensor latents) {
        return classes() == 0 ? latents : latents.narrow(1, 0, noise);
    }

    /** What layers get besides: the class. */
    public Map<String, Tensor> namedInputs(Tensor latents) {
        return classes() == 0 ? Map.of() : Map.of(Architecture.CLASS, classesOf(latents));
    }

    /** The one-hot end of latents. */
    public Tensor classesOf(Tensor latents) {
        return latents.narrow(1, noise, classes());
    }

    /** The logit of the class that suits each image best, {@code [N]}, of {@code [N, classes]} or {@code [N, 1]}. */
    public Tensor ofBestClass(Tensor logits) {
        return classes() == 0 ? logits.reshape(-1) : logits.largest(1);
    }

    private long classAt(double share) {
        double sum = 0;
        for (int i = 0; i < classes(); i++) {
            sum += shares.get(i);
            if (share < sum) {
                return i;
            }
        }
        return classes() - 1;
    }
}
