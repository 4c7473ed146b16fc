package io.logaggregator.server.logs.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.logs.LogCondition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TailClientTest {

    private static final int CAPACITY = 10;

    private int capacity = CAPACITY;
    private final TailClient client = new TailClient(LogCondition.ALL, event -> true, () -> capacity);

    @Test
    void events_areReturnedInOrder() throws InterruptedException {
        offer("one", "two");

        assertThat(taken()).containsExactly("one", "two");
    }

    @Test
    void eventsBeyondTheCapacity_areSkippedAndCounted() throws InterruptedException {
        offer("12345", "67890", "lost", "lost", "lost");

        assertThat(taken()).containsExactly("12345", "67890", "skipped 3");
        offer("next");
        assertThat(taken()).containsExactly("next");
    }

    @Test
    void smallerCapacity_appliesToLaterEvents() throws InterruptedException {
        offer("123");
        capacity = 5;
        offer("456", "lost");

        assertThat(taken()).containsExactly("123", "skipped 2");
    }

    @Test
    void end_releasesTheBuffer() {
        offer("123", "456");
        assertThat(client.bufferedBytes()).isEqualTo(6);

        client.end();
        offer("789");

        assertThat(client.bufferedBytes()).isZero();
    }

    @Test
    void skipping_endsWhenHalfOfTheBufferIsFree() throws InterruptedException {
        offer("123", "456", "789", "lost");

        assertThat(next()).isEqualTo("123");
        offer("lost");
        assertThat(next()).isEqualTo("456");
        offer("new");

        assertThat(taken()).containsExactly("789", "skipped 2", "new");
    }

    @Test
    void largeEvent_isAcceptedByAnEmptyBuffer() throws InterruptedException {
        offer("a line of more than ten bytes", "lost");

        assertThat(taken()).containsExactly("a line of more than ten bytes", "skipped 1");
    }

    @Test
    void notice_isNeverSkipped() throws InterruptedException {
        offer("1234567890", "lost");
        client.send("notice".getBytes(UTF_8));

        assertThat(taken()).containsExactly("1234567890", "skipped 1", "notice");
    }

    @Test
    void unreadEvents_areCountedAsSkipped() throws InterruptedException {
        offer("one");
        client.skip(1_000);

        assertThat(taken()).containsExactly("one", "skipped 1000");
    }

    @Test
    void end_discardsTheBuffer() throws InterruptedException {
        offer("one", "two");

        client.end();

        assertThat(client.isOpen()).isFalse();
        assertThat(client.next(Duration.ofDays(1))).isEmpty();
    }

    private void offer(String... lines) {
        for (String line : lines) {
            client.offer(line.getBytes(UTF_8));
        }
    }

    private String next() throws InterruptedException {
        return text(client.next(Duration.ZERO)).orElseThrow();
    }

    private List<String> taken() throws InterruptedException {
        List<String> taken = new ArrayList<>();
        for (Optional<String> next = text(client.next(Duration.ZERO));
                next.isPresent();
                next = text(client.next(Duration.ZERO))) {
            taken.add(next.get());
        }
        return taken;
    }

    private static Optional<String> text(Optional<byte[]> event) {
        return event.map(bytes -> new String(bytes, UTF_8)
                .replaceAll("(?s)event: skipped\ndata: \\{\"lines\":(\\d+)}\n\n", "skipped $1"));
    }
}
