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
 * What to do about a connection that was refused because of certificates: of which side it is, and which property of the
 * driver has to say something else. Driver and server name the symptom only, some of them the same for several causes.
 *
 * @see <a href="https://jdbc.postgresql.org/documentation/ssl/">pgjdbc, SSL</a>
 * @see <a href="https://www.postgresql.org/docs/current/auth-cert.html">PostgreSQL, certificate authentication</a>
 */
final class ConnectionAdvice {

    private static final String INVALID_AUTHORIZATION = "28000";

    private static final Pattern OWN_CERTIFICATE = Pattern.compile(
            "Received fatal alert: (.*certificate.*|unknown_ca|decrypt_error|access_denied)", Pattern.CASE_INSENSITIVE);

    /** A server that refuses a certificate may be gone before its alert is read. */
    private static final Pattern HANGS_UP =
            Pattern.compile("(SSL error:|The connection attempt failed\\.).*(Broken pipe|Connection reset).*");

    private ConnectionAdvice() {}

    /** @param symptom what the driver says, and the causes of that */
    static Optional<String> about(SQLException failure, String symptom) {
        return causes(failure)
                .flatMap(cause -> Stream.ofNullable(aboutCause(cause)))
                .findFirst()
                .or(() -> Optional.ofNullable(aboutMessage(failure.getSQLState(), symptom)));
    }

    private static @Nullable String aboutCause(Throwable cause) {
        return switch (cause) {
            case CertPathBuilderException _ ->
                "the certificate of the server is signed by nobody that sslrootcert holds. Put the certificate of its "
                        + "authority there";
            case CertificateExpiredException _ -> "the certificate of the server has expired. Renew it there";
            case CertificateNotYetValidException _ ->
                "the certificate of the server is not valid yet. Are the clocks of both sides right?";
            case SSLException alert
            when OWN_CERTIFICATE.matcher(text(alert)).find() ->
                "the server refuses the certificate in sslcert. It must not have expired, it must be of an authority that the "
                        + "server knows, and sslkey must be its key";
            default -> null;
        };
    }

    private static @Nullable String aboutMessage(@Nullable String state, String message) {
        if (HANGS_UP.matcher(message).matches()) {
            return "the server hung up before the connection was there. Where sslcert is set, it may refuse that certificate, "
                    + "or sslkey is not its key: the server's own log says which";
        }
        if (message.contains("could not be verified by hostnameverifier")) {
            return "the certificate of the server is for other host names. Use one of these in the url, or have it issued "
                    + "for this one";
        }
        if (message.contains("server does not support SSL")) {
            return "the server has ssl=off. Turn it on there, or do not ask for it with sslmode";
        }
        if (!INVALID_AUTHORIZATION.equals(state)) {
            return null;
        }
        if (message.contains("requires a valid client certificate")) {
            return "the server wants a certificate, and got none that it knows the authority of. Name one in sslcert, and its "
                    + "key in sslkey; the authority must stand in the server's ssl_ca_file";
        }
        if (message.contains("certificate authentication failed")) {
            return "the certificate in sslcert is for another user. Its common name must be the user's, unless pg_ident.conf "
                    + "says otherwise";
        }
        return message.contains("no encryption")
                ? "the server takes no such connection without TLS. Set sslmode"
                : null;
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }

    private static String text(Throwable failure) {
        return String.valueOf(failure.getMessage());
    }
}
