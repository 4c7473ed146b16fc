package io.logaggregator.gateways.forward;

/** A range of bytes with a position, which moves to the end while they are read. Not thread-safe. */
final class Input {

    static final Input EMPTY = new Input(new byte[0], 0, 0);

    private final byte[] array;
    private final int limit;
    private int position;

    /** @param array must not be modified until the input is at its end */
    Input(byte[] array, int from, int to) {
        this.array = array;
        this.position = from;
        this.limit = to;
    }

    byte[] array() {
        return array;
    }

    int position() {
        return position;
    }

    int remaining() {
        return limit - position;
    }

    boolean isAtEnd() {
        return position == limit;
    }

    /** The next byte, from 0 to 255, without moving. */
    int peek() {
        return array[position] & 0xFF;
    }

    /** The next byte, from 0 to 255. */
    int next() {
        return array[position++] & 0xFF;
    }

    void skip(int bytes) {
        position += bytes;
    }
}
