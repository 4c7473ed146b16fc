package io.logaggregator.gateways.forward;

/**
 * Finds the end of values of MessagePack in bytes that arrive in parts. It counts the values to come instead of nesting, so that
 * neither declared lengths nor depth need memory. Not thread-safe.
 *
 * @see <a href="https://github.com/msgpack/msgpack/blob/master/spec.md">MessagePack specification</a>
 */
final class ValueScanner {

    /** Each value has at least one byte. */
    private static final long MAX_VALUES = ForwardStream.MAX_MESSAGE_BYTES;

    private long values;
    private long skip; // content bytes of the current value
    private int lengthBytes; // of the current value, to come
    private long length;
    private int type;

    /** Starts to scan a number of consecutive values. */
    void start(long count) {
        values = 0;
        addValues(count);
        skip = 0;
        lengthBytes = 0;
    }

    boolean isComplete() {
        return values == 0 && skip == 0 && lengthBytes == 0;
    }

    /**
     * Scans to the end of the values or of the bytes.
     *
     * @return the first position that is not scanned
     * @throws MalformedDataException for bytes that are not MessagePack
     */
    int scan(byte[] bytes, int from, int to) {
        int position = from;
        while (position < to && !isComplete()) {
            if (skip > 0) {
                int skipped = (int) Math.min(skip, to - position);
                skip -= skipped;
                position += skipped;
            } else if (lengthBytes > 0) {
                length = length << 8 | bytes[position++] & 0xFF;
                if (--lengthBytes == 0) {
                    addLength();
                }
            } else {
                addType(bytes[position++] & 0xFF);
            }
        }
        return position;
    }

    private void addType(int next) {
        type = next;
        values--;
        skip = MessagePack.fixedBytes(next);
        lengthBytes = MessagePack.lengthBytes(next);
        length = 0;
        if (skip < 0) {
            throw new MalformedDataException("The data are not valid MessagePack: byte 0xc1.");
        }
        if (lengthBytes == 0 && skip == 0) {
            addValues(MessagePack.inlineValues(next));
        }
    }

    private void addLength() {
        if (MessagePack.isArray(type)) {
            addValues(length);
        } else if (MessagePack.isMap(type)) {
            addValues(2 * length);
        } else {
            skip = length + (MessagePack.isExtension(type) ? 1 : 0);
        }
    }

    private void addValues(long more) {
        values += more;
        if (values > MAX_VALUES) {
            throw new MalformedDataException(
                    "MessagePack with " + values + " values (expected: at most " + MAX_VALUES + ")");
        }
    }
}
