package io.logaggregator.faults;

import java.time.Duration;

/**
 * One thing that goes wrong, and is healed.
 *
 * @param number 1, 2, 3...
 * @param after since the beginning of the run
 * @param victim what it happens to: two faults never happen to one victim at a time
 * @param lasts until it is healed
 */
record Fault(int number, Duration after, FaultKind kind, Victim victim, Duration lasts) {

    /** What faults happen to. */
    enum Victim {
        AGGREGATOR_1("aggregator 1"),
        AGGREGATOR_2("aggregator 2"),
        BROKER("broker"),
        POSTGRES("PostgreSQL"),
        LINE_TO_BROKER("all to broker"),
        LINE_OF_AGGREGATOR_1("aggregator 1 to PostgreSQL"),
        LINE_OF_AGGREGATOR_2("aggregator 2 to PostgreSQL");

        private final String title;

        Victim(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }
}
