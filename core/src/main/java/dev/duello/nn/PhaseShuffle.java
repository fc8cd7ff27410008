package dev.duello.nn;

import dev.duello.torch.Functions;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Moves the feature maps of each sound by a random number of places while training, and fills the gap by reflection (Donahue et al.,
 * 2019, section 3.3): a discriminator then cannot tell fakes by the phase of a hum that transposed convolutions leave. It draws from
 * the noise of the {@link ForwardPass}, one draw for the batch, so that a training repeats.
 *
 * @param most places that a sound is moved at most, in either direction; 0 for none
 */
public record PhaseShuffle(int most) implements Layer {
    public PhaseShuffle {
        if (most < 0) {
            throw new ShapeException("A phase shuffle moves by 0 places or more; got " + most + ".");
        }
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.spatial().size() != 1) {
            throw new ShapeException("A " + label() + " layer needs 1 spatial axis, but its input is " + input + ".");
        }
        if (input.spatial().getFirst() <= most) {
            throw new ShapeException("A phase shuffle by " + most + " places cannot mirror " + input + ".");
        }
        return input;
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        if (weights.mode() == Mode.EVALUATE || most == 0) {
            return input;
        }
        RandomStream noise = weights.pass().noise();
        if (noise == null) {
            throw new IllegalStateException("phase-shuffle needs a pass with noise");
        }
        SplittableRandom draws = noise.javaRandom();
        int[] shifts = new int[Math.toIntExact(input.size(0))];
        for (int i = 0; i < shifts.length; i++) {
            shifts[i] = draws.nextInt(-most, most + 1);
        }
        return moved(input, shifts);
    }

    /** Sounds that move equally far move together: there are only a few distances, and many sounds. */
    private Tensor moved(Tensor input, int[] shifts) {
        long length = input.size(2);
        Tensor padded = Functions.reflectionPad(input, most);
        List<Tensor> groups = new ArrayList<>();
        long[] places = new long[shifts.length];
        int placed = 0;
        for (int shift = -most; shift <= most; shift++) {
            List<Long> members = new ArrayList<>();
            for (int i = 0; i < shifts.length; i++) {
                if (shifts[i] == shift) {
                    members.add((long) i);
                    places[i] = placed++;
                }
            }
            if (!members.isEmpty()) {
                long[] rows = members.stream().mapToLong(Long::longValue).toArray();
                groups.add(padded.rows(indices(rows, input)).narrow(2, most - shift, length));
            }
        }
        return Tensors.concatenate(groups, 0).rows(indices(places, input));
    }

    private static Tensor indices(long[] rows, Tensor input) {
        return Tensors.of(rows, rows.length).toDeviceOf(input);
    }

    @Override
    public String label() {
        return "phase-shuffle";
    }
}
