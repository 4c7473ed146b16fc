package io.logaggregator.server.hosts;

import io.logaggregator.core.observation.ProcessSnapshot;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * The processes of a host.
 *
 * @param processCount number of processes; {@code items} may have fewer
 */
record ProcessesView(String host, Instant observedAt, int processCount, List<ProcessView> items) {

    static ProcessesView of(ProcessSnapshot snapshot, Comparator<ProcessSnapshot.Entry> order, int limit) {
        return new ProcessesView(
                snapshot.host(),
                snapshot.observedAt(),
                snapshot.processes().size(),
                snapshot.processes().stream()
                        .sorted(order.thenComparingInt(ProcessSnapshot.Entry::pid))
                        .limit(limit)
                        .map(ProcessView::of)
                        .toList());
    }

    /**
     * One process.
     *
     * @param cpuRatio of one core: 2.0 is two busy cores
     */
    record ProcessView(int pid, String name, double cpuRatio, long memoryBytes, String status) {

        static ProcessView of(ProcessSnapshot.Entry entry) {
            return new ProcessView(entry.pid(), entry.name(), entry.cpuRatio(), entry.memoryBytes(), entry.status());
        }
    }
}
