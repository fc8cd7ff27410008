package dev.duello.app.serve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import dev.duello.train.TrainedModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** {@code POST /v2/models/NAME/infer} of the Open Inference Protocol: latents in, samples out; images in and out of a translator. */
final class InferEndpoint implements Endpoint {
    private static final int MOST_BYTES = 32 << 20;

    private final Models models;

    InferEndpoint(Models models) {
        this.models = models;
    }

    @Override
    public Answer answer(Call call) {
        JsonFields fields = call.json("id", "parameters", "inputs", "outputs");
        Map<String, InferenceTensor> inputs = new LinkedHashMap<>();
        for (JsonNode node : fields.node("inputs")) {
            InferenceTensor input = InferenceTensor.of(node);
            if (inputs.put(input.name(), input) != null) {
                throw ServiceException.malformed("There are two inputs " + JsonFields.shortened(input.name()) + ".");
            }
        }
        String id = fields.text("id", "");
        return models.use(call.path().getOrDefault("name", ""), model -> {
            InferenceFormat format = InferenceFormat.of(model.facts());
            InferenceFormat.Rows given = format.rows(inputs);
            int rows = given.count();
            List<Object> outputs = new ArrayList<>();
            for (InferenceFormat.Output output : wanted(fields, format)) {
                if ((long) rows * output.elements() * output.elementBytes() > MOST_BYTES) {
                    throw new ServiceException(
                            413, "That is more than one answer holds: ask for fewer rows at a time.");
                }
                byte[] result = model.compute(output.operation(), rows, false, tensor(given));
                outputs.add(output.json(rows, result));
            }
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("model_name", model.name());
            answer.put("model_version", InferenceFormat.VERSION);
            if (!id.isEmpty()) {
                answer.put("id", id);
            }
            answer.put("outputs", outputs);
            return Answer.json(answer).of(model.name(), rows);
        });
    }

    private static Function<TrainedModel, Tensor> tensor(InferenceFormat.Rows rows) {
        return model -> Tensors.of(rows.data(), rows.shape().batch(rows.count()))
                .to(model.model().device());
    }

    /** The outputs that are asked for; the first of the model when none is named. */
    private static List<InferenceFormat.Output> wanted(JsonFields fields, InferenceFormat format) {
        JsonNode named = fields.node("outputs");
        if (named.isMissingNode() || named.isNull() || named.isEmpty()) {
            return List.of(format.outputs().getFirst());
        }
        if (!named.isArray() || named.size() > format.outputs().size()) {
            throw ServiceException.malformed("outputs must be an array of outputs of the model, each at most once.");
        }
        List<InferenceFormat.Output> wanted = new ArrayList<>();
        for (JsonNode node : named) {
            wanted.add(format.output(node.path("name").asText("")));
        }
        return wanted;
    }
}
