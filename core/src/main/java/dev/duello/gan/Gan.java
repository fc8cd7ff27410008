package dev.duello.gan;

import dev.duello.data.Dataset;
import dev.duello.data.Medium;
import dev.duello.data.SampleFormat;
import dev.duello.learn.LearnerKind;
import dev.duello.learn.LearnerSettings;
import dev.duello.learn.Model;
import dev.duello.learn.NetworkStore;
import dev.duello.learn.Setting;
import dev.duello.learn.Statistic;
import dev.duello.network.NetworkFamily;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Generative adversarial networks as a kind of learner. */
public final class Gan implements LearnerKind {
    private static final String PRIVATE = "private";
    private static final String WAVEGAN = "wavegan";
    private static final String SPECGAN = "specgan";
    private static final String TEXT = "text";
    private static final String VOXEL = "voxel";
    private static final String VIDEO = "video";
    private static final Map<String, String> PRESETS = presetHelp();

    private static Map<String, String> presetHelp() {
        Map<String, String> presets = new LinkedHashMap<>();
        presets.put(
                "auto", "Looks at your images or sounds and chooses settings by measured rules; the best first try.");
        presets.put(
                "r3gan",
                "R3GAN, 2024: relativistic pairing with R1 and R2, no normalization; stable and slow, for long"
                        + " trainings.");
        presets.put("sngan", "SNGAN, 2018: residual networks with spectral normalization and the hinge loss.");
        presets.put(
                "wgan-gp",
                "WGAN-GP, 2017: Wasserstein distance with gradient penalty, five discriminator steps for one of the"
                        + " generator.");
        presets.put("dcgan", "DCGAN, 2015: the classic convolutional GAN, quick, no penalty; it can collapse.");
        presets.put(
                PRIVATE,
                "Differentially private (DP-SGD on D): no single image can be told from the model; needs thousands of them.");
        presets.put(
                SPECGAN,
                "SpecGAN, 2019: spectrograms by networks for images, phases by Griffin and Lim; what auto takes for sounds.");
        presets.put(
                WAVEGAN,
                "WaveGAN, 2019: waveforms by convolutions along the time; for lengths that specgan does not take.");
        presets.put(
                TEXT,
                "WGAN-GP on characters, 2017: names, words and lines by residual convolutions; what auto takes for texts.");
        presets.put(
                VOXEL,
                "Shapes as images whose channels are their layers; what auto takes for shapes; with network=dcgan3d 3D-GAN, 2016.");
        presets.put(
                VIDEO,
                "MoCoGAN, 2018: frames from a content code and a path of motion codes; what auto takes for videos.");
        presets.put("mlp", "The GAN of 2014: fully connected networks; to see where it all began.");
        return Collections.unmodifiableMap(presets);
    }

    @Override
    public String name() {
        return "gan";
    }

    @Override
    public Map<String, String> presets() {
        return PRESETS;
    }

    @Override
    public Class<? extends LearnerSettings> settingsType() {
        return GanSettings.class;
    }

    @Override
    public List<Setting> settings() {
        return GanSettingsHelp.settings();
    }

    @Override
    public List<String> widths() {
        return List.of("generator.width", "discriminator.width");
    }

    @Override
    public List<Statistic> statistics() {
        return Arrays.stream(GanStatistic.values()).map(GanStatistic::statistic).toList();
    }

    @Override
    public Medium medium(String preset) {
        return switch (preset) {
            case WAVEGAN, SPECGAN -> Medium.SOUND;
            case TEXT -> Medium.TEXT;
            case VOXEL -> Medium.VOXELS;
            case VIDEO -> Medium.VIDEO;
            default -> Medium.IMAGE;
        };
    }

    @Override
    public String presetFor(String preset, Dataset samples) {
        if (!preset.equals(AutoPreset.NAME)) {
            return preset;
        }
        return switch (samples.format().medium()) {
            case IMAGE -> preset;
            case SOUND -> NetworkFamily.takesSpectrogram(shape(samples.format())) ? SPECGAN : WAVEGAN;
            case TEXT -> TEXT;
            case VOXELS -> VOXEL;
            case VIDEO -> VIDEO;
        };
    }

    @Override
    public Map<String, String> choices(String preset, Dataset samples) {
        return preset.equals(AutoPreset.NAME) ? AutoPreset.choices(samples) : Map.of();
    }

    @Override
    public Map<String, String> mediumChoices(String preset, SampleFormat format) {
        return switch (preset) {
            // The layers of the smallest shapes are too small for the networks that the preset voxel has for others.
            case PRIVATE, VOXEL -> NetworkFamily.choices(shape(format));
            default -> Map.of();
        };
    }

    private static Shape shape(SampleFormat format) {
        return new Shape(format.shape());
    }

    @Override
    public Model model(NetworkStore store, List<Double> classShares, Device device, Precision precision) {
        return GanModel.stored(store, classShares, device, precision);
    }
}
