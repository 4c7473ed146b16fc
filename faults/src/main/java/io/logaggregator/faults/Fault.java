package io.logaggregator.faults;

import java.time.Duration;
import java.util.List;

/**
 * A temporary failure.
 *
 * @param number 1, 2, 3...
 * @param start since the start of the run
 * @param target has at most one fault at a time
 * @param duration until the fault ends
 */
record Fault(int number, Duration start, Kind kind, Target target, Duration duration) {

    /** Component that fails. */
    enum Target {
        AGGREGATOR_1("aggregator 1"),
        AGGREGATOR_2("aggregator 2"),
        BROKER("broker"),
        POSTGRES("PostgreSQL"),
        BROKER_PROXY("all to broker"),
        POSTGRES_PROXY_1("aggregator 1 to PostgreSQL"),
        POSTGRES_PROXY_2("aggregator 2 to PostgreSQL");

        private final String title;

        Target(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /** Kinds of faults, each with its longest duration and the targets to choose from. */
    enum Kind {
        AGGREGATOR_KILL("kill -9 of an aggregator", 4, Target.AGGREGATOR_1, Target.AGGREGATOR_2),
        BROKER_KILL("kill -9 of the broker", 4, Target.BROKER),
        POSTGRES_KILL("kill -9 of PostgreSQL", 4, Target.POSTGRES),
        AGGREGATOR_STOP("SIGSTOP of an aggregator", 20, Target.AGGREGATOR_1, Target.AGGREGATOR_2),
        BROKER_STOP("SIGSTOP of the broker", 20, Target.BROKER),
        POSTGRES_STOP("SIGSTOP of PostgreSQL", 20, Target.POSTGRES),
        DISK_FULL("disk of PostgreSQL full", 8, Target.POSTGRES),
        WAL_FULL("disk full, PostgreSQL's WAL too", 8, Target.POSTGRES),
        NETWORK_STALL("network stalls", 12, Target.BROKER_PROXY, Target.POSTGRES_PROXY_1, Target.POSTGRES_PROXY_2),
        NETWORK_RESET("network resets", 12, Target.BROKER_PROXY, Target.POSTGRES_PROXY_1, Target.POSTGRES_PROXY_2),
        NETWORK_TRICKLE("network trickles", 12, Target.BROKER_PROXY, Target.POSTGRES_PROXY_1, Target.POSTGRES_PROXY_2);

        private final String title;
        private final Duration maxDuration;
        private final List<Target> targets;

        Kind(String title, int maxSeconds, Target... targets) {
            this.title = title;
            this.maxDuration = Duration.ofSeconds(maxSeconds);
            this.targets = List.of(targets);
        }

        String title() {
            return title;
        }

        Duration maxDuration() {
            return maxDuration;
        }

        List<Target> targets() {
            return targets;
        }
    }
}
