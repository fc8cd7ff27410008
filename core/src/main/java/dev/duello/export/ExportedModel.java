package dev.duello.export;

import dev.duello.learn.Critic;
import dev.duello.learn.Encoder;
import dev.duello.learn.Latents;
import dev.duello.learn.Model;
import dev.duello.learn.ModelPart;
import dev.duello.learn.NetworkView;
import dev.duello.learn.Weights;
import dev.duello.nn.Architecture;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.Shape;
import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Safetensors;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The networks of an {@link ExportedFolder}, each with one set of weights. */
public final class ExportedModel implements Model, Critic, Encoder {
    private final Map<ModelPart, Network> networks;
    private final Latents latents;
    private final Device device;

    private ExportedModel(Map<ModelPart, Network> networks, Latents latents, Device device) {
        this.networks = networks;
        this.latents = latents;
        this.device = device;
    }

    /**
     * Loads all of its networks.
     *
     * @throws ExportException when a file is damaged, or the generator takes something else than latents
     */
    public static ExportedModel open(ExportedFolder folder, Device device, Precision precision) {
        try (CloseOnFailure opened = new CloseOnFailure()) {
            Map<ModelPart, Network> networks = new EnumMap<>(ModelPart.class);
            folder.files().forEach((part, file) -> networks.put(part, opened.add(load(file, device, precision))));
            Architecture generator = networks.get(ModelPart.GENERATOR).architecture();
            if (generator.inputs().containsKey("source")) {
                throw new ExportException(
                        "The exported generator makes images of images, and can be used by generator.py"
                                + " only. Open the run that it was exported from.");
            }
            List<Double> shares = List.copyOf(folder.facts().classes().values());
            if (shares.size() != generator.classes()
                    || !generator.output().axes().equals(folder.facts().format().shape())) {
                throw new ExportException("The config.json of the exported folder does not fit its model.safetensors.");
            }
            Latents latents = new Latents(Math.toIntExact(generator.input().elements()), shares);
            opened.succeeded();
            return new ExportedModel(networks, latents, device);
        }
    }

    private static Network load(Path file, Device device, Precision precision) {
        try (CloseOnFailure opened = new CloseOnFailure()) {
            Architecture architecture = Architecture.ofFile(file)
                    .orElseThrow(() -> new ExportException(file + " does not tell its architecture."));
            Network network = opened.add(Network.blank(architecture, device, precision));
            Safetensors.readInto(file, network.parameters().byName());
            opened.succeeded();
            return network;
        } catch (IOException e) {
            throw new ExportException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public Device device() {
        return device;
    }

    @Override
    public Shape sampleShape() {
        return generator().architecture().output();
    }

    private Network generator() {
        return networks.get(ModelPart.GENERATOR);
    }

    @Override
    public Shape latentShape() {
        return latents.shape();
    }

    @Override
    public int classes() {
        return latents.classes();
    }

    @Override
    public Tensor latents(int count, RandomStream random) {
        return latents.draw(count, random, device);
    }

    @Override
    public Tensor latentsOfClass(int label, int count, RandomStream random) {
        long[] labels = new long[count];
        Arrays.fill(labels, label);
        return latents.draw(Tensors.of(labels, count).to(device), random, device);
    }

    @Override
    public Tensor sample(Tensor z, Weights weights) {
        try (var _ = GradientMode.off()) {
            return latents.generate(generator(), z, Mode.EVALUATE, null);
        }
    }

    @Override
    public Optional<NetworkView> generator(Weights weights) {
        return Optional.of(
                new NetworkView(generator(), latents::noiseOf, latents::namedInputs, UnaryOperator.identity()));
    }

    @Override
    public Optional<Critic> critic() {
        return networks.containsKey(ModelPart.DISCRIMINATOR) ? Optional.of(this) : Optional.empty();
    }

    @Override
    public Tensor logits(Tensor samples) {
        return latents.ofBestClass(run(ModelPart.DISCRIMINATOR, samples));
    }

    @Override
    public Tensor logits(Tensor samples, int label) {
        return run(ModelPart.DISCRIMINATOR, samples).narrow(1, label, 1).reshape(-1);
    }

    @Override
    public Optional<Encoder> encoder() {
        return networks.containsKey(ModelPart.ENCODER) ? Optional.of(this) : Optional.empty();
    }

    @Override
    public Tensor encode(Tensor samples, Weights weights) {
        return run(ModelPart.ENCODER, samples);
    }

    private Tensor run(ModelPart part, Tensor samples) {
        try (var _ = GradientMode.off()) {
            return networks.get(part).forward(samples, Mode.EVALUATE);
        }
    }

    @Override
    public Optional<Network> part(ModelPart part, Weights weights) {
        @Nullable Network network = networks.get(part);
        return network == null ? Optional.empty() : Optional.of(Network.chained(List.of(network)));
    }

    @Override
    public void close() {
        networks.values().forEach(Network::close);
    }
}
