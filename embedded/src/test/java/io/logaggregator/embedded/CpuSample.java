package io.logaggregator.embedded;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** How busy a host was at an instant, as an agent says it. */
record CpuSample(String host, Instant at, double ratio) {

    byte[] json() {
        return """
                {"timestamp":"%s","host":{"hostname":"%s"},"metrics":{"cpu_usage":%s}}""".formatted(at, host, Math.round(ratio * 10_000) / 100.0).getBytes(StandardCharsets.UTF_8);
    }
}
