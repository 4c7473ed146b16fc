package io.logaggregator.core.alerting.state;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Counts of recent events of a group. {@link EventCounts} adds to them.
 *
 * @param slots in time order
 * @param lag largest time that an event took to the queue, of those in the same window of append times as the last one
 * @param previousLag the same of the window before
 */
public record LogWindow(List<Slot> slots, Duration lag, Duration previousLag) {

    public static final LogWindow EMPTY = new LogWindow(List.of(), Duration.ZERO, Duration.ZERO);

    public LogWindow {
        slots = List.copyOf(slots);
    }

    public boolean isEmpty() {
        return slots.isEmpty();
    }

    /**
     * Events that are counted together.
     *
     * @param first time of the first event
     * @param last time of the last event
     * @param count 1 or more
     */
    public record Slot(Instant first, Instant last, long count) {}
}
