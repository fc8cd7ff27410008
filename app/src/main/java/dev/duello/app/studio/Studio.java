package dev.duello.app.studio;

import com.sun.net.httpserver.HttpServer;
import dev.duello.app.studio.data.DataRoutes;
import dev.duello.app.studio.data.DatasetInspector;
import dev.duello.app.studio.explore.ExploreThreads;
import dev.duello.app.studio.http.AccessControl;
import dev.duello.app.studio.http.EventBroadcaster;
import dev.duello.app.studio.http.Router;
import dev.duello.app.studio.runs.RunIndex;
import dev.duello.app.studio.runs.TrainingLauncher;
import dev.duello.app.studio.studies.StudyIndex;
import dev.duello.app.studio.toy.ToyRoutes;
import dev.duello.app.studio.toy.ToySessions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The studio's server. It serves from the moment it is opened until it is closed. */
public final class Studio implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final RunIndex index;
    private final ExploreThreads explore = new ExploreThreads();
    private final DatasetInspector looks = new DatasetInspector();
    private final ToySessions toys = new ToySessions();
    private final AccessControl guard;
    private final String address;

    static {
        // Seconds within which a request must have arrived: who sends a byte a minute holds no thread.
        System.setProperty("sun.net.httpserver.maxReqTime", "30");
        System.setProperty("jdk.httpserver.maxConnections", "512");
        // The server sends head and body apart; else the second would wait 40 ms until the client has confirmed the
        // first.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /**
     * Where and what to serve.
     *
     * @param root the folder of runs
     * @param only the one run to show, or null for all
     * @param host the address of another interface, or null for this machine only
     * @param port 0 for any that is free
     * @param duello the command that runs Duello, without arguments
     * @param report makes the page of a run that can be mailed
     * @param study makes what is to be seen of a study, as markup without styles of its own
     */
    public record Settings(
            Path root,
            @Nullable String only,
            @Nullable String host,
            int port,
            List<String> duello,
            Function<Path, String> report,
            Function<Path, String> study) {}

    private Studio(Settings settings) throws IOException {
        InetAddress interfaceAddress =
                settings.host == null ? InetAddress.getByName("127.0.0.1") : InetAddress.getByName(settings.host);
        server = HttpServer.create(new InetSocketAddress(interfaceAddress, settings.port), 64);
        int port = server.getAddress().getPort();
        String host = settings.host == null ? "127.0.0.1" : settings.host;
        String written = host.contains(":") ? "[" + host + "]" : host;
        Set<String> hosts = new HashSet<>(Set.of(written.toLowerCase(Locale.ROOT) + ":" + port));
        if (settings.host == null) {
            hosts.add("localhost:" + port);
        }
        guard = new AccessControl(hosts, port, settings.host != null);
        address = "http://" + written + ":" + port + "/?token=" + guard.token();
        EventBroadcaster hub = new EventBroadcaster();
        index = new RunIndex(settings.root, settings.only, hub);
        TrainingLauncher trainings = new TrainingLauncher(settings.root, settings.duello);
        Router router = new Router(guard);
        new PageRoutes(guard).addTo(router);
        new RunRoutes(index, hub, trainings, settings.report).addTo(router);
        new TrainingRoutes(index, trainings).addTo(router);
        new StudyRoutes(new StudyIndex(settings.root, settings.only), settings.study).addTo(router);
        new FolderRoutes(index).addTo(router);
        new ExploreRoutes(index, explore.explorer()).addTo(router);
        new ExplainRoutes(index, explore.explorer(), explore.explainer()).addTo(router);
        new TranslateRoutes(index, explore.explorer()).addTo(router);
        new DataRoutes(index, looks).addTo(router);
        new ToyRoutes(toys).addTo(router);
        server.createContext("/", router);
        server.setExecutor(threads);
        server.start();
        index.start();
    }

    /** @throws IOException when the port is taken or the host is none of this machine's */
    public static Studio open(Settings settings) throws IOException {
        return new Studio(settings);
    }

    /** Where to look, with the token. */
    public String address() {
        return address;
    }

    @Override
    public void close() {
        index.close();
        server.stop(0);
        threads.shutdownNow();
        explore.close();
        toys.close();
        looks.close();
    }
}
