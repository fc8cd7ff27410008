package dev.duello.app.studio;

import dev.duello.app.studio.http.AccessControl;
import dev.duello.app.studio.http.Content;
import dev.duello.app.studio.http.HttpException;
import dev.duello.app.studio.http.Reply;
import dev.duello.app.studio.http.Request;
import dev.duello.app.studio.http.Router;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/** The page itself: markup, style, modules, and the library that draws curves. All of it lies in the jar. */
final class PageRoutes {
    private static final Pattern FILE = Pattern.compile("[a-z]+\\.(js|css|svg)");
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/";
    private static final Map<String, String> ELSEWHERE = Map.of(
            "page.css", "/dev/duello/app/page.css",
            "uplot.js", UPLOT + "dist/uPlot.esm.js",
            "uplot.css", UPLOT + "dist/uPlot.min.css",
            "uplot-license.txt", UPLOT + "LICENSE");
    private static final Map<String, String> TYPES = Map.of(
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "txt", "text/plain; charset=utf-8");

    private final AccessControl guard;

    PageRoutes(AccessControl guard) {
        this.guard = guard;
    }

    void addTo(Router router) {
        router.on("GET", "/", this::index).on("GET", "/static/{file}", PageRoutes::file);
    }

    /**
     * Who brings the token in the address gets it as a cookie, and an address without it. Only a page that is asked for with the
     * cookie holds the token, and can change anything.
     */
    private Reply index(Request request) throws IOException {
        String token = request.query("token", "");
        if (guard.isToken(token)) {
            // Relative: the studio may lie below another address of a proxy.
            return Content.redirect("./").with("Set-Cookie", guard.setCookie());
        }
        String page = new String(resource("index.html"), StandardCharsets.UTF_8);
        String told = guard.knows(request) ? guard.token() : "";
        return Content.of(
                "text/html; charset=utf-8", page.replace("{{token}}", told).getBytes(StandardCharsets.UTF_8));
    }

    private static Reply file(Request request) throws IOException {
        String file = request.path("file");
        String elsewhere = ELSEWHERE.get(file);
        if (elsewhere == null && !FILE.matcher(file).matches()) {
            throw HttpException.notFound("There is no such file.");
        }
        byte[] bytes = resource(elsewhere == null ? file : elsewhere);
        return Content.of(TYPES.getOrDefault(file.substring(file.lastIndexOf('.') + 1), "text/plain"), bytes);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = PageRoutes.class.getResourceAsStream(name)) {
            if (in == null) {
                throw HttpException.notFound("There is no such file.");
            }
            return in.readAllBytes();
        }
    }
}
