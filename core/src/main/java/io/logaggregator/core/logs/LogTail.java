package io.logaggregator.core.logs;

import io.logaggregator.core.common.QueryTimeoutException;
import io.logaggregator.core.observation.LogEvent;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Follows committed log events of all sessions and instances, including late ones. A cursor separates the events
 * committed before a moment from those committed later, and is valid on every instance.
 */
public interface LogTail {

    /** The cursor of the current moment. */
    TailCursor now();

    /**
     * The events committed between two cursors, each once, in the order of their ids. After a crash of the store that
     * lost commits, events of the seconds before the first cursor may be repeated.
     *
     * @param from any cursor; a cursor that is foreign or no longer known gives an incomplete portion
     * @param to a cursor created later than {@code from}; the same holds for it
     * @param after id of the last event of the previous portion, exclusive; empty for the first portion between these
     *     cursors
     * @param limit 1 or more; a portion of very long events may end earlier
     * @throws QueryTimeoutException when too many events must be searched
     */
    Portion between(TailCursor from, TailCursor to, Optional<UUID> after, LogCondition condition, int limit);

    /**
     * Some of the events between two cursors.
     *
     * @param more whether further events follow
     * @param committed number of all events between the cursors, matching or not
     * @param complete false if the store may no longer know some of the committed events
     */
    record Portion(List<LogEvent> events, boolean more, long committed, boolean complete) {

        public Portion {
            events = List.copyOf(events);
        }
    }
}
