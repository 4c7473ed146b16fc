package io.logaggregator.core.hosts;

import java.time.Instant;
import java.util.Optional;

/**
 * Selects and orders hosts.
 *
 * @param namePart part of the name, case-insensitive
 * @param environment of the hosts; the empty text selects hosts without one
 * @param reversed names from the last one, or the smallest value first; hosts without a value are last, too
 * @param activeSince start of the time in which hosts of state {@link State#UP} were seen
 */
public record HostQuery(
        Optional<String> namePart,
        Optional<State> state,
        Optional<String> environment,
        Order order,
        boolean reversed,
        Instant activeSince) {

    /** State of a host. A host with unresolved alerts also has one of the other states. */
    public enum State {
        UP,
        NO_DATA,
        WITH_ALERTS
    }

    /** Order of hosts: by name, by environment and name, or the largest value first, hosts without a value last. Equal values are ordered by name. */
    public enum Order {
        NAME(""),
        ENVIRONMENT(""),
        CPU("system.cpu.utilization"),
        MEMORY("system.memory.utilization"),
        DISK("system.filesystem.utilization"),
        PROCESSES("system.process.count"),
        ALERTS(""),
        SEEN("");

        private final String metric;

        Order(String metric) {
            this.metric = metric;
        }

        /** The metric whose newest value is compared; empty for an order by something else. */
        public String metric() {
            return metric;
        }
    }

    /**
     * The place of a host in an order.
     *
     * @param value the compared value; 0 in the orders by name and environment
     */
    public record Place(double value, String name) {}
}
