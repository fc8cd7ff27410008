package dev.duello.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureJsonTest {
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void any_architecture_survives_the_round_trip() {
        assertThat(RandomArchitectures.of(3, 300)).allSatisfy(architecture -> {
            String text = json.writeValueAsString(architecture);
            assertThat(json.readValue(text, Architecture.class)).isEqualTo(architecture);
        });
    }

    @Test
    void the_format_on_disk_stays_as_it_is() throws JsonProcessingException {
        // Run directories hold this text: a change here makes old runs unreadable.
        var architecture = new Architecture(
                Shape.of(12),
                List.of(
                        new Linear(32, false),
                        new Reshape(Shape.of(2, 4, 4)),
                        BatchNorm.DEFAULT,
                        Activate.RELU,
                        new ConvTranspose(3, 4, 2, 1, 0, true),
                        Activate.leakyRelu(0.2),
                        new Conv(1, 3, 1, 1, false),
                        new MaxPool(2),
                        Activate.SIGMOID,
                        new Rescale(2, -1),
                        Activate.TANH),
                Initialiser.GLOROT_UNIFORM);
        String text = """
            {"input":[12],"layers":[\
            {"layer":"linear","outputs":32,"bias":false},\
            {"layer":"reshape","shape":[2,4,4]},\
            {"layer":"batch-norm","momentum":0.1,"epsilon":1.0E-5},\
            {"layer":"activate","function":"relu","slope":0.0},\
            {"layer":"conv-transpose","channels":3,"kernel":4,"stride":2,"padding":1,"outputPadding":0,"bias":true},\
            {"layer":"activate","function":"leaky-relu","slope":0.2},\
            {"layer":"conv","channels":1,"kernel":3,"stride":1,"padding":1,"groups":1,"bias":false},\
            {"layer":"max-pool","kernel":2},\
            {"layer":"activate","function":"sigmoid","slope":0.0},\
            {"layer":"rescale","scale":2.0,"shift":-1.0},\
            {"layer":"activate","function":"tanh","slope":0.0}],\
            "initialiser":"glorot-uniform"}\
            """;
        assertThat(json.writeValueAsString(architecture)).isEqualTo(text);
        assertThat(json.readValue(text, Architecture.class)).isEqualTo(architecture);
    }

    @Test
    void convolutions_saved_before_there_were_groups_have_one() throws JsonProcessingException {
        String text = """
            {"layer":"conv","channels":1,"kernel":3,"stride":1,"padding":1,"bias":false}\
            """;
        assertThat(json.readValue(text, Layer.class)).isEqualTo(new Conv(1, 3, 1, 1, false));
    }

    @Test
    void blocks_classes_and_ends_keep_their_format_too() throws JsonProcessingException {
        var architecture = new Architecture(
                Shape.of(11),
                List.of(
                        new ClassEmbedding(3, 4),
                        new Basis(Shape.of(4, 2, 2)),
                        new ClassBatchNorm(3),
                        new Residual(
                                List.of(new Spectral(new Conv(4, 3, 1, 1, 2, true))),
                                List.of(new Conv(4, 1, 1, 0, false)),
                                0.5,
                                false),
                        new Residual(List.of(new Conv(4, 1, 1, 0, true)), List.of(), 1, true),
                        new Resample(Resample.Direction.UP, Resample.Filter.BINOMIAL),
                        new Resample(Resample.Direction.DOWN, Resample.Filter.BOX),
                        new MinibatchDeviation(4),
                        new SpatialSum(true),
                        new ClassProjection(3)),
                Initialiser.LECUN_NORMAL);
        String text = """
            {"input":[11],"layers":[\
            {"layer":"class-embedding","classes":3,"length":4},\
            {"layer":"basis","shape":[4,2,2]},\
            {"layer":"class-batch-norm","classes":3,"momentum":0.1,"epsilon":1.0E-5},\
            {"layer":"residual","branch":[{"layer":"spectral","layer":{"layer":"conv","channels":4,"kernel":3,\
            "stride":1,"padding":1,"groups":2,"bias":true}}],\
            "shortcut":[{"layer":"conv","channels":4,"kernel":1,"stride":1,"padding":0,"groups":1,"bias":false}],\
            "gain":0.5,"startsAsShortcut":false},\
            {"layer":"residual","branch":[{"layer":"conv","channels":4,"kernel":1,"stride":1,"padding":0,"groups":1,\
            "bias":true}],"shortcut":[],"gain":1.0,"startsAsShortcut":true},\
            {"layer":"resample","direction":"up","filter":"binomial"},\
            {"layer":"resample","direction":"down","filter":"box"},\
            {"layer":"minibatch-deviation","group":4},\
            {"layer":"spatial-sum","weighted":true},\
            {"layer":"class-projection","classes":3}],\
            "initialiser":"lecun-normal"}\
            """;
        assertThat(json.writeValueAsString(architecture)).isEqualTo(text);
        assertThat(json.readValue(text, Architecture.class)).isEqualTo(architecture);
    }

    @Test
    void layers_that_do_not_fit_are_refused_when_read() {
        String text = """
            {"input":[1,4,4],"layers":[{"layer":"max-pool","kernel":5}],"initialiser":"dcgan"}\
            """;
        assertThatThrownBy(() -> json.readValue(text, Architecture.class))
                .isInstanceOf(JsonProcessingException.class)
                .hasRootCauseInstanceOf(ShapeException.class);
    }

    @Test
    void a_layer_of_unknown_kind_is_refused_by_name() {
        String text = """
            {"input":[1,4,4],"layers":[{"layer":"attention"}],"initialiser":"dcgan"}\
            """;
        assertThatThrownBy(() -> json.readValue(text, Architecture.class))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("attention")
                .hasMessageContaining("conv-transpose");
    }
}
