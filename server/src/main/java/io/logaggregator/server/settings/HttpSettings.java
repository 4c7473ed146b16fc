package io.logaggregator.server.settings;

import io.logaggregator.server.settings.values.Between;
import io.logaggregator.server.settings.values.InvalidSettingException;
import io.logaggregator.server.settings.values.OptionalFile;
import io.logaggregator.server.settings.values.SelfChecked;
import jakarta.validation.Valid;
import java.net.InetAddress;
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
 * @param responseTimeout for a client to read a response, except the live tail and exports
 */
public record HttpSettings(
        @Valid Tls tls,
        List<AddressRange> trustedProxies,
        @Between(min = "0s", max = "730d") Duration strictTransportSecurity,
        @Between(min = "1s", max = "1h") Duration bodyTimeout,
        @Between(min = "1s", max = "1h") Duration responseTimeout) {

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

    /**
     * A range of addresses in CIDR notation, for example {@code 10.0.0.0/8} or {@code fd00::/8}, or a single address.
     *
     * @param text always with the prefix length
     */
    public record AddressRange(String text) {

        public static AddressRange of(String text) {
            String[] parts = text.strip().split("/", 2);
            try {
                int bits = InetAddress.ofLiteral(parts[0]).getAddress().length * Byte.SIZE;
                int length = parts.length == 1 ? bits : Integer.parseInt(parts[1]);
                if (length >= 1 && length <= bits) {
                    return new AddressRange(parts[0] + '/' + length);
                }
            } catch (IllegalArgumentException _) {
                // neither an address nor a number: rejected below
            }
            throw new InvalidSettingException(
                    "aggregator.http.trusted-proxies: " + text
                            + " (expected: an address, or a range in CIDR notation other than /0, for example 10.0.0.0/8)",
                    null);
        }
    }
}
