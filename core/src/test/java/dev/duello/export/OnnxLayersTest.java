package dev.duello.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duello.learn.ModelPart;
import dev.duello.nn.Layer;
import dev.duello.nn.Network;
import dev.duello.nn.Parallel;
import dev.duello.nn.SpectralNorm;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ONNX Runtime computes of every layer what Duello does. */
@Tag("slow")
class OnnxLayersTest {
    private static final double CLOSE = 1e-5;

    static List<AllLayers.Case> cases() {
        return AllLayers.cases();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void onnx_runtime_computes_the_same(AllLayers.Case one) {
        assertThat(difference(one, OnnxForm.DEFAULT)).isLessThan(CLOSE);
    }

    @ParameterizedTest
    @ValueSource(ints = {18, 20, 23, 26})
    void every_version_of_the_operators_computes_the_same(int opset) {
        for (AllLayers.Case one : cases()) {
            assertThat(difference(one, new OnnxForm(opset, false, false)))
                    .as("%s", one)
                    .isLessThan(CLOSE);
        }
    }

    @Test
    void every_layer_is_among_them() {
        Set<Class<?>> tried = new HashSet<>();
        cases().forEach(one -> one.layers().forEach(layer -> collect(layer, tried)));

        assertThat(tried).contains(Layer.class.getPermittedSubclasses());
    }

    private static void collect(Layer layer, Set<Class<?>> classes) {
        classes.add(layer.getClass());
        if (layer instanceof SpectralNorm spectral) {
            collect(spectral.layer(), classes);
        }
        if (layer instanceof Parallel parallel) {
            parallel.branches().forEach(branch -> branch.layers().forEach(inner -> collect(inner, classes)));
        }
    }

    private static double difference(AllLayers.Case one, OnnxForm form) {
        try (Network network = AllLayers.network(one.architecture(), 1)) {
            OnnxModel model = OnnxModel.of(network, ModelPart.GENERATOR, form, Map.of(), "0");
            return OnnxCheck.of(model, network, ModelPart.GENERATOR)
                    .orElseThrow()
                    .difference();
        }
    }
}
