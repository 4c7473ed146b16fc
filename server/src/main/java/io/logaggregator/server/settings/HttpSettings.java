package io.logaggregator.server.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code aggregator.http}: how callers reach the server.
 *
 * @param trustedProxies whose word is taken for who calls; none: what is forwarded means nothing
 * @param strictTransportSecurity how long browsers are told to come by https only; zero: they are not told
 * @param bodyTimeout how long a body may take to arrive
 */
public record HttpSettings(
        Tls tls, List<AddressRange> trustedProxies, Duration strictTransportSecurity, Duration bodyTimeout) {

    private static final String PREFIX = "aggregator.http.";

    public HttpSettings {
        trustedProxies = List.copyOf(trustedProxies);
        Check.range(
                PREFIX + "strict-transport-security", strictTransportSecurity, Duration.ZERO, Duration.ofDays(2 * 365));
        Check.range(PREFIX + "body-timeout", bodyTimeout, Duration.ofSeconds(1), Duration.ofHours(1));
    }

    /**
     * {@code aggregator.http.tls}: on when both files are named.
     *
     * @param certificate PEM file: the server's certificate, and after it those of the authorities between
     * @param key PEM file: its private key, not encrypted
     */
    public record Tls(OptionalFile certificate, OptionalFile key) {

        private static final String CERTIFICATE = PREFIX + "tls.certificate";
        private static final String KEY = PREFIX + "tls.key";

        public Tls {
            requireOther(certificate, KEY, key);
            requireOther(key, CERTIFICATE, certificate);
        }

        private static void requireOther(OptionalFile one, String key, OptionalFile other) {
            Check.that(one.path().isEmpty() || other.path().isPresent(), key, "nothing", "what belongs to " + one);
        }

        /** Where certificate and key are; empty when TLS is off. */
        public Optional<PemFiles> files() {
            return certificate.path().flatMap(chain -> key.path().map(secret -> new PemFiles(chain, secret)));
        }
    }

    /** A certificate and its key, each in a file. */
    public record PemFiles(Path certificate, Path key) {}
}
