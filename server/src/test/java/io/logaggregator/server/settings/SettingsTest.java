package io.logaggregator.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.wire.WireFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SettingsTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withInitializer(new ConfigDataApplicationContextInitializer())
            .withUserConfiguration(Settings.class);

    @Test
    void defaults_areThoseOfApplicationYaml() {
        runner.run(context -> {
            AggregatorSettings settings = context.getBean(AggregatorSettings.class);
            assertThat(settings.queue().kafka().topics())
                    .containsExactly(
                            new TopicFormat("system-metrics", WireFormat.AGENT),
                            new TopicFormat("logs", WireFormat.LOG));
            assertThat(settings.retention().period()).isEqualTo(Duration.ofDays(30));
            assertThat(settings.api().cors().allowedOrigins()).isEmpty();
        });
    }

    @Test
    void topics_replaceTheDefaultOnes() {
        runner.withPropertyValues("aggregator.queue.kafka.topics=my.topic=auto")
                .run(context -> assertThat(
                                context.getBean(QueueSettings.class).kafka().topics())
                        .containsExactly(new TopicFormat("my.topic", WireFormat.AUTO)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ingest.batch-messages=0                 | aggregator.ingest.batch-messages: 0 (expected: 1 to 100000)
            ingest.batch-bytes=1KB                  | aggregator.ingest.batch-bytes: 1024B (expected: 64KB to 512MB)
            retention.period=1h                     | aggregator.retention.period: PT1H (expected: PT24H to PT87600H)
            retention.size=1MB                      | aggregator.retention.size: 1048576B (expected: 0 for no limit, or 1GB or more)
            queue.kafka.topics=logs                 | aggregator.queue.kafka.topics: logs (expected: topic=format, for example logs=log)
            queue.kafka.topics=logs=xml             | aggregator.queue.kafka.topics: logs=xml: format: xml (expected: one of [agent, log, auto])
            queue.kafka.topics=a=log,a=log          | aggregator.queue.kafka.topics: a twice (expected: each topic once)
            database.url=jdbc:mysql://x             | aggregator.database.url: jdbc:mysql://x (expected: jdbc:postgresql://host:port/database)
            database.ssl.mode=on                    | aggregator.database.ssl.mode: on (expected: one of disable, allow, prefer, require, verify-ca, verify-full)
            database.ssl.mode=verify                | aggregator.database.ssl.mode: verify (expected: one of disable, allow, prefer, require, verify-ca, verify-full)
            database.ssl.root-certificate=/ca.crt   | aggregator.database.ssl.mode: nothing (expected: verify-full, or nobody looks at the root-certificate)
            database.ssl.certificate=/client.crt    | aggregator.database.ssl.key: nothing (expected: the key of /client.crt)
            database.password-file=/not/there       | aggregator.database.password-file: /not/there (expected: a readable file: java.nio.file.NoSuchFileException: /not/there)
            security.api-key=tooshort               | aggregator.security.api-key: a key of 8 characters (expected: at least 20, printable ASCII without spaces)
            alerts.thresholds.cpu-usage-percent=101 | aggregator.alerts.thresholds.cpu-usage-percent: 101.0 (expected: above 0 and below 100)
            alerts.webhook.attempts=0               | aggregator.alerts.webhook.attempts: 0 (expected: 1 to 100)
            http.tls.certificate=/tls.crt           | aggregator.http.tls.key: nothing (expected: what belongs to /tls.crt)
            http.tls.key=/tls.key                   | aggregator.http.tls.certificate: nothing (expected: what belongs to /tls.key)
            http.body-timeout=0s                    | aggregator.http.body-timeout: PT0S (expected: PT1S to PT1H)
            http.trusted-proxies=proxy.example.org  | aggregator.http.trusted-proxies: proxy.example.org (expected: an address, or a range as 10.0.0.0/8 that is not everybody's)
            http.trusted-proxies=10.0.0.0/33        | aggregator.http.trusted-proxies: 10.0.0.0/33 (expected: an address, or a range as 10.0.0.0/8 that is not everybody's)
            http.trusted-proxies=0.0.0.0/0          | aggregator.http.trusted-proxies: 0.0.0.0/0 (expected: an address, or a range as 10.0.0.0/8 that is not everybody's)
            cache.size=17GB                         | aggregator.cache.size: 18253611008B (expected: 0 to 16GB)
            api.page-size=5000                      | aggregator.api.page-size: 5000 (expected: 1 to 1000)
            tail.max-viewers=0                      | aggregator.tail.max-viewers: 0 (expected: 1 to 10000)
            tail.buffer=1KB                         | aggregator.tail.buffer: 1024B (expected: 16KB to 64MB)
            tail.heartbeat=0s                       | aggregator.tail.heartbeat: PT0S (expected: PT1S to PT5M)
            export.at-a-time=0                      | aggregator.export.at-a-time: 0 (expected: 1 to 100)
            canary.interval=500ms                   | aggregator.canary.interval: PT0.5S (expected: PT0S for none, or PT1S to PT1H)
            canary.late-after=0s                    | aggregator.canary.late-after: PT0S (expected: PT0.1S to PT10M)
            canary.missing-after=9s                 | aggregator.canary.missing-after: PT9S (expected: PT10S to PT10M)
            """)
    void invalidValue_isRefusedWithKeyValueAndExpectation(String setting, String message) {
        assertThat(refusalOf("aggregator." + setting)).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "console.example.org",
                "https://console.example.org/",
                "https://console.example.org/path",
                "https://console.example.org:443",
                "http://console.example.org:80",
                "https://Console.example.org",
                "https://*.example.org",
                "https://user@console.example.org",
                "ftp://console.example.org",
                "null"
            })
    void originThatNoBrowserSends_isRefused(String origin) {
        assertThat(refusalOf("aggregator.api.cors.allowed-origins=" + origin))
                .startsWith(
                        "aggregator.api.cors.allowed-origins: " + origin + " (expected: an origin as browsers send it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "https://*",
                "https://*example.org",
                "https://www.*.org",
                "https://example.*",
                "https://*.example.org/",
                "https://*.example.org:*"
            })
    void patternThatLetsAnybodyIn_isRefused(String pattern) {
        assertThat(refusalOf("aggregator.api.cors.allowed-origin-patterns=" + pattern))
                .startsWith("aggregator.api.cors.allowed-origin-patterns: " + pattern
                        + " (expected: an origin with a star");
    }

    @Test
    void origins_areTakenAsTheyAre() {
        runner.withPropertyValues(
                        "aggregator.api.cors.allowed-origins=https://console.example.org,http://[::1]:3000,*",
                        "aggregator.api.cors.allowed-origin-patterns[0]=https://*.example.org",
                        "aggregator.api.cors.allowed-origin-patterns[1]=https://pr-*.example.org:8443",
                        "aggregator.api.cors.allowed-origin-patterns[2]=http://localhost:[3000,8080]")
                .run(context -> {
                    ApiSettings.Cors cors = context.getBean(ApiSettings.class).cors();
                    assertThat(cors.allowedOrigins())
                            .containsExactly("https://console.example.org", "http://[::1]:3000", "*");
                    assertThat(cors.allowedOriginPatterns()).hasSize(3);
                });
    }

    @Test
    void unknownKey_isRefusedWithItsNameAndNotItsValue() {
        assertThat(refusalOf("aggregator.database.pasword=hunter2"))
                .startsWith("aggregator.database.pasword: unknown key")
                .contains("aggregator.database.password,")
                .doesNotContain("hunter2");
    }

    @Test
    void passwordInUrl_isRefusedWithoutShowingIt() {
        assertThat(refusalOf("aggregator.database.url=jdbc:postgresql://db/x?password=hunter2"))
                .startsWith("aggregator.database.url: a url with a password (expected: the password in")
                .doesNotContain("hunter2");
    }

    @Test
    void passwordFile_givesThePassword(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "hunter2\n");
        runner.withPropertyValues("aggregator.database.password-file=" + file).run(context -> {
            DatabaseSettings settings = context.getBean(DatabaseSettings.class);
            assertThat(settings.password().value()).isEqualTo("hunter2");
            assertThat(settings.toString()).doesNotContain("hunter2");
        });
    }

    @Test
    void sslSettings_becomeDriverProperties() {
        runner.withPropertyValues(
                        "aggregator.database.ssl.mode=verify-full", "aggregator.database.ssl.root-certificate=/ca.pem")
                .run(context -> assertThat(
                                context.getBean(DatabaseSettings.class).driverProperties())
                        .containsEntry("sslmode", "verify-full")
                        .containsEntry("sslrootcert", "/ca.pem")
                        .hasSize(2));
    }

    /** Without the place where it was set, which here is the test. */
    private String refusalOf(String setting) {
        StringBuilder description = new StringBuilder();
        runner.withPropertyValues(setting).run(context -> {
            Throwable failure = Objects.requireNonNull(context.getStartupFailure(), "accepted: " + setting);
            FailureAnalysis analysis = new SettingsFailureAnalyzer().analyze(failure);
            description.append(
                    Objects.requireNonNull(analysis, failure::toString).getDescription());
        });
        return description.toString().replaceFirst(", from [^,]*$", "");
    }
}
