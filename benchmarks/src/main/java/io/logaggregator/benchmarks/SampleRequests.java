package io.logaggregator.benchmarks;

import io.logaggregator.benchmarks.sample.SampleLogs;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Typical API requests on {@link HistoricalData}, with random hosts and words. */
final class SampleRequests {

    static final int BATCH_SIZE = 1_000;

    private static final int BODIES = 20;

    private static final List<String> CHARTS = List.of(
            "system.cpu.utilization",
            "system.memory.utilization",
            "system.filesystem.utilization",
            "system.network.io",
            "system.process.count");

    private final SampleLogs logs = SampleLogs.live(4);
    private final List<byte[]> bodies =
            Stream.generate(this::newBody).limit(BODIES).toList();
    private final String sinceLogs;
    private final String sinceMetrics;

    /**
     * @param logDays days with logs
     * @param metricDays days with metrics
     */
    SampleRequests(int logDays, int metricDays) {
        sinceLogs = "&from=" + Instant.now().minus(Duration.ofDays(logDays));
        sinceMetrics = "&from=" + Instant.now().minus(Duration.ofDays(metricDays));
    }

    String newest() {
        return "/logs?limit=100&level=WARN&host=web-" + random(100) + ".example.org";
    }

    String histogram() {
        return "/logs/histogram?from=-24h";
    }

    String rareWord() {
        return "/logs?limit=100&query=" + (100_000 + random(900_000)) + sinceLogs;
    }

    String fields() {
        return "/logs/fields?from=-24h";
    }

    String alertTrends() {
        return "/alerts/trends?top=10" + sinceMetrics;
    }

    String metricTrend() {
        return "/metrics/series?name=system.cpu.utilization&host=" + monitoredHost() + sinceMetrics;
    }

    String metricTrends() {
        return "/metrics/series?name=system.cpu.utilization" + sinceMetrics;
    }

    /** The concurrent requests of the host page. */
    List<String> hostPage() {
        String host = monitoredHost();
        Stream<String> charts = CHARTS.stream()
                .map(metric -> "/metrics/series?name=" + metric + "&host=" + host + "&from=-1h&step=30s");
        return Stream.concat(
                        Stream.of(
                                "/hosts/" + host,
                                "/hosts/" + host + "/processes?limit=1000",
                                "/alerts?host=" + host + "&from=-1h&limit=200",
                                "/rules"),
                        charts)
                .toList();
    }

    /** A body of {@value #BATCH_SIZE} log messages. */
    byte[] body(int number) {
        return bodies.get(number % BODIES);
    }

    private byte[] newBody() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int message = 0; message < BATCH_SIZE; message++) {
            body.writeBytes(logs.next());
            body.write('\n');
        }
        return body.toByteArray();
    }

    private static String monitoredHost() {
        return "node-" + random(HistoricalData.MONITORED_HOSTS) + ".example.org";
    }

    private static int random(int bound) {
        return ThreadLocalRandom.current().nextInt(bound);
    }
}
