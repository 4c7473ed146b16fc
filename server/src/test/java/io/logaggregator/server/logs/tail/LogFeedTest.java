package io.logaggregator.server.logs.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.logaggregator.core.common.StoreUnavailableException;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.logs.match.LogMatcher;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField.Standard;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.server.overload.MemoryBudget;
import io.logaggregator.server.settings.AggregatorSettings.TailSettings;
import io.logaggregator.server.web.ProblemException;
import io.logaggregator.testkit.TestObservations;
import io.logaggregator.wire.attributes.JsonAttributes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** Clients with a thread each, and a store in memory. The test calls the polls. */
class LogFeedTest {

    private static final Partition PARTITION = new Partition("logs", "id", 0);
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final int MAX_CLIENTS = 3;

    private final FakeTail tail = new FakeTail();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MemoryBudget memory = new MemoryBudget("tails", 1 << 20, registry);
    private final LogFeed feed = new LogFeed(
            tail,
            new LogMatcher(new JsonAttributes()),
            event -> event.message().getBytes(UTF_8),
            new TailSettings(MAX_CLIENTS, DataSize.ofMegabytes(1), Duration.ofSeconds(1)),
            memory,
            registry);

    @AfterEach
    void close() throws InterruptedException {
        feed.close();
    }

    @Test
    void client_receivesEventsCommittedAfterItConnected() {
        tail.commit(event(1, "before"));
        Seen seen = view(Optional.empty());
        tail.commit(event(3, "second"), event(2, "first"));
        feed.poll();
        tail.commit(event(4, "third"));
        feed.poll();

        seen.awaitEvents("first", "second", "third");
    }

    @Test
    void clients_receiveMatchingEventsOnly() {
        LogCondition host = new LogCondition.Matches(Standard.HOST, TextPattern.of("web-1"));
        Seen some = view(host, Optional.empty(), () -> true);
        Seen all = view(Optional.empty());
        tail.commit(event(1, "one"), event(2, "two"), event(11, "eleven"));
        feed.poll();

        some.awaitEvents("one", "eleven");
        all.awaitEvents("one", "two", "eleven");
    }

    @Test
    void resumedStream_continuesAfterTheLastEvent() {
        Seen seen = view(Optional.empty());
        tail.commit(event(1, "one"), event(2, "two"), event(3, "three"));
        feed.poll();
        seen.awaitEvents("one", "two", "three");
        tail.commit(event(4, "four"));
        feed.poll();
        seen.awaitEvents("one", "two", "three", "four");

        Seen resumed = view(Optional.of(seen.idOf("two")));
        feed.poll();
        resumed.awaitEvents("three", "four");
        tail.commit(event(5, "five"));
        feed.poll();

        resumed.awaitEvents("three", "four", "five");
    }

    @Test
    void streamWithoutEvents_resumesAtItsStart() {
        Seen seen = view(Optional.empty());
        seen.await(text -> text.contains("id: "));
        tail.commit(event(1, "one"));

        Seen resumed = view(Optional.of(seen.lastId()));
        feed.poll();

        resumed.awaitEvents("one");
    }

    @Test
    void heartbeats_advanceThePosition() {
        Seen seen = view(Optional.empty());
        seen.await(text -> text.contains("id: "));
        String opening = seen.lastId();
        feed.poll();

        seen.await(_ -> !seen.lastId().equals(opening));

        assertThat(seen.text()).contains(": heartbeat\nid: ");
        assertThat(seen.events()).isEmpty();
    }

    @Test
    void resumedStream_catchesUpCompletely() {
        Seen seen = view(Optional.empty());
        seen.await(text -> text.contains("id: "));
        List<String> lines = new ArrayList<>();
        for (int number = 1; number <= 2_500; number++) {
            tail.commit(event(number, "line " + number));
            lines.add("line " + number);
        }

        Seen resumed = view(Optional.of(seen.lastId()));
        feed.poll();

        resumed.awaitEvents(lines.toArray(String[]::new));
    }

    @Test
    void eventsBeyondAPoll_areSkippedAndCounted() {
        Seen seen = view(Optional.empty());
        tail.commit(IntStream.rangeClosed(1, 5_007)
                .mapToObj(number -> event(number, "line"))
                .toArray(LogEvent[]::new));
        feed.poll();

        seen.await(text -> text.contains("event: skipped\ndata: {\"lines\":7}\n\n"));
        assertThat(seen.lines()).hasSize(5_000);
        assertThat(registry.get("aggregator.tail.skipped").counter().count()).isEqualTo(7);
    }

    @Test
    void unavailableStore_isReportedWithoutLoss() {
        Seen seen = view(Optional.empty());
        feed.poll();
        tail.setUnavailable(true);
        feed.poll();
        feed.poll();
        tail.commit(event(1, "during the outage"));
        tail.setUnavailable(false);
        feed.poll();

        seen.awaitEvents("during the outage");
        seen.await(text -> text.contains("event: resumed"));
        assertThat(seen.text()).containsOnlyOnce("event: interrupted");
    }

    @Test
    void unavailableStore_isReportedToResumedStream() {
        Seen seen = view(Optional.empty());
        seen.await(text -> text.contains("id: "));
        tail.commit(event(1, "one"));
        tail.setUnavailable(true);
        feed.poll();

        Seen resumed = view(Optional.of(seen.lastId()));
        resumed.await(text -> text.contains("event: interrupted"));
        tail.setUnavailable(false);
        feed.poll();

        resumed.awaitEvents("one");
    }

    @Test
    void lostPosition_isReportedAsGap() {
        Seen seen = view(Optional.empty());
        seen.await(text -> text.contains("id: "));
        tail.commit(event(1, "forgotten"));
        tail.loseAll();

        Seen resumed = view(Optional.of(seen.lastId()));
        feed.poll();

        resumed.await(text -> text.contains("event: gap"));
    }

    @Test
    void unknownPosition_isReportedAsGap() {
        tail.commit(event(1, "before"));
        Seen malformed = view(Optional.of("not;ours"));
        Seen foreign = view(Optional.of("12:34"));
        feed.poll();
        malformed.await(text -> text.contains("event: gap"));
        foreign.await(text -> text.contains("event: gap"));
        tail.commit(event(2, "after"));
        feed.poll();

        malformed.awaitEvents("after");
        foreign.awaitEvents("after");
    }

    @Test
    void queryTimeout_isReportedAsGap() {
        Seen seen = view(Optional.empty());
        tail.setSlow(true);
        feed.poll();
        seen.await(text -> text.contains("event: gap"));
        tail.setSlow(false);
        tail.commit(event(1, "after"));
        feed.poll();

        seen.awaitEvents("after");
    }

    @Test
    void slowCondition_isEndedAlone() {
        LogCondition slow = new LogCondition.Matches(Standard.MESSAGE, TextPattern.of("slow"));
        LogCondition host = new LogCondition.Matches(Standard.HOST, TextPattern.of("web-1"));
        Seen slowOne = view(slow, Optional.empty(), () -> true);
        Seen other = view(host, Optional.empty(), () -> true);
        tail.commit(event(1, "one"));
        feed.poll();
        tail.setSlow(slow);
        tail.commit(event(11, "two"), event(21, "three"));
        feed.poll();
        slowOne.await(text -> text.contains("event: gap"));
        tail.commit(event(31, "four"));
        feed.poll();
        slowOne.await(
                text -> text.endsWith("event: timeout\ndata: {\"detail\":\"Live tail ended: its query takes too long."
                        + " Make it simpler, then start again.\"}\n\n"));
        tail.commit(event(41, "five"));
        feed.poll();

        other.awaitEvents("one", "two", "three", "four", "five");
        assertThat(other.text()).doesNotContain("event: ");
        assertThat(registry.get("aggregator.tail.timeouts").counter().count()).isEqualTo(1);
    }

    @Test
    void revokedClient_isDisconnected() {
        Seen seen = view(LogCondition.ALL, Optional.empty(), () -> false);

        seen.await(text ->
                text.endsWith("event: end\ndata: {\"detail\":\"The API key has been revoked or has expired.\"}\n\n"));
        await().untilAsserted(() -> assertThat(
                        registry.get("aggregator.tail.viewers").gauge().value())
                .isZero());
    }

    @Test
    void open_aboveTheMaximum_isRejected() {
        IntStream.range(0, MAX_CLIENTS).forEach(number -> view(Optional.empty()));

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> feed.open("test", LogCondition.ALL, Optional.empty()))
                .withMessageStartingWith(MAX_CLIENTS + " live tail clients are connected");
        assertThat(registry.get("aggregator.tail.viewers").gauge().value()).isEqualTo(MAX_CLIENTS);
    }

    @Test
    void close_endsTheStreams() throws InterruptedException {
        Seen seen = view(Optional.empty());

        feed.close();

        seen.await(
                text -> text.endsWith("event: end\ndata: {\"detail\":\"This instance is stopping. Reconnect.\"}\n\n"));
        await().untilAsserted(() -> assertThat(
                        registry.get("aggregator.tail.viewers").gauge().value())
                .isZero());
    }

    @Test
    void open_withUnavailableStore_throws() {
        tail.setUnavailable(true);

        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> feed.open("test", LogCondition.ALL, Optional.empty()));
    }

    private static LogEvent event(int number, String message) {
        return TestObservations.logEvent(PARTITION, number, NOON.plusMillis(number), "web-" + number % 10, message);
    }

    private Seen view(Optional<String> lastEventId) {
        return view(LogCondition.ALL, lastEventId, () -> true);
    }

    private Seen view(LogCondition condition, Optional<String> lastEventId, BooleanSupplier mayStay) {
        TailStream stream = feed.open("test", condition, lastEventId);
        Seen seen = new Seen(new ByteArrayOutputStream(), mayStay);
        Thread.ofVirtual().start(() -> {
            try (stream) {
                stream.writeTo(seen);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return seen;
    }

    /** The output to a client. */
    private record Seen(ByteArrayOutputStream out, BooleanSupplier welcome) implements TailConnection {

        @Override
        public boolean mayStay() {
            return welcome.getAsBoolean();
        }

        @Override
        public void cut() {
            throw new IllegalStateException("unexpected slow client");
        }

        String text() {
            return out.toString(UTF_8);
        }

        List<String> events() {
            return List.of(text().split("(?<=\n\n)")).stream()
                    .filter(event -> event.contains("data: "))
                    .toList();
        }

        List<String> lines() {
            return events().stream()
                    .filter(event -> !event.startsWith("event: "))
                    .map(event -> event.substring(event.indexOf("data: ") + 6).strip())
                    .toList();
        }

        String idOf(String line) {
            String event = events().stream()
                    .filter(candidate -> candidate.contains("data: " + line + "\n"))
                    .findFirst()
                    .orElseThrow();
            return event.substring(4, event.indexOf('\n'));
        }

        String lastId() {
            String text = text();
            int begin = text.lastIndexOf("id: ") + 4;
            return text.substring(begin, text.indexOf('\n', begin));
        }

        void awaitEvents(String... expected) {
            await(() -> assertThat(lines()).containsExactly(expected));
        }

        void await(Predicate<String> condition) {
            await(() -> assertThat(text()).matches(condition));
        }

        private static void await(ThrowingRunnable assertion) {
            Awaitility.await().atMost(Duration.ofMinutes(5)).untilAsserted(assertion);
        }
    }
}
