package dev.duello.app.serve;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The secret that a client sends with each request (RFC 6750).
 *
 * @param token null when none is needed
 */
record BearerToken(@Nullable String token) {
    private static final String SCHEME = "Bearer ";

    /** @param header {@code Authorization}, empty when it was not sent */
    boolean admits(String header) {
        if (token == null) {
            return true;
        }
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(
                        header.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8),
                        token.getBytes(StandardCharsets.UTF_8));
    }

    /** Keeps the secret out of logs. */
    @Override
    public String toString() {
        return token == null ? "no token" : "a token";
    }
}
