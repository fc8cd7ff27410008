package dev.duello.app.serve;

import java.util.Map;

/** {@code POST /v1/encode}: the latents of images, from the encoder of an autoencoder. */
final class EncodeEndpoint implements Endpoint {
    private final Models models;

    EncodeEndpoint(Models models) {
        this.models = models;
    }

    @Override
    public Answer answer(Call call) {
        GivenImages images = GivenImages.of(call);
        return models.use(images.model(), model -> {
            if (!model.facts().encoder()) {
                throw new ServiceException(422, "The model has no encoder to find the latents of images with.");
            }
            if (images.className().isPresent()) {
                throw ServiceException.malformed("class: an encoder takes none.");
            }
            int count = images.files().size();
            return Answer.json(Map.of(
                            "model",
                            model.name(),
                            "latents",
                            FloatRows.of(
                                    model.compute(new Operation.Encode(), count, false, images.tensor(model.facts())),
                                    count)))
                    .of(model.name(), count);
        });
    }
}
