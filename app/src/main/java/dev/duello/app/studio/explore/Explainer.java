package dev.duello.app.studio.explore;

import dev.duello.app.studio.http.HttpException;
import dev.duello.data.image.ImageFormat;
import dev.duello.explain.Attribution;
import dev.duello.explain.DirectionMeasure;
import dev.duello.explain.Directions;
import dev.duello.explain.ExplainException;
import dev.duello.explain.GeneratorUnits;
import dev.duello.explain.HeatMap;
import dev.duello.explain.ImageSimilarity;
import dev.duello.explain.Inversion;
import dev.duello.explain.SavedDirections;
import dev.duello.learn.Critic;
import dev.duello.learn.Encoder;
import dev.duello.learn.Model;
import dev.duello.learn.NetworkView;
import dev.duello.learn.Weights;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/** Looks into the networks of checkpoints: what takes seconds rather than a moment. */
public final class Explainer implements AutoCloseable {
    private static final int WAITING = 6;
    private static final int DIRECTIONS = 12;
    private static final int UNITS = 12;

    private final ModelThread thread;
    private final Photos photos;

    Explainer(Photos photos) {
        this.photos = photos;
        thread = new ModelThread("studio-explain", 1, WAITING, photos);
    }

    /**
     * A photo and what the model makes of the latent that was found for it.
     *
     * @param name a recipe of the latent, see {@link LatentRecipe}
     * @param encoded whether an encoder gave the latent, rather than a search
     * @param starts of the search; 0 without one
     * @param steps of the search; 0 without one
     * @param psnr of the two images, in decibels
     * @param ssim of the two images, at most 1
     * @param nearest the PSNR of the photo and the nearest of 1,000 samples; null without a search
     * @param images the photo as the networks take it, then what is made
     */
    public record Inverted(
            String name,
            boolean encoded,
            int starts,
            int steps,
            double psnr,
            double ssim,
            @Nullable Double nearest,
            Explorer.Images images) {}

    /** How a discriminator is asked what it looks at. */
    public enum Method {
        INTEGRATED_GRADIENTS,
        OCCLUSION,
        GRAD_CAM,
        SMOOTH_GRAD
    }

    /**
     * What a discriminator looks at.
     *
     * @param probability of being real
     * @param logit positive means real
     * @param words where most of the map is
     * @param random the rank correlation with the map of the same discriminator with random weights: close to 1, the map shows the image
     *     rather than what was learned
     * @param error of integrated gradients: how far their sum is from what the logit gained over a gray image, as a share; null for other
     *     methods
     * @param images the image in colors, then the map over it
     */
    public record Heat(
            double probability,
            double logit,
            String words,
            double random,
            @Nullable Double error,
            Explorer.Images images) {}

    /**
     * The units behind a region.
     *
     * @param tried how many units of the layer were switched off one by one
     * @param images one for each unit: the sample without it
     */
    public record Units(GeneratorUnits.Layer layer, int tried, List<UnitBehind> units, Explorer.Images images) {}

    /** See {@link GeneratorUnits.Behind}. */
    public record UnitBehind(int unit, double inside, double share, double lighter, double high) {}

    /**
     * Finds directions, measures them and saves them in the run.
     *
     * @throws ExplainException when the method does not suit the model
     */
    public List<KnownDirection> find(Path run, String checkpoint, Directions.Method method) {
        return thread.with(run, checkpoint, loaded -> {
            Model model = loaded.model().model();
            long images = loaded.model().imagesSeen();
            SavedDirections.of(run)
                    .with(DirectionMeasure.of(model, Directions.find(model, method, DIRECTIONS), null), images)
                    .write(run);
            return KnownDirection.of(run, images);
        });
    }

    /**
     * Finds a latent of which the model makes a photo, as well as it can: its encoder's where there is one, by a search otherwise. It is
     * kept under its name.
     *
     * @param file an image of any kind and size
     * @param progress hears how far it is, 0 to 1; what it throws ends the search
     */
    public Inverted invert(Path run, String checkpoint, byte[] file, DoubleConsumer progress) {
        return thread.with(run, checkpoint, loaded -> {
            byte[] pixels = loaded.decoded(file);
            String name = Photos.name(run, checkpoint, file);
            progress.accept(0);
            try (var _ = TensorScope.open()) {
                Tensor image = loaded.images(pixels);
                Model model = loaded.model().model();
                return model.encoder()
                        .map(encoder -> encoded(loaded, name, pixels, image, encoder))
                        .orElseGet(() -> searched(loaded, name, pixels, image, progress));
            }
        });
    }

    private Inverted encoded(LoadedCheckpoint loaded, String name, byte[] pixels, Tensor image, Encoder encoder) {
        Tensor latent = encoder.encode(image, Weights.AVERAGE);
        float[] sample = loaded.model().model().sample(latent, Weights.AVERAGE).toFloats();
        float[] wanted = image.toFloats();
        ImageFormat format = loaded.format();
        photos.keep(name, latent.contiguous().toFloats());
        return new Inverted(
                name,
                true,
                0,
                0,
                ImageSimilarity.psnr(wanted, sample),
                ImageSimilarity.ssim(wanted, sample, format.channels(), format.height(), format.width()),
                null,
                images(format, pixels, stored(format, List.of(sample))));
    }

    private Inverted searched(
            LoadedCheckpoint loaded, String name, byte[] pixels, Tensor image, DoubleConsumer progress) {
        Model model = loaded.model().model();
        Inversion.Effort effort = SearchEffort.of(model);
        Inversion.Found found = Inversion.of(
                        model, image, null, effort, (done, total) -> progress.accept((double) done / total))
                .getFirst();
        ImageFormat format = loaded.format();
        photos.keep(name, found.latent());
        return new Inverted(
                name,
                false,
                effort.starts(),
                effort.steps(),
                found.psnr(),
                found.ssim(),
                found.nearestPsnr(),
                images(format, pixels, stored(format, List.of(found.sample()))));
    }

    /** What the discriminator looks at in a sample. */
    public Heat heat(Path run, String checkpoint, Explorer.Recipes recipe, Method method) {
        return thread.with(
                run, checkpoint, loaded -> heat(loaded, loaded.make(recipe).pixels(), method, recipe.className()));
    }

    /** What the discriminator looks at in an image file of any kind. */
    public Heat heat(Path run, String checkpoint, byte[] file, Method method, String className) {
        return thread.with(run, checkpoint, loaded -> heat(loaded, loaded.decoded(file), method, className));
    }

    private static Heat heat(LoadedCheckpoint loaded, byte[] pixels, Method method, String className) {
        Critic critic = loaded.model()
                .model()
                .critic()
                .orElseThrow(() -> new ExplainException(
                        "This model has no discriminator whose opinion could be shown. Models of the learner gan have"
                                + " one."));
        ImageFormat format = loaded.format();
        if (pixels.length != format.bytes()) {
            throw HttpException.malformed("The opinion of one image is shown at a time.");
        }
        NetworkView view = (className.isEmpty() ? critic.view() : critic.view(loaded.label(className)))
                .orElseThrow(() -> new ExplainException(
                        "The scores of this model do not come from a single network that could be looked into."));
        try (var _ = TensorScope.open()) {
            Tensor image = loaded.images(pixels);
            double logit;
            try (var _ = GradientMode.off()) {
                logit = view.run(image).item();
            }
            Double error = null;
            HeatMap map;
            if (method == Method.INTEGRATED_GRADIENTS) {
                Attribution.Integrated integrated = Attribution.integratedGradients(view, image);
                error = integrated.error();
                map = integrated.map();
            } else {
                map = map(view, image, method);
            }
            NetworkView random = Attribution.randomized(view, 0);
            double correlation;
            try (var _ = random.network()) {
                correlation = map(random, image, method).correlation(map);
            }
            byte[] rgb = rgb(format, pixels);
            return new Heat(
                    1 / (1 + Math.exp(-logit)),
                    logit,
                    map.words(),
                    correlation,
                    error,
                    images(new ImageFormat(3, format.height(), format.width()), rgb, map.over(luminance(rgb))));
        }
    }

    private static HeatMap map(NetworkView view, Tensor image, Method method) {
        return switch (method) {
            case INTEGRATED_GRADIENTS ->
                Attribution.integratedGradients(view, image).map();
            case OCCLUSION -> Attribution.occlusion(view, image);
            case GRAD_CAM ->
                Attribution.gradCam(view, image)
                        .orElseThrow(() -> new ExplainException(
                                "Grad-CAM needs feature maps, which this discriminator does not have. Choose occlusion or"
                                        + " integrated gradients."));
            case SMOOTH_GRAD -> Attribution.smoothGrad(view, image);
        };
    }

    /**
     * Which units of a layer draw a region of a sample.
     *
     * @param recipe of one image
     * @param layer its position in the generator; negative for one in the middle
     * @param region {@code LEFT,TOP,RIGHT,BOTTOM} from 0 to 1
     */
    public Units units(Path run, String checkpoint, Explorer.Recipes recipe, int layer, String region) {
        return thread.with(run, checkpoint, loaded -> {
            UnitEdits edits = UnitEdits.parse(recipe.units());
            float[] latents = loaded.latents(recipe);
            Model model = loaded.model().model();
            ImageFormat format = loaded.format();
            try (var _ = TensorScope.open()) {
                Tensor latent = loaded.tensor(latents);
                if (latent.size(0) != 1) {
                    throw HttpException.malformed("The units of one image are looked at at a time.");
                }
                GeneratorUnits units = new GeneratorUnits(model, layer);
                GeneratorUnits.Found found = units.behind(
                        latent, edits.layer() == layer ? edits.edits() : List.of(), UnitEdits.region(region), UNITS);
                return new Units(
                        found.layer(),
                        found.tried(),
                        found.units().stream()
                                .map(one -> new UnitBehind(
                                        one.unit(), one.inside(), one.share(), one.lighter(), one.high()))
                                .toList(),
                        images(
                                format,
                                stored(
                                        format,
                                        found.units().stream()
                                                .map(GeneratorUnits.Behind::without)
                                                .toList())));
            }
        });
    }

    /** Samples as they are stored. @param samples {@code [C, H, W]} in [-1, 1] each */
    private static byte[] stored(ImageFormat format, List<float[]> samples) {
        try (var _ = TensorScope.open();
                Arena arena = Arena.ofConfined()) {
            List<Tensor> rows = new ArrayList<>();
            for (float[] sample : samples) {
                rows.add(Tensors.of(sample, 1, format.channels(), format.height(), format.width()));
            }
            MemorySegment pixels = arena.allocate((long) samples.size() * format.bytes());
            format.toStored(Tensors.concatenate(rows, 0)).copyTo(pixels);
            return pixels.toArray(ValueLayout.JAVA_BYTE);
        }
    }

    private static Explorer.Images images(ImageFormat format, byte[]... pixels) {
        byte[] all = pixels[0].clone();
        for (int i = 1; i < pixels.length; i++) {
            int before = all.length;
            all = Arrays.copyOf(all, before + pixels[i].length);
            System.arraycopy(pixels[i], 0, all, before, pixels[i].length);
        }
        return new Explorer.Images(format.height(), format.width(), format.channels(), new float[0], all);
    }

    /** What is transparent shows what lies under it. */
    private static byte[] rgb(ImageFormat format, byte[] pixels) {
        int channels = format.channels();
        byte[] rgb = new byte[3 * format.height() * format.width()];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = pixels[i / 3 * channels + (channels == 1 ? 0 : i % 3)];
        }
        return rgb;
    }

    private static double[] luminance(byte[] rgb) {
        double[] light = new double[rgb.length / 3];
        for (int i = 0; i < light.length; i++) {
            light[i] = (0.299 * (rgb[3 * i] & 0xff) + 0.587 * (rgb[3 * i + 1] & 0xff) + 0.114 * (rgb[3 * i + 2] & 0xff))
                    / 255;
        }
        return light;
    }

    @Override
    public void close() {
        thread.close();
    }
}
