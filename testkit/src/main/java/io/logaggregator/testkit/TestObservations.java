package io.logaggregator.testkit;

import io.logaggregator.core.ledger.RejectedMessage;
import io.logaggregator.core.ledger.Rejection;
import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.observation.ProcessSnapshot;
import io.logaggregator.core.queue.Partition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Realistic observations, the same for each call. */
public final class TestObservations {

    private static final Level[] LEVELS = Level.values();

    private TestObservations() {}

    /** Log events of a web shop from ten hosts, one per offset, a millisecond apart. */
    public static List<Observation> logEvents(Partition partition, long firstOffset, int count, Instant first) {
        return LongStream.range(firstOffset, firstOffset + count)
                .<Observation>mapToObj(offset -> logEvent(partition, offset, first.plusMillis(offset - firstOffset)))
                .toList();
    }

    public static LogEvent logEvent(Partition partition, long offset, Instant observedAt) {
        return logEvent(
                partition,
                offset,
                observedAt,
                "web-" + offset % 10,
                "GET /shop/cart/" + offset + "?session=4f9a81c2 answered 200 after " + offset % 977 + " ms to 10.20.30."
                        + offset % 251 + " (Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0)");
    }

    public static LogEvent logEvent(Partition partition, long offset, Instant observedAt, String host, String message) {
        return new LogEvent(
                EventId.of(partition.number(), offset, 0, observedAt),
                observedAt,
                observedAt.plusMillis(40),
                host,
                LEVELS[(int) (offset % LEVELS.length)],
                message,
                LogTexts.of("prod", "shop", "cart", "trace-" + offset / 4),
                List.of("host:" + host, "env:prod"),
                new JsonObject("{\"status\":200,\"bytes\":" + offset % 4096 + ",\"user\":\"u" + offset % 100 + "\"}"));
    }

    /** Samples of a host as sent by an agent, each of another series. */
    public static List<Observation> metricSamples(String host, int count, Instant observedAt) {
        return IntStream.range(0, count)
                .<Observation>mapToObj(i -> new MetricSample(
                        host,
                        "system.filesystem.utilization",
                        i / (double) count,
                        observedAt,
                        Map.of("system.device", "/dev/sd" + i)))
                .toList();
    }

    public static ProcessSnapshot processSnapshot(String host, int processes, Instant observedAt) {
        return new ProcessSnapshot(
                host,
                observedAt,
                IntStream.range(0, processes)
                        .mapToObj(i -> new ProcessSnapshot.Entry(i, "process-" + i, i / 8.0, i * 4096L, "S"))
                        .toList());
    }

    public static RejectedMessage rejectedMessage(Partition partition, long offset, Instant rejectedAt) {
        return new RejectedMessage(
                EventId.of(partition.number(), offset, 0, rejectedAt),
                partition,
                offset,
                rejectedAt,
                new Rejection(
                        Rejection.Reason.MALFORMED,
                        "line 1, column 2: not JSON",
                        ("{broken " + offset).getBytes(StandardCharsets.UTF_8)),
                null,
                null,
                Optional.empty());
    }
}
