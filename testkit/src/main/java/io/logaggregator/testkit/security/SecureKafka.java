package io.logaggregator.testkit.security;

import io.logaggregator.embedded.servers.EmbeddedKafkaBroker;
import io.logaggregator.testkit.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;

/** A broker with TLS listeners that authenticate by certificate, by password, or by token. */
public final class SecureKafka implements AutoCloseable {

    private static final String MODULES = "org.apache.kafka.common.security.";
    private static final int ITERATIONS = 4096; // Kafka's minimum

    private final EmbeddedKafkaBroker broker;
    private final Map<Way, Integer> ports;

    private SecureKafka(EmbeddedKafkaBroker broker, Map<Way, Integer> ports) {
        this.broker = broker;
        this.ports = ports;
    }

    /** Authentication method. */
    public enum Way {
        CERTIFICATE("SSL"),
        PASSWORD("SASL_SSL"),
        TOKEN("SASL_SSL");

        private final String protocol;

        Way(String protocol) {
            this.protocol = protocol;
        }
    }

    /**
     * Starts a broker with a server certificate for 127.0.0.1 and a trusted authority, without token authentication.
     */
    public static SecureKafka start(Path directory, TestAuthority authority, TestAuthority.Issued shown) {
        return start(directory, authority, shown, List.of(Way.CERTIFICATE, Way.PASSWORD), Map.of());
    }

    /**
     * As the other, with an issuer of tokens to believe.
     *
     * @param tokens issuer; this JVM must allow its URL in {@code org.apache.kafka.sasl.oauthbearer.allowed.urls}
     */
    public static SecureKafka start(
            Path directory, TestAuthority authority, TestAuthority.Issued shown, TestTokens tokens) {
        return start(directory, authority, shown, List.of(Way.values()), tokens("listener.name.token.", tokens));
    }

    private static SecureKafka start(
            Path directory,
            TestAuthority authority,
            TestAuthority.Issued shown,
            List<Way> ways,
            Map<String, String> more) {
        Map<Way, Integer> ports = new HashMap<>();
        ways.forEach(way -> ports.put(way, FreePort.find()));
        Map<String, String> settings = new HashMap<>(more);
        settings.put("listeners", each(ways, way -> way + "://127.0.0.1:" + ports.get(way)));
        settings.put("listener.security.protocol.map", each(ways, way -> way + ":" + way.protocol));
        settings.put("ssl.keystore.type", "PEM");
        settings.put(
                "ssl.keystore.location",
                keystore(directory.resolve("broker.pem"), shown).toString());
        settings.put("ssl.truststore.type", "PEM");
        settings.put("ssl.truststore.location", authority.certificate().toString());
        settings.put("listener.name.certificate.ssl.client.auth", "required");
        settings.putAll(passwords("listener.name.password."));
        return new SecureKafka(EmbeddedKafkaBroker.start(directory.resolve("kafka"), 0, settings), ports);
    }

    private static String each(List<Way> ways, Function<Way, String> text) {
        return ways.stream().map(text).collect(Collectors.joining(","));
    }

    private static Map<String, String> passwords(String listener) {
        return Map.of(
                listener + "sasl.enabled.mechanisms",
                "SCRAM-SHA-512",
                listener + "scram-sha-512.sasl.jaas.config",
                MODULES + "scram.ScramLoginModule required;");
    }

    private static Map<String, String> tokens(String listener, TestTokens tokens) {
        String mechanism = listener + "oauthbearer.";
        return Map.of(
                listener + "sasl.enabled.mechanisms",
                "OAUTHBEARER",
                mechanism + "sasl.jaas.config",
                MODULES + "oauthbearer.OAuthBearerLoginModule required;",
                mechanism + "sasl.server.callback.handler.class",
                MODULES + "oauthbearer.OAuthBearerValidatorCallbackHandler",
                mechanism + "sasl.oauthbearer.jwks.endpoint.url",
                tokens.keysUrl(),
                mechanism + "sasl.oauthbearer.expected.audience",
                TestTokens.AUDIENCE,
                mechanism + "sasl.oauthbearer.expected.issuer",
                TestTokens.ISSUER);
    }

    /** A certificate and its key in one file, as Kafka expects them. */
    public static Path keystore(Path file, TestAuthority.Issued issued) {
        try {
            return Files.writeString(file, Files.readString(issued.key()) + Files.readString(issued.certificate()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String bootstrapServers(Way way) {
        return "127.0.0.1:" + ports.get(way);
    }

    public void createTopic(String name, int partitions) {
        broker.createTopics(List.of(name), partitions);
    }

    /** Sets the password of a user. */
    public void setPassword(String user, String password) {
        var credential = new UserScramCredentialUpsertion(
                user, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS), password);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.alterUserScramCredentials(List.of(credential)).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("password cannot be set", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a password was set", e);
        }
    }

    @Override
    public void close() {
        broker.close();
    }
}
