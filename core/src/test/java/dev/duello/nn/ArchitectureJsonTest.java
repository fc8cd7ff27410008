package dev.duello.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
                        Activation.RELU,
                        new ConvTranspose(3, 4, 2, 1, 0, true),
                        Activation.leakyRelu(0.2),
                        new Conv(1, 3, 1, 1, false),
                        new MaxPool(2),
                        Activation.SIGMOID,
                        new Rescale(2, -1),
                        Activation.TANH),
                Initializer.GLOROT_UNIFORM);
        String text = """
            {"inputs":{"sample":[12]},"layers":[\
            {"layer":"linear","outputs":32,"bias":false},\
            {"layer":"reshape","shape":[2,4,4]},\
            {"layer":"batch-norm","momentum":0.1,"epsilon":1.0E-5},\
            {"layer":"activation","function":"relu","slope":0.0},\
            {"layer":"conv-transpose","channels":3,"kernel":4,"stride":2,"padding":1,"outputPadding":0,"bias":true},\
            {"layer":"activation","function":"leaky-relu","slope":0.2},\
            {"layer":"conv","channels":1,"kernel":3,"stride":1,"padding":1,"dilation":1,\
            "groups":1,"bias":false},\
            {"layer":"max-pool","kernel":2,"stride":2,"padding":0},\
            {"layer":"activation","function":"sigmoid","slope":0.0},\
            {"layer":"rescale","scale":2.0,"shift":-1.0},\
            {"layer":"activation","function":"tanh","slope":0.0}],\
            "initializer":"glorot-uniform"}\
            """;
        assertThat(json.writeValueAsString(architecture)).isEqualTo(text);
        assertThat(json.readValue(text, Architecture.class)).isEqualTo(architecture);
    }

    @Test
    void layers_saved_before_they_had_a_setting_have_what_was_then_usual() throws JsonProcessingException {
        assertThat(json.readValue("""
            {"layer":"conv","channels":1,"kernel":3,"stride":1,"padding":1,"bias":false}\
            """, Layer.class)).isEqualTo(new Conv(1, 3, 1, 1, false));
        assertThat(json.readValue("{\"layer\":\"max-pool\",\"kernel\":3}", Layer.class))
                .isEqualTo(new MaxPool(3));
        assertThat(json.readValue("{\"layer\":\"resample\",\"direction\":\"up\",\"filter\":\"box\"}", Layer.class))
                .isEqualTo(new Resample(Resample.Direction.UP, Resample.Filter.BOX));
    }

    @Test
    void residual_blocks_of_earlier_runs_are_two_branches() throws JsonProcessingException {
        String text = """
            {"layer":"residual","branch":[{"layer":"conv","channels":4,"kernel":1,"stride":1,"padding":0,"bias":true}],\
            "shortcut":[],"gain":0.5,"startsAsShortcut":true}\
            """;
        assertThat(json.readValue(text, Layer.class))
                .isEqualTo(Parallel.residual(List.of(new Conv(4, 1, 1, 0, true)), List.of(), 0.5, true));
    }

    @Test
    void a_latent_that_ended_in_its_class_is_read_as_two_inputs() throws JsonProcessingException {
        String text = """
            {"input":[11],"layers":[{"layer":"class-embedding","classes":3,"length":4}],"initialiser":"dcgan"}\
            """;
        Architecture read = json.readValue(text, Architecture.class);
        assertThat(read.inputs()).containsExactly(Map.entry("z", Shape.of(8)), Map.entry("class", Shape.of(3)));
        assertThat(read.output()).isEqualTo(Shape.of(12));
    }

    @Test
    void architectures_of_earlier_runs_are_read_by_the_names_they_had() throws JsonProcessingException {
        String text = """
            {"input":[12],"layers":[{"layer":"class-embedding","classes":3,"length":4},\
            {"layer":"basis","shape":[4,2,2]},{"layer":"class-batch-norm","classes":3,"momentum":0.1,"epsilon":1.0E-5},\
            {"layer":"activate","function":"relu","slope":0.0},\
            {"layer":"doubling-conv","channels":4,"bias":true},{"layer":"minibatch-deviation","group":4},\
            {"layer":"spectral","layer":{"layer":"conv","channels":2,"kernel":1,"stride":1,"padding":0,"bias":true}},\
            {"layer":"spatial-sum","weighted":false},{"layer":"class-projection","classes":3}],\
            "initialiser":"he-normal"}\
            """;
        assertThat(json.readValue(text, Architecture.class))
                .isEqualTo(new Architecture(
                        classInputs(9),
                        List.of(
                                new ClassEmbedding(3, 4),
                                new LearnedConstant(Shape.of(4, 2, 2)),
                                new ConditionalBatchNorm(3),
                                Activation.RELU,
                                new UpsampleConv(4, true),
                                new MinibatchStdDev(4),
                                new SpectralNorm(new Conv(2, 1, 1, 0, true)),
                                new SumPool(false),
                                new ProjectionHead(3)),
                        Initializer.HE_NORMAL));
    }

    @Test
    void parameters_of_earlier_runs_are_found_by_the_names_they_had() {
        assertThat(EarlierNames.today("3.class-batch-norm.running_mean"))
                .isEqualTo("3.conditional-batch-norm.running_mean");
        assertThat(EarlierNames.today("2.residual.branch.10.spectral-doubling-conv.weight"))
                .isEqualTo("2.residual.branch.10.spectral-upsample-conv.weight");
        assertThat(EarlierNames.today("0.basis.basis")).isEqualTo("0.learned-constant.basis");
        assertThat(EarlierNames.today("7.class-projection.embedding")).isEqualTo("7.projection-head.embedding");
        assertThat(EarlierNames.today("1.batch-norm.weight")).isEqualTo("1.batch-norm.weight");
        assertThat(EarlierNames.today("generator.mean")).isEqualTo("generator.mean");
    }

    @Test
    void blocks_classes_and_ends_keep_their_format_too() throws JsonProcessingException {
        var architecture = new Architecture(
                classInputs(8),
                List.of(
                        new ClassEmbedding(3, 4),
                        new LearnedConstant(Shape.of(4, 2, 2)),
                        new ConditionalBatchNorm(3),
                        Parallel.residual(
                                List.of(new SpectralNorm(new Conv(4, 3, 1, 1, 2, true))),
                                List.of(new Conv(4, 1, 1, 0, false)),
                                0.5,
                                false),
                        Parallel.residual(List.of(new Conv(4, 1, 1, 0, true)), List.of(), 1, true),
                        new Resample(Resample.Direction.UP, Resample.Filter.BINOMIAL),
                        new Resample(Resample.Direction.DOWN, Resample.Filter.BOX),
                        new MinibatchStdDev(4),
                        new SumPool(true),
                        new ProjectionHead(3)),
                Initializer.LECUN_NORMAL);
        String text = """
            {"inputs":{"z":[8],"class":[3]},"layers":[\
            {"layer":"class-embedding","classes":3,"length":4},\
            {"layer":"learned-constant","shape":[4,2,2]},\
            {"layer":"conditional-batch-norm","classes":3,"momentum":0.1,"epsilon":1.0E-5},\
            {"layer":"parallel","branches":[{"name":"branch","layers":[{"layer":"spectral-norm","inner":{"layer":"conv",\
            "channels":4,"kernel":3,"stride":1,"padding":1,"dilation":1,"groups":2,"bias":true}}],"gain":0.5,\
            "startsAtZero":false},{"name":"shortcut","layers":[{"layer":"conv","channels":4,"kernel":1,"stride":1,\
            "padding":0,"dilation":1,"groups":1,"bias":false}],"gain":1.0,"startsAtZero":false}],"join":"add"},\
            {"layer":"parallel","branches":[{"name":"branch","layers":[{"layer":"conv","channels":4,"kernel":1,\
            "stride":1,"padding":0,"dilation":1,"groups":1,"bias":true}],"gain":1.0,"startsAtZero":true},\
            {"name":"shortcut","layers":[],"gain":1.0,"startsAtZero":false}],"join":"add"},\
            {"layer":"resample","direction":"up","filter":"binomial","factor":2},\
            {"layer":"resample","direction":"down","filter":"box","factor":2},\
            {"layer":"minibatch-std-dev","group":4},\
            {"layer":"sum-pool","weighted":true},\
            {"layer":"projection-head","classes":3}],\
            "initializer":"lecun-normal"}\
            """;
        assertThat(json.writeValueAsString(architecture)).isEqualTo(text);
        assertThat(json.readValue(text, Architecture.class)).isEqualTo(architecture);
    }

    @Test
    void layers_that_do_not_fit_are_refused_when_read() {
        String text = """
            {"input":[1,4,4],"layers":[{"layer":"max-pool","kernel":5}],"initializer":"dcgan"}\
            """;
        assertThatThrownBy(() -> json.readValue(text, Architecture.class))
                .isInstanceOf(JsonProcessingException.class)
                .hasRootCauseInstanceOf(ShapeException.class);
    }

    @Test
    void a_layer_of_unknown_kind_is_refused_by_name() {
        String text = """
            {"input":[1,4,4],"layers":[{"layer":"attention"}],"initializer":"dcgan"}\
            """;
        assertThatThrownBy(() -> json.readValue(text, Architecture.class))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("attention")
                .hasMessageContaining("conv-transpose");
    }

    private static Map<String, Shape> classInputs(int noise) {
        Map<String, Shape> inputs = new LinkedHashMap<>();
        inputs.put(Architecture.LATENT, Shape.of(noise));
        inputs.put(Architecture.CLASS, Shape.of(3));
        return inputs;
    }
}
