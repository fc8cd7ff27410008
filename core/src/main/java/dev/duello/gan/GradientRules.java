package dev.duello.gan;

import dev.duello.nn.GradientRule;
import dev.duello.torch.RandomStream;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How gradients of each network are computed. Only the discriminator's losses depend on real samples. */
public record GradientRules(GradientRule generator, GradientRule discriminator) {
    /** The same rule for both. */
    public static GradientRules both(GradientRule rule) {
        return new GradientRules(rule, rule);
    }

    /** Those samples of a batch that both networks ask for at once; null where they ask for others, or in parts. */
    GradientRule.@Nullable Asked once(int size) {
        GradientRule.Asked asked = generator.asks(size);
        return asked.atOnce() && asked.equals(discriminator.asks(size)) ? asked : null;
    }

    /** What both draw from, each stream once. */
    List<RandomStream> streams() {
        return Stream.of(generator, discriminator)
                .flatMap(rule -> rule.streams().stream())
                .distinct()
                .toList();
    }
}
