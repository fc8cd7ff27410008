package dev.duello.train;

/** Which Duello this is. */
public final class Version {
    private Version() {}

    /** The version in the jar's manifest, or {@code development} for classes that come from no jar. */
    public static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
