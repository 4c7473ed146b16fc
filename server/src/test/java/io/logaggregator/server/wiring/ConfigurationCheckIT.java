package io.logaggregator.server.wiring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.testkit.TestKafka;
import io.logaggregator.testkit.TestPostgres;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationCheckIT {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final TestPostgres.Database database = TestPostgres.shared().newDatabase();

    @TempDir
    private Path directory;

    @Test
    void validConfiguration_isReportedWithoutChanges() throws SQLException {
        String topic = TestKafka.shared().createTopic(2);

        int code = check(
                "--aggregator.database.url=" + database.jdbcUrl(),
                "--aggregator.database.user=" + database.user(),
                "--aggregator.database.password=" + database.password(),
                "--aggregator.queue.kafka.bootstrap-servers="
                        + TestKafka.shared().bootstrapServers(),
                "--aggregator.queue.topics=" + topic + "=auto",
                "--aggregator.alerts.channels[0].name=hooks",
                "--aggregator.alerts.channels[0].url=https://hooks.example.org/hunter2");

        assertThat(output())
                .containsSubsequence(
                        "Settings",
                        "  ok    all keys and values are valid",
                        "PostgreSQL",
                        "  ok    PostgreSQL ",
                        "  ok    privileges suffice in schema public",
                        "  ok    no tables yet: the server creates them at startup",
                        "Kafka",
                        "  ok    Kafka at ",
                        "  ok    topic " + topic + ": partitions: 2",
                        "  ok    consumer group log-aggregator",
                        "No errors. Nothing was started.")
                .doesNotContain("ERROR", "hunter2");
        assertThat(code).isZero();
        assertThat(directory).isEmptyDirectory();
        assertThat(tables()).isZero();
    }

    @Test
    @Timeout(300)
    void allErrors_areReportedAtOnce() throws Exception {
        Path file = Files.writeString(directory.resolve("application.yaml"), """
                aggregator:
                  database:
                    url: jdbc:postgresql://127.0.0.1:1/logs
                    password: hunter2
                    connection-timeout: 1s
                  retention:
                    period: soon
                  ingest:
                    consumers: many
                """);

        int code =
                check("--spring.config.additional-location=file:" + directory + "/", "--aggregator.retention.perod=1d");

        assertThat(output())
                .contains(
                        "  ERROR aggregator.retention.perod: unknown key (expected: one of aggregator.retention.period,",
                        ", origin: \"aggregator.retention.perod\" from property source \"commandLineArgs\"\n",
                        "  ERROR aggregator.ingest.consumers: many (expected: a whole number), origin: URL [file:"
                                + file + "] - 9:16",
                        "  ERROR aggregator.retention.period: soon (expected: a duration, for example 30s, 5m, 1h or"
                                + " PT5M), origin: URL [file:" + file + "] - 7:13",
                        "  ERROR cannot connect to jdbc:postgresql://127.0.0.1:1/logs as user log_aggregator: ",
                        "Kafka\n        not checked, since its settings are invalid\n",
                        "Errors: 4. Nothing was started.")
                .doesNotContain("hunter2", "all keys and values");
        assertThat(code).isEqualTo(1);
    }

    @Test
    void namedFiles_areChecked() throws Exception {
        Path notPem = Files.writeString(directory.resolve("tls.pem"), "no PEM");
        Path shortKey = Files.writeString(directory.resolve("key"), "short");

        int code = check(
                "--aggregator.http.tls.certificate=" + notPem,
                "--aggregator.http.tls.key=" + notPem,
                "--aggregator.security.api-key-file=" + shortKey,
                "--aggregator.queue.kafka.properties-file=/not/there",
                "--aggregator.alerts.channels[0].name=chat",
                "--aggregator.alerts.channels[0].type=pigeon",
                "--aggregator.database.url=jdbc:postgresql://127.0.0.1:1/logs");

        assertThat(output())
                .contains(
                        "  ERROR aggregator.http.tls.certificate: " + notPem + " (expected: a file in PEM)",
                        "  ERROR aggregator.security.api-key-file: " + shortKey + " holds 5 characters",
                        "  ERROR aggregator.alerts.channels[0].type: pigeon (expected: webhook or ",
                        "  ERROR aggregator.queue.kafka.properties-file: /not/there (expected: a readable file: ");
        assertThat(code).isEqualTo(1);
    }

    @Test
    void invalidYaml_isReported() throws Exception {
        Files.writeString(directory.resolve("application.yaml"), "aggregator: {");

        assertThat(check("--spring.config.additional-location=file:" + directory + "/"))
                .isEqualTo(1);
        assertThat(output()).contains("The configuration cannot be read: ");
    }

    private int check(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--check-config"));
        all.addAll(List.of(arguments));
        if (List.of(arguments).stream().noneMatch(argument -> argument.contains("api-key-file"))) {
            all.add("--aggregator.security.api-key-file=" + directory.resolve("made/api-key"));
        }
        return ConfigurationCheck.run(all.toArray(String[]::new), new PrintStream(out, true, UTF_8));
    }

    private String output() {
        return out.toString(UTF_8);
    }

    private long tables() throws SQLException {
        try (Connection connection = database.connect();
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select count(*) from pg_class where relnamespace = 'public'::regnamespace")) {
            row.next();
            return row.getLong(1);
        }
    }
}
