package io.logaggregator.server.ingest;

import io.logaggregator.core.ingest.IngestMetrics;
import io.logaggregator.core.ledger.IngestCounts;
import io.logaggregator.core.ledger.Rejection;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * Ingest metrics in Micrometer. All counters are registered at startup with 0, so that rates work from the first increment.
 *
 * <p>{@code aggregator.messages} counts each message once, by outcome. {@code aggregator.rejections} and {@code
 * aggregator.observations} count rows; a message may produce several.
 */
final class MicrometerIngestMetrics implements IngestMetrics {

    private final MeterProvider<Counter> messages;
    private final MeterProvider<Counter> observations;
    private final MeterProvider<Counter> rejections;
    private final MeterProvider<Counter> retries;
    private final Counter droppedParts;
    private final Counter lost;
    private final Counter bytes;
    private final DistributionSummary batchMessages;
    private final Timer transaction;
    private final Timer delay;

    MicrometerIngestMetrics(MeterRegistry registry) {
        messages = Counter.builder("aggregator.messages")
                .description("Processed messages, by outcome")
                .withRegistry(registry);
        observations = Counter.builder("aggregator.observations")
                .description("Stored rows, by kind")
                .withRegistry(registry);
        rejections = Counter.builder("aggregator.rejections")
                .description("Rejected messages and message elements, by reason")
                .withRegistry(registry);
        retries = Counter.builder("aggregator.retries")
                .description("Retries, by cause")
                .withRegistry(registry);
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
        count(IngestCounts.ZERO);
        for (Rejection.Reason reason : Rejection.Reason.values()) {
            rejected(reason, 0);
        }
        for (Cause cause : Cause.values()) {
            retried(cause, 0);
        }
    }

    /** A few buckets instead of the more than one hundred of Micrometer's histograms. */
    private static Duration[] millis(long... limits) {
        return Arrays.stream(limits).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }

    private static String nameOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void committed(Commit commit) {
        IngestCounts tally = commit.tally();
        count(tally);
        droppedParts.increment((double) tally.droppedParts());
        lost.increment((double) Math.max(0, tally.lost()));
        bytes.increment((double) commit.bytes());
        commit.rejections().forEach(this::rejected);
        transaction.record(commit.transaction());
        if (tally.messages() > 0) {
            batchMessages.record((double) tally.messages());
            delay.record(commit.delay());
        }
    }

    private void count(IngestCounts tally) {
        add(messages, "outcome", "observed", tally.observed());
        add(messages, "outcome", "rejected", tally.rejected());
        add(messages, "outcome", "ignored", tally.ignored());
        add(observations, "kind", "log_event", tally.logEvents());
        add(observations, "kind", "metric_sample", tally.metricSamples());
        add(observations, "kind", "process_snapshot", tally.processSnapshots());
    }

    private void rejected(Rejection.Reason reason, int number) {
        add(rejections, "reason", nameOf(reason), number);
    }

    @Override
    public void retried(Cause cause) {
        retried(cause, 1);
    }

    private void retried(Cause cause, int number) {
        add(retries, "cause", nameOf(cause), number);
    }

    /** Also registers the counter, unless it is registered. */
    private static void add(MeterProvider<Counter> counters, String tag, String value, long number) {
        counters.withTag(tag, value).increment((double) number);
    }
}
