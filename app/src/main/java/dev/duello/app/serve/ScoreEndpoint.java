package dev.duello.app.serve;

import java.util.List;
import java.util.Map;

/** {@code POST /v1/score}: how real images are to the discriminator. */
final class ScoreEndpoint implements Endpoint {
    private final Models models;

    ScoreEndpoint(Models models) {
        this.models = models;
    }

    @Override
    public Answer answer(Call call) {
        GivenImages images = GivenImages.of(call);
        return models.use(images.model(), model -> {
            if (!model.facts().critic()) {
                throw new ServiceException(422, "The model has no discriminator to score images with.");
            }
            Integer label = images.className()
                    .map(name -> Labels.of(model.facts().classes(), name))
                    .orElse(null);
            int count = images.files().size();
            List<float[]> scores = FloatRows.of(
                    model.compute(new Operation.Score(label), count, false, images.tensor(model.facts())), count);
            return Answer.json(Map.of(
                            "model",
                            model.name(),
                            "probabilities",
                            scores.stream().map(row -> row[0]).toList()))
                    .of(model.name(), count);
        });
    }
}
