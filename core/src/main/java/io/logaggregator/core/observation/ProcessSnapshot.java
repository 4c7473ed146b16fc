package io.logaggregator.core.observation;

import java.time.Instant;
import java.util.List;

/**
 * All processes of a host at one instant.
 *
 * @param processes in the sender's order
 */
public record ProcessSnapshot(String host, Instant observedAt, List<Entry> processes) implements Observation {

    public ProcessSnapshot {
        processes = List.copyOf(processes);
    }

    /**
     * One process of a snapshot.
     *
     * @param pid 0..2^31-1
     * @param cpuRatio CPU time as a ratio of one core: 2.0 is two busy cores; finite, 0 or more
     * @param memoryBytes resident set size
     * @param status as sent, for example {@code running} or {@code S}; may be empty
     */
    public record Entry(int pid, String name, double cpuRatio, long memoryBytes, String status) {

        public Entry {
            if (pid < 0) {
                throw new IllegalArgumentException("pid: " + pid + " (expected: 0 or more)");
            }
            if (!(cpuRatio >= 0) || Double.isInfinite(cpuRatio)) {
                throw new IllegalArgumentException("cpuRatio: " + cpuRatio + " (expected: a finite number, 0 or more)");
            }
            if (memoryBytes < 0) {
                throw new IllegalArgumentException("memoryBytes: " + memoryBytes + " (expected: 0 or more)");
            }
        }
    }
}
