package dev.duello.app;

import dev.duello.data.Dataset;
import dev.duello.data.SampleFormat;
import dev.duello.data.Split;
import dev.duello.data.SpreadSamples;
import dev.duello.data.source.Datasets;
import dev.duello.learn.LikelihoodBound;
import dev.duello.learn.LogWeights;
import dev.duello.learn.Weights;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import dev.duello.train.DataSettings;
import dev.duello.train.Experiment;
import dev.duello.train.TrainedModel;
import java.util.Optional;

/**
 * Bounds of the log-likelihood that a model gives to images, in nats for each image, the mean over all.
 *
 * @param evidence the evidence lower bound
 * @param importance the importance-weighted bound of {@link #DRAWS} draws
 * @param heldOut whether these are images that were not trained on
 */
record MeasuredLikelihood(
        double evidence, double importance, double evidenceBits, double importanceBits, int images, boolean heldOut) {
    /** Latents that are drawn for each image. */
    static final int DRAWS = 100;

    /** Each is decoded as often as there are draws. */
    private static final int IMAGES = 200;

    /** Empty where the model has no likelihood, or its classes are not those of the data. */
    static Optional<MeasuredLikelihood> of(TrainedModel model, Experiment experiment, long seed) {
        Optional<LikelihoodBound> bound = model.model().likelihood();
        if (bound.isEmpty()) {
            return Optional.empty();
        }
        DataSettings data = experiment.data();
        try (Dataset all =
                Datasets.open(data.source(), data.loadOptions(Split.TRAIN).withFormat(model.format()))) {
            Dataset trained = experiment.trainingPart(all);
            Dataset heldOut = trained.heldOut();
            Dataset judged = heldOut == null ? trained : heldOut;
            if (!model.classes().isEmpty() && !judged.classes().equals(model.classes())) {
                return Optional.empty();
            }
            return Optional.of(measure(bound.get(), model, SpreadSamples.of(judged, IMAGES), heldOut != null, seed));
        }
    }

    private static MeasuredLikelihood measure(
            LikelihoodBound bound, TrainedModel model, SpreadSamples images, boolean heldOut, long seed) {
        SampleFormat format = model.format();
        long numbers = model.model().sampleShape().elements();
        double step = bound.isDensity() ? 2.0 / (Math.pow(256, format.bytes() / (double) numbers) - 1) : 1;
        RandomStream random = new RandomStream("likelihood", seed);
        double[] sums = new double[2];
        images.forEachBatch(model.model().device(), (start, batch) -> {
            // A density of what lies within a step: rounding alone could make it infinite.
            Tensor spread = bound.isDensity()
                    ? batch.add(random.uniform(model.model().device(), -step / 2, step / 2, batch.shape()))
                    : batch;
            Tensor weights =
                    bound.logWeights(spread, labels(model, images, start, batch), DRAWS, random, Weights.AVERAGE);
            sums[0] += LogWeights.evidenceBound(weights).sum().item();
            sums[1] += LogWeights.importanceBound(weights).sum().item();
        });
        double evidence = sums[0] / images.count();
        double importance = sums[1] / images.count();
        return new MeasuredLikelihood(
                evidence,
                importance,
                LogWeights.bitsPerDimension(evidence, numbers, step),
                LogWeights.bitsPerDimension(importance, numbers, step),
                images.count(),
                heldOut);
    }

    private static Tensor labels(TrainedModel model, SpreadSamples images, int start, Tensor batch) {
        long[] labels = new long[Math.toIntExact(batch.size(0))];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = images.samples().label(images.indices()[start + i]);
        }
        return Tensors.of(labels, labels.length).to(model.model().device());
    }

    /** For people. */
    String sentence() {
        return String.format(
                "ELBO %.1f nats, %.3f bits per dimension; importance-weighted bound of %d draws %.1f nats, %.3f bits per"
                        + " dimension: of %,d %s.",
                evidence,
                evidenceBits,
                DRAWS,
                importance,
                importanceBits,
                images,
                heldOut ? "images that were not trained on" : "images of the training");
    }

    /** For programs. */
    void putInto(Json node) {
        node.putObject("likelihood")
                .put("elbo-nats", evidence)
                .put("elbo-bits-per-dimension", evidenceBits)
                .put("bound-nats", importance)
                .put("bound-bits-per-dimension", importanceBits)
                .put("draws", DRAWS)
                .put("images", images)
                .put("held-out", heldOut);
    }
}
