package dev.duello.metric.inception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duello.Golden;
import dev.duello.data.DataException;
import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import dev.duello.torch.Torch;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InceptionNetworkTest {
    private static final String HASH = "0123456789abcdef".repeat(4);
    private static final JsonNode GOLDEN = Golden.read("metric/inception/network");
    private static TensorScope outer;
    private static Map<String, Tensor> weights;
    private static InceptionNetwork network;

    private TensorScope scope;

    @BeforeAll
    static void load() {
        outer = TensorScope.open();
        weights = Formula.weights();
        network = InceptionNetwork.of(new InceptionWeights("formula", HASH, weights), Device.CPU, Precision.FP32);
    }

    @AfterAll
    static void unload() {
        network.close();
        outer.close();
    }

    @BeforeEach
    void open() {
        scope = TensorScope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    static List<JsonNode> cases() {
        return GOLDEN.get("cases").valueStream().toList();
    }

    @Test
    void parameters_have_the_names_and_shapes_of_the_published_file() throws Exception {
        StringBuilder listing = new StringBuilder();
        Formula.parameters()
                .forEach((name, shape) -> listing.append(name)
                        .append(' ')
                        .append(Arrays.toString(shape))
                        .append('\n'));
        assertThat(Formula.parameters()).hasSize(GOLDEN.get("count").asInt());
        assertThat(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256")
                                .digest(listing.toString().getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(GOLDEN.get("parameters").asText());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void features_and_logits_equal_the_reference(JsonNode golden) {
        Tensor features = network.features(input(golden));
        assertThat(features.shape()).containsExactly(1, 2048);
        String what = golden.get("size") + " " + golden.get("resize").asText();
        Golden.assertEquals(what + " features", every(features, 7), golden.get("features"), 2e-5);
        Golden.assertEquals(what + " logits", every(network.logits(features), 7), golden.get("logits"), 5e-5);
        assertThat(features.mean().item()).isCloseTo(golden.get("mean").asDouble(), within(1e-5));
        assertThat(features.square().mean().item())
                .isCloseTo(golden.get("square").asDouble(), within(1e-4));
    }

    private static Tensor input(JsonNode golden) {
        JsonNode size = golden.get("size");
        return InceptionResize.valueOf(golden.get("resize").asText().toUpperCase(Locale.ROOT))
                .prepare(Formula.image(
                        size.get(0).asInt(), size.get(1).asInt(), size.get(2).asInt()));
    }

    private static Tensor every(Tensor row, int step) {
        float[] all = row.toFloats();
        float[] some = new float[(all.length + step - 1) / step];
        for (int i = 0; i < some.length; i++) {
            some[i] = all[i * step];
        }
        return Tensors.of(some, some.length);
    }

    @Test
    void a_batch_gives_what_its_images_give() {
        Tensor a = input(cases().get(0));
        Tensor b = input(cases().get(2));
        Tensor both = network.features(Tensors.concatenate(List.of(a, b), 0));
        assertClose(both.narrow(0, 0, 1), network.features(a), 1e-5);
        assertClose(both.narrow(0, 1, 1), network.features(b), 1e-5);
    }

    @Test
    void bf16_is_near() {
        Tensor input = input(cases().get(0));
        try (InceptionNetwork rough =
                InceptionNetwork.of(new InceptionWeights("formula", HASH, weights), Device.CPU, Precision.BF16)) {
            Tensor features = rough.features(input);
            assertThat(features.dtype()).isEqualTo(DType.FLOAT32);
            assertClose(features, network.features(input), 0.1);
        }
    }

    private static void assertClose(Tensor actual, Tensor expected, double tolerance) {
        float[] found = actual.toFloats();
        float[] wanted = expected.toFloats();
        for (int i = 0; i < wanted.length; i++) {
            assertThat(found[i]).isCloseTo(wanted[i], within((float) tolerance * Math.max(1, Math.abs(wanted[i]))));
        }
    }

    @Test
    void nothing_is_left_behind() {
        Tensor input = input(cases().get(0));
        long before = Torch.liveObjects();
        try (var _ = TensorScope.open()) {
            network.logits(network.features(input));
        }
        assertThat(Torch.liveObjects()).isEqualTo(before);
    }

    @Test
    void the_name_tells_the_weights() {
        assertThat(network.name()).isEqualTo("inception-0123456789ab");
    }

    @Test
    void other_weights_are_refused_by_name() {
        Map<String, Tensor> other = new HashMap<>(weights);
        Tensor weight = other.remove("Mixed_6d.branch7x7_2.bn.running_var");
        assertThatThrownBy(() ->
                        InceptionNetwork.of(new InceptionWeights("a.pth", HASH, other), Device.CPU, Precision.FP32))
                .isInstanceOf(DataException.class)
                .hasMessage("a.pth does not hold the weights of the FID Inception network:"
                        + " 'Mixed_6d.branch7x7_2.bn.running_var' is missing.");
        other.put("Mixed_6d.branch7x7_2.bn.running_var", weight.reshape(1, -1));
        long before = Torch.liveObjects();
        assertThatThrownBy(() ->
                        InceptionNetwork.of(new InceptionWeights("a.pth", HASH, other), Device.CPU, Precision.FP32))
                .hasMessageEndingWith("'Mixed_6d.branch7x7_2.bn.running_var' is [1, 160] where [160] belongs.");
        assertThat(Torch.liveObjects()).isEqualTo(before);
    }

    @Test
    void images_of_another_form_are_refused() {
        assertThatThrownBy(() -> network.features(Tensors.zeros(Device.CPU, 1, 1, 299, 299)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[1, 1, 299, 299]");
    }
}
