package io.logaggregator.store.postgres.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.core.common.DataRejectedException;
import io.logaggregator.core.common.StorableText;
import io.logaggregator.core.observation.LogField.Text;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A growing buffer of rows in the binary format of COPY: each field is its length followed by the bytes that the receive
 * function of its type reads.
 *
 * <p>Values that PostgreSQL cannot store throw a {@link DataRejectedException}; the buffer then contains a partial row and
 * must be {@linkplain #clear() cleared}. Not thread-safe.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html">PostgreSQL, COPY, binary format</a>
 */
final class CopyBuffer {

    private static final byte[] SIGNATURE = "PGCOPY\n\u00FF\r\n\0".getBytes(ISO_8859_1);
    private static final int INITIAL_CAPACITY = 128 * 1024;
    private static final int INITIAL_CHARACTERS = 1024;
    private static final int MAX_RETAINED_CAPACITY = 4 * 1024 * 1024;
    private static final int MAX_CAPACITY = Integer.MAX_VALUE - 8; // of an array
    private static final int JSONB_VERSION = 1;
    private static final int INTEGER_OID = 23;
    private static final int BIGINT_OID = 20;
    private static final int REAL_OID = 700;
    private static final int TEXT_OID = 25;

    private final CharsetEncoder encoder = UTF_8.newEncoder();
    private final int bytesPerCharacter = (int) encoder.maxBytesPerChar();
    private CharBuffer characters = CharBuffer.allocate(INITIAL_CHARACTERS);
    private ByteBuffer rows = ByteBuffer.allocate(INITIAL_CAPACITY);

    /** The content, valid up to {@link #size()} and until the next write. */
    byte[] bytes() {
        return rows.array();
    }

    int size() {
        return rows.position();
    }

    /** Empties the buffer, and releases memory after an exceptionally large row. */
    void clear() {
        rows.clear();
        if (rows.capacity() > MAX_RETAINED_CAPACITY) {
            rows = ByteBuffer.allocate(INITIAL_CAPACITY);
            characters = CharBuffer.allocate(INITIAL_CHARACTERS);
        }
    }

    /** Writes the header of the stream. */
    void header() {
        raw(SIGNATURE);
        putInt(0); // flags
        putInt(0); // length of the header's extension
    }

    /** Writes the end of the stream. */
    void trailer() {
        putShort(-1);
    }

    /** Starts a row of this number of fields. */
    CopyBuffer row(int fields) {
        putShort(fields);
        return this;
    }

    CopyBuffer uuid(UUID value) {
        putInt(Long.BYTES * 2);
        putLong(value.getMostSignificantBits());
        putLong(value.getLeastSignificantBits());
        return this;
    }

    CopyBuffer timestamptz(@Nullable Instant value) {
        return value == null ? nullValue() : bigint(Timestamps.micros(value));
    }

    CopyBuffer smallint(int value) {
        putInt(Short.BYTES);
        putShort(value);
        return this;
    }

    CopyBuffer integer(int value) {
        putInt(Integer.BYTES);
        putInt(value);
        return this;
    }

    CopyBuffer bigint(long value) {
        putInt(Long.BYTES);
        putLong(value);
        return this;
    }

    CopyBuffer real(double value) {
        // finite values stay finite: larger ones become the maximum of the type
        float narrowed = (float) Math.clamp(value, -Float.MAX_VALUE, Float.MAX_VALUE);
        return integer(Float.floatToRawIntBits(narrowed));
    }

    CopyBuffer doublePrecision(double value) {
        return bigint(Double.doubleToRawLongBits(value));
    }

    CopyBuffer text(@Nullable String value) {
        if (value == null) {
            return nullValue();
        }
        int field = beginField();
        putUtf8(value);
        return endField(field);
    }

    /** Writes a field for each text. */
    CopyBuffer texts(LogTexts values) {
        for (Text field : Text.ALL) {
            text(values.get(field));
        }
        return this;
    }

    CopyBuffer jsonb(String value) {
        int field = beginField();
        putByte(JSONB_VERSION);
        putUtf8(value);
        return endField(field);
    }

    CopyBuffer bytea(byte @Nullable [] value) {
        if (value == null) {
            return nullValue();
        }
        putInt(value.length);
        raw(value);
        return this;
    }

    <T> CopyBuffer textArray(List<T> values, Function<T, String> element) {
        int field = beginArray(values.size(), TEXT_OID);
        for (T value : values) {
            text(element.apply(value));
        }
        return endField(field);
    }

    /** Writes each integer as the difference to the previous one. */
    <T> CopyBuffer integerSteps(List<T> values, ToIntFunction<T> element) {
        int field = beginArray(values.size(), INTEGER_OID);
        int previous = 0;
        for (T value : values) {
            int number = element.applyAsInt(value);
            integer(number - previous);
            previous = number;
        }
        return endField(field);
    }

    <T> CopyBuffer bigintArray(List<T> values, ToLongFunction<T> element) {
        int field = beginArray(values.size(), BIGINT_OID);
        for (T value : values) {
            bigint(element.applyAsLong(value));
        }
        return endField(field);
    }

    <T> CopyBuffer realArray(List<T> values, ToDoubleFunction<T> element) {
        int field = beginArray(values.size(), REAL_OID);
        for (T value : values) {
            real(element.applyAsDouble(value));
        }
        return endField(field);
    }

    /** Writes null. */
    private CopyBuffer nullValue() {
        putInt(-1);
        return this;
    }

    /** An empty array has no dimensions; other arrays have one, with lower bound 1. */
    private int beginArray(int length, int elementOid) {
        int field = beginField();
        putInt(length == 0 ? 0 : 1);
        putInt(0); // contains no nulls
        putInt(elementOid);
        if (length > 0) {
            putInt(length);
            putInt(1);
        }
        return field;
    }

    /** Reserves space for the length of the field. */
    private int beginField() {
        int field = size();
        putInt(0);
        return field;
    }

    private CopyBuffer endField(int field) {
        rows.putInt(field, size() - field - Integer.BYTES);
        return this;
    }

    /** Encodes from an array, since the JDK encodes ASCII in arrays at once, but a string character by character. */
    private void putUtf8(String text) {
        ensure((long) text.length() * bytesPerCharacter);
        if (text.length() > characters.capacity()) {
            characters = CharBuffer.allocate(text.length());
        }
        text.getChars(0, text.length(), characters.array(), 0);
        characters.clear().limit(text.length());
        if (text.indexOf('\0') >= 0
                || encoder.reset().encode(characters, rows, true).isError()) {
            StorableText.require(text); // throws with the reason
        }
    }

    private void raw(byte[] value) {
        ensure(value.length);
        rows.put(value);
    }

    private void putByte(int value) {
        ensure(Byte.BYTES);
        rows.put((byte) value);
    }

    private void putShort(int value) {
        ensure(Short.BYTES);
        rows.putShort((short) value);
    }

    private void putInt(int value) {
        ensure(Integer.BYTES);
        rows.putInt(value);
    }

    private void putLong(long value) {
        ensure(Long.BYTES);
        rows.putLong(value);
    }

    private void ensure(long more) {
        long needed = size() + more;
        if (needed > rows.capacity()) {
            if (needed > MAX_CAPACITY) {
                throw new DataRejectedException("row: " + needed + " bytes (expected: less than 2 GiB)", null);
            }
            int capacity = (int) Math.min(Math.max(needed, rows.capacity() * 2L), MAX_CAPACITY);
            rows = ByteBuffer.allocate(capacity).put(rows.flip());
        }
    }
}
