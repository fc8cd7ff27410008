package dev.duello.data.task;

import dev.duello.Messages;
import dev.duello.data.DataException;
import dev.duello.data.image.ImageFormat;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes the source of an image, which a model learns to turn back into the image: shrinks it, takes its colors away, cuts holes into
 * it. A task is a value and a pure function: the same image and random numbers give the same source.
 */
public sealed interface Task permits Colorize, Inpaint, SuperResolution, Denoise, Deblur, Edges {
    /** Their names as one types them; some take a number, as in {@code super-resolution:4}. */
    List<String> NAMES = List.of("colorize", "inpaint", "super-resolution", "denoise", "deblur", "edges");

    /**
     * The task of a name.
     *
     * @param text one of {@link #NAMES}, with or without a colon and a number
     * @throws DataException when there is none, or its number is out of range
     */
    static Task parse(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        String number = colon < 0 ? "" : text.substring(colon + 1);
        Task task = switch (name) {
            case "colorize" -> new Colorize();
            case "inpaint" -> new Inpaint();
            case "super-resolution" -> new SuperResolution((int) number(text, number, 2));
            case "denoise" -> new Denoise(number(text, number, 25));
            case "deblur" -> new Deblur(number(text, number, 1.5));
            case "edges" -> new Edges();
            default ->
                throw new DataException("'" + name + "' is not a task" + Messages.suggestion(name, NAMES)
                        + " The tasks are " + String.join(", ", NAMES) + ".");
        };
        if (colon >= 0 && !task.takesNumber()) {
            throw new DataException("The task " + name + " takes no number: write " + name + ", not " + text + ".");
        }
        return task;
    }

    private static double number(String text, String number, double byDefault) {
        if (number.isEmpty() && !text.endsWith(":")) {
            return byDefault;
        }
        try {
            return Double.parseDouble(number);
        } catch (NumberFormatException e) {
            throw new DataException("'" + text + "' is not a task: after the colon comes a number, as in denoise:25.");
        }
    }

    /** Whether a number may follow its name. */
    default boolean takesNumber() {
        return true;
    }

    /** Whether a source is the image itself but for holes, where its last channel is 0 and not 255. */
    default boolean cutsHoles() {
        return false;
    }

    /**
     * The format of the sources of images of a format.
     *
     * @throws DataException when nothing can be made of such images
     */
    ImageFormat sourceFormat(ImageFormat target);

    /**
     * Makes the source of one image.
     *
     * @param image uint8 {@code [H, W, C]}; stays as it is
     * @param random for what is drawn, such as the place of a hole
     * @return uint8 in {@link #sourceFormat}
     */
    byte[] source(byte[] image, ImageFormat format, SplittableRandom random);

    /** What a user would have without a model, the plainest first: what a model must be better than. */
    List<Baseline> baselines();
}
