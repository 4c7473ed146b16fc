package io.logaggregator.wire.protobuf;

import io.logaggregator.core.ledger.Rejection.Reason;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.InvalidElementException;

/** The protobuf message in a value that may be a snappy block. */
public final class ProtobufBody {

    private ProtobufBody() {}

    /**
     * The message, decompressed. A value that is no snappy block is the message itself if it begins with a tag of one of the
     * given fields.
     *
     * @param fields of the message, all of them with bytes
     */
    public static Bytes of(Bytes value, int... fields) {
        try {
            return SnappyBlock.decompress(value);
        } catch (InvalidElementException e) {
            for (int field : fields) {
                if (e.reason() == Reason.MALFORMED && value.startsWith((char) (field << 3 | 2))) {
                    return value;
                }
            }
            throw e;
        }
    }
}
