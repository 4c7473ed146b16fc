package io.logaggregator.server.ingest;

import io.logaggregator.core.ingest.IngestMetrics;
import io.logaggregator.core.ledger.IngestCounts;
import io.logaggregator.core.ledger.Rejection;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * Ingest metrics in Micrometer. All counters are registered at startup with 0, so that rates work from the first increment.
 *
 * <p>{@code aggregator.messages} counts each message once, by outcome. {@code aggregator.rejections} and {@code
 * aggregator.observations} count rows; a message may produce several.
 */
final class MicrometerIngestMetrics implements IngestMetrics {

    private final Counter observed;
    private final Counter rejected;
    private final Counter ignored;
    private final Counter logEvents;
    private final Counter metricSamples;
    private final Counter processSnapshots;
    private final Counter droppedParts;
    private final Counter lost;
    private final Counter bytes;
    private final DistributionSummary batchMessages;
    private final Timer transaction;
    private final Timer delay;
    private final Map<Rejection.Reason, Counter> rejections = new EnumMap<>(Rejection.Reason.class);
    private final Map<Cause, Counter> retries = new EnumMap<>(Cause.class);

    MicrometerIngestMetrics(MeterRegistry registry) {
        observed = message(registry, "observed");
        rejected = message(registry, "rejected");
        ignored = message(registry, "ignored");
        logEvents = observation(registry, "log_event");
        metricSamples = observation(registry, "metric_sample");
        processSnapshots = observation(registry, "process_snapshot");
        droppedParts = Counter.builder("aggregator.dropped.parts")
                .description("Malformed parts of accepted messages that were dropped")
                .register(registry);
        lost = Counter.builder("aggregator.lost.messages")
                .description("Offsets deleted by the queue before they were consumed")
                .register(registry);
        bytes = Counter.builder("aggregator.message.bytes")
                .description("Size of the keys and values of committed messages")
                .baseUnit("bytes")
                .register(registry);
        batchMessages = DistributionSummary.builder("aggregator.batch.messages")
                .description("Messages per transaction")
                .register(registry);
        transaction = Timer.builder("aggregator.transaction")
                .description("Duration of a transaction, from begin to commit")
                .serviceLevelObjectives(millis(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000))
                .register(registry);
        delay = Timer.builder("aggregator.delay")
                .description("Time from the queue timestamp of the oldest message of a batch to its commit")
                .serviceLevelObjectives(
                        millis(50, 100, 250, 500, 1_000, 2_500, 5_000, 15_000, 60_000, 600_000, 3_600_000))
                .register(registry);
        for (Rejection.Reason reason : Rejection.Reason.values()) {
            rejections.put(
                    reason,
                    Counter.builder("aggregator.rejections")
                            .description("Rejected messages and message elements, by reason")
                            .tag("reason", nameOf(reason))
                            .register(registry));
        }
        for (Cause cause : Cause.values()) {
            retries.put(
                    cause,
                    Counter.builder("aggregator.retries")
                            .description("Retries, by cause")
                            .tag("cause", nameOf(cause))
                            .register(registry));
        }
    }

    /** A few buckets instead of the more than one hundred of Micrometer's histograms. */
    private static Duration[] millis(long... limits) {
        return Arrays.stream(limits).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }

    private static Counter message(MeterRegistry registry, String outcome) {
        return Counter.builder("aggregator.messages")
                .description("Processed messages, by outcome")
                .tag("outcome", outcome)
                .register(registry);
    }

    private static Counter observation(MeterRegistry registry, String kind) {
        return Counter.builder("aggregator.observations")
                .description("Stored rows, by kind")
                .tag("kind", kind)
                .register(registry);
    }

    private static String nameOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void committed(Commit commit) {
        IngestCounts tally = commit.tally();
        add(observed, tally.observed());
        add(rejected, tally.rejected());
        add(ignored, tally.ignored());
        add(logEvents, tally.logEvents());
        add(metricSamples, tally.metricSamples());
        add(processSnapshots, tally.processSnapshots());
        add(droppedParts, tally.droppedParts());
        add(lost, Math.max(0, tally.lost()));
        add(bytes, commit.bytes());
        commit.rejections().forEach((reason, count) -> counterOf(reason).increment(count));
        transaction.record(commit.transaction());
        if (tally.messages() > 0) {
            batchMessages.record((double) tally.messages());
            delay.record(commit.delay());
        }
    }

    private static void add(Counter counter, long count) {
        counter.increment((double) count);
    }

    @Override
    public void retried(Cause cause) {
        retries.computeIfAbsent(cause, this::missing).increment();
    }

    private Counter counterOf(Rejection.Reason reason) {
        return rejections.computeIfAbsent(reason, this::missing);
    }

    private Counter missing(Enum<?> constant) {
        throw new IllegalStateException(constant + ": not found (expected: a counter for every constant)");
    }
}
