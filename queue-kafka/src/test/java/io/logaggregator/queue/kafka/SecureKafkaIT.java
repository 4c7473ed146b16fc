package io.logaggregator.queue.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.core.queue.QueueUnavailableException;
import io.logaggregator.testkit.contract.MemberReader;
import io.logaggregator.testkit.security.SecureKafka;
import io.logaggregator.testkit.security.SecureKafka.Way;
import io.logaggregator.testkit.security.TestAuthority;
import io.logaggregator.testkit.security.TestTokens;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The three authentication methods with the properties of the README, and the messages on rejection. */
@TestInstance(Lifecycle.PER_CLASS)
class SecureKafkaIT {

    private static final String TOPIC = "logs";
    private static final String SECRET = "correct-horse";
    private static final String ALLOWED_ISSUERS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";
    private static final Pattern BLOCK = Pattern.compile("```properties\n(.*?)```", Pattern.DOTALL);

    private TestAuthority authority;
    private TestAuthority stranger;
    private TestAuthority.Issued client;
    private TestTokens tokens;
    private SecureKafka kafka;

    /** Instead of {@code /etc/aggregator}. */
    @TempDir
    private Path directory;

    @BeforeAll
    void start(@TempDir Path shared) {
        authority = TestAuthority.create(shared.resolve("authority"));
        stranger = TestAuthority.create(shared.resolve("stranger"));
        client = authority.issue("client");
        tokens = TestTokens.start(shared, SECRET);
        System.setProperty(ALLOWED_ISSUERS, tokens.url() + "," + tokens.keysUrl());
        kafka = SecureKafka.start(shared, authority, authority.issue("broker", "ip:127.0.0.1"), tokens);
        kafka.createTopic(TOPIC, 1);
    }

    @AfterAll
    void stop() {
        kafka.close();
        tokens.close();
        System.clearProperty(ALLOWED_ISSUERS);
    }

    @BeforeEach
    void makeAllRight() throws IOException {
        trust(authority);
        SecureKafka.keystore(directory.resolve("client.pem"), client);
        kafka.setPassword("aggregator", SECRET);
        tokens.expect(SECRET);
        tokens.issueFor(TestTokens.AUDIENCE);
    }

    @ParameterizedTest
    @EnumSource
    void readmeProperties_connect(Way way) {
        try (KafkaQueue queue = queue(way)) {
            assertWorks(queue);
        }
    }

    @Test
    void brokerOfOtherAuthority_isNotTrusted() throws IOException {
        trust(stranger);
        try (KafkaQueue queue = queue(Way.PASSWORD)) {
            assertRefused(queue, "the certificate of the broker is signed by no authority in ssl.truststore.location");

            trust(authority);
            assertWorks(queue);
        }
    }

    @Test
    void brokerWithOtherName_isNotTrusted() {
        try (KafkaQueue queue = queue(
                kafka.bootstrapServers(Way.PASSWORD).replace("127.0.0.1", "localhost"), properties(Way.PASSWORD))) {
            assertRefused(queue, "the certificate of the broker is for other host names");
        }
    }

    @Test
    void expiredClientCertificate_isRejectedUntilRenewed() {
        SecureKafka.keystore(directory.resolve("client.pem"), authority.issueExpired("expired-client"));
        try (KafkaQueue queue = queue(Way.CERTIFICATE)) {
            assertRefused(queue, "rejects the one in ssl.keystore.location");

            SecureKafka.keystore(directory.resolve("client.pem"), client);
            assertWorks(queue);
        }
    }

    @Test
    void missingClientCertificate_isRejected() {
        Map<String, String> properties = properties(Way.CERTIFICATE);
        properties.keySet().removeIf(name -> name.startsWith("ssl.keystore"));
        try (KafkaQueue queue = queue(kafka.bootstrapServers(Way.CERTIFICATE), properties)) {
            assertRefused(queue, "the broker requires a certificate");
        }
    }

    @Test
    void wrongPassword_isRejectedUntilBrokerAcceptsIt() {
        kafka.setPassword("aggregator", "another");
        try (KafkaQueue queue = queue(Way.PASSWORD)) {
            assertRefused(queue, "the broker rejects this user and password");

            kafka.setPassword("aggregator", SECRET);
            assertWorks(queue);
        }
    }

    @Test
    void unsupportedMechanism_isRejected() {
        Map<String, String> properties = properties(Way.PASSWORD);
        properties.put("sasl.mechanism", "SCRAM-SHA-256");
        try (KafkaQueue queue = queue(kafka.bootstrapServers(Way.PASSWORD), properties)) {
            assertRefused(queue, "enabled mechanisms are [SCRAM-SHA-512]");
        }
    }

    @Test
    void wrongSecret_getsNoTokenUntilIssuerAcceptsIt() {
        tokens.expect("another");
        try (KafkaQueue queue = queue(Way.TOKEN)) {
            assertRefused(queue, "sasl.oauthbearer.token.endpoint.url rejects this client");

            tokens.expect(SECRET);
            assertWorks(queue);
        }
    }

    @Test
    void tokenForOtherAudience_isRejectedUntilChanged() {
        tokens.issueFor("somebody-else");
        try (KafkaQueue queue = queue(Way.TOKEN)) {
            assertRefused(queue, "the broker rejects the token");

            tokens.issueFor(TestTokens.AUDIENCE);
            assertWorks(queue);
        }
    }

    @Test
    void unavailableIssuer_failsInBoundedTime() {
        Map<String, String> properties = properties(Way.TOKEN);
        properties.put("sasl.oauthbearer.token.endpoint.url", "http://127.0.0.1:1/token");
        System.setProperty(ALLOWED_ISSUERS, "http://127.0.0.1:1/token");
        try (KafkaQueue queue = queue(kafka.bootstrapServers(Way.TOKEN), properties)) {
            long before = System.nanoTime();
            assertRefused(queue, "no token from sasl.oauthbearer.token.endpoint.url");
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMinutes(2));
        } finally {
            System.setProperty(ALLOWED_ISSUERS, tokens.url() + "," + tokens.keysUrl());
        }
    }

    @Test
    void issuerNotAllowedByJvm_isNotCalled() {
        Map<String, String> properties = properties(Way.TOKEN);
        properties.put("sasl.oauthbearer.token.endpoint.url", "https://other.example.org/token");
        try (KafkaQueue queue = queue(kafka.bootstrapServers(Way.TOKEN), properties)) {
            assertRefused(queue, ALLOWED_ISSUERS);
        }
    }

    @Test
    void rejections_showNoSecrets() {
        kafka.setPassword("aggregator", "another");
        tokens.expect("another");
        for (Way way : List.of(Way.PASSWORD, Way.TOKEN)) {
            try (KafkaQueue queue = queue(way)) {
                assertThatThrownBy(queue::check).hasMessageNotContaining(SECRET);
            }
        }
        Map<String, String> unfinished = properties(Way.PASSWORD);
        unfinished.computeIfPresent("sasl.jaas.config", (_, config) -> config.replace(";", ""));
        try (KafkaQueue queue = queue(kafka.bootstrapServers(Way.PASSWORD), unfinished)) {
            assertThatThrownBy(queue::check).hasMessageContaining("JAAS config").hasMessageNotContaining(SECRET);
        }
    }

    private void assertWorks(KafkaQueue queue) {
        await().ignoreException(QueueUnavailableException.class).untilAsserted(queue::check);
        String message = UUID.randomUUID().toString();
        await().ignoreException(QueueUnavailableException.class).untilAsserted(() -> publish(queue, message));
        try (var member = new MemberReader(queue.openConsumer())) {
            member.readFromStart(1);
            await().until(() -> {
                member.poll();
                return member.values().contains(message);
            });
        }
    }

    /** All three clients report it. On a busy machine the first attempts may end before the broker responds. */
    private static void assertRefused(KafkaQueue queue, String reason) {
        await().untilAsserted(() -> assertThatThrownBy(queue::check)
                .isInstanceOf(QueueUnavailableException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("\n"));
        await().untilAsserted(() -> assertThatThrownBy(() -> publish(queue, "refused"))
                .isInstanceOf(QueueUnavailableException.class)
                .hasMessageContaining(reason));
        assertThatThrownBy(() -> {
                    try (var member = new MemberReader(queue.openConsumer())) {
                        await().until(() -> {
                            member.poll();
                            return false;
                        });
                    }
                })
                .isInstanceOf(QueueUnavailableException.class)
                .hasMessageContaining(reason);
    }

    private static void publish(KafkaQueue queue, String message) {
        queue.publish(List.of(new OutgoingMessage(TOPIC, null, message.getBytes(UTF_8))));
    }

    private void trust(TestAuthority trusted) throws IOException {
        Files.copy(trusted.certificate(), directory.resolve("authority.crt"), StandardCopyOption.REPLACE_EXISTING);
    }

    private KafkaQueue queue(Way way) {
        return queue(kafka.bootstrapServers(way), properties(way));
    }

    private static KafkaQueue queue(String servers, Map<String, String> properties) {
        return new KafkaQueue(
                new KafkaQueueConfig(
                        servers,
                        "group-" + UUID.randomUUID(),
                        Set.of(TOPIC),
                        Optional.empty(),
                        100,
                        1 << 20,
                        Duration.ofSeconds(3),
                        properties),
                InstantSource.system());
    }

    /** The properties in the README, by authentication method. */
    private Map<String, String> properties(Way way) {
        try {
            List<String> blocks = BLOCK.matcher(Files.readString(Path.of("README.md")))
                    .results()
                    .map(block -> block.group(1))
                    .toList();
            Properties read = new Properties();
            read.load(new StringReader(blocks.get(List.of(Way.values()).indexOf(way))
                    .replace("/etc/aggregator", directory.toString())
                    .replace("https://login.example.org/token", tokens.url())));
            Map<String, String> properties = new HashMap<>();
            read.stringPropertyNames().forEach(name -> properties.put(name, read.getProperty(name)));
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
