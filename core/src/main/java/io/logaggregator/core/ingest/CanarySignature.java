package io.logaggregator.core.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField.Text;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs canary events with a secret that all instances share, so that no sender can imitate them. The signature is the end of
 * the correlation id and covers the whole event. Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2104">RFC 2104, HMAC</a>
 */
public final class CanarySignature {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 16;

    private final SecretKeySpec key;

    public CanarySignature(String secret) {
        key = new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM);
    }

    /** The correlation id of a canary event: a unique id with the signature. */
    public String sign(String id, Instant observedAt, String instance, String message, JsonObject attributes) {
        return id + '-' + signature(id, observedAt, instance, message, attributes);
    }

    /** Whether an event, as it was decoded, is a canary event of an instance. */
    public boolean isValid(LogEvent event) {
        String correlationId = event.text(Text.CORRELATION_ID);
        int end = correlationId.lastIndexOf('-');
        if (end < 0
                || !event.isCanary()
                || !event.host().equals(LogEvent.CANARY)
                || event.level() != Level.TRACE
                || !event.text(Text.ENVIRONMENT).isEmpty()
                || !event.tags().isEmpty()) {
            return false;
        }
        String expected = sign(
                correlationId.substring(0, end),
                event.observedAt(),
                event.text(Text.COMPONENT),
                event.message(),
                event.attributes());
        return MessageDigest.isEqual(expected.getBytes(UTF_8), correlationId.getBytes(UTF_8));
    }

    private String signature(String id, Instant observedAt, String instance, String message, JsonObject attributes) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            String signed = String.join("\0", id, observedAt.toString(), instance, message, attributes.text());
            return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(UTF_8)), 0, BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + ": not found (expected: in every JDK)", e);
        }
    }
}
