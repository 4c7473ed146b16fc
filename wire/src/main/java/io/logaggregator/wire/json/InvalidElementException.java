package io.logaggregator.wire.json;

import io.logaggregator.core.ledger.Rejection;
import io.logaggregator.core.ledger.Rejection.Reason;

/** Thrown while an invalid element is read. It becomes a {@link Rejection}, and never leaves a decoder. */
public final class InvalidElementException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public InvalidElementException(Reason reason, String detail) {
        super(detail, null, false, false); // thrown for content of clients: without a stack trace
        this.reason = reason;
    }

    public static InvalidElementException malformed(String detail) {
        return new InvalidElementException(Reason.MALFORMED, detail);
    }

    public static InvalidElementException tooLarge(String detail) {
        return new InvalidElementException(Reason.TOO_LARGE, detail);
    }

    public static InvalidElementException incomplete(String detail) {
        return new InvalidElementException(Reason.INCOMPLETE, detail);
    }

    public Reason reason() {
        return reason;
    }

    /** The problem and its location. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
