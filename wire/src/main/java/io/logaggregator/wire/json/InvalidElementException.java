package io.logaggregator.wire.json;

import io.logaggregator.core.ledger.Rejection;
import io.logaggregator.core.ledger.Rejection.Reason;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;

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

    /** The problem that the parser has found. */
    public static InvalidElementException of(JacksonException e) {
        Reason reason = e instanceof StreamConstraintsException ? Reason.TOO_LARGE : Reason.MALFORMED;
        // Messages about limits name a method of the library.
        return new InvalidElementException(reason, e.getOriginalMessage().replaceAll(", from `[^`]*`", ""));
    }

    public Reason reason() {
        return reason;
    }

    /** The problem and its location. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
