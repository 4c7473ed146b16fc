package io.logaggregator.server.logs.tail;

import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogTail.Portion;
import io.logaggregator.core.logs.TailCursor;
import io.logaggregator.core.observation.LogEvent;
import java.util.Collection;
import java.util.List;

/** Viewers who are told of the same events, each of those that he wants. */
record Followers(Collection<Viewer> viewers) {

    /** With more of them it is cheaper to take everything from the store. */
    private static final int CONDITIONS_AT_ONCE = 16;

    boolean isEmpty() {
        return viewers.isEmpty();
    }

    /** What holds for all that any of them wants. */
    LogCondition condition() {
        List<LogCondition> conditions =
                viewers.stream().map(Viewer::condition).distinct().toList();
        return conditions.size() > CONDITIONS_AT_ONCE || conditions.contains(LogCondition.ALL)
                ? LogCondition.ALL
                : new LogCondition.Or(conditions);
    }

    /** Tells them of a portion; answers how many lines that makes which one of them is not told of. */
    long tell(TailCursor from, TailCursor to, Portion portion, EventJson json) {
        if (!portion.complete()) {
            tellAll(ServerSentEvents.GAP);
        }
        long skipped = 0;
        for (LogEvent event : portion.events()) {
            skipped += tell(TailPosition.within(from, to, event.id()), event, json);
        }
        if (!portion.more()) {
            return skipped;
        }
        long beyond = portion.committed() - portion.events().size();
        viewers.forEach(viewer -> viewer.skip(beyond));
        return skipped + beyond * viewers.size();
    }

    /** Written once for all of them. */
    private long tell(TailPosition position, LogEvent event, EventJson json) {
        byte[] line = null;
        long skipped = 0;
        for (Viewer viewer : viewers) {
            if (viewer.wants(event)) {
                line = line == null ? ServerSentEvents.line(position, json.of(event)) : line;
                skipped += viewer.offer(line) ? 0 : 1;
            }
        }
        return skipped;
    }

    void tellAll(byte[] notice) {
        viewers.forEach(viewer -> viewer.tell(notice));
    }
}
