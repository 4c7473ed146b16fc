package io.logaggregator.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.ingest.IngestMetrics.Cause;
import io.logaggregator.core.ingest.IngestMetrics.Commit;
import io.logaggregator.core.ledger.IngestCounts;
import io.logaggregator.core.ledger.Rejection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MicrometerIngestMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MicrometerIngestMetrics metrics = new MicrometerIngestMetrics(registry);

    @Test
    void commit_countsMessagesByOutcomeAndRowsByKind() {
        IngestCounts tally = new IngestCounts(10, 7, 2, 1, 0, 0, 20, 30, 5, 3, 4);
        metrics.committed(new Commit(
                tally, Map.of(Rejection.Reason.MALFORMED, 3), 999, Duration.ofMillis(40), Duration.ofMillis(250)));

        assertThat(count("aggregator.messages", "outcome", "observed")).isEqualTo(7);
        assertThat(count("aggregator.messages", "outcome", "rejected")).isEqualTo(2);
        assertThat(count("aggregator.messages", "outcome", "ignored")).isEqualTo(1);
        assertThat(count("aggregator.observations", "kind", "metric_sample")).isEqualTo(30);
        assertThat(count("aggregator.rejections", "reason", "malformed")).isEqualTo(3);
        assertThat(registry.get("aggregator.batch.messages").summary().totalAmount())
                .isEqualTo(10);
        assertThat(registry.get("aggregator.transaction").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(40);
        assertThat(registry.get("aggregator.delay").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(250);
    }

    @Test
    void retry_isCountedByCause() {
        metrics.retried(Cause.STALE_OWNER);

        assertThat(count("aggregator.retries", "cause", "stale_owner")).isEqualTo(1);
        assertThat(count("aggregator.retries", "cause", "failure")).isZero();
    }

    private double count(String name, String tag, String value) {
        return registry.get(name).tag(tag, value).counter().count();
    }
}
