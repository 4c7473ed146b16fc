package io.logaggregator.core.alerting.alert;

import io.logaggregator.core.alerting.rule.Severity;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Data behind the opening or escalation of an alert, stored at that time.
 *
 * @param samples last evaluated points, oldest first, at most {@value #SAMPLES}
 * @param processesAt time of the process snapshot; empty if the host sent none in the hour before
 * @param comparedWith time of the earlier snapshot to compare with; empty if there is none
 * @param processes the top {@value #PROCESSES} by CPU time and by memory, of both snapshots
 */
public record Evidence(
        Instant at,
        Severity severity,
        double value,
        double threshold,
        List<Point> samples,
        Optional<Instant> processesAt,
        Optional<Instant> comparedWith,
        List<ProcessChange> processes) {

    public static final int SAMPLES = 30;
    public static final int PROCESSES = 10;

    public Evidence {
        samples = List.copyOf(samples);
        processes = List.copyOf(processes);
    }

    /** The processes with the most CPU time, in descending order. */
    public List<ProcessChange> topByCpu() {
        return top(Comparator.comparingDouble(Usage::cpuRatio));
    }

    /** The processes with the most memory, in descending order. */
    public List<ProcessChange> topByMemory() {
        return top(Comparator.comparingLong(Usage::memoryBytes));
    }

    private List<ProcessChange> top(Comparator<Usage> order) {
        return processes.stream()
                .filter(process -> process.now().isPresent())
                .sorted(Comparator.comparing(
                                (ProcessChange process) -> process.now().orElseThrow(), order)
                        .reversed())
                .limit(PROCESSES)
                .toList();
    }

    /** A process in both snapshots; absent where it did not run. */
    public record ProcessChange(int pid, String name, Optional<Usage> now, Optional<Usage> before) {}

    /**
     * Resource usage of a process.
     *
     * @param cpuRatio of one core
     */
    public record Usage(double cpuRatio, long memoryBytes) {}
}
