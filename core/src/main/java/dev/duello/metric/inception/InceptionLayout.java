package dev.duello.metric.inception;

import static dev.duello.metric.inception.InceptionBlock.chain;
import static dev.duello.metric.inception.InceptionBlock.fork;

import dev.duello.metric.inception.InceptionBlock.Convolve;
import dev.duello.metric.inception.InceptionBlock.Pool;

/**
 * The table of the network: Inception v3 of Szegedy et al., <a href="https://arxiv.org/abs/1512.00567">Rethinking the
 * Inception Architecture for Computer Vision</a>, as it was frozen on 2015-12-05 and is used for FID. It differs from the
 * later, common version in the pooling branches: averages leave the padding out, and the last block takes the maximum.
 * The names are those of the published PyTorch weights.
 */
final class InceptionLayout {
    /** Height and width of the input. */
    static final int SIDE = 299;

    static final int FEATURES = 2048;
    static final int CLASSES = 1008;
    static final double EPSILON = 1e-3;

    /** From {@code [N, 3, 299, 299]} to {@code [N, 2048, 8, 8]}; the remarks give the sides of the outputs. */
    static final InceptionBlock NETWORK = chain(
            new Convolve("Conv2d_1a_3x3", 32, 3, 3, 2, false), // 149
            new Convolve("Conv2d_2a_3x3", 32, 3, 3, 1, false), // 147
            new Convolve("Conv2d_2b_3x3", 64, 3, 3, 1, true), // 147
            Pool.HALVE, // 73
            new Convolve("Conv2d_3b_1x1", 80, 1, 1, 1, false), // 73
            new Convolve("Conv2d_4a_3x3", 192, 3, 3, 1, false), // 71
            Pool.HALVE, // 35
            a("Mixed_5b", 32), // 35, 256 channels
            a("Mixed_5c", 64), // 35, 288
            a("Mixed_5d", 64), // 35, 288
            b("Mixed_6a"), // 17, 768
            c("Mixed_6b", 128), // 17, 768
            c("Mixed_6c", 160), // 17, 768
            c("Mixed_6d", 160), // 17, 768
            c("Mixed_6e", 192), // 17, 768
            d("Mixed_7a"), // 8, 1280
            e("Mixed_7b", Pool.AVERAGE), // 8, 2048
            e("Mixed_7c", Pool.MAX)); // 8, 2048

    private InceptionLayout() {}

    private static InceptionBlock a(String name, int pooled) {
        return fork(
                same(name, "branch1x1", 64, 1, 1),
                chain(same(name, "branch5x5_1", 48, 1, 1), same(name, "branch5x5_2", 64, 5, 5)),
                chain(
                        same(name, "branch3x3dbl_1", 64, 1, 1),
                        same(name, "branch3x3dbl_2", 96, 3, 3),
                        same(name, "branch3x3dbl_3", 96, 3, 3)),
                chain(Pool.AVERAGE, same(name, "branch_pool", pooled, 1, 1)));
    }

    private static InceptionBlock b(String name) {
        return fork(
                halve(name, "branch3x3", 384),
                chain(
                        same(name, "branch3x3dbl_1", 64, 1, 1),
                        same(name, "branch3x3dbl_2", 96, 3, 3),
                        halve(name, "branch3x3dbl_3", 96)),
                Pool.HALVE);
    }

    private static InceptionBlock c(String name, int narrow) {
        return fork(
                same(name, "branch1x1", 192, 1, 1),
                chain(
                        same(name, "branch7x7_1", narrow, 1, 1),
                        same(name, "branch7x7_2", narrow, 1, 7),
                        same(name, "branch7x7_3", 192, 7, 1)),
                chain(
                        same(name, "branch7x7dbl_1", narrow, 1, 1),
                        same(name, "branch7x7dbl_2", narrow, 7, 1),
                        same(name, "branch7x7dbl_3", narrow, 1, 7),
                        same(name, "branch7x7dbl_4", narrow, 7, 1),
                        same(name, "branch7x7dbl_5", 192, 1, 7)),
                chain(Pool.AVERAGE, same(name, "branch_pool", 192, 1, 1)));
    }

    private static InceptionBlock d(String name) {
        return fork(
                chain(same(name, "branch3x3_1", 192, 1, 1), halve(name, "branch3x3_2", 320)),
                chain(
                        same(name, "branch7x7x3_1", 192, 1, 1),
                        same(name, "branch7x7x3_2", 192, 1, 7),
                        same(name, "branch7x7x3_3", 192, 7, 1),
                        halve(name, "branch7x7x3_4", 192)),
                Pool.HALVE);
    }

    private static InceptionBlock e(String name, Pool pool) {
        return fork(
                same(name, "branch1x1", 320, 1, 1),
                chain(
                        same(name, "branch3x3_1", 384, 1, 1),
                        fork(same(name, "branch3x3_2a", 384, 1, 3), same(name, "branch3x3_2b", 384, 3, 1))),
                chain(
                        same(name, "branch3x3dbl_1", 448, 1, 1),
                        same(name, "branch3x3dbl_2", 384, 3, 3),
                        fork(same(name, "branch3x3dbl_3a", 384, 1, 3), same(name, "branch3x3dbl_3b", 384, 3, 1))),
                chain(pool, same(name, "branch_pool", 192, 1, 1)));
    }

    private static InceptionBlock same(String block, String name, int out, int height, int width) {
        return new Convolve(block + "." + name, out, height, width, 1, true);
    }

    private static InceptionBlock halve(String block, String name, int out) {
        return new Convolve(block + "." + name, out, 3, 3, 2, false);
    }
}
