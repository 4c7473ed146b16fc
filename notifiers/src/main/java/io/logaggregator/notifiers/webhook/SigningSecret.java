package io.logaggregator.notifiers.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests, so that the receiver can verify sender and time.
 *
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard
 *     Webhooks</a>
 */
final class SigningSecret {

    /** Why a secret is rejected. */
    static final String INVALID = "secret: invalid (expected: base64 after whsec_)";

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";

    private final SecretKeySpec key;

    private SigningSecret(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /**
     * Creates the key; empty if the text is invalid.
     *
     * @param text {@code whsec_} and base64, or any other text; its UTF-8 bytes are the key
     */
    static Optional<SigningSecret> of(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.of(new SigningSecret(text.getBytes(StandardCharsets.UTF_8)));
        }
        try {
            return Optional.of(new SigningSecret(Base64.getDecoder().decode(text.substring(PREFIX.length()))));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** The value of the header {@code webhook-signature}. */
    String sign(String id, Instant timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((id + '.' + timestamp.getEpochSecond() + '.').getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + ": not found (expected: in every Java)", e);
        }
    }
}
