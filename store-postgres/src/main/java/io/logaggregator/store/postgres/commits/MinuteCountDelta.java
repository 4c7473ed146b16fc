package io.logaggregator.store.postgres.commits;

import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * How many log events a transaction brings of each minute and level: rows of {@code log_minute} in the order of their key.
 *
 * @param minutes since 1970
 * @param levels severity numbers
 */
record MinuteCountDelta(List<Long> minutes, List<Integer> levels, List<Long> events) {

    private static final int SECONDS = 60;
    private static final int LEVELS = Level.FATAL.severityNumber() + 1;

    static MinuteCountDelta of(List<LogEvent> logEvents) {
        TreeMap<Long, long[]> byMinute = new TreeMap<>();
        long last = Long.MIN_VALUE;
        long[] counts = {};
        for (LogEvent event : logEvents) {
            long minute = Math.floorDiv(event.observedAt().getEpochSecond(), SECONDS);
            if (minute != last) { // most are of the same minute as the one before
                counts = byMinute.computeIfAbsent(minute, first -> new long[LEVELS]);
                last = minute;
            }
            counts[event.level().severityNumber()]++;
        }
        MinuteCountDelta counted = new MinuteCountDelta(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        byMinute.forEach(counted::add);
        return counted;
    }

    private void add(long minute, long[] counts) {
        for (int level = 0; level < counts.length; level++) {
            if (counts[level] > 0) {
                minutes.add(minute);
                levels.add(level);
                events.add(counts[level]);
            }
        }
    }
}
