package io.logaggregator.wire.protobuf;

import static io.logaggregator.wire.json.InvalidElementException.malformed;
import static io.logaggregator.wire.json.InvalidElementException.tooLarge;

import io.logaggregator.wire.json.Bytes;

/**
 * Decompresses a snappy block, as Prometheus and Loki send it. A block that claims more content than its size allows is
 * rejected before memory is reserved for it.
 *
 * @see <a href="https://github.com/google/snappy/blob/main/format_description.txt">Snappy, format description</a>
 */
public final class SnappyBlock {

    /** The maximum of decompressed bytes. */
    public static final int MAX_LENGTH = 32 << 20;

    private static final int MAX_HEADER = 5;

    private final Bytes block;
    private int position;

    private SnappyBlock(Bytes block) {
        this.block = block;
        this.position = block.from();
    }

    /**
     * The decompressed content.
     *
     * @throws io.logaggregator.wire.json.InvalidElementException if the block is invalid or too large
     */
    public static Bytes decompress(Bytes block) {
        return new SnappyBlock(block).decompress();
    }

    private Bytes decompress() {
        int length = header();
        // An element of 3 bytes yields at most 64.
        long possible = (block.to() - position) * 32L;
        if (length > possible) {
            throw malformed("snappy block of " + length + " bytes (expected: at most " + possible + " for its size)");
        }
        byte[] out = new byte[length];
        int written = 0;
        while (position < block.to()) {
            int tag = next();
            if ((tag & 3) == 0) {
                int size = 1 + literalLength(tag >>> 2);
                if (size <= 0 || size > block.to() - position || size > length - written) {
                    throw malformed("snappy literal exceeds the block");
                }
                System.arraycopy(block.array(), position, out, written, size);
                position += size;
                written += size;
                continue;
            }
            int size = (tag & 3) == 1 ? 4 + (tag >>> 2 & 7) : 1 + (tag >>> 2);
            int offset = switch (tag & 3) {
                case 1 -> (tag >>> 5) << 8 | next();
                case 2 -> littleEndian(2);
                default -> littleEndian(4);
            };
            if (offset <= 0 || offset > written || size > length - written) {
                throw malformed("snappy copy exceeds the block");
            }
            for (int end = written + size; written < end; written++) { // may overlap
                out[written] = out[written - offset];
            }
        }
        if (written != length) {
            throw malformed("snappy block ends after " + written + " bytes (expected: " + length + ')');
        }
        return Bytes.of(out);
    }

    /** The length of the content. */
    private int header() {
        long length = 0;
        for (int i = 0; i < MAX_HEADER; i++) {
            int value = next();
            length |= (long) (value & 0x7F) << 7 * i;
            if (value < 0x80) {
                if (length > MAX_LENGTH) {
                    throw tooLarge("snappy block of " + length + " bytes (expected: at most " + MAX_LENGTH + ')');
                }
                return (int) length;
            }
        }
        throw malformed("snappy block without a length");
    }

    private int literalLength(int code) {
        return code < 60 ? code : littleEndian(code - 59);
    }

    private int littleEndian(int bytes) {
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= next() << 8 * i;
        }
        return value;
    }

    private int next() {
        if (position >= block.to()) {
            throw malformed("snappy block ends within an element");
        }
        return block.array()[position++] & 0xFF;
    }
}
