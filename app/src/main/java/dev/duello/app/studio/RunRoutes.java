package dev.duello.app.studio;

import dev.duello.app.studio.http.Content;
import dev.duello.app.studio.http.EventBroadcaster;
import dev.duello.app.studio.http.EventStream;
import dev.duello.app.studio.http.HttpException;
import dev.duello.app.studio.http.Reply;
import dev.duello.app.studio.http.Request;
import dev.duello.app.studio.http.Router;
import dev.duello.app.studio.runs.CurveRange;
import dev.duello.app.studio.runs.NearestReals;
import dev.duello.app.studio.runs.Run;
import dev.duello.app.studio.runs.RunIndex;
import dev.duello.app.studio.runs.RunSummary;
import dev.duello.app.studio.runs.TrainingLauncher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Looking at runs: the list, one with its curves and pictures, news as they come, and the machine. */
final class RunRoutes {
    /** How long a page waits for the rest of a long log before it shows what was read so far. */
    private static final long PATIENCE_MILLISECONDS = 400;

    /** Pages that were written into a run's folder may hold anything; nothing in them runs. */
    private static final String SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:";

    private final RunIndex index;
    private final EventBroadcaster hub;
    private final TrainingLauncher trainings;
    private final Function<Path, String> report;
    private final Thumbnails thumbnails = new Thumbnails();
    private final MachineUse machine;

    RunRoutes(RunIndex index, EventBroadcaster hub, TrainingLauncher trainings, Function<Path, String> report) {
        this.index = index;
        this.hub = hub;
        this.trainings = trainings;
        this.report = report;
        this.machine = new MachineUse(index);
    }

    void addTo(Router router) {
        router.on("GET", "/api/runs", this::list)
                .on("GET", "/api/runs/{run}", this::details)
                .on("GET", "/api/runs/{run}/curves", this::curves)
                .on("GET", "/api/runs/{run}/samples/{file}", this::sample)
                .on("GET", "/api/runs/{run}/nearest", this::nearest)
                .on("GET", "/api/runs/{run}/thumbnail", this::thumbnail)
                .on("GET", "/api/runs/{run}/pages/{file}", this::page)
                .on("GET", "/api/runs/{run}/report", this::report)
                .on("GET", "/api/machine", _ -> Content.json(machine.now()))
                .on("GET", "/api/events", this::events);
    }

    static Run run(RunIndex index, Request request) {
        return index.run(request.path("run"))
                .orElseThrow(() -> HttpException.notFound("There is no run of this name in " + index.root() + "."));
    }

    private Reply list(Request request) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("root", index.root().toString());
        answer.put("runs", index.runs().stream().map(Run::summary).toList());
        return Content.json(answer);
    }

    private Reply details(Request request) throws IOException {
        Run run = run(index, request);
        run.readFor(PATIENCE_MILLISECONDS);
        return Content.json(run.details(trainings.output(run.id())));
    }

    private Reply curves(Request request) throws IOException {
        Run run = run(index, request);
        run.readFor(PATIENCE_MILLISECONDS);
        String over = request.query("over", "");
        return Content.json(over.isEmpty() ? run.curves() : run.curves(span(over, request)));
    }

    private static CurveRange span(String over, Request request) {
        CurveRange.Axis axis = switch (over) {
            case "kimg" -> CurveRange.Axis.KIMG;
            case "seconds" -> CurveRange.Axis.SECONDS;
            default -> throw HttpException.malformed("over is kimg or seconds.");
        };
        double from = request.number("from", 0, 0, 1e12);
        double to = request.number("to", 1e12, 0, 1e12);
        if (from >= to) {
            throw HttpException.malformed("from must be less than to.");
        }
        return new CurveRange(axis, from, to);
    }

    private Reply sample(Request request) throws IOException {
        return picture(run(index, request), "samples/" + request.path("file"));
    }

    /** The real images most like image {@code index} of a grid of samples. */
    private Reply nearest(Request request) throws IOException {
        Run run = run(index, request);
        Path grid = run.file("samples/" + request.query("file", ""))
                .orElseThrow(() -> HttpException.notFound("There is no such picture."));
        return Content.json(NearestReals.of(run, grid, (int) request.number("index", 0, 0, 4096)));
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.'))) {
            case ".wav" -> "audio/wav";
            case ".gif" -> "image/gif";
            case ".txt" -> "text/plain; charset=utf-8";
            default -> "image/png";
        };
    }

    private static Reply picture(Run run, String name) throws IOException {
        Path file =
                run.file(name).orElseThrow(() -> HttpException.notFound("There is no such picture, sound or text."));
        return Content.of(type(name), Files.readAllBytes(file)).kept();
    }

    private Reply thumbnail(Request request) throws IOException {
        Run run = run(index, request);
        RunSummary summary = run.summary();
        Path file = run.file("samples/" + summary.thumbnail())
                .orElseThrow(() -> HttpException.notFound("There is no picture yet."));
        return Content.of("image/png", thumbnails.of(file)).kept();
    }

    private Reply page(Request request) throws IOException {
        Path file = run(index, request)
                .file(request.path("file"))
                .orElseThrow(() -> HttpException.notFound("There is no such page."));
        String type = file.toString().endsWith(".png") ? "image/png" : "text/html; charset=utf-8";
        return Content.of(type, Files.readAllBytes(file)).with("Content-Security-Policy", SANDBOX);
    }

    private Reply report(Request request) {
        Run run = run(index, request);
        return Content.of("text/html; charset=utf-8", report.apply(run.path()).getBytes(StandardCharsets.UTF_8))
                .with("Content-Security-Policy", SANDBOX)
                .asDownload(run.id() + ".html");
    }

    /** {@code runs} names those whose every step is wanted, with {@code /} between them. */
    private Reply events(Request request) {
        return EventStream.of(
                hub,
                Arrays.stream(request.query("runs", "").split("/"))
                        .filter(id -> !id.isEmpty())
                        .collect(Collectors.toSet()),
                request);
    }
}
