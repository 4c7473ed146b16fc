package io.logaggregator.server.logs.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.TailCursor;
import io.logaggregator.core.logs.match.LogMatcher;
import io.logaggregator.server.overload.MemoryBudget;
import io.logaggregator.server.settings.AggregatorSettings.TailSettings;
import io.logaggregator.wire.attributes.JsonAttributes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class TailStreamTest {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final TailCursor BEFORE = new TailCursor("before");
    private static final TailCursor AFTER = new TailCursor("after");

    private final MemoryBudget memory = new MemoryBudget("tails", 1 << 20, new SimpleMeterRegistry());
    private final LogFeed feed = new LogFeed(
            new FakeTail(),
            new LogMatcher(new JsonAttributes()),
            event -> new byte[0],
            new TailSettings(1, DataSize.ofKilobytes(16), Duration.ofSeconds(1)),
            memory,
            new SimpleMeterRegistry());
    private final TailClient client = new TailClient(LogCondition.ALL, event -> true, () -> 1_000);

    @Test
    void heartbeat_neverMovesThePositionBack() throws InterruptedException {
        client.setPolled(BEFORE);
        client.setCaughtUp();
        client.offer("id: line\ndata: x\n\n".getBytes(UTF_8));
        Seen seen = new Seen(new ByteArrayOutputStream());
        Thread writer = Thread.ofVirtual().start(() -> write(seen));

        await().atMost(LIMIT)
                .until(() -> seen.text().contains("id: line\n") && seen.text().endsWith("heartbeat\n\n"));
        client.setPolled(AFTER);
        await().atMost(LIMIT).until(() -> seen.text().endsWith(": heartbeat\nid: after\n\n"));
        client.end();
        writer.join();

        assertThat(seen.text().substring(seen.text().indexOf("id: line"))).doesNotContain("id: before");
    }

    private void write(Seen seen) {
        try (TailStream stream =
                new TailStream(feed, client, TailPosition.at(BEFORE), Duration.ZERO, memory.open("test"))) {
            stream.writeTo(seen);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private record Seen(ByteArrayOutputStream bytes) implements TailConnection {

        @Override
        public OutputStream out() {
            return bytes;
        }

        @Override
        public boolean mayStay() {
            return true;
        }

        @Override
        public void cut() {}

        String text() {
            return bytes.toString(UTF_8);
        }
    }
}
