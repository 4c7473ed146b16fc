package io.logaggregator.store.postgres.logs;

import io.logaggregator.core.logs.TailCursor;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A mark as PostgreSQL means it.
 *
 * @param life since when the server has not crashed, in microseconds: after a crash, transactions may get numbers that
 *     forgotten ones have had
 * @param takenAtMicros since 1970, by the server's clock
 * @param snapshot which transactions had ended, as text of the type {@code pg_snapshot}
 * @see <a href="https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SNAPSHOT">PostgreSQL,
 *     transaction ids and snapshots</a>
 */
record TailSnapshot(long life, long takenAtMicros, String snapshot) {

    private static final Pattern TEXT = Pattern.compile(
            "([0-9a-z]{1,12})\\.([0-9a-z]{1,12})\\.((\\d{1,18}):(\\d{1,18}):(\\d{1,18}(?:,\\d{1,18})*)?)");
    private static final int RADIX = 36;

    TailCursor mark() {
        return new TailCursor(Long.toString(life, RADIX) + '.' + Long.toString(takenAtMicros, RADIX) + '.' + snapshot);
    }

    /** What a mark means; empty where it was not made here. */
    static Optional<TailSnapshot> of(TailCursor mark) {
        Matcher text = TEXT.matcher(mark.text());
        if (!text.matches() || !isInOrder(text.group(4), text.group(6), text.group(5))) {
            return Optional.empty();
        }
        return Optional.of(new TailSnapshot(
                Long.parseLong(text.group(1), RADIX), Long.parseLong(text.group(2), RADIX), text.group(3)));
    }

    /** As PostgreSQL wants it: those still running lie from the first number on, each beyond the one before, to the end. */
    private static boolean isInOrder(String first, @Nullable String running, String end) {
        long next = Math.max(1, Long.parseLong(first));
        for (String number : running == null ? new String[0] : running.split(",")) {
            if (Long.parseLong(number) < next) {
                return false;
            }
            next = Long.parseLong(number) + 1;
        }
        return next <= Long.parseLong(end);
    }
}
