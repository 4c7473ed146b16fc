package io.logaggregator.server.settings;

import io.logaggregator.server.settings.values.Between;
import io.logaggregator.server.settings.values.OptionalFile;
import io.logaggregator.server.settings.values.Secret;
import io.logaggregator.server.settings.values.SelfChecked;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.ssl.pem.PemContent;

/**
 * {@code aggregator.database}: the PostgreSQL database.
 *
 * @param url JDBC URL without user and password
 * @param passwordFile alternative to {@code password}
 * @param poolSize connections for API queries; each consumer has one more of its own
 * @param connectionTimeout for acquiring a connection
 * @param queryTimeout for an API query
 * @param properties driver properties
 */
public record DatabaseSettings(
        @Pattern(regexp = "jdbc:postgresql:.*", message = "jdbc:postgresql://host:port/database")
        String url,

        @NotBlank(message = "the name of a role") String user,
        Secret password,
        OptionalFile passwordFile,
        @Between(min = "1", max = "1000") int poolSize,
        @Between(min = "250ms", max = "1m") Duration connectionTimeout,
        @Between(min = "100ms", max = "10m") Duration queryTimeout,
        @Valid Ssl ssl,
        @DefaultValue Map<String, String> properties)
        implements SelfChecked {

    public DatabaseSettings {
        properties = Map.copyOf(properties);
    }

    @Override
    public void check(Errors errors) {
        errors.require(
                !url.contains("password="),
                "url",
                "a URL with a password",
                "the password in aggregator.database.password or aggregator.database.password-file");
        Secret.check(errors, "password", password, passwordFile);
    }

    /** The password, or the content of its file. */
    public Secret resolvedPassword() {
        return password.orContentOf(passwordFile);
    }

    /** The configured driver properties and those of {@code ssl}. */
    public Map<String, String> driverProperties() {
        Map<String, String> all = new HashMap<>(properties);
        all.putAll(ssl.driverProperties());
        return all;
    }

    /**
     * {@code aggregator.database.ssl}.
     *
     * @param mode {@code disable} to {@code verify-full}, as in libpq; blank for the default of the driver
     * @param rootCertificate PEM file of the trusted authority
     * @param certificate PEM file of the client certificate
     * @param key private key of the client certificate, PKCS-8 in PEM or DER
     */
    public record Ssl(
            @Pattern(
                    regexp = "(|disable|allow|prefer|require|verify-ca|verify-full)",
                    message = "one of disable, allow, prefer, require, verify-ca, verify-full")
            String mode,

            OptionalFile rootCertificate,
            OptionalFile certificate,
            OptionalFile key)
            implements SelfChecked {

        @Override
        public void check(Errors errors) {
            errors.require(
                    rootCertificate.path().isEmpty() || mode.startsWith("verify-"),
                    "mode",
                    mode.isEmpty() ? "no value" : mode,
                    "verify-full, since other modes ignore root-certificate");
            errors.require(
                    certificate.path().isEmpty() || key.path().isPresent(),
                    "key",
                    "no value",
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

        /** Required by the driver, which does not detect the algorithm in PEM. It reports unreadable files itself. */
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
