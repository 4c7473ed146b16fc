package io.logaggregator.server.settings.binding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.ingest.Decoder;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField.Text;
import io.logaggregator.core.queue.Message;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.server.settings.AggregatorSettings;
import io.logaggregator.server.settings.ApiSettings;
import io.logaggregator.server.settings.DatabaseSettings;
import io.logaggregator.server.settings.QueueSettings;
import io.logaggregator.server.settings.QueueSettings.TopicFormat;
import io.logaggregator.server.settings.binding.SettingsConfiguration.SettingsFailureAnalyzer;
import io.logaggregator.wire.WireFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

class SettingsTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withInitializer(new ConfigDataApplicationContextInitializer())
            .withUserConfiguration(SettingsConfiguration.class);

    @Test
    void defaults_comeFromApplicationYaml() {
        runner.run(context -> {
            AggregatorSettings settings = context.getBean(AggregatorSettings.class);
            assertThat(settings.queue().topics())
                    .containsExactly(new TopicFormat("system-metrics", "agent"), new TopicFormat("logs", "log"));
            assertThat(settings.retention().period()).isEqualTo(Duration.ofDays(30));
            assertThat(settings.api().cors().allowedOrigins()).isEmpty();
        });
    }

    /** Clients of OpenTelemetry end a request after 10 s: before that they need the 503. Read without the environment's settings. */
    @Test
    void publishTimeout_isBelowTimeoutOfClients() throws IOException {
        PropertySource<?> file = new YamlPropertySourceLoader()
                .load("application.yaml", new ClassPathResource("application.yaml"))
                .getFirst();
        Duration timeout = new Binder(Objects.requireNonNull(ConfigurationPropertySource.from(file)))
                .bind("aggregator.queue.kafka.publish-timeout", Duration.class)
                .get();

        assertThat(timeout).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void topics_replaceTheDefaults() {
        runner.withPropertyValues("aggregator.queue.topics=my.topic=auto")
                .run(context -> assertThat(context.getBean(QueueSettings.class).topics())
                        .containsExactly(new TopicFormat("my.topic", "auto")));
    }

    @Test
    void unknownFormat_listsFormats() {
        String message = errorOf("aggregator.queue.topics=logs=xml", "aggregator.formats.shop.level=lvl");

        assertThat(message)
                .startsWith("aggregator.queue.topics: logs=xml: format: xml (expected: one of [agent, log, auto, ")
                .endsWith(", syslog, shop])");
    }

    @Test
    void configuredFormat_readsItsPaths() {
        runner.withPropertyValues(
                        "aggregator.queue.topics=a=Shop,b=log",
                        "aggregator.formats.shop.level=lvl",
                        "aggregator.formats.shop.correlation-id[0]=meta.flow",
                        "aggregator.formats.shop.correlation-id[1]=flow")
                .run(context -> {
                    Decoder decoder = context.getBean(WireFormats.class).topicDecoder("shop", ZoneOffset.UTC);
                    LogEvent event = (LogEvent)
                            decoder.decode(message("""
                                    {"lvl":"ERROR","level":"INFO","meta":{"flow":"f-1"},"message":"m"}""")).observations().getFirst();
                    assertThat(event.level()).isEqualTo(Level.ERROR);
                    assertThat(event.texts().get(Text.CORRELATION_ID)).isEqualTo("f-1");
                    assertThat(context.getBean(QueueSettings.class).topics())
                            .containsExactly(new TopicFormat("a", "shop"), new TopicFormat("b", "log"));
                });
    }

    private static Message message(String value) {
        return Message.unqueued(new Partition("a", "id", 0), Instant.EPOCH, null, value.getBytes(UTF_8), null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            formats.log.level=lvl           | aggregator.formats.log: name of a built-in format (expected: another name)
            formats.truncated.level=lvl     | aggregator.formats.truncated: name of a built-in format (expected: another name)
            formats.a_b.level=lvl           | aggregator.formats.a_b: invalid name (expected: a letter, then up to 31 letters, digits or dashes, all in lower case)
            formats.shop.level=a..b         | aggregator.formats.shop.level: a..b (expected: a name, or names with dots between)
            formats.shop.host=tags          | aggregator.formats.shop.host: tags (expected: another name, since tags has the tags)
            """)
    void invalidFormat_isRejected(String setting, String message) {
        assertThat(errorOf("aggregator." + setting)).isEqualTo(message);
    }

    @Test
    void unknownFieldOfFormat_listsFields() {
        assertThat(errorOf("aggregator.formats.shop.levels=lvl"))
                .startsWith("aggregator.formats.shop.levels: unknown key")
                .contains("correlation-id")
                .contains("time");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ingest.max-batch-messages=0             | aggregator.ingest.max-batch-messages: 0 (expected: 1 to 100000)
            ingest.max-batch-bytes=1KB              | aggregator.ingest.max-batch-bytes: 1KB (expected: 64KB to 512MB)
            retention.period=1h                     | aggregator.retention.period: 1h (expected: 1d to 3650d)
            retention.size=1MB                      | aggregator.retention.size: 1MB (expected: 0 for no limit, or 1GB or more)
            queue.topics=logs                       | aggregator.queue.topics: logs (expected: topic=format, for example logs=log)
            queue.topics=a=log,a=log                | aggregator.queue.topics: a twice (expected: each topic once)
            database.url=jdbc:mysql://x             | aggregator.database.url: jdbc:mysql://x (expected: jdbc:postgresql://host:port/database)
            database.ssl.mode=on                    | aggregator.database.ssl.mode: on (expected: one of disable, allow, prefer, require, verify-ca, verify-full)
            database.ssl.mode=verify                | aggregator.database.ssl.mode: verify (expected: one of disable, allow, prefer, require, verify-ca, verify-full)
            database.ssl.root-certificate=/ca.crt   | aggregator.database.ssl.mode: no value (expected: verify-full, since other modes ignore root-certificate)
            database.ssl.certificate=/client.crt    | aggregator.database.ssl.key: no value (expected: the key of /client.crt)
            database.password-file=/not/there       | aggregator.database.password-file: /not/there (expected: a readable file: java.nio.file.NoSuchFileException: /not/there)
            security.api-key=tooshort               | aggregator.security.api-key: a key of 8 characters (expected: at least 20, printable ASCII without spaces)
            alerts.thresholds.cpu-usage-percent=101 | aggregator.alerts.thresholds.cpu-usage-percent: 101.0 (expected: above 0 and below 100)
            alerts.webhook.max-concurrent=0         | aggregator.alerts.webhook.max-concurrent: 0 (expected: 1 to 16)
            http.tls.certificate=/tls.crt           | aggregator.http.tls.key: no value (expected: the key of /tls.crt)
            http.tls.key=/tls.key                   | aggregator.http.tls.certificate: no value (expected: the certificate of /tls.key)
            http.body-timeout=0s                    | aggregator.http.body-timeout: 0s (expected: 1s to 1h)
            http.trusted-proxies=proxy.example.org  | aggregator.http.trusted-proxies: proxy.example.org (expected: an address, or a range in CIDR notation other than /0, for example 10.0.0.0/8)
            http.trusted-proxies=10.0.0.0/33        | aggregator.http.trusted-proxies: 10.0.0.0/33 (expected: an address, or a range in CIDR notation other than /0, for example 10.0.0.0/8)
            http.trusted-proxies=0.0.0.0/0          | aggregator.http.trusted-proxies: 0.0.0.0/0 (expected: an address, or a range in CIDR notation other than /0, for example 10.0.0.0/8)
            cache.size=17GB                         | aggregator.cache.size: 17GB (expected: 0 to 16GB)
            api.page-size=5000                      | aggregator.api.page-size: 5000 (expected: 1 to 1000)
            tail.max-clients=0                      | aggregator.tail.max-clients: 0 (expected: 1 to 10000)
            tail.max-buffer-size=1KB                | aggregator.tail.max-buffer-size: 1KB (expected: 16KB to 64MB)
            tail.heartbeat-interval=0s              | aggregator.tail.heartbeat-interval: 0s (expected: 1s to 5m)
            export.max-concurrent=0                 | aggregator.export.max-concurrent: 0 (expected: 1 to 100)
            canary.interval=500ms                   | aggregator.canary.interval: 500ms (expected: 0s for none, or 1s to 1h)
            canary.late-timeout=0s                  | aggregator.canary.late-timeout: 0s (expected: 100ms to 10m)
            canary.missing-timeout=9s               | aggregator.canary.missing-timeout: PT9S (expected: at least late-timeout, PT10S)
            alerts.webhook.max-backoff=10ms         | aggregator.alerts.webhook.max-backoff: PT0.01S (expected: at least initial-backoff, PT1S)
            """)
    void invalidValue_isRejectedWithItsExpectation(String setting, String message) {
        assertThat(errorOf("aggregator." + setting)).isEqualTo(message);
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
    void invalidOrigin_isRejected(String origin) {
        assertThat(errorOf("aggregator.api.cors.allowed-origins=" + origin))
                .startsWith(
                        "aggregator.api.cors.allowed-origins: " + origin + " (expected: an origin as sent by browsers");
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
    void broadOriginPattern_isRejected(String pattern) {
        assertThat(errorOf("aggregator.api.cors.allowed-origin-patterns=" + pattern))
                .startsWith("aggregator.api.cors.allowed-origin-patterns: " + pattern
                        + " (expected: an origin with a wildcard");
    }

    @Test
    void validOrigins_areAccepted() {
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

    @ParameterizedTest
    @CsvSource({
        "queue.kafka.topics, queue.topics",
        "queue.kafka.topics[0], queue.topics",
        "ingest.batch-messages, ingest.max-batch-messages",
        "ingest.batchBytes, ingest.max-batch-bytes",
        "alerts.webhook.attempts, alerts.webhook.give-up-after",
        "alerts.webhook.max-attempts, alerts.webhook.give-up-after",
        "alerts.webhook.first-retry, alerts.webhook.initial-backoff",
        "alerts.webhook.longest-retry, alerts.webhook.max-backoff",
        "api.max-span, api.max-time-range",
        "tail.max-viewers, tail.max-clients",
        "tail.buffer, tail.max-buffer-size",
        "tail.heartbeat, tail.heartbeat-interval",
        "export.at-a-time, export.max-concurrent",
        "canary.late-after, canary.late-timeout",
        "canary.missing-after, canary.missing-timeout",
        "security.session.lifetime, security.session.max-lifetime"
    })
    void renamedKey_isRejectedWithItsNewName(String oldKey, String newKey) {
        assertThat(errorOf("aggregator." + oldKey + "=1"))
                .startsWith("aggregator.")
                .endsWith(": renamed key (expected: aggregator." + newKey + ")");
        assertThat(new KnownKeys().hasKey("aggregator." + newKey)).isTrue();
    }

    @Test
    void unknownKey_isRejectedWithoutItsValue() {
        assertThat(errorOf("aggregator.database.pasword=hunter2"))
                .startsWith("aggregator.database.pasword: unknown key")
                .contains("aggregator.database.password,")
                .doesNotContain("hunter2");
    }

    @Test
    void passwordInUrl_isRejectedWithoutIt() {
        assertThat(errorOf("aggregator.database.url=jdbc:postgresql://db/x?password=hunter2"))
                .startsWith("aggregator.database.url: a URL with a password (expected: the password in")
                .doesNotContain("hunter2");
    }

    @Test
    void passwordFile_givesThePassword(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "hunter2\n");
        runner.withPropertyValues("aggregator.database.password-file=" + file).run(context -> {
            DatabaseSettings settings = context.getBean(DatabaseSettings.class);
            assertThat(settings.resolvedPassword().value()).isEqualTo("hunter2");
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

    /** The error without its origin, which is the test. */
    private String errorOf(String... settings) {
        StringBuilder description = new StringBuilder();
        runner.withPropertyValues(settings).run(context -> {
            Throwable failure =
                    Objects.requireNonNull(context.getStartupFailure(), "accepted: " + String.join(", ", settings));
            FailureAnalysis analysis = new SettingsFailureAnalyzer().analyze(failure);
            description.append(
                    Objects.requireNonNull(analysis, failure::toString).getDescription());
        });
        return description.toString().replaceFirst(", origin: [^,]*$", "");
    }
}
