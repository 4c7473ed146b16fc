package io.logaggregator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.agent.Outbox.Item;
import io.logaggregator.core.queue.OutgoingMessage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private static final Duration NO_WAIT = Duration.ZERO;

    private final Outbox outbox = new Outbox(new OutboxLimit(2, 1_000), new OutboxLimit(2, 100));

    @Test
    void addReport_dropsOldest_whenFull() throws InterruptedException {
        Item first = report(1);
        Item second = report(1);
        Item third = report(1);

        List.of(first, second, third).forEach(outbox::addReport);

        assertThat(outbox.take(10, 1_000, NO_WAIT)).containsExactly(second, third);
        assertThat(outbox.dropped()).isEqualTo(1);
        assertThat(outbox.takeDropped()).isEqualTo(1);
        assertThat(outbox.takeDropped()).isZero();
    }

    @Test
    void addReport_dropsSeveral_forLargeReport() throws InterruptedException {
        Item large = report(900);
        outbox.addReport(report(300));
        outbox.addReport(report(300));

        outbox.addReport(large);

        assertThat(outbox.take(10, 1_000, NO_WAIT)).containsExactly(large);
    }

    @Test
    void offerLine_rejectsLineWithoutSpace() throws InterruptedException {
        Item first = line(60);
        assertThat(outbox.offerLine(first)).isTrue();
        assertThat(outbox.offerLine(line(60))).isFalse();

        assertThat(outbox.take(10, 1_000, NO_WAIT)).containsExactly(first);
        assertThat(outbox.offerLine(line(60))).isTrue();
    }

    @Test
    void offerLine_acceptsOversizedLineAlone() {
        assertThat(outbox.offerLine(line(500))).isTrue();
        assertThat(outbox.offerLine(line(1))).isFalse();
    }

    @Test
    void take_respectsLimits() throws InterruptedException {
        outbox.offerLine(line(40));
        outbox.offerLine(line(40));

        assertThat(outbox.take(10, 50, NO_WAIT)).hasSize(1);
        assertThat(outbox.take(10, 10, NO_WAIT)).hasSize(1);
        assertThat(outbox.take(10, 10, NO_WAIT)).isEmpty();
    }

    private static Item report(int size) {
        return new Item(Item.Kind.REPORT, new OutgoingMessage("reports", null, new byte[size]), () -> {});
    }

    private static Item line(int size) {
        return new Item(Item.Kind.LINE, new OutgoingMessage("lines", null, new byte[size]), () -> {});
    }
}
