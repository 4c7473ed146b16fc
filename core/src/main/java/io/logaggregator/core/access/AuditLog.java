package io.logaggregator.core.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads what was changed by whom. Entries are written with the changes themselves, and never changed. */
public interface AuditLog {

    /**
     * Entries, newest first.
     *
     * @param limit 1 or more
     * @param before the id where the page before ended, exclusive; empty for the first page
     */
    List<AuditEntry> list(Filter filter, int limit, OptionalLong before);

    /**
     * Which entries are meant: those for which all of it holds.
     *
     * @param kinds any of these; empty for all
     * @param actions any of these; empty for all
     * @param from the first instant
     * @param to the first instant after
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
