package io.logaggregator.server.logs.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogTail.Portion;
import io.logaggregator.core.logs.TailCursor;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.server.logs.tail.TailClient.Detachment;
import io.logaggregator.testkit.TestObservations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TailSubscribersTest {

    private static final TailCursor FROM = new TailCursor("from");
    private static final TailCursor TO = new TailCursor("to");
    private static final List<LogEvent> EVENTS = IntStream.range(0, 3)
            .mapToObj(number -> TestObservations.logEvent(
                    new Partition("logs", "id", 0), number, Instant.EPOCH.plusSeconds(number), "web-1", "m" + number))
            .toList();

    private final TailClient quick = client(event -> true);

    @Test
    void slowCondition_isDetachedAfterTheLastSentEvent() throws InterruptedException {
        TailClient slow = slow(Duration.ofMillis(300));

        send(slow, quick);

        assertThat(slow.isCaughtUp()).isFalse();
        assertThat(slow.takeDetachment())
                .contains(new Detachment(
                        TailPosition.within(FROM, TO, EVENTS.getFirst().id()), true));
        assertThat(slow.polled()).contains(TO);
        assertThat(buffered(slow)).hasSize(1);
        assertThat(quick.isCaughtUp()).isTrue();
        assertThat(buffered(quick)).hasSize(3);
    }

    @Test
    void slowPoll_detachesAllClients() throws InterruptedException {
        TailClient slow = slow(Duration.ofMillis(1_100));

        send(slow, quick);

        assertThat(quick.takeDetachment())
                .contains(new Detachment(
                        TailPosition.within(FROM, TO, EVENTS.getFirst().id()), false));
        assertThat(buffered(quick)).hasSize(1);
    }

    private static void send(TailClient... clients) {
        List<TailClient> all = List.of(clients);
        all.forEach(TailClient::setCaughtUp);
        new TailSubscribers(all)
                .send(
                        FROM,
                        TO,
                        new Portion(EVENTS, false, EVENTS.size(), true),
                        event -> event.message().getBytes(UTF_8));
    }

    private TailClient client(Predicate<LogEvent> predicate) {
        return new TailClient(LogCondition.ALL, predicate, () -> 1_000);
    }

    private TailClient slow(Duration duration) {
        return client(event -> {
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < duration.toNanos()) {
                LockSupport.parkNanos(1_000_000);
            }
            return true;
        });
    }

    private static List<byte[]> buffered(TailClient client) throws InterruptedException {
        List<byte[]> events = new ArrayList<>();
        for (Optional<byte[]> next = client.next(Duration.ZERO); next.isPresent(); next = client.next(Duration.ZERO)) {
            events.add(next.get());
        }
        return Collections.unmodifiableList(events);
    }
}
