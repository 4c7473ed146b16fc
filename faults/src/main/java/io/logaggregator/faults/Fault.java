package io.logaggregator.faults;

import java.time.Duration;
import java.util.List;

/**
 * A temporary failure, or an attack by clients and senders.
 *
 * @param number 1, 2, 3...
 * @param start since the start of the run
 * @param target has at most one fault at a time
 * @param duration until the fault ends
 */
record Fault(int number, Duration start, Kind kind, Target target, Duration duration) {

    /** Component that fails or is attacked. */
    enum Target {
        AGGREGATOR_1("aggregator 1"),
        AGGREGATOR_2("aggregator 2"),
        BROKER("broker"),
        POSTGRES("PostgreSQL"),
        BROKER_PROXY("all to broker"),
        POSTGRES_PROXY_1("aggregator 1 to PostgreSQL"),
        POSTGRES_PROXY_2("aggregator 2 to PostgreSQL"),
        TOPIC("log topic"),
        RECEIVER("webhook receiver");

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
        NETWORK_TRICKLE("network trickles", 12, Target.BROKER_PROXY, Target.POSTGRES_PROXY_1, Target.POSTGRES_PROXY_2),
        UPLOADS("120 uploads without an end", 12, Target.AGGREGATOR_1, Target.AGGREGATOR_2),
        READERS("60 large pages, not read", 12, Target.AGGREGATOR_1, Target.AGGREGATOR_2),
        PATTERNS("queries for a pattern in large events", 12, Target.AGGREGATOR_1, Target.AGGREGATOR_2),
        FAN_OUT("a message of 60,000 events", 8, Target.TOPIC),
        HARD_EVENTS("events with many tags, numbers and levels", 8, Target.TOPIC),
        HOSTS("events of 2,000 new hosts", 8, Target.TOPIC),
        TRANSACTION("an open transaction", 12, Target.TOPIC),
        RECEIVER_HANGS("a webhook receiver does not answer", 20, Target.RECEIVER);

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
