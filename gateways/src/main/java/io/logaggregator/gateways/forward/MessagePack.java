package io.logaggregator.gateways.forward;

import io.logaggregator.wire.json.Bytes;

/**
 * The first bytes of values of MessagePack, and a reader of complete values. Written by hand, since the library for Java depends
 * on methods of the JDK that are removed soon, and has no parser for data that arrive in parts.
 */
final class MessagePack {

    static final int NIL = 0xC0;
    static final int FALSE = 0xC2;
    static final int TRUE = 0xC3;
    static final int FLOAT_32 = 0xCA;
    static final int FLOAT_64 = 0xCB;
    static final int UNSIGNED_8 = 0xCC;
    static final int UNSIGNED_64 = 0xCF;
    static final int SIGNED_8 = 0xD0;
    static final int SIGNED_64 = 0xD3;

    private final byte[] array;
    private int position;

    /** @param array contains complete values, as {@link ValueScanner} finds them */
    MessagePack(byte[] array, int from) {
        this.array = array;
        this.position = from;
    }

    /** Number of bytes after the first one, as far as it depends on it alone; negative for no type. */
    static int fixedBytes(int type) {
        return switch (type) {
            case 0xC1 -> -1;
            case FLOAT_32, 0xCE, 0xD2 -> 4;
            case FLOAT_64, UNSIGNED_64, SIGNED_64 -> 8;
            case UNSIGNED_8, SIGNED_8 -> 1;
            case 0xCD, 0xD1, 0xD4 -> 2;
            case 0xD5 -> 3;
            case 0xD6 -> 5;
            case 0xD7 -> 9;
            case 0xD8 -> 17;
            default -> type >= 0xA0 && type < 0xC0 ? type & 0x1F : 0;
        };
    }

    /** Bytes of the length that follows the first byte. */
    static int lengthBytes(int type) {
        return switch (type) {
            case 0xC4, 0xC7, 0xD9 -> 1;
            case 0xC5, 0xC8, 0xDA, 0xDC, 0xDE -> 2;
            case 0xC6, 0xC9, 0xDB, 0xDD, 0xDF -> 4;
            default -> 0;
        };
    }

    /** Number of values in an array or a map, as its first byte states it. */
    static int inlineValues(int type) {
        return switch (type & 0xF0) {
            case 0x80 -> 2 * (type & 0xF);
            case 0x90 -> type & 0xF;
            default -> 0;
        };
    }

    /** Length of an array, a map or a text, as its first byte states it. */
    static int inlineLength(int type) {
        return type & (isText(type) ? 0x1F : 0xF);
    }

    static boolean isArray(int type) {
        return (type & 0xF0) == 0x90 || type == 0xDC || type == 0xDD;
    }

    static boolean isMap(int type) {
        return (type & 0xF0) == 0x80 || type == 0xDE || type == 0xDF;
    }

    /** Whether a value is text or binary data; older clients have one type for both. */
    static boolean isBytes(int type) {
        return isText(type) || type >= 0xC4 && type <= 0xC6;
    }

    static boolean isText(int type) {
        return (type & 0xE0) == 0xA0 || type >= 0xD9 && type <= 0xDB;
    }

    static boolean isInteger(int type) {
        return type < 0x80 || type >= 0xE0 || type >= UNSIGNED_8 && type <= SIGNED_64;
    }

    static boolean isExtension(int type) {
        return type >= 0xC7 && type <= 0xC9 || type >= 0xD4 && type <= 0xD8;
    }

    /** The first byte of the next value, from 0 to 255. */
    int type() {
        return array[position] & 0xFF;
    }

    int position() {
        return position;
    }

    /** Reads the beginning of an array, a map, text or binary data: the number of its elements, members or bytes. */
    int length() {
        int type = array[position++] & 0xFF;
        int bytes = lengthBytes(type);
        return bytes > 0 ? (int) unsigned(bytes) : inlineLength(type);
    }

    /** Reads text or binary data. */
    Bytes bytes() {
        int length = length();
        position += length;
        return new Bytes(array, position - length, position);
    }

    /** Reads an extension, from its type on. */
    Bytes extension() {
        int type = array[position++] & 0xFF;
        int bytes = lengthBytes(type);
        int length = bytes > 0 ? (int) unsigned(bytes) + 1 : fixedBytes(type);
        position += length;
        return new Bytes(array, position - length, position);
    }

    /** Reads a value of one byte: nil or a boolean. */
    int single() {
        return array[position++] & 0xFF;
    }

    /** Reads an integer; a type of {@link #UNSIGNED_64} may exceed it. */
    long integer() {
        int type = array[position++] & 0xFF;
        if (type < 0x80 || type >= 0xE0) {
            return (byte) type;
        }
        int bytes = fixedBytes(type);
        long number = unsigned(bytes);
        int unused = Long.SIZE - 8 * bytes;
        return type < SIGNED_8 ? number : number << unused >> unused;
    }

    double floating() {
        int type = array[position++] & 0xFF;
        return type == FLOAT_32
                ? Float.intBitsToFloat((int) unsigned(Integer.BYTES))
                : Double.longBitsToDouble(unsigned(Long.BYTES));
    }

    /** Reads a value of any type. */
    Bytes skip(int end) {
        ValueScanner value = new ValueScanner();
        value.start(1);
        int start = position;
        position = value.scan(array, start, end);
        return new Bytes(array, start, position);
    }

    private long unsigned(int bytes) {
        position += bytes;
        return number(array, position - bytes, bytes);
    }

    /** A number in the order of networks. */
    static long number(byte[] array, int from, int bytes) {
        long number = 0;
        for (int i = from; i < from + bytes; i++) {
            number = number << 8 | array[i] & 0xFF;
        }
        return number;
    }
}
