package dev.duello.app.serve;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Set;

/**
 * Connections of HTTP/1.1 that, when the server stops, still read a request that is on its way. Those of the library are interrupted as
 * soon as they wait for one, whose bytes may have arrived: who sent it would get no answer.
 */
final class GracefulConnections implements ServerConnectionSelector {
    /** After which a connection that was open when the server stopped holds no request. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final ServerConnectionSelector library =
            Http1ConnectionSelector.builder().config(Http1Config.create()).build();

    @Override
    public int bytesToIdentifyConnection() {
        return library.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return library.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return library.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        return new Graceful(library.connection(context));
    }

    private record Graceful(ServerConnection connection) implements ServerConnection {
        @Override
        public void handle(Limit limit) throws InterruptedException {
            connection.handle(limit);
        }

        @Override
        public Duration idleTime() {
            return connection.idleTime();
        }

        @Override
        public void close(boolean interrupt) {
            if (interrupt) {
                connection.close(true);
                return;
            }
            Thread.startVirtualThread(() -> {
                try {
                    Thread.sleep(LINGER);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                connection.close(false);
            });
        }
    }
}
