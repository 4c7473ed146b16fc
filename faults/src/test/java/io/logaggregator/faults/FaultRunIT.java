package io.logaggregator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.testkit.TestLoop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run with each kind of fault and attack once; ten times as many faults with {@code -Pthorough}. */
@Tag("cluster")
@Tag("kill")
@Tag("slow")
class FaultRunIT {

    private static final long SEED = 7;
    private static final int RUNS_OF_EACH_KIND = TestLoop.cycles(1, 10);
    private static final int FAULTS = RUNS_OF_EACH_KIND * Fault.Kind.values().length;
    private static final Duration TIME = Duration.ofSeconds(57).multipliedBy(RUNS_OF_EACH_KIND);

    @Test
    void eachKindOfFault_causesNoDifferences(@TempDir Path directory) throws Exception {
        List<String> output = new ArrayList<>();
        Report report = new FaultRun(new FaultRunSettings(SEED, FAULTS, TIME), directory, output::add).run();

        assertThat(report.differences()).as(String.join("\n", output)).isEmpty();
        assertThat(report.injected()).hasSize(FAULTS);
        assertThat(report.counts().logsIssued()).isGreaterThan(1_000);
        assertThat(report.counts().transitions()).isPositive();
    }
}
