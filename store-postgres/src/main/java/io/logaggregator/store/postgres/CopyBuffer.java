package io.logaggregator.store.postgres;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.application.DataRefusedException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Rows in the binary format of COPY, in one growing array: each field is its length in bytes and then the bytes that the
 * type's receive function reads.
 *
 * <p>What PostgreSQL could not hold is refused here with a {@link DataRefusedException}, after which the buffer holds
 * half a row and must be {@linkplain #clear() cleared}. Not thread-safe.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html">PostgreSQL, COPY, binary format</a>
 */
final class CopyBuffer {

    private static final byte[] SIGNATURE = "PGCOPY\n\u00FF\r\n\0".getBytes(ISO_8859_1);
    private static final int INITIAL_CAPACITY = 128 * 1024;
    private static final int KEPT_CAPACITY = 4 * 1024 * 1024;
    private static final int JSONB_VERSION = 1;
    private static final int INTEGER_OID = 23;
    private static final int BIGINT_OID = 20;
    private static final int REAL_OID = 700;
    private static final int TEXT_OID = 25;
    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);

    private byte[] bytes = new byte[INITIAL_CAPACITY];
    private int size;

    /** The array as it is now: valid up to {@link #size()} and until the next write. */
    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    /** Empties the buffer, and gives memory back after a row of uncommon size. */
    void clear() {
        size = 0;
        if (bytes.length > KEPT_CAPACITY) {
            bytes = new byte[INITIAL_CAPACITY];
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
        return value == null ? none() : bigint(PostgresTime.micros(value));
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

    <T> CopyBuffer integerArray(List<T> values, ToIntFunction<T> element) {
        int field = beginArray(values.size(), INTEGER_OID);
        for (T value : values) {
            integer(element.applyAsInt(value));
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
        int field = size;
        putInt(0);
        return field;
    }

    private CopyBuffer endField(int field) {
        INT.set(bytes, field, size - field - Integer.BYTES);
        return this;
    }

    /** Whole arrays at a time, as the JDK can; only what is not ASCII needs a look at each character. */
    private void putUtf8(String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        boolean ascii = new String(utf8, ISO_8859_1).equals(text);
        if (!ascii || text.indexOf('\0') >= 0) {
            StorableText.require(text);
        }
        raw(utf8);
    }

    private void raw(byte[] value) {
        ensure(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    private void putByte(int value) {
        ensure(Byte.BYTES);
        bytes[size++] = (byte) value;
    }

    private void putShort(int value) {
        ensure(Short.BYTES);
        SHORT.set(bytes, size, (short) value);
        size += Short.BYTES;
    }

    private void putInt(int value) {
        ensure(Integer.BYTES);
        INT.set(bytes, size, value);
        size += Integer.BYTES;
    }

    private void putLong(long value) {
        ensure(Long.BYTES);
        LONG.set(bytes, size, value);
        size += Long.BYTES;
    }

    private void ensure(long more) {
        long needed = size + more;
        if (needed > bytes.length) {
            if (needed > Integer.MAX_VALUE - 8) {
                throw new DataRefusedException("row: " + needed + " bytes (expected: less than 2 GiB)", null);
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(needed, bytes.length * 2L), Integer.MAX_VALUE - 8));
        }
    }

    private static VarHandle view(Class<?> arrayType) {
        return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.BIG_ENDIAN);
    }
}
