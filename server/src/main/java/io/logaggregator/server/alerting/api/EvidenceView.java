package io.logaggregator.server.alerting.api;

import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.Evidence;
import io.logaggregator.core.alerting.alert.Evidence.ProcessChange;
import io.logaggregator.core.alerting.alert.Evidence.Usage;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.Severity;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The data behind an alert when it was opened or escalated.
 *
 * @param value evaluated value; {@code null} for an alert that another system evaluates
 * @param threshold of the severity; {@code null} for an alert that another system evaluates
 * @param processesAt time of the list of processes; {@code null} if there is none
 * @param comparedWith time of the list before; {@code null} if there is none to compare with
 * @param changes changes since the list before, largest first
 */
record EvidenceView(
        Instant at,
        Severity severity,
        @Nullable Double value,
        @Nullable Double threshold,
        List<SampleView> samples,
        @Nullable Instant processesAt,
        @Nullable Instant comparedWith,
        List<ProcessView> topByCpu,
        List<ProcessView> topByMemory,
        List<ProcessView> changes) {

    static EvidenceView of(Alert alert, Evidence evidence) {
        boolean hasValue = alert.external().isEmpty();
        return new EvidenceView(
                evidence.at(),
                evidence.severity(),
                hasValue ? evidence.value() : null,
                hasValue ? evidence.threshold() : null,
                evidence.samples().stream().map(SampleView::of).toList(),
                evidence.processesAt().orElse(null),
                evidence.comparedWith().orElse(null),
                views(evidence, evidence.topByCpu()),
                views(evidence, evidence.topByMemory()),
                views(evidence, changes(evidence)));
    }

    private static List<ProcessView> views(Evidence evidence, List<ProcessChange> processes) {
        boolean compared = evidence.comparedWith().isPresent();
        return processes.stream()
                .map(process -> ProcessView.of(process, compared))
                .toList();
    }

    /** Orders by CPU and memory, each relative to its largest change, because cores and bytes are not comparable. */
    private static List<ProcessChange> changes(Evidence evidence) {
        if (evidence.comparedWith().isEmpty()) {
            return List.of();
        }
        double mostCpu = evidence.processes().stream()
                .mapToDouble(EvidenceView::cpuChange)
                .max()
                .orElse(0);
        double mostMemory = evidence.processes().stream()
                .mapToDouble(EvidenceView::memoryChange)
                .max()
                .orElse(0);
        return evidence.processes().stream()
                .filter(EvidenceView::isChanged)
                .sorted(Comparator.comparingDouble((ProcessChange process) ->
                                Math.max(part(cpuChange(process), mostCpu), part(memoryChange(process), mostMemory)))
                        .reversed())
                .limit(Evidence.PROCESSES)
                .toList();
    }

    private static boolean isChanged(ProcessChange process) {
        return process.now().isPresent() != process.before().isPresent()
                || cpuChange(process) > 0
                || memoryChange(process) > 0;
    }

    private static double part(double change, double most) {
        return most == 0 ? 0 : change / most;
    }

    private static double cpuChange(ProcessChange process) {
        return Math.abs(cpu(process.now()) - cpu(process.before()));
    }

    private static double memoryChange(ProcessChange process) {
        return Math.abs((double) memory(process.now()) - memory(process.before()));
    }

    private static double cpu(Optional<Usage> usage) {
        return usage.map(Usage::cpuRatio).orElse(0.0);
    }

    private static long memory(Optional<Usage> usage) {
        return usage.map(Usage::memoryBytes).orElse(0L);
    }

    /** An evaluated sample; the names are short because a response has many of them. */
    record SampleView(Instant t, double value) {

        static SampleView of(Point point) {
            return new SampleView(point.at(), point.value());
        }
    }

    /** The change of a process since the list before. */
    enum Change {
        STARTED,
        ENDED,
        RUNNING
    }

    /**
     * A process now and before.
     *
     * @param cpuRatio of one core: 2.0 is two busy cores; all values are {@code null} at times when it did not run
     */
    record ProcessView(
            int pid,
            String name,
            Change change,
            @Nullable Double cpuRatio,
            @Nullable Long memoryBytes,
            @Nullable Double cpuRatioBefore,
            @Nullable Long memoryBytesBefore) {

        /** @param compared whether there is a list before; without one, no process counts as started */
        static ProcessView of(ProcessChange process, boolean compared) {
            return new ProcessView(
                    process.pid(),
                    process.name(),
                    change(process, compared),
                    process.now().map(Usage::cpuRatio).orElse(null),
                    process.now().map(Usage::memoryBytes).orElse(null),
                    process.before().map(Usage::cpuRatio).orElse(null),
                    process.before().map(Usage::memoryBytes).orElse(null));
        }

        private static Change change(ProcessChange process, boolean compared) {
            if (process.now().isEmpty()) {
                return Change.ENDED;
            }
            return compared && process.before().isEmpty() ? Change.STARTED : Change.RUNNING;
        }
    }
}
