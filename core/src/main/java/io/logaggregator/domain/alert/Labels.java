package io.logaggregator.domain.alert;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** What an alert is about, for example {@code host=web-1, device=sda}. With its rule it is the alert's identity. */
public record Labels(SortedMap<String, String> values) {

    /** The label that names a host. */
    public static final String HOST = "host";

    public static final Labels NONE = new Labels(new TreeMap<>());

    public Labels {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    public static Labels ofHost(String host, Map<String, String> attributes) {
        SortedMap<String, String> values = new TreeMap<>(attributes);
        values.put(HOST, host);
        return new Labels(values);
    }

    /** The host it is about; empty where it is about none, or several. */
    public String host() {
        return values.getOrDefault(HOST, "");
    }

    /** One number for a rule and these labels: half of a SHA-256, so that nobody meets two that share one. */
    public UUID fingerprint(UUID ruleId) {
        MessageDigest digest = sha256();
        digest.update(ByteBuffer.allocate(16)
                .putLong(ruleId.getMostSignificantBits())
                .putLong(ruleId.getLeastSignificantBits())
                .flip());
        values.forEach((name, value) -> {
            add(digest, name);
            add(digest, value);
        });
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        return new UUID(hash.getLong(), hash.getLong());
    }

    /** With its length before it, so that no two lists of texts are the same bytes. */
    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: not found (expected: in every Java)", e);
        }
    }
}
