package io.logaggregator.server.settings;

import io.logaggregator.server.settings.values.AddressRange;
import io.logaggregator.server.settings.values.Between;
import io.logaggregator.server.settings.values.OptionalFile;
import io.logaggregator.server.settings.values.SelfChecked;
import jakarta.validation.Valid;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code aggregator.http}: the HTTP server.
 *
 * @param trustedProxies proxies whose forwarding headers are used; other forwarding headers are ignored
 * @param strictTransportSecurity max-age of HTTP Strict Transport Security; 0 sends no header
 * @param bodyTimeout for receiving a request body
 */
public record HttpSettings(
        @Valid Tls tls,
        List<AddressRange> trustedProxies,
        @Between(min = "0s", max = "730d") Duration strictTransportSecurity,
        @Between(min = "1s", max = "1h") Duration bodyTimeout) {

    public HttpSettings {
        trustedProxies = List.copyOf(trustedProxies);
    }

    /**
     * {@code aggregator.http.tls}: enabled if both files are set.
     *
     * @param certificate PEM file with the server certificate, followed by the intermediate certificates
     * @param key PEM file with the unencrypted private key
     */
    public record Tls(OptionalFile certificate, OptionalFile key) implements SelfChecked {

        @Override
        public void check(Errors errors) {
            errors.require(isComplete(certificate, key), "key", "no value", "the key of " + certificate);
            errors.require(isComplete(key, certificate), "certificate", "no value", "the certificate of " + key);
        }

        private static boolean isComplete(OptionalFile one, OptionalFile other) {
            return one.path().isEmpty() || other.path().isPresent();
        }

        /** Certificate and key; empty if TLS is disabled. */
        public Optional<PemFiles> files() {
            return certificate.path().flatMap(chain -> key.path().map(secret -> new PemFiles(chain, secret)));
        }
    }

    /** The files of a certificate and its key. */
    public record PemFiles(Path certificate, Path key) {}
}
