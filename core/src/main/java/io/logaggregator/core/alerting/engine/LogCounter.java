package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.observation.LogEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a batch has for a rule that counts logs. */
final class LogCounter {

    private final LogCountRule counted;
    private final Map<List<String>, List<Point>> groups = new HashMap<>();

    LogCounter(LogCountRule counted) {
        this.counted = counted;
    }

    void take(LogEvent event) {
        if (counted.watched().test(event)) {
            groups.computeIfAbsent(counted.group(event), group -> new ArrayList<>(1))
                    .add(new Point(notAheadOfReceipt(event), 1));
        }
    }

    /** One sender whose clock is ahead must not make the events of all others late. */
    private static Instant notAheadOfReceipt(LogEvent event) {
        return event.observedAt().isAfter(event.receivedAt()) ? event.receivedAt() : event.observedAt();
    }

    /** Labels are made once for each group, not for each event. */
    void addTo(List<Signal> signals) {
        groups.forEach((group, points) -> signals.add(new Signal(counted.rule(), counted.labels(group), points)));
    }
}
