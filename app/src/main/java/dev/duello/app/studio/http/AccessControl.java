package dev.duello.app.studio.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Access control of the studio. The {@code Host} keeps out names that other sites let point here; {@code Origin} and {@code Sec-Fetch-Site}
 * keep out pages of other sites; a secret that is new at each start keeps out other programs from anything that changes state,
 * and from everything when the studio is open to other machines.
 */
public final class AccessControl {
    static final String TOKEN_HEADER = "X-Duello-Token";

    private final Set<String> hosts;
    private final String cookie;
    private final String token;
    private final boolean tokenForAll;

    /**
     * @param hosts the names under which the studio may be asked, each with its port, in lower case
     * @param tokenForAll whether looking needs the token too
     */
    public AccessControl(Set<String> hosts, int port, boolean tokenForAll) {
        this.hosts = Set.copyOf(hosts);
        // Cookies of one host are shared by all its ports.
        this.cookie = "duello-" + port;
        this.tokenForAll = tokenForAll;
        byte[] secret = new byte[16];
        new SecureRandom().nextBytes(secret);
        token = HexFormat.of().formatHex(secret);
    }

    public String token() {
        return token;
    }

    /** Sent once, when somebody comes with the token in the address, so that it need not stay there. */
    public String setCookie() {
        return cookie + "=" + token + "; Path=/; HttpOnly; SameSite=Strict";
    }

    public boolean isToken(@Nullable String told) {
        return told != null
                && MessageDigest.isEqual(told.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the browser that asks was given the token before. */
    public boolean knows(Request request) {
        return isToken(cookie(request.header("Cookie")));
    }

    void check(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        List<String> host = headers.getOrDefault("Host", List.of());
        if (host.size() != 1 || !hosts.contains(host.getFirst().toLowerCase(Locale.ROOT))) {
            throw new HttpException(403, "The studio is not known under this name.");
        }
        List<String> origin = headers.getOrDefault("Origin", List.of());
        if (!origin.isEmpty() && !origin.equals(List.of("http://" + host.getFirst()))) {
            throw new HttpException(403, "Pages of other sites are not served.");
        }
        String site = headers.getFirst("Sec-Fetch-Site");
        boolean own = site == null || site.equals("same-origin") || site.equals("none");
        if (!own && !"navigate".equals(headers.getFirst("Sec-Fetch-Mode"))) {
            throw new HttpException(403, "Pages of other sites are not served.");
        }
        boolean looks = Set.of("GET", "HEAD").contains(exchange.getRequestMethod());
        if (!looks && !isToken(headers.getFirst(TOKEN_HEADER))) {
            throw new HttpException(403, "This page has no token. Open the address that `duello studio` printed.");
        }
        if (tokenForAll && !isToken(cookie(headers.getFirst("Cookie"))) && !bearsToken(exchange)) {
            throw new HttpException(401, "Open the address that `duello studio` printed: it holds the token.");
        }
    }

    private boolean bearsToken(HttpExchange exchange) {
        String query = exchange.getRequestURI().getRawQuery();
        return query != null && query.startsWith("token=") && isToken(query.substring("token=".length()));
    }

    private @Nullable String cookie(@Nullable String header) {
        return header == null
                ? null
                : Stream.of(header.split(";"))
                        .map(String::strip)
                        .filter(pair -> pair.startsWith(cookie + "="))
                        .map(pair -> pair.substring(cookie.length() + 1))
                        .findFirst()
                        .orElse(null);
    }
}
