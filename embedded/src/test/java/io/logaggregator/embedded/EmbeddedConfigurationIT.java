package io.logaggregator.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.testkit.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedConfigurationIT {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    @TempDir
    private Path directory;

    @Test
    void invalidSettings_areReportedTogether_beforeStart() {
        try (ChildJvm program = start("--aggregator.databse.url=x", "--aggregator.ingest.consumers=many")) {
            assertThat(program.awaitExit(LIMIT)).isEqualTo(1);
            assertThat(program.output())
                    .contains("aggregator.databse.url: unknown key", "aggregator.ingest.consumers: many (expected: ");
        }
        assertThat(directory.resolve("data/postgres")).doesNotExist();
        assertThat(directory.resolve("data/kafka")).doesNotExist();
    }

    @Test
    void checkConfig_startsAndCreatesNothing() {
        try (ChildJvm program = start("--check-config")) {
            assertThat(program.awaitExit(LIMIT)).as(program.output()).isZero();
            assertThat(program.output())
                    .contains("Settings, profile embedded", "No errors. Nothing was started.")
                    .doesNotContain("PostgreSQL");
        }
        assertThat(directory.resolve("data")).doesNotExist();
    }

    private ChildJvm start(String... arguments) {
        return ChildJvm.start(EmbeddedAggregator.class, directory, Map.of(), arguments);
    }
}
