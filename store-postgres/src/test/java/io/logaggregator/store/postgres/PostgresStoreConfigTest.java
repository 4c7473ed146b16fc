package io.logaggregator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PostgresStoreConfigTest {

    @Test
    void toString_omitsSecrets() {
        PostgresStoreConfig config = new PostgresStoreConfig(
                "jdbc:postgresql://db/logs?password=hidden&ssl=true&sslpassword=hidden",
                "writer",
                "hidden",
                2,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Map.of("sslpassword", "hidden"));

        assertThat(config.toString())
                .doesNotContain("hidden")
                .contains("jdbc:postgresql://db/logs?password=...&ssl=true", "writer");
    }

    @Test
    void foreignJdbcUrl_isRejectedWithExpectedFormat() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestStore.config("jdbc:mysql://db/logs?password=hidden", "writer", "hidden"))
                .withMessageContaining("expected: jdbc:postgresql://")
                .withMessageNotContaining("hidden");
    }

    @Test
    void constructor_opensNoConnection() {
        PostgresStoreConfig nowhere = TestStore.config("jdbc:postgresql://192.0.2.1:1/none", "unused", "");

        new PostgresStore(nowhere).close();
    }
}
