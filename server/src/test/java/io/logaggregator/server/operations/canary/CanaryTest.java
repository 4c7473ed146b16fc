package io.logaggregator.server.operations.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.common.Page;
import io.logaggregator.core.common.StoreUnavailableException;
import io.logaggregator.core.logs.FieldValues;
import io.logaggregator.core.logs.LogContext;
import io.logaggregator.core.logs.LogHistogram;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.core.logs.LogSearch;
import io.logaggregator.core.logs.match.LogMatcher;
import io.logaggregator.core.observation.LogEvent;
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

    private final ShortWay way = new ShortWay();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Canary canary = canary(UUID.fromString("00000000-0000-4000-8000-000000000001"), registry);

    private Instant now = Instant.parse("2026-11-23T12:00:00Z");

    private Canary canary(UUID life, MeterRegistry meters) {
        return new Canary(
                way,
                way,
                new CanaryMessages("logs", "web-1", life),
                new CanarySettings(Duration.ofSeconds(10), Duration.ofSeconds(10), MISSING),
                meters,
                () -> now);
    }

    @Test
    void line_isALogEventOfTheCanary() {
        canary.send();

        LogEvent line = way.stored.getFirst();
        assertThat(line.isCanary()).isTrue();
        assertThat(line.isHostActivity()).isFalse();
        assertThat(line.component()).isEqualTo("web-1");
        assertThat(line.attributes().text())
                .isEqualTo("{\"canary\":{\"instance\":\"00000000-0000-4000-8000-000000000001\",\"sequence\":1}}");
    }

    @Test
    void lineThatIsFound_isCountedAndTimed() {
        canary.send();
        lookAfter(Duration.ofMillis(200));

        assertThat(count("in_time")).isEqualTo(1);
        assertThat(registry.get("aggregator.canary.delay").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(200);
        assertThat(gauge("age")).isEqualTo(0.2);
        assertThat(canary.trouble()).isEmpty();
    }

    @Test
    void lineThatIsThereTwice_isADuplicate() {
        canary.send();
        lookAfter(Duration.ofMillis(200));
        way.stored.add(way.stored.getFirst());

        lookAfter(MISSING);

        assertThat(registry.get("aggregator.canary.duplicates")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void linesOfAnotherLife_areNotTakenForItsOwn() {
        Canary earlier = canary(UUID.fromString("00000000-0000-4000-8000-000000000002"), new SimpleMeterRegistry());
        earlier.send();
        canary.send();

        lookAfter(Duration.ofMillis(200));

        assertThat(canary.counts().inTime()).isEqualTo(1);
        assertThat(canary.counts().duplicates()).isZero();
        assertThat(earlier.counts().inTime()).isZero();
    }

    @Test
    void lineThatDoesNotArrive_isMissingAndTroubleUntilItDoes() {
        way.isStuck = true;
        canary.send();
        lookAfter(MISSING);
        assertThat(canary.trouble()).isEmpty();

        lookAfter(Duration.ofMillis(1));
        assertThat(gauge("missing")).isEqualTo(1);
        assertThat(canary.trouble()).contains("one that was sent at 2026-11-23T12:00:00Z cannot be found");

        way.isStuck = false;
        lookAfter(Duration.ofSeconds(10));
        assertThat(gauge("missing")).isZero();
        assertThat(count("late")).isEqualTo(1);
        assertThat(canary.trouble()).isEmpty();
    }

    @Test
    void lineThatIsMissingForLong_isStillCountedButNoTroubleOfNow() {
        way.isStuck = true;
        canary.send();

        lookAfter(MISSING.plusMinutes(10));

        assertThat(gauge("missing")).isEqualTo(1);
        assertThat(canary.trouble()).isEmpty();
    }

    @Test
    void queueThatIsAway_isTroubleWithItsReasonAndNothingIsMissing() {
        way.queueIsAway = true;
        canary.send();
        lookAfter(MISSING.plusMillis(1));

        assertThat(count("unsent")).isEqualTo(1);
        assertThat(gauge("missing")).isZero();
        assertThat(canary.trouble()).contains("the queue does not take them: no broker");

        way.queueIsAway = false;
        canary.send();
        assertThat(canary.trouble()).isEmpty();
    }

    @Test
    void storeThatIsAway_isTroubleWithItsReasonOnceLinesAreMissing() {
        way.storeIsAway = true;
        canary.send();
        lookAfter(Duration.ofSeconds(1));
        assertThat(canary.trouble()).isEmpty();

        lookAfter(MISSING);
        assertThat(canary.trouble()).contains("they cannot be looked for: no database");

        way.storeIsAway = false;
        lookAfter(Duration.ofSeconds(10));
        assertThat(canary.trouble()).isEmpty();
        assertThat(count("late")).isEqualTo(1);
    }

    @Test
    void failedLook_endsTheRound() {
        way.storeIsAway = true;
        canary.send();
        canary.send();

        lookAfter(Duration.ofSeconds(1));

        assertThat(way.questions).isEqualTo(1);
    }

    private void lookAfter(Duration pause) {
        now = now.plus(pause);
        canary.look();
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

    /** A queue whose messages are decoded and found at once, as long as nothing is wrong. */
    private static final class ShortWay implements MessageQueue, LogSearch {

        private final Partition partition = new Partition("logs", "logs", 0);
        private final List<LogEvent> stored = new ArrayList<>();
        private boolean queueIsAway;
        private boolean storeIsAway;
        private boolean isStuck;
        private int questions;

        @Override
        public void publish(List<OutgoingMessage> messages) {
            if (queueIsAway) {
                throw new QueueUnavailableException("no broker", null);
            }
            for (OutgoingMessage message : messages) {
                Instant at = Instant.EPOCH;
                WireFormat.LOG
                        .decoder()
                        .decode(new Message(partition, stored.size(), at, at, message.key(), message.value()))
                        .observations()
                        .forEach(observation -> stored.add((LogEvent) observation));
            }
        }

        @Override
        public Page<LogEvent> find(LogQuery query, int limit, Optional<UUID> after) {
            questions++;
            if (storeIsAway) {
                throw new StoreUnavailableException("no database", null);
            }
            Predicate<LogEvent> matches = new LogMatcher(new JsonAttributes()).matching(query.condition());
            List<LogEvent> found = stored.stream()
                    .filter(event -> !isStuck && matches.test(event))
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
        public List<FieldValues> fields(LogQuery query, int values) {
            throw new UnsupportedOperationException();
        }
    }
}
