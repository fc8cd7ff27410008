package dev.duello.app.serve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duello.data.DataException;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.PngFiles;
import dev.duello.torch.Tensor;
import dev.duello.train.TrainedModel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Images that a client sends, to be scored or encoded: one as the body itself, or several in JSON, each in base64.
 *
 * @param model empty for the only one
 * @param className as which they are seen; empty for none
 * @param files as they came
 */
record GivenImages(String model, Optional<String> className, List<byte[]> files) {
    private static final int MOST = 256;

    /** @throws ServiceException when there are none, or too many */
    static GivenImages of(Call call) {
        if (!call.contentType().equals("application/json")) {
            if (!call.contentType().startsWith("image/")) {
                throw new ServiceException(
                        415, "The body must be an image, its Content-Type image/png or such, or application/json.");
            }
            if (call.body().length == 0) {
                throw ServiceException.malformed("There is no image in the body.");
            }
            return new GivenImages(
                    call.query().getOrDefault("model", ""),
                    Optional.ofNullable(call.query().get("class")),
                    List.of(call.body()));
        }
        JsonFields fields = call.json("model", "class", "images");
        List<byte[]> files = new ArrayList<>();
        for (JsonNode image : fields.node("images")) {
            files.add(decoded(image));
        }
        if (files.isEmpty() || files.size() > MOST || !fields.node("images").isArray()) {
            throw ServiceException.malformed("images must be an array of 1 to " + MOST + " images, each in base64.");
        }
        return new GivenImages(fields.text("model", ""), fields.textOrNumber("class"), files);
    }

    private static byte[] decoded(JsonNode image) {
        try {
            return Base64.getDecoder().decode(image.isTextual() ? image.textValue() : "?");
        } catch (IllegalArgumentException e) {
            throw ServiceException.malformed("images must be an array of images, each in base64.");
        }
    }

    /**
     * Brings them to the format of a model, each as the data that it was trained on.
     *
     * @return what gives them {@code [N, C, H, W]}
     * @throws ServiceException when one cannot be read
     */
    Function<TrainedModel, Tensor> tensor(ServedModel.Facts facts) {
        if (!(facts.format() instanceof ImageFormat format)) {
            throw new ServiceException(
                    422, "The model is one of " + facts.format().medium().plural() + "; only images are taken here.");
        }
        byte[] stored = new byte[Math.multiplyExact(files.size(), format.bytes())];
        for (int i = 0; i < files.size(); i++) {
            try {
                byte[] image = PngFiles.decode(files.get(i), format, facts.fit());
                System.arraycopy(image, 0, stored, i * format.bytes(), format.bytes());
            } catch (DataException e) {
                String which = files.size() == 1 ? "" : "Image " + i + ": ";
                throw new ServiceException(422, which + e.getMessage());
            }
        }
        return model -> {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment pixels = arena.allocate(stored.length);
                pixels.copyFrom(MemorySegment.ofArray(stored));
                return format.toTensor(pixels, files.size(), model.model().device());
            }
        };
    }
}
