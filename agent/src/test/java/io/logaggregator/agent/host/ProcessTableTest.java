package io.logaggregator.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.agent.host.ProcessTable.Reading;
import io.logaggregator.core.observation.ProcessSnapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessTableTest {

    private static final long SECOND = 1_000_000_000L;

    private final ProcessTable table = new ProcessTable(4);

    @Test
    void next_returnsRatioBetweenReadings() {
        table.next(List.of(reading(7, 0, 10_000)), 0, 100_000);

        assertThat(cpu(table.next(List.of(reading(7, 0, 13_000)), 2 * SECOND, 102_000)))
                .containsExactly(1.5);
    }

    @Test
    void next_countsAllTimeOfNewProcess() {
        table.next(List.of(reading(7, 0, 10_000)), 0, 100_000);

        assertThat(cpu(table.next(List.of(reading(8, 100_500, 500)), SECOND, 101_000)))
                .containsExactly(0.5);
    }

    @Test
    void next_recognizesReusedPid() {
        table.next(List.of(reading(7, 0, 10_000)), 0, 100_000);

        assertThat(cpu(table.next(List.of(reading(7, 100_500, 250)), SECOND, 101_000)))
                .containsExactly(0.25);
    }

    @Test
    void next_ignoresTimeOfUnknownOldProcess() {
        table.next(List.of(reading(7, 0, 10_000)), 0, 100_000);

        assertThat(cpu(table.next(List.of(reading(9, 1_000, 90_000)), SECOND, 101_000)))
                .containsExactly(0.0);
    }

    private static List<Double> cpu(List<ProcessSnapshot.Entry> entries) {
        return entries.stream().map(ProcessSnapshot.Entry::cpuRatio).toList();
    }

    private static Reading reading(int pid, long startMillis, long cpuMillis) {
        return new Reading(pid, "java", startMillis, cpuMillis, 1, "running");
    }
}
