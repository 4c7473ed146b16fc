package io.logaggregator.core.alerting.state;

import io.logaggregator.core.alerting.alert.Labels;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.TreeMap;

/** Numbers with as few bytes as they need: seven bits each, the sign first. Texts are preceded by their length. */
public final class CompactBytes {

    private CompactBytes() {}

    /** Not thread-safe. */
    public static final class Writer {

        private byte[] bytes = new byte[256];
        private int size;

        public void number(long value) {
            reserve(10);
            long rest = value << 1 ^ value >> 63;
            while ((rest & ~0x7FL) != 0) {
                bytes[size++] = (byte) (rest | 0x80);
                rest >>>= 7;
            }
            bytes[size++] = (byte) rest;
        }

        public void labels(Labels labels) {
            number(labels.values().size());
            labels.values().forEach((name, value) -> {
                text(name);
                text(value);
            });
        }

        private void text(String text) {
            byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
            number(encoded.length);
            reserve(encoded.length);
            System.arraycopy(encoded, 0, bytes, size, encoded.length);
            size += encoded.length;
        }

        private void reserve(int more) {
            if (size + more > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
            }
        }

        public byte[] bytes() {
            return Arrays.copyOf(bytes, size);
        }
    }

    /** Not thread-safe. */
    public static final class Reader {

        private final byte[] bytes;
        private int next;

        public Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        public boolean hasNext() {
            return next < bytes.length;
        }

        public long number() {
            long value = 0;
            int shift = 0;
            byte part;
            do {
                part = bytes[next++];
                value |= (long) (part & 0x7F) << shift;
                shift += 7;
            } while (part < 0);
            return value >>> 1 ^ -(value & 1);
        }

        public Labels labels() {
            TreeMap<String, String> values = new TreeMap<>();
            for (long left = number(); left > 0; left--) {
                values.put(text(), text());
            }
            return new Labels(values);
        }

        private String text() {
            int length = (int) number();
            String text = new String(bytes, next, length, StandardCharsets.UTF_8);
            next += length;
            return text;
        }
    }
}
