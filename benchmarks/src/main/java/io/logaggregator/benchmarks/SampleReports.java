package io.logaggregator.benchmarks;

import io.logaggregator.application.OutgoingMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Small agent messages of hosts, one after the other, 5,000 within a second of their time. */
final class SampleReports {

    private static final int MANY_HOSTS = 50_000;
    private static final long MICROS_APART = 200;

    private final double ratio;
    private final int hosts;
    private final Instant begin;
    private int made;

    /** 50,000 hosts of which processors and memory are in use at this ratio. */
    SampleReports(double ratio) {
        this(ratio, MANY_HOSTS, Instant.now().minusSeconds(3600));
    }

    SampleReports(double ratio, int hosts, Instant begin) {
        this.ratio = ratio;
        this.hosts = hosts;
        this.begin = begin;
    }

    OutgoingMessage next() {
        String host = "node-" + made % hosts + ".example.org";
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
