package io.logaggregator.server.operations.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.common.Page;
import io.logaggregator.core.common.StoreUnavailableException;
import io.logaggregator.core.ingest.CanarySignature;
import io.logaggregator.core.ingest.Enricher;
import io.logaggregator.core.ingest.Enrichment;
import io.logaggregator.core.logs.FieldSample;
import io.logaggregator.core.logs.LogContext;
import io.logaggregator.core.logs.LogExport;
import io.logaggregator.core.logs.LogHistogram;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.core.logs.LogSearch;
import io.logaggregator.core.logs.match.LogMatcher;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.core.queue.Message;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.core.queue.QueueConsumer;
import io.logaggregator.core.queue.QueueUnavailableException;
import io.logaggregator.server.settings.CanarySettings;
import io.logaggregator.wire.WireFormat;
import io.logaggregator.wire.attributes.JsonAttributes;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class CanaryTest {

    private static final Duration MISSING = Duration.ofMinutes(1);
    private static final CanarySignature SIGNATURE = new CanarySignature("secret");

    private final FakePipeline pipeline = new FakePipeline();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Canary canary = canary(UUID.fromString("00000000-0000-4000-8000-000000000001"), registry);

    private Instant now = Instant.parse("2026-11-23T12:00:00Z");

    private Canary canary(UUID runId, MeterRegistry meters) {
        return new Canary(
                pipeline,
                pipeline,
                new CanaryMessages("logs", "web-1", runId, () -> SIGNATURE),
                new CanarySettings(Duration.ofSeconds(10), Duration.ofSeconds(10), MISSING),
                meters,
                () -> now);
    }

    @Test
    void event_isMarkedAsCanary() {
        canary.send();

        LogEvent line = pipeline.stored.getFirst();
        assertThat(line.isCanary()).isTrue();
        assertThat(line.isHostActivity()).isFalse();
        assertThat(line.text(LogField.Text.COMPONENT)).isEqualTo("web-1");
        assertThat(line.attributes().text())
                .isEqualTo("{\"canary\":{\"instance\":\"00000000-0000-4000-8000-000000000001\",\"sequence\":1}}");
    }

    @Test
    void event_isSigned() {
        canary.send();

        LogEvent event = pipeline.stored.getFirst();
        assertThat(SIGNATURE.isValid(event)).isTrue();
        assertThat(new CanarySignature("other").isValid(event)).isFalse();
        assertThat(enriched(event, SIGNATURE).isCanary()).isTrue();
        assertThat(enriched(event, new CanarySignature("other")).isCanary()).isFalse();
    }

    private LogEvent enriched(LogEvent event, CanarySignature signature) {
        Enrichment enrichment =
                new Enrichment(LogTexts.of("prod", "", ""), List.of("a"), Duration.ofMinutes(10), Duration.ofDays(30));
        return (LogEvent) new Enricher(enrichment, signature::isValid).enrich(event, now);
    }

    @Test
    void foundEvent_isCountedAndTimed() {
        canary.send();
        searchAfter(Duration.ofMillis(200));

        assertThat(count("in_time")).isEqualTo(1);
        assertThat(registry.get("aggregator.canary.delay").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(200);
        assertThat(gauge("age")).isEqualTo(0.2);
        assertThat(canary.problem()).isEmpty();
    }

    @Test
    void secondCopy_isADuplicate() {
        canary.send();
        searchAfter(Duration.ofMillis(200));
        pipeline.stored.add(pipeline.stored.getFirst());

        searchAfter(MISSING);

        assertThat(registry.get("aggregator.canary.duplicates")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void eventsOfAnotherRun_areIgnored() {
        Canary earlier = canary(UUID.fromString("00000000-0000-4000-8000-000000000002"), new SimpleMeterRegistry());
        earlier.send();
        canary.send();

        searchAfter(Duration.ofMillis(200));

        assertThat(canary.counts().inTime()).isEqualTo(1);
        assertThat(canary.counts().duplicates()).isZero();
        assertThat(earlier.counts().inTime()).isZero();
    }

    @Test
    void missingEvent_isAProblemUntilItIsFound() {
        pipeline.stalled = true;
        canary.send();
        searchAfter(MISSING);
        assertThat(canary.problem()).isEmpty();

        searchAfter(Duration.ofMillis(1));
        assertThat(gauge("missing")).isEqualTo(1);
        assertThat(canary.problem()).contains("event not found: sentAt=2026-11-23T12:00:00Z");

        pipeline.stalled = false;
        searchAfter(Duration.ofSeconds(10));
        assertThat(gauge("missing")).isZero();
        assertThat(count("late")).isEqualTo(1);
        assertThat(canary.problem()).isEmpty();
    }

    @Test
    void oldMissingEvent_isCountedButNoProblem() {
        pipeline.stalled = true;
        canary.send();

        searchAfter(MISSING.plusMinutes(10));

        assertThat(gauge("missing")).isEqualTo(1);
        assertThat(canary.problem()).isEmpty();
    }

    @Test
    void unavailableQueue_isAProblem() {
        pipeline.queueUnavailable = true;
        canary.send();
        searchAfter(MISSING.plusMillis(1));

        assertThat(count("unsent")).isEqualTo(1);
        assertThat(gauge("missing")).isZero();
        assertThat(canary.problem()).contains("queue unavailable: no broker");

        pipeline.queueUnavailable = false;
        canary.send();
        assertThat(canary.problem()).isEmpty();
    }

    @Test
    void unavailableStore_isAProblemOnceEventsAreMissing() {
        pipeline.storeUnavailable = true;
        canary.send();
        searchAfter(Duration.ofSeconds(1));
        assertThat(canary.problem()).isEmpty();

        searchAfter(MISSING);
        assertThat(canary.problem()).contains("search failed: no database");

        pipeline.storeUnavailable = false;
        searchAfter(Duration.ofSeconds(10));
        assertThat(canary.problem()).isEmpty();
        assertThat(count("late")).isEqualTo(1);
    }

    @Test
    void failedSearch_endsTheRun() {
        pipeline.storeUnavailable = true;
        canary.send();
        canary.send();

        searchAfter(Duration.ofSeconds(1));

        assertThat(pipeline.queries).isEqualTo(1);
    }

    private void searchAfter(Duration pause) {
        now = now.plus(pause);
        canary.search();
    }

    private double count(String outcome) {
        return registry.get("aggregator.canary.lines")
                .tag("outcome", outcome)
                .functionCounter()
                .count();
    }

    private double gauge(String name) {
        return registry.get("aggregator.canary." + name).gauge().value();
    }

    /** A queue with messages that are decoded and found immediately. */
    private static final class FakePipeline implements MessageQueue, LogSearch {

        private final Partition partition = new Partition("logs", "logs", 0);
        private final List<LogEvent> stored = new ArrayList<>();
        private boolean queueUnavailable;
        private boolean storeUnavailable;
        private boolean stalled;
        private int queries;

        @Override
        public void publish(List<OutgoingMessage> messages) {
            if (queueUnavailable) {
                throw new QueueUnavailableException("no broker", null);
            }
            for (OutgoingMessage message : messages) {
                Instant at = Instant.EPOCH;
                WireFormat.LOG
                        .decoder()
                        .decode(new Message(
                                partition, stored.size(), at, at, message.key(), message.value(), null, null, 0))
                        .observations()
                        .forEach(observation -> stored.add((LogEvent) observation));
            }
        }

        @Override
        public Page<LogEvent> find(LogQuery query, LogExport.Order order, int limit, Optional<UUID> after) {
            queries++;
            if (storeUnavailable) {
                throw new StoreUnavailableException("no database", null);
            }
            Predicate<LogEvent> matches = new LogMatcher(new JsonAttributes()).matching(query.condition());
            List<LogEvent> found = stored.stream()
                    .filter(event -> !stalled && matches.test(event))
                    .filter(event -> !event.observedAt().isBefore(query.from())
                            && event.observedAt().isBefore(query.to()))
                    .toList();
            return new Page<>(found, Optional.empty());
        }

        @Override
        public QueueConsumer openConsumer() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void check() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<LogEvent> find(UUID id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<LogContext> context(UUID id, int before, int after) {
            throw new UnsupportedOperationException();
        }

        @Override
        public LogHistogram histogram(LogQuery query, Duration step) {
            throw new UnsupportedOperationException();
        }

        @Override
        public LogHistogram.ByValue histogram(LogQuery query, Duration step, LogField field, int values) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FieldSample fields(LogQuery query, String part, int values) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FieldSample fields(LogQuery query, LogField field, String part, int values) {
            throw new UnsupportedOperationException();
        }
    }
}
