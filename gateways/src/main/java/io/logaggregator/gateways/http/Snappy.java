package io.logaggregator.gateways.http;

import io.logaggregator.gateways.http.Failure.Kind;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.InvalidElementException;
import io.logaggregator.wire.protobuf.SnappyBlock;

/** The block format of snappy, in which Prometheus and Loki send protobuf. */
public final class Snappy {

    /** The name of the content coding. */
    public static final String CODING = "snappy";

    private Snappy() {}

    /**
     * Decompresses a block.
     *
     * @throws InvalidBodyException if it is invalid, or its content is too large
     */
    public static Bytes decompress(byte[] block, int maxBytes) {
        try {
            Bytes content = SnappyBlock.decompress(Bytes.of(block));
            if (content.length() > maxBytes) {
                throw new InvalidBodyException(
                        Kind.TOO_LARGE,
                        "The decompressed body is larger than " + maxBytes + " bytes. Split the request.");
            }
            return content;
        } catch (InvalidElementException e) {
            throw new InvalidBodyException(e.detail());
        }
    }
}
