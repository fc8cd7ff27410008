package dev.duello.nn;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.duello.torch.Tensor;
import java.util.List;
import java.util.Map;

/**
 * One layer as data: a rule from input shape to output shape, the parameters that it needs, and its forward pass. A layer
 * holds no tensors, so one record serves any number of networks, and a network can be summed up, saved and compared without
 * the native library.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "layer")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Linear.class, name = "linear"),
    @JsonSubTypes.Type(value = Conv.class, name = "conv"),
    @JsonSubTypes.Type(value = ConvTranspose.class, name = "conv-transpose"),
    @JsonSubTypes.Type(value = UpsampleConv.class, name = "upsample-conv"),
    @JsonSubTypes.Type(value = BatchNorm.class, name = "batch-norm"),
    @JsonSubTypes.Type(value = Activation.class, name = "activation"),
    @JsonSubTypes.Type(value = MaxPool.class, name = "max-pool"),
    @JsonSubTypes.Type(value = Reshape.class, name = "reshape"),
    @JsonSubTypes.Type(value = Rescale.class, name = "rescale"),
    @JsonSubTypes.Type(value = Resample.class, name = "resample"),
    @JsonSubTypes.Type(value = Parallel.class, name = "parallel"),
    @JsonSubTypes.Type(value = SpectralNorm.class, name = "spectral-norm"),
    @JsonSubTypes.Type(value = LearnedConstant.class, name = "learned-constant"),
    @JsonSubTypes.Type(value = SumPool.class, name = "sum-pool"),
    @JsonSubTypes.Type(value = MinibatchStdDev.class, name = "minibatch-std-dev"),
    @JsonSubTypes.Type(value = ClassEmbedding.class, name = "class-embedding"),
    @JsonSubTypes.Type(value = ConditionalBatchNorm.class, name = "conditional-batch-norm"),
    @JsonSubTypes.Type(value = ProjectionHead.class, name = "projection-head"),
    @JsonSubTypes.Type(value = AveragePool.class, name = "average-pool"),
    @JsonSubTypes.Type(value = GroupNorm.class, name = "group-norm"),
    @JsonSubTypes.Type(value = InstanceNorm.class, name = "instance-norm"),
    @JsonSubTypes.Type(value = LayerNorm.class, name = "layer-norm"),
    @JsonSubTypes.Type(value = Dropout.class, name = "dropout"),
    @JsonSubTypes.Type(value = PixelShuffle.class, name = "pixel-shuffle"),
    @JsonSubTypes.Type(value = ReflectionPad.class, name = "reflection-pad"),
    @JsonSubTypes.Type(value = Prelu.class, name = "prelu"),
    @JsonSubTypes.Type(value = PhaseShuffle.class, name = "phase-shuffle"),
    @JsonSubTypes.Type(value = Softmax.class, name = "softmax"),
    @JsonSubTypes.Type(value = Spectrogram.class, name = "spectrogram"),
    @JsonSubTypes.Type(value = GriffinLim.class, name = "griffin-lim"),
    @JsonSubTypes.Type(value = InputChannels.class, name = "input-channels"),
    @JsonSubTypes.Type(value = FillHoles.class, name = "fill-holes"),
    // The names that earlier runs have.
    @JsonSubTypes.Type(value = Parallel.class, name = "residual"),
    @JsonSubTypes.Type(value = UpsampleConv.class, name = "doubling-conv"),
    @JsonSubTypes.Type(value = Activation.class, name = "activate"),
    @JsonSubTypes.Type(value = SpectralNorm.class, name = "spectral"),
    @JsonSubTypes.Type(value = LearnedConstant.class, name = "basis"),
    @JsonSubTypes.Type(value = SumPool.class, name = "spatial-sum"),
    @JsonSubTypes.Type(value = MinibatchStdDev.class, name = "minibatch-deviation"),
    @JsonSubTypes.Type(value = ConditionalBatchNorm.class, name = "class-batch-norm"),
    @JsonSubTypes.Type(value = ProjectionHead.class, name = "class-projection"),
})
public sealed interface Layer
        permits Linear,
                Conv,
                ConvTranspose,
                UpsampleConv,
                BatchNorm,
                Activation,
                MaxPool,
                Reshape,
                Rescale,
                Resample,
                Parallel,
                SpectralNorm,
                LearnedConstant,
                SumPool,
                MinibatchStdDev,
                ClassEmbedding,
                ConditionalBatchNorm,
                ProjectionHead,
                AveragePool,
                GroupNorm,
                InstanceNorm,
                LayerNorm,
                Dropout,
                PixelShuffle,
                ReflectionPad,
                Prelu,
                PhaseShuffle,
                Softmax,
                Spectrogram,
                GriffinLim,
                InputChannels,
                FillHoles {

    /**
     * The shape that comes out when {@code input} goes in.
     *
     * @throws ShapeException when the input does not fit
     */
    Shape outputShape(Shape input);

    /** The tensors that this layer needs for such an input; none by default. */
    default List<ParameterSpec> parameters(Shape input) {
        return List.of();
    }

    /** Multiplications followed by an addition for one sample, the usual measure of work; 0 where there are next to none. */
    default long multiplyAdds(Shape input) {
        return 0;
    }

    /**
     * Computes the layer.
     *
     * @param input {@code [N, ...]}
     * @param weights this layer's own parameters
     */
    Tensor forward(Tensor input, LayerWeights weights);

    /** Whether what comes out is made anew and not looked at again, not even for a gradient: it may be changed in place. */
    default boolean givesAway() {
        return false;
    }

    /** Whether what it makes of an image hangs on the others of its batch. */
    default boolean mixesImages() {
        return false;
    }

    /** What it looks at besides its input, by name and with the shape of one sample; nothing by default. */
    default Map<String, Shape> namedInputs() {
        return Map.of();
    }

    /** A short name for tables and parameter names, such as {@code conv}. */
    String label();
}
