package dev.duello.app.serve;

import dev.duello.torch.Torch;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;

/** What the service counts, for Prometheus. */
final class ServiceMetrics {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final AtomicInteger inFlight = new AtomicInteger();

    private final Counter requests = Counter.builder()
            .name("duello_requests_total")
            .help("Requests that were answered, by route and status.")
            .labelNames("method", "route", "status")
            .register(registry);

    private final Histogram latency = Histogram.builder()
            .name("duello_request_duration_seconds")
            .help("From the first byte of a request that was read to the last of the answer that was written.")
            .classicOnly()
            .classicUpperBounds(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
            .labelNames("route")
            .register(registry);

    private final Histogram batches = Histogram.builder()
            .name("duello_batch_rows")
            .help("Samples that were computed together.")
            .classicOnly()
            .classicUpperBounds(1, 2, 4, 8, 16, 32, 64, 128, 256)
            .labelNames("model")
            .register(registry);

    private final Counter compute = Counter.builder()
            .name("duello_compute_seconds_total")
            .help("Time in which batches were computed.")
            .labelNames("model")
            .register(registry);

    ServiceMetrics() {
        GaugeWithCallback.builder()
                .name("duello_requests_in_flight")
                .help("Requests that are being answered.")
                .callback(callback -> callback.call(inFlight.get()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("process_resident_memory_bytes")
                .help("Resident memory of the process.")
                .callback(callback -> callback.call(Torch.residentBytes()))
                .register(registry);
    }

    /** Tells of models from now on. */
    void watch(Models models) {
        GaugeWithCallback.builder()
                .name("duello_queue_rows")
                .help("Samples that wait to be computed.")
                .labelNames("model")
                .callback(callback -> models.states()
                        .forEach(state -> callback.call(
                                state.model() == null ? 0 : state.model().waiting(), state.name())))
                .register(registry);
        GaugeWithCallback.builder()
                .name("duello_model_ready")
                .help("1 where a model is open, else 0.")
                .labelNames("model")
                .callback(callback ->
                        models.states().forEach(state -> callback.call(state.model() == null ? 0 : 1, state.name())))
                .register(registry);
    }

    void began() {
        inFlight.incrementAndGet();
    }

    /** @param route as it was declared, so that there are not more of them than routes */
    void answered(String method, String route, int status, double seconds) {
        inFlight.decrementAndGet();
        requests.labelValues(method, route, String.valueOf(status)).inc();
        latency.labelValues(route).observe(seconds);
    }

    void computed(String model, int rows, double seconds) {
        batches.labelValues(model).observe(rows);
        compute.labelValues(model).inc(seconds);
    }

    int inFlight() {
        return inFlight.get();
    }

    /** All of it in Prometheus's text format. */
    Answer page() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(out, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Answer.of(PrometheusTextFormatWriter.CONTENT_TYPE, out.toByteArray());
    }
}
