package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.Condition.OfEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the points of this instance that were too late to be evaluated. Of samples, those of series count that have a state
 * or exceed a threshold: others are not compared with earlier ones. Thread-safe.
 */
public final class LatePoints {

    /** A rule on samples gets a notice if more of its points within a period are late. */
    private static final double MAX_SHARE = 0.01;

    private static final long MIN_NOTICED = 10;
    private static final Duration PERIOD = Duration.ofHours(1);

    private final Map<Class<? extends Condition>, LongAdder> byCondition = new ConcurrentHashMap<>();
    private final Map<UUID, Tally> tallies = new HashMap<>();
    private final PartitionSwitches partitionSwitches = new PartitionSwitches();

    /** Number of late points of rules with this type of condition. */
    public long count(Class<? extends Condition> condition) {
        LongAdder late = byCondition.get(condition);
        return late == null ? 0 : late.sum();
    }

    /** The series that arrive through several partitions. */
    PartitionSwitches partitionSwitches() {
        return partitionSwitches;
    }

    /**
     * Counts the points of an evaluated signal.
     *
     * @return the number of late ones that the notice of the rule is to contain
     */
    long add(Signal signal, long late) {
        Condition condition = signal.rule().definition().condition();
        if (late > 0) {
            byCondition
                    .computeIfAbsent(condition.getClass(), _ -> new LongAdder())
                    .add(late);
        }
        return condition instanceof OfEvents ? late : tally(signal, late);
    }

    private synchronized long tally(Signal signal, long late) {
        Instant now = signal.appendedAt().getLast();
        Tally tally = tallies.get(signal.rule().id());
        if (tally == null || !now.isBefore(tally.until)) {
            if (late == 0) {
                tallies.remove(signal.rule().id());
                return 0;
            }
            tally = new Tally(now.plus(PERIOD));
            tallies.put(signal.rule().id(), tally);
        }
        tally.points += signal.points().size();
        tally.late += late;
        if (tally.late < MIN_NOTICED || tally.late <= tally.points * MAX_SHARE) {
            return 0;
        }
        long noticed = tally.late - tally.noticed;
        tally.noticed = tally.late;
        return noticed;
    }

    /** The points of a rule since the first late one, for a period. */
    private static final class Tally {

        private final Instant until;
        private long points;
        private long late;
        private long noticed;

        private Tally(Instant until) {
            this.until = until;
        }
    }
}
