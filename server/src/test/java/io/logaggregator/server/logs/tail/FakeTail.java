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

/** What was committed, in memory. A mark is how much that was. */
public final class FakeTail implements LogTail {

    private final List<LogEvent> committed = new ArrayList<>();
    private final LogMatcher matcher = new LogMatcher(new JsonAttributes());
    private int marks;
    private int forgotten;
    private boolean away;
    private boolean slow;

    public synchronized void commit(LogEvent... events) {
        committed.addAll(List.of(events));
    }

    synchronized void forgetAll() {
        forgotten = committed.size();
    }

    synchronized void goAway(boolean gone) {
        away = gone;
    }

    synchronized void beSlow(boolean takesTooLong) {
        slow = takesTooLong;
    }

    @Override
    public synchronized TailCursor now() {
        checkThere();
        marks++;
        return new TailCursor(committed.size() + "." + marks);
    }

    @Override
    public synchronized Portion between(
            TailCursor from, TailCursor to, Optional<UUID> after, LogCondition condition, int limit) {
        checkThere();
        if (slow) {
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
                begin >= forgotten);
    }

    private void checkThere() {
        if (away) {
            throw new StoreUnavailableException("away", null);
        }
    }

    private static int position(TailCursor mark) {
        return Integer.parseInt(mark.text().substring(0, mark.text().indexOf('.')));
    }
}
