package io.logaggregator.core.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads the audit log. Entries are written in the transaction of the change, and are immutable. */
public interface AuditLog {

    /**
     * Entries, newest first.
     *
     * @param limit 1 or more
     * @param before id of the last entry of the previous page, exclusive; empty for the first page
     */
    List<AuditEntry> list(Filter filter, int limit, OptionalLong before);

    /**
     * Filter of audit entries. All conditions must hold.
     *
     * @param kinds any of these; empty for all
     * @param actions any of these; empty for all
     * @param from start, inclusive
     * @param to end, exclusive
     */
    record Filter(
            Set<AuditEntry.Kind> kinds,
            Set<AuditEntry.Action> actions,
            Optional<String> actor,
            Optional<String> subject,
            Instant from,
            Instant to) {

        public Filter {
            kinds = Set.copyOf(kinds);
            actions = Set.copyOf(actions);
        }
    }
}
