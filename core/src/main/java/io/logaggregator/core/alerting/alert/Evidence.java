package io.logaggregator.core.alerting.alert;

import io.logaggregator.core.alerting.rule.Severity;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What there was to see when an alert was opened or became more severe, kept as it was then.
 *
 * @param samples the last of what was judged, oldest first, at most {@value #SAMPLES}
 * @param processesAt when the processes were looked at; empty where the host sent none in the hour before
 * @param comparedWith when they were looked at before; empty where there is nothing to compare with
 * @param processes those that are among the first {@value #PROCESSES} by processor time or by memory, now or before
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

    /** The processes that use most processor time, the first one first. */
    public List<ProcessChange> topByCpu() {
        return top(Comparator.comparingDouble(Usage::cpuRatio));
    }

    /** The processes that use most memory, the first one first. */
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

    /** A process now and before; absent where it did not run. */
    public record ProcessChange(int pid, String name, Optional<Usage> now, Optional<Usage> before) {}

    /**
     * What a process takes.
     *
     * @param cpuRatio of one core
     */
    public record Usage(double cpuRatio, long memoryBytes) {}
}
