package dev.duello.explain;

import dev.duello.learn.Critic;
import dev.duello.learn.Model;
import dev.duello.learn.NetworkView;
import dev.duello.learn.Weights;
import dev.duello.nn.Architecture;
import dev.duello.nn.Initializer;
import dev.duello.nn.Layer;
import dev.duello.nn.Network;
import dev.duello.nn.Shape;
import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.List;
import java.util.Optional;

/** A generator of given layers with standard normal latents, and perhaps a critic, without training. */
final class TinyModel implements Model, Critic {
    final Network generator;
    final Network critic;

    TinyModel(int latent, List<Layer> generator, List<Layer> critic) {
        Architecture makes = new Architecture(Shape.of(latent), generator, Initializer.HE_NORMAL);
        this.generator = Network.initialized(makes, Device.CPU, Precision.FP32, new RandomStream("generator", 1));
        this.critic = Network.initialized(
                new Architecture(makes.output(), critic, Initializer.HE_NORMAL),
                Device.CPU,
                Precision.FP32,
                new RandomStream("critic", 1));
    }

    static void set(Network network, String name, double... values) {
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            Tensor weight = network.parameters().named(name);
            weight.copyFrom_(Tensors.of(values, weight.shape()).to(DType.FLOAT32));
        }
    }

    @Override
    public Device device() {
        return Device.CPU;
    }

    @Override
    public Shape sampleShape() {
        return generator.architecture().output();
    }

    @Override
    public Shape latentShape() {
        return generator.architecture().input();
    }

    @Override
    public int classes() {
        return 0;
    }

    @Override
    public Tensor latents(int count, RandomStream random) {
        return random.normal(Device.CPU, latentShape().batch(count));
    }

    @Override
    public Tensor latentsOfClass(int label, int count, RandomStream random) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Tensor sample(Tensor latents, Weights weights) {
        try (var _ = GradientMode.off()) {
            return NetworkView.of(generator).run(latents);
        }
    }

    @Override
    public Optional<NetworkView> generator(Weights weights) {
        return Optional.of(NetworkView.of(generator));
    }

    @Override
    public Tensor logits(Tensor samples) {
        try (var _ = GradientMode.off()) {
            return view().orElseThrow().run(samples);
        }
    }

    @Override
    public Tensor logits(Tensor samples, int label) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<NetworkView> view() {
        NetworkView all = NetworkView.of(critic);
        return Optional.of(new NetworkView(critic, all.flow(), all.named(), logits -> logits.reshape(-1)));
    }

    @Override
    public Optional<Critic> critic() {
        return Optional.of(this);
    }

    @Override
    public void close() {
        generator.close();
        critic.close();
    }
}
