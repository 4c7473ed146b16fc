package io.logaggregator.core.logs.match;

import io.logaggregator.core.observation.LogEvent;
import java.util.List;
import java.util.function.Predicate;

/** A test of events, and what it costs to ask. */
record EventPredicate(Cost cost, Predicate<LogEvent> predicate) {

    /** From the least to the most. */
    enum Cost {
        LEVEL,
        FIELD,
        TAGS,
        MESSAGE,
        ATTRIBUTE
    }

    /** That each holds, asked in their order. */
    static EventPredicate all(List<EventPredicate> tests) {
        return joined(tests, false);
    }

    /** That at least one holds, asked in their order. */
    static EventPredicate any(List<EventPredicate> tests) {
        return joined(tests, true);
    }

    /** The first that says so decides; if none does, it is the contrary. */
    @SuppressWarnings("unchecked")
    private static EventPredicate joined(List<EventPredicate> tests, boolean decisive) {
        if (tests.size() == 1) {
            return tests.getFirst();
        }
        Predicate<LogEvent>[] predicates =
                tests.stream().map(EventPredicate::predicate).toArray(Predicate[]::new);
        return new EventPredicate(dearest(tests), event -> {
            for (Predicate<LogEvent> predicate : predicates) {
                if (predicate.test(event) == decisive) {
                    return decisive;
                }
            }
            return !decisive;
        });
    }

    private static Cost dearest(List<EventPredicate> tests) {
        return tests.isEmpty() ? Cost.LEVEL : tests.getLast().cost;
    }

    EventPredicate negated() {
        return new EventPredicate(cost, predicate.negate());
    }
}
