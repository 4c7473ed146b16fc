package io.logaggregator.store.postgres.sql;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Remedies for connections that fail because of certificates: the side with the error and the property of the driver to
 * change. The messages of driver and server name only symptoms, some of them the same for several causes.
 *
 * @see <a href="https://jdbc.postgresql.org/documentation/ssl/">pgjdbc, SSL</a>
 * @see <a href="https://www.postgresql.org/docs/current/auth-cert.html">PostgreSQL, certificate authentication</a>
 */
final class ConnectionAdvice {

    private static final String INVALID_AUTHORIZATION = "28000";

    private static final Pattern OWN_CERTIFICATE = Pattern.compile(
            "Received fatal alert: (.*certificate.*|unknown_ca|decrypt_error|access_denied)", Pattern.CASE_INSENSITIVE);

    /** A server that rejects a certificate may close the connection before its alert is read. */
    private static final Pattern CLOSED =
            Pattern.compile("(SSL error:|The connection attempt failed\\.).*(Broken pipe|Connection reset).*");

    private ConnectionAdvice() {}

    /** @param symptom the message of the driver and of its root cause */
    static Optional<String> about(SQLException failure, String symptom) {
        return causes(failure)
                .flatMap(cause -> Stream.ofNullable(aboutCause(cause)))
                .findFirst()
                .or(() -> Optional.ofNullable(aboutMessage(failure.getSQLState(), symptom)));
    }

    private static @Nullable String aboutCause(Throwable cause) {
        return switch (cause) {
            case CertPathBuilderException _ ->
                "the certificate of the server is not signed by an authority in sslrootcert. Add the certificate of its "
                        + "authority";
            case CertificateExpiredException _ -> "the certificate of the server has expired. Renew it there";
            case CertificateNotYetValidException _ ->
                "the certificate of the server is not valid yet. Check the clocks of both sides";
            case SSLException alert
            when OWN_CERTIFICATE.matcher(text(alert)).find() ->
                "the server rejects the certificate in sslcert. It must not have expired, must be signed by an authority that the "
                        + "server trusts, and sslkey must be its key";
            default -> null;
        };
    }

    private static @Nullable String aboutMessage(@Nullable String state, String message) {
        if (CLOSED.matcher(message).matches()) {
            return "the server closed the connection during the handshake. Where sslcert is set, it may reject that certificate, "
                    + "or sslkey is not its key: see the log of the server";
        }
        if (message.contains("could not be verified by hostnameverifier")) {
            return "the certificate of the server is for other host names. Use one of these in the url, or have it issued "
                    + "for this one";
        }
        if (message.contains("server does not support SSL")) {
            return "the server has ssl=off. Enable it there, or change sslmode";
        }
        if (!INVALID_AUTHORIZATION.equals(state)) {
            return null;
        }
        if (message.contains("requires a valid client certificate")) {
            return "the server requires a client certificate of an authority that it trusts. Set sslcert and its "
                    + "key in sslkey; the authority must be in the server's ssl_ca_file";
        }
        if (message.contains("certificate authentication failed")) {
            return "the certificate in sslcert is for another user. Its common name must be the user's, unless pg_ident.conf "
                    + "says otherwise";
        }
        return message.contains("no encryption")
                ? "the server accepts this connection only with TLS. Set sslmode"
                : null;
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }

    private static String text(Throwable failure) {
        return String.valueOf(failure.getMessage());
    }
}
