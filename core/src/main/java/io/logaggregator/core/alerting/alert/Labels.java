package io.logaggregator.core.alerting.alert;

import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.logs.match.CaseFolding;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;

/** Labels of an alert, for example {@code host=web-1, device=sda}. Rule and labels identify the alert. */
public record Labels(SortedMap<String, String> values) {

    /** Name of the host label. */
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

    /** The host; empty if the alert has no single host. */
    public String host() {
        return values.getOrDefault(HOST, "");
    }

    /** These labels with all values in lower case. Groups of events with equal ones are one group. */
    public Labels folded() {
        return folded(_ -> true);
    }

    /** These labels with the values in lower case that a condition compares so: subjects with equal ones are one subject. */
    public Labels folded(Condition condition) {
        return folded(condition::isCaseInsensitive);
    }

    private Labels folded(Predicate<String> names) {
        SortedMap<String, String> folded = new TreeMap<>();
        values.forEach((name, value) -> {
            String same = names.test(name) ? CaseFolding.fold(value) : value;
            if (!same.equals(value)) {
                folded.put(name, same);
            }
        });
        if (folded.isEmpty()) {
            return this;
        }
        values.forEach(folded::putIfAbsent);
        return new Labels(folded);
    }

    /** Identifies the state of a subject with these labels: one subject of the rule has one fingerprint. */
    public UUID fingerprint(AlertRule rule) {
        return folded(rule.definition().condition()).fingerprint(rule.id());
    }

    /** Half of the SHA-256 of rule and labels. Collisions are practically impossible. */
    public UUID fingerprint(UUID ruleId) {
        List<byte[]> texts = new ArrayList<>(2 * values.size());
        values.forEach((name, value) -> {
            texts.add(name.getBytes(StandardCharsets.UTF_8));
            texts.add(value.getBytes(StandardCharsets.UTF_8));
        });
        int size = 2 * Long.BYTES;
        for (byte[] text : texts) {
            size += Integer.BYTES + text.length;
        }
        ByteBuffer identity = ByteBuffer.allocate(size)
                .putLong(ruleId.getMostSignificantBits())
                .putLong(ruleId.getLeastSignificantBits());
        for (byte[] text : texts) { // length-prefixed, so that different lists never give the same bytes
            identity.putInt(text.length).put(text);
        }
        ByteBuffer hash = ByteBuffer.wrap(sha256().digest(identity.array()));
        return new UUID(hash.getLong(), hash.getLong());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: not found (expected: in every Java)", e);
        }
    }
}
