package dev.duello.app.serve;

import dev.duello.data.DataException;
import dev.duello.data.UnreadableFileException;
import dev.duello.data.image.ImageDecoder;
import dev.duello.data.image.Picture;
import dev.duello.data.source.Npy;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * An image that somebody wants translated: as the body itself, with what is wanted in the address, or in JSON, in base64.
 *
 * @param model empty for the only one
 * @param file of any format that the folder reader knows, or a uint8 array {@code [H, W]} or {@code [H, W, C]} in NumPy's format
 * @param className name or number of the class of the results, or null
 * @param variants results
 * @param seed of the noise of the first, as of {@code duello translate}
 */
record TranslateRequest(
        String model, byte[] file, @Nullable String className, int variants, long seed, ImagesRequest.Format format) {
    private static final int MOST_VARIANTS = 64;
    private static final String[] WANTED = {"model", "class", "variants", "seed", "format"};

    /** @throws ServiceException when there is no image in it */
    static TranslateRequest of(Call call) {
        if (call.contentType().equals("application/json")) {
            JsonFields fields = call.json("model", "image", "class", "variants", "seed", "format");
            return of(fields, decoded(fields.text("image", "")));
        }
        if (!call.contentType().startsWith("image/") && !call.contentType().equals("application/octet-stream")) {
            throw new ServiceException(
                    415,
                    "The body must be an image, its Content-Type image/png or such, an array of NumPy as"
                            + " application/octet-stream, or application/json.");
        }
        return of(JsonFields.of(call.query(), WANTED), call.body());
    }

    private static TranslateRequest of(JsonFields fields, byte[] file) {
        if (file.length == 0) {
            throw ServiceException.malformed("There is no image to translate.");
        }
        return new TranslateRequest(
                // The name of a model may be a number.
                fields.textOrNumber("model").orElse(""),
                file,
                fields.textOrNumber("class").orElse(null),
                (int) fields.whole("variants", 1, 1, MOST_VARIANTS),
                ImagesRequest.seed(fields),
                ImagesRequest.Format.of(fields.text("format", "png")));
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw ServiceException.malformed("image must be an image in base64.");
        }
    }

    /**
     * Looks at the size of the image, which is not decoded for that.
     *
     * @param factor by how much the model makes each side longer
     * @throws ServiceException when it cannot be read, or what becomes of it is more than one answer holds
     */
    void check(int factor) {
        if (Npy.isOne(file)) {
            // Not compressed, so that it can hold no more than the request.
            check(picture(), factor);
            return;
        }
        try {
            ImageDecoder.Header header = ImageDecoder.header(file);
            check(header.height(), header.width(), factor);
        } catch (UnreadableFileException e) {
            throw new ServiceException(422, "The image cannot be read: " + e.getMessage() + ".");
        }
    }

    private void check(Picture picture, int factor) {
        check(picture.height(), picture.width(), factor);
    }

    private void check(int height, int width, int factor) {
        long bytes = 4L * height * width * factor * factor * variants;
        if (bytes > ImagesEndpoint.MOST_BYTES) {
            throw new ServiceException(
                    413,
                    String.format(
                            "%s of %d x %d pixels from one of %d x %d are more than the %,d that one answer holds: %s.",
                            variants == 1 ? "An image" : variants + " images",
                            (long) width * factor,
                            (long) height * factor,
                            width,
                            height,
                            ImagesEndpoint.MOST_BYTES / 4,
                            variants == 1 ? "send it in parts" : "ask for fewer at a time"));
        }
    }

    /** The image as it is: of a GIF the first frame. @throws ServiceException when it cannot be read, or is too large */
    Picture picture(int factor) {
        Picture picture = picture();
        check(picture, factor);
        return picture;
    }

    private Picture picture() {
        try {
            return Npy.isOne(file) ? array() : Picture.decode(file);
        } catch (DataException e) {
            throw new ServiceException(422, String.valueOf(e.getMessage()));
        }
    }

    private Picture array() {
        Npy.Bytes array = Npy.decodeBytes(file);
        int[] shape = array.shape();
        int channels = shape.length == 2 ? 1 : shape.length == 3 ? shape[2] : 0;
        if (channels != 1 && channels != 3 && channels != 4 || array.data().length == 0) {
            throw new ServiceException(
                    422,
                    "An array must be uint8 [height, width] or [height, width, channels] with 1, 3 or 4 channels.");
        }
        return new Picture(shape[0], shape[1], channels, array.data()).withChannels(4);
    }
}
