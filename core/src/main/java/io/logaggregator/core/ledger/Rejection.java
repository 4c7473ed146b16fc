package io.logaggregator.core.ledger;

/**
 * Why a message, or one element of it, could not be used.
 *
 * @param detail for the person who reads it: what was found, and where
 * @param value the bytes that could not be used: the whole message, or the one element of an array
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Rejection(Reason reason, String detail, byte[] value) {

    /** Kinds of rejection, few enough to be a metric label. */
    public enum Reason {
        /** Nothing but white space. */
        EMPTY,
        /** Not what its topic's format asks for: broken JSON, or JSON of another shape. */
        MALFORMED,
        /** A field without which the rest means nothing is absent or of the wrong type. */
        INCOMPLETE,
        /** Larger, longer or deeper than what is taken in. */
        TOO_LARGE,
        /** The store refuses it as data. */
        REFUSED,
        /** The decoder failed: a defect of this program. The log has the stack trace. */
        DECODER_FAILURE
    }
}
