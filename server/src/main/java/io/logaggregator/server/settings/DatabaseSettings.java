package io.logaggregator.server.settings;

import io.logaggregator.store.postgres.PostgresStoreConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.ssl.pem.PemContent;

/**
 * {@code aggregator.database}: the PostgreSQL everything lands in.
 *
 * @param url a JDBC url; user and password have keys of their own
 * @param passwordFile instead of {@code password}
 * @param poolSize connections for questions of all kinds; each consumer has one more of its own
 * @param connectionTimeout how long to wait for a connection before the database counts as away, or as busy
 * @param queryTimeout how long a question may take
 * @param messageIndex whether messages of days that are over are indexed
 * @param properties the driver's own properties
 */
public record DatabaseSettings(
        String url,
        String user,
        Secret password,
        OptionalFile passwordFile,
        int poolSize,
        Duration connectionTimeout,
        Duration queryTimeout,
        boolean messageIndex,
        Ssl ssl,
        @DefaultValue Map<String, String> properties) {

    private static final String PREFIX = "aggregator.database.";

    public DatabaseSettings {
        Check.that(url.startsWith("jdbc:postgresql:"), PREFIX + "url", url, "jdbc:postgresql://host:port/database");
        Check.that(
                !url.contains("password="),
                PREFIX + "url",
                "a url with a password",
                "the password in " + PREFIX + "password or " + PREFIX + "password-file");
        Check.present(PREFIX + "user", user, "the name of a role");
        Check.range(PREFIX + "pool-size", poolSize, 1, 1000);
        Check.range(PREFIX + "connection-timeout", connectionTimeout, Duration.ofMillis(250), Duration.ofMinutes(1));
        Check.range(PREFIX + "query-timeout", queryTimeout, Duration.ofMillis(100), Duration.ofMinutes(10));
        password = Secret.of(PREFIX + "password", password, passwordFile);
        properties = Map.copyOf(properties);
    }

    /** What the store is told. */
    public PostgresStoreConfig storeConfig() {
        return new PostgresStoreConfig(
                url,
                user,
                password.value(),
                poolSize,
                connectionTimeout,
                queryTimeout,
                messageIndex,
                driverProperties());
    }

    /** The driver's properties: those given, and those of {@code ssl}. */
    Map<String, String> driverProperties() {
        Map<String, String> all = new HashMap<>(properties);
        all.putAll(ssl.driverProperties());
        return all;
    }

    /**
     * {@code aggregator.database.ssl}.
     *
     * @param mode {@code disable} to {@code verify-full}, as the driver names them; blank for the driver's own choice
     * @param rootCertificate PEM file of whom to trust
     * @param certificate PEM file, for a database that asks for client certificates
     * @param key its key, PKCS-8 in PEM or DER
     */
    public record Ssl(String mode, OptionalFile rootCertificate, OptionalFile certificate, OptionalFile key) {

        private static final List<String> MODES =
                List.of("", "disable", "allow", "prefer", "require", "verify-ca", "verify-full");

        public Ssl {
            Check.that(
                    MODES.contains(mode),
                    PREFIX + "ssl.mode",
                    mode,
                    "one of " + String.join(", ", MODES.subList(1, MODES.size())));
            Check.that(
                    rootCertificate.path().isEmpty() || mode.startsWith("verify-"),
                    PREFIX + "ssl.mode",
                    mode.isEmpty() ? "nothing" : mode,
                    "verify-full, or nobody looks at the root-certificate");
            Check.that(
                    certificate.path().isEmpty() || key.path().isPresent(),
                    PREFIX + "ssl.key",
                    "nothing",
                    "the key of " + certificate);
        }

        private Map<String, String> driverProperties() {
            Map<String, String> all = new HashMap<>();
            if (!mode.isEmpty()) {
                all.put("sslmode", mode);
            }
            put(all, "sslrootcert", rootCertificate);
            put(all, "sslcert", certificate);
            put(all, "sslkey", key);
            key.path().flatMap(Ssl::algorithmOf).ifPresent(algorithm -> all.put("pemKeyAlgorithm", algorithm));
            return all;
        }

        private static void put(Map<String, String> all, String name, OptionalFile file) {
            file.path().ifPresent(path -> all.put(name, path.toString()));
        }

        /** The driver does not see by itself what kind of key is in PEM. What cannot be read it complains of itself. */
        private static Optional<String> algorithmOf(Path file) {
            try {
                PrivateKey key = PemContent.load(file).getPrivateKey();
                return key == null ? Optional.empty() : Optional.of(key.getAlgorithm());
            } catch (IOException | IllegalStateException e) {
                return Optional.empty();
            }
        }
    }
}
