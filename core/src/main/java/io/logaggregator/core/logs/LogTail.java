package io.logaggregator.core.logs;

import io.logaggregator.core.common.QueryTimeoutException;
import io.logaggregator.core.observation.LogEvent;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Follows the log events that are committed, by whichever session of whichever instance and however late they are. Marks
 * tell apart what had been committed at one moment and what not; they mean the same to every instance.
 */
public interface LogTail {

    /** The mark of this moment: what is committed later is beyond it. */
    TailCursor now();

    /**
     * The events that were committed beyond one mark and not beyond another, each once, in the order of their ids. After
     * a crash of the store that forgot commits, events from some seconds before the first mark may come again.
     *
     * @param from any mark; one that this store did not make, or no longer knows, gives an incomplete portion
     * @param to made later than {@code from}; the same holds for it
     * @param after the id where the portion before ended, exclusive; empty for the first one between these marks
     * @param limit 1 or more; a portion of very long events ends before
     * @throws QueryTimeoutException when there is too much to look through
     */
    Portion between(TailCursor from, TailCursor to, Optional<UUID> after, LogCondition condition, int limit);

    /**
     * Some of the events between two marks.
     *
     * @param more whether there are more of them
     * @param committed how many events there are between the marks, whether they match or not
     * @param complete false where the store may have forgotten some of what was committed
     */
    record Portion(List<LogEvent> events, boolean more, long committed, boolean complete) {

        public Portion {
            events = List.copyOf(events);
        }
    }
}
