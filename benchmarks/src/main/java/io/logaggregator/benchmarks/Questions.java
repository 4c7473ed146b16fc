package io.logaggregator.benchmarks;

import io.logaggregator.benchmarks.sample.SampleLogs;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** What people ask of a {@link StoredPast}, about one of its things each time. */
final class Questions {

    static final int LINES = 1_000;

    private static final int DIFFERENT_BODIES = 20;

    private static final List<String> CHARTS = List.of(
            "system.cpu.utilization",
            "system.memory.utilization",
            "system.filesystem.utilization",
            "system.network.io",
            "system.process.count");

    private final SampleLogs lines = SampleLogs.live(4);
    private final List<byte[]> bodies =
            Stream.generate(this::body).limit(DIFFERENT_BODIES).toList();
    private final String sinceLogs;
    private final String sinceMetrics;

    /**
     * @param logDays of which there are logs
     * @param metricDays of which there are metrics
     */
    Questions(int logDays, int metricDays) {
        sinceLogs = "&from=" + Instant.now().minus(Duration.ofDays(logDays));
        sinceMetrics = "&from=" + Instant.now().minus(Duration.ofDays(metricDays));
    }

    String newest() {
        return "/logs?limit=100&level=WARN&host=web-" + any(100) + ".example.org";
    }

    String histogram() {
        return "/logs/histogram?from=-24h";
    }

    String rareWord() {
        return "/logs?limit=100&query=" + (100_000 + any(900_000)) + sinceLogs;
    }

    String fields() {
        return "/logs/fields?from=-24h";
    }

    String alertTrends() {
        return "/alerts/trends?top=10" + sinceMetrics;
    }

    String metricTrend() {
        return "/metrics/series?name=system.cpu.utilization&host=" + watchedHost() + sinceMetrics;
    }

    String metricTrends() {
        return "/metrics/series?name=system.cpu.utilization" + sinceMetrics;
    }

    /** What the page of a host asks for, all at once. */
    List<String> hostPage() {
        String host = watchedHost();
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

    /** Log lines to be sent in, {@value #LINES} at once. */
    byte[] lines(int number) {
        return bodies.get(number % DIFFERENT_BODIES);
    }

    private byte[] body() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int line = 0; line < LINES; line++) {
            body.writeBytes(lines.next());
            body.write('\n');
        }
        return body.toByteArray();
    }

    private static String watchedHost() {
        return "node-" + any(StoredPast.WATCHED_HOSTS) + ".example.org";
    }

    private static int any(int bound) {
        return ThreadLocalRandom.current().nextInt(bound);
    }
}
