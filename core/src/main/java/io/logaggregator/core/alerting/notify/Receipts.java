package io.logaggregator.core.alerting.notify;

import io.logaggregator.core.alerting.notify.Notifier.Outcome.Delivered;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Binds receipts to the settings of their channel: with another kind, URL, room or secret, the earlier message is not the
 * one to update.
 */
final class Receipts {

    private static final int PREFIX_BYTES = 8;

    private Receipts() {}

    /** Equal for equal settings; does not reveal them. */
    static String prefix(Channel.Target target) {
        MessageDigest digest = sha256();
        add(digest, target.kind());
        for (Map<String, String> values : List.of(target.settings(), target.secrets())) {
            new TreeMap<>(values).forEach((name, value) -> {
                add(digest, name);
                add(digest, value);
            });
        }
        return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), PREFIX_BYTES)) + ' ';
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0xFF); // no UTF-8 text contains it
    }

    /** The receipt as stored; empty if it is too long or not printable, as a service may return anything. */
    static Optional<String> wrap(String prefix, Optional<String> receipt) {
        return receipt.filter(text -> text.length() <= Delivered.MAX_RECEIPT_LENGTH
                        && text.chars().allMatch(c -> c >= ' ' && c <= '~'))
                .map(text -> prefix + text);
    }

    /** The receipt of the kind; empty if it was given for other settings. */
    static Optional<String> unwrap(String prefix, Optional<String> stored) {
        return stored.filter(text -> text.startsWith(prefix)).map(text -> text.substring(prefix.length()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: not found (expected: in every Java)", e);
        }
    }
}
