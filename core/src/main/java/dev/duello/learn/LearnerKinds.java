package dev.duello.learn;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** All kinds of learners on the class path. */
public final class LearnerKinds {
    private static final List<LearnerKind> ALL =
            ServiceLoader.load(LearnerKind.class, LearnerKinds.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();

    private LearnerKinds() {}

    /** The default first. */
    public static List<LearnerKind> all() {
        return ALL;
    }

    /** @throws SettingException when there is none */
    public static LearnerKind named(String name) {
        return ALL.stream()
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new SettingException("learner: there is no '" + name + "'. The learners are "
                        + String.join(", ", ALL.stream().map(LearnerKind::name).toList()) + "."));
    }

    /** The kind with a preset; empty when there is none. */
    public static Optional<LearnerKind> ofPreset(String preset) {
        return ALL.stream().filter(kind -> kind.presets().containsKey(preset)).findFirst();
    }

    /** The statistic of a key; empty for one that another version wrote. */
    public static Optional<Statistic> statistic(String key) {
        return ALL.stream()
                .flatMap(kind -> kind.statistics().stream())
                .filter(statistic -> statistic.key().equals(key))
                .findFirst();
    }

    /** The label of a statistic, or its key in words when it is not known. */
    public static String label(String key) {
        return statistic(key).map(Statistic::label).orElse(key.replace('-', ' '));
    }
}
