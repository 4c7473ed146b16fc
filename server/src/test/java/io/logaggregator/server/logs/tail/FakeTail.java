package io.logaggregator.server.logs.tail;

import io.logaggregator.core.common.QueryTimeoutException;
import io.logaggregator.core.common.StoreUnavailableException;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogTail;
import io.logaggregator.core.logs.TailCursor;
import io.logaggregator.core.logs.match.LogMatcher;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.wire.attributes.JsonAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** Committed events in memory. A cursor is their number. */
public final class FakeTail implements LogTail {

    private final List<LogEvent> committed = new ArrayList<>();
    private final LogMatcher matcher = new LogMatcher(new JsonAttributes());
    private int cursors;
    private int lost;
    private boolean unavailable;
    private boolean slow;
    private LogCondition slowCondition = new LogCondition.Or(List.of());

    public synchronized void commit(LogEvent... events) {
        committed.addAll(List.of(events));
    }

    synchronized void loseAll() {
        lost = committed.size();
    }

    synchronized void setUnavailable(boolean value) {
        unavailable = value;
    }

    synchronized void setSlow(boolean value) {
        slow = value;
    }

    /** Lets queries that contain a condition time out. */
    synchronized void setSlow(LogCondition value) {
        slowCondition = value;
    }

    private boolean isSlow(LogCondition condition) {
        return slow
                || condition.equals(slowCondition)
                || condition instanceof LogCondition.Or(var conditions) && conditions.contains(slowCondition);
    }

    @Override
    public synchronized TailCursor now() {
        checkAvailable();
        cursors++;
        return new TailCursor(committed.size() + "." + cursors);
    }

    @Override
    public synchronized Portion between(
            TailCursor from, TailCursor to, Optional<UUID> after, LogCondition condition, int limit) {
        checkAvailable();
        if (isSlow(condition)) {
            throw new QueryTimeoutException("too much", null);
        }
        if (!from.text().matches("\\d+\\.\\d+")) {
            return new Portion(List.of(), false, 0, false);
        }
        int begin = Math.min(position(from), position(to));
        List<LogEvent> events = committed.subList(begin, position(to));
        Predicate<LogEvent> test = matcher.matching(condition);
        List<LogEvent> matching = events.stream()
                .filter(test)
                .filter(event ->
                        after.filter(last -> event.id().compareTo(last) <= 0).isEmpty())
                .sorted((one, other) -> one.id().compareTo(other.id()))
                .toList();
        return new Portion(
                matching.subList(0, Math.min(limit, matching.size())),
                matching.size() > limit,
                events.size(),
                begin >= lost);
    }

    private void checkAvailable() {
        if (unavailable) {
            throw new StoreUnavailableException("unavailable", null);
        }
    }

    private static int position(TailCursor cursor) {
        return Integer.parseInt(cursor.text().substring(0, cursor.text().indexOf('.')));
    }
}
