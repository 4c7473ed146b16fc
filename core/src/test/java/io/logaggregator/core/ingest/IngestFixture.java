package io.logaggregator.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logaggregator.core.alerting.engine.RuleSet;
import io.logaggregator.core.common.Backoff;
import io.logaggregator.core.ingest.Decoded.Progress;
import io.logaggregator.core.ingest.Decoded.Rest;
import io.logaggregator.core.ingest.LoopStatus.State;
import io.logaggregator.core.ledger.Rejection;
import io.logaggregator.core.ledger.Rejection.Reason;
import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.core.queue.Message;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.core.queue.Position;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;

/** Runs ingest with an in-memory queue and store, and a decoder of short texts. */
abstract class IngestFixture {

    protected static final Partition FIRST = new Partition("logs", "id", 0);
    protected static final Partition SECOND = new Partition("logs", "id", 1);

    protected final FakeQueue queue = new FakeQueue();
    protected final FakeStore store = new FakeStore();
    protected final Ingest ingest = new Ingest(
            queue,
            store::openIngestSession,
            Map.of("logs", IngestFixture::decode),
            new Enricher(new Enrichment(LogTexts.EMPTY, List.of(), Duration.ofMinutes(10), Duration.ofDays(30))),
            () -> RuleSet.EMPTY,
            IngestMetrics.NONE,
            1,
            1 << 20,
            () -> new Backoff(Duration.ofMillis(1), Duration.ofMillis(5), new Random(1)),
            InstantSource.system());

    @AfterEach
    void stop() throws InterruptedException {
        assertThat(ingest.stop(Duration.ofSeconds(10))).isTrue();
    }

    protected void awaitPosition(Partition partition, long position) {
        await().untilAsserted(() -> assertThat(store.positions).containsEntry(partition, Position.of(position)));
    }

    protected void awaitState(State state) {
        await().until(() -> ingest.loops().getFirst().state() == state);
    }

    /** Decodes one element of a message {@code many:} at a time. */
    private static Decoded decode(Message message, int from, long maxBytes) {
        String text = new String(Objects.requireNonNull(message.value()), StandardCharsets.UTF_8);
        if (!text.startsWith("many:")) {
            return decode(message, text, 0);
        }
        Progress before = new Progress(0, 0, 0, false, "many:".length());
        for (int skipped = 0; skipped < from; skipped++) {
            before = after(before, text);
        }
        return part(message, text, before);
    }

    private static Decoded part(Message message, String text, Progress before) {
        Progress after = after(before, text);
        String element = text.substring(before.position(), after.position()).replace(",", "");
        Decoded decoded = element.equals("!")
                ? Decoded.rejected(
                        new Rejection(Reason.MALFORMED, "malformed", element.getBytes(StandardCharsets.UTF_8)))
                : decode(message, element, before.events());
        Rest rest = new Rest() {
            @Override
            public Progress before() {
                return after;
            }

            @Override
            public Decoded decode(long maxBytes) {
                return part(message, text, after);
            }
        };
        return new Decoded(
                decoded.observations(),
                decoded.rejections(),
                0,
                before,
                after.position() == text.length() ? Optional.empty() : Optional.of(rest));
    }

    private static Progress after(Progress before, String text) {
        int comma = text.indexOf(',', before.position());
        boolean invalid = text.charAt(before.position()) == '!';
        return new Progress(
                before.elements() + 1,
                before.events() + (invalid ? 0 : 1),
                before.rejections() + (invalid ? 1 : 0),
                before.observed() || !invalid,
                comma < 0 ? text.length() : comma + 1);
    }

    private static Decoded decode(Message message, String text, int index) {
        byte[] value = text.getBytes(StandardCharsets.UTF_8);
        return switch (text) {
            case "!malformed" -> Decoded.rejected(new Rejection(Reason.MALFORMED, "malformed", value));
            case "!nothing" -> Decoded.NOTHING;
            case "!throws" -> throw new IllegalStateException("bug");
            case "!overflows" -> throw new StackOverflowError();
            case "!fails" -> throw new AssertionError("of the test");
            default ->
                Decoded.of(new LogEvent(
                        EventId.of(message.source(), message.offset(), index, message.timestamp()),
                        message.timestamp(),
                        message.receivedAt(),
                        "host",
                        Level.INFO,
                        text,
                        LogTexts.EMPTY,
                        List.of(),
                        JsonObject.EMPTY));
        };
    }
}
