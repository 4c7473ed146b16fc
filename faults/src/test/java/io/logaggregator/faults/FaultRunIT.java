package io.logaggregator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run with each kind of fault once. */
class FaultRunIT {

    private static final long SEED = 7;
    private static final Duration TIME = Duration.ofSeconds(33);

    @Test
    void eachKindOfFault_causesNoDifferences(@TempDir Path directory) throws Exception {
        List<String> output = new ArrayList<>();
        Report report = new FaultRun(
                        new FaultRunSettings(SEED, Fault.Kind.values().length, TIME), directory, output::add)
                .run();

        assertThat(report.differences()).as(String.join("\n", output)).isEmpty();
        assertThat(report.injected()).hasSize(Fault.Kind.values().length);
        assertThat(report.counts().logsIssued()).isGreaterThan(1_000);
        assertThat(report.counts().transitions()).isPositive();
    }
}
