package io.logaggregator.application.alert;

import io.logaggregator.domain.LogEvent;
import java.util.List;
import java.util.function.Predicate;

/** A test of events, and what it costs to ask. */
record EventTest(Cost cost, Predicate<LogEvent> predicate) {

    /** From the least to the most. */
    enum Cost {
        LEVEL,
        FIELD,
        TAGS,
        MESSAGE,
        ATTRIBUTE
    }

    /** That each holds, asked in their order. */
    static EventTest all(List<EventTest> tests) {
        return joined(tests, false);
    }

    /** That at least one holds, asked in their order. */
    static EventTest any(List<EventTest> tests) {
        return joined(tests, true);
    }

    /** The first that says so decides; if none does, it is the contrary. */
    @SuppressWarnings("unchecked")
    private static EventTest joined(List<EventTest> tests, boolean decisive) {
        if (tests.size() == 1) {
            return tests.getFirst();
        }
        Predicate<LogEvent>[] predicates =
                tests.stream().map(EventTest::predicate).toArray(Predicate[]::new);
        return new EventTest(dearest(tests), event -> {
            for (Predicate<LogEvent> predicate : predicates) {
                if (predicate.test(event) == decisive) {
                    return decisive;
                }
            }
            return !decisive;
        });
    }

    private static Cost dearest(List<EventTest> tests) {
        return tests.isEmpty() ? Cost.LEVEL : tests.getLast().cost;
    }

    EventTest negated() {
        return new EventTest(cost, predicate.negate());
    }
}
