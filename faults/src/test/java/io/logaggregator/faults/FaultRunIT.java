package io.logaggregator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short run: each kind of fault once. */
class FaultRunIT {

    private static final long SEED = 7;
    private static final Duration TIME = Duration.ofSeconds(33);

    @Test
    void disturbedByEachKindOfFaultNothingDiffersFromAnUndisturbedRun(@TempDir Path directory) throws Exception {
        List<String> told = new ArrayList<>();
        Report report =
                new FaultRun(new FaultRunSettings(SEED, FaultKind.values().length, TIME), directory, told::add).run();

        assertThat(report.differences()).as(String.join("\n", told)).isEmpty();
        assertThat(report.healed()).hasSize(FaultKind.values().length);
        assertThat(report.counts().logsIssued()).isGreaterThan(1_000);
        assertThat(report.counts().transitions()).isPositive();
    }
}
