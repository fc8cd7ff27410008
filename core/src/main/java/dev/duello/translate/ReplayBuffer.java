package dev.duello.translate;

import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Images that a generator made earlier, so that the discriminator does not forget what it has seen (Shrivastava et al., 2017): once it is
 * full, half of the new images, by chance, are exchanged for one of the old. Whoever makes it closes it.
 */
final class ReplayBuffer implements AutoCloseable {
    private final Tensor images;
    private final RandomStream random;
    private long count;

    /**
     * @param size images that it holds, at least 1
     * @param random decides what is exchanged
     */
    ReplayBuffer(int size, Shape image, Device device, RandomStream random) {
        this.random = random;
        images = Tensors.zeros(device, image.batch(size)).keep();
    }

    /**
     * What the discriminator is shown in the place of new images.
     *
     * @param made {@code [N, C, H, W]} without a path back to the generator
     * @return as many
     */
    Tensor exchange(Tensor made) {
        SplittableRandom draws = random.javaRandom();
        List<Tensor> shown = new ArrayList<>();
        try (var _ = GradientMode.off()) {
            for (int i = 0; i < made.size(0); i++) {
                Tensor image = made.narrow(0, i, 1);
                if (count < images.size(0)) {
                    images.narrow(0, count++, 1).copyFrom_(image);
                    shown.add(image);
                } else if (draws.nextBoolean()) {
                    Tensor place = images.narrow(0, draws.nextInt(Math.toIntExact(images.size(0))), 1);
                    shown.add(place.copy());
                    place.copyFrom_(image);
                } else {
                    shown.add(image);
                }
            }
            return Tensors.concatenate(shown, 0);
        }
    }

    /** What to save; writing into it restores. */
    Tensor images() {
        return images;
    }

    RandomStream random() {
        return random;
    }

    /** How many images it holds: to be saved as well. */
    long count() {
        return count;
    }

    void count(long present) {
        count = present;
    }

    @Override
    public void close() {
        images.close();
    }
}
