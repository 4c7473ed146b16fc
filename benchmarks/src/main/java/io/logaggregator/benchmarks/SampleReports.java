package io.logaggregator.benchmarks;

import io.logaggregator.application.OutgoingMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Small agent messages of 50,000 hosts, one after the other, each every ten seconds of their time. */
final class SampleReports {

    private static final int HOSTS = 50_000;
    private static final long MICROS_APART = 200;

    private final Instant begin = Instant.now().minusSeconds(3600);
    private final double ratio;
    private int made;

    /** Hosts of which processors and memory are in use at this ratio. */
    SampleReports(double ratio) {
        this.ratio = ratio;
    }

    OutgoingMessage next() {
        String host = "node-" + made % HOSTS + ".example.org";
        String json = """
                {"timestamp":"%s","host":{"hostname":"%s","os":"linux","arch":"amd64","cpu_cores":8},\
                "metrics":{"cpu_usage":%s,"memory_usage":%d,"total_memory":16000000000,\
                "disk":{"total":500000000000,"used":100000000000,"free":400000000000,"usage_percent":20.0},\
                "network":{"BytesSent":1000,"BytesReceived":2000}},\
                "processes":{"total_count":%d,"list":[]}}""".formatted(
                        begin.plusNanos(made * MICROS_APART * 1_000L),
                        host,
                        ratio * 100,
                        (long) (ratio * 16_000_000_000L),
                        (int) (ratio * 1_000));
        made++;
        return new OutgoingMessage("", host.getBytes(StandardCharsets.UTF_8), json.getBytes(StandardCharsets.UTF_8));
    }
}
