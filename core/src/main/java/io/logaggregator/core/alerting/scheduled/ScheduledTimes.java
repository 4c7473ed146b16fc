package io.logaggregator.core.alerting.scheduled;

import io.logaggregator.core.alerting.kinds.ScheduledQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The times of scheduled evaluations: the multiples of an interval since 1970. */
final class ScheduledTimes {

    /** Maximum number of times that are evaluated late, after an outage. */
    static final int MAX_LATE = 100;

    private ScheduledTimes() {}

    /**
     * The times to evaluate, in order.
     *
     * @param evaluatedUntil last evaluated time
     * @param delay age of a time at which it is evaluated
     * @param now watermark
     */
    static List<Instant> due(Instant evaluatedUntil, Duration every, Duration delay, Instant now) {
        Instant last = ScheduledQuery.timeAtOrBefore(now.minus(delay), every);
        Instant next = ScheduledQuery.timeAtOrBefore(evaluatedUntil, every).plus(every);
        Instant earliest = last.minus(every.multipliedBy(MAX_LATE - 1));
        List<Instant> times = new ArrayList<>();
        for (Instant time = next.isBefore(earliest) ? earliest : next; !time.isAfter(last); time = time.plus(every)) {
            times.add(time);
        }
        return times;
    }
}
