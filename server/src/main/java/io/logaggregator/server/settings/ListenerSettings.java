package io.logaggregator.server.settings;

import io.logaggregator.gateways.Gateways;
import io.logaggregator.gateways.socket.SessionOptions;
import io.logaggregator.gateways.socket.SocketProtocol;
import io.logaggregator.server.settings.values.Between;
import io.logaggregator.server.settings.values.OptionalFile;
import io.logaggregator.server.settings.values.Secret;
import io.logaggregator.server.settings.values.SelfChecked;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code aggregator.listeners.<name>}: a port for a protocol over TCP, TLS or UDP. Defaults are here, since names are free.
 *
 * @param protocol name of a protocol
 * @param address local address; blank for that of the HTTP server
 * @param port local port; 0 for any free one
 * @param key secret of an API key with the scope {@code ingest}, to which all data of the listener belong
 * @param keyFile file with this secret
 * @param maxConnections open connections of this listener
 * @param maxConnectionsPerAddress open connections of a remote address
 * @param idleTimeout after which a silent connection is closed; 0 for never
 * @param maxMessageSize of an undivided part of a stream; 0 for the default of the protocol
 * @param hostTemplate position of the host in names of metrics; blank for none
 * @param sharedKey secret that clients of Fluentd's forward protocol prove to know; blank for none
 * @param sharedKeyFile file with this secret
 */
public record ListenerSettings(
        @DefaultValue("") String protocol,
        @DefaultValue("tcp") Transport transport,
        @DefaultValue("") String address,
        @DefaultValue("-1") int port,
        @DefaultValue("") Secret key,
        @DefaultValue("") OptionalFile keyFile,
        @DefaultValue Ssl ssl,

        @DefaultValue("1000") @Between(min = "1", max = "100000")
        int maxConnections,

        @DefaultValue("100") @Between(min = "1", max = "100000")
        int maxConnectionsPerAddress,

        @DefaultValue("1h") @Between(min = "1s", max = "30d", orZero = true)
        Duration idleTimeout,

        @DefaultValue("0B") @Between(min = "1KB", max = "64MB", orZero = true)
        DataSize maxMessageSize,

        @DefaultValue("") String hostTemplate,
        @DefaultValue("") Secret sharedKey,
        @DefaultValue("") OptionalFile sharedKeyFile)
        implements SelfChecked {

    /** How bytes arrive. */
    public enum Transport {
        TCP,
        UDP,
        TLS
    }

    /** Whether clients show a certificate, which the trust store of the bundle verifies. */
    public enum ClientAuth {
        NONE,
        WANT,
        NEED
    }

    /**
     * {@code aggregator.listeners.<name>.ssl}: for the transport {@code tls}.
     *
     * @param bundle name of an SSL bundle of Spring Boot
     */
    public record Ssl(
            @DefaultValue("") String bundle,
            @DefaultValue("none") ClientAuth clientAuth) {}

    @Override
    public void check(Errors errors) {
        Optional<SocketProtocol> known = Gateways.socketProtocol(protocol);
        errors.require(
                known.isPresent(),
                "protocol",
                protocol.isBlank() ? "no value" : protocol,
                "one of " + String.join(", ", Gateways.socketProtocolNames()));
        errors.require(
                transport != Transport.UDP || known.isEmpty() || known.get().supportsDatagrams(),
                "transport",
                "udp",
                "tcp or tls, for protocol " + protocol);
        known.flatMap(found -> found.problem(options(found, sharedKey, InstantSource.system())))
                .ifPresent(errors::add);
        errors.require(port >= 0 && port <= 65_535, "port", port < 0 ? "no value" : port, "0 to 65535");
        errors.require(isAddress(address), "address", address, "an IP address of this machine, or 0.0.0.0 for all");
        Secret.check(errors, "key", key, keyFile);
        errors.require(
                !key.isEmpty() || keyFile.path().isPresent(),
                "key",
                "no value",
                "the secret of an API key with the scope ingest, or key-file");
        Secret.check(errors, "shared-key", sharedKey, sharedKeyFile);
        errors.require(
                (sharedKey.isEmpty() && sharedKeyFile.path().isEmpty())
                        || known.isEmpty()
                        || known.get().hasSharedKey(),
                "shared-key",
                "set",
                "no value, for protocol " + protocol);
        boolean tls = transport == Transport.TLS;
        errors.require(!tls || !ssl.bundle.isBlank(), "ssl.bundle", "no value", "the name of an SSL bundle");
        errors.require(tls || ssl.bundle.isBlank(), "ssl.bundle", ssl.bundle, "no value, or transport tls");
    }

    private static boolean isAddress(String text) {
        try {
            return text.isBlank() || InetAddress.ofLiteral(text) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The options of the sessions of a protocol. */
    public SessionOptions options(SocketProtocol of, InstantSource clock) {
        return options(of, sharedKey.orContentOf(sharedKeyFile), clock);
    }

    private SessionOptions options(SocketProtocol of, Secret clientSecret, InstantSource clock) {
        long size = maxMessageSize.toBytes();
        return new SessionOptions(
                size == 0 ? of.defaultMaxMessageBytes() : Math.toIntExact(size),
                hostTemplate,
                clientSecret.value(),
                clock);
    }

    /** The secret of the key. */
    public Secret secret() {
        return key.orContentOf(keyFile);
    }
}
