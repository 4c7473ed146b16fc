package io.logaggregator.queue.kafka;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.jspecify.annotations.Nullable;

/**
 * What to do about a connection that a broker refuses, or that is refused to one: of which side the certificate, password
 * or token is, and which property of the client has to say something else.
 *
 * @see <a href="https://kafka.apache.org/documentation/#security">Kafka, security</a>
 */
final class ConnectionAdvice {

    private static final Pattern OTHER_NAME = Pattern.compile("No name matching|No subject alternative");
    private static final Pattern OWN_CERTIFICATE = Pattern.compile(
            "Received fatal alert: (.*certificate.*|unknown_ca|decrypt_error|access_denied)", Pattern.CASE_INSENSITIVE);
    private static final Pattern CLIENT_REFUSED = Pattern.compile("response code 40[013]");

    private ConnectionAdvice() {}

    /** The innermost cause that is known says most. */
    static Optional<String> about(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .flatMap(cause -> Stream.ofNullable(adviceOn(cause)))
                .reduce((_, inner) -> inner);
    }

    private static @Nullable String adviceOn(Throwable cause) {
        String message = KafkaErrors.messageOf(cause);
        return switch (cause) {
            case CertPathBuilderException _ ->
                "the certificate of the broker is signed by nobody that ssl.truststore.location holds. Put the certificate of "
                        + "its authority there";
            case CertificateExpiredException _ -> "the certificate of the broker has expired. Renew it there";
            case CertificateNotYetValidException _ ->
                "the certificate of the broker is not valid yet. Are the clocks of both sides right?";
            case CertificateException _
            when OTHER_NAME.matcher(message).find() ->
                "the certificate of the broker is for other host names. Use one of these to reach it, also in its "
                        + "advertised.listeners, or have it issued for this one";
            case SSLException _
            when OWN_CERTIFICATE.matcher(message).find() ->
                "the broker wants a certificate, and refuses the one in ssl.keystore.location, or got none. It must not have "
                        + "expired, and be of an authority that the broker knows";
            case UnsupportedSaslMechanismException _ -> "the broker does not take this sasl.mechanism";
            case SaslAuthenticationException _
            when message.contains("OAUTHBEARER") || message.contains("invalid_token") ->
                "the broker does not take the token. Is it of the issuer, for the audience, and of the scope that it expects?";
            case SaslAuthenticationException _ ->
                "the broker does not know this user with this password. Correct them in sasl.jaas.config, or in the broker";
            case LoginException _
            when CLIENT_REFUSED.matcher(message).find() ->
                "sasl.oauthbearer.token.endpoint.url gives no token to this client. Correct its id, its secret, or its scope";
            case LoginException _ -> "no token can be had from sasl.oauthbearer.token.endpoint.url";
            default -> null;
        };
    }
}
