package dev.duello.privacy.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.CacheExtension;
import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import dev.duello.metric.EvaluationProgress;
import dev.duello.metric.FeatureNetwork;
import dev.duello.metric.FeatureNetworks;
import dev.duello.metric.ImageSource;
import dev.duello.privacy.audit.AuditReport.Verdict;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** "Models" whose leak is known. */
@Tag("slow")
@ExtendWith(CacheExtension.class)
class AuditorTest {
    private static final ImageFormat FORMAT = new ImageFormat(1, 16, 16);
    private static final int COUNT = 200;

    private final Dataset members = images(COUNT, 1);
    private final Dataset nonMembers = images(COUNT, 2);

    /** Three soft spots of random place and brightness. */
    private static Dataset images(int count, long seed) {
        Random random = new Random(seed);
        byte[] pixels = new byte[count * 256];
        for (int i = 0; i < count; i++) {
            double[] light = new double[256];
            for (int spot = 0; spot < 3; spot++) {
                double top = random.nextDouble(16);
                double left = random.nextDouble(16);
                double bright = random.nextDouble(60, 200);
                for (int p = 0; p < 256; p++) {
                    light[p] += bright * Math.exp(-(Math.pow(p / 16 - top, 2) + Math.pow(p % 16 - left, 2)) / 8);
                }
            }
            for (int p = 0; p < 256; p++) {
                pixels[i * 256 + p] = (byte) Math.min(255, light[p]);
            }
        }
        return Datasets.of("spots", FORMAT, pixels, null, List.of());
    }

    private static Dataset nearly(Dataset images, int noise) {
        Random random = new Random(9);
        byte[] pixels = new byte[images.size() * 256];
        for (int i = 0; i < images.size(); i++) {
            byte[] one = images.stored(i);
            for (int p = 0; p < 256; p++) {
                pixels[i * 256 + p] =
                        (byte) Math.clamp(Byte.toUnsignedInt(one[p]) + random.nextInt(-noise, noise + 1), 0, 255);
            }
        }
        return Datasets.of("nearly", FORMAT, pixels, null, List.of());
    }

    private AuditReport audit(
            Dataset samples,
            @Nullable Dataset others,
            @Nullable Discriminator discriminator,
            @Nullable Dataset reference) {
        try (FeatureNetwork network = FeatureNetworks.open("random", members, EvaluationProgress.NONE)) {
            return Auditor.audit(
                    new AuditSubject(
                            ImageSource.of(samples, samples.size()),
                            members,
                            others,
                            network,
                            1_000,
                            discriminator,
                            reference == null ? null : ImageSource.of(reference, reference.size()),
                            null),
                    EvaluationProgress.NONE);
        }
    }

    @Test
    void copies_of_the_training_images_are_called_copies_and_found_by_every_attack() {
        AuditReport report = audit(nearly(members, 6), nonMembers, null, null);

        assertThat(report.verdict()).isEqualTo(Verdict.COPIES);
        assertThat(report.attacks()).hasSize(4).allSatisfy(attack -> {
            assertThat(attack.roc().auc()).as(attack.name()).isGreaterThan(0.75);
            assertThat(report.isSignificant(attack)).isTrue();
        });
        assertThat(report.attacks().getFirst().roc().auc()).isGreaterThan(0.999);
        Copying copying = report.copying();
        assertThat(copying.memorized().value()).isGreaterThan(0.9);
        assertThat(copying.authentic().value()).isLessThan(0.05);
        assertThat(copying.authenticNonMembers().value()).isGreaterThan(0.4);
        assertThat(copying.closer().value()).isGreaterThan(0.95);
        assertThat(copying.statistic()).isLessThan(-5);
        assertThat(copying.identifiable().value()).isGreaterThan(0.95);
        assertThat(report.epsilonLowerBound(0)).isZero();
        // Sample i is a copy of member i.
        assertThat(report.suspects()).hasSize(16).allSatisfy(suspect -> {
            assertThat(suspect.members()[0]).isEqualTo(suspect.sample());
            assertThat(suspect.ratio()).isLessThan(Memorized.LIMIT);
            assertThat(suspect.percentile()).isLessThan(0.05);
        });
    }

    @Test
    void independent_samples_give_no_sign() {
        AuditReport report = audit(images(COUNT, 3), nonMembers, null, images(COUNT, 4));

        assertThat(report.verdict()).isEqualTo(Verdict.NO_SIGN);
        assertThat(report.attacks())
                .hasSize(7)
                .allSatisfy(attack -> assertThat(attack.roc().aucInterval(0.999).contains(0.5))
                        .as(attack.name())
                        .isTrue());
        assertThat(report.attacks().stream().filter(Attack::isCalibrated)).hasSize(3);
        assertThat(report.isBlindlyTold()).isFalse();
        assertThat(report.resolution()).isBetween(0.55, 0.7);
        assertThat(report.copying().memorized().value()).isLessThan(0.02);
        assertThat(report.copying().closer().value()).isBetween(0.35, 0.65);
    }

    @Test
    void a_discriminator_that_knows_its_training_images_is_told_apart_from_samples_that_leak() {
        Discriminator brightness = (pixels, count) -> {
            double[] logits = new double[count];
            for (int i = 0; i < count; i++) {
                byte[] image = pixels.asSlice(i * 256L, 256).toArray(ValueLayout.JAVA_BYTE);
                logits[i] = knows(image) ? 2 : -1;
            }
            return logits;
        };
        AuditReport report = audit(images(COUNT, 3), nonMembers, brightness, null);

        assertThat(report.verdict()).isEqualTo(Verdict.DISCRIMINATOR_LEAKS);
        assertThat(report.gap()).isEqualTo(3);
        Attack attack = report.strongest(Attack.Needs.DISCRIMINATOR).orElseThrow();
        assertThat(attack.roc().auc()).isEqualTo(1);
    }

    private boolean knows(byte[] image) {
        for (int i = 0; i < members.size(); i++) {
            if (Arrays.equals(members.stored(i), image)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void without_non_members_only_copies_can_be_found() {
        assertThat(audit(images(COUNT, 3), null, null, null).verdict()).isEqualTo(Verdict.UNKNOWN);
        AuditReport copied = audit(nearly(members, 6), null, null, null);
        assertThat(copied.verdict()).isEqualTo(Verdict.COPIES);
        assertThat(copied.attacks()).isEmpty();
        assertThat(copied.suspects().getFirst().percentile()).isNaN();
        assertThat(copied.copying().statistic()).isNaN();
    }

    @Test
    void members_and_non_members_of_different_kinds_are_noticed_without_a_model() {
        byte[] pixels = new byte[COUNT * 256];
        for (int i = 0; i < COUNT; i++) {
            byte[] one = nonMembers.stored(i);
            for (int p = 0; p < 256; p++) {
                pixels[i * 256 + p] = (byte) Math.min(255, 50 + Byte.toUnsignedInt(one[p]));
            }
        }
        AuditReport report =
                audit(images(COUNT, 3), Datasets.of("bright", FORMAT, pixels, null, List.of()), null, null);

        assertThat(report.isBlindlyTold()).isTrue();
    }

    @Test
    void too_few_images_and_other_formats_are_refused() {
        assertThatThrownBy(() -> audit(images(5, 3), nonMembers, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only 5 samples");
        Dataset other = Datasets.of("other", new ImageFormat(1, 8, 8), new byte[64 * 30], null, List.of());
        assertThatThrownBy(() -> audit(other, nonMembers, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("different formats");
    }
}
