package io.logaggregator.store.postgres.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.core.common.DataRejectedException;
import io.logaggregator.core.common.StorableText;
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
 * Rows in the binary format of COPY, in one growing buffer: each field is its length in bytes and then the bytes that the
 * type's receive function reads.
 *
 * <p>What PostgreSQL could not hold is refused here with a {@link DataRejectedException}, after which the buffer holds
 * half a row and must be {@linkplain #clear() cleared}. Not thread-safe.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html">PostgreSQL, COPY, binary format</a>
 */
final class CopyBuffer {

    private static final byte[] SIGNATURE = "PGCOPY\n\u00FF\r\n\0".getBytes(ISO_8859_1);
    private static final int INITIAL_CAPACITY = 128 * 1024;
    private static final int INITIAL_CHARACTERS = 1024;
    private static final int KEPT_CAPACITY = 4 * 1024 * 1024;
    private static final int LARGEST_CAPACITY = Integer.MAX_VALUE - 8; // of an array
    private static final int JSONB_VERSION = 1;
    private static final int INTEGER_OID = 23;
    private static final int BIGINT_OID = 20;
    private static final int REAL_OID = 700;
    private static final int TEXT_OID = 25;

    private final CharsetEncoder encoder = UTF_8.newEncoder();
    private final int bytesPerCharacter = (int) encoder.maxBytesPerChar();
    private CharBuffer characters = CharBuffer.allocate(INITIAL_CHARACTERS);
    private ByteBuffer rows = ByteBuffer.allocate(INITIAL_CAPACITY);

    /** The array as it is now: valid up to {@link #size()} and until the next write. */
    byte[] bytes() {
        return rows.array();
    }

    int size() {
        return rows.position();
    }

    /** Empties the buffer, and gives memory back after a row of uncommon size. */
    void clear() {
        rows.clear();
        if (rows.capacity() > KEPT_CAPACITY) {
            rows = ByteBuffer.allocate(INITIAL_CAPACITY);
            characters = CharBuffer.allocate(INITIAL_CHARACTERS);
        }
    }

    /** What comes before the first row. */
    void header() {
        raw(SIGNATURE);
        putInt(0); // flags
        putInt(0); // length of the header's extension
    }

    /** What comes after the last row. */
    void trailer() {
        putShort(-1);
    }

    /** Begins a row; as many fields must follow. */
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
        return value == null ? none() : bigint(Timestamps.micros(value));
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
        // finite in, finite out: what is too large for the type becomes its largest
        float narrowed = (float) Math.clamp(value, -Float.MAX_VALUE, Float.MAX_VALUE);
        return integer(Float.floatToRawIntBits(narrowed));
    }

    CopyBuffer doublePrecision(double value) {
        return bigint(Double.doubleToRawLongBits(value));
    }

    CopyBuffer text(String value) {
        int field = beginField();
        putUtf8(value);
        return endField(field);
    }

    CopyBuffer jsonb(String value) {
        int field = beginField();
        putByte(JSONB_VERSION);
        putUtf8(value);
        return endField(field);
    }

    CopyBuffer bytea(byte @Nullable [] value) {
        if (value == null) {
            return none();
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

    /** Integers, each as the difference to the one before it. */
    <T> CopyBuffer integerSteps(List<T> values, ToIntFunction<T> element) {
        int field = beginArray(values.size(), INTEGER_OID);
        int before = 0;
        for (T value : values) {
            int number = element.applyAsInt(value);
            integer(number - before);
            before = number;
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

    /** SQL's null. */
    private CopyBuffer none() {
        putInt(-1);
        return this;
    }

    /** An empty array has no dimensions; else there is one, which is counted from 1. */
    private int beginArray(int length, int elementOid) {
        int field = beginField();
        putInt(length == 0 ? 0 : 1);
        putInt(0); // holds no nulls
        putInt(elementOid);
        if (length > 0) {
            putInt(length);
            putInt(1);
        }
        return field;
    }

    /** Leaves room for a length that is not known yet. */
    private int beginField() {
        int field = size();
        putInt(0);
        return field;
    }

    private CopyBuffer endField(int field) {
        rows.putInt(field, size() - field - Integer.BYTES);
        return this;
    }

    /** From an array, of which the JDK encodes what is ASCII all at once; of a text it would look at each character. */
    private void putUtf8(String text) {
        ensure((long) text.length() * bytesPerCharacter);
        if (text.length() > characters.capacity()) {
            characters = CharBuffer.allocate(text.length());
        }
        text.getChars(0, text.length(), characters.array(), 0);
        characters.clear().limit(text.length());
        if (text.indexOf('\0') >= 0
                || encoder.reset().encode(characters, rows, true).isError()) {
            StorableText.require(text); // it is not: this says why
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
            if (needed > LARGEST_CAPACITY) {
                throw new DataRejectedException("row: " + needed + " bytes (expected: less than 2 GiB)", null);
            }
            int capacity = (int) Math.min(Math.max(needed, rows.capacity() * 2L), LARGEST_CAPACITY);
            rows = ByteBuffer.allocate(capacity).put(rows.flip());
        }
    }
}
