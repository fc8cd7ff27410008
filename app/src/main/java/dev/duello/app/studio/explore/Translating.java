package dev.duello.app.studio.explore;

import dev.duello.app.studio.http.HttpException;
import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.Sources;
import dev.duello.data.Split;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.Picture;
import dev.duello.data.source.Datasets;
import dev.duello.learn.SettingException;
import dev.duello.learn.Translator;
import dev.duello.learn.Weights;
import dev.duello.train.DataSettings;
import dev.duello.train.Experiment;
import dev.duello.train.RunDirectory;
import dev.duello.train.TrainedModel;
import dev.duello.translate.ImageTranslation;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The translator of a checkpoint, with the pairs that it was trained on once somebody asks for one. Used by one thread only. */
final class Translating implements AutoCloseable {
    /** The longest side that is translated while somebody waits; {@code duello translate} takes any. */
    private static final int LONGEST = 1024;

    private final TrainedModel model;
    private final Experiment experiment;
    private final ImageTranslation translation;
    private @Nullable Dataset opened;
    private @Nullable Dataset samples;

    /** @throws IllegalArgumentException when the model makes no images of images */
    Translating(Path run, TrainedModel model) {
        this.model = model;
        experiment = RunDirectory.open(run).experiment();
        translation = new ImageTranslation(model.translator(), model.model().device(), Weights.AVERAGE);
    }

    Explorer.TranslatorFacts facts() {
        Translator translator = translation.translator();
        return new Explorer.TranslatorFacts(
                translator.sourceShape().spatial().get(0),
                translator.sourceShape().spatial().get(1),
                translator.sourceShape().channels(),
                translator.factor(),
                translator.fillsHoles(),
                translator.isRandom(),
                LONGEST,
                model.classes());
    }

    /**
     * Translates an image file.
     *
     * @param label of the class of the results, or null
     * @param seed of the first variant; those after it have the next ones
     */
    Explorer.Translated translate(byte[] file, @Nullable Integer label, int variants, long seed) {
        if (label == null && !model.classes().isEmpty()) {
            throw HttpException.malformed("This run makes images by class: name one. The classes are "
                    + String.join(", ", model.classes()) + ", or their numbers from 0.");
        }
        Picture picture = Picture.decode(file);
        if (Math.max(picture.height(), picture.width()) > LONGEST) {
            throw new HttpException(
                    422,
                    "This page translates images of up to " + LONGEST + " x " + LONGEST + " pixels, and this one has "
                            + picture.width() + " x " + picture.height() + ": duello translate takes any size.");
        }
        Translator translator = translation.translator();
        List<Picture> results = new ArrayList<>();
        for (int i = 0; i < (translator.isRandom() ? variants : 1); i++) {
            results.add(translation.translate(picture, label, seed + i));
        }
        Picture seen = picture.withChannels(translator.sourceShape().channels()).repeated(translator.factor());
        return new Explorer.Translated(images(List.of(seen)), images(results));
    }

    private static Explorer.Images images(List<Picture> pictures) {
        Picture first = pictures.getFirst();
        byte[] all = new byte[Math.multiplyExact(pictures.size(), first.pixels().length)];
        for (int i = 0; i < pictures.size(); i++) {
            System.arraycopy(pictures.get(i).pixels(), 0, all, i * first.pixels().length, first.pixels().length);
        }
        return new Explorer.Images(first.height(), first.width(), first.channels(), new float[0], all);
    }

    /**
     * One of the pairs that were held out, or, where none were, of those that it learned from.
     *
     * @param number taken modulo their count
     */
    Explorer.Pair pair(int number) {
        Dataset part;
        try {
            part = experiment.trainingPart(samples());
        } catch (SettingException e) {
            throw new DataException(String.valueOf(e.getMessage()), e);
        }
        Dataset heldOut = part.heldOut();
        Dataset pairs = heldOut == null ? part : heldOut;
        Sources sources = pairs.sources();
        if (sources == null) {
            throw new IllegalStateException("a translator's samples have no sources");
        }
        int index = number % pairs.size();
        ImageFormat from = ImageFormat.of(sources.format());
        byte[] source = new byte[from.bytes()];
        sources.gather(new int[] {index}, 0, MemorySegment.ofArray(source));
        ImageFormat to = ImageFormat.of(pairs);
        return new Explorer.Pair(
                index,
                pairs.size(),
                heldOut != null,
                model.classes().isEmpty() ? "" : pairs.classes().get(pairs.label(index)),
                new Explorer.Images(from.height(), from.width(), from.channels(), new float[0], source),
                sources.arePairs()
                        ? new Explorer.Images(to.height(), to.width(), to.channels(), new float[0], pairs.stored(index))
                        : null);
    }

    private Dataset samples() {
        if (samples == null) {
            DataSettings data = experiment.data();
            opened = Datasets.open(data.source(), data.loadOptions(Split.TRAIN).withFormat(model.format()));
            samples = experiment.samples(opened);
        }
        return samples;
    }

    @Override
    public void close() {
        if (samples != null && samples != opened) {
            samples.close();
        }
        if (opened != null) {
            opened.close();
        }
    }
}
