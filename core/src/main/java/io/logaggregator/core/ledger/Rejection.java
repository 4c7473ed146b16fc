package io.logaggregator.core.ledger;

/**
 * Rejection of a message or of one element of it.
 *
 * @param detail problem and its location
 * @param value rejected bytes: the whole message, or one element of an array
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Rejection(Reason reason, String detail, byte[] value) {

    /** Kinds of rejection, few enough to be a metric label. */
    public enum Reason {
        /** Only white space. */
        EMPTY,
        /** Not in the format of the topic: invalid JSON, or JSON of another shape. */
        MALFORMED,
        /** A mandatory field is absent or of the wrong type. */
        INCOMPLETE,
        /** Exceeds a limit of size, length or depth. */
        TOO_LARGE,
        /** New hosts or metric series, or log events of one message, beyond a limit. */
        TOO_MANY,
        /** The store rejects the data. */
        REFUSED,
        /** The decoder failed: a defect of this program. The log has the stack trace. */
        DECODER_FAILURE
    }
}
