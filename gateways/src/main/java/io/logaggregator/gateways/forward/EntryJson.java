package io.logaggregator.gateways.forward;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.logaggregator.wire.json.Bytes;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Translates entries, which are a time and a record, to JSON for the decoder of log records. The time of the entry becomes
 * {@code @timestamp}, and the tag {@code fluent.tag}. Not thread-safe.
 */
final class EntryJson {

    /** Records have few levels; the limit bounds recursion. */
    private static final int MAX_DEPTH = 64;

    private static final int EVENT_TIME = 0;
    private static final int TIMESTAMP = 0xFF;

    /** Marks the start and the end of a group in Fluent Bit: no event. */
    private static final long MIN_MARK = 0xFFFF_FFFEL;

    private static final byte[] TIME_NAME = "\"@timestamp\":".getBytes(US_ASCII);
    private static final byte[] METADATA_NAME = "\"fluent.metadata\":".getBytes(US_ASCII);

    private final byte[] tagMember;
    private byte[] out = new byte[1 << 10];
    private int length;

    /** @param tag of the entries, as text */
    EntryJson(Bytes tag) {
        if (tag.isEmpty()) {
            tagMember = new byte[0];
        } else {
            write("\"fluent.tag\":".getBytes(US_ASCII));
            text(tag);
            tagMember = Arrays.copyOf(out, length);
        }
    }

    /**
     * The event of an entry; empty for an entry without a record.
     *
     * @param array contains the complete value from its start
     * @throws InvalidEntryException if it is not a time and a record
     */
    Optional<byte[]> translate(byte[] array) {
        length = 0;
        return event(new MessagePack(array, 0)) ? Optional.of(Arrays.copyOf(out, length)) : Optional.empty();
    }

    private boolean event(MessagePack entry) {
        if (!MessagePack.isArray(entry.type()) || entry.length() != 2) {
            throw new InvalidEntryException();
        }
        write('{');
        if (!timeAndMetadata(entry)) {
            return false;
        }
        if (tagMember.length > 0) {
            separate();
            write(tagMember);
        }
        if (entry.type() == MessagePack.NIL) {
            return false;
        }
        if (!MessagePack.isMap(entry.type())) {
            throw new InvalidEntryException();
        }
        members(entry, 0);
        return true;
    }

    /** Writes the time, and what Fluent Bit sends beside it; false if the entry is not an event. */
    private boolean timeAndMetadata(MessagePack entry) {
        if (!MessagePack.isArray(entry.type())) {
            return time(entry);
        }
        if (entry.length() != 2) {
            throw new InvalidEntryException();
        }
        if (!time(entry)) {
            return false;
        }
        if (!MessagePack.isMap(entry.type())) {
            throw new InvalidEntryException();
        }
        int start = length;
        separate();
        write(METADATA_NAME);
        int value = length;
        value(entry, 0);
        if (length == value + 2) { // an empty object
            length = start;
        }
        return true;
    }

    private boolean time(MessagePack entry) {
        int type = entry.type();
        if (type == MessagePack.NIL) {
            entry.single();
        } else if (MessagePack.isInteger(type)) {
            long time = entry.integer();
            if (time != 0) { // none: the time of receipt
                time(Long.toString(time));
            }
        } else if (MessagePack.isExtension(type)) {
            return time(entry.extension());
        } else if (type == MessagePack.FLOAT_32 || type == MessagePack.FLOAT_64) {
            double time = entry.floating();
            if (Double.isFinite(time)) {
                time(BigDecimal.valueOf(time).toPlainString());
            }
        } else if (MessagePack.isText(type)) {
            write(TIME_NAME);
            text(entry.bytes());
        } else {
            throw new InvalidEntryException();
        }
        return true;
    }

    private boolean time(Bytes extension) {
        long seconds;
        long nanos;
        byte[] array = extension.array();
        int from = extension.from() + 1;
        switch (extension.length() - 1) {
            case 4 -> {
                seconds = MessagePack.number(array, from, 4);
                nanos = 0;
            }
            case 8 -> {
                long all = MessagePack.number(array, from, 8);
                boolean isEventTime = array[extension.from()] == EVENT_TIME;
                seconds = isEventTime ? all >>> 32 : all & 0x3_FFFF_FFFFL;
                nanos = isEventTime ? all & 0xFFFF_FFFFL : all >>> 34;
            }
            case 12 -> {
                nanos = MessagePack.number(array, from, 4);
                seconds = MessagePack.number(array, from + 4, 8);
            }
            default -> throw new InvalidEntryException();
        }
        if (!isTime(extension)) {
            throw new InvalidEntryException();
        }
        if (seconds >= MIN_MARK && extension.array()[extension.from()] == EVENT_TIME) {
            return false;
        }
        if (seconds != 0) {
            time(decimal(seconds, nanos));
        }
        return true;
    }

    private static boolean isTime(Bytes extension) {
        int type = extension.array()[extension.from()] & 0xFF;
        int bytes = extension.length() - 1;
        return type == EVENT_TIME && bytes == 8 || type == TIMESTAMP && (bytes == 4 || bytes == 8 || bytes == 12);
    }

    private static String decimal(long seconds, long nanos) {
        return new StringBuilder(20)
                .append(seconds)
                .append('.')
                .append(1_000_000_000L + Math.min(nanos, 999_999_999L))
                .deleteCharAt(Long.toString(seconds).length() + 1)
                .toString();
    }

    private void time(String number) {
        write(TIME_NAME);
        write(number);
    }

    private void members(MessagePack map, int depth) {
        if (depth == MAX_DEPTH) {
            throw new InvalidEntryException();
        }
        for (int count = map.length(); count > 0; count--) {
            separate();
            name(map);
            write(':');
            value(map, depth + 1);
        }
        write('}');
    }

    private void name(MessagePack map) {
        int type = map.type();
        if (MessagePack.isBytes(type)) {
            bytes(map.bytes(), MessagePack.isText(type));
        } else if (MessagePack.isInteger(type)) {
            write('"');
            scalar(map, type);
            write('"');
        } else {
            throw new InvalidEntryException();
        }
    }

    private void value(MessagePack values, int depth) {
        int type = values.type();
        if (MessagePack.isBytes(type)) {
            bytes(values.bytes(), MessagePack.isText(type));
        } else if (MessagePack.isMap(type)) {
            write('{');
            members(values, depth);
        } else if (MessagePack.isArray(type)) {
            elements(values, depth);
        } else if (MessagePack.isExtension(type)) {
            extension(values.extension());
        } else {
            scalar(values, type);
        }
    }

    private void elements(MessagePack values, int depth) {
        if (depth == MAX_DEPTH) {
            throw new InvalidEntryException();
        }
        write('[');
        for (int count = values.length(); count > 0; count--) {
            separate();
            value(values, depth + 1);
        }
        write(']');
    }

    private void scalar(MessagePack values, int type) {
        switch (type) {
            case MessagePack.NIL, MessagePack.FALSE, MessagePack.TRUE -> {
                values.single();
                write(type == MessagePack.NIL ? "null" : type == MessagePack.TRUE ? "true" : "false");
            }
            case MessagePack.FLOAT_32 -> number((float) values.floating());
            case MessagePack.FLOAT_64 -> number(values.floating());
            case MessagePack.UNSIGNED_64 -> write(Long.toUnsignedString(values.integer()));
            default -> write(Long.toString(values.integer()));
        }
    }

    private void number(float number) {
        write(Float.isFinite(number) ? Float.toString(number) : '"' + Float.toString(number) + '"');
    }

    private void number(double number) {
        write(Double.isFinite(number) ? Double.toString(number) : '"' + Double.toString(number) + '"');
    }

    /** A time as a number of seconds; other extensions in base64. */
    private void extension(Bytes extension) {
        int start = length;
        if (isTime(extension) && time(extension) && length > start) {
            System.arraycopy(out, start + TIME_NAME.length, out, start, length - start - TIME_NAME.length);
            length -= TIME_NAME.length;
        } else {
            length = start;
            base64(extension.startingAt(extension.from() + 1));
        }
    }

    private void bytes(Bytes bytes, boolean isText) {
        if (isText || !bytes.isBinary()) {
            text(bytes);
        } else {
            base64(bytes);
        }
    }

    private void base64(Bytes bytes) {
        write('"');
        write(Base64.getEncoder().encode(Arrays.copyOfRange(bytes.array(), bytes.from(), bytes.to())));
        write('"');
    }

    /** Writes text, with U+FFFD in place of invalid UTF-8. */
    private void text(Bytes bytes) {
        Bytes valid = isAscii(bytes) ? bytes : bytes.repairedUtf8().orElse(bytes);
        byte[] array = valid.array();
        write('"');
        int copied = valid.from();
        for (int i = valid.from(); i < valid.to(); i++) {
            byte next = array[i];
            if (next >= 0 && next < ' ' || next == '"' || next == '\\') {
                write(array, copied, i - copied);
                escape(next);
                copied = i + 1;
            }
        }
        write(array, copied, valid.to() - copied);
        write('"');
    }

    private static boolean isAscii(Bytes bytes) {
        for (int i = bytes.from(); i < bytes.to(); i++) {
            if (bytes.array()[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private void escape(byte next) {
        switch (next) {
            case '"', '\\' -> {
                write('\\');
                write((char) next);
            }
            case '\n' -> write("\\n");
            case '\r' -> write("\\r");
            case '\t' -> write("\\t");
            default -> {
                write("\\u00");
                write(HexFormat.of().toHexDigits(next));
            }
        }
    }

    private void separate() {
        if (out[length - 1] != '{' && out[length - 1] != '[') {
            write(',');
        }
    }

    private void write(char character) {
        reserve(1);
        out[length++] = (byte) character;
    }

    private void write(String ascii) {
        byte[] bytes = ascii.getBytes(ISO_8859_1);
        write(bytes, 0, bytes.length);
    }

    private void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    private void write(byte[] bytes, int from, int count) {
        reserve(count);
        System.arraycopy(bytes, from, out, length, count);
        length += count;
    }

    private void reserve(int more) {
        if (length + more > out.length) {
            out = Arrays.copyOf(out, Math.max(2 * out.length, length + more));
        }
    }

    /** An entry is not a time and a record. */
    static final class InvalidEntryException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        InvalidEntryException() {
            super("entry is not a time and a record", null, false, false);
        }
    }
}
