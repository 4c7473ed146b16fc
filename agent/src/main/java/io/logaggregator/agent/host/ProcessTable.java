package io.logaggregator.agent.host;

import io.logaggregator.core.observation.ProcessSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes the CPU ratio of processes from their CPU time, as {@code top} does: the difference between two readings divided
 * by the time between them. Not thread-safe.
 */
final class ProcessTable {

    /** Start times have a resolution of a second. */
    private static final long START_TIME_ERROR_MILLIS = 1_000;

    private final int logicalCpus;
    private Map<Integer, Reading> previous = Map.of();
    private long previousNanos;
    private long previousMillis;

    ProcessTable(int logicalCpus) {
        this.logicalCpus = logicalCpus;
    }

    /**
     * The processes with their CPU ratio since the last call; 0 at the first call.
     *
     * @param nanos of the reading, by {@link System#nanoTime()}
     * @param millis of the reading, by the wall clock
     */
    List<ProcessSnapshot.Entry> next(List<Reading> readings, long nanos, long millis) {
        double elapsedMillis = (nanos - previousNanos) / 1e6;
        Map<Integer, Reading> current = HashMap.newHashMap(readings.size());
        var entries = new ArrayList<ProcessSnapshot.Entry>(readings.size());
        for (Reading reading : readings) {
            current.put(reading.pid(), reading);
            double ratio = previous.isEmpty() ? 0 : usedMillis(reading) / elapsedMillis;
            entries.add(new ProcessSnapshot.Entry(
                    reading.pid(),
                    reading.name(),
                    Math.clamp(ratio, 0, logicalCpus),
                    Math.max(0, reading.memoryBytes()),
                    reading.status()));
        }
        previous = current;
        previousNanos = nanos;
        previousMillis = millis;
        return entries;
    }

    private long usedMillis(Reading reading) {
        Reading before = previous.get(reading.pid());
        if (before != null && before.startMillis() == reading.startMillis()) {
            return reading.cpuMillis() - before.cpuMillis();
        }
        boolean isNew = reading.startMillis() > previousMillis - START_TIME_ERROR_MILLIS;
        return isNew ? reading.cpuMillis() : 0;
    }

    /**
     * A process as reported by the operating system.
     *
     * @param startMillis distinguishes processes with the same pid
     * @param cpuMillis user and system time since its start
     */
    record Reading(int pid, String name, long startMillis, long cpuMillis, long memoryBytes, String status) {}
}
