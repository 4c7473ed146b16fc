package io.logaggregator.core.logs.match;

import io.logaggregator.core.observation.LogEvent;
import java.util.List;
import java.util.function.Predicate;

/** A predicate on events with its cost. */
record EventPredicate(Cost cost, Predicate<LogEvent> predicate) {

    /** In ascending order. */
    enum Cost {
        LEVEL,
        FIELD,
        TAGS,
        MESSAGE,
        ATTRIBUTE
    }

    /** Whether all hold, tested in order. */
    static EventPredicate all(List<EventPredicate> tests) {
        return joined(tests, false);
    }

    /** Whether at least one holds, tested in order. */
    static EventPredicate any(List<EventPredicate> tests) {
        return joined(tests, true);
    }

    /** The first predicate with the decisive result decides; without one, the result is the opposite. */
    @SuppressWarnings("unchecked")
    private static EventPredicate joined(List<EventPredicate> tests, boolean decisive) {
        if (tests.size() == 1) {
            return tests.getFirst();
        }
        Predicate<LogEvent>[] predicates =
                tests.stream().map(EventPredicate::predicate).toArray(Predicate[]::new);
        return new EventPredicate(highestCost(tests), event -> {
            for (Predicate<LogEvent> predicate : predicates) {
                if (predicate.test(event) == decisive) {
                    return decisive;
                }
            }
            return !decisive;
        });
    }

    private static Cost highestCost(List<EventPredicate> tests) {
        return tests.isEmpty() ? Cost.LEVEL : tests.getLast().cost;
    }

    EventPredicate negated() {
        return new EventPredicate(cost, predicate.negate());
    }
}
