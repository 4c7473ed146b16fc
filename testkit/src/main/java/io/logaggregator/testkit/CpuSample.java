package io.logaggregator.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** CPU utilization of a host at an instant. */
public record CpuSample(String host, Instant at, double ratio) {

    /** The message in the format {@code agent}. */
    public byte[] json() {
        return """
                {"timestamp":"%s","host":{"hostname":"%s"},"metrics":{"cpu_usage":%s}}""".formatted(at, host, Math.round(ratio * 10_000) / 100.0).getBytes(StandardCharsets.UTF_8);
    }
}
