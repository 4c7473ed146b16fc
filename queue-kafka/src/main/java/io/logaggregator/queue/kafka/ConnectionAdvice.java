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
 * Advice on rejected connections: which side's certificate, password or token is invalid, and which client property to
 * correct.
 *
 * @see <a href="https://kafka.apache.org/documentation/#security">Kafka, security</a>
 */
final class ConnectionAdvice {

    private static final Pattern OTHER_NAME = Pattern.compile("No name matching|No subject alternative");
    private static final Pattern OWN_CERTIFICATE = Pattern.compile(
            "Received fatal alert: (.*certificate.*|unknown_ca|decrypt_error|access_denied)", Pattern.CASE_INSENSITIVE);
    private static final Pattern CLIENT_REJECTED = Pattern.compile("response code 40[013]");

    private ConnectionAdvice() {}

    /** Advice on the innermost known cause, which is the most specific one. */
    static Optional<String> about(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .flatMap(cause -> Stream.ofNullable(adviceOn(cause)))
                .reduce((_, inner) -> inner);
    }

    private static @Nullable String adviceOn(Throwable cause) {
        String message = KafkaErrors.messageOf(cause);
        return switch (cause) {
            case CertPathBuilderException _ ->
                "the certificate of the broker is signed by no authority in ssl.truststore.location. Add the certificate of "
                        + "its authority";
            case CertificateExpiredException _ -> "the certificate of the broker has expired. Renew it";
            case CertificateNotYetValidException _ ->
                "the certificate of the broker is not valid yet. Check the clocks of both sides";
            case CertificateException _
            when OTHER_NAME.matcher(message).find() ->
                "the certificate of the broker is for other host names. Connect with one of them, also in its "
                        + "advertised.listeners, or issue it for this one";
            case SSLException _
            when OWN_CERTIFICATE.matcher(message).find() ->
                "the broker requires a certificate, and rejects the one in ssl.keystore.location, or received none. It must not have "
                        + "expired, and must be signed by an authority that the broker trusts";
            case UnsupportedSaslMechanismException _ -> "the broker does not support this sasl.mechanism";
            case SaslAuthenticationException _
            when message.contains("OAUTHBEARER") || message.contains("invalid_token") ->
                "the broker rejects the token. Check its issuer, audience and scope";
            case SaslAuthenticationException _ ->
                "the broker rejects this user and password. Correct them in sasl.jaas.config, or in the broker";
            case LoginException _
            when CLIENT_REJECTED.matcher(message).find() ->
                "sasl.oauthbearer.token.endpoint.url rejects this client. Correct its id, secret or scope";
            case LoginException _ -> "no token from sasl.oauthbearer.token.endpoint.url";
            default -> null;
        };
    }
}
